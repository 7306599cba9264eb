"""A work report's prose → the promises of the coming year and the passages on the year before.

A report is cut into numbered sections (一、), subsections （一）, run-in headings (一是) and list items (1); each
sentence under them is a passage. What a section is about is told by the words of its heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from reconcile.errors import DocumentError
from reconcile.model import Accounting, Actual, Commitment, Document, Passage, WorkReport
from reconcile.reading.content import Content, mended, read_content
from reconcile.reading.documents import opening_notes, refuse_garbled
from reconcile.reading.fields import join_passages
from reconcile.reading.headers import is_rule
from reconcile.reading.rows import Row, ink, row_ink
from reconcile.reading.titles import plain_line, read_heading
from reconcile.resources import vocabulary
from reconcile.variants import simplified

Kind = Literal["review", "forward", "heading", ""]

_SECTION = re.compile(
    r"(?:#{1,6}\s*)?(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[部章]分?)|#{1,6}\s"
)
_SUBSECTION = re.compile(r"\s*[(（][一二三四五六七八九十]{1,3}[)）]")
_RUN_IN = re.compile(r"\s*[一二三四五六七八九十]{1,2}是")
_ITEM = re.compile(r"\s*(?:[(（]\d{1,2}[)）]|[①-⑳]|\d{1,2}[.、](?!\d))")
_SENTENCE_END = re.compile(
    r"[。！？!?]+[”’」』）)\]】]*|\.(?=\s+[A-Z]|\s*$)|[；;：:](?=\s*(?:[(（]\d{1,2}[)）]|[①-⑳]))"
)
_LINE_ENDS = "。！？!?.；;：:”’）)"
_LONGEST_RUN_IN = 18


class _Sentence(NamedTuple):
    """One sentence without the mark that numbers it; ``kind`` is its section's, "heading" where it names a part."""

    passage: Passage
    section: str
    kind: Kind


def read_report(path: str | Path | Content) -> WorkReport:
    """Read a work report: commitments from the sections that announce work, actuals from those that look back.

    Raises ``DocumentError`` where the file cannot be read, or no section looks back or announces anything.
    """
    content = read_content(path)
    name = content.path
    rows = content.prose_rows()
    rules = [row for row in rows if is_rule(row)]
    lines = [row for row in rows if not is_rule(row)]
    frame = _frame(lines) if content.format == "html" else 0
    titles = [index for index in range(len(lines)) if _is_section(lines, index)]
    sentences: list[_Sentence] = []
    for title, end in pairwise([*titles, len(lines) - frame]):
        heading = plain_line(lines[title].cells[0])
        for paragraph in _paragraphs(lines[title + 1 : end], name):
            sentences.extend(_sentences(paragraph, heading, _section_kind(heading)))
    commitments = tuple(Commitment(each.passage, each.section) for each in sentences if each.kind == "forward")
    actuals = tuple(Actual(each.passage, each.section) for each in sentences if each.kind == "review")
    if not commitments and not actuals:
        turned_back = mended(content)
        if turned_back is not None:
            return read_report(turned_back)
        refuse_garbled(content.all_text(), name)
        raise _no_sections([lines[index].cells[0] for index in titles], name)
    first = next(index for index in titles if _section_kind(plain_line(lines[index].cells[0])))
    said_of_itself = read_heading([row.cells[0] for row in lines[:first]])
    document = Document(
        name,
        "report",
        content.sha256,
        content.encoding,
        said_of_itself.title,
        said_of_itself.issuer,
        said_of_itself.number,
        said_of_itself.date,
        said_of_itself.as_of,
        len(commitments) + len(actuals),
        tuple(opening_notes(content, rows)),
        _account(rows, rules, [lines[index] for index in titles], sentences),
        text=content.cited_text(),
    )
    return WorkReport(document, commitments, actuals)


def _frame(lines: Sequence[Row]) -> int:
    """How many lines at the end of a web page belong to the site around the document: none of them is a sentence."""
    count = 0
    while count < len(lines) and lines[-1 - count].cells[0][-1] not in "。！？!?；;":
        count += 1
    return count if count < len(lines) else 0


def _account(
    rows: Sequence[Row], rules: Sequence[Row], titles: Sequence[Row], sentences: Sequence[_Sentence]
) -> Accounting:
    """Sentences kept are records, headings headers, rules separators, and all else is prose around them."""
    record = sum(ink(each.passage.text) for each in sentences if each.kind in ("forward", "review"))
    header = sum(map(row_ink, titles)) + sum(ink(each.passage.text) for each in sentences if each.kind == "heading")
    separator = sum(map(row_ink, rules))
    return Accounting(record, header, separator, sum(map(row_ink, rows)) - record - header - separator)


def _no_sections(headings: Sequence[str], name: str) -> DocumentError:
    table = vocabulary("prose")
    expected = ", ".join((*table["review"]["words"][:2], *table["forward"]["words"][:4]))
    seen = f"; the headings are: {', '.join(headings[:8])}" if headings else ""
    return DocumentError(
        f"no numbered section that looks back or announces work was found{seen}; expected headings such as {expected}",
        document=name,
        remedy="give the full text of the work report",
    )


