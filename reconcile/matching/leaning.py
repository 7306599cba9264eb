"""Which of two pairs to take: what the weight of a match does not tell.

The weight compares texts as wholes. Two texts differ in ways that mean different things: a row that lacks a clause of
its target still answers it; a misread character makes grams that stand nowhere else; a place or a name exchanged for
another one leaves, on both sides, words that other rows have, and is another target. Tversky's ratio model (1977)
weighs what either side lacks apart; misread characters are told by the edits between the two texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from reconcile.resources import vocabulary

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

Number = TypeVar("Number", float, "NDArray[Any]")


def leaning(shared: Number, masses: tuple[Number, Number], known: tuple[Number, Number], ratio: Number) -> Number:
    """Bits for or against choosing a target and an outcome, beyond the weight of their match; for floats or arrays.

    ``shared`` is the gram weight that both texts have, ``masses`` that of each of them (target, outcome), ``known`` the
    part of each that stands anywhere on the other side, ``ratio`` 0…1 how much of the characters stays the same.

    >>> round(leaning(60.0, (100.0, 100.0), (100.0, 100.0), 0.8), 1)  # a name exchanged
    -4.2
    >>> round(leaning(60.0, (140.0, 60.0), (140.0, 60.0), 0.6), 1)  # a clause left out
    3.5
    """
    limits, slope = vocabulary("matching")["leaning"], float(vocabulary("matching")["text"]["slope"])
    target_lacked, outcome_lacked = known[0] - shared, known[1] - shared
    odd = masses[0] - known[0] + masses[1] - known[1]
    whole = masses[0] + masses[1] + 1e-9
    weighed = 2 * shared + outcome_lacked + limits["left_out"] * target_lacked + limits["odd"] * odd + 1e-9
    exchanged = _lesser(target_lacked, outcome_lacked)
    alike = _lesser(float(limits["most"]), slope * (2 * shared / weighed - 2 * shared / whole))
    edits = limits["characters"] * (ratio - limits["neutral"])
    bits: Number = alike + edits - exchanged / limits["exchanged"] - limits["line"]
    return bits


def leaning_beside_words(unnamed: Number, gained: Number, places: tuple[Number, Number]) -> Number:
    """Bits for or against choosing a pair by what is not a likeness of words; for floats or arrays.

    ``unnamed`` is 1 where a side names no owners, ``gained`` the figures of the outcome that the target does not have,
    ``places`` whether both name the same place, and whether they name two, 0 or 1 each. A figure is seldom changed and
    a place hardly ever, but rows about other places have much the same words.

    >>> leaning_beside_words(0.0, 1.0, (0.0, 1.0))
    -15.0
    """
    limits = vocabulary("matching")["leaning"]
    same, other = places
    bits: Number = (
        limits["no_owners"] * unnamed
        - limits["gained"] * gained
        + limits["same_place"] * same
        - limits["other_place"] * other
    )
    return bits


def _lesser(one: float | Number, other: Number) -> Number:
    """The lesser of two numbers, or of each two in arrays."""
    lesser: Number = (one + other - abs(one - other)) / 2
    return lesser
