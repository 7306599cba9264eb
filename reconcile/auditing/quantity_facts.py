"""Fact rows of the numbers read from targets, restated targets and narratives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from reconcile.assessment.clauses import sentences
from reconcile.auditing.citing import Register, part_of, register_words
from reconcile.auditing.tables import Cell
from reconcile.model import Item, Outcome, Passage, Quantity, Reconciliation

_PRINTED = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_SPAN = attrgetter("span")
_RATES = ("%", "‰", "个百分点", "百分点")


def quantity_rows(
    reconciliation: Reconciliation, outcomes: Sequence[tuple[Outcome, str | None]], register: Register
) -> Iterator[tuple[Cell, ...]]:
    """One row a number, in the columns of the table ``quantities``; ``outcomes`` come with the target they answer."""
    items = {item.target.id: item for item in reconciliation.items}
    for item in reconciliation.items:
        yield from _rows_of(item.target.text, (item.target.id, None, "target", 0), _numbers(item), register)
    for outcome, target in outcomes:
        numbers = {} if target is None else _numbers(items[target])
        yield from _rows_of(outcome.text, (target, outcome.id, "restated", 0), numbers, register)
        for index, response in enumerate(outcome.responses, start=1):
            yield from _rows_of(response.narrative, (target, outcome.id, "narrative", index), numbers, register)


_Numbers = Mapping[str, Sequence[Quantity]]


def _numbers(item: Item) -> _Numbers:
    """What was read of an item's texts when it was judged, by text."""
    return {one.text: one.quantities for one in item.numbers}


def _rows_of(
    passage: Passage, place: tuple[str | None, str | None, str, int], numbers: _Numbers, register: Register
) -> Iterator[tuple[Cell, ...]]:
    text = passage.text
    read = numbers[text] if text in numbers else _read(text)
    if not read:
        return
    quantities = sorted(read, key=_SPAN)
    cite = register_words(register, passage)
    spans = sentences(text)
    sentence, ends = 0, 0
    starts = [quantity.span[0] for quantity in quantities[1:]] + [len(text)]
    for n, (quantity, following) in enumerate(zip(quantities, starts, strict=True), start=1):
        start, end = quantity.span
        while sentence < len(spans) and spans[sentence][1] <= start:
            sentence += 1
        held = sentence < len(spans) and spans[sentence][0] <= start
        opening, closing = spans[sentence] if held else (start, start)
        yield (
            *place,
            n,
            sentence + 1 if held else 0,
            quantity.text,
            float(quantity.value),
            None if quantity.value_high is None else float(quantity.value_high),
            quantity.unit,
            quantity.dimension,
            quantity.comparator,
            quantity.measure,
            quantity.basis,
            quantity.sign,
            quantity.approximate,
            printed_step(quantity),
            text[max(opening, ends) : start],
            text[end : min(closing, following)],
            part_of(cite, start, end),
        )
        ends = end


# What no item was judged by: outcomes that answer no target, and cells that hold a number alone.
@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[Quantity, ...]:
    from reconcile.quantities import extract_quantities

    return tuple(extract_quantities(text))


def printed_step(quantity: Quantity) -> float:
    """What one unit of the last printed digit is worth, in base scale; 0 for a count printed in full.

    >>> printed_step(Quantity("192.51亿元", (0, 8), Decimal(19251000000), "元"))
    1000000.0
    >>> printed_step(Quantity("43.04%", (0, 6), Decimal("43.04"), "%"))
    0.01
    >>> printed_step(Quantity("4433张", (0, 5), Decimal(4433), "张"))
    0.0
    """
    found = _PRINTED.search(unicodedata.normalize("NFKC", quantity.text))
    if not found:
        return 0.0
    number, decimals = found[0].replace(",", ""), found[1] or ""
    # Most numbers are such counts: by far the quickest to see.
    if not decimals and quantity.value == int(number) and quantity.unit not in _RATES:
        return 0.0
    printed = Decimal(number)
    scale = quantity.value / printed if printed else Decimal(1)
    if scale == 1 and not decimals and quantity.unit not in _RATES:
        return 0.0
    return float(abs(scale) * Decimal(1).scaleb(-len(decimals)))
