"""What holds of every reading, whatever the document: asserted by the fuzz targets, by tests and by mutations.

Nothing but ``ReconcileError`` is raised, every non-blank character is accounted for, every passage, citation and
quantity gives the exact characters that stand at its place, and the time is bounded by the size.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import permutations
from pathlib import Path

from reconcile.errors import ReconcileError
from reconcile.model import (
    Citation,
    CompletionReport,
    Document,
    Outcome,
    Passage,
    Plan,
    Reconciliation,
    Target,
    WorkReport,
)
from reconcile.quantities import extract_quantities
from reconcile.reading import read_content, read_outcome, read_plan, read_report
from reconcile.reading.content import mended
from reconcile.reading.rows import visible

# Processor seconds that any document may take, and those that each byte of it adds; several hundred times what is
# usual, so that only work that grows faster than the document goes beyond.
LEAST_SECONDS = 2.0
SECONDS_A_BYTE = 1e-3
HUNDRED = Decimal(100)
NEARLY = Decimal("0.001")
DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
CHINESE = re.compile("[零〇一二三四五六七八九十百千万萬亿億两兩半倍双雙首]")
ALL = re.compile("全|皆|都|均|所有|100|清零")


def of_target(target: Target) -> Iterator[Passage]:
    """The passages of a target."""
    yield target.text
    yield from (note.passage for note in target.notes)


def of_outcome(outcome: Outcome) -> Iterator[Passage]:
    """The passages of an outcome."""
    yield outcome.text
    yield from (response.narrative for response in outcome.responses)
    yield from (note.passage for note in outcome.notes)


def ink(text: str) -> int:
    """The number of characters that are not blank."""
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
    lines = text_lines(text)
    taken: set[tuple[int, int]] = set()
    for passage in (*passages, *document.residues):
        for line, column, sign in places(passage):
            assert lines[line - 1][column - 1] == sign, passage
            assert (line, column) not in taken, passage
            taken.add((line, column))
    assert len(taken) <= document.accounting.record + document.accounting.residue


def text_lines(text: str) -> list[str]:
    """The lines of a text as citations count them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def check_text_reading(path: Path) -> bool:
    """Read one file as a plan, a completion report and a work report; whether any of them could be read.

    Raises ``AssertionError`` where an invariant is broken.
    """
    start = time.process_time()
    try:
        content = read_content(path)
    except ReconcileError as error:
        check_error(error)
        return False
    read = 0
    for name in ("plan", "outcome", "report"):
        try:
            document, passages = _read(path, name)
        except ReconcileError as error:
            check_error(error)
            continue
        read += 1
        if content.format != "text":
            continue
        turned_back = mended(content)
        told = turned_back is not None and turned_back.notes[-1] in document.diagnostics
        text = turned_back.text if turned_back is not None and told else content.text
        if name == "report":
            # Passages of a work report may overlap: a promise is quoted in full and in part.
            assert document.accounting.total == ink(text)
        else:
            check_exact(text, document, passages)
        _check_citations(text, document)
    taken = time.process_time() - start
    assert taken < LEAST_SECONDS + SECONDS_A_BYTE * path.stat().st_size, f"{taken:.1f} s"
    return read > 0


def check_quantities(text: str) -> None:
    """Read the quantities of a text. Raises ``AssertionError`` where an invariant is broken."""
    start = time.process_time()
    end = 0
    for quantity in extract_quantities(text):
        first, last = quantity.span
        assert end <= first < last <= len(text), quantity
        assert quantity.text == text[first:last], quantity
        assert quantity.value.is_finite(), quantity
        assert quantity.value_high is None or quantity.value_high.is_finite(), quantity
        measured_from, measured_to = quantity.measure_span
        assert 0 <= measured_from <= measured_to <= len(text), quantity
        end = last
    taken = time.process_time() - start
    assert taken < LEAST_SECONDS + SECONDS_A_BYTE * len(text.encode("utf-8", "surrogatepass")), f"{taken:.1f} s"


def _read(path: Path, name: str) -> tuple[Document, list[Passage]]:
    read: Plan | CompletionReport | WorkReport
    if name == "plan":
        read = read_plan(path)
        return read.document, [passage for target in read.targets for passage in of_target(target)]
    if name == "outcome":
        read = read_outcome(path, prose=True)
        return read.documents[0], [passage for outcome in read.outcomes for passage in of_outcome(outcome)]
    read = read_report(path)
    return read.document, []


def _check_citations(text: str, document: Document) -> None:
    """What a diagnostic cites begins at its place; it may go on in the next piece of a cell."""
    lines = text_lines(text)
    for diagnostic in document.diagnostics:
        cited = diagnostic.citation
        if cited is not None and cited.text:
            assert lines[cited.line - 1][cited.column - 1] == cited.text[0], diagnostic


def check_error(error: ReconcileError) -> None:
    """A refusal is one line with a remedy."""
    assert error.remedy, error
    assert "\n" not in str(error), error


def uncited(result: Reconciliation) -> list[str]:
    """The goals and achievements of a result whose citation is not cut from the item, or does not hold the number.

    What a number is read from is told from its digits alone, independently of how quantities are read: the digits of
    the value are those of a number in the words cited, of that number in another unit, or of the sum, difference or
    share of those that are cited together. An implied achievement cites the clause that implies it: words, with or
    without numbers.
    """
    found = []
    for item in result.items:
        sources = [*of_target(item.target), *(passage for outcome in item.outcomes for passage in of_outcome(outcome))]
        for judged in item.goals:
            cited = [("goal", judged.goal.value, judged.goal.citation, judged.goal.origin == "outcome")]
            if judged.achievement is not None:
                got = judged.achievement
                cited.append(("achievement", got.value, got.citation, got.basis == "implied"))
            for what, value, citation, worked_out in cited:
                if not any(_is_cut_from(citation, source) for source in sources):
                    found.append(f"{item.target.id}: {what} {value}: {citation} stands in no passage of the item")
                elif not citation.text.strip() or not (worked_out or _holds(citation.text, value)):
                    found.append(f"{item.target.id}: {what} {value} is not in {citation.text!r}")
    return found


def _is_cut_from(citation: Citation, source: Passage) -> bool:
    at = source.text.find(citation.text)
    while at >= 0:
        if source.cite(at, at + len(citation.text)) == citation:
            return True
        at = source.text.find(citation.text, at + 1)
    return False


def _holds(words: str, value: Decimal) -> bool:
    plain = unicodedata.normalize("NFKC", "".join(visible(words).split())).replace(",", "")
    if ALL.search(plain) and value == HUNDRED:
        return True
    if CHINESE.search(plain):
        # Numerals in characters are not read a second time here: that there is one is all that is told.
        return True
    numbers = [Decimal(digits) for digits in DIGITS.findall(plain)]
    made = {*numbers, sum(numbers, Decimal(0))}
    made.update(one - other for one, other in permutations(numbers, 2))
    made.update(one + other for one, other in permutations(numbers, 2))
    made.update(HUNDRED * one / other for one, other in permutations(numbers, 2) if other)
    return any(_same_digits(value, one) for one in made)


def _same_digits(value: Decimal, printed: Decimal) -> bool:
    """Whether one is the other times a power of ten, or that times what parts 亩 from 公顷."""
    if not value or not printed:
        return value == printed
    ratio = abs(value / printed)
    return any(
        abs(scaled.scaleb(-scaled.adjusted()) - 1) < NEARLY or abs(scaled.scaleb(-scaled.adjusted()) - 10) < NEARLY
        for scaled in (ratio, ratio * 15, ratio / 15)
    )
