"""Overviews put together by hand, from three pairs to as many as asked for."""

from __future__ import annotations

from reconcile.model import Message, Tool
from reconcile.reporting.overview import (
    Example,
    Failure,
    Group,
    Overview,
    PairDocument,
    PairFigures,
    RuleFigures,
    Tally,
)

HOSTILE = "<script>window.hacked=1</script>\u202e{{ 7*7 }}"


def tally(met: int, short: int, *, no_number: int = 0, behind: int = 0, on_pace: int = 0, in_error: int = 0) -> Tally:
    """The counts of one target a goal, all answered and claimed done, half of them with a number."""
    goals = met + short + no_number + behind + on_pace
    return Tally(
        targets=goals + 2,
        matched=goals,
        review=1,
        uncovered=1,
        answered=goals + 1,
        claimed_done=goals,
        quantified=goals // 2,
        milestone=1 if goals > 2 else 0,
        in_error=in_error,
        goals=goals,
        met=met,
        short=short,
        on_pace=on_pace,
        behind=behind,
        open=no_number,
    )


def pair(name: str, counts: Tally, errors: int = 0, warnings: int = 0, as_of: str | None = "2023-12-31") -> PairFigures:
    return PairFigures(
        name, f"reports/{name}.html", as_of, counts, {"error": errors, "warning": warnings, "info": 3}, waived=0
    )


# 大市 has 30 of 60 goals short, 小县 2 of 2; 中市 is half a year old.
PAIRS = (
    pair("好市", tally(57, 3, no_number=10, in_error=1), errors=1, warnings=9),
    pair("小县", tally(0, 2), errors=2),
    pair("差市", tally(16, 4, no_number=5), errors=0, warnings=4),
    pair("大市", tally(30, 30, no_number=20, in_error=25), errors=31, warnings=12),
    pair("中市", tally(20, 1, behind=6, on_pace=30), errors=1, as_of="2023-06-30"),
)


def overview(pairs: tuple[PairFigures, ...] = PAIRS, failures: tuple[Failure, ...] | None = None) -> Overview:
    education = Group(Message("Education", "教育"), 3, tally(40, 20))
    return Overview(
        pairs=pairs,
        failures=(Failure("坏区", "plan.txt: no table of targets; look at it"),) if failures is None else failures,
        rules=(
            RuleFigures("overachieved", "info", 9, 8, 4),
            RuleFigures("shortfall", "error", 35, 35, 4, (Example("大市", 28, 82, "rule=shortfall"),)),
        ),
        fields=(Group(Message("", ""), 2, tally(9, 0)), education),
        owners=(
            Group(
                Message("教育局", "教育局"),
                3,
                tally(40, 20, in_error=8),
                ("市教育局", "县教育局"),
                9,
                (Example("大市", 8, 30, "owner=%E5%B8%82%E6%95%99%E8%82%B2%E5%B1%80&severity=error"),),
            ),
        ),
        owners_count=12,
        documents=tuple(PairDocument(each.name, "plan", f"plans/{each.name}.txt", "ab" * 32, 9) for each in pairs),
        tool=Tool("reconcile", "1.0", "5b6f1c0a" * 8),
        queries={"pairs": "SELECT 1 AS one WHERE 2 < 3"},
    )


def many(count: int) -> Overview:
    """So many pairs, in the order of their names the share of goals short rising, then falling."""
    pairs = [
        pair(f"第{place}号市", tally(90 - place * 37 % 60, place * 37 % 60), errors=place % 7) for place in range(count)
    ]
    return overview(tuple(pairs), ())
