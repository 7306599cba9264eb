"""The text as it is read: one width of characters, no stray spaces, and the way back to the printed characters."""

import re
from functools import cache
from typing import NamedTuple

from reconcile.quantities.wording import alternation, vocabulary
from reconcile.variants import variants

# What ``\s`` stands for, which is slower to look for.
_BLANK = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_MEANINGLESS = "\u200b\u200c\u200d\ufeff\u00ad"
# thin blanks group the digits of one number
_THIN = ("\u2009", "\u202f", "\u2006")
_POINTS = (".", ",")
# what a scanner reads for the point in a number
_MISREAD_POINTS = "·•∙。"
_HAN = "\u4e00-\u9fff"


class _Patterns:
    """Patterns of blanks."""

    def __init__(self) -> None:
        # a page number, — 12 — or - 12 -, that printing left inside the words
        no_range = "0-9A-Za-z%)—年月日"
        self.page: re.Pattern[str] = re.compile(
            f"—(?<![{no_range}]—)(?<![{no_range}] —)\\s{{0,3}}[0-9]{{1,3}}\\s{{0,3}}—(?!—)"
            f"|-(?:(?<=[{_HAN},;。、]-)|(?<=[{_HAN},;。、] -))\\s{{1,3}}[0-9]{{1,3}}\\s{{1,3}}-(?!-)"
        )
        self.space: re.Pattern[str] = re.compile(f"[\\s{_MEANINGLESS}]+")
        self.line_end: re.Pattern[str] = re.compile("[\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
        # a blank behind the point was torn in by a scanner where a number of parts, and no list's, begins before it
        whole = "(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
        torn = rf"(?<=[{_HAN}≥≤<>—~-]){whole}\. [0-9]{{1,4}}|(?<![0-9.]){whole}\. 0[0-9]{{1,3}}"
        ends = vocabulary("numerals")["torn"]["whole_after"]
        unit = f"(?:%|{_divisible()})"
        misread = vocabulary("numerals")["misread"]
        self.letter: str = misread["letter"]
        self.zero: re.Pattern[str] = re.compile(misread["zero"])
        # a point that was read as another mark: 1·35万人, 181。06亿元
        self.points: re.Pattern[str] = re.compile(f"[{_MISREAD_POINTS}][0-9]")
        self.misread: re.Pattern[str] = re.compile(
            f"((?![{ends}])[{_HAN}][0-9]{{1,6}})[{_MISREAD_POINTS}](?=[0-9]{{1,4}}{unit})"
        )
        self.spaced: re.Pattern[str] = re.compile(
            # 植树13 5万株, 完成税收12 or 12. at the end of a line and 6亿元 on the next
            rf"(?<=[{_HAN}])(?<![{ends}])[0-9]{{1,3}}(?: [0-9]{{1,3}}(?:\. ?[0-9]{{1,4}})?|\.?\n[0-9]{{1,4}}){unit}"
            f"|(?<=[{_HAN}])(?:[0-9](?: [0-9])+(?![0-9,])(?=[.%{_HAN}])"
            rf"|[0-9]{{1,3}}(?: [0-9]{{3}})+(?:\.[0-9]{{1,4}})?(?=[%{_HAN}]))"
            rf"|(?<=[{_HAN}])[0-9]{{1,3}}(?:, [0-9]{{3}})+(?=[%{_HAN}])"
            rf"|(?:{torn})(?={unit}|[—~-][0-9]{{1,4}}(?:\. ?[0-9]{{1,4}})?{unit})"
            r"|\A-?[0-9]{1,3}(?: [0-9]{3}){2,}\Z"
        )


def _divisible() -> str:
    """The pattern of scale words and of units of which there are parts: half a school is no number of schools."""
    units, whole = vocabulary("units")["dimensions"], vocabulary("numerals")["torn"]["whole"]
    # 2. 5G基站: a letter says too little
    parts = (
        unit for dimension, sizes in units.items() if dimension not in whole for unit in sizes if not unit[0].isascii()
    )
    return alternation([*vocabulary("numerals")["scale_words"], *parts])


@cache
def _patterns() -> _Patterns:
    return _Patterns()


class Line(NamedTuple):
    """A text made ready for reading. ``origin[i]`` is where character i was printed; None: nothing was left out."""

    text: str
    origin: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The printed (start, end) of the characters ``start`` to ``end`` of ``text``; empty where they are none."""
        if self.origin is None or start >= end:
            return (start, end) if self.origin is None else (0, 0)
        return (self.origin[start], self.origin[end - 1] + 1)


@cache
def _one_width() -> dict[int, str]:
    """Full-width letters and digits to ASCII, traditional characters to simplified ones, listed variants to plain."""
    table: dict[int, str] = {traditional: chr(plain) for traditional, plain in variants().items()}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
    table.update({ord(variant): plain for variant, plain in vocabulary("numerals")["characters"].items()})
    return table


@cache
def _uneven() -> re.Pattern[str]:
    """What is written otherwise than it is read: to see that a text has none of it is quicker than to translate it."""
    misread = f"[0-9][{vocabulary('numerals')['misread']['letter']}{_MISREAD_POINTS}]|—[0-9]{{1,3}}—"
    return re.compile(f"[{re.escape(''.join(map(chr, _one_width())))}{_BLANK}{_MEANINGLESS}]|{misread}")


def normalise(text: str) -> Line:
    """The text in one width, without the spaces that typesetting and scanning leave inside Chinese text.

    The letter O between the digits of a number is the zero that was printed.
    A point between the digits of one number is one, also where it was read as a full stop or a middle dot.
    A space stays, as one blank, where it parts two Latin words or two numbers; tabs and line ends stay, as line ends,
    because nothing is read across them.

    >>> normalise("新增 ７０６９ 张").text
    '新增7069张'
    >>> normalise("1 500 beds").text
    '1 500 beds'
    """
    if _uneven().search(text) is None:
        return Line(text, None)
    plain = _mended(text.translate(_one_width()))
    if _patterns().space.search(plain) is None:
        return Line(plain, None)
    kept: list[str] = []
    origin: list[int] = []
    last, apart = 0, -1
    for match in _patterns().space.finditer(plain):
        start, end = match.span()
        kept.append(plain[last:start])
        origin.extend(range(last, start))
        before, after = plain[start - 1 : start], plain[end : end + 1]
        if _patterns().line_end.search(match.group()):
            mark = "\n"
        else:
            # a point with a blank on either side was torn from its number by a scanner: 6 . 5
            torn = before in _POINTS and apart == start - 1 and plain[last - 2 : last - 1].isdigit()
            blank = match.group().strip(_MEANINGLESS)
            grouped = blank in _THIN and before.isdigit() and plain[end : end + 3].isdigit()
            parts = blank and before and after and not torn and not grouped and _parts(before, after)
            mark = " " if parts else ""
        if mark and origin:
            kept.append(mark)
            origin.append(start)
        last = apart = end
    kept.append(plain[last:])
    origin.extend(range(last, len(plain)))
    return _joined("".join(kept), origin)


def _mended(plain: str) -> str:
    """The text with what scanning misread in its numbers, and blanks for page numbers; its characters stay in place."""
    patterns = _patterns()
    if patterns.letter in plain:
        plain = patterns.zero.sub(lambda number: number[0].replace(patterns.letter, "0"), plain)
    if patterns.points.search(plain) is not None:
        plain = patterns.misread.sub(r"\1.", plain)
    if "—" in plain or "-" in plain:
        plain = patterns.page.sub(lambda page: " " * len(page[0]), plain)
    return plain


def _joined(text: str, origin: list[int]) -> Line:
    """The line without the blanks that stand inside one number."""
    if " " not in text and "\n" not in text:
        return Line(text, origin)
    inner = [at for run in _patterns().spaced.finditer(text) for at in range(*run.span()) if text[at] in " \n"]
    if not inner:
        return Line(text, origin)
    kept = sorted(set(range(len(text))).difference(inner))
    return Line("".join(text[at] for at in kept), [origin[at] for at in kept])


def _parts(before: str, after: str) -> bool:
    """Whether a blank between these characters means something.

    It does between Latin words and numbers, and after a full stop, where it parts an enumerator from a number
    (``1. 1-6月份``).
    """
    if not (before.isascii() and after.isascii()):
        return False
    if before.isalnum():
        return after.isalnum() or after in "$(-+"
    return before in ".,):;%" and after.isalnum()
