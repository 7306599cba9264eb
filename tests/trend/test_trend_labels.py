"""What a reader wrote down by reading, before any program looked, is what the trend says."""

from __future__ import annotations

from pathlib import Path

import pytest
from trend_documents import (
    DOCUMENTS,
    HALF_YEAR,
    HEZE_2020,
    HEZE_2023,
    YEAR_END,
    ids,
    labels,
    rows_said,
    said,
    write_table,
)

from reconcile.trending import Trend, trend

LABELS = labels("labels")
FALLS = [
    case for name in ("falls", "falls_more", "falls_tempting", "falls_as_published") for case in labels(name)["case"]
]


@pytest.fixture(scope="module")
def half_year() -> Trend:
    return trend([DOCUMENTS / "half-year.txt", DOCUMENTS / "year-end.txt"])


@pytest.fixture(scope="module")
def three() -> Trend:
    names = ("three-first-quarter.txt", "three-half-year.txt", "three-year-end.txt")
    return trend([DOCUMENTS / name for name in names])


@pytest.fixture(scope="module")
def years() -> Trend:
    return trend([HEZE_2020, *HEZE_2023])


def test_rows_of_the_half_year_are_found_again_at_the_years_end(half_year: Trend) -> None:
    expected = LABELS["half_year"]
    (one, other), row = expected["merged"]
    found = {ids(track) for track in half_year.tracks if all(track.stands)}
    assert {tuple(pair) for pair in expected["pairs"]} == found - {(one, row), (other, row)}
    assert len(found & {(one, row), (other, row)}) == 1


def test_what_has_no_partner_is_told_and_nothing_else(half_year: Trend) -> None:
    expected = LABELS["half_year"]
    assert rows_said(half_year, "not-continued") == set(expected["gone"])
    assert rows_said(half_year, "new") == set(expected["new"])
    merged = [statement for statement in half_year.statements if statement.kind == "merged-into"]
    assert [statement.row for statement in merged] == [expected["merged"][1]]
    gone = next(statement for statement in half_year.statements if statement.kind == "not-continued")
    assert gone.reason is not None
    assert gone.reason.zh
    assert gone.reason.en


@pytest.mark.parametrize("kind", ["went-backwards", "fell", "claim-flipped", "goal-lowered", "goal-raised", "reworded"])
def test_what_changed_within_the_year(half_year: Trend, kind: str) -> None:
    assert rows_said(half_year, kind) == set(LABELS["half_year"][kind.replace("-", "_")])


def test_nothing_is_said_of_numbers_and_claims_where_the_link_is_for_review(half_year: Trend) -> None:
    review = [t for t in half_year.tracks if any(s and s.link and s.link.status == "review" for s in t.stands)]
    assert [{statement.kind for statement in track.statements} for track in review] == [{"for-review"}]


@pytest.mark.parametrize("kind", ["went-backwards", "claim-flipped", "goal-lowered", "goal-raised", "fell"])
def test_what_changed_over_three_periods(three: Trend, kind: str) -> None:
    assert said(three, kind) == [tuple(label) for label in LABELS["three"][kind.replace("-", "_")]]


def test_a_row_may_be_missing_for_a_period_and_come_back(three: Trend) -> None:
    ((row, period),) = LABELS["three"]["absent"]
    track = next(track for track in three.tracks if track.first.id == row)
    assert [stand is None for stand in track.stands] == [at == period - 1 for at in range(3)]
    assert track.stands[2] is not None
    assert track.stands[2].link is not None
    assert track.stands[2].link.since == 0
    assert [(first, later) for first, _, later in said(three, "not-continued")] == [(row, period)]
    assert [(first, later) for first, _, later in said(three, "new")] == [tuple(n) for n in LABELS["three"]["new"]]


def test_numbers_of_another_year_are_shown_and_not_compared() -> None:
    found = trend([DOCUMENTS / "three-year-end.txt", DOCUMENTS / "next-year.txt"])
    pairs = {ids(track) for track in found.tracks if all(track.stands)}
    assert pairs == {tuple(pair) for pair in LABELS["next_year"]["pairs"]}
    assert {*found.counts} == {"not-continued", "new", "other-year", "reworded"}
    series = next(track for track in found.tracks if track.first.id == "1").series
    assert [[(p.promised.value, p.reported.value) for p in s.points if p.promised and p.reported] for s in series] == [
        [(1000, 280), (800, 260)]
    ]


def test_two_plans_four_years_apart_share_next_to_nothing(years: Trend) -> None:
    allowed = {tuple(pair) for pair in LABELS["years"]["same"] + LABELS["years"]["akin"]}
    found = {ids(track) for track in years.tracks if all(track.stands)}
    assert found <= allowed
    assert not found & {tuple(pair) for pair in LABELS["years"]["not_the_same"]}
    assert {*years.counts} <= {"not-continued", "new", "other-year", "reworded", "for-review"}
    assert years.counts["not-continued"] == 56 - len(found)
    assert years.counts["new"] == 102 - len(found)


def fall_said(case: dict[str, str], folder: Path) -> str:
    files = [
        write_table(folder / "half-year.txt", HALF_YEAR, [(case["target"], case["earlier"], "是")]),
        write_table(folder / "year-end.txt", YEAR_END, [(case["target"], case["later"], "是")]),
    ]
    kinds = {s.kind for s in trend(files).statements if s.kind in ("went-backwards", "fell")}
    return "backwards" if "went-backwards" in kinds else "fell" if kinds else ""


@pytest.mark.parametrize("case", FALLS, ids=[f"{case['earlier']}|{case['later']}" for case in FALLS])
def test_a_lower_number_is_called_a_fall_only_where_it_is_one(case: dict[str, str], tmp_path: Path) -> None:
    assert fall_said(case, tmp_path) == ("" if case.get("missed") else case["answer"])


def test_a_table_held_against_itself_says_nothing(tmp_path: Path) -> None:
    earlier = []
    for path in HEZE_2023:
        text = path.read_text(encoding="utf-8")
        assert "2023年度" in text
        earlier.append(tmp_path / path.name)
        earlier[-1].write_text(text.replace("2023年度", "2023年上半年", 1), encoding="utf-8")
    found = trend([*earlier, *HEZE_2023])
    assert [len(period.documents) for period in found.periods] == [2, 2]
    # Rows 161 and 163 restate the same target to the letter.
    assert said(found, "for-review") == [("161", 1, 2), ("163", 1, 2)]
    assert {*found.counts} == {"for-review"}
