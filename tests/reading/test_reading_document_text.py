"""A document keeps the text that citations count lines and columns in, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from format_writers import WRITERS, parts_of

from reconcile.model import Citation, CompletionReport, Plan
from reconcile.reading import read_outcome, read_plan, read_report

HEZE = Path(__file__).resolve().parents[2] / "data" / "heze-2023"
OUTCOME = HEZE / "outcome-140-199.txt"


def citations(read: Plan | CompletionReport) -> Iterator[Citation]:
    if isinstance(read, Plan):
        yield from (target.text.cite() for target in read.targets)
        return
    for outcome in read.outcomes:
        yield outcome.text.cite()
        yield from (response.narrative.cite() for response in outcome.responses)


def words_at(text: str, citation: Citation) -> str:
    line = text.split("\n")[citation.line - 1]
    return line[citation.column - 1 : citation.column - 1 + len(citation.text)]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_the_words_cited_stand_in_the_text_of_a_plan(tmp_path: Path, ends: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes((HEZE / "plan.txt").read_text(encoding="utf-8").replace("\n", ends).encode())
    plan = read_plan(path)
    cited = list(citations(plan))
    assert len(cited) == 200
    assert [c for c in cited if words_at(plan.document.text, c) != c.text] == []


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_the_words_cited_stand_in_the_text_of_a_report_of_any_format(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"outcome{ending if ending.startswith('.') else '.' + ending}"
    path.write_bytes(WRITERS[ending](parts_of(OUTCOME.read_text(encoding="utf-8"))))
    report = read_outcome(path)
    (document,) = report.documents
    cited = [c for c in citations(report) if c.text]
    assert len(cited) >= 100
    # What a cell holds in several lines stands in one line of the text, so that lines can be counted.
    assert [c for c in cited if words_at(document.text, c) != c.text.replace("\n", " ")] == []


def test_a_work_report_keeps_its_text() -> None:
    report = read_report(HEZE / "work-report.txt")
    promised = [commitment.citation for commitment in report.commitments]
    # A sentence that a page break cuts begins where it is cited and goes on in a later line.
    begun = [words_at(report.document.text, citation) for citation in promised]
    assert all(words and citation.text.startswith(words) for words, citation in zip(begun, promised, strict=True))
    assert sum(words == citation.text for words, citation in zip(begun, promised, strict=True)) == len(promised) - 2