def _is_section(lines: Sequence[Row], index: int) -> bool:
    """Whether a line is the heading of a section: short, no sentence, and numbered or made of known words alone."""
    text = lines[index].cells[0]
    limits = vocabulary("prose")["heading"]
    if len(text) > limits["longest"] or text[-1] in "。；;：:，,":
        return False
    if _SECTION.match(text):
        return True
    above = lines[index - 1].cells[0] if index else ""
    begins = not above or above[-1] in _LINE_ENDS or len(above) <= limits["longest"]
    return begins and len(text) <= limits["longest_unnumbered"] and simplified(text).endswith(_closing_words())


@cache
def _closing_words() -> tuple[str, ...]:
    """What a heading without a number ends with."""
    table = vocabulary("prose")
    return (*table["review"]["words"], *table["forward"]["words"])


def _section_kind(heading: str) -> Kind:
    """What a section is about: the longest known words in its heading decide, of equals the later ones."""
    table = vocabulary("prose")
    heading = simplified(heading)
    kinds: tuple[Kind, ...] = ("review", "forward")
    found = [
        (len(word), heading.lower().rfind(word.lower()), kind)
        for kind in kinds
        for word in table[kind]["words"]
        if word.lower() in heading.lower()
    ]
    return max(found, key=lambda each: each[:2])[2] if found else ""


def _paragraphs(lines: Sequence[Row], name: str) -> Iterator[Passage]:
    """The paragraphs of a section; one that a page break cut in mid-sentence is put together again."""
    parts: list[Passage] = []
    for row in lines:
        if parts and (parts[-1].text[-1] in _LINE_ENDS or _is_numbered(row.cells[0])):
            yield join_passages(parts, _between(parts[0].text))
            parts = []
        parts.append(row.passage(0, name))
    if parts:
        yield join_passages(parts, _between(parts[0].text))


def _between(text: str) -> str:
    """What stands for a line break: a space between Latin words, nothing in Chinese."""
    return " " if text.isascii() else ""


def _is_numbered(text: str) -> bool:
    return any(mark.match(text) for mark in (_SUBSECTION, _RUN_IN, _ITEM))


def _sentences(paragraph: Passage, section: str, kind: Kind) -> Iterator[_Sentence]:
    """The sentences of a paragraph, each under the nearest headings above it.

    A subsection's first sentence, and a short one after 一是 that others follow, name a part and promise nothing; a
    sentence that ends with a colon leads up to what follows.
    """
    text = paragraph.text
    if kind == "forward" and simplified(text).startswith(tuple(vocabulary("prose")["situation"]["openers"])):
        kind = ""
    spans = list(_spans(text))
    path = [section]
    for position, (start, end) in enumerate(spans):
        sub, run_in = _SUBSECTION.match(text, start, end), _RUN_IN.match(text, start, end)
        mark = sub or run_in or _ITEM.match(text, start, end)
        begin = mark.end() if mark else start
        while begin < end and text[begin].isspace():
            begin += 1
        if begin == end:
            continue
        words = text[begin:end]
        after = spans[position + 1] if position + 1 < len(spans) else None
        leads = after is not None and _RUN_IN.match(text, *after) is None
        if (sub and (after or words[-1] not in "。！")) or (run_in and leads and _is_name(words)):
            path = [*path[: 1 if sub else 2], text[start:end].strip().rstrip("。")]
            yield _Sentence(part_of(paragraph, begin, end), " / ".join(path), "heading")
        else:
            own = "heading" if words[-1] in "：:" and kind else kind
            yield _Sentence(part_of(paragraph, begin, end), " / ".join(path), own)


def _is_name(words: str) -> bool:
    """Whether the words after 一是 only name what follows: short, in one piece, without a number."""
    return len(words) <= _LONGEST_RUN_IN and not re.search(r"[，,；;\d]", words)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of a text begins and ends, blanks around it left out."""
    start = 0
    for found in (*_SENTENCE_END.finditer(text), None):
        end = found.end() if found else len(text)
        part = text[start:end]
        if part.strip():
            yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())
        start = end


def part_of(passage: Passage, start: int, end: int) -> Passage:
    """The characters ``start`` to ``end`` of a passage as a passage, with the places they stand at."""
    pieces = passage.pieces or ((0, passage.line, passage.column),)
    first = bisect_right(pieces, start, key=_offset) - 1
    last = bisect_left(pieces, end, key=_offset)
    offset, line, column = pieces[first]
    column += start - offset
    place = passage.places[first] if passage.places else passage.place
    inner = tuple((offset - start, line, column) for offset, line, column in pieces[first + 1 : last])
    own = ((0, line, column), *inner) if inner else ()
    places = passage.places[first:last] if inner else ()
    return Passage(passage.text[start:end], passage.path, line, column, place, own, places)


def _offset(piece: tuple[int, int, int]) -> int:
    return piece[0]
