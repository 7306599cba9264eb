"""The text as it is read: one width of characters, no stray spaces, and the way back to the printed characters."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reconcile.resources import vocabulary

_SPACE = re.compile(r"\s")
# digits set apart one by one, or thousands by blanks, inside Chinese text: 参保率 9 8 . 5 %, 新增 1 500 张
_SPACED = re.compile(
    r"(?<=[\u4e00-\u9fff])"
    r"(?:[0-9](?: [0-9])+(?![0-9,])(?=[.%\u4e00-\u9fff])|[0-9]{1,3}(?: [0-9]{3})+(?=[%\u4e00-\u9fff]))"
)
_LINE_ENDS = "\n\r\t\v\f\x1c\x1d\x1e\x85\u2028\u2029"


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
    """Full-width letters and digits to ASCII, and the variants that the vocabulary lists; one character each."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
    table.update({ord(variant): plain for variant, plain in vocabulary("numerals")["characters"].items()})
    return table


def normalise(text: str) -> Line:
    """The text in one width, without the spaces that typesetting and scanning leave inside Chinese text.

    A space stays, as one blank, where it parts two Latin words or two numbers; tabs and line ends stay, as line ends,
    because nothing is read across them.

    >>> normalise("新增 ７０６９ 张").text
    '新增7069张'
    >>> normalise("1 500 beds").text
    '1 500 beds'
    """
    plain = text.translate(_one_width())
    if _SPACE.search(plain) is None:
        return Line(plain, None)
    kept: list[str] = []
    origin: list[int] = []
    previous, gap, set_apart = "\n", -1, False
    for at, char in enumerate(plain):
        if char.isspace():
            if char not in _LINE_ENDS:
                gap = at if gap < 0 else gap
            elif previous != "\n":
                kept.append("\n")
                origin.append(at)
                previous, gap = "\n", -1
            continue
        if gap >= 0 and not set_apart and _parts(previous, char):
            kept.append(" ")
            origin.append(gap)
        # a point with a blank on either side was torn from its number by a scanner: 6 . 5
        set_apart = char in ".," and gap >= 0 and previous.isdigit()
        gap = -1
        kept.append(char)
        origin.append(at)
        previous = char
    return _joined(kept, origin)


def _joined(kept: list[str], origin: list[int]) -> Line:
    """The line without the blanks that stand inside one number."""
    text = "".join(kept)
    inner = [at for run in _SPACED.finditer(text) for at in range(*run.span()) if text[at] == " "]
    for at in reversed(inner):
        del kept[at], origin[at]
    return Line("".join(kept) if inner else text, origin)


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
