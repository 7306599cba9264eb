"""Where the neighbours of an outcome say that it belongs.

Rows of a completion report mostly keep the order of the plan even where their numbers changed, so the targets that
the rows before and after answer point at a place: three rows after the one that answers target 152 stands 155.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from reconcile.reading.ids import number_of
from reconcile.resources import vocabulary

# For each outcome where its neighbours before and after point, None where they say nothing.
Places = Sequence[tuple[int | None, int | None]]


def _running_numbers(ids: Sequence[str]) -> list[int | None]:
    """The number of each printed id; none where the ids do not run on from row to row, so that no gap is told."""
    numbers = list(map(number_of, ids))
    steps = [b - a for a, b in pairwise(numbers) if a is not None and b is not None]
    running: float = vocabulary("matching")["order"]["running"]
    return numbers if steps.count(1) >= running * len(steps) else [None] * len(ids)


def _joined(numbers: Sequence[int | None], first: int, last: int) -> bool:
    """Whether no number is missing between two rows of the report, by their printed ids (unprinted ids join)."""
    a, b = numbers[first], numbers[last]
    return a is None or b is None or b - a == last - first


def predicted_places(ids: Sequence[str], anchors: Mapping[int, int]) -> list[tuple[int | None, int | None]]:
    """For each outcome the target position that its nearest anchor before, and after, points to.

    ``ids`` are the outcomes' ids in printed order, ``anchors`` maps outcome positions to target positions. An
    outcome is never its own anchor; a gap in the numbering, or distance, breaks the connection. Ids that do not run on
    from row to row (other numbers, codes) tell of no gap.

    >>> predicted_places(["7", "8", "9"], {0: 3, 2: 5})
    [(None, 3), (4, 4), (5, None)]
    >>> predicted_places(["812", "40", "377"], {0: 3, 2: 5})
    [(None, 3), (4, 4), (5, None)]
    """
    reach: int = vocabulary("matching")["order"]["reach"]
    count, numbers = len(ids), _running_numbers(ids)
    before: list[int | None] = [None] * count
    after: list[int | None] = [None] * count
    for places, positions in ((before, range(count)), (after, range(count - 1, -1, -1))):
        last: int | None = None
        for position in positions:
            if last is not None and abs(position - last) <= reach:
                first, second = sorted((last, position))
                if _joined(numbers, first, second):
                    places[position] = anchors[last] + position - last
            if position in anchors:
                last = position
    return list(zip(before, after, strict=True))


def order_weight(target: int, places: tuple[int | None, int | None]) -> float:
    """The bits that the place of a target is worth, given where the neighbours point.

    >>> order_weight(4, (4, 4)), order_weight(4, (4, None)), order_weight(5, (4, None)), order_weight(40, (4, 4))
    (6.0, 4.0, 2.0, 0.0)
    """
    distances = sorted(abs(target - place) for place in places if place is not None)
    if not distances:
        return 0.0
    weights = vocabulary("matching")["order"]
    if distances == [0, 0]:
        return float(weights["both"])
    return max(0.0, float(weights["one"]) - float(weights["fade"]) * distances[0])
