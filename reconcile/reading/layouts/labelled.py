"""Items whose parts are labelled: a numbered target, then 责任单位：… and 完成情况：…, on one line or on several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from reconcile.reading.broken import is_page_mark, is_section_heading
from reconcile.reading.cells import is_owner
from reconcile.reading.layout import Layout, Line, Table
from reconcile.reading.layouts.brackets import owners_at_end
from reconcile.reading.layouts.cuts import Cut, between_lines, cuts_ink, made_row, parted
from reconcile.reading.layouts.labels import Labelled, labels_in
from reconcile.reading.layouts.marks import DEEP
from reconcile.reading.layouts.paragraphs import reported_from
from reconcile.reading.layouts.segments import Segment, is_remark, main_style, rows_without, sub
from reconcile.reading.layouts.titled import titles_of, undressed
from reconcile.reading.roles import Column, ColumnRole, exact_role, plain_heading
from reconcile.reading.rows import Row
from reconcile.resources import vocabulary

_LEAST_RECORDS = 2
_LARGEST_GAP = 20
_MOSTLY = 0.6
# So many records whose values fill one line each show that the last one's does.
_MOST_IN_ROW = 8
_LEAST_ALIKE = 4
_OWNERS: tuple[ColumnRole, ...] = ("owner", "lead", "support")
_TEXTS: tuple[ColumnRole, ...] = ("target", "outcome", "other")
_DASHES = "—-–:："
_BEFORE_REPORT = _DASHES + "，。,；; "
_BULLETS = "-*•·>—# "
_SENTENCE_ENDS = "。；！？!?.;"


@dataclass
class _Record:
    """A record that is being put together: its cells by heading ("" for what no label names), and the ink it took."""

    number: int
    id: list[Cut]
    cells: dict[tuple[str, ColumnRole], list[Cut]] = field(default_factory=dict)
    last: tuple[str, ColumnRole] = ("", "target")
    taken: int = 0


_Labels = list[Labelled]


def labelled_layout(rows: Sequence[Row], parts: Sequence[Segment], as_plan: bool) -> Layout | None:
    """The layout of a text of labelled items, None where it holds none; ``parts`` are the segments of its rows.

    In a completion report whose labels name no outcome, what was done may follow the target in its own paragraph.
    """
    labels = [_labels_of(segment) for segment in parts]
    marked = [segment for segment, found in _with_labels(parts, labels) if found]
    style, (opening, opened) = main_style(marked), _opening(labels)
    # Forms that begin with a label may stand under numbered parts, which are fewer than they.
    if opened > sum(segment.mark is not None and segment.mark.style == style for segment in marked):
        style = ""
    titles = frozenset[int]() if style or opening else titles_of(parts, labels)
    if not style and not opening and not titles:
        return None
    layout = Layout([], [], [], [], [], [])
    records = _records(parts, labels, style, opening, titles, layout)
    if len(records) < _LEAST_RECORDS:
        return None
    if not as_plan:
        _tell_apart(records)
    keys = [("", "target"), *dict.fromkeys(key for record in records for key in record.cells if key != ("", "target"))]
    keys = [key for key in keys if any(key in record.cells for record in records)]
    columns = tuple(Column(heading, role, "heading" if heading else "layout") for heading, role in keys)
    if style:
        columns = (Column("", "id", "layout"), *columns)
    lines = [Line(_row(record, keys, bool(style)), 0) for record in records]
    layout.tables.append(Table(columns, lines[0].row, lines))
    layout.rules.extend(rows_without(rows, parts))
    return layout


def _labels_of(segment: Segment) -> _Labels:
    if len(segment.cells) == 1:
        return labels_in(segment.cells[0], segment.mark.text_start if segment.mark else 0)
    if len(segment.cells) == 2:
        heading, value = segment.cells
        role = exact_role(heading.text.rstrip("：:"))
        if role and not exact_role(value.text):
            return [Labelled(heading.text.rstrip("：:"), role, 0, value)]
    if len(segment.cells) <= _MOST_IN_ROW:
        cells = segment.cells
        if len(cells) % 2 and not segment.row.cells[-1]:
            cells = (*cells, sub(cells[-1], len(cells[-1].text)))  # the last value is left blank
        pairs = list(zip(cells[::2], cells[1::2], strict=False))
        roles = [exact_role(heading.text.rstrip("：:")) for heading, _ in pairs]
        if len(cells) % 2 == 0 and all(roles) and not any(exact_role(value.text) for _, value in pairs):
            return [
                Labelled(heading.text.rstrip("：:"), role, 0, value)
                for (heading, value), role in zip(pairs, roles, strict=True)
            ]
    return []


def _with_labels(parts: Sequence[Segment], labels: Sequence[_Labels]) -> list[tuple[Segment, bool]]:
    """Each segment that bears a mark, and whether a label follows before the next one numbered alike."""
    out: list[tuple[Segment, bool]] = []
    seen: dict[str, int] = {}
    for segment, own in zip(parts, labels, strict=True):
        if segment.mark:
            seen[segment.mark.style] = len(out)
            out.append((segment, bool(own)))
        elif own and out:
            # A label belongs to the finest item that is open: the one begun last.
            last = max(seen.values())
            out[last] = (out[last][0], True)
    return out


def _followed(parts: Sequence[Segment], labels: Sequence[_Labels], style: str) -> dict[int, bool]:
    """Whether each marked segment begins an item: a label follows, or it stands numbered between two such."""
    found = _with_labels(parts, labels)
    own = [(segment.mark.number, has) for segment, has in found if segment.mark and segment.mark.style == style]
    between = {
        number
        for (before, first), (number, has), (after, last) in zip([(0, True), *own], own, own[1:], strict=False)
        if not has and first and last and before + 1 == number == after - 1
    }
    return {
        id(segment): has or bool(segment.mark and segment.mark.style == style and segment.mark.number in between)
        for segment, has in found
    }


def _opening(labels: Sequence[_Labels]) -> tuple[str, int]:
    """The label that begins each record where none is numbered: the first one, if it comes again and names targets.

    With how often it comes; none ("", 0) else.
    """
    flat = [each for own in labels for each in own]
    counts = Counter(plain_heading(each.heading) for each in flat)
    first = next((each for each in flat if each.role in ("target", "id")), None)
    if first is None or counts[plain_heading(first.heading)] < _LEAST_RECORDS:
        return "", 0
    return plain_heading(first.heading), counts[plain_heading(first.heading)]


def _records(
    parts: Sequence[Segment],
    labels: Sequence[_Labels],
    style: str,
    opening: str,
    titles: frozenset[int],
    layout: Layout,
) -> list[_Record]:
    followed = _followed(parts, labels, style)
    records: list[_Record] = []
    current: _Record | None = None
    section = True
    narrated = any(each.role == "outcome" for own in labels for each in own)
    runs_on = _runs_on(parts, labels, style)
    own_labels = Counter(plain_heading(each.heading) for own in labels for each in own)
    last_labelled = max(
        (index for index, own in enumerate(labels) if any(own_labels[plain_heading(each.heading)] > 1 for each in own)),
        default=-1,
    )
    for index, (segment, own) in enumerate(zip(parts, labels, strict=True)):
        start = 0
        if index in titles or _begins(segment, own, style, opening, followed, records, section):
            mark = segment.mark if style else None
            start = mark.text_start if mark else 0
            if index in titles:
                segment, start = undressed(segment), 0
            current = _Record(mark.number if mark else 0, [sub(segment.cells[0], mark.start, mark.end)] if mark else [])
            records.append(current)
            section = False
        elif not own and len(segment.cells) == 1 and is_page_mark(segment.text):
            layout.prose.extend(segment.as_prose())
            continue
        elif not own and _is_section(segment, style):
            current, section = None, True
        elif (
            own
            and len(segment.cells) == 1
            and is_remark(segment.text)
            and own_labels[plain_heading(own[0].heading)] == 1
        ):
            current = None  # a label that no other record has: who is to be called
        elif not own and (_is_aside(segment) or (index > last_labelled and _closes(segment, records, runs_on))):
            current = None
        if current is None:
            layout.prose.extend(segment.as_prose())
            section = section or not own
        else:
            _take(current, segment, own, start, narrated)
    return records


def _runs_on(parts: Sequence[Segment], labels: Sequence[_Labels], style: str) -> bool:
    """Whether a line without label or mark stands below a labelled one, and labels come again below it."""
    counts = Counter(plain_heading(each.heading) for own in labels for each in own)
    # A label that comes once stands over the items or below them: who published them, and when.
    again = [any(counts[plain_heading(each.heading)] > 1 for each in own) for own in labels]
    last = max((index for index, own in enumerate(again) if own), default=0)
    return any(
        again[index - 1] and not labels[index] and not (style and parts[index].mark) and not _is_aside(parts[index])
        for index in range(1, last)
        if not _is_section(parts[index], style)
    )


def _closes(segment: Segment, records: Sequence[_Record], runs_on: bool) -> bool:
    """Whether a line below the last label closes the document: it stands apart, or no value goes on below its line."""
    apart = segment.apart or (not runs_on and len(records) >= _LEAST_ALIKE)
    return apart and _is_whole(records[-1] if records else None)


def _begins(
    segment: Segment,
    own: _Labels,
    style: str,
    opening: str,
    followed: dict[int, bool],
    records: Sequence[_Record],
    section: bool,
) -> bool:
    if not style:
        return bool(own) and bool(opening) and plain_heading(own[0].heading) == opening
    mark = segment.mark
    if mark is None or mark.style != style or not followed.get(id(segment)):
        return False
    before = records[-1].number if records else 0
    section = section or style == DEEP
    return before < mark.number <= before + _LARGEST_GAP or not records or (section and mark.number == 1)


def _is_section(segment: Segment, style: str) -> bool:
    if len(segment.cells) > 1 or segment.text[-1] in _SENTENCE_ENDS:
        return False
    if segment.text.startswith("#"):
        return True
    return segment.mark is not None and segment.mark.style != style and is_section_heading(segment.text)


def _is_aside(segment: Segment) -> bool:
    return len(segment.cells) > 1 or is_remark(segment.text)


def _is_whole(record: _Record | None) -> bool:
    """Whether the last words of a record end a sentence, or are none that would go on."""
    if record is None:
        return True
    parts = record.cells.get(record.last)
    return record.last[1] not in _TEXTS or not parts or parts[-1].text[-1] in _SENTENCE_ENDS


def _take(record: _Record, segment: Segment, own: _Labels, start: int, narrated: bool) -> None:
    """Put the words of a segment, from ``start`` on, into a record."""
    record.taken += segment.ink
    if len(segment.cells) == 1:
        part = segment.cells[0]
        before = sub(part, start, own[0].start if own else None)
        if before.text.strip(_BULLETS):
            _go_on(record, before, narrated)
    for label in own:
        key = (label.heading, label.role)
        record.last = next((known for known in record.cells if _alike(known, key)), key)
        if label.value.text:
            record.cells.setdefault(record.last, []).append(label.value)
        if label.rest is not None and any(map(str.isalnum, label.rest.text)):
            _take_rest(record, label.rest, narrated)


def _take_rest(record: _Record, rest: Cut, narrated: bool) -> None:
    """Words behind owners in brackets: what was done, where a dash or an opener begins them; else its target's."""
    bare = sub(rest, len(rest.text) - len(rest.text.lstrip(_BEFORE_REPORT)))
    openers = tuple(vocabulary("layouts")["narrative"]["openers"])
    if not narrated and (rest.text[0] in _DASHES or bare.text.startswith(openers)):
        record.cells.setdefault(("", "outcome"), []).append(bare)
    else:
        record.cells.setdefault(("", "target"), []).append(rest)


