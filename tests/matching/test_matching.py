"""Which outcome answers which target: on the published documents, on made ones, and as properties."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.matching import match_outcomes, match_own_rows
from reconcile.matching.assignment import best_assignment
from reconcile.matching.coverage import unanswered
from reconcile.matching.organisations import same_organisation
from reconcile.model import Match, Outcome, Owner, Passage, Response, Target
from reconcile.reading import read_outcome, read_plan
from tests.truth import ROOT

HEZE = ROOT / "data" / "heze-2023"


def target(id: str, text: str, owners: str = "") -> Target:
    return Target(id, Passage(text), owners=tuple(Owner(name) for name in owners.split()))


def outcome(id: str, text: str, owners: str = "") -> Outcome:
    response = Response("", tuple(Owner(name) for name in owners.split()), Passage(""), "silent")
    return Outcome(id, Passage(text), (response,), "silent")


@pytest.fixture(scope="module")
def heze() -> tuple[Match, ...]:
    report = read_outcome([HEZE / "outcome-044-085.txt", HEZE / "outcome-140-199.txt"])
    return match_outcomes(read_plan(HEZE / "plan.txt").targets, report.outcomes)


def test_garbled_rows_are_placed_by_their_neighbours_and_left_for_review(heze: tuple[Match, ...]) -> None:
    review = {match.target: match.outcomes for match in heze if match.status == "review"}
    assert review == {"150": ("158",), "153": ("161",), "154": ("162",), "155": ("163",), "156": ("164",)}


def test_no_target_of_a_report_with_missing_pages_is_called_dropped(heze: tuple[Match, ...]) -> None:
    statuses = [match.status for match in heze]
    assert (statuses.count("matched"), statuses.count("uncovered"), statuses.count("dropped")) == (97, 98, 0)


def test_weights_are_the_sums_of_their_parts_and_margins_of_weights(heze: tuple[Match, ...]) -> None:
    for match in heze:
        parts = match.parts
        assert match.weight == round(parts.text + parts.owners + parts.quantities + parts.order, 3)
        if match.runner_up:
            assert match.margin == round(match.weight - match.runner_up.weight, 3)


def test_siblings_that_differ_by_a_word_keep_to_their_own_rows() -> None:
    roads = ["谋划推进邹城至菏泽高速", "谋划推进永城高速金乡至单县段", "谋划推进德郓高速郓城至成武段"]
    targets = [target(str(n), text, "市交通运输局") for n, text in enumerate(roads, 1)]
    outcomes = [outcome(str(n), text, "市交通运输局") for n, text in enumerate(reversed(roads), 7)]
    assert [match.outcomes for match in match_outcomes(targets, outcomes)] == [("9",), ("8",), ("7",)]


def test_a_changed_number_does_not_hide_the_row_that_answers() -> None:
    targets = [target("1", "新建学校10所", "市教育局"), target("2", "新建公园12个", "市城管局")]
    outcomes = [outcome("1", "新建学校8所", "市教育局"), outcome("2", "新建公园12个", "市城管局")]
    match = match_outcomes(targets, outcomes)[0]
    assert (match.outcomes, match.status) == (("1",), "matched")
    assert match.parts.quantities < 0


def test_a_row_that_fell_out_of_a_whole_report_is_dropped() -> None:
    texts = [
        "新增绿色工厂4个",
        "新招聘教师3000名",
        "改造老旧小区153个",
        "新改建农村公路1000公里",
        "建成棚改安置房2万套",
    ]
    targets = [target(str(n), text) for n, text in enumerate(texts, 1)]
    outcomes = [outcome(str(n), text) for n, text in enumerate(texts[:2] + texts[3:], 1)]
    assert [match.status for match in match_outcomes(targets, outcomes)] == [
        "matched",
        "matched",
        "dropped",
        "matched",
        "matched",
    ]


def test_the_same_row_is_uncovered_where_the_report_skips_its_number() -> None:
    texts = [
        "新增绿色工厂4个",
        "新招聘教师3000名",
        "改造老旧小区153个",
        "新改建农村公路1000公里",
        "建成棚改安置房2万套",
    ]
    targets = [target(str(n), text) for n, text in enumerate(texts, 1)]
    outcomes = [outcome(str(n), text) for n, text in enumerate(texts, 1) if n != 3]
    assert [match.status for match in match_outcomes(targets, outcomes)][2] == "uncovered"


def test_the_ends_of_a_plan_are_never_called_dropped() -> None:
    missing = unanswered(["1", "2"], {1: 0, 2: 1}, 4)
    assert {target: status for target, (status, _) in missing.items()} == {0: "uncovered", 3: "uncovered"}


def test_a_surplus_row_without_anything_in_common_gets_no_target() -> None:
    matches = match_outcomes([target("1", "新增绿色工厂4个")], [outcome("1", "开展文艺汇演活动")])
    assert matches[0].outcomes == ()


def test_a_target_answered_by_two_rows_is_a_split() -> None:
    targets = [target("1", "新建城乡书房10处，建设示范农家书屋30家"), target("2", "新招聘教师3000名")]
    outcomes = [
        outcome("1", "新建城乡书房10处"),
        outcome("2", "建设示范农家书屋30家"),
        outcome("3", "新招聘教师3000名"),
    ]
    split = match_outcomes(targets, outcomes)[0]
    assert (set(split.outcomes), split.kind) == ({"1", "2"}, "split")


def test_one_row_that_answers_two_targets_is_a_merge() -> None:
    targets = [target("1", "新建城乡书房10处"), target("2", "建设示范农家书屋30家"), target("3", "新招聘教师3000名")]
    outcomes = [outcome("1", "新建城乡书房10处，建设示范农家书屋30家"), outcome("2", "新招聘教师3000名")]
    matches = match_outcomes(targets, outcomes)
    assert [(match.outcomes, match.kind) for match in matches] == [
        (("1",), "merged"),
        (("1",), "merged"),
        (("2",), "one"),
    ]


def test_rows_of_a_document_that_is_its_own_plan_answer_themselves() -> None:
    match = match_own_rows([target("7", "强化审计监督")])[0]
    assert (match.outcomes, match.status, match.confidence) == (("7",), "matched", 1.0)


def test_a_row_whose_target_holds_the_narrative_is_for_review() -> None:
    matches = match_own_rows([target("7", "强化审计监督"), target("55", "推荐4名。2. 推荐10名")], frozenset({"55"}))
    assert [match.status for match in matches] == ["matched", "review"]
    assert matches[1].reason.zh


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("市发改委", "市发展改革委", True),
        ("市发展和改革委员会", "市发改委", True),
        ("市人社局", "市人力资源社会保障局", True),
        ("市住房和城乡建设局", "市住房城乡建设局", True),
        ("市退役军人局", "市退役军人事务局", True),
        ("菏泽鲁西新区管委会", "鲁西南新区管委会", True),
        ("各县区人民政府(管委会)", "各县区人民政府", True),
        ("牡丹区人民政府", "定陶区人民政府", False),
        ("郓城县人民政府", "鄄城县人民政府", False),
        ("市财政局", "市税务局", False),
        ("市城管局", "市体育局", False),
    ],
)
def test_names_of_the_same_organisation(one: str, other: str, same: bool) -> None:
    assert same_organisation(one, other) is same
    assert same_organisation(other, one) is same


_PHRASES = st.lists(
    st.text(alphabet="新增建设改造完成养老床位农村公路绿色工厂教师招聘0123456789", min_size=6, max_size=20),
    min_size=1,
    max_size=12,
    unique=True,
)


@settings(deadline=None)
@given(_PHRASES)
def test_no_outcome_answers_two_targets_unless_merged(texts: list[str]) -> None:
    targets = [target(str(n), text) for n, text in enumerate(texts, 1)]
    outcomes = [outcome(f"@{n}", text) for n, text in enumerate(texts, 1)]
    matches = match_outcomes(targets, outcomes)
    single = [match.outcomes[0] for match in matches if match.kind in ("one", "split")]
    assert len(single) == len(set(single))
    assert [match.target for match in matches] == [t.id for t in targets]
    assert all(0.0 <= match.confidence <= 1.0 for match in matches)


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 5), st.integers(0, 5)), st.integers(1, 50).map(float), min_size=1, max_size=20
    )
)
def test_the_assignment_is_one_to_one_and_no_single_swap_betters_it(pairs: dict[tuple[int, int], float]) -> None:
    chosen = best_assignment(pairs)
    assert len(set(chosen.values())) == len(chosen)
    total = sum(pairs[pair] for pair in chosen.items())
    for (row, column), gain in pairs.items():
        loss = sum(pairs[r, c] for r, c in chosen.items() if r == row or c == column)
        assert total - loss + gain <= total + 1e-9
    assert total > 0
