"""On which line of a TOML file a key stands, for messages that say where.

The parser of the standard library gives no positions, and neither does tomlkit: it keeps the layout of a file, so as to
write it back, but tells no line of a key. So the line is found with the parser itself: a statement begins on the last
line whose preceding lines are TOML by themselves and do not hold the key yet. It is looked for only when there is
something to complain about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any


def line_of(text: str, path: Sequence[str | int]) -> int:
    r"""The line (from 1) on which the key or table at ``path`` is set in the TOML ``text``; 1 where it is nowhere.

    Numbers in ``path`` count the members of a list from 0. A member of a list written in brackets stands where the
    list begins; what is missing stands where the table that lacks it begins.

    >>> line_of('[rules]\nshortfall = "off"\n[[waiver]]\nby = "a"\n[[waiver]]\nby = "b"', ("waiver", 1, "by"))
    6
    """
    held = next((path[:length] for length in range(len(path), 0, -1) if _holds(text, path[:length])), ())
    names = "|".join(re.escape(part) for part in held if isinstance(part, str))
    mention = re.compile(rf"""(?<![\w-])(["']?)(?:{names})\1\s*[=.\]]""")
    lines = [f"{line}\n" for line in text.split("\n")]
    places = [number for number, line in enumerate(lines) if mention.search(line)] if held else []
    low, high, found = 0, len(places), 0
    # Halving, by what the text before a place holds; a place inside a text or list of several lines tells nothing.
    while low < high:
        middle = probe = (low + high) // 2
        while probe >= low and (holds := _holds("".join(lines[: places[probe]]), held)) is None:
            probe -= 1
        if probe >= low and holds:
            high = probe
            continue
        if probe >= low:
            found = places[probe]
        low = middle + 1
    return found + 1


def _holds(text: str, path: Sequence[str | int]) -> bool | None:
    """Whether a text sets what stands at ``path``; None where it is no TOML by itself."""
    import tomllib

    try:
        value: Any = tomllib.loads(text)
    except ValueError:
        return None
    for part in path:
        inside = range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
        if part not in inside:
            return False
        value = value[part]
    return True