def _alike(known: tuple[str, ColumnRole], key: tuple[str, ColumnRole]) -> bool:
    return known[1] == key[1] and plain_heading(known[0]) == plain_heading(key[0])


def _go_on(record: _Record, part: Cut, narrated: bool) -> None:
    """Words without a label: more of the value above, or what was done, where that has no label anywhere."""
    if not record.cells and record.last == ("", "target"):
        name, owners = owners_at_end(part)
        if name.text:
            record.cells[record.last] = [name]
        if owners is not None:
            record.cells[("", "owner")] = [owners]
        return
    if record.last[1] in _OWNERS and not is_owner(part.text) and not narrated:
        record.last = ("", "outcome")
    record.cells.setdefault(record.last, []).append(part)


def _tell_apart(records: Sequence[_Record]) -> None:
    """Cut what was done from the targets of most records, where nothing else tells it."""
    if any(role in ("outcome", "claim") and cell for r in records[:-1] for (_, role), cell in r.cells.items()):
        return
    texts = [record.cells.get(("", "target"), []) for record in records]
    places = [reported_from(between_lines(parts).join(part.text for part in parts)) for parts in texts]
    if sum(place > 0 for place in places) < _MOSTLY * len(records):
        return
    for record, parts, place in zip(records, texts, places, strict=True):
        if place:
            target, told = parted(parts, place)
            record.cells[("", "target")] = target
            record.cells[("", "outcome")] = [*told, *record.cells.get(("", "outcome"), [])]


def _row(record: _Record, keys: Sequence[tuple[str, ColumnRole]], numbered: bool) -> Row:
    cells = [record.cells.get(key, []) for key in keys]
    between = ["\n" if role in _OWNERS else "" for _, role in keys]
    if numbered:
        cells, between = [record.id, *cells], ["", *between]
    return made_row(cells, between, record.taken - cuts_ink(cells))
