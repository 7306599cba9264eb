"""Fact rows of the numbers read from targets, restated targets and narratives."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter

from reconcile.assessment.clauses import sentences
from reconcile.auditing.citing import Register, part_of, register_words
from reconcile.auditing.tables import Cell, Columns, by_column, in_parts
from reconcile.model import Item, Outcome, Passage, Quantity, Reconciliation

_PRINTED = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_SPAN = attrgetter("span")
_RATES = ("%", "‰", "个百分点", "百分点")


_Numbers = Mapping[str, Sequence[Quantity]]
_Place = tuple[str | None, str | None, str, int]
# A text that numbers are read from, what was read when its item was judged, and the first cells of its rows.
_Text = tuple[Passage, _Numbers, _Place]


def quantity_parts(
    reconciliation: Reconciliation, outcomes: Sequence[tuple[Outcome, str | None]], register: Register
) -> Iterator[Columns]:
    """The table ``quantities``, one row a number; ``outcomes`` come with the target they answer."""
    items = {item.target.id: item for item in reconciliation.items}
    yield from in_parts(reconciliation.items, lambda part, _: _columns(_targets(part), register))
    yield from in_parts(outcomes, lambda part, _: _columns(_answers(part, items), register))


def _columns(texts: Iterable[_Text], register: Register) -> Columns:
    """The rows of some texts."""
    quantities: list[Quantity] = []
    places: list[_Place] = []
    around: list[tuple[int, int, str, str, int | None]] = []
    for passage, numbers, place in texts:
        text = passage.text
        read = numbers[text] if text in numbers else _read(text)
        if read:
            found = sorted(read, key=_SPAN)
            quantities += found
            places += [place] * len(found)
            around += _around(text, found, register_words(register, passage))
    columns: dict[str, Sequence[Cell]] = {
        name: list(map(attrgetter(name), quantities))
        for name in ("text", "unit", "dimension", "comparator", "measure", "basis", "sign", "approximate")
    }
    columns["value"] = [float(quantity.value) for quantity in quantities]
    columns["value_high"] = [None if q.value_high is None else float(q.value_high) for q in quantities]
    columns["step"] = [printed_step(quantity) for quantity in quantities]
    columns |= by_column(("target_id", "outcome_id", "source", "response"), places)
    return columns | by_column(("n", "sentence", "before", "after", "cite"), around)


def _targets(items: Sequence[Item]) -> Iterator[_Text]:
    for item in items:
        yield item.target.text, _numbers(item), (item.target.id, None, "target", 0)


def _answers(outcomes: Sequence[tuple[Outcome, str | None]], items: Mapping[str, Item]) -> Iterator[_Text]:
    for outcome, target in outcomes:
        numbers = _numbers(items[target]) if target is not None else {}
        yield outcome.text, numbers, (target, outcome.id, "restated", 0)
        for index, response in enumerate(outcome.responses, start=1):
            yield response.narrative, numbers, (target, outcome.id, "narrative", index)


def _numbers(item: Item) -> _Numbers:
    """What was read of an item's texts when it was judged, by text."""
    return {one.text: one.quantities for one in item.numbers}


def _around(
    text: str, quantities: Sequence[Quantity], cite: int | None
) -> Iterator[tuple[int, int, str, str, int | None]]:
    """The count, the sentence, the words before and after, and the citation of the quantities of one text."""
    spans = sentences(text)
    sentence, ends, last = 0, 0, len(quantities)
    for n, quantity in enumerate(quantities, start=1):
        start, end = quantity.span
        while sentence < len(spans) and spans[sentence][1] <= start:
            sentence += 1
        held = sentence < len(spans) and spans[sentence][0] <= start
        opening, closing = spans[sentence] if held else (start, start)
        before = text[max(opening, ends) : start]
        after = text[end : min(closing, quantities[n].span[0]) if n < last else closing]
        yield n, sentence + 1 if held else 0, before, after, part_of(cite, start, end)
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
    # Most numbers are counts printed in full: by far the quickest to see.
    digits = str(quantity.value)
    if digits.isdigit() and quantity.text.startswith(digits) and quantity.unit not in _RATES:
        behind = quantity.text[len(digits) : len(digits) + 1]
        if behind.isalpha() or not behind:
            return 0.0
    found = _PRINTED.search(unicodedata.normalize("NFKC", quantity.text))
    if not found:
        return 0.0
    number = Decimal(found[0].replace(",", ""))
    decimals = found[1] or ""
    scale = quantity.value / number if number else Decimal(1)
    if scale == 1 and not decimals and quantity.unit not in _RATES:
        return 0.0
    return float(abs(scale) * Decimal(1).scaleb(-len(decimals)))
