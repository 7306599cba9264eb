"""Text that was decoded wrongly and saved again (UTF-8 read as GBK): told by the words that decoding it right gives."""

from __future__ import annotations

import re
from functools import cache

from reconcile.resources import vocabulary

_SAMPLE = 20_000
# The encoding that the bytes were wrongly read as, and the one that they are in, likeliest first.
_MISREADINGS = (
    ("gb18030", "utf-8"),
    ("cp1252", "utf-8"),
    ("latin-1", "utf-8"),
    ("latin-1", "gb18030"),
    ("cp1252", "gb18030"),
    ("big5", "gb18030"),
)
_NAMES = {"gb18030": "GBK", "utf-8": "UTF-8", "cp1252": "Latin-1", "latin-1": "Latin-1", "big5": "Big5"}
# So many different known headings must come to light; one may be chance.
_LEAST_WORDS = 2


def misread_as(text: str) -> str:
    """How a text without known headings was garbled, "" where decoding it anew brings none to light.

    >>> misread_as("序号 责任目标内容".encode().decode("gb18030", errors="replace"))
    'UTF-8 read as GBK'
    >>> misread_as("序号 责任目标内容"), misread_as("甲 乙 丙")
    ('', '')
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return ""
    already = _headings_in(sample)
    for wrong, right in _MISREADINGS:
        mended = sample.encode(wrong, errors="ignore").decode(right, errors="ignore")
        if len(_headings_in(mended) - already) >= _LEAST_WORDS:
            return f"{_NAMES[right]} read as {_NAMES[wrong]}"
    return ""


def _headings_in(text: str) -> set[str]:
    return set(_known_headings().findall(text))


@cache
def _known_headings() -> re.Pattern[str]:
    """Any Chinese heading of a table, or of a section of a work report."""
    tables = (*vocabulary("headers").values(), vocabulary("prose")["review"], vocabulary("prose")["forward"])
    words = {word for table in tables for word in table.get("words", ()) if len(word) > 1 and not word.isascii()}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
