"""Text of documents made fit to be shown: it is data everywhere, never markup, a formula or a control sequence."""

from __future__ import annotations

import re

_CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: 0x2421}
_HIDDEN = (*range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_SHOWN: dict[int, int | str] = {**_CONTROLS, **{code: f"⟨U+{code:04X}⟩" for code in _HIDDEN}}
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKDOWN = re.compile(r"[\\`*_{}\[\]#|~$!]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def printable(text: str) -> str:
    r"""``text`` with controls and invisible direction marks shown as signs, so that they cannot act or mislead.

    >>> printable("完成\x1b[31m"), printable("1500\u202e张")
    ('完成␛[31m', '1500⟨U+202E⟩张')
    """
    if text.isascii() and text.isprintable():
        return text
    return _SURROGATES.sub("\ufffd", text.translate(_SHOWN))


def one_line(text: str) -> str:
    """``printable`` text with every run of blanks, tabs and line ends made one blank."""
    return " ".join(printable(text).split())


def shortened(text: str, width: int) -> str:
    """``text`` cut to at most ``width`` characters, the cut marked by an ellipsis.

    >>> shortened("新增护理型养老床位", 5)
    '新增护理…'
    """
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def markdown_text(text: str) -> str:
    r"""``text`` as one line of Markdown that shows it as it is: no markup, table cell end, mention or reference.

    >>> markdown_text("a|b <i> @me #12")
    'a\\|b &lt;i&gt; @<!-- -->me \\#<!-- -->12'
    """
    escaped = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _MARKDOWN.sub(lambda sign: "\\" + sign.group(), escaped)
    # GitHub looks for mentions and references in the rendered text; a comment between stops it.
    return escaped.replace("@", "@<!-- -->").replace("\\#", "\\#<!-- -->")


def table_text(text: str) -> str:
    r"""``text`` as a cell of a Markdown table that is read as it stands: one line, and no cell end inside it.

    >>> table_text("3@2 | not_done\n<2")
    '3@2 \\| not_done <2'
    """
    return one_line(text).replace("|", "\\|")


def spreadsheet_text(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula: an apostrophe is put before one that looks like it.

    Full-width signs count, since some locales read them so (OWASP, "CSV Injection").

    >>> spreadsheet_text("=HYPERLINK(1)"), spreadsheet_text("新增1500张")
    ("'=HYPERLINK(1)", '新增1500张')
    """
    return "'" + text if text.startswith(_FORMULA) or text.lstrip(" ").startswith(_FORMULA) else text
