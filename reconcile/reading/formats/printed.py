"""Characters with the places they are printed at → the text of a cell, or the paragraphs of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from reconcile.reading.broken import is_section_heading
from reconcile.reading.cells import ends_owner
from reconcile.variants import ideographs

Char = dict[str, Any]
Box = tuple[float, float, float, float]
# A cell that holds one of these holds a sentence and no list of names.
_IN_SENTENCES = "，。；,;:：%"
# A line of a cell is taken to be wrapped where less than so many of its letters would still have fitted: a line ends
# up to two letters early where the next one may not begin with a closing mark.
_WRAPPED = 2.6
_LONGEST_MARK = 12
# A cell of no more letters' width than this is narrow.
_NARROW = 4


def paragraphs(chars: Sequence[Char]) -> Iterator[tuple[float, str]]:
    """Paragraphs of characters as (top, text), from top to bottom: a line that fills the page goes on in the next."""
    lines = print_lines(chars)
    if not lines:
        return
    right = max(_printed_end(line) for line in lines)
    left = min(line[0]["x0"] for line in lines)
    before: list[Char] = []
    text, top = "", 0.0
    for line in lines:
        wrapped = (
            before
            and right - _printed_end(before) < _WRAPPED * before[0]["size"]
            and line[0]["x0"] - left < line[0]["size"]
            and line[0]["top"] - before[0]["bottom"] < line[0]["size"] * 2
            and not _has_wide_gap(before)
            and not is_section_heading(joined(line)[:_LONGEST_MARK])
        )
        if wrapped:
            text += (" " if _parted(text[-1], joined(line)[0], before) else "") + joined(line)
        else:
            if before:
                yield top, text
            text, top = joined(line), float(line[0]["top"])
        before = line
    yield top, text


def _has_wide_gap(line: Sequence[Char]) -> bool:
    """Whether a line stands in columns, as the rows of a table without rules do."""
    return any(after["x0"] - char["x1"] > 1.5 * char["size"] for char, after in pairwise(line))


def print_lines(chars: Sequence[Char]) -> list[list[Char]]:
    """The characters line by line, each line from left to right: those on one line overlap by half their height.

    A line of nothing but blanks is none.
    """
    lines: list[list[Char]] = []
    middle = 0.0
    for char in sorted(chars, key=lambda each: (each["top"] + each["bottom"]) / 2):
        own = (char["top"] + char["bottom"]) / 2
        height = max(char["bottom"] - char["top"], 1.0)
        if lines and own - middle <= height / 2:
            lines[-1].append(char)
        else:
            lines.append([char])
            middle = own
    return [
        sorted(line, key=lambda char: char["x0"]) for line in lines if any(not char["text"].isspace() for char in line)
    ]


def joined(line: Sequence[Char]) -> str:
    """The text of a line; a gap wider than a third of a letter is a blank."""
    out: list[str] = []
    before: Char | None = None
    for char in line:
        if out and before is not None and char["x0"] - before["x1"] > 0.3 * max(char["size"], 1.0) and out[-1] != " ":
            out.append(" ")
        if char["text"] != " " or (out and out[-1] != " "):
            # What the page shows is the ideograph; that its font calls it a radical nobody sees.
            out.append(char["text"].translate(ideographs()))
        before = char
    return "".join(out).strip()


def cell_text(chars: Sequence[Char], box: Box) -> str:
    """The text of a cell. A line that fills its cell goes on in the next one; after a shorter one the line ended."""
    lines = print_lines(chars)
    if not lines:
        return ""
    # The margin on the right is the one on the left, unless the cell is centred; closing marks may hang into it.
    margin = min(max(min(line[0]["x0"] for line in lines) - box[0], 0.0), lines[0][0]["size"])
    out = joined(lines[0])
    names = not any(char["text"] in _IN_SENTENCES for char in chars)
    for line, below in pairwise(lines):
        text = joined(below)
        first = next(char for char in below if not char["text"].isspace())
        room = box[2] - margin - _printed_end(line)
        letter = first["size"]
        # Two numbers on two lines are never made one, unless the first line had no room for another digit.
        numbers = out[-1].isdigit() and text[0].isdigit() and room > letter
        # In a cell of a few letters' width a name may be cut where another could end: the next must begin as the first.
        wide = box[2] - box[0] - 2 * margin > _NARROW * letter
        name_ends = names and ends_owner(out) and (wide or text[0] == out[0])
        if (room > _WRAPPED * letter and not _word_wrapped(below, room)) or numbers or name_ends:
            out += "\n" + text
        else:
            out += (" " if _parted(out[-1], text[0], line) else "") + text
    return out


def _printed_end(line: Sequence[Char]) -> float:
    return max(float(char["x1"]) for char in line if not char["text"].isspace())


def _word_wrapped(line: Sequence[Char], room: float) -> bool:
    """Whether the first word or number of a line is too long to have fitted on the line above it."""
    start, end = float(line[0]["x0"]), float(line[0]["x1"])
    for char in line:
        if not char["text"].isascii() or char["text"].isspace():
            break
        end = float(char["x1"])
    return end - start > room


def _parted(before: str, after: str, line: Sequence[Char]) -> bool:
    """Whether a line end stands for a blank: between Latin words, or where a blank was printed at its end."""
    return (before.isascii() and after.isascii() and before.isalpha() and after.isalpha()) or line[-1]["text"] == " "
