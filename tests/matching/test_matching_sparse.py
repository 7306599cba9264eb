"""Large tables go through a sparse index: it finds what weighing every pair finds, and keeps to the same rules."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpora import Corpus, make
from reconcile import match_frames
from reconcile.matching import linking, match_outcomes
from reconcile.matching.pins import NO_PINS, Pins, place_pins
from reconcile.matching.sparse.assignment import assigned
from reconcile.matching.sparse.linking import match_sparsely
from reconcile.model import Match, Outcome, Owner, Passage, Response, Target
from reconcile.reading import read_outcome, read_plan
from reconcile.resources import vocabulary
from tests.truth import ROOT

HEZE = ROOT / "data" / "heze-2023"
WORDS = ("新建学校", "改造道路", "新增床位", "培育企业", "治理河道", "招聘教师", "十所", "二十条", "城区", "乡镇")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)


def owners(names: str) -> tuple[Owner, ...]:
    return tuple(Owner(name) for name in names.split())


def values(corpus: Corpus) -> tuple[list[Target], list[Outcome]]:
    return (
        [Target(id, Passage(text), owners=owners(names)) for id, text, names in corpus.plan],
        [
            Outcome(id, Passage(text), (Response("", owners(names), Passage(""), "silent"),), "silent")
            for id, text, names in corpus.outcome
        ],
    )


def both_ways(targets: list[Target], outcomes: list[Outcome], pins: Pins = NO_PINS) -> tuple[tuple[Match, ...], ...]:
    pinned = place_pins(pins, targets, outcomes)
    return linking._densely(targets, outcomes, pinned), match_sparsely(targets, outcomes, pinned)


def links(matches: tuple[Match, ...]) -> list[tuple[str, tuple[str, ...], str]]:
    return [(match.target, match.outcomes, match.kind) for match in matches]


def f1(found: set[tuple[str, str]], truth: set[tuple[str, str]]) -> float:
    return 2 * len(found & truth) / (len(found) + len(truth))


@pytest.mark.parametrize("files", [("044-085", "140-199"), ("140-199",), ("044-085",)])
def test_both_ways_agree_on_the_published_pair(files: tuple[str, ...]) -> None:
    plan = read_plan(HEZE / "plan.txt").targets
    report = read_outcome([HEZE / f"outcome-{pages}.txt" for pages in files]).outcomes
    dense, sparse = both_ways(list(plan), list(report))
    assert links(sparse) == links(dense)
    assert [match.status for match in sparse] == [match.status for match in dense]
    chosen = Pins({"133": ("141",), "150": ()}, frozenset({("153", "161")}))
    dense, sparse = both_ways(list(plan), list(report), chosen)
    assert links(sparse) == links(dense)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(rows=st.integers(20, 250), seed=st.integers(1, 10_000))
def test_both_ways_agree_on_generated_pairs(rows: int, seed: int) -> None:
    corpus = make(rows, seed)
    dense, sparse = both_ways(*values(corpus))
    found = [{(match.target, row) for match in matches for row in match.outcomes} for matches in (dense, sparse)]
    # Figures are read in context on the one way and as printed on the other: now and then that tips a near tie, and
    # each tie that is tipped changes two links.
    assert len(found[0] ^ found[1]) <= max(6, rows // 25)
    assert abs(f1(found[0], corpus.truth) - f1(found[1], corpus.truth)) <= max(0.01, 2 / rows)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(TEXTS, min_size=1, max_size=8), st.lists(TEXTS, min_size=1, max_size=8), st.data())
def test_what_is_pinned_holds_on_the_sparse_way_too(
    planned: list[str], reported: list[str], data: st.DataObject
) -> None:
    plan = [Target(str(n), Passage(text), owners=owners("市教育局")) for n, text in enumerate(planned, 1)]
    report = [Outcome(str(n), Passage(text), (), "silent") for n, text in enumerate(reported, 1)]
    ids = [outcome.id for outcome in report]
    chosen = data.draw(
        st.dictionaries(
            st.sampled_from([target.id for target in plan]),
            st.lists(st.sampled_from(ids), unique=True, max_size=3).map(tuple),
        )
    )
    pair = st.tuples(st.sampled_from([target.id for target in plan]), st.sampled_from(ids))
    rejected = frozenset((target, row) for target, row in data.draw(st.sets(pair)) if row not in chosen.get(target, ()))
    _, found = both_ways(plan, report, Pins(chosen, rejected))
    taken = {row for rows in chosen.values() for row in rows}
    for match in found:
        assert not any((match.target, row) in rejected for row in match.outcomes)
        assert match.runner_up is None or (match.target, match.runner_up.outcome) not in rejected
        if match.target in chosen:
            assert match.outcomes == chosen[match.target]
            assert match.kind == "none" or (match.status, match.confidence) == ("matched", 1.0)
        else:
            assert not taken & set(match.outcomes)


def test_two_rows_for_one_target_and_one_row_for_two_are_found_among_many() -> None:
    corpus = make(1200, 3)
    targets, outcomes = values(corpus)
    targets += [
        Target("S", Passage("凌霄镇新建城乡书房10处，云帆街道建设示范农家书屋30家")),
        Target("M1", Passage("翠屏镇改造敬老院6处")),
        Target("M2", Passage("碧落镇培育蓝莓合作社9家")),
    ]
    for id, text in (
        ("S1", "凌霄镇新建城乡书房10处"),
        ("S2", "云帆街道建设示范农家书屋30家"),
        ("M", "翠屏镇改造敬老院6处，碧落镇培育蓝莓合作社9家"),
    ):
        outcomes.append(Outcome(id, Passage(text), (), "silent"))
    found = {match.target: match for match in match_outcomes(targets, outcomes)}
    assert (set(found["S"].outcomes), found["S"].kind) == ({"S1", "S2"}, "split")
    assert [(found[id].outcomes, found[id].kind) for id in ("M1", "M2")] == [(("M",), "merged"), (("M",), "merged")]


@pytest.mark.parametrize("rows", [40, 1200])
def test_the_same_promise_of_another_place_answers_nothing(rows: int) -> None:
    corpus = make(rows, 3)
    targets, outcomes = values(corpus)
    promised = "新建改造村卫生室230处，基本医保参保率稳定在95%以上，培育名医工作室12个"
    named = [(place, owners(f"{place}人民政府")) for place in ("凌霄县", "云帆区", "碧落县")]
    targets += [Target(place, Passage(place + promised), owners=own) for place, own in named[:2]]
    outcomes += [
        Outcome(place, Passage(place + promised), (Response("", own, Passage(""), "silent"),), "silent")
        for place, own in named[1:]
    ]
    for matches in both_ways(targets, outcomes):
        found = {match.target: match.outcomes for match in matches}
        assert found["云帆区"] == ("云帆区",)
        assert found["凌霄县"] == ()


@pytest.mark.parametrize("ids", [lambda row: str(row + 1), lambda row: f"{row * 7919 % 1201}"])
def test_siblings_side_by_side_are_told_apart_in_a_report_that_keeps_the_order(ids: Callable[[int], str]) -> None:
    places = [first + second + "县" for first in "凌翠碧云紫" for second in "霄屏落帆岚泉"]
    named = [(f"{place}新建改造村卫生室", owners(f"{place}人民政府")) for place in places]
    targets = [Target(str(row), Passage(text), owners=own) for row, (text, own) in enumerate(named[:-1])]
    # One row of them is missing, and where it should stand is one of another place.
    rows = [*named[:10], named[-1], *named[11:-1]]
    outcomes = [
        Outcome(ids(row), Passage(text), (Response("", own, Passage(""), "silent"),), "silent")
        for row, (text, own) in enumerate(rows)
    ]
    for matches in both_ways(targets, outcomes):
        expected = [(outcomes[row].id,) if row != 10 else () for row in range(len(targets))]
        assert [match.outcomes for match in matches] == expected


def test_a_large_table_is_matched_well_and_every_weight_is_the_sum_of_its_parts() -> None:
    corpus = make(2000, 8)
    targets, outcomes = values(corpus)
    matches = match_outcomes(targets, outcomes)
    found = {(match.target, row) for match in matches for row in match.outcomes}
    assert f1(found, corpus.truth) >= 0.99
    cut = {(target, row) for target, row in corpus.truth if target in corpus.cut}
    assert len(found & cut) / len(cut) >= 0.95
    assert len({row for _, row in found} & corpus.surplus) / len(corpus.surplus) <= 0.1
    for match in matches:
        assert match.weight == match.parts.total
        assert 0.0 <= match.confidence <= 1.0
        if match.runner_up:
            assert match.margin == round(match.weight - match.runner_up.weight, 3)


def test_large_frames_may_hold_nothing_to_compare() -> None:
    plan = pd.DataFrame({"id": [str(n) for n in range(1200)], "text": ["" for _ in range(1200)]})
    outcome = pd.DataFrame({"id": [str(n) for n in range(1000)], "text": ["。！" for _ in range(1000)]})
    assert match_frames(plan, outcome).empty


def test_more_equal_rows_than_are_looked_up_answer_each_target_once() -> None:
    plan = pd.DataFrame({"id": range(1100), "text": "新建学校10所"})
    found = match_frames(plan, plan)
    assert sorted(found["plan_id"].astype(int)) == sorted(found["outcome_id"].astype(int)) == list(range(1100))


def test_a_component_too_large_to_be_solved_exactly_is_still_one_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vocabulary("matching")["large"], "exact", 2)
    gain = np.array([5.0, 4.0, 4.5, 3.0])
    # The greatest gain first: worse than the best total by no more than half.
    assert assigned(np.array([0, 0, 1, 2]), np.array([0, 1, 0, 1]), gain).tolist() == [0, 3]


@settings(deadline=None, derandomize=True)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 7), st.integers(0, 7)), st.integers(1, 50).map(float), min_size=1, max_size=30
    )
)
def test_the_sparse_assignment_totals_what_the_dense_one_does(pairs: dict[tuple[int, int], float]) -> None:
    rows = sorted(pairs)
    gain = np.array([pairs[row] for row in rows])
    chosen = assigned(np.array([t for t, _ in rows]), np.array([o for _, o in rows]), gain)
    taken = [rows[place] for place in chosen]
    assert len({t for t, _ in taken}) == len({o for _, o in taken}) == len(taken)
    assert gain[chosen].sum() == sum(pairs[pair] for pair in linking.best_assignment(pairs).items())
