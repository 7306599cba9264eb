"""What reviewers' tools are told of a check: valid, true of the baseline, and escaped as each tool reads it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from check_sample import PLAN, REPORT, REPORT_NAME, checked, project
from jsonschema import Draft4Validator, FormatChecker  # type: ignore[import-untyped]
from lxml import etree

from reconcile import model as m
from reconcile.checking.baseline import write_baseline
from reconcile.checking.values import CheckedFinding, CheckResult
from reconcile.reporting.check.annotations import command, render_annotations
from reconcile.reporting.check.as_markdown import render_check_markdown
from reconcile.reporting.check.files import render_check
from reconcile.reporting.check.step_summary import append_summary

SCHEMAS = Path(__file__).parent / "schemas"


@cache
def sarif_schema() -> Draft4Validator:
    text = (SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8")
    return Draft4Validator(json.loads(text), format_checker=FormatChecker())


def log_of(result: CheckResult) -> dict[str, Any]:
    log = json.loads(render_check(result, "sarif", "en"))
    sarif_schema().validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def suites_of(result: CheckResult, **options: Any) -> etree._Element:
    root = etree.fromstring(render_check(result, "junit", "en", **options).encode())
    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(root)
    return root


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with the project in it."""
    monkeypatch.chdir(tmp_path)
    project(tmp_path)
    return tmp_path


