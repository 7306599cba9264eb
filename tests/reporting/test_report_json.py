from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from heze_sample import ROOT, sample
from hostile_sample import hostile
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]

from reconcile.model import Reconciliation
from reconcile.reporting import render

SCHEMA = json.loads((ROOT / "reconcile/reporting/schemas/reconcile-1.schema.json").read_text(encoding="utf-8"))


def parsed(reconciliation: Reconciliation) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(render(reconciliation, "json"))
    return result


def validate(report: dict[str, Any]) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(report)


def citations(value: Any) -> Iterator[dict[str, Any]]:
    """Every citation in a report, wherever it stands."""
    if isinstance(value, dict):
        if {"path", "line", "column", "text"} <= value.keys():
            yield value
        for inner in value.values():
            yield from citations(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from citations(inner)


def floats(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from floats(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from floats(inner)


@pytest.mark.parametrize("make", [sample, hostile], ids=["sample", "hostile"])
def test_validates_against_the_schema_that_ships(make: Any) -> None:
    validate(parsed(make()))


def test_a_run_with_nothing_but_its_inputs_validates() -> None:
    validate(parsed(replace(sample(), items=(), unmatched_outcomes=(), commitments=(), findings=(), as_of=None)))


@pytest.mark.parametrize("path", ["summary", "items.0.match.parts", "items.3.goals.2.verdict", "tool.rules_sha256"])
def test_the_schema_misses_a_required_key(path: str) -> None:
    report = parsed(sample())
    *way, last = path.split(".")
    inner: Any = report
    for step in way:
        inner = inner[int(step) if step.isdigit() else step]
    del inner[last]
    with pytest.raises(ValidationError):
        validate(report)


def test_the_schema_allows_keys_it_does_not_know() -> None:
    report = parsed(sample())
    report["items"][0]["later"] = {"anything": 1}
    validate(report)


def test_every_citation_gives_back_its_characters() -> None:
    lines: dict[str, list[str]] = {}
    found = list(citations(parsed(sample())))
    assert len(found) > 50
    for citation in found:
        path = citation["path"]
        lines.setdefault(path, (ROOT / path).read_text(encoding="utf-8").splitlines())
        text = lines[path][citation["line"] - 1]
        start = citation["column"] - 1
        assert text[start : start + len(citation["text"])] == citation["text"]


def test_a_goal_and_its_achievement() -> None:
    item = next(item for item in parsed(sample())["items"] if item["target"]["id"] == "133")
    goal = item["goals"][0]
    assert (goal["measure"], goal["value"], goal["unit"], goal["origin"]) == ("护理型养老床位", 1500, "张", "target")
    assert (goal["achievement"]["value"], goal["verdict"], goal["ratio"]) == (4433, "exceeded", 2.955)
    assert item["outcomes"][0]["responses"][0]["evidence"] == "quantified"


def test_a_weight_is_the_sum_of_its_parts_as_written() -> None:
    first = sample().items[1]
    uneven = replace(first.match, parts=replace(first.match.parts, text=1.00049, owners=1.00049, order=1.00049))
    report = parsed(replace(sample(), items=(replace(first, match=uneven),)))
    match = report["items"][0]["match"]
    assert match["weight"] == round(sum(match["parts"].values()), 3) == 3.0


def test_whole_numbers_are_integers_and_floats_have_three_decimals() -> None:
    third = replace(sample().items[6].goals[0], ratio=2 / 3)
    judged = replace(third, goal=replace(third.goal, value=Decimal("1500.0"), value_high=Decimal(10) / 3))
    report = parsed(replace(sample(), items=(replace(sample().items[6], goals=(judged,)),)))
    goal = report["items"][0]["goals"][0]
    assert isinstance(goal["value"], int)
    assert (goal["value"], goal["value_high"], goal["ratio"]) == (1500, 3.333, 0.667)
    assert all(number == round(number, 3) for number in floats(parsed(sample())))


def test_the_summary_agrees_with_the_items() -> None:
    report = parsed(sample())
    summary, items = report["summary"], report["items"]
    verdicts = [goal["verdict"] for item in items for goal in item["goals"]]
    findings = [f for item in items for f in item["findings"]] + report["findings"]
    assert summary["targets"] == len(items) == 10
    assert {s: summary[s] for s in ("matched", "review", "uncovered", "dropped")} == {
        "matched": 8,
        "review": 1,
        "uncovered": 1,
        "dropped": 0,
    }
    assert summary["goals"] == sum(summary["verdicts"].values()) == len(verdicts)
    assert summary["verdicts"]["short"] == verdicts.count("short") == 1
    assert summary["findings"]["error"] == sum(finding["severity"] == "error" for finding in findings) == 4
    assert summary["outcomes"] == sum(summary["claims"].values()) == 10
    assert sum(summary["evidence"].values()) == summary["answered"] == 9


def test_a_blank_response_is_cited_at_its_row() -> None:
    item = next(item for item in parsed(sample())["items"] if item["target"]["id"] == "18")
    blank = item["outcomes"][0]["responses"][2]
    assert blank["narrative"] == ""
    assert (blank["citation"]["text"], blank["citation"]["line"]) == ("", 11)


def test_paths_have_forward_slashes() -> None:
    document = replace(sample().inputs[0], path="data\\plan.txt")
    assert parsed(replace(sample(), inputs=(document,)))["inputs"][0]["path"] == "data/plan.txt"


def test_is_the_same_in_every_language() -> None:
    assert render(sample(), "json", "en") == render(sample(), "json", "zh")


def test_golden(golden: Any) -> None:
    golden("heze.json", render(sample(), "json"))


def test_half_a_surrogate_pair_can_be_written(tmp_path: Path) -> None:
    # A file name that is not UTF-8 reaches Python so.
    document = replace(sample().inputs[0], path="plan-\udcff.txt")
    sample_of_it = replace(sample(), inputs=(document,))
    sample_of_it.write(tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["inputs"][0]["path"] == "plan-\udcff.txt"
