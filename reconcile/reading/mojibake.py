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
    ("big5", "utf-8"),
    ("gb18030", "big5"),
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
    found = _misreading(text)
    return _name(*found) if found else ""


def repaired(text: str) -> tuple[str, str] | None:
    """A garbled text turned back, and how it was garbled; None where it is not garbled or something of it is lost.

    The repair is exact: garbling what it gives in the same way gives the text again.

    >>> repaired("序号,责任目标内容".encode().decode("latin-1"))
    ('序号,责任目标内容', 'UTF-8 read as Latin-1')
    >>> repaired("序号,责任目标内容\ufffd".encode().decode("latin-1")[:-1]) is None
    True
    """
    found = _misreading(text)
    if found is None:
        return None
    wrong, right = found
    try:
        # What the wrong decoding had no character for was left as it was, as browsers and editors do.
        data = text.encode(wrong) if wrong != "cp1252" else _western_bytes(text)
        mended = data.decode(right)
        exact = mended.encode(right) == data and (wrong == "cp1252" or data.decode(wrong) == text)
    except UnicodeError:
        return None
    return (mended, _name(wrong, right)) if exact else None


def _western_bytes(text: str) -> bytes:
    return b"".join(bytes([ord(sign)]) if 0x80 <= ord(sign) < 0xA0 else sign.encode("cp1252") for sign in text)


def _misreading(text: str) -> tuple[str, str] | None:
    sample = text[:_SAMPLE]
    if sample.isascii():
        return None
    already = _headings_in(sample)
    for wrong, right in _MISREADINGS:
        mended = sample.encode(wrong, errors="ignore").decode(right, errors="ignore")
        if len(_headings_in(mended) - already) >= _LEAST_WORDS:
            return wrong, right
    return None


def _name(wrong: str, right: str) -> str:
    return f"{_NAMES[right]} read as {_NAMES[wrong]}"


def _headings_in(text: str) -> set[str]:
    return set(_known_headings().findall(text))


@cache
def _known_headings() -> re.Pattern[str]:
    """Any Chinese heading of a table, or of a section of a work report."""
    tables = (*vocabulary("headers").values(), vocabulary("prose")["review"], vocabulary("prose")["forward"])
    words = {word for table in tables for word in table.get("words", ()) if len(word) > 1 and not word.isascii()}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))))
