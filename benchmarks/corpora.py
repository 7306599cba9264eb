"""Makes a plan and its completion table of any size, hard as real ones are, and knows which row answers which target.

    python benchmarks/corpora.py ROWS [FOLDER] [SEED] [WORDS]

writes ``plan.csv``, ``outcome.csv`` and ``truth.csv``. The words come from ``corpora.toml``, or from another file that
has the same tables (``corpora-other``); places and projects are made up. What makes it hard, with the shares below:
siblings that differ from an earlier target by a place, a name, a number or a clause; characters misread, lost and
doubled; clauses left out; numbers changed; words exchanged; owners abbreviated or missing; targets without a row; rows
without a target, most of them siblings of real ones; targets answered by two rows and rows that answer two. The rows
are shuffled, so that their order says nothing. The same seed gives the same rows.
"""

from __future__ import annotations

import csv
import random
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

SIBLINGS = 0.42
MISSING = 0.06
SURPLUS = 0.06
SURPLUS_SIBLINGS = 0.6
SPLIT = 0.003
MERGED = 0.003
# For each clause beyond the first: the longer a target, the likelier a clause of it is left out.
CUT = 0.07
MISREAD = 0.22
CHANGED_NUMBERS = 0.14
EXCHANGED_WORDS = 0.30
NO_OWNERS = 0.10
# Targets to a place: a county's share of a ministry's table.
PER_PLACE = 35


@dataclass(frozen=True, slots=True)
class Line:
    """One clause of a target: what it says before its slots are filled, and what fills them."""

    words: str
    number: str
    name: str
    other: str

    def text(self, place: str) -> str:
        """The clause as printed."""
        filled = self.words.replace("{place2}", self.other).replace("{place}", place).replace("{name}", self.name)
        for slot in ("{n}", "{pc}", "{dec}", "{digit}", "{code}"):
            filled = filled.replace(slot, self.number)
        return filled


