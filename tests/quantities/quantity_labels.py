"""Reads the labelled phrases and traps, and scores what the reader says about them."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from reconcile.model import Quantity
from reconcile.quantities import extract_quantities

HERE = Path(__file__).parent
_LABEL = re.compile(
    r"(?P<span>.+) = (?P<about>~?)(?P<value>-?[0-9]+(?:[.][0-9]+)?)(?:[.][.](?P<high>[0-9.]+))? (?P<unit>.+?) "
    r"(?P<comparator>eq|ge|le|approx|range|rank|full)(?P<down> down)? \| (?P<measure>.*?) ?\| (?P<basis>[a-z_]+)"
)


@dataclass(frozen=True)
class Label:
    """One quantity as a reader would write it down."""

    span: str
    value: Decimal
    high: Decimal | None
    unit: str
    comparator: str
    approximate: bool
    sign: int
    measure: str
    basis: str


@dataclass(frozen=True)
class Phrase:
    """A text with the quantities in it, in reading order."""

    text: str
    labels: tuple[Label, ...]
    header: str = ""


def _label(line: str) -> Label:
    match = _LABEL.fullmatch(line)
    assert match is not None, line
    part = match.groupdict()
    return Label(
        part["span"],
        Decimal(part["value"]),
        Decimal(part["high"]) if part["high"] else None,
        "" if part["unit"] == "-" else part["unit"],
        part["comparator"],
        bool(part["about"]),
        -1 if part["down"] else 1,
        part["measure"].strip(),
        part["basis"],
    )


def _toml(name: str) -> dict[str, Any]:
    with (HERE / name).open("rb") as stream:
        return tomllib.load(stream)


def phrases(*sections: str) -> list[Phrase]:
    """The labelled phrases of these sections of phrases.toml."""
    table = _toml("phrases.toml")
    found = [
        Phrase(text, tuple(map(_label, lines)))
        for section in sections
        for text, *lines in (table[section] if section != "headers" else ())
    ]
    if "headers" in sections:
        found += [Phrase(text, tuple(map(_label, lines)), header) for header, text, *lines in table["headers"]]
    return found


def traps() -> Iterator[tuple[str, str, str]]:
    """Class, sentence and the words in it that are no quantity."""
    for kind, rows in _toml("traps.toml").items():
        for sentence, words in rows:
            yield kind, sentence, words


def stepped_on(sentence: str, words: str) -> list[Quantity]:
    """The quantities read from a sentence that touch the words of the trap."""
    start = sentence.index(words)
    end = start + len(words)
    return [q for q in extract_quantities(sentence) if q.span[0] < end and start < q.span[1]]


@dataclass
class Score:
    """How many labels were found, and of those how many agree in each respect."""

    labelled: int = 0
    read: int = 0
    values: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Of values: one labelled, one read."""
        return 2 * self.values / (self.labelled + self.read)

    def rate(self, respect: str) -> float:
        """The share of the values found that agree in one respect."""
        return self.right[respect] / self.values


def _matching(label: Label, quantities: list[Quantity], used: set[int]) -> int | None:
    for at, quantity in enumerate(quantities):
        same = quantity.value == label.value and quantity.value_high == label.high
        if at not in used and same and quantity.text in (label.span, quantity.text) and _overlap(label, quantity):
            return at
    return None


def _overlap(label: Label, quantity: Quantity) -> bool:
    return label.span in quantity.text or quantity.text in label.span


def score(labelled: list[Phrase]) -> Score:
    """The reader's answers on these phrases."""
    result = Score()
    for phrase in labelled:
        quantities = extract_quantities(phrase.text, phrase.header)
        result.labelled += len(phrase.labels)
        result.read += len(quantities)
        used: set[int] = set()
        for label in phrase.labels:
            at = _matching(label, quantities, used)
            if at is None:
                result.wrong.append(f"missing {label.span!r} ({label.value} {label.unit}) in {phrase.text}")
                continue
            used.add(at)
            result.values += 1
            _compare(label, quantities[at], phrase.text, result)
        result.wrong += [f"extra {q.text!r} in {phrase.text}" for at, q in enumerate(quantities) if at not in used]
    return result


def _compare(label: Label, quantity: Quantity, text: str, result: Score) -> None:
    near = bool(label.measure) == bool(quantity.measure) and (
        label.measure in quantity.measure or quantity.measure in label.measure
    )
    respects = {
        "span": (quantity.text, label.span),
        "unit": (quantity.unit, label.unit),
        "comparator": (quantity.comparator, label.comparator),
        "approximate": (quantity.approximate, label.approximate),
        "sign": (quantity.sign, label.sign),
        "measure": (quantity.measure, label.measure),
        "basis": (quantity.basis, label.basis),
    }
    for respect, (read, meant) in respects.items():
        if read == meant:
            result.right[respect] += 1
        else:
            result.wrong.append(f"{respect} of {label.span!r}: read {read!r}, meant {meant!r} in {text}")
    result.right["measure in part"] += near
