"""Words with a colon that say what comes after them (责任单位：…, Lead: …, 【进展情况】…), found in a line."""

from __future__ import annotations

import re
from typing import NamedTuple

from reconcile.reading.layouts.cuts import Cut
from reconcile.reading.layouts.segments import sub
from reconcile.reading.roles import ColumnRole, exact_role, heading_role

_COLON = re.compile("[：:]")
_BOUNDARY = re.compile(r"[\s。；;，,、（(【\[*|！？.]")
_LABEL_IN_BRACKETS = re.compile(r"【([^【】]{2,14})】\s*[：:]?")
_BEFORE_LABEL = "*（( -•·●"
_LONGEST = 16
_LONGEST_LATIN = 40
_OPEN, _CLOSE = "（(", "）)"


class Labelled(NamedTuple):
    """A label and what it names: the heading, its role, where the label begins, and the value.

    ``rest`` are the words behind the bracket that holds both.
    """

    heading: str
    role: ColumnRole
    start: int
    value: Cut
    rest: Cut | None = None


def labels_in(part: Cut, start: int = 0) -> list[Labelled]:
    """The labels of a stretch from ``start`` on, each with the words up to the next one.

    >>> [(each.role, each.value.text) for each in labels_in(Cut("责任单位:市公安局 完成情况:已安装132套。", 1, 1))]
    [('owner', '市公安局'), ('outcome', '已安装132套。')]
    >>> [each.value.text for each in labels_in(Cut("（牵头单位：市科技局；配合单位：市统计局、各县（市、区））", 1, 1))]
    ['市科技局；', '市统计局、各县（市、区）']
    """
    found = sorted(_found(part.text, start))
    out: list[Labelled] = []
    opened = False
    for index, (begin, value, heading, role) in enumerate(found):
        end = found[index + 1][0] if index + 1 < len(found) else len(part.text)
        rest = None
        # One bracket may hold several labels (（牵头单位：…；配合单位：…）): it closes behind the last of them.
        if opened or (begin < value and part.text[begin] in _OPEN):
            whole, end = end, _closing(part.text, value, end)
            opened = end == whole
            rest = sub(part, end + 1, whole) if end < whole else None
        out.append(Labelled(heading, role, begin, sub(part, value, end), rest))
    return out


def _found(text: str, start: int) -> list[tuple[int, int, str, ColumnRole]]:
    out: list[tuple[int, int, str, ColumnRole]] = []
    taken = start
    for label in _LABEL_IN_BRACKETS.finditer(text, start):
        role = exact_role(label[1])
        if role:
            out.append((label.start(), label.end(), label[1], role))
    if out:
        return out
    for colon in _COLON.finditer(text, start):
        place = colon.start()
        heading = _heading_before(text, taken, place, first=taken == start)
        if heading is None:
            continue
        begin, word, role = heading
        while begin > taken and text[begin - 1] in "*[":
            begin -= 1
        if begin > taken and text[begin - 1] in _OPEN:
            begin -= 1
        out.append((begin, colon.end(), word, role))
        taken = colon.end()
    return out


def _heading_before(text: str, least: int, colon: int, first: bool) -> tuple[int, str, ColumnRole] | None:
    """The known heading that ends at a colon: where it begins, as printed, and its role.

    At the beginning of a line a longer one that holds a known heading counts too (1-6月完成情况).
    """
    low = max(least, colon - _LONGEST_LATIN)
    window = text[low:colon].rstrip("* ")
    if first and low == least and len(window) <= _LONGEST:
        word = window.lstrip(_BEFORE_LABEL)
        role = "" if _BOUNDARY.search(word) else heading_role(word)
        if role:
            return colon - len(text[low:colon]) + window.index(word), word, role
    edges = [low, *(low + found.end() for found in _BOUNDARY.finditer(window))]
    for edge in edges:
        word = text[edge:colon].strip("* ")
        if word and (len(word) <= _LONGEST or word.isascii()):
            role = exact_role(word)
            if role:
                return edge + text[edge:colon].index(word), word, role
    return None


def _closing(text: str, start: int, end: int) -> int:
    """Where the bracket that stands before a label closes."""
    depth = 1
    for place in range(start, end):
        depth += (text[place] in _OPEN) - (text[place] in _CLOSE)
        if depth == 0:
            return place
    return end
