"""Bytes of a file → its text, with the encoding found and what of it could not be read."""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
from pathlib import Path
from typing import NamedTuple

from reconcile.errors import DocumentError

# Share of characters that may be unreadable or implausible before a decoding is refused.
_DAMAGE_ALLOWED = 0.05
_SAMPLE = 200_000
_BINARY_SIGNATURES = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file (.doc, .xls, .wps)"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"Rar!", "a compressed file"),
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_FORMATS = (
    ("<!doctype html", "HTML"),
    ("<html", "HTML"),
    ("<table", "HTML"),
    ("<?xml", "XML"),
    ("{\\rtf", "RTF"),
)
_LONGEST_OPENING = 16
_SAVE_AS_TEXT = "save the document as text (.txt, .md, .csv or .tsv, UTF-8) and give that file"
# What Chinese and English documents are made of: ASCII, Latin-1 signs, general punctuation, arrows, enclosed and box
# characters, CJK punctuation, ideographs, full-width forms.
_PLAUSIBLE = re.compile("[\t\n\r\x0c -~\xa0-ÿ\u2000-\u27ff\u3000-\u303f\u3200-\u33ff\u4e00-\u9fff\uff00-\uffef]+")


class Decoded(NamedTuple):
    """The text of a file without its byte order mark; ``damaged`` counts the places that could not be decoded."""

    text: str
    encoding: str
    sha256: str
    damaged: int


def decode_file(path: str | Path) -> Decoded:
    """Read a text file: UTF-8 (with or without mark), UTF-16 with mark, or GB18030 where UTF-8 does not fit.

    Raises ``DocumentError`` where the file is missing, empty, unreadable, not a regular file, or binary.
    """
    name = display_path(path)
    data = _read_bytes(Path(path), name)
    digest = hashlib.sha256(data).hexdigest()
    text, encoding, damaged = _decode(data, name)
    if "\x00" in text:
        raise DocumentError("the file is binary (it holds NUL characters)", document=name, remedy=_SAVE_AS_TEXT)
    if not text or text.isspace():
        raise DocumentError("the document is empty", document=name, remedy="give the file that holds the table")
    kind = _unread_format(text.lstrip())
    if kind:
        raise DocumentError(
            f"this is {kind}, a format that is not read yet",
            document=name,
            remedy="save its table as text (.txt, .md, .csv or .tsv, UTF-8) and give that file",
        )
    return Decoded(text, encoding, digest, damaged)


def _unread_format(text: str) -> str:
    """The text format that is not read as text, "" where it is none of them.

    >>> _unread_format('[{"序号": 1}]'), _unread_format("[附件] 某市任务清单")
    ('JSON', '')
    """
    head = text[:_LONGEST_OPENING].lower()
    for opening, kind in _TEXT_FORMATS:
        if head.startswith(opening):
            return kind
    return "JSON" if text[0] in "[{" and (_is_json(text) or _is_json(text.partition("\n")[0])) else ""


def _is_json(text: str) -> bool:
    """Whether a text is a JSON object, or a list of some."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))


def display_path(path: str | Path) -> str:
    """The path as given, with forward slashes.

    >>> display_path("data/plan.txt")
    'data/plan.txt'
    """
    return os.fspath(path).replace(os.sep, "/")


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise DocumentError("this is a folder", document=name, remedy="name the document inside it")
        if path.exists() and not path.is_file():
            raise DocumentError("this is not a regular file", document=name, remedy="save the document to a file first")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError("there is no such file", document=name, remedy="check the path") from error
    except PermissionError as error:
        raise DocumentError("the file may not be read", document=name, remedy="check its permissions") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DocumentError(f"the file cannot be read: {reason}", document=name, remedy="check the path") from error
    if not data:
        raise DocumentError("the document is empty", document=name, remedy="give the file that holds the table")
    return data


def _decode(data: bytes, name: str) -> tuple[str, str, int]:
    for signature, what in _BINARY_SIGNATURES:
        if data.startswith(signature):
            raise DocumentError(f"the file is binary: {what}", document=name, remedy=_SAVE_AS_TEXT)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding.removesuffix("-sig"), errors="replace")
            return text, encoding, text.count("\ufffd")
    try:
        return data.decode("utf-8"), "utf-8", 0
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise DocumentError(
                "the file is binary (it holds NUL bytes)", document=name, remedy=_SAVE_AS_TEXT
            ) from None
    return _best_guess(data, name)


def _best_guess(data: bytes, name: str) -> tuple[str, str, int]:
    """The more plausible of UTF-8 with damage and GB18030; neither is taken where too much of it makes no sense."""
    guesses = []
    for encoding in ("utf-8", "gb18030"):
        text = data.decode(encoding, errors="replace")
        sample = text[:_SAMPLE]
        plausible = sum(len(run) for run in _PLAUSIBLE.findall(sample))
        guesses.append((1 - plausible / len(sample), encoding, text))
    damage, encoding, text = min(guesses, key=lambda guess: guess[0])
    if damage > _DAMAGE_ALLOWED:
        raise DocumentError(
            "the text is neither UTF-8 nor GB18030", document=name, remedy="save it again as UTF-8 text and give that"
        )
    return text, encoding, text.count("\ufffd")
