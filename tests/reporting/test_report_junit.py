from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from heze_sample import sample
from hostile_sample import hostile
from lxml import etree

from reconcile import model as m
from reconcile.reporting import render


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "schemas" / "junit-10.xsd"))


def suites_of(reconciliation: m.Reconciliation, lang: m.Language = "zh", **options: Any) -> etree._Element:
    root = etree.fromstring(render(reconciliation, "junit", lang, **options).encode())
    schema().assertValid(root)
    return root


def finding(severity: m.Severity, waived: m.Waiver | None = None) -> m.Finding:
    cited = (m.Citation("plan.txt", 3, 5, "1500张"),)
    return m.Finding("shortfall", severity, "high", m.Message("it is short", "未达到"), cited, "f", "1", "1", waived)


def case_of(*findings: m.Finding, status: m.MatchStatus = "matched", **options: Any) -> etree._Element:
    """The case of a target with these findings."""
    item = sample().items[0]
    item = replace(item, findings=findings, match=replace(item.match, status=status))
    first = suites_of(replace(sample(), items=(item,), findings=()), "en", **options).find("testsuite/testcase")
    assert first is not None
    return first


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [sample, hostile])
def test_a_report_is_valid_and_has_a_case_for_every_target(make: Any, lang: m.Language) -> None:
    root = suites_of(make(), lang)
    (suite,) = root
    cases = suite.findall("testcase")
    assert len(cases) == len(make().items) + 1
    assert suite.get("tests") == root.get("tests") == str(len(cases))
    assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
    assert suite.get("skipped") == str(len(suite.findall("testcase/skipped")))
    names = [case.get("name") for case in cases]
    assert len(set(names)) == len(names)


def test_a_broken_report_is_noticed() -> None:
    root = suites_of(sample())
    del root[0].attrib["failures"]
    assert not schema().validate(root)


def test_a_target_without_findings_passes() -> None:
    assert len(case_of()) == 0


def test_an_error_fails_with_its_words_and_their_place() -> None:
    failure = case_of(finding("error")).find("failure")
    assert failure is not None
    assert (failure.get("type"), failure.get("message")) == ("shortfall", "it is short")
    assert "plan.txt:3:5: 1500张" in (failure.text or "")


def test_several_findings_are_one_failure_called_by_the_worst() -> None:
    warning = replace(finding("warning"), rule="overdue", message=m.Message("it is late", "逾期"))
    (failure,) = case_of(warning, finding("error"), fail_on="warning").findall("failure")
    assert failure.get("message") == "it is short (and 1 more)"
    assert "it is late" in (failure.text or "")


@pytest.mark.parametrize(("fail_on", "fails"), [("error", False), ("warning", True), ("never", False)])
def test_what_counts_is_for_the_user_to_say(fail_on: str, fails: bool) -> None:
    case = case_of(finding("warning"), fail_on=fail_on)
    assert (case.find("failure") is not None) is fails
    if not fails:
        assert "it is short" in (case.findtext("system-out") or "")


def test_notes_are_told_and_do_not_fail() -> None:
    case = case_of(finding("info"), fail_on="warning")
    assert [element.tag for element in case] == ["system-out"]


def test_a_waived_error_is_skipped_with_who_and_why() -> None:
    case = case_of(finding("error", m.Waiver("letter of 12 March", "audit office")))
    skipped = case.find("skipped")
    assert skipped is not None
    assert "letter of 12 March" in (skipped.get("message") or "")
    assert "audit office" in (skipped.get("message") or "")


@pytest.mark.parametrize("status", ["review", "uncovered", "dropped"])
def test_what_cannot_be_judged_never_passes(status: m.MatchStatus) -> None:
    assert case_of(status=status).find("skipped") is not None
    assert case_of(finding("error"), status=status).find("failure") is not None


def test_names_stay_when_findings_go() -> None:
    assert case_of().get("name") == case_of(finding("error")).get("name")
    assert case_of().get("classname") == sample().inputs[0].path