@dataclass(frozen=True, slots=True)
class Made:
    """One target before it is printed."""

    field: int
    place: str
    names_place: bool
    lines: tuple[Line, ...]
    owners: tuple[str, ...]

    def text(self, mark: str = "，") -> str:
        """The target as printed."""
        return (self.place if self.names_place else "") + mark.join(line.text(self.place) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The rows (id, text, owners) of both sides, which answer which, and the targets whose row lost a clause."""

    plan: list[tuple[str, str, str]]
    outcome: list[tuple[str, str, str]]
    truth: set[tuple[str, str]]
    cut: set[str] = field(default_factory=set)
    surplus: set[str] = field(default_factory=set)


class Drawing(random.Random):
    """A source of chance, and the words that are drawn."""

    words: dict[str, Any]


@cache
def _words(name: str) -> dict[str, Any]:
    with (Path(__file__).parent / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _places(chance: Drawing, count: int) -> list[str]:
    words = chance.words["places"]
    names = [first + second for first in words["first"] for second in words["second"] if first != second]
    chance.shuffle(names)
    return [name + chance.choice(words["levels"]) for name in names[:count]]


def _number(chance: Drawing, words: str) -> str:
    if "{pc}" in words:
        return str(chance.randint(40, 99))
    if "{dec}" in words:
        return f"{chance.randint(1, 90) / 10:g}"
    if "{digit}" in words:
        return chance.choice("一二三四五六七八九")
    if "{code}" in words:
        return str(chance.randint(101, 399))
    return str(chance.choice((chance.randint(2, 30), chance.randint(10, 300), chance.randint(2, 90) * 100)))


def _name(chance: Drawing) -> str:
    words = chance.words["names"]
    return str(chance.choice(words["first"]) + chance.choice(words["second"]) + chance.choice(words["third"]))


def _line(chance: Drawing, words: str, places: Sequence[str]) -> Line:
    return Line(words, _number(chance, words), _name(chance), chance.choice(places))


def _owners(chance: Drawing, field: int, place: str, names_place: bool) -> tuple[str, ...]:
    """The owners of a target; where its text does not name the place, its first owner does."""
    words = chance.words
    known = words["field"][field]["owners"]
    first = known[0] if chance.random() < 0.7 else chance.choice(known)
    local = not names_place or chance.random() < 0.4
    owners = [(place if local else chance.choice(words["owners"]["levels"])) + first]
    if chance.random() < 0.35:
        owners.append(place + words["owners"]["government"])
    if chance.random() < 0.15:
        owners.append("市" + chance.choice(chance.choice(words["field"])["owners"]))
    return tuple(dict.fromkeys(owners))


def _fresh(chance: Drawing, places: Sequence[str]) -> Made:
    field = chance.randrange(len(chance.words["field"]))
    place = chance.choice(places)
    many = chance.choices((1, 2, 3, 4), (0.15, 0.40, 0.30, 0.15))[0]
    lines = tuple(_line(chance, words, places) for words in chance.sample(chance.words["field"][field]["lines"], many))
    names_place = chance.random() < 0.8
    return Made(field, place, names_place, lines, _owners(chance, field, place, names_place))


def _sibling(chance: Drawing, of: Made, places: Sequence[str]) -> Made:
    """A target that differs from another by its place, a name, a number or a clause."""
    kind = chance.choices(("place", "name", "number", "clause"), (0.6, 0.2, 0.05, 0.15))[0]
    if kind == "place":
        place = chance.choice(places)
        return replace(of, place=place, names_place=True, owners=_owners(chance, of.field, place, True))
    at = chance.randrange(len(of.lines))
    line = of.lines[at]
    if kind == "name" and "{name}" in line.words:
        line = replace(line, name=_name(chance))
    elif kind == "number" and line.number:
        line = replace(line, number=_number(chance, line.words))
    else:
        line = _line(chance, chance.choice(chance.words["field"][of.field]["lines"]), places)
    return replace(of, lines=(*of.lines[:at], line, *of.lines[at + 1 :]))


def _misread(chance: Drawing, text: str) -> str:
    """The text with one to three characters as a bad scan has them, more where it is long."""
    signs = list(text)
    for _ in range(chance.randint(1, 2 + len(text) // 40)):
        at = chance.randrange(len(signs))
        kind = chance.choices(("like", "other", "lost", "doubled"), (0.6, 0.15, 0.15, 0.1))[0]
        if kind == "like":
            known = [place for place, sign in enumerate(signs) if sign in chance.words["misread"]]
            if known:
                at = chance.choice(known)
                signs[at] = chance.words["misread"][signs[at]]
        elif kind == "other":
            signs[at] = chance.choice(chance.words["places"]["second"])
        elif kind == "lost" and len(signs) > 4:
            del signs[at]
        else:
            signs.insert(at, signs[at])
    return "".join(signs)


def _exchanged(chance: Drawing, text: str) -> str:
    for planned, restated in chance.words["restated"].items():
        if planned in text and chance.random() < 0.5:
            text = text.replace(planned, restated, 1)
    return text


def _restated(chance: Drawing, made: Made) -> tuple[str, bool]:
    """The target as a row gives it back, and whether a clause was left out."""
    lines = made.lines
    cut = chance.random() < CUT * (len(lines) - 1)
    if cut:
        gone = chance.randrange(len(lines))
        lines = (*lines[:gone], *lines[gone + 1 :])
    if chance.random() < CHANGED_NUMBERS:
        at = chance.randrange(len(lines))
        changed = replace(lines[at], number=_number(chance, lines[at].words)) if "{n}" in lines[at].words else lines[at]
        lines = (*lines[:at], changed, *lines[at + 1 :])
    text = replace(made, lines=lines).text(chance.choice(("，", "，", ",", "；", "、")))
    if chance.random() < EXCHANGED_WORDS:
        text = _exchanged(chance, text)
    if chance.random() < MISREAD:
        text = _misread(chance, text)
    return text + chance.choice(("", "", "。")), cut


def _reported_owners(chance: Drawing, *answered: Made) -> str:
    """The owners as a row gives them back: abbreviated, one of them left out, or none."""
    words = chance.words["owners"]
    if chance.random() < NO_OWNERS and all(made.names_place for made in answered):
        return ""
    owners = [owner for made in answered for n, owner in enumerate(made.owners) if not n or chance.random() < 0.9]
    short = chance.random() < 0.3
    return " ".join(
        dict.fromkeys(
            owner.replace(words["government"], words["government_short"]) if short else owner for owner in owners
        )
    )


def _joined(chance: Drawing, first: Made, second: Made) -> str:
    return _restated(chance, first)[0].rstrip("。") + "；" + _restated(chance, second)[0]


def _new(chance: Drawing, like: Sequence[Made], places: Sequence[str], known: set[str]) -> Made:
    """A target with a text that is not known yet, a sibling of one of ``like`` where there are any."""
    while True:
        made = _sibling(chance, chance.choice(like), places) if like else _fresh(chance, places)
        if (text := made.text()) not in known:
            known.add(text)
            return made


def _targets(chance: Drawing, rows: int, places: Sequence[str]) -> list[Made]:
    """The plan, place by place, as a table of many counties has it."""
    made: list[Made] = []
    known: set[str] = set()
    for _ in range(rows):
        made.append(_new(chance, made if made and chance.random() < SIBLINGS else [], places, known))
    return sorted(made, key=lambda each: each.place)


def make(rows: int, seed: int = 1, words: str = "corpora") -> Corpus:
    """A plan of ``rows`` targets and its completion table; ``words`` names the file that its words come from."""
    chance = Drawing(seed)
    chance.words = _words(words)
    places = _places(chance, max(12, rows // PER_PLACE))
    made = _targets(chance, rows, places)
    known = {each.text() for each in made}
    plan = [(f"T{n}", each.text(), " ".join(each.owners)) for n, each in enumerate(made, 1)]
    reported: list[tuple[str, str, tuple[str, ...], bool]] = []
    position = 0
    while position < rows:
        each, ids = made[position], (f"T{position + 1}",)
        fate = chance.random()
        if fate < MISSING:
            position += 1
            continue
        owners = _reported_owners(chance, each)
        if fate < MISSING + SPLIT and len(each.lines) > 1:
            halves = (each.lines[: len(each.lines) // 2], each.lines[len(each.lines) // 2 :])
            reported += [(_restated(chance, replace(each, lines=half))[0], owners, ids, False) for half in halves]
        elif MISSING + SPLIT <= fate < MISSING + SPLIT + MERGED and made[position + 1 : position + 2]:
            position += 1
            both = (*ids, f"T{position + 1}")
            owners = _reported_owners(chance, each, made[position])
            reported.append((_joined(chance, each, made[position]), owners, both, False))
        else:
            text, cut = _restated(chance, each)
            reported.append((text, owners, ids, cut))
        position += 1
    for _ in range(round(rows * SURPLUS)):
        like = chance.random() < SURPLUS_SIBLINGS
        extra = _new(chance, made if like else [], places, known)
        reported.append((_restated(chance, extra)[0], _reported_owners(chance, extra), (), False))
    chance.shuffle(reported)
    corpus = Corpus(plan, [(f"R{n}", text, owners) for n, (text, owners, _, _) in enumerate(reported, 1)], set())
    for n, (_, _, answers, cut) in enumerate(reported, 1):
        corpus.truth.update((target, f"R{n}") for target in answers)
        corpus.cut.update(answers if cut else ())
        if not answers:
            corpus.surplus.add(f"R{n}")
    return corpus


def write(corpus: Corpus, folder: Path) -> None:
    """``plan.csv`` and ``outcome.csv`` with the columns id, text and owners, and ``truth.csv`` with the links."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: list[tuple[str, Sequence[Sequence[str]]]] = [
        ("plan.csv", [("id", "text", "owners"), *corpus.plan]),
        ("outcome.csv", [("id", "text", "owners"), *corpus.outcome]),
        ("truth.csv", [("plan_id", "outcome_id"), *sorted(corpus.truth)]),
    ]
    for name, rows in tables:
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if not 1 <= len(arguments) <= 4:
        sys.exit(__doc__)
    rows, folder, seed, words = [*arguments, *(".", "1", "corpora")[len(arguments) - 1 :]]
    write(make(int(rows), int(seed), words), Path(folder))
