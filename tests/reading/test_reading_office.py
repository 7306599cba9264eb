"""What Word, Excel, web pages and PDF have of their own: numbers as shown, hidden parts, numbering, tracked changes."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from format_writers import TablePart, as_docx, as_pdf

from reconcile.model import CompletionReport, Outcome
from reconcile.reading import read_outcome, read_plan
from reconcile.reading.formats.number_formats import shown

HEAD = ["序号", "目标任务", "完成情况", "是否完成", "责任单位"]
ROW = ["1", "新增床位500张", "新增床位520张", "是", "市民政局"]


def kinds(report: CompletionReport) -> list[str]:
    return [each.kind for each in report.documents[0].diagnostics if each.kind != "no-day"]


def narrative(outcome: Outcome) -> str:
    return outcome.responses[0].narrative.text


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (0.126, "0.0%", "12.6%"),
        (0.12600000000000003, "0.00%", "12.60%"),
        (1.326, "0%", "133%"),
        (-0.035, "0.0%", "-3.5%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (0.5, "0.0", "0.5"),
        (0.5, "#.#", ".5"),
        (2.5, "0", "3"),
        (1500, "General", "1500"),
        (0.1 + 0.2, "General", "0.3"),
        (1e15, "General", "1000000000000000"),
        (520, '0"张"', "520张"),
        (65000, '0!.0,"万"', "6.5万"),
        (12345678, '0.00,,"百万"', "12.35百万"),
        (-3, "0;(0)", "(3)"),
        (0, '0;-0;"—"', "—"),
        (5, '[>=10]"多";[<10]"少"', "少"),
        (5, "[Red]0.0_ ", "5.0"),
        (45291, "yyyy/m/d", "2023/12/31"),
        (45291, 'yyyy"年"m"月"d"日"', "2023年12月31日"),
        (45291, '[$-804]yyyy"年"m"月"', "2023年12月"),
        (45291.75, "yyyy-mm-dd hh:mm", "2023-12-31 18:00"),
        (0.75, "h:mm AM/PM", "6:00 PM"),
        (1.5, "[h]:mm", "36:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
        (1234.5, "￥#,##0.0", "￥1,234.5"),
        (7, "000", "007"),
        (3, "@", "3"),
        ("oops", "0", "oops"),
    ],
)
def test_numbers_are_read_as_they_are_shown(value: float, code: str, expected: str) -> None:
    assert shown(value, code) == expected


class TestExcel:
    def workbook(self, folder: Path) -> Path:
        from openpyxl import Workbook

        book = Workbook()
        sheet = book.active
        sheet.title = "完成情况"
        sheet["B1"] = "2023年完成情况一览表"
        sheet.merge_cells("B1:F1")
        for column, heading in enumerate(["序号", "指标", "目标值", "完成情况", "完成时限"], 2):
            sheet.cell(3, column).value = heading
        rows = [
            (1, "养老床位增长", 0.1, 0.126, datetime.date(2023, 12, 31)),
            (2, "新增护理型床位", 1500, 4433, datetime.date(2023, 6, 30)),
            (3, "财政收入", 128.5, 130.25, datetime.date(2023, 9, 30)),
        ]
        for line, values in enumerate(rows, 4):
            for column, value in enumerate(values, 2):
                sheet.cell(line, column).value = value
            sheet.cell(line, 6).number_format = 'yyyy"年"m"月"d"日"'
        for cell in ("D4", "E4"):
            sheet[cell].number_format = "0.0%"
        sheet["E5"].number_format = '#,##0"张"'
        sheet["E6"].number_format = "0.00"
        path = folder / "outcome.xlsx"
        book.save(path)
        return path

    def test_percentages_units_and_dates(self, tmp_path: Path) -> None:
        outcomes = read_outcome(self.workbook(tmp_path)).outcomes
        assert [narrative(each) for each in outcomes] == ["12.6%", "4,433张", "130.25"]
        assert outcomes[0].deadline == "2023年12月31日"
        assert outcomes[0].responses[0].narrative.place == "完成情况!E4"
        assert [outcome.id for outcome in outcomes] == ["1", "2", "3"]

    def test_hidden_rows_columns_and_sheets_are_read_and_told_of(self, tmp_path: Path) -> None:
        from openpyxl import load_workbook

        path = self.workbook(tmp_path)
        book = load_workbook(path)
        book.active.row_dimensions[5].hidden = True
        book.active.column_dimensions["F"].hidden = True
        other = book.create_sheet("备用")
        for column, text in enumerate(["序号", "指标", "目标值", "完成情况", "完成时限"], 1):
            other.cell(1, column).value = text
        for column, text in enumerate([4, "修建道路", 5, 6, "年底"], 1):
            other.cell(2, column).value = text
        other.sheet_state = "hidden"
        book.save(path)
        report = read_outcome(path)
        assert [outcome.id for outcome in report.outcomes] == ["1", "2", "3", "4"]
        said = [each.message.zh for each in report.documents[0].diagnostics if each.kind == "hidden"]
        assert len(said) == 3
        assert "隐藏行仍已读取：5" in said[0]
        assert "隐藏列仍已读取：F" in said[1]
        assert "备用" in said[2]
        assert report.outcomes[3].responses[0].narrative.place == "备用!D2"

    def test_a_formula_without_a_result_is_told_of(self, tmp_path: Path) -> None:
        from openpyxl import load_workbook

        path = self.workbook(tmp_path)
        book = load_workbook(path)
        book.active["E5"] = "=D5*2"
        book.save(path)
        report = read_outcome(path)
        assert narrative(report.outcomes[1]) == ""
        (note,) = (each for each in report.documents[0].diagnostics if each.kind == "no-result")
        assert "E5" in note.message.en

    def test_the_result_of_a_formula_is_read_and_not_the_formula(self, tmp_path: Path) -> None:
        path = self.workbook(tmp_path)
        parts = {}
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                parts[name] = book.read(name)
        sheet = parts["xl/worksheets/sheet1.xml"].decode()
        assert "<v>4433</v>" in sheet
        parts["xl/worksheets/sheet1.xml"] = sheet.replace("<v>4433</v>", "<f>WEBSERVICE(A1)</f><v>4433</v>").encode()
        with zipfile.ZipFile(path, "w") as book:
            for name, data in parts.items():
                book.writestr(name, data)
        assert narrative(read_outcome(path).outcomes[1]) == "4,433张"

    def test_an_old_workbook_is_read_like_a_new_one(self, tmp_path: Path) -> None:
        import xlwt

        book = xlwt.Workbook(encoding="utf-8")
        sheet = book.add_sheet("完成情况")
        for column, heading in enumerate(["领导", "序号", "指标", "完成情况", "完成时限"]):
            sheet.write(1, column, heading)
        sheet.write_merge(0, 0, 0, 4, "2023年完成情况一览表")
        sheet.write_merge(2, 3, 0, 0, "张三")
        for line, (number, text, value, code) in enumerate(
            [(1, "养老床位增长", 0.126, "0.0%"), (2, "新增护理型床位", 4433, '#,##0"张"')], 2
        ):
            sheet.write(line, 1, number)
            sheet.write(line, 2, text)
            sheet.write(line, 3, value, xlwt.easyxf(num_format_str=code))
            sheet.write(line, 4, datetime.date(2023, 12, 31), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
        sheet.row(3).hidden = True
        path = tmp_path / "outcome.xls"
        book.save(str(path))
        report = read_outcome(path)
        assert [narrative(each) for each in report.outcomes] == ["12.6%", "4,433张"]
        assert [each.deadline for each in report.outcomes] == ["2023年12月31日"] * 2
        assert [each.responses[0].leader for each in report.outcomes] == ["张三", "张三"]
        assert report.outcomes[1].responses[0].narrative.place == "完成情况!D4"
        assert "hidden" in kinds(report)


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def word_file(path: Path, body: str, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("word/document.xml", f"<w:document {WORD}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", content)
    return path


def cells(*texts: str) -> list[str]:
    return [paragraph(text) for text in texts]


class TestWord:
    def test_automatic_numbers_are_ids(self, tmp_path: Path) -> None:
        number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'
        rows = [[f"<w:p><w:pPr>{number}</w:pPr></w:p>", *cells(*ROW[1:])] for _ in range(3)]
        level = '<w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl>'
        numbering = (
            f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
            '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
        )
        path = word_file(tmp_path / "outcome.docx", table([cells(*HEAD), *rows]), numbering=numbering)
        assert [outcome.id for outcome in read_outcome(path).outcomes] == ["5", "6", "7"]

    def test_tracked_changes(self, tmp_path: Path) -> None:
        changed = (
            "<w:p><w:r><w:t>新增</w:t></w:r><w:del><w:r><w:delText>999张</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>520张</w:t></w:r></w:ins></w:p>"
        )
        rows = [cells(*HEAD), [*cells("1", "新增床位"), changed, *cells("是", "市民政局")]]
        report = read_outcome(word_file(tmp_path / "outcome.docx", table(rows)))
        assert narrative(report.outcomes[0]) == "新增520张"
        (note,) = (each for each in report.documents[0].diagnostics if each.kind == "tracked-changes")
        assert note.message.en.startswith("4 characters")

    def test_content_controls_breaks_and_symbols(self, tmp_path: Path) -> None:
        held = (
            "<w:sdt><w:sdtContent><w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>"
            "<w:p><w:hyperlink><w:r><w:t>丙</w:t></w:r></w:hyperlink></w:p></w:sdtContent></w:sdt>"
        )
        tick = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p>'
        rows = table([[*cells("1", "新增床位"), held, tick, *cells("市民政局")]])
        head = table([cells(*HEAD)]).removesuffix("</w:tbl>")
        body = f"{head}<w:sdt><w:sdtContent>{rows[7:-8]}</w:sdtContent></w:sdt></w:tbl>"
        outcome = read_outcome(word_file(tmp_path / "outcome.docx", body)).outcomes[0]
        assert narrative(outcome) == "甲\n乙\n丙"
        assert outcome.claim == "done"

    def test_text_boxes_notes_and_inner_tables_are_read(self, tmp_path: Path) -> None:
        title = paragraph("2023年度完成情况一览表")
        box = f"<w:p><w:r><w:pict><w:txbxContent>{title}</w:txbxContent></w:pict></w:r></w:p>"
        inner = table([cells(*HEAD), cells(*ROW)])
        outer = f"<w:tbl><w:tr><w:tc>{paragraph('外层')}{inner}</w:tc></w:tr></w:tbl>"
        notes = f"<w:footnotes {WORD}><w:footnote>{paragraph('数据截至年底')}</w:footnote></w:footnotes>"
        report = read_outcome(word_file(tmp_path / "outcome.docx", box + outer, footnotes=notes))
        document = report.documents[0]
        assert document.title == "2023年度完成情况一览表"
        assert narrative(report.outcomes[0]) == "新增床位520张"
        assert document.accounting.prose == len("2023年度完成情况一览表外层数据截至年底")

    def test_a_document_with_macros_is_read_and_nothing_is_run(self, tmp_path: Path) -> None:
        path = word_file(tmp_path / "outcome.docm", table([cells(*HEAD), cells(*ROW)]), vbaData="<x/>")
        assert narrative(read_outcome(path).outcomes[0]) == "新增床位520张"

    def test_several_tables_under_headings(self, tmp_path: Path) -> None:
        second = ["2", *ROW[1:]]
        parts = ["一、经济", TablePart([HEAD, ROW], []), "二、民生", TablePart([HEAD, second], [])]
        path = tmp_path / "outcome.docx"
        path.write_bytes(as_docx(parts))
        report = read_outcome(path)
        assert [outcome.id for outcome in report.outcomes] == ["1", "2"]
        assert report.outcomes[1].text.place == "表2 第2行第2列"


class TestWebPages:
    def page(self, folder: Path, body: str, name: str = "outcome.html") -> Path:
        path = folder / name
        path.write_text(body, encoding="utf-8")
        return path

    def test_a_page_laid_out_by_tables(self, tmp_path: Path) -> None:
        """Menus in tables around it, the document's own table inside; cells without end tags."""
        rows = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in (HEAD, ROW))
        body = (
            "<table><tr><td><table><tr><td>首页<td>政务公开</table></td><td>"
            f"<h1>2023年度完成情况一览表</h1><table>{rows}</table></td></tr></table>"
        )
        report = read_outcome(self.page(tmp_path, body))
        assert report.documents[0].title == "2023年度完成情况一览表"
        assert narrative(report.outcomes[0]) == "新增床位520张"

    def test_breaks_and_blanks_are_those_that_a_browser_shows(self, tmp_path: Path) -> None:
        cells = "<td>1</td><td>新增\n   床位</td><td><p>甲。</p><p>乙<br>丙&nbsp;丁</p><style>x</style></td>"
        body = f"<table><tr>{''.join(f'<th>{h}</th>' for h in HEAD[:3])}</tr><tr>{cells}</tr></table>"
        outcome = read_outcome(self.page(tmp_path, body)).outcomes[0]
        assert outcome.text.text == "新增 床位"
        assert narrative(outcome) == "甲。\n乙\n丙 丁"

    def test_words_of_a_table_outside_its_cells_are_kept(self, tmp_path: Path) -> None:
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEAD, ROW))
        body = f"<table><caption>2023年完成情况</caption>散字{rows}</table>"
        accounting = read_outcome(self.page(tmp_path, body)).documents[0].accounting
        assert accounting.total == len("2023年完成情况散字" + "".join(HEAD + ROW))

    def test_a_web_archive(self, tmp_path: Path) -> None:
        import base64

        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEAD, ROW))
        page = base64.encodebytes(f"<html><table>{rows}</table></html>".encode()).decode()
        body = (
            "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n"
            f"Content-Transfer-Encoding: base64\n\n{page}\n--b--\n"
        )
        assert narrative(read_outcome(self.page(tmp_path, body, "outcome.mht")).outcomes[0]) == "新增床位520张"

    def test_a_sheet_that_is_a_web_page_is_read_and_said_to_be_one(self, tmp_path: Path) -> None:
        rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEAD, ROW))
        report = read_outcome(self.page(tmp_path, f"<html><table>{rows}</table></html>", "outcome.xls"))
        assert narrative(report.outcomes[0]) == "新增床位520张"
        assert kinds(report) == ["format"]


