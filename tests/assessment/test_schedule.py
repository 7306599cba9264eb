"""Deadlines as printed, and how much of the time for them is gone."""

from __future__ import annotations

import pytest

from reconcile.assessment.schedule import due_months, share_gone, stated_deadline


@pytest.mark.parametrize(
    ("deadline", "months"),
    [
        ("年底", 12),
        ("2023年底前", 12),
        ("6月底", 6),
        ("11月底前", 11),
        ("十一月底", 11),
        ("2023年10月", 10),
        ("2023-10-31", 10),
        ("2023.9", 9),
        ("第三季度", 9),
        ("前三季度", 9),
        ("上半年", 6),
        ("全年", 12),
        ("3月—11月", 11),
        ("3月底前开工，11月底前竣工", 11),
        ("12月31日", 12),
        ("2024年6月底", 18),
        ("2025年底", 36),
        ("明年6月底", 18),
        ("2022年12月", 0),
        ("end of September 2023", 9),
    ],
)
def test_the_last_time_that_is_named_is_the_deadline(deadline: str, months: float) -> None:
    assert due_months(deadline, 2023) == months


@pytest.mark.parametrize(
    "deadline", ["长期坚持", "持续推进", "常态化开展", "每月", "每季度一次", "", "按上级要求", "省级下达计划后"]
)
def test_work_without_an_end_has_the_whole_year(deadline: str) -> None:
    assert due_months(deadline, 2023) == 12


def test_a_day_counts_as_the_part_of_its_month() -> None:
    assert due_months("6月15日", 2023) == 5.5


@pytest.mark.parametrize(
    ("as_of", "deadline", "share"),
    [
        ("2023-06-30", "年底", 0.5),
        ("2023-06-30", "持续推进", 0.5),
        ("2023-06-30", "6月底", 1.0),
        ("2023-06-30", "2022年12月", 1.0),
        ("2023-09-30", "10月底", 0.9),
        ("2023-12-31", "2024年底", 0.5),
        (None, "6月底", None),
    ],
)
def test_the_share_of_the_time_that_is_gone(as_of: str | None, deadline: str, share: float | None) -> None:
    assert share_gone(as_of, deadline) == share


@pytest.mark.parametrize(
    ("target", "as_of", "share"),
    [
        ("Recycle 43% of household waste by 31 March 2024", "2024-03-31", 1.0),
        ("Plant 500 trees by the end of May 2023", "2023-07-31", 1.0),
        ("Plant 500 trees by May 2024", "2024-03-31", 0.6),
        ("Plant 500 trees by spring", "2024-03-31", 0.25),
        ("Raise use by 31 points", "2024-06-30", 0.5),
    ],
)
def test_an_english_target_may_state_its_deadline(target: str, as_of: str, share: float) -> None:
    assert share_gone(as_of, stated_deadline(target)) == pytest.approx(share)
