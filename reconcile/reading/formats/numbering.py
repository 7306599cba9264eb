"""Automatic numbers of Word's lists and columns (序号), which the document shows and its text does not hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from reconcile.reading.formats.xml import attribute, child_of, integer, tag_of, value_of
from reconcile.reading.rows import column_letters

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reconcile.reading.formats.parts import Parts

_DIGITS = "〇一二三四五六七八九"
_HOLE = re.compile(r"%([1-9])")


class _Level(NamedTuple):
    """One level of a list: where it starts, how its numbers are written, and the text around them (``%1.``)."""

    start: int
    style: str
    text: str


class Numbering:
    """Hands out the numbers of numbered paragraphs, in reading order."""

    def __init__(self, levels: dict[str, dict[int, _Level]], styles: dict[str, tuple[str, int]]) -> None:
        self._levels = levels
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}

    def next(self, paragraph: _Element) -> str:
        """The number that a paragraph shows, "" where it has none or a bullet."""
        if not self._levels:
            return ""
        number, depth = self._reference(paragraph)
        levels = self._levels.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(number, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.style in ("bullet", "none"):
            return ""

        def written(hole: re.Match[str]) -> str:
            at = int(hole.group(1)) - 1
            own = levels.get(at, level)
            return _STYLES.get(own.style, str)(counts.get(at, own.start))

        return _HOLE.sub(written, level.text)

    def _reference(self, paragraph: _Element) -> tuple[str, int]:
        properties = child_of(paragraph, "pPr")
        if properties is None:
            return "", 0
        style = child_of(properties, "pStyle")
        number, depth = self._styles.get(value_of(style), ("", 0)) if style is not None else ("", 0)
        own = child_of(properties, "numPr")
        if own is not None:
            number, depth = value_of(child_of(own, "numId")) or number, integer(value_of(child_of(own, "ilvl")), depth)
        return number, depth


def numbering_of(parts: Parts) -> Numbering:
    """The lists that a Word document defines, by the names that its paragraphs call them."""
    root = parts.xml("word/numbering.xml")
    abstract: dict[str, dict[int, _Level]] = {}
    levels: dict[str, dict[int, _Level]] = {}
    for element in root if root is not None else ():
        kind = tag_of(element)
        if kind == "abstractNum":
            abstract[attribute(element, "abstractNumId")] = {
                integer(attribute(level, "ilvl"), 0): _Level(
                    integer(value_of(child_of(level, "start")), 1),
                    value_of(child_of(level, "numFmt")) or "decimal",
                    value_of(child_of(level, "lvlText")),
                )
                for level in element
                if tag_of(level) == "lvl"
            }
        elif kind == "num":
            own = dict(abstract.get(value_of(child_of(element, "abstractNumId")), {}))
            for change in element:
                at = integer(attribute(change, "ilvl"), 0)
                start = value_of(child_of(change, "startOverride"))
                if tag_of(change) == "lvlOverride" and start and at in own:
                    own[at] = own[at]._replace(start=integer(start, 1))
            levels[attribute(element, "numId")] = own
    return Numbering(levels, _numbered_styles(parts) if levels else {})


def _numbered_styles(parts: Parts) -> dict[str, tuple[str, int]]:
    """The paragraph styles that number their paragraphs."""
    root = parts.xml("word/styles.xml")
    styles = {}
    for style in root if root is not None else ():
        numbered = child_of(child_of(style, "pPr"), "numPr")
        if numbered is not None:
            own = value_of(child_of(numbered, "numId")), integer(value_of(child_of(numbered, "ilvl")), 0)
            styles[attribute(style, "styleId")] = own
    return styles


def chinese_number(number: int) -> str:
    """A number from 1 to 99 in Chinese, others in figures.

    >>> chinese_number(7), chinese_number(10), chinese_number(21), chinese_number(100)
    ('七', '十', '二十一', '100')
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ((_DIGITS[tens] if tens > 1 else "") + "十" if tens else "") + (_DIGITS[ones] if ones else "")


_STYLES: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese_number,
    "chineseCountingThousand": chinese_number,
    "chineseLegalSimplified": chinese_number,
    "ideographDigital": chinese_number,
    "japaneseCounting": chinese_number,
    "taiwaneseCountingThousand": chinese_number,
    "upperLetter": column_letters,
    "lowerLetter": lambda number: column_letters(number).lower(),
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedCircle": lambda number: chr(0x2460 + number - 1) if 0 < number <= 20 else str(number),
    "decimalEnclosedCircleChinese": lambda number: chr(0x2460 + number - 1) if 0 < number <= 20 else str(number),
}
