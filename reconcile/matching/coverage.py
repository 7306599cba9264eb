"""Tells a target that the report should have answered from one whose page is missing."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence

from reconcile.model import MatchStatus, Message
from reconcile.reading.ids import missing_ranges, number_of


def _in_order(ids: Sequence[str], answered: Mapping[int, int], target: int, step: int, count: int) -> bool:
    """Whether a matched target and the one beyond it, if the plan has one, stand next to each other in the report."""
    beyond = target + step
    if not 0 <= beyond < count:
        return True
    if beyond not in answered:
        return False
    first, second = sorted((answered[target], answered[beyond]))
    return answered[beyond] == answered[target] + step and _adjacent(ids, first, second)


def _adjacent(ids: Sequence[str], first: int, second: int) -> bool:
    a, b = number_of(ids[first]), number_of(ids[second])
    return second == first + 1 and (a is None or b is None or b == a + 1)


def unanswered(ids: Sequence[str], answered: Mapping[int, int], count: int) -> dict[int, tuple[MatchStatus, Message]]:
    """The status of each target without an outcome, with the reason.

    ``ids`` are the outcomes' ids in printed order, ``answered`` maps target positions to outcome positions and
    ``count`` is the number of targets. ``dropped`` needs proof that the report covers the place: the targets before
    and after are answered by rows that stand next to each other, in a stretch that keeps the plan's order, or the
    report's numbering is whole and the place lies inside it. Everything else is ``uncovered``.
    """
    whole = bool(ids) and all(number_of(printed) is not None for printed in ids) and not missing_ranges(ids)
    result: dict[int, tuple[MatchStatus, Message]] = {}
    known = sorted(position for position in answered if 0 <= position < count)
    for target in range(count):
        if target in answered:
            continue
        place = bisect(known, target)
        before = known[place - 1] if place else None
        after = known[place] if place < len(known) else None
        if before is None or after is None:
            result[target] = ("uncovered", _AT_THE_END)
            continue
        first, second = answered[before], answered[after]
        kept = (
            _adjacent(ids, first, second)
            and _in_order(ids, answered, before, -1, count)
            and _in_order(ids, answered, after, 1, count)
        )
        inside = whole and max(first, second) < len(ids) - 1
        if kept or inside:
            result[target] = ("dropped", _dropped(ids[first], ids[second]))
        else:
            result[target] = ("uncovered", _UNCOVERED)
    return result


_AT_THE_END = Message(
    en="no row answers it, and it stands before the first or after the last target that the report answers",
    zh="没有对应的完成情况行，且位于报告所覆盖目标的首尾之外",
)
_UNCOVERED = Message(
    en="no row answers it, and the report as supplied does not show that it covers the place where it would stand",
    zh="没有对应的完成情况行，且现有报告不能表明已覆盖其应在的位置",
)


def _dropped(first: str, second: str) -> Message:
    return Message(
        en=f"no row answers it, although the report runs on from row {first} to row {second} where it would stand",
        zh=f"没有对应的完成情况行，而报告第{first}行与第{second}行之间本应有其位置",
    )
