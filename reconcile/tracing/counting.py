"""A number that counts things which the plan lists one by one: 4条高速 are four targets."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.matching.text import normalise
from reconcile.model import Target
from reconcile.quantities import compatible
from reconcile.tracing.promises import Number

# Longer lists are not written into a plan target by target.
_MOST = 50
# Targets of one list begin with the same words, at least these.
_SAME_START = 2


def counted_targets(
    targets: Sequence[Target], own: frozenset[int], beside: Sequence[int], number: Number
) -> tuple[int, ...]:
    """The targets that a number counts, of those that its promise became and those ``beside`` them.

    They name what is counted and are just as many as the number says; else () — a count that does not come out is
    no evidence.
    """
    noun, wanted = normalise(number.goal.measure), number.goal.value
    if not own or len(noun) < 2 or not 1 < wanted <= _MOST or compatible(number.goal.unit, "个") == "no":
        return ()
    named = {target for target in own if noun in normalise(targets[target].text.text)}
    if len(named) != wanted:
        named |= {target for target in beside if noun in normalise(targets[target].text.text)}
    return tuple(sorted(named)) if len(named) == wanted else ()


def targets_beside(targets: Sequence[Target], own: frozenset[int], taken: frozenset[int]) -> list[int]:
    """The targets that came from no promise, begin like one of ``own`` and follow or precede it with none between."""
    starts = {normalise(targets[target].text.text)[:_SAME_START] for target in own}
    found: set[int] = set()
    for target in own:
        for step in (-1, 1):
            place = target + step
            while 0 <= place < len(targets) and (place not in taken or place in own):
                found.add(place)
                place += step
    return sorted(place for place in found - own if normalise(targets[place].text.text)[:_SAME_START] in starts)
