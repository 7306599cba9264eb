"""The figures of very many texts, read as they are printed: quicker than quantities in context, and less exact.

A figure is a number with the unit that stands behind it. What numbers mean (which name a road or a year, what they
count) is read in context only for smaller tables and wherever goals are judged.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from reconcile.resources import vocabulary


@cache
def _figure() -> re.Pattern[str]:
    """A number that does not belong to a name, with the signs that scale it and the first sign of its unit."""
    signs = vocabulary("matching")["large"]
    before, scales, names = (re.escape(signs[name]) for name in ("names_before", "scales", "names_after"))
    return re.compile(rf"(?<![A-Za-z\d.{before}])(\d+(?:\.\d+)?)(?![\dA-Za-z{names}])[ ]?([{scales}]*[^\W\d]|%)?")


def figures(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without the digits of its figures, and the distinct figures with their units.

    >>> figures("新建学校１0所，加快建设国道106")
    ('新建学校所,加快建设国道106', ('10所',))
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    found = list(_figure().finditer(text))
    if not found:
        return text, ()
    kept, last = [], 0
    for figure in found:
        kept.append(text[last : figure.start(1)])
        last = figure.end(1)
    kept.append(text[last:])
    return "".join(kept), tuple(dict.fromkeys(f"{figure[1]}{figure[2] or ''}" for figure in found))
