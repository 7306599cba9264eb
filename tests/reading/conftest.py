from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from reconcile.model import Document, Outcome, Passage, Plan, Target
from reconcile.reading import read_outcome, read_plan


def of_target(target: Target) -> Iterator[Passage]:
    yield target.text
    yield from (note.passage for note in target.notes)


def of_outcome(outcome: Outcome) -> Iterator[Passage]:
    yield outcome.text
    yield from (response.narrative for response in outcome.responses)
    yield from (note.passage for note in outcome.notes)


def ink(text: str) -> int:
    return sum(not sign.isspace() for sign in text)


def places(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Line, column and character of each non-blank character, by the passage's own word."""
    pieces = passage.pieces or ((0, passage.line, passage.column),)
    ends = [*(piece[0] for piece in pieces[1:]), len(passage.text)]
    for (start, line, column), end in zip(pieces, ends, strict=True):
        for offset in range(start, end):
            if not passage.text[offset].isspace():
                yield line, column + offset - start, passage.text[offset]


def check_exact(text: str, document: Document, passages: Iterable[Passage]) -> None:
    """Every character of the text is accounted for, and each passage stands at its place and is claimed once."""
    assert document.accounting.total == ink(text)
    assert document.accounting.residue == sum(ink(passage.text) for passage in document.residues)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    taken: set[tuple[int, int]] = set()
    for passage in (*passages, *document.residues):
        for line, column, sign in places(passage):
            assert lines[line - 1][column - 1] == sign, passage
            assert (line, column) not in taken, passage
            taken.add((line, column))
    assert len(taken) <= document.accounting.record + document.accounting.residue


@pytest.fixture(scope="session")
def exact() -> Callable[[str, Document, Iterable[Passage]], None]:
    return check_exact


@pytest.fixture
def plan_of(tmp_path: Path) -> Callable[..., Plan]:
    """Reads a text as a plan, and checks the count and place of every character."""

    def read(text: str, name: str = "plan.txt") -> Plan:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        plan = read_plan(path)
        check_exact(text, plan.document, [p for target in plan.targets for p in of_target(target)])
        return plan

    return read


@pytest.fixture
def outcomes_of(tmp_path: Path) -> Callable[..., tuple[Document, tuple[Outcome, ...]]]:
    """Reads a text as a completion report, and checks the count and place of every character."""

    def read(text: str, name: str = "outcome.txt") -> tuple[Document, tuple[Outcome, ...]]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        report = read_outcome(path)
        check_exact(text, report.documents[0], [p for outcome in report.outcomes for p in of_outcome(outcome)])
        return report.documents[0], report.outcomes

    return read
