"""Numbered paragraphs that hold a target and then what was done (新建基站1200个。上半年，新建733个。)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reconcile.reading.broken import is_page_mark, is_section_heading
from reconcile.reading.layout import Layout, Line, Table
from reconcile.reading.layouts.brackets import owners_at_end
from reconcile.reading.layouts.clauses import quoted_end
from reconcile.reading.layouts.cuts import Cut, between_lines, cuts_ink, made_row, parted, prose_row
from reconcile.reading.layouts.labels import labels_in
from reconcile.reading.layouts.marks import DEEP
from reconcile.reading.layouts.restated import restated_pairs
from reconcile.reading.layouts.segments import Segment, is_remark, main_style, rows_without, sub
from reconcile.reading.roles import Column
from reconcile.reading.rows import Row, display_width
from reconcile.resources import vocabulary

_LEAST_RECORDS = 3
_MOSTLY = 0.6
# The usual item is no longer than this; longer ones are the paragraphs of a report in prose.
_LONGEST = 300
_SENTENCE_END = re.compile(r"[。！？；;]+[”’」』）)]*|\.(?=\s+[A-Z])")
_CLAUSE_END = re.compile(r"[，,]")
_PERIOD = re.compile(r"(?:20\d\d年)?(?:\d{1,2}\s*[-—–~至到]\s*)?\d{1,2}月(?:份|底|末)?")
# So many letters of a target, one after the other, show that a sentence speaks of it.
_REPEATED = 3
# A colon may stand between a target, of so many letters at least, and what was done.
_STOPS = "。！？；;：:!?"
# A line is broken at the edge of the page where it ends so near to the longest one, and so many lines do.
_NEAR_EDGE = 5
_LEAST_BROKEN = 2
# Of so many items the others tell how many paragraphs the last one has.
_LEAST_ALIKE = 4
_COLON = re.compile("[：:]")
_BETWEEN = "：: "
_SHORTEST = 4
_LONGEST_NAME = 30
_MARKS_BEFORE = "“”‘’ "


class _Item(NamedTuple):
    """A numbered item: its number, and the lines of words under it, in paragraphs once those are known."""

    id: Cut
    number: int
    lines: list[Cut]
    taken: int
    paragraphs: tuple[tuple[Cut, ...], ...] = ()


def paragraphs_layout(rows: Sequence[Row], parts: Sequence[Segment], as_plan: bool) -> Layout | None:
    """The layout of a text of numbered paragraphs, None where it holds none; those of a plan are targets as a whole.

    ``parts`` are the segments of its rows.
    """
    layout = Layout([], [], [], [], [], [])
    style = main_style(parts)
    marked = [place for place, segment in enumerate(parts) if segment.mark and segment.mark.style == style]
    # Rows of cells above or below the items are those of a page around them.
    if not style or any(len(segment.cells) > 1 for segment in parts[marked[0] : marked[-1]]):
        return None
    items = _items(parts, style, layout)
    if len(items) < _LEAST_RECORDS:
        return None
    items = _closed(_unwrapped(items), layout)
    below = not as_plan and sum(len(item.paragraphs) > 1 for item in items) >= _MOSTLY * len(items)
    if median(sum(len(part.text) for part in item.lines) for item in items) > _LONGEST:
        return None
    if not as_plan and not below and sum(reported_from(_text(item)) > 0 for item in items) < _MOSTLY * len(items):
        return None
    if sum(any(map(_is_labelled, item.lines[1:])) for item in items) >= _MOSTLY * len(items):
        return None
    at_first = not as_plan and not below and sum(map(_splits_at_first, items)) >= _MOSTLY * len(items)
    lines = [Line(_row(item, as_plan, below, at_first), 0) for item in items]
    owned = any(line.row.cells[3] for line in lines)
    columns = (
        Column("", "id", "layout"),
        Column("", "target", "layout"),
        Column("", "outcome", "layout"),
        Column("", "owner" if owned else "other", "layout"),
    )
    layout.tables.append(Table(columns, lines[0].row, lines))
    layout.rules.extend(rows_without(rows, parts))
    return layout


def _items(parts: Sequence[Segment], style: str, layout: Layout) -> list[_Item]:
    items: list[_Item] = []
    is_open = False
    section = True
    last = max((i for i, segment in enumerate(parts) if segment.mark and segment.mark.style == style), default=-1)
    goes_on_apart = False
    for index, segment in enumerate(parts):
        part, mark = segment.cells[0], segment.mark
        before = items[-1].number if items else 0
        if (
            mark
            and mark.style == style
            and (mark.number == before + 1 or ((section or style == DEEP) and mark.number == 1))
        ):
            words = sub(part, mark.text_start)
            if words.text:
                number = sub(part, mark.start, mark.end)
                items.append(_Item(number, mark.number, [words], segment.ink))
                is_open, section = True, False
                continue
        if is_page_mark(part.text) or len(segment.cells) > 1:
            layout.prose.extend(segment.as_prose())
            continue
        heads = mark is not None and mark.style != style and is_section_heading(part.text)
        # A line that stands apart below the last item closes the document, where no item goes on so.
        closes = index > last and segment.apart and not goes_on_apart
        if heads or closes or is_remark(part.text) or not is_open:
            layout.prose.extend(segment.as_prose())
            is_open, section = False, section or heads
        else:
            goes_on_apart = goes_on_apart or segment.apart
            items[-1].lines.append(part)
            items[-1] = items[-1]._replace(taken=items[-1].taken + segment.ink)
    return items


def _is_labelled(part: Cut) -> bool:
    found = labels_in(part)
    return bool(found) and not part.text[: found[0].start].strip("-*•· ")


def _unwrapped(items: Sequence[_Item]) -> list[_Item]:
    """The items with their lines put into paragraphs: a line that was broken at the edge of the page goes on below."""
    edges = [_edge(line) for item in items for line in item.lines]
    broken = [
        line
        for item in items
        for line in item.lines[:-1]
        if _edge(line) >= max(edges) - _NEAR_EDGE and line.text[-1] not in _STOPS
    ]
    wrapped = set(broken) if len(broken) >= _LEAST_BROKEN else set[Cut]()
    out = []
    for item in items:
        paragraphs: list[tuple[Cut, ...]] = []
        for index, line in enumerate(item.lines):
            if index and item.lines[index - 1] in wrapped:
                paragraphs[-1] = (*paragraphs[-1], line)
            else:
                paragraphs.append((line,))
        out.append(item._replace(paragraphs=tuple(paragraphs)))
    return out


def _closed(items: list[_Item], layout: Layout) -> list[_Item]:
    """The items without what stands below the last one: more paragraphs than any of several others has."""
    most = max(len(item.paragraphs) for item in items[:-1])
    extra = [line for paragraph in items[-1].paragraphs[most:] for line in paragraph]
    if len(items) < _LEAST_ALIKE or not extra:
        return items
    layout.prose.extend(map(prose_row, extra))
    last = items[-1]
    taken = last.taken - cuts_ink([extra])
    return [*items[:-1], last._replace(paragraphs=last.paragraphs[:most], lines=last.lines[: -len(extra)], taken=taken)]


def _edge(line: Cut) -> int:
    """Where a line ends on a page of fixed width."""
    return line.column + display_width(line.text)


def _text(item: _Item) -> str:
    """The first paragraph of an item."""
    return between_lines(item.paragraphs[0]).join(line.text for line in item.paragraphs[0])


def _first_end(text: str) -> int:
    """Where the first sentence of a paragraph that names no plan ends, 0 where it is the only one."""
    return next(iter(_ends(text)), 0)


def _splits_at_first(item: _Item) -> bool:
    text = _text(item)
    return 0 < reported_from(text) == _first_end(text)


def _row(item: _Item, as_plan: bool, below: bool, at_first: bool) -> Row:
    target, narrative = list(item.lines), list[Cut]()
    first = item.paragraphs[0]
    rest = [line for paragraph in item.paragraphs[1:] for line in paragraph]
    if below:
        target, narrative = list(first), rest
    elif not as_plan:
        text = _text(item)
        # Where most items part so, one whose second sentence begins with other words does too.
        place = reported_from(text) or (_first_end(text) if at_first else 0)
        if place:
            target, told = parted(first, place, len(text[:place].rstrip(_BETWEEN)))
            narrative = [*told, *rest]
    owners = None
    for words in (narrative, target):
        if words and owners is None:
            words[-1], owners = owners_at_end(words[-1])
    cells = [[item.id], target, narrative, [owners] if owners else []]
    return made_row(cells, marks=item.taken - cuts_ink(cells))


def reported_from(text: str) -> int:
    """Where in a paragraph the report of what was done begins, 0 where it does not.

    >>> text = "新建基站1200个。上半年，新建基站733个。"
    >>> text[reported_from(text):]
    '上半年，新建基站733个。'
    >>> reported_from("新建基站1200个，改造老旧小区8个。")
    0
    """
    place = quoted_end(text) or _reported_from(text)
    pairs = restated_pairs(text[place:])
    # Where a plan follows, the sentence before it only names what it is about (固定资产投资。年度目标8.5亿元，…).
    return place + pairs[0].report if pairs and pairs[0].target == 0 and place <= _LONGEST_NAME else place


def _reported_from(text: str) -> int:
    ends = _ends(text)
    for place in ends:
        if _reports(text[place:], strong=False):
            return place
    for place, after in pairwise([*ends, len(text)]):
        if _tells_again(text[:place], text[place:after]):
            return place
    colon = _COLON.search(text, _SHORTEST)
    if colon and text.startswith((*_openers(False), *_verbs()), colon.end()):
        return colon.end()
    # A later sentence that says how it stands tells of the first one, wherever in it that is said.
    if ends and any(word in text[ends[0] :] for word in _openers(True)):
        return ends[0]
    for end in _CLAUSE_END.finditer(text):
        if _reports(text[end.end() :], strong=True):
            return end.end()
    return 0


def _ends(text: str) -> list[int]:
    """Where the sentences of a paragraph end but for its last one, from the one on that says what was planned."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text) if found.end() < len(text)]
    planned = max((end for start, end in pairwise([0, *ends[:2]]) if _tells_plan(text[start:end])), default=0)
    return [end for end in ends if end >= planned]


def _tells_plan(sentence: str) -> bool:
    return sentence.lstrip(_MARKS_BEFORE).startswith(_plans())


@cache
def _plans() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["narrative"]["plans"])


def _tells_again(target: str, sentence: str) -> bool:
    """Whether a sentence counts or says to be done what the words before it name."""
    done = vocabulary("layouts")["narrative"]["done"]
    told = any(map(str.isdecimal, sentence)) or any(word in sentence for word in done)
    runs = (sentence[place : place + _REPEATED] for place in range(len(sentence) - _REPEATED + 1))
    return told and any(run in target and all(map(str.isalpha, run)) for run in runs)


def _reports(text: str, strong: bool) -> bool:
    text = text.lstrip(_MARKS_BEFORE)
    return text.startswith(_openers(strong)) or (not strong and _PERIOD.match(text) is not None)


@cache
def _openers(strong: bool) -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["narrative"]["strong" if strong else "openers"])


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["sentences"]["verbs"])
