"""Bytes of a text → its characters, with the encoding found, how sure that is, and what could not be read.

A mark at the beginning decides; else text that is valid UTF-8 is UTF-8; else the legacy encodings are compared by how
much of the text falls on their common characters. GB18030 and Big5 both give the common ideographs (level 1) a range
of their own: nearly all of a real text lies in it, and hardly more than a third of one read in the wrong encoding.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from reconcile.errors import DocumentError

# Share of characters that may be unreadable or implausible before a decoding is refused.
_DAMAGE_ALLOWED = 0.05
_SAMPLE = 200_000
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAVE_AS_TEXT = "save the document as text (.txt, .md, .csv or .tsv, UTF-8) and give that file"
# What Chinese and English documents are made of: ASCII, Latin-1 signs, general punctuation, arrows, enclosed and box
# characters, CJK punctuation, ideographs, full-width forms.
_PLAUSIBLE = re.compile("[\t\n\r\x0c -~\xa0-ÿ\u2000-\u27ff\u3000-\u303f\u3200-\u33ff\u4e00-\u9fff\uff00-\uffef]+")
# For each legacy encoding its characters, those of two bytes caught; and which of these are common: ideographs of
# level 1 and punctuation.
_LEGACY = {
    "gb18030": (
        rb"([\x81-\xfe][\x40-\x7e\x80-\xfe])|[\x00-\x7f]+|[\x81-\xfe][\x30-\x39]..|.",
        rb"[\xb0-\xd7\xa1\xa3][\xa1-\xfe]",
    ),
    "big5hkscs": (
        rb"([\x81-\xfe][\x40-\x7e\xa1-\xfe])|[\x00-\x7f]+|.",
        rb"[\xa1\xa2\xa4-\xc6][\x40-\x7e\xa1-\xfe]",
    ),
}
_DECLARED = rb"""<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([a-zA-Z0-9_-]{2,20})"""
_DECLARED_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_HEAD = 4096
# Of a text in the right encoding at least so much is common, and a legacy encoding needs so much to be believed.
_LEAST_COMMON = 0.5


class Decoded(NamedTuple):
    """The text of a file without its byte order mark.

    ``damaged`` counts the places that could not be decoded; ``confidence`` (0…1) is how sure the encoding is.
    """

    text: str
    encoding: str
    damaged: int
    confidence: float


def decode(data: bytes, name: str, declared: bool = False) -> Decoded:
    """Read UTF-8 or UTF-16, with or without mark, GB18030 (GBK, GB2312) or Big5.

    ``declared`` takes a web page at its own word (meta charset) where all of it can be read so.

    Raises ``DocumentError`` where the bytes are no text, in none of these, or blank.
    """
    decoded = (_as_declared(data) if declared else None) or _decode(data, name)
    if "\x00" in decoded.text:
        raise DocumentError("the file is binary (it holds NUL characters)", document=name, remedy=_SAVE_AS_TEXT)
    if not decoded.text or decoded.text.isspace():
        raise DocumentError("the document is empty", document=name, remedy="give the file that holds the table")
    return decoded


def _as_declared(data: bytes) -> Decoded | None:
    if b"charset" not in data[:_HEAD].lower():
        return None
    found = re.search(_DECLARED, data[:_HEAD], re.IGNORECASE)
    encoding = _DECLARED_NAMES.get(found.group(1).decode("ascii").lower()) if found else None
    if encoding is None:
        return None
    try:
        return Decoded(data.decode(encoding), encoding.removesuffix("hkscs"), 0, 1.0)
    except UnicodeDecodeError:
        return None


def _decode(data: bytes, name: str) -> Decoded:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding.removesuffix("-sig"), errors="replace")
            return Decoded(text, encoding, text.count("\ufffd"), 1.0)
    if b"\x00" in data[:_SAMPLE]:
        wide = _wide(data)
        if wide is None:
            raise DocumentError("the file is binary (it holds NUL bytes)", document=name, remedy=_SAVE_AS_TEXT)
        return wide
    try:
        return Decoded(data.decode("utf-8"), "utf-8", 0, 1.0)
    except UnicodeDecodeError:
        return _best_guess(data, name)


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: line ends and figures leave a NUL in every second byte, on one side only."""
    sample = data[: _SAMPLE & ~1]
    guesses = [(_plausible(sample.decode(encoding, "replace")), encoding) for encoding in ("utf-16-le", "utf-16-be")]
    (share, encoding), (other, _) = sorted(guesses, reverse=True)
    if share < 1 - _DAMAGE_ALLOWED or share - other < _DAMAGE_ALLOWED:
        return None
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, text.count("\ufffd"), min(round(share, 2), 0.99))


def _plausible(text: str) -> float:
    """The share of a text's characters that documents are made of."""
    return sum(len(run) for run in _PLAUSIBLE.findall(text)) / max(len(text), 1)


def _best_guess(data: bytes, name: str) -> Decoded:
    """The most plausible of UTF-8 with damage, GB18030 and Big5; none is taken where too much makes no sense."""
    guesses = []
    for encoding in ("utf-8", "gb18030", "big5hkscs"):
        plausible = _plausible(data[:_SAMPLE].decode(encoding, errors="replace"))
        common = _common_share(data[:_SAMPLE], encoding) if encoding in _LEGACY else 1.0
        guesses.append((plausible * common if plausible > 1 - _DAMAGE_ALLOWED else plausible / 2, encoding, plausible))
    guesses.sort(key=lambda guess: -guess[0])
    (score, encoding, plausible), (other, _, _) = guesses[:2]
    if plausible < 1 - _DAMAGE_ALLOWED or (encoding in _LEGACY and score < _LEAST_COMMON):
        raise DocumentError(
            "the text is neither UTF-8, UTF-16, GB18030 nor Big5",
            document=name,
            remedy="save it again as UTF-8 text and give that",
        )
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding.removesuffix("hkscs"), text.count("\ufffd"), _confidence(score, other, len(data)))


def _confidence(score: float, other: float, size: int) -> float:
    """How sure one encoding is over another: each character weighs in, so a few lines settle it; never quite sure."""
    doubt = (other / score) ** min(size / 8, 60) if score else 1.0
    return min(round(1 / (1 + doubt), 2), 0.99)


def _common_share(data: bytes, encoding: str) -> float:
    """The share of two-byte characters that are common ones."""
    # Patterns are made where they are needed: most files are UTF-8.
    one_or_two, common_ones = _LEGACY[encoding]
    pairs = [pair for pair in re.findall(one_or_two, data, re.DOTALL) if pair]
    common = re.compile(common_ones, re.DOTALL)
    return sum(common.fullmatch(pair) is not None for pair in pairs) / max(len(pairs), 1)
