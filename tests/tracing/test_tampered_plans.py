"""Plans with one number changed or one target struck out: what was done to them is found, and nothing else is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import pytest

from reconcile.model import Commitment, Target
from reconcile.reading import read_plan, read_report
from reconcile.resources import standard_thresholds
from reconcile.tracing import trace_commitments
from tests.truth import ROOT

HEZE = ROOT / "data" / "heze-2023"


@cache
def targets() -> tuple[Target, ...]:
    return read_plan(HEZE / "plan.txt").targets


def trace(plan: Sequence[Target]) -> tuple[Commitment, ...]:
    return trace_commitments(plan, read_report(HEZE / "work-report.txt").commitments, standard_thresholds())


def altered(commitments: Sequence[Commitment]) -> set[str]:
    return {
        number.carriers[0][0]
        for commitment in commitments
        for number in commitment.numbers
        if len(number.carriers) == 1
        if number.carriers[0][1].value != number.goal.value or number.altered != ("", "")
    }


def raised(untouched: Sequence[Commitment]) -> Iterator[tuple[Target, Target]]:
    """Every target whose first carried number is printed in figures, and the same with a fifth more."""
    by_id = {target.id: target for target in targets()}
    carried = {
        target: goal
        for commitment in reversed(untouched)
        for number in reversed(commitment.numbers)
        if len(number.carriers) == 1
        for target, goal in number.carriers
    }
    for id, goal in sorted(carried.items()):
        target, figure = by_id[id], re.search(r"\d+(\.\d+)?", goal.citation.text)
        if figure:
            start = goal.citation.column - target.text.column + figure.start()
            more = str(int(float(figure[0]) * 1.2) + 1)
            text = target.text.text[:start] + more + target.text.text[start + len(figure[0]) :]
            yield target, replace(target, text=replace(target.text, text=text))


@pytest.mark.slow
def test_a_number_changed_in_the_plan_is_told_of_and_no_other() -> None:
    untouched = trace(targets())
    told = []
    for target, changed in raised(untouched):
        found = altered(trace([changed if each is target else each for each in targets()]))
        assert found - altered(untouched) <= {target.id}
        told.append(target.id in found)
    assert len(told) > 60
    assert sum(told) / len(told) >= 0.95


@pytest.mark.slow
def test_a_promise_whose_target_was_struck_out_goes_to_no_other() -> None:
    statuses = []
    untouched = trace(targets())
    for target in targets():
        own = [each for each in untouched if each.targets == (target.id,) and each.numbers]
        if own:
            places = {number.goal.citation for each in own for number in each.numbers}
            without = trace([each for each in targets() if each is not target])
            statuses += [c.status for c in without if any(number.goal.citation in places for number in c.numbers)]
    assert len(statuses) > 60
    assert sum(status in ("", "dropped") for status in statuses) / len(statuses) >= 0.95
    assert statuses.count("dropped") > len(statuses) / 2