class TestPdf:
    def test_tables_go_on_over_pages_under_repeated_headers(self, tmp_path: Path) -> None:
        rows = [[str(number), *ROW[1:]] for number in range(1, 121)]
        path = tmp_path / "outcome.pdf"
        path.write_bytes(as_pdf(["2023年度完成情况一览表", TablePart([HEAD, *rows], [])]))
        report = read_outcome(path)
        assert [outcome.id for outcome in report.outcomes] == [str(number) for number in range(1, 121)]
        places = {outcome.text.place.partition("页")[0] for outcome in report.outcomes}
        assert len(places) > 2
        assert report.documents[0].as_of == "2023-12-31"

    def test_a_page_without_text_is_told_of(self, tmp_path: Path) -> None:
        from reportlab.pdfgen.canvas import Canvas

        from reconcile.errors import DocumentError

        stream = io.BytesIO()
        canvas = Canvas(stream)
        canvas.drawString(50, 700, "No. Target Actual")
        canvas.showPage()
        canvas.rect(10, 10, 100, 100)
        canvas.showPage()
        canvas.save()
        path = tmp_path / "plan.pdf"
        path.write_bytes(stream.getvalue())
        from reconcile.reading import read_content

        (note,) = read_content(path).notes
        assert "2" in note.message.en.rpartition(":")[2]
        with pytest.raises(DocumentError):
            read_plan(path)

    def test_numbers_on_two_lines_are_not_made_one(self, tmp_path: Path) -> None:
        from reportlab.platypus import SimpleDocTemplate, Table

        stream = io.BytesIO()
        rows = [["No.", "Target", "Actual"], ["1", "Beds\nRoads", "520\n17"], ["2", "Schools", "3"]]
        grid = [("GRID", (0, 0), (-1, -1), 1, "black")]
        SimpleDocTemplate(stream).build([Table(rows, colWidths=[40, 200, 200], style=grid)])
        path = tmp_path / "outcome.pdf"
        path.write_bytes(stream.getvalue())
        assert [narrative(each) for each in read_outcome(path).outcomes] == ["520\n17", "3"]

    def test_a_protected_pdf_says_so(self, tmp_path: Path) -> None:
        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.pdfgen.canvas import Canvas

        from reconcile.errors import DocumentError

        stream = io.BytesIO()
        canvas = Canvas(stream, encrypt=StandardEncryption("secret", ownerPassword="other"))
        canvas.drawString(50, 700, "No. Target Actual")
        canvas.save()
        path = tmp_path / "plan.pdf"
        path.write_bytes(stream.getvalue())
        with pytest.raises(DocumentError, match="password"):
            read_plan(path)
