"""SARIF logs: valid by the schema, and true of the documents by more than the schema asks."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from heze_sample import ROOT, sample
from hostile_sample import hostile
from jsonschema import Draft4Validator, FormatChecker  # type: ignore[import-untyped]

from reconcile import model as m
from reconcile import reconcile
from reconcile.reporting import render
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.sarif.log import sarif_log
from reconcile.reporting.sarif.places import artifact_location, region
from reconcile.reporting.sarif.values import Artifact, Result, Told

HEZE = ROOT / "data" / "heze-2023"


@cache
def validator() -> Draft4Validator:
    path = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"
    return Draft4Validator(json.loads(path.read_text(encoding="utf-8")), format_checker=FormatChecker())


def log_of(reconciliation: m.Reconciliation, lang: m.Language = "zh") -> dict[str, Any]:
    """The one run of a reconciliation's log, valid by the schema."""
    text = render(reconciliation, "sarif", lang).encode("utf-8", "backslashreplace").decode("utf-8")
    return run_of(json.loads(text))


def run_of(log: dict[str, Any]) -> dict[str, Any]:
    validator().validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


@cache
def heze() -> m.Reconciliation:
    outcomes = sorted(HEZE.glob("outcome-*.txt"))
    return reconcile(HEZE / "plan.txt", outcomes, report=HEZE / "work-report.txt")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [sample, hostile, heze])
def test_a_log_is_valid_and_holds_every_finding(make: Any, lang: m.Language) -> None:
    run = log_of(make(), lang)
    findings = make().all_findings
    assert [result["ruleId"] for result in run["results"]] == [finding.rule for finding in findings]
    assert [result["level"] for result in run["results"]] == [
        {"error": "error", "warning": "warning", "info": "note"}[finding.severity] for finding in findings
    ]


