"""Nothing is lost, nothing is invented: an independent count of every document, and every passage found again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile.model import Document, Passage
from reconcile.reading import read_outcome, read_plan, read_progress, read_report

DATA = Path(__file__).resolve().parents[2] / "data"
PLAN = DATA / "heze-2023" / "plan.txt"
FIRST = DATA / "heze-2023" / "outcome-044-085.txt"
LAST = DATA / "heze-2023" / "outcome-140-199.txt"
REPORT = DATA / "heze-2023" / "work-report.txt"
HALF_YEAR = DATA / "heze-2020" / "h1-progress.txt"


def read(path: Path) -> tuple[Document, list[Passage]]:
    if path == PLAN:
        plan = read_plan(path)
        return plan.document, [p for t in plan.targets for p in (t.text, *(note.passage for note in t.notes))]
    if path == REPORT:
        work = read_report(path)
        return work.document, [*(each.passage for each in work.commitments), *(each.passage for each in work.actuals)]
    report = read_outcome(path)
    narratives = [response.narrative for outcome in report.outcomes for response in outcome.responses]
    return report.documents[0], [*(outcome.text for outcome in report.outcomes), *narratives]


def ink(text: str) -> int:
    return sum(not sign.isspace() for sign in text)


ALL = pytest.mark.parametrize("path", [PLAN, FIRST, LAST, REPORT, HALF_YEAR], ids=lambda path: path.stem)


@ALL
def test_every_character_is_accounted_for(path: Path) -> None:
    document, _ = read(path)
    assert document.accounting.total == ink(path.read_text(encoding="utf-8"))
    assert document.accounting.record > 0.6 * document.accounting.total


@ALL
def test_residue_stays_under_half_a_percent(path: Path) -> None:
    document, _ = read(path)
    assert document.accounting.residue == sum(ink(passage.text) for passage in document.residues)
    assert document.accounting.residue < 0.005 * document.accounting.total


@ALL
def test_every_passage_is_found_at_its_place_and_claimed_once(
    path: Path, exact: Callable[[str, Document, list[Passage]], None]
) -> None:
    document, passages = read(path)
    assert len(passages) >= document.records
    exact(path.read_text(encoding="utf-8"), document, passages)


@ALL
def test_diagnostics_cite_what_is_there(path: Path) -> None:
    document, _ = read(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    for diagnostic in document.diagnostics:
        assert diagnostic.message.en
        assert diagnostic.message.zh
        if diagnostic.citation is not None and diagnostic.citation.text:
            place = diagnostic.citation
            assert lines[place.line - 1].startswith(place.text, place.column - 1)


@pytest.mark.parametrize("path", [PLAN, LAST, HALF_YEAR], ids=lambda path: path.stem)
def test_what_is_a_header_and_what_is_prose_in_tab_separated_documents(path: Path) -> None:
    """Told here by a rule of thumb that these three documents happen to obey, and that the reading does not use."""
    lines = path.read_text(encoding="utf-8").split("\n")
    accounting = read(path)[0].accounting
    assert accounting.header == sum(ink(line) for line in lines if line.startswith("序号\t"))
    assert accounting.separator == sum(ink(line) for line in lines if line == "---")
    assert accounting.prose == sum(ink(line) for line in lines if "\t" not in line and line != "---")


def test_pipes_and_rules_of_the_markdown_table_are_separators() -> None:
    lines = FIRST.read_text(encoding="utf-8").split("\n")
    accounting = read(FIRST)[0].accounting
    rule = next(line for line in lines if line.startswith("|--"))
    assert accounting.separator == ink(rule) + sum(line.count("|") for line in lines if line != rule)
    assert accounting.header == ink(next(line for line in lines if line.startswith("| 序号"))) - 8


def test_record_characters_are_the_records_own() -> None:
    """The cells of all 56 half-year rows, put together again, are the characters counted as records."""
    plan, report = read_progress(HALF_YEAR)
    words = 0
    for outcome in report.outcomes:
        response = outcome.responses[0]
        owners = sum(len(owner.name) for owner in response.owners)
        words += len(outcome.id) + ink(outcome.text.text) + len(response.leader) + ink(response.narrative.text)
        words += len(outcome.deadline) + len(outcome.claim_text) + owners
    assert words == plan.document.accounting.record
