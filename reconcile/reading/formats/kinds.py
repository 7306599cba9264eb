"""What a file is: told by what it holds; the ending of its name only decides between kinds of plain text."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import Literal

from reconcile.errors import DocumentError

Format = Literal["text", "json", "html", "docx", "xlsx", "xls", "pdf"]

_AS_TEXT = "save its table as .docx, .xlsx, .pdf, .html or UTF-8 text (.txt, .md, .csv or .tsv) and give that file"
_PICTURE = "a picture; recognise its text first (OCR) and give the result"
_UNREAD = (
    (b"\x1f\x8b", "a compressed file; unpack it and give the document inside"),
    (b"7z\xbc\xaf", "a compressed file; unpack it and give the document inside"),
    (b"Rar!", "a compressed file; unpack it and give the document inside"),
    (b"BZh", "a compressed file; unpack it and give the document inside"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"\x7fELF", f"a program; {_AS_TEXT}"),
    (b"MZ\x90\x00", f"a program; {_AS_TEXT}"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML_OPENINGS = ("<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<title", "<div")
# How far into a file the opening of a format may stand: after comments and declarations.
_HEAD = 4096
_ENDINGS: dict[str, frozenset[Format]] = {
    ".txt": frozenset({"text"}), ".text": frozenset({"text"}), ".md": frozenset({"text"}),
    ".csv": frozenset({"text"}), ".tsv": frozenset({"text"}), ".tab": frozenset({"text"}),
    ".json": frozenset({"json"}), ".jsonl": frozenset({"json"}), ".ndjson": frozenset({"json"}),
    ".html": frozenset({"html"}), ".htm": frozenset({"html"}), ".xhtml": frozenset({"html"}),
    ".mht": frozenset({"html"}), ".mhtml": frozenset({"html"}), ".shtml": frozenset({"html"}),
    ".docx": frozenset({"docx"}), ".docm": frozenset({"docx"}), ".dotx": frozenset({"docx"}),
    ".xlsx": frozenset({"xlsx"}), ".xlsm": frozenset({"xlsx"}), ".xltx": frozenset({"xlsx"}),
    ".xls": frozenset({"xls"}), ".xlt": frozenset({"xls"}), ".et": frozenset({"xls", "xlsx"}),
    ".pdf": frozenset({"pdf"}), ".doc": frozenset(), ".wps": frozenset(),
}  # fmt: skip
FORMAT_NAMES: dict[Format, str] = {
    "text": "text", "json": "JSON", "html": "HTML", "docx": "Word (.docx)", "xlsx": "Excel (.xlsx)",
    "xls": "Excel (.xls)", "pdf": "PDF",
}  # fmt: skip


def binary_format(data: bytes, name: str) -> Format | None:
    """The format of a file that is no text, None where it may be some.

    Raises ``DocumentError`` with what to do where it is a format that is not read.
    """
    if data.lstrip(b"\x00\t\n\r \xef\xbb\xbf")[:5] == b"%PDF-" or b"%PDF-" in data[:1024].partition(b"<")[0]:
        return "pdf"
    if data.startswith(_OLE[:4]):
        return _ole_format(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_format(data, name)
    for signature, what in _UNREAD:
        if data.startswith(signature):
            kind, remedy = what.split("; ", 1)
            raise DocumentError(f"the file is binary: {kind}", document=name, remedy=remedy)
    return None


def _ole_format(data: bytes, name: str) -> Format:
    """An old Office container, told by the names of its streams."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise DocumentError(
            "the file is binary: it is protected with a password",
            document=name,
            remedy="open it with the password, save it without one and give that file",
        )
    if holds("Workbook") or holds("Book"):
        return "xls"
    raise DocumentError(
        "the file is binary: an old Word or WPS file (.doc, .wps)",
        document=name,
        remedy="open it in Word, WPS or LibreOffice, save it as .docx and give that file",
    )


def _zip_format(data: bytes, name: str) -> Format:
    from reconcile.reading.formats.parts import part_names

    names = part_names(data, name)
    if "word/document.xml" in names or any(each.startswith("word/document") for each in names):
        return "docx"
    if any(each.startswith("xl/") for each in names):
        if any(each.endswith("workbook.bin") for each in names):
            raise DocumentError(
                "this is a binary Excel file (.xlsb)", document=name, remedy="save it as .xlsx and give that file"
            )
        return "xlsx"
    if "OFD.xml" in names:
        raise DocumentError(
            "this is an OFD file", document=name, remedy="print it to PDF in its viewer and give that file"
        )
    if "content.xml" in names:
        raise DocumentError(
            "this is an OpenDocument file", document=name, remedy="save it as .docx or .xlsx and give that file"
        )
    raise DocumentError(
        "the file is binary: a zip archive",
        document=name,
        remedy="unpack it and give the document inside (.docx, .xlsx, .pdf, .html or text)",
    )


def text_format(text: str, name: str) -> Format:
    """The format of a file that is text.

    Raises ``DocumentError`` with what to do where it is one that is not read.

    >>> text_format('[{"序号": 1}]', "-"), text_format("[附件] 某市任务清单", "-"), text_format("<!-- --><table>", "-")
    ('json', 'text', 'html')
    """
    head = text[:_HEAD].lstrip("\ufeff \t\r\n\x0b\x0c")
    if not head:
        return "text"
    if head[0] == "<":
        return _markup_format(head.lower(), name)
    if head.lower().startswith(("{\\rtf", "mime-version:", "from: <saved by")):
        if head[0] != "{":
            return "html"
        raise DocumentError("this is RTF, a format that is not read", document=name, remedy=_AS_TEXT)
    return "json" if head[0] in "[{" and _is_json(text, PurePath(name).suffix.lower()) else "text"


def _markup_format(head: str, name: str) -> Format:
    while head.startswith("<!--"):
        head = head.partition("-->")[2].lstrip()
    is_xml = head.startswith("<?xml")
    if is_xml:
        head = head.partition("?>")[2].lstrip()
        while head.startswith("<!--"):
            head = head.partition("-->")[2].lstrip()
    if head.startswith(_HTML_OPENINGS) or (not is_xml and _HTML_OPENINGS[1] in head):
        return "html"
    if is_xml:
        raise DocumentError("this is XML, a format that is not read", document=name, remedy=_AS_TEXT)
    return "text"


def _is_json(text: str, ending: str) -> bool:
    """Whether a text is a JSON object or list of something, or the ending says so; damage in it is told later."""
    if ending in (".json", ".jsonl", ".ndjson"):
        return True
    for part in (text, text.strip().partition("\n")[0]):
        try:
            value = json.loads(part)
        except ValueError:
            continue
        except RecursionError:
            return True
        if isinstance(value, dict) or (
            isinstance(value, list) and any(isinstance(each, (dict, list)) for each in value)
        ):
            return True
    return False


def mislabelled(name: str, format: Format) -> str:
    """The ending of a name that says another format than the file has, "" where it does not lie.

    >>> mislabelled("表.xls", "html"), mislabelled("表.xlsx", "xlsx"), mislabelled("表", "pdf")
    ('.xls', '', '')
    """
    ending = PurePath(name).suffix.lower()
    return ending if format not in _ENDINGS.get(ending, frozenset({format})) else ""
