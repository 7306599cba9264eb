"""Which decisions stand beside each other, whatever files they came in and in whatever order."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile import Decision
from reconcile.deciding.ruling import Ruling, rule_on
from reconcile.deciding.settling import merge
from reconcile.model import DecisionAction, DecisionStatus, Outcome, Passage, Response, Target

TARGETS = [Target(str(n), Passage(f"目标{n}")) for n in range(1, 4)]
OUTCOMES = [
    Outcome(str(n), Passage(f"重述{n}"), (Response("", (), Passage(f"答复{n}"), "done"),), "done") for n in range(1, 4)
]
WORDS = {row.id: row.words for row in OUTCOMES}
PRINT = "0123456789abcdef" * 4


def decision(
    action: DecisionAction, target: str, *outcomes: str, by: str = "甲", day: int = 1, note: str = ""
) -> Decision:
    """A decision on the words as they are."""
    words = next((each.words for each in TARGETS if each.id == target), "0" * 16)
    said = Decision(action, by, f"2024-03-{day:02}", note, target)
    if action in ("accept", "waive"):
        return replace(said, fingerprint=PRINT, rule="shortfall")
    pinned = tuple((id, WORDS.get(id, "0" * 16)) for id in sorted(outcomes))
    return replace(said, outcomes=outcomes, target_words=words, outcome_words=pinned)


def ruling(*decisions: Decision) -> Ruling:
    return rule_on(decisions, TARGETS, OUTCOMES)


def statuses(*decisions: Decision) -> list[DecisionStatus]:
    found = {judged.decision: judged.status for judged in ruling(*decisions).judged}
    return [found[each] for each in decisions]


IDS = st.sampled_from(["1", "2", "3", "9"])
ON_MATCHES = st.builds(
    lambda action, target, outcomes, by, day: decision(action, target, *outcomes, by=by, day=day),
    st.sampled_from(["confirm", "choose", "reject"]),
    IDS,
    st.lists(IDS, unique=True, min_size=1, max_size=2),
    st.sampled_from("甲乙丙"),
    st.integers(1, 3),
)
NOTES = st.builds(
    lambda target, by, day, note: decision("note", target, by=by, day=day, note=note),
    *(IDS, st.sampled_from("甲乙"), st.integers(1, 3), st.sampled_from(["一", "二"])),
)
DECISIONS = st.lists(ON_MATCHES | NOTES | st.builds(decision, st.just("choose"), IDS), max_size=12)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(DECISIONS, DECISIONS, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_of_files_matters(
    one: list[Decision], other: list[Decision], chance: random.Random
) -> None:
    merged = merge(one, other)
    assert merged == merge(other, one) == merge(merged, one, merged)
    assert set(merged) == {*one, *other}
    mixed = [*one, *other, *one]
    chance.shuffle(mixed)
    assert ruling(*mixed) == ruling(*merged)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(DECISIONS)
def test_what_is_applied_stands_together(given_: list[Decision]) -> None:
    found = ruling(*given_)
    assert {judged.decision for judged in found.judged} == set(given_)
    assert len(found.judged) == len(set(given_))
    applied = [judged.decision for judged in found.judged if judged.status == "applied"]
    for each in applied:
        assert "9" not in (each.target, *each.outcomes)
        if each.action == "reject":
            assert not set(each.outcomes) & set(found.pins.chosen.get(each.target or "", ()))
            assert all((each.target, outcome) in found.pins.rejected for outcome in each.outcomes)
        elif each.kind == "match":
            assert set(found.pins.chosen[each.target or ""]) == set(each.outcomes)
    assert all(judged.reason.en and judged.reason.zh for judged in found.judged if judged.status != "applied")
    # What was applied goes on to be applied when it comes alone.
    again = ruling(*applied)
    assert all(judged.status == "applied" for judged in again.judged)
    assert (again.pins, again.notes) == (found.pins, found.notes)


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        # Two who say the same; two who choose and confirm the same row.
        ([decision("confirm", "1", "1"), decision("confirm", "1", "1", by="乙")], ["applied"] * 2),
        ([decision("confirm", "1", "1", "2"), decision("choose", "1", "2", "1", by="乙")], ["applied"] * 2),
        # Two who do not.
        ([decision("confirm", "1", "1"), decision("confirm", "1", "2", by="乙")], ["conflict"] * 2),
        ([decision("confirm", "1", "1"), decision("reject", "1", "1", by="乙", day=9)], ["conflict"] * 2),
        ([decision("confirm", "1", "1"), decision("choose", "1", by="乙")], ["conflict"] * 2),
        # A rejection of another row is no contradiction.
        ([decision("confirm", "1", "1"), decision("reject", "1", "2", by="乙")], ["applied"] * 2),
        ([decision("choose", "1"), decision("reject", "1", "2", by="乙")], ["applied"] * 2),
        # One reviewer: the later day holds, rejections add up, and one day with two minds is a contradiction.
        ([decision("confirm", "1", "1"), decision("choose", "1", "2", day=2)], ["superseded", "applied"]),
        ([decision("reject", "1", "1"), decision("confirm", "1", "1", day=2)], ["superseded", "applied"]),
        ([decision("confirm", "1", "1"), decision("reject", "1", "1", day=2)], ["superseded", "applied"]),
        ([decision("reject", "1", "1"), decision("reject", "1", "2", day=2)], ["applied", "applied"]),
        ([decision("reject", "1", "1"), decision("reject", "1", "1", "2", day=2)], ["superseded", "applied"]),
        ([decision("reject", "1", "1"), decision("choose", "1", "2", day=2)], ["applied", "applied"]),
        ([decision("confirm", "1", "1"), decision("choose", "1", "2")], ["conflict", "conflict"]),
        # What was taken back contradicts nobody.
        (
            [
                decision("reject", "1", "1"),
                decision("confirm", "1", "1", day=2),
                decision("confirm", "1", "1", by="乙"),
            ],
            ["superseded", "applied", "applied"],
        ),
        # What is void contradicts nobody, and what it took back does not come back.
        ([decision("confirm", "1", "1"), decision("choose", "1", "9", by="乙")], ["applied", "void"]),
        ([decision("confirm", "1", "1"), decision("choose", "1", "9", day=2)], ["superseded", "void"]),
        # One row for two targets: chosen for both, confirmed for both, or both by one reviewer.
        ([decision("choose", "1", "1"), decision("choose", "2", "1", by="乙")], ["applied"] * 2),
        ([decision("confirm", "1", "1"), decision("confirm", "2", "1", by="乙")], ["applied"] * 2),
        ([decision("confirm", "1", "1"), decision("choose", "2", "1")], ["applied"] * 2),
        ([decision("confirm", "1", "1"), decision("choose", "2", "1", by="乙")], ["conflict"] * 2),
        # Notes of one reviewer: the latest; of two: both.
        ([decision("note", "1", note="一"), decision("note", "1", note="二", day=2)], ["superseded", "applied"]),
        ([decision("note", "1", note="一"), decision("note", "1", note="二", by="乙")], ["applied"] * 2),
        ([decision("note", "9", note="一")], ["void"]),
    ],
)
def test_what_becomes_of_decisions(decisions: list[Decision], expected: list[DecisionStatus]) -> None:
    assert statuses(*decisions) == expected
    assert statuses(*reversed(decisions)) == expected[::-1]


def test_a_conflict_says_who_else_decided_what() -> None:
    found = ruling(decision("confirm", "1", "1"), decision("choose", "2", "1", by="乙", day=3))
    reasons = {judged.decision.by: judged.reason for judged in found.judged}
    assert reasons["甲"].en == "not followed, because 乙 chose row 1 for target 2 on 2024-03-03"
    assert reasons["甲"].zh == "未采用：乙于2024-03-03为责任目标2改为对应第1行"
    assert reasons["乙"].en == "not followed, because 甲 confirmed row 1 for target 1 on 2024-03-01"
    many = [decision("choose", "1", str(n % 3 + 1), by=f"第{n}人") for n in range(9)]
    reason = ruling(*many).judged[0].reason
    assert reason.en.count("chose row") == 3
    assert reason.en.endswith("and 5 more")


def test_what_is_void_says_which_words_changed() -> None:
    changed = replace(decision("confirm", "1", "2"), target_words="0" * 16)
    gone = [decision("note", "9", note="一"), decision("choose", "1", "9", by="乙")]
    row = replace(decision("reject", "2", "2"), outcome_words=(("2", "0" * 16),))
    said = {judged.decision: judged.reason.en for judged in ruling(changed, *gone, row).judged}
    assert said[changed] == "the words of target 1 have changed"
    assert said[gone[0]] == "there is no target 9 any more"
    assert said[gone[1]] == "there is no row 9 any more"
    assert said[row] == "the words of row 2 have changed"


def test_the_later_of_two_that_agree_gives_the_mark() -> None:
    found = ruling(decision("confirm", "1", "1", day=3), decision("confirm", "1", "1", by="乙", day=2))
    assert (found.marks["1"].by, found.marks["1"].date) == ("甲", "2024-03-03")
    both = ruling(decision("confirm", "1", "1"), decision("reject", "1", "2", by="乙", day=9))
    assert both.marks["1"].action == "confirm"


def test_the_hash_is_of_what_was_decided_not_of_the_files() -> None:
    one, other = decision("confirm", "1", "1"), decision("note", "2", note="一")
    assert ruling(one, other).sha256 == ruling(other, one, one).sha256
    assert len({ruling(*some).sha256 for some in ([], [one], [other], [one, other])}) == 4


def test_twenty_thousand_decisions_on_one_row_or_one_target_are_no_burden() -> None:
    """Each of them held against each other one would take a quarter of an hour."""
    targets = [Target(str(n), Passage(f"目标{n}")) for n in range(20_000)]
    given_ = [
        Decision(
            "choose",
            "甲",
            "2024-03-01",
            "",
            target.id,
            ("1",),
            target_words=target.words,
            outcome_words=(("1", WORDS["1"]),),
        )
        for target in targets
    ]
    found = rule_on(given_, targets, OUTCOMES)
    assert len(found.pins.chosen) == 20_000
    on_one = [
        replace(given_[0], by=f"第{n}人", outcomes=(id,), outcome_words=((id, WORDS[id]),))
        for n, id in zip(range(20_000), itertools.cycle(["1", "2"]), strict=False)
    ]
    assert {judged.status for judged in rule_on(on_one, targets, OUTCOMES).judged} == {"conflict"}
