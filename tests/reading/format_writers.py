"""Writes the same document in each format, merged cells as real merged cells. Used by tests only."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Sequence
from typing import NamedTuple


class Merge(NamedTuple):
    top: int
    left: int
    bottom: int
    right: int


class TablePart(NamedTuple):
    rows: list[list[str]]
    merges: list[Merge]


Part = str | TablePart


def parts_of(text: str, merge_columns: Sequence[int] = ()) -> list[Part]:
    """A text with tab- or pipe-separated tables as lines and tables.

    A cell of ``merge_columns`` that is blank under a row with an id is merged with the cell above it, as it is in the
    published document, wherever the id's cell is blank too.
    """
    parts: list[Part] = []
    rows: list[list[str]] = []

    def end_table() -> None:
        if rows:
            width = max(map(len, rows))
            table = [row + [""] * (width - len(row)) for row in rows]
            parts.append(TablePart(table, _merges(table, merge_columns)))
            rows.clear()

    for line in text.split("\n"):
        if line.startswith("|") and set(line) <= set("|-: "):
            continue
        if "\t" in line:
            rows.append([cell.strip() for cell in line.split("\t")])
        elif line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif line.strip():
            end_table()
            parts.append(line.strip())
    end_table()
    return parts


def _merges(rows: list[list[str]], columns: Sequence[int]) -> list[Merge]:
    merges = []
    for column in columns:
        top = 0
        for number in range(1, len(rows) + 1):
            if number < len(rows) and not rows[number][0] and not rows[number][column]:
                continue
            if number - 1 > top and rows[top][column]:
                merges.append(Merge(top, column, number - 1, column))
            top = number
    return merges


def as_docx(parts: Sequence[Part]) -> bytes:
    from docx import Document

    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part.rows), len(part.rows[0]))
        cells = [row.cells for row in table.rows]
        for row, texts in zip(cells, part.rows, strict=True):
            for cell, text in zip(row, texts, strict=True):
                if text:
                    cell.text = text
        for merge in part.merges:
            cells[merge.top][merge.left].merge(cells[merge.bottom][merge.right])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_xlsx(parts: Sequence[Part]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    line = 1
    for part in parts:
        if isinstance(part, str):
            sheet.cell(line, 1).value = part
            sheet.cell(line, 1).data_type = "s"
            line += 1
            continue
        for row in part.rows:
            for column, text in enumerate(row, 1):
                if text:
                    sheet.cell(line, column).value = int(text) if text.isdecimal() else text
            line += 1
        first = line - len(part.rows)
        for merge in part.merges:
            sheet.merge_cells(
                start_row=first + merge.top,
                end_row=first + merge.bottom,
                start_column=1 + merge.left,
                end_column=1 + merge.right,
            )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_html(parts: Sequence[Part]) -> bytes:
    """A page as a government's site serves it: navigation around the document, a script, a footer."""
    out = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>政务公开</title><style>td{color:red}</style></head>"
    ]
    out.append("<body><ul class='nav'><li><a href='/'>首页</a></li><li><a href='/zwgk'>政务公开</a></li></ul>")
    out.append("<div><script>var a = '<table>';</script>")
    out += [f"<p>{html.escape(part)}</p>" if isinstance(part, str) else _html_table(part) for part in parts]
    out.append("</div><div class='footer'>网站地图<br>联系我们</div></body></html>")
    return "\n".join(out).encode()


def _html_table(part: TablePart) -> str:
    covered = {(r, c) for m in part.merges for r in range(m.top, m.bottom + 1) for c in range(m.left, m.right + 1)}
    begins = {(m.top, m.left): m for m in part.merges}
    out = ["<table border='1'><tbody>"]
    for number, row in enumerate(part.rows):
        out.append("<tr>")
        for column, text in enumerate(row):
            merge = begins.get((number, column))
            if merge is None and (number, column) in covered:
                continue
            span = ""
            if merge is not None:
                span = f" rowspan='{merge.bottom - merge.top + 1}' colspan='{merge.right - merge.left + 1}'"
            out.append(f"<td{span}><p><span>{html.escape(text)}</span></p></td>")
        out.append("</tr>")
    return "".join([*out, "</tbody></table>"])


def as_pdf(parts: Sequence[Part], ruled: bool = True) -> bytes:
    """A PDF of tables on pages, the first row repeated on each, in a font that every viewer brings itself."""
    from reportlab.lib import colors, pagesizes
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("cell", fontName="STSong-Light", fontSize=8, leading=10, wordWrap="CJK")
    # Chinese paragraphs begin two letters in.
    prose = ParagraphStyle("prose", style, firstLineIndent=16)
    stream = io.BytesIO()
    pages = SimpleDocTemplate(stream, pagesize=pagesizes.landscape(pagesizes.A3), invariant=1)
    flow: list[Flowable] = []
    for part in parts:
        if isinstance(part, str):
            flow.append(Paragraph(html.escape(part), prose))
            continue
        spans = [("SPAN", (m.left, m.top), (m.right, m.bottom)) for m in part.merges]
        look = ("GRID", (0, 0), (-1, -1), 0.5, colors.black) if ruled else ("VALIGN", (0, 0), (-1, -1), "TOP")
        width = (pages.width - 12) / sum(_weight(part, column) for column in range(len(part.rows[0])))
        flow.append(
            Table(
                [[Paragraph(html.escape(text), style) if text else "" for text in row] for row in part.rows],
                colWidths=[width * _weight(part, column) for column in range(len(part.rows[0]))],
                repeatRows=1,
                style=[look, *spans],
            )
        )
    pages.build(flow)
    return stream.getvalue()


def _weight(part: TablePart, column: int) -> int:
    return 30 if max(len(row[column]) for row in part.rows) > 20 else 10


def as_json(parts: Sequence[Part]) -> bytes:
    """Records under their headings; the lines beside the tables as members of their own."""
    document: dict[str, object] = {}
    for number, part in enumerate(parts):
        if isinstance(part, str):
            document[f"line{number}"] = part
        else:
            document[f"rows{number}"] = part.rows
    return json.dumps(document, ensure_ascii=False).encode()


WRITERS = {"docx": as_docx, "xlsx": as_xlsx, "html": as_html, "pdf": as_pdf, "json": as_json}
