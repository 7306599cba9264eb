"""Every labelled number of the real targets is found, with its span, value, unit and comparator."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from reconcile.model import Quantity
from reconcile.quantities import extract_quantities

DATA = Path(__file__).parents[2] / "data"


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _target_texts() -> dict[tuple[str, str], str]:
    texts: dict[tuple[str, str], str] = {}
    for doc, path, columns in (("plan", "heze-2023/plan.txt", (0,)), ("h1", "heze-2020/h1-progress.txt", (0, 7))):
        for line in (DATA / path).read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            for column in columns:
                if len(cells) > column + 2 and cells[column].strip().isdigit():
                    texts[doc, cells[column].strip()] = cells[column + 2]
    return texts


def _labels() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for name in ("goals.csv", "added/goals.csv"):
        with (DATA / "truth" / name).open(encoding="utf-8", newline="") as stream:
            rows += csv.DictReader(stream)
    return rows


TEXTS = _target_texts()
LABELS = _labels()


def _found(label: dict[str, str]) -> Quantity | None:
    quantities = extract_quantities(TEXTS[label["doc"], label["row"]])
    return next((q for q in quantities if _squeezed(q.text) == _squeezed(label["span"])), None)


@pytest.mark.parametrize("label", LABELS, ids=lambda label: f"{label['doc']}-{label['row']}-{label['k']}")
def test_labelled_number_is_read(label: dict[str, str]) -> None:
    quantity = _found(label)
    assert quantity is not None
    high = Decimal(label["value_high"]) if label["value_high"] else None
    assert (quantity.value, quantity.value_high) == (Decimal(label["value"]), high)
    assert (quantity.unit, quantity.comparator) == (label["unit"], label["comparator"])


def test_measures_are_those_that_a_reader_names() -> None:
    exact = sum(
        quantity is not None and _squeezed(quantity.measure) == _squeezed(label["measure"])
        for label in LABELS
        for quantity in [_found(label)]
    )
    assert exact >= 105, exact
