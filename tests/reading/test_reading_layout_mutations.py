"""The small documents in every layout, with lines cut and moved and characters changed: read or refused, none lost."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from reconcile.errors import DocumentError
from reconcile.model import Document, Passage
from reconcile.reading import read_outcome, read_plan

FOLDER = Path(__file__).parent / "layouts"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix in (".txt", ".md"))
SIGNS = "\t|：:。，（）1.、 \n“"


def mutated(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        lines = text.split("\n")
        kind = chance.randrange(5)
        if kind == 0 and len(lines) > 1:
            lines.pop(chance.randrange(len(lines)))
        elif kind == 1:
            lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
        elif kind == 2:
            one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            lines[one], lines[other] = lines[other], lines[one]
        text = "\n".join(lines)
        place = chance.randrange(len(text) + 1)
        if kind == 3:
            text = text[:place] + chance.choice(SIGNS) + text[place:]
        elif kind == 4:
            text = text[:place] + text[place + chance.randint(1, 8) :]
    return text


@pytest.mark.parametrize("rounds", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_mutated_documents_are_read_or_refused(
    rounds: int, tmp_path: Path, exact: Callable[[str, Document, Iterable[Passage]], None]
) -> None:
    path = tmp_path / "mutated.txt"
    read = 0
    for document in DOCUMENTS:
        chance = random.Random(document.stem)
        text = document.read_text(encoding="utf-8")
        for _ in range(rounds):
            changed = mutated(text, chance)
            path.write_text(changed, encoding="utf-8", newline="")
            try:
                report = read_outcome(path, prose=True)
            except DocumentError as error:
                assert error.remedy
            else:
                narratives = [response.narrative for outcome in report.outcomes for response in outcome.responses]
                notes = [note.passage for outcome in report.outcomes for note in outcome.notes]
                texts = [outcome.text for outcome in report.outcomes]
                exact(changed, report.documents[0], [*texts, *narratives, *notes])
                read += 1
            try:
                plan = read_plan(path)
            except DocumentError as error:
                assert error.remedy
            else:
                exact(changed, plan.document, [target.text for target in plan.targets])
    assert read > 0.8 * rounds * len(DOCUMENTS)
