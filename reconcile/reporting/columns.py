"""Text in terminal columns, where a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata

_NEVER_FIRST = frozenset("，。、；：？！”’）》〉】〕％%,.;:?!)]}…—")
_NEVER_LAST = frozenset("“‘（《〈【〔([{")
_UNIT = re.compile(r"[A-Za-z0-9.,:/_%+-]+|\s+|.", re.DOTALL)


def width(text: str) -> int:
    """How many columns ``text`` takes (Unicode Standard Annex 11; ambiguous characters count as one).

    >>> width("目标50"), width("ok")
    (6, 2)
    """
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def cut_to(text: str, columns: int) -> str:
    """``text`` cut to at most ``columns``, the cut marked by an ellipsis.

    >>> cut_to("新增护理型养老床位", 9)
    '新增护理…'
    """
    if width(text) <= columns:
        return text
    taken, used = "", 0
    for sign in text:
        used += _width(sign)
        if used > columns - 1:
            break
        taken += sign
    return taken.rstrip() + "…"


def padded(text: str, columns: int) -> str:
    """``text`` followed by blanks up to ``columns``."""
    return text + " " * (columns - width(text))


def wrap(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``.

    Lines break between any two Chinese characters, but not inside a number or a Latin word (unless it is longer than
    a line), and no line begins with a closing mark or ends with an opening one.

    >>> wrap("完成投资180.06亿元，占计划的100.03%", 16)
    ['完成投资180.06亿', '元，占计划的', '100.03%']
    """
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for unit in _units(text, columns):
        if line and used + width(unit) > columns:
            carried = _carried(line, unit)
            lines.append("".join(line).strip())
            line, used = carried, sum(width(held) for held in carried)
            if used + width(unit) > columns:
                lines.append("".join(line).strip())
                line, used = [], 0
        line.append(unit)
        used += width(unit)
    lines.append("".join(line).strip())
    return [found for found in lines if found] or [""]


def _carried(line: list[str], unit: str) -> list[str]:
    """Take from the end of a full line what must go on with the next one."""
    held: list[str] = []
    first = unit
    while len(line) > 1 and len(held) < 4 and (first[0] in _NEVER_FIRST or line[-1][-1] in _NEVER_LAST):
        first = line.pop()
        held.insert(0, first)
    return held


def _units(text: str, columns: int) -> list[str]:
    """What may not be broken: Latin words and numbers, single other characters, each blank run as one blank."""
    units: list[str] = []
    for unit in _UNIT.findall(text):
        if unit.isspace():
            units.append(" ")
        else:
            units += [unit[start : start + columns] for start in range(0, len(unit), columns)]
    return units
