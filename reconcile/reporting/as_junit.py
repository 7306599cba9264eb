"""JUnit XML, which CI services show as tests: a suite for each pair, a case for each target.

The elements are those of ``junit-10.xsd``, which Jenkins reads. There is one ``failure`` a case, since readers show
but one: it is called by the worst finding and holds all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reconcile.model import Citation, Finding, Language, Reconciliation
from reconcile.reporting.attention import worst_first
from reconcile.reporting.failing import FAILING, FailOn
from reconcile.reporting.plain_text import one_line, printable, shortened
from reconcile.reporting.rule_names import rule_name
from reconcile.reporting.tables import place
from reconcile.reporting.translations import Translate, translator

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORDS = 60
# What XML 1.0 cannot hold, beyond the controls that ``printable`` shows as signs.
_NO_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Case:
    """One target, or with ``id`` None what belongs to none, and its findings.

    ``open`` are those that count; ``accepted`` those that a baseline holds; ``waived`` those that somebody waived.
    ``unjudged`` says why nothing can be said of the target, ``error`` why the whole pair could not be judged.
    """

    id: str | None
    text: str = ""
    open: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    waived: tuple[Finding, ...] = ()
    unjudged: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """The cases of one pair."""

    name: str
    cases: tuple[Case, ...]
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Judged:
    """A case as it is printed: at most one of the three is set."""

    name: str
    failure: tuple[str, str, str] | None = None
    error: str = ""
    skipped: str = ""
    out: str = ""


def render_junit(reconciliation: Reconciliation, lang: Language, fail_on: FailOn = "error") -> str:
    """The report of one run: findings of the severities that ``fail_on`` names are failures."""
    t = translator(lang)
    cases = [
        Case(
            item.target.id,
            item.target.text.text,
            open=tuple(finding for finding in item.findings if finding.waived is None),
            waived=tuple(finding for finding in item.findings if finding.waived is not None),
            unjudged=unjudged(item.match.status, t),
        )
        for item in reconciliation.items
    ]
    of_none = reconciliation.findings
    cases.append(
        Case(
            None,
            open=tuple(finding for finding in of_none if finding.waived is None),
            waived=tuple(finding for finding in of_none if finding.waived is not None),
        )
    )
    files = [(document.role, document.path) for document in reconciliation.inputs]
    return junit_xml([Suite(reconciliation.inputs[0].path, tuple(cases), tuple(files))], lang, fail_on)


def unjudged(status: str, t: Translate) -> str:
    """Why a target cannot be said to have passed, "" where a row answers it clearly."""
    return "" if status == "matched" else t(f"junit.{status}")


def junit_xml(suites: Sequence[Suite], lang: Language, fail_on: FailOn) -> str:
    """The suites as XML text. Names of cases are made of the target's id and first words: stable as the plan is."""
    from lxml import etree

    t = translator(lang)
    root = etree.Element("testsuites", name="reconcile")
    totals = [0, 0, 0]
    for suite in suites:
        judged = [_judged(case, lang, fail_on, t) for case in suite.cases]
        counts = (
            sum(case.failure is not None for case in judged),
            sum(bool(case.error) for case in judged),
            sum(bool(case.skipped) for case in judged),
        )
        totals = [total + count for total, count in zip(totals, (len(judged), *counts[:2]), strict=True)]
        within = etree.SubElement(root, "testsuite", _suite_counts(suite.name, len(judged), counts))
        if suite.properties:
            listed = etree.SubElement(within, "properties")
            for name, value in suite.properties:
                etree.SubElement(listed, "property", name=xml_text(name), value=xml_text(value))
        for case in judged:
            _write_case(within, case, xml_text(suite.name))
    for key, total in zip(("tests", "failures", "errors"), totals, strict=True):
        root.set(key, str(total))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True).decode("utf-8")


def xml_text(text: str) -> str:
    r"""``text`` without what XML 1.0 cannot hold.

    >>> xml_text("完成\x1b\uffff")
    '完成␛\ufffd'
    """
    return _NO_XML.sub("\ufffd", printable(text))


def _suite_counts(name: str, tests: int, counts: tuple[int, int, int]) -> dict[str, str]:
    failures, errors, skipped = (str(count) for count in counts)
    return {
        "name": xml_text(name),
        "tests": str(tests),
        "failures": failures,
        "errors": errors,
        "skipped": skipped,
        "time": "0",
    }


def _write_case(suite: _Element, case: _Judged, classname: str) -> None:
    from lxml import etree

    element = etree.SubElement(suite, "testcase", name=case.name, classname=classname, time="0")
    if case.failure:
        rule, message, body = case.failure
        etree.SubElement(element, "failure", type=rule, message=message).text = body
    elif case.error:
        etree.SubElement(element, "error", type="unusable", message=case.error)
    elif case.skipped:
        etree.SubElement(element, "skipped", message=case.skipped)
    if case.out:
        etree.SubElement(element, "system-out").text = case.out


def _judged(case: Case, lang: Language, fail_on: FailOn, t: Translate) -> _Judged:
    failing = worst_first([finding for finding in case.open if finding.severity in FAILING[fail_on]])
    told = [
        *_told([finding for finding in case.open if finding not in failing], "", lang, t),
        *_told(case.accepted, t("junit.accepted"), lang, t),
        *_told(case.waived, t("junit.waived"), lang, t),
    ]
    name = xml_text(one_line(_name(case, t)))
    out = xml_text("\n".join(told))
    if case.error:
        return _Judged(name, error=xml_text(one_line(case.error)), out=out)
    if failing:
        worst, *more = failing
        message = worst.message.in_language(lang) + (f" {t('junit.more', n=len(more))}" if more else "")
        body = "\n".join(_told(failing, "", lang, t))
        return _Judged(name, failure=(xml_text(worst.rule), xml_text(one_line(message)), xml_text(body)), out=out)
    reasons = [case.unjudged] if case.unjudged else []
    reasons += [_waived_line(finding, lang, t) for finding in case.waived if finding.severity in FAILING[fail_on]]
    return _Judged(name, skipped=xml_text(one_line(" ".join(reasons))), out=out)


def _name(case: Case, t: Translate) -> str:
    if case.id is None:
        return t("junit.of_none")
    return f"{case.id} {shortened(one_line(case.text), _WORDS)}"


def _waived_line(finding: Finding, lang: Language, t: Translate) -> str:
    waived = finding.waived
    assert waived is not None
    return f"{rule_name(finding.rule, lang)}: {t('item.waived', by=waived.by, reason=waived.reason)}"


def _told(findings: Iterable[Finding], mark: str, lang: Language, t: Translate) -> Iterator[str]:
    """Lines that say each finding, and below it where the words stand that it rests on."""
    for finding in findings:
        words = [f"[{t(f'severity.{finding.severity}')}]", rule_name(finding.rule, lang), f"({finding.rule})"]
        if mark:
            words.append(f"[{mark}]")
        yield f"{' '.join(words)}: {one_line(finding.message.in_language(lang))}"
        if finding.waived:
            yield f"    {one_line(_waived_line(finding, lang, t))}"
        yield from (f"    {_cited(citation)}" for citation in finding.citations)


def _cited(citation: Citation) -> str:
    return f"{one_line(place(citation))}: {one_line(citation.text)}"
