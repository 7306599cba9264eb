"""Fact rows of the numbers read from targets, restated targets and narratives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from reconcile.assessment.clauses import containing, sentences
from reconcile.auditing.citing import Register, part_of, register_words
from reconcile.auditing.tables import Cell
from reconcile.model import Outcome, Passage, Quantity, Reconciliation

_PRINTED = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_RATES = ("%", "‰", "个百分点", "百分点")


def quantity_rows(
    reconciliation: Reconciliation, outcomes: Sequence[tuple[Outcome, str | None]], register: Register
) -> Iterator[tuple[Cell, ...]]:
    """One row a number, in the columns of the table ``quantities``; ``outcomes`` come with the target they answer."""
    for item in reconciliation.items:
        yield from _rows_of(item.target.text, (item.target.id, None, "target", 0), register)
    for outcome, target in outcomes:
        yield from _rows_of(outcome.text, (target, outcome.id, "restated", 0), register)
        for index, response in enumerate(outcome.responses, start=1):
            yield from _rows_of(response.narrative, (target, outcome.id, "narrative", index), register)


def _rows_of(
    passage: Passage, place: tuple[str | None, str | None, str, int], register: Register
) -> Iterator[tuple[Cell, ...]]:
    rows = _read(passage.text)
    if rows:
        cite = register_words(register, passage)
        for row, start, end in rows:
            yield (*place, *row, part_of(cite, start, end))


# Rows of a plan repeat in its outcomes and, over the years, in one another.
@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[tuple[tuple[Cell, ...], int, int], ...]:
    """The cells of every number of a text from ``n`` to ``after``, each with the number's span."""
    from reconcile.quantities import extract_quantities

    quantities = sorted(extract_quantities(text), key=lambda quantity: quantity.span)
    if not quantities:
        return ()
    spans = sentences(text)
    held = [containing(spans, quantity.span[0]) for quantity in quantities]
    rows = []
    for n, quantity in enumerate(quantities):
        start, end = quantity.span
        opening, closing = held[n]
        before = max(opening, quantities[n - 1].span[1] if n else 0)
        after = min(closing, quantities[n + 1].span[0] if n + 1 < len(quantities) else closing)
        sentence = next((i for i, (first, last) in enumerate(spans, start=1) if first <= start < last), 0)
        rows.append((_cells(quantity, n + 1, sentence, text[before:start], text[end:after]), start, end))
    return tuple(rows)


def _cells(quantity: Quantity, n: int, sentence: int, before: str, after: str) -> tuple[Cell, ...]:
    return (
        n,
        sentence,
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
        before,
        after,
    )


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
    number = Decimal(found[0].replace(",", ""))
    decimals = found[1] or ""
    scale = quantity.value / number if number else Decimal(1)
    if scale == 1 and not decimals and quantity.unit not in _RATES:
        return 0.0
    return float(abs(scale) * Decimal(1).scaleb(-len(decimals)))