def test_a_schema_that_is_broken_is_noticed() -> None:
    log = json.loads(render(sample(), "sarif"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not validator().is_valid(log)


@pytest.mark.parametrize("make", [sample, hostile, heze])
def test_indexes_point_at_what_they_name(make: Any) -> None:
    run = log_of(make())
    rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in [*result["locations"], *result.get("relatedLocations", [])]:
            at = location["physicalLocation"]["artifactLocation"]
            if "index" in at:
                assert artifacts[at["index"]]["location"]["uri"] == at["uri"]


def test_every_region_gives_back_the_words_cited() -> None:
    """By lines and code points of the documents on disk, as a viewer would cut them."""
    run = log_of(heze())
    documents = {document.path: document.text.split("\n") for document in heze().inputs}
    cited = 0
    for result, finding in zip(run["results"], heze().all_findings, strict=True):
        places = [*result["locations"], *result.get("relatedLocations", [])]
        words = []
        for place in places:
            address = unquote(place["physicalLocation"]["artifactLocation"]["uri"]).removeprefix("file://")
            found = place["physicalLocation"]["region"]
            assert found["startLine"] == found["endLine"]
            line = documents[address][found["startLine"] - 1]
            words.append(line[found["startColumn"] - 1 : found["endColumn"] - 1])
            assert words[-1] == found["snippet"]["text"]
            cited += 1
        assert sorted(words) == sorted(citation.text for citation in finding.citations)
    assert cited > 200


def test_a_result_is_shown_in_the_completion_report_and_the_plan_is_related() -> None:
    result = next(each for each in log_of(heze(), "en")["results"] if each["ruleId"] == "shortfall")
    (at,) = result["locations"]
    assert at["physicalLocation"]["artifactLocation"]["uri"].endswith("outcome-044-085.txt")
    (related,) = result["relatedLocations"]
    assert related["physicalLocation"]["artifactLocation"]["uri"].endswith("/plan.txt")
    assert related["message"]["text"] == "Plan: 20%左右"


def test_rules_have_help_in_the_language_asked_for_and_a_level() -> None:
    run = log_of(sample(), "en")
    rule = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "shortfall")
    assert rule["defaultConfiguration"] == {"enabled": True, "level": "error"}
    assert rule["shortDescription"]["text"] == "Shortfall"
    assert "Why it matters: The row's own figure contradicts" in rule["help"]["text"]
    assert "为什么重要：" in rule["help"]["text"]
    assert rule["properties"]["tags"] == ["audit", "run", "items", "goals"]


def test_fingerprints_are_those_of_the_findings_and_inputs_are_pinned() -> None:
    run = log_of(sample())
    for result, finding in zip(run["results"], sample().all_findings, strict=True):
        assert result["partialFingerprints"]["reconcile/v1"] == finding.fingerprint
    assert [artifact["hashes"]["sha-256"] for artifact in run["artifacts"]] == [d.sha256 for d in sample().inputs]


def test_findings_on_the_same_words_stay_apart_where_alerts_are_kept() -> None:
    finding = sample().all_findings[0]
    run = log_of(replace(sample(), items=(), findings=(finding, finding)))
    hashes = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert hashes == [f"{finding.fingerprint}:1", f"{finding.fingerprint}:2"]


def test_a_waived_finding_is_suppressed_with_its_reason() -> None:
    found = sample()
    finding = replace(found.all_findings[0], waived=m.Waiver("letter of 12 March", "audit office"))
    run = log_of(replace(found, items=(), findings=(finding, found.all_findings[1])))
    waived, open_one = run["results"]
    (suppression,) = waived["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == "letter of 12 March"
    assert open_one["suppressions"] == []


def test_names_are_percent_encoded_and_relative_to_the_root() -> None:
    assert artifact_location("./数据/50% a#b?.txt") == {
        "uri": "%E6%95%B0%E6%8D%AE/50%25%20a%23b%3F.txt",
        "uriBaseId": "%SRCROOT%",
    }
    assert artifact_location("a:b.txt")["uri"] == "a%3Ab.txt"
    assert artifact_location("C:\\data\\plan.txt") == {"uri": "file:///C:/data/plan.txt"}
    assert artifact_location("\udcff.txt")["uri"] == "%FF.txt"


def test_characters_outside_the_basic_plane_count_one() -> None:
    line = "𠮷𠮷 新增𠮷1500张"
    assert region(m.Citation("a.txt", 1, line.index("1500") + 1, "1500张"), [line]) == {
        "startLine": 1,
        "startColumn": 7,
        "endLine": 1,
        "endColumn": 12,
        "snippet": {"text": "1500张"},
    }


def test_words_over_lines_end_on_their_last_line() -> None:
    found = region(m.Citation("a.txt", 4, 9, "新增床位\n1500张"), None)
    assert (found["endLine"], found["endColumn"]) == (5, 6)


def test_where_no_lines_exist_the_cell_is_named() -> None:
    citation = m.Citation("表.xlsx", 7, 1, "1500张", "Sheet1!C7")
    result = Result("shortfall", "error", m.Message("en", "zh"), "0" * 64, "表.xlsx", (citation,))
    log = sarif_log(Told((), (Artifact("表.xlsx", "outcome"),), (result,), (), "zh"))
    (location,) = run_of(log)["results"][0]["locations"]
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"] == [{"name": "Sheet1!C7", "fullyQualifiedName": "表.xlsx#Sheet1!C7"}]


def test_a_finding_that_cites_nothing_is_shown_at_the_report() -> None:
    found = sample()
    bare = replace(found.all_findings[0], citations=())
    (result,) = log_of(replace(found, items=(), findings=(bare,)))["results"]
    (location,) = result["locations"]
    first = next(document.path for document in found.inputs if document.role == "outcome")
    assert location == {"physicalLocation": {"artifactLocation": {**artifact_location(first), "index": 1}}}


def test_words_of_documents_make_no_links_and_no_lines() -> None:
    for result in log_of(hostile())["results"]:
        assert "](" not in result["message"]["text"].replace("\\](", "")
        assert result["message"]["text"] == one_line(result["message"]["text"])
