"""What a cell of the workbook may hold, and how text is made fit for one."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from reconcile.reporting.plain_text import printable, spreadsheet_text

# The most that Excel keeps of one text, in UTF-16 units.
LONGEST = 32_767
CUT = " ⟨…⟩"
# What no XML document may hold, besides the controls that are shown as signs already.
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


class Link(NamedTuple):
    """A text that leads to a place in another file."""

    text: str
    file: str
    place: str


Value = str | int | float | date | Link | None


def cell_text(text: str) -> str:
    r"""``text`` as a cell shows it: no formula, no control, no sign that a workbook cannot hold; at most 32,767 long.

    What is cut off is marked. A text that looks like a formula gets an apostrophe, as in the CSV report, so that it
    stays text where the sheet is saved as CSV.

    >>> cell_text("=1+1"), cell_text("完成\x1b[31m"), len(cell_text("长" * 40_000)), cell_text("长" * 40_000)[-4:]
    ("'=1+1", '完成␛[31m', 32767, ' ⟨…⟩')
    """
    shown = spreadsheet_text(_NO_CHARACTER.sub(_visible, printable(text)))
    if len(shown) <= LONGEST // 2 or _units(shown) <= LONGEST:
        return shown
    kept = shown.encode("utf-16-le")[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore")
    return kept + CUT


def plain_text(shown: str) -> str:
    """What ``cell_text`` was given, as far as it added an apostrophe: for what is read back.

    >>> plain_text("'@5"), plain_text("'90s"), plain_text("133")
    ('@5', "'90s", '133')
    """
    return shown[1:] if shown.startswith("'") and spreadsheet_text(shown[1:]) == shown else shown


def day(text: str) -> Value:
    """A date as a date where it is one, else the text.

    >>> day("2023-01-31"), day("2023年1月")
    (datetime.date(2023, 1, 31), '2023年1月')
    """
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return text
    # Spreadsheets count their days from 1900 on.
    return found if found.year >= 1900 and found.isoformat() == text else text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _visible(sign: re.Match[str]) -> str:
    return f"⟨U+{ord(sign.group()):04X}⟩"