def states(run: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((result["ruleId"], result["baselineState"]) for result in run["results"])


def test_without_a_baseline_all_is_new(here: Path) -> None:
    assert states(log_of(checked())) == [
        ("claim-contradicted", "new"),
        ("goal-dropped", "new"),
        ("shortfall", "new"),
        ("shortfall", "new"),
    ]


def test_what_was_accepted_is_unchanged_and_what_went_is_absent(here: Path) -> None:
    write_baseline(checked())
    better = REPORT.replace("1200张", "1600张").replace("320公里", "120公里")
    (here / REPORT_NAME).write_text(better, encoding="utf-8")
    run = log_of(checked())
    assert states(run) == [
        ("claim-contradicted", "unchanged"),
        ("goal-dropped", "unchanged"),
        ("shortfall", "absent"),
        ("shortfall", "new"),
        ("shortfall", "unchanged"),
    ]
    roles = {artifact["properties"]["role"]: artifact["roles"] for artifact in run["artifacts"][:2]}
    assert roles == {"plan": ["analysisTarget", "unmodified"], "outcome": ["analysisTarget", "modified"]}
    absent = next(result for result in run["results"] if result["baselineState"] == "absent")
    assert absent["partialFingerprints"]["reconcile/v1"]
    assert absent["locations"]


def test_regions_give_back_the_words_of_the_files(here: Path) -> None:
    lines = {"outcome": REPORT.split("\n"), "plan": PLAN.split("\n")}
    run = log_of(checked())
    for result in run["results"]:
        for place in [*result["locations"], *result.get("relatedLocations", [])]:
            at = place["physicalLocation"]
            role = run["artifacts"][at["artifactLocation"]["index"]]["properties"]["role"]
            region = at["region"]
            cut = lines[role][region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
            assert cut == region["snippet"]["text"] != ""
    uris = {artifact["location"]["uri"] for artifact in run["artifacts"]}
    assert "%E6%95%B0%E6%8D%AE/%E5%AE%8C%E6%88%90,%202031.md" in uris


def test_a_waiver_suppresses_and_one_that_expired_is_told(here: Path) -> None:
    finding = checked().pairs[0].in_state("new")[0]
    entry = (
        f'[[waiver]]\nfingerprint = "{finding.fingerprint}"\nreason = "known"\nby = "section 1"\nexpires = 2031-06-30\n'
    )
    config = here / "reconcile.toml"
    config.write_text(config.read_text(encoding="utf-8") + entry, encoding="utf-8")
    waived = log_of(checked("2031-06-30"))["results"][0]
    assert waived["suppressions"][0]["justification"] == "known"
    run = log_of(checked("2031-07-01"))
    assert run["results"][0]["suppressions"] == []
    told = run["invocations"][0]["toolConfigurationNotifications"]
    assert any("expired on 2031-06-30" in note["message"]["text"] for note in told)


def test_a_pair_that_cannot_be_judged_is_an_error_everywhere(here: Path) -> None:
    (here / REPORT_NAME).write_text("nothing\n", encoding="utf-8")
    result = checked()
    run = log_of(result)
    assert run["invocations"][0]["executionSuccessful"] is False
    assert run["invocations"][0]["toolExecutionNotifications"][0]["level"] == "error"
    suites = suites_of(result)
    assert suites.get("errors") == "1"
    (error,) = suites.findall("testsuite/testcase/error")
    assert REPORT_NAME in (error.get("message") or "")
    assert render_annotations(result, "en").startswith("::error title=某市-2031::")


def test_every_target_is_a_case_and_only_what_is_new_fails(here: Path) -> None:
    first = checked()
    root = suites_of(first)
    (suite,) = root
    assert suite.get("name") == "某市-2031"
    assert [case.get("name") for case in suite.findall("testcase")][:2] == [
        "1 新增护理型养老床位1500张以上",
        "2 新建改建农村公路300公里",
    ]
    assert (suite.get("tests"), suite.get("failures")) == ("6", "3")
    write_baseline(first)
    again = suites_of(checked())
    assert again.get("failures") == "0"
    assert "[accepted]" in (again.findtext("testsuite/testcase/system-out") or "")
    assert suites_of(first, fail_on="never").get("failures") == "0"


def test_gitlab_is_told_what_is_new(here: Path) -> None:
    first = checked()
    problems = json.loads(render_check(first, "gitlab", "en"))
    assert [problem["location"] for problem in problems][:2] == [
        {"path": REPORT_NAME, "lines": {"begin": 5}},
        {"path": REPORT_NAME, "lines": {"begin": 7}},
    ]
    assert {problem["severity"] for problem in problems} == {"critical"}
    write_baseline(first)
    assert json.loads(render_check(checked(), "gitlab")) == []


@pytest.mark.parametrize("format", ["sarif", "junit", "gitlab", "markdown", "json"])
def test_the_same_check_gives_the_same_bytes(here: Path, format: str) -> None:
    assert render_check(checked(), format) == render_check(checked(), format)


def unescaped(line: str) -> tuple[str, dict[str, str], str]:
    """A command as the runner parses it (ActionCommand.TryParseV2 of actions/runner)."""
    assert line.startswith("::")
    head, _, data = line[2:].partition("::")
    name, _, listed = head.partition(" ")
    found = dict(part.split("=", 1) for part in listed.split(",") if part)
    for sign, escape in ((":", "%3A"), (",", "%2C"), ("\r", "%0D"), ("\n", "%0A"), ("%", "%25")):
        found = {key: value.replace(escape, sign) for key, value in found.items()}
        data = data if sign in ":," else data.replace(escape, sign)
    return name, found, data


@pytest.mark.parametrize("text", ["50%25", "a,b:c=d", "one\r\ntwo", "::error::x", "%0A", "，：%3A"])
def test_the_runner_reads_back_what_was_said(text: str) -> None:
    line = command("error", text, file=text, title=text)
    assert "\n" not in line
    assert "\r" not in line
    assert unescaped(line) == ("error", {"file": text, "title": text}, text)


def test_annotations_mark_the_words_in_the_report(here: Path) -> None:
    name, found, data = unescaped(render_annotations(checked(), "en").splitlines()[1])
    assert name == "error"
    assert found["file"] == REPORT_NAME
    line = REPORT.split("\n")[int(found["line"]) - 1]
    assert line[int(found["col"]) - 1 : int(found["endColumn"]) - 1] == "前期工作"
    assert found["title"] == "某市-2031 Target 3"
    assert data.startswith("Claim contradicted: ")


def test_ten_of_each_level_are_marked_worst_first_and_the_last_says_how_many_are_left(here: Path) -> None:
    result = checked()
    pair = result.pairs[0]
    finding = pair.in_state("new")[0]
    low = [replace(finding, confidence="low", message=m.Message(f"low {n}", "低")) for n in range(30)]
    warnings = [replace(finding, severity="warning", message=m.Message(f"warning {n}", "警")) for n in range(10)]
    found = tuple(CheckedFinding(each, "new") for each in (*low, *warnings, finding))
    lines = render_annotations(replace(result, pairs=(replace(pair, items=(), findings=found),)), "en").splitlines()
    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == 10
    assert "low" not in errors[0]
    assert errors[-1] == "::error title=reconcile::22 more are not marked here; the summary of the step lists them."
    assert sum(line.startswith("::warning") for line in lines) == 10
    assert "more are not marked" not in lines[-1]


def test_what_was_accepted_is_not_annotated(here: Path) -> None:
    write_baseline(checked())
    assert render_annotations(checked(), "zh") == ""


def test_a_summary_is_appended_and_cut_where_it_does_not_fit(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"before\n")
    append_summary(path, "一\n二\n", "zh")
    assert path.read_text(encoding="utf-8") == "before\n一\n二\n"
    append_summary(path, "新增床位\n" * 1000, "en", most=2000)
    text = path.read_bytes().decode("utf-8")
    assert len(text.encode()) <= 2000
    assert text.startswith("before\n一\n二\n新增床位\n")
    assert set(text.splitlines()[3:-3]) == {"新增床位"}
    assert "was cut here" in text.splitlines()[-1]
    append_summary(path, "more\n" * 1000, "en", most=2000)
    assert path.read_bytes().decode("utf-8") == text


def test_a_comment_is_never_too_long_and_says_what_it_left_out(here: Path) -> None:
    result = checked()
    pair = result.pairs[0]
    finding = pair.in_state("new")[0]
    many = tuple(CheckedFinding(finding, "new") for _ in range(50))
    text = render_check_markdown(replace(result, pairs=(replace(pair, findings=many),) * 900), "en")
    assert len(text) < 65_536
    shown = sum(line.startswith("- **error**") for line in text.splitlines())
    listed = sum(line.startswith("| 某市") for line in text.splitlines())
    assert f"{900 * 54 - shown:,} more are not listed here" in text
    assert f"{900 - listed:,} more are not listed here" in text


def test_a_short_comment_leaves_nothing_out(here: Path) -> None:
    text = render_check_markdown(checked(), "en")
    assert text.count("- **error**") == 4
    assert "not listed" not in text
