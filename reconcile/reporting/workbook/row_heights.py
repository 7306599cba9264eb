"""How high the rows of a sheet are, for programs that take the height from the file instead of finding it themselves.

Excel and WPS fit a row to its wrapped text when they open the file, LibreOffice does not. A height alone holds until
somebody writes into the row; one that is marked as set by hand would hold for ever, and cut off what is written.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator
from typing import IO, Any
from zipfile import ZipFile

# In points: a line of 11 points with Chinese in it, a line of the titles, and the most that a row can have.
_LINE, _TITLE, _HIGHEST = 15.75, 21, 408
# Chinese characters are a little wider than two figures, and words are not broken.
_USED = 0.93
_SET_BY_HAND = re.compile(rb'(<row [^>]*?) customHeight="1"')
# Bytes of a sheet that are looked at together.
_CHUNK = 2**20


def set_row_height(sheet: Any, row: int, texts: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as the highest of its wrapped texts, each with the width of its column, needs it."""
    lines = max((_lines(text, wide) for text, wide in texts), default=1)
    if lines > 1:
        sheet.set_row(row, min(lines * _LINE, _HIGHEST))


def set_title_height(sheet: Any, row: int) -> None:
    """Make a row high enough for a title."""
    sheet.set_row(row, _TITLE)


def growing_rows(book: IO[bytes]) -> bytes:
    """A workbook whose rows still grow with what is written into them: their heights are not set by hand."""
    made = io.BytesIO()
    with ZipFile(book) as source, ZipFile(made, "w") as target:
        for entry in source.infolist():
            with source.open(entry) as content, target.open(entry, "w") as part:
                part.writelines(_not_set_by_hand(content))
    return made.getvalue()


def _not_set_by_hand(content: IO[bytes]) -> Iterator[bytes]:
    """A part of a workbook piece by piece, none of which ends within an element's name and attributes."""
    held = b""
    while chunk := content.read(_CHUNK):
        whole, sign, last = (held + chunk).rpartition(b"<")
        held = sign + last
        yield _SET_BY_HAND.sub(rb"\1", whole)
    yield held


def _lines(text: str, wide: float) -> int:
    r"""How many lines a text takes in a column of ``wide`` figures.

    >>> _lines("新增护理型养老床位", 10), _lines("one\ntwo", 30), _lines("", 10)
    (2, 2, 1)
    """
    usable = max(wide * _USED, 1)
    # No character takes more than two and a half columns: most texts need no closer look.
    if 2.5 * len(text) <= usable and "\n" not in text:
        return 1
    return sum(max(math.ceil(_columns(part) / usable), 1) for part in text.split("\n"))


def _columns(text: str) -> float:
    """About how many columns a text takes: a Chinese character has three bytes and takes two."""
    return (len(text) + len(text.encode("utf-8", "replace"))) / 2
