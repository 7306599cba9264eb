"""Matching with pairs that are settled before: they hold, nobody else takes them, and the rest is matched as ever."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.matching import Pins, match_outcomes, match_own_rows, match_sentences
from reconcile.model import Match, Outcome, Owner, Passage, Response, Target

WORDS = ("新建学校", "改造道路", "新增床位", "培育企业", "治理河道", "招聘教师", "十所", "二十条", "城区", "乡镇")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)


def targets(texts: list[str]) -> list[Target]:
    return [Target(str(n), Passage(text), owners=(Owner("市教育局"),)) for n, text in enumerate(texts, 1)]


def outcomes(texts: list[str]) -> list[Outcome]:
    rows = []
    for n, text in enumerate(texts, 1):
        said = Response("", (Owner("市教育局"),), Passage(f"已完成{text}"), "done")
        rows.append(Outcome(str(n), Passage(text), (said,), "done"))
    return rows


def links(matches: tuple[Match, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(match.target, match.outcomes, match.kind) for match in matches]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(TEXTS, min_size=1, max_size=8), st.lists(TEXTS, max_size=8), st.data())
def test_confirming_a_result_gives_that_result_and_makes_it_sure(
    planned: list[str], reported: list[str], data: st.DataObject
) -> None:
    plan, report = targets(planned), outcomes(reported)
    found = match_outcomes(plan, report)
    everything = {match.target: match.outcomes for match in found}
    again = match_outcomes(plan, report, Pins(everything))
    assert links(again) == links(found)
    assert all(match.status == "matched" and match.confidence == 1.0 for match in again if match.outcomes)
    some = data.draw(st.sets(st.sampled_from(sorted(everything))))
    pinned = {match.target: match for match in match_outcomes(plan, report, Pins({t: everything[t] for t in some}))}
    taken = [outcome for target in some for outcome in everything[target]]
    for target, match in pinned.items():
        if target in some:
            assert match.outcomes == everything[target]
        else:
            assert not set(match.outcomes) & set(taken)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(TEXTS, min_size=1, max_size=8), st.lists(TEXTS, min_size=1, max_size=8), st.data())
def test_what_is_pinned_holds_and_what_is_rejected_does_not(
    planned: list[str], reported: list[str], data: st.DataObject
) -> None:
    plan, report = targets(planned), outcomes(reported)
    ids = [outcome.id for outcome in report]
    rows = st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple)
    chosen = data.draw(st.dictionaries(st.sampled_from([target.id for target in plan]), rows))
    pair = st.tuples(st.sampled_from([target.id for target in plan]), st.sampled_from(ids))
    rejected = {
        (target, outcome) for target, outcome in data.draw(st.sets(pair)) if outcome not in chosen.get(target, ())
    }
    found = match_outcomes(plan, report, Pins(chosen, frozenset(rejected)))
    taken = {outcome for outcomes in chosen.values() for outcome in outcomes}
    for match in found:
        assert not any((match.target, outcome) in rejected for outcome in match.outcomes)
        assert match.runner_up is None or (match.target, match.runner_up.outcome) not in rejected
        if match.target in chosen:
            assert match.outcomes == chosen[match.target]
        else:
            assert not taken & set(match.outcomes)
        assert (match.kind == "none") == (not match.outcomes) == (match.status in ("uncovered", "dropped"))


def test_a_row_that_is_rejected_goes_to_the_next_best_target() -> None:
    plan = targets(["新建学校十所城区", "新建学校十所乡镇", "改造道路二十条"])
    report = outcomes(["新建学校十所", "改造道路二十条"])
    [first, second, _] = match_outcomes(plan, report)
    assert {first.outcomes, second.outcomes} == {("1",), ()}
    held = "1" if first.outcomes else "2"
    found = {match.target: match for match in match_outcomes(plan, report, Pins(rejected=frozenset({(held, "1")})))}
    assert found[held].outcomes == ()
    assert found["2" if held == "1" else "1"].outcomes == ("1",)


def test_the_runner_up_of_a_confirmed_match_is_still_shown() -> None:
    plan, report = targets(["新建学校十所", "改造道路"]), outcomes(["新建学校十所", "新建学校二十条", "改造道路"])
    found = match_outcomes(plan, report)
    again = match_outcomes(plan, report, Pins({match.target: match.outcomes for match in found}))
    assert found[0].runner_up is not None
    assert again[0].runner_up == found[0].runner_up


def test_one_row_chosen_for_two_targets_is_a_merge_and_two_rows_for_one_a_split() -> None:
    plan, report = targets(["新建学校", "改造道路", "治理河道"]), outcomes(["新建学校", "改造道路", "治理河道"])
    found = match_outcomes(plan, report, Pins({"1": ("1",), "2": ("1",), "3": ("2", "3")}))
    assert links(found) == [("1", ("1",), "merged"), ("2", ("1",), "merged"), ("3", ("2", "3"), "split")]


def test_a_row_that_is_its_own_target_can_be_rejected_or_answered_by_another_row() -> None:
    plan = targets(["新建学校", "改造道路", "治理河道"])
    found = match_own_rows(plan, frozenset({"3"}), Pins({"2": ("1",), "3": ("3",)}, frozenset({("1", "1")})))
    assert [(match.target, match.outcomes, match.status) for match in found] == [
        ("1", (), "uncovered"),
        ("2", ("1",), "matched"),
        ("3", ("3",), "matched"),
    ]
    assert match_own_rows(plan, frozenset({"3"}))[2].status == "review"


def test_a_row_given_to_another_target_still_answers_its_own() -> None:
    found = match_own_rows(targets(["新建学校", "改造道路"]), pins=Pins({"2": ("1",)}))
    assert links(found) == [("1", ("1",), "merged"), ("2", ("1",), "merged")]


def test_a_clause_of_prose_can_be_chosen_and_rejected() -> None:
    plan = targets(["新建学校十所", "治理河道城区"])
    clauses = outcomes(["", "", ""])
    said = ["全年新建学校十所", "治理河道取得进展", "农业生产形势良好"]
    clauses = [
        Outcome(row.id, Passage(""), (Response("", (), Passage(text), "silent"),), "silent")
        for row, text in zip(clauses, said, strict=True)
    ]
    assert match_sentences(plan, clauses)[0].outcomes == ("1",)
    rejected = match_sentences(plan, clauses, Pins(rejected=frozenset({("1", "1")})))
    assert rejected[0].outcomes == ()
    chosen = match_sentences(plan, clauses, Pins({"1": ("3",), "2": ("3", "1")}))
    assert links(chosen) == [("1", ("3",), "merged"), ("2", ("3", "1"), "split")]
    assert [match.confidence for match in chosen] == [1.0, 1.0]
