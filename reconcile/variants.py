"""Characters as those that they are compared as: traditional as simplified ones, radicals as ideographs.

What is cited stays as printed.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache


@lru_cache(maxsize=1024)
def simplified(text: str) -> str:
    """The text under which words are looked up and compared: as many characters, in the same places.

    >>> simplified("責任單位"), simplified("新增床位520張，不低於")
    ('责任单位', '新增床位520张，不低于')
    """
    if text.isascii() or _traditional().search(text) is None:
        return text
    return text.translate(variants())


@cache
def _traditional() -> re.Pattern[str]:
    """The traditional characters: to see that a text has none is quicker than to translate it."""
    return re.compile(f"[{re.escape(''.join(map(chr, variants())))}]")


@cache
def variants() -> dict[int, int]:
    """The simplified character of each traditional one, and the ideograph of each radical, for ``str.translate``."""
    # Whoever imports this module needs no file until there is something to compare.
    from reconcile.resources import vocabulary

    table = vocabulary("variants")
    return str.maketrans(table["traditional"], table["simplified"]) | ideographs()


@cache
def ideographs() -> dict[int, int]:
    """The ideograph that each radical looks like, for ``str.translate``."""
    from reconcile.resources import vocabulary

    table = vocabulary("variants")
    return str.maketrans(table["radical"], table["ideograph"])
