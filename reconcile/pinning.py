"""The hash that pins a decision to the words it was made on."""

from __future__ import annotations

import hashlib

_DIGITS = 16


def words_hash(*texts: str) -> str:
    """The first 16 hex digits of the SHA-256 of texts put together, without their white space.

    A document that is laid out anew keeps it; one changed character gives another.

    >>> words_hash("新增床位 4433 张") == words_hash("新增床位", "4433张") != words_hash("新增床位4434张")
    True
    """
    letters = "".join("".join(text.split()) for text in texts)
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
