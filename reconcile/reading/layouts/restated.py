"""Prose that restates a target and then tells what was done of it (计划新建学校3所，实际建成3所).

A target is only what the words say to be one: 计划, 年度目标, 报告提出, Our target was; what stands in quotation marks
before a word of self-assessment, or before 这项工作由…负责. Other sentences are left as prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from reconcile.reading.claims import narrative_claim
from reconcile.reading.layout import Layout, Line, Table
from reconcile.reading.layouts.clauses import Clause, clauses_of, quoted_end
from reconcile.reading.layouts.cuts import Cut, between_lines, cuts_ink, made_row, parted, prose_row
from reconcile.reading.layouts.page_lines import paragraphs_of
from reconcile.reading.layouts.segments import Segment, is_remark, rows_without, sub
from reconcile.reading.roles import Column, ColumnRole
from reconcile.reading.rows import Row, ink
from reconcile.resources import vocabulary

_LEAST = 3
_LONGEST_TOPIC = 30
_FIGURE = re.compile(r"\d")
_MARKS_BEFORE = "“”‘’ "


class Pair(NamedTuple):
    """A restated target and the report on it, as places in a paragraph; ``owner`` is where those who answer stand."""

    target: int
    report: int
    end: int
    owner: tuple[int, int] | None = None


def restated_layout(rows: Sequence[Row], parts: Sequence[Segment]) -> Layout | None:
    """The layout of a report in prose that restates its targets, None where it restates fewer than three."""
    if any(len(segment.cells) > 1 for segment in parts):
        return None
    layout = Layout([], [], [], [], [], [])
    lines: list[Line] = []
    for paragraph in paragraphs_of(parts):
        made = _rows(paragraph, layout)
        lines.extend(Line(row, 0) for row in made)
        if not made:
            layout.prose.extend(row for segment in paragraph for row in segment.as_prose())
    if len(lines) < _LEAST:
        return None
    roles: list[ColumnRole] = ["id", "target", "outcome", "owner"]
    kept = [index for index in range(len(roles)) if index in (1, 2) or any(line.row.cells[index] for line in lines)]
    columns = tuple(Column("", role if index in kept else "other", "layout") for index, role in enumerate(roles))
    layout.tables.append(Table(columns, lines[0].row, lines))
    layout.rules.extend(rows_without(rows, parts))
    return layout


def _rows(paragraph: Sequence[Segment], layout: Layout) -> list[Row]:
    """The rows of the pairs in a paragraph, the first one with its number; its words around them become prose."""
    first = paragraph[0]
    start = first.mark.text_start if first.mark else 0
    number = [sub(first.cells[0], first.mark.start, first.mark.end)] if first.mark else []
    words = [sub(first.cells[0], start), *(segment.cells[0] for segment in paragraph[1:])]
    words = [part for part in words if part.text]
    text = between_lines(words).join(part.text for part in words)
    pairs = [] if is_remark(first.text) else restated_pairs(text)
    if not pairs:
        return []
    dress = sum(segment.ink for segment in paragraph) - cuts_ink([words])
    lead = parted(words, pairs[0].target)[0]
    layout.prose.extend(map(prose_row, lead))
    out: list[Row] = []
    for pair, after in zip(pairs, [*(pair.target for pair in pairs[1:]), len(text)], strict=True):
        own, signs = ([], 0) if out else (number, dress - cuts_ink([number]))
        target, rest = parted(parted(words, pair.target)[1], pair.report - pair.target)
        report = parted(rest, pair.end - pair.report)[0]
        owner: list[Cut] = []
        if pair.owner is not None:
            offset = pair.report - pair.owner[0]
            names, report = parted(report, pair.owner[1] - pair.report)
            owner = parted(names, -offset)[1]
            ends = owners_end(text, pair.owner[1])
            signs += ink(text[pair.report : pair.owner[0]] + text[pair.owner[1] : ends])
            report = parted(report, ends - pair.owner[1])[1]
        out.append(made_row([own, target, report, owner], marks=signs))
        # A plan of which nothing is reported.
        unreported = parted(parted(words, after)[0], pair.end)[1]
        layout.prose.extend(map(prose_row, unreported))
    return out


def restated_pairs(text: str) -> list[Pair]:
    """The targets that a paragraph restates, each with the report on it.

    >>> text = "就业方面，计划新增就业4200人，实际新增4536人；计划培训3000人次，实际培训2740人次。"
    >>> [(text[pair.target:pair.report], text[pair.report:pair.end]) for pair in restated_pairs(text)]
    [('就业方面，计划新增就业4200人，', '实际新增4536人；'), ('计划培训3000人次，', '实际培训2740人次。')]
    """
    quoted = quoted_end(text)
    if quoted:
        return [Pair(0, quoted, len(text))]
    handed = _handed_over().search(text)
    if handed and handed.start() > 0:
        return [Pair(0, handed.start(), len(text), handed.span(1))]
    clauses = clauses_of(text)
    plans = [index for index, clause in enumerate(clauses) if _plans(text[clause.start : clause.end])]
    out: list[Pair] = []
    for first, after in pairwise([*plans, len(clauses)]):
        reported = _first_report(text, clauses[first:after])
        end = clauses[after].start if after < len(clauses) else len(text)
        if reported is not None:
            out.append(Pair(clauses[first].start if out else _topic(text, clauses[first].start), reported, end))
        elif out and not clauses[first].begins:
            # A plan of which nothing is reported goes on with the report before it (，计划明年6月投用).
            out[-1] = out[-1]._replace(end=end)
    return out


def _first_report(text: str, clauses: Sequence[Clause]) -> int | None:
    """Where the report on a plan begins that the first clause tells: at the first clause that reports.

    In a later sentence than the plan's it begins with that sentence.
    """
    plan = text[clauses[0].start : clauses[0].end]
    counted = _held_plan().search(plan) is not None
    sentence = -1
    for clause in clauses[1:]:
        sentence = clause.start if clause.begins else sentence
        words = text[clause.start : clause.end]
        says_more = clause == clauses[1] and _only_says(plan)
        if not says_more and (_reports(words) or ((clause.begins or counted) and _tells(words))):
            return sentence if sentence >= 0 else clause.start
    return None


def owners_end(text: str, place: int) -> int:
    """Where the words end that hand a target over, behind the names (负责，)."""
    found = _handing_ends().match(text, place)
    return found.end() if found else place


def _topic(text: str, first: int) -> int:
    """Where the first restated target begins: with its topic (就业方面，), if that is short and tells no figures."""
    return 0 if first <= _LONGEST_TOPIC and not _FIGURE.search(text[:first]) else first


def _plans(words: str) -> bool:
    """Whether a clause says what was planned, promised or asked for."""
    bare = words.lstrip(_MARKS_BEFORE)
    if words.isascii():
        return bare.startswith(_plan_words()) or _latin_plan().search(bare) is not None
    plain = bare.rstrip("，,。；;：:")
    if _held_plan().search(plain) or plain.endswith(_saying()):
        return True
    word = next((word for word in _plan_words() if plain.startswith(word)), "")
    return bool(word) and not plain.startswith(_done_words(), len(word)) and narrative_claim(plain)[0] == "silent"


def _only_says(words: str) -> bool:
    """Whether words only say that something was promised, which the next clause tells (报告提出，)."""
    return not words.isascii() and words.rstrip("，,：: ").endswith(_saying())


def _reports(words: str) -> bool:
    bare = words.lstrip(_MARKS_BEFORE)
    return bare.startswith(_report_words()) or _period().match(bare) is not None or _done_at(bare)


def _tells(words: str) -> bool:
    """Whether a sentence, or a clause behind a figure that was planned, tells what was done: any English one does."""
    return words.isascii() or words.startswith(tuple(vocabulary("layouts")["restated"]["tells"]))


def _done_at(words: str) -> bool:
    return narrative_claim(words.rstrip("，,。；;"))[0] != "silent"


@cache
def _plan_words() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["narrative"]["plans"])


@cache
def _report_words() -> tuple[str, ...]:
    table = vocabulary("layouts")
    return (*table["narrative"]["openers"], *table["restated"]["reports"])


@cache
def _done_words() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["restated"]["not_behind"])


@cache
def _saying() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["restated"]["saying"])


@cache
def _period() -> re.Pattern[str]:
    return re.compile(vocabulary("layouts")["restated"]["period"])


@cache
def _held_plan() -> re.Pattern[str]:
    """A noun for what is planned before its figure (年度任务2个), unless a share of it is told (占任务95%)."""
    table = vocabulary("layouts")["restated"]
    keys = ("nouns", "shares", "counts", "equals")
    nouns, shares, counts, equals = ("|".join(map(re.escape, table[key])) for key in keys)
    return re.compile(
        rf"(?<![{shares}])(?<!{table['carried_out']})(?:{nouns})(?:{counts})?(?:{equals})?[^\d，。；]{{0,12}}\d(?![\d.]*[%％]\Z)"
    )


@cache
def _latin_plan() -> re.Pattern[str]:
    said, met = ("|".join(map(re.escape, vocabulary("layouts")["restated"][key])) for key in ("said", "met"))
    return re.compile(rf"\A.{{0,60}}?\b(?:{said})\b(?!\s(?:{met})\b)", re.IGNORECASE)


@cache
def _handed_over() -> re.Pattern[str]:
    table = vocabulary("layouts")["restated"]
    before, after = ("|".join(map(re.escape, table[key])) for key in ("handing", "handed"))
    return re.compile(rf"(?:{before})([^，。；,;]{{2,40}}?)(?={after})")


@cache
def _handing_ends() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(map(re.escape, vocabulary("layouts")["restated"]["handed"])) + ")[，,。；;]?")
