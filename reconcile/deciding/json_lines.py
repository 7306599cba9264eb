"""On which line of a JSON file a value stands, for messages that say where.

The parser of the standard library tells no positions of what it has read, so the way to the value is gone once more,
and only when there is something to complain about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from json import JSONDecoder

_SPACE = re.compile(r"[ \t\n\r]*")
# A number of thousands of digits is passed over like any other.
_DECODER = JSONDecoder(parse_int=float)


def line_of(text: str, path: Sequence[str | int]) -> int:
    r"""The line (from 1) on which the value at ``path`` begins in the JSON ``text``.

    Numbers in ``path`` count the members of a list from 0. What is missing stands where the value that lacks it
    begins; of members of one name the last is meant, as the parser has it.

    >>> line_of('{"decisions": [\n {"by": "a"},\n {"by":\n  3}]}', ("decisions", 1, "by"))
    4
    >>> line_of('{"decisions": [\n {"by": "a"},\n {"by": 3}]}', ("decisions", 1, "date"))
    3
    """
    position = _past_space(text, 0)
    for part in path:
        found = _member(text, position, part) if isinstance(part, int) else _named(text, position, part)
        if found is None:
            break
        position = found
    return text.count("\n", 0, position) + 1


def _past_space(text: str, position: int) -> int:
    space = _SPACE.match(text, position)
    return space.end() if space else position


def _value(text: str, position: int) -> tuple[object, int]:
    """A value that begins at a position, and where what follows it begins."""
    value, end = _DECODER.raw_decode(text, position)
    return value, _past_space(text, end)


def _member(text: str, position: int, number: int) -> int | None:
    """Where a member of a list begins."""
    if text[position] != "[":
        return None
    position = _past_space(text, position + 1)
    while text[position] != "]":
        if number == 0:
            return position
        number -= 1
        _, position = _value(text, position)
        if text[position] == ",":
            position = _past_space(text, position + 1)
    return None


def _named(text: str, position: int, name: str) -> int | None:
    """Where the value of a member of an object begins."""
    if text[position] != "{":
        return None
    found = None
    position = _past_space(text, position + 1)
    while text[position] != "}":
        key, position = _value(text, position)
        position = _past_space(text, position + 1)
        if key == name:
            found = position
        _, position = _value(text, position)
        if text[position] == ",":
            position = _past_space(text, position + 1)
    return found
