"""Tables of a PDF whose cells are told apart by nothing but where they stand."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from format_writers import as_pdf, parts_of

from reconcile.model import CompletionReport, Plan
from reconcile.reading import read_outcome, read_plan
from reconcile.reading.formats.unruled import unruled_tables

TITLE = "某市2023年政府工作任务完成情况"
HEAD = ["序号", "目标任务", "完成情况", "是否完成", "责任单位"]
WIDTHS = [36, 150, 200, 50, 90]
ROWS = [
    [
        "1",
        "新建城市道路12条并改造提升背街小巷40条，城区断头路全部打通",
        "新建道路11条，改造背街小巷43条，断头路打通6条，剩余1条正在办理征地手续，预计明年上半年完工",
        "否",
        "市住建局 市城管局",
    ],
    ["2", "粮食总产稳定在38亿斤以上", "粮食总产38.6亿斤", "是", "市农业农村局"],
    [
        "3",
        "开展职业技能培训1.5万人次，新增高技能人才3000人",
        "截至12月底开展职业技能培训1.62万人次",
        "是",
        "市人力资源社会保障局",
    ],
    ["4", "建成市妇幼保健院新院区", "", "否", "市卫生健康委"],
    [
        "5",
        "新增养老床位500张",
        "新增养老床位512张，其中护理型床位307张，占比60%，超额完成全年任务",
        "是",
        "市民政局",
    ],
]


def printed(
    tables: Sequence[Sequence[Sequence[str]]],
    style: Sequence[Any] = (),
    widths: Sequence[int] = tuple(WIDTHS),
    above: Sequence[str] = (TITLE,),
    below: Sequence[str] = (),
    repeat: int = 1,
    height: float = 842,
) -> bytes:
    """A PDF of tables without rules, each cell a paragraph of its own; the first row repeated on each page."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    text = ParagraphStyle("cell", fontName="STSong-Light", fontSize=10, leading=13, wordWrap="CJK")
    prose = ParagraphStyle("prose", text, firstLineIndent=20)
    stream = io.BytesIO()
    pages = SimpleDocTemplate(
        stream, pagesize=(595, height), leftMargin=30, rightMargin=30, topMargin=40, bottomMargin=40, invariant=1
    )
    flow: list[Flowable] = [Paragraph(line, prose) for line in above]
    for rows in tables:
        cells = [[Paragraph(cell, text) if cell else "" for cell in row] for row in rows]
        flow.append(
            Table(
                cells,
                colWidths=list(widths),
                repeatRows=repeat,
                splitInRow=1,
                style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *style],
            )
        )
    flow += [Paragraph(line, prose) for line in below]
    pages.build(flow)
    return stream.getvalue()


def read(path: Path, data: bytes) -> CompletionReport:
    path.write_bytes(data)
    return read_outcome(path)


def cells(report: CompletionReport) -> list[list[str]]:
    """The records as their rows were printed, blanks left out."""
    return [
        [
            outcome.id,
            plain(outcome.text.text),
            plain("".join(response.narrative.text for response in outcome.responses)),
            outcome.claim_text,
            "".join(owner.name for owner in outcome.owners),
        ]
        for outcome in report.outcomes
    ]


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


EXPECTED = [[plain(cell) for cell in row] for row in ROWS]
STYLES: dict[str, list[Any]] = {
    "at the top of their rows": [],
    "in the middle of their rows": [("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    "without a gap between rows": [("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)],
    "with a line across below each row": [("LINEBELOW", (0, 0), (-1, -1), 0.5, (0, 0, 0))],
    "between a line above and one below": [
        ("LINEABOVE", (0, 0), (-1, 0), 1, (0, 0, 0)),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, (0, 0, 0)),
        ("LINEBELOW", (0, -1), (-1, -1), 1, (0, 0, 0)),
    ],
}


@pytest.mark.parametrize("style", STYLES)
def test_cells_that_no_rule_parts_are_told_by_where_they_stand(tmp_path: Path, style: str) -> None:
    report = read(tmp_path / "outcome.pdf", printed([[HEAD, *ROWS]], STYLES[style]))
    assert cells(report) == EXPECTED
    assert report.documents[0].title == TITLE


def test_it_is_said_that_no_rules_were_there_and_how_sure_the_rows_are(tmp_path: Path) -> None:
    [document] = read(tmp_path / "outcome.pdf", printed([[HEAD, *ROWS]])).documents
    [told] = [each for each in document.diagnostics if each.kind == "unruled-table"]
    assert re.search(r"\d\d%", told.message.en)
    assert re.search(r"\d\d%", told.message.zh)


def test_a_table_goes_on_over_pages_with_and_without_its_header(tmp_path: Path) -> None:
    rows = [[str(number), *row[1:]] for number, row in enumerate(ROWS * 8, 1)]
    expected = [[plain(cell) for cell in row] for row in rows]
    for repeat in (1, 0):
        report = read(tmp_path / "outcome.pdf", printed([[HEAD, *rows]], repeat=repeat, height=500))
        assert cells(report) == expected, repeat


def test_a_row_cut_by_a_page_break_is_put_together(tmp_path: Path) -> None:
    long = "，".join(f"第{number}个片区新建管网{number * 3}公里" for number in range(1, 40))
    rows = [ROWS[0], ["2", "新建供水管网", long, "是", "市水利局"], ["3", *ROWS[2][1:]]]
    report = read(tmp_path / "outcome.pdf", printed([[HEAD, *rows]], [("VALIGN", (0, 0), (-1, -1), "TOP")], height=420))
    assert cells(report) == [[plain(cell) for cell in row] for row in rows]


def test_headings_over_two_lines_are_one_heading_each(tmp_path: Path) -> None:
    head = ["序号", "目标任务<br/>（2023年）", "完成情况<br/>（截至12月底）", "是否<br/>完成", "责任单位"]
    style = [("VALIGN", (0, 0), (-1, 0), "MIDDLE")]
    assert cells(read(tmp_path / "outcome.pdf", printed([[head, *ROWS]], style))) == EXPECTED


def test_parts_of_a_table_have_headings_that_are_no_rows(tmp_path: Path) -> None:
    part = [["一、城乡建设方面", "", "", "", ""]]
    second = [["二、民生保障方面", "", "", "", ""]]
    style = [("SPAN", (0, 1), (-1, 1)), ("SPAN", (0, 4), (-1, 4))]
    report = read(tmp_path / "outcome.pdf", printed([[HEAD, *part, *ROWS[:2], *second, *ROWS[2:]]], style))
    assert cells(report) == EXPECTED


def test_what_stands_around_the_table_is_no_part_of_it(tmp_path: Path) -> None:
    above = [
        TITLE,
        "现将2023年政府工作任务完成情况公布如下，欢迎社会各界监督。全年共安排任务5项，由各责任单位分别落实。" * 3,
    ]
    below = ["注：完成情况由各责任单位自评。", "某市人民政府办公室", "2024年1月20日"]
    report = read(tmp_path / "outcome.pdf", printed([[HEAD, *ROWS]], above=above, below=below))
    assert cells(report) == EXPECTED
    assert report.documents[0].date == "2024-01-20"


def test_every_character_of_the_page_is_accounted_for(tmp_path: Path) -> None:
    [document] = read(tmp_path / "outcome.pdf", printed([[HEAD, *ROWS]], below=["注：以上为自评。"])).documents
    shown = TITLE + "".join(HEAD) + "".join("".join(row) for row in ROWS) + "注：以上为自评。"
    account = document.accounting
    assert account.record + account.header + account.separator + account.prose + account.residue == len(plain(shown))
    assert account.residue == 0


def test_a_table_without_numbers_is_read_by_the_gaps_between_its_rows(tmp_path: Path) -> None:
    data = printed([[HEAD[1:], *(row[1:] for row in ROWS)]], widths=WIDTHS[1:])
    assert [row[1:] for row in cells(read(tmp_path / "outcome.pdf", data))] == [row[1:] for row in EXPECTED]


def test_an_english_table_keeps_its_words_apart(tmp_path: Path) -> None:
    head = ["No.", "Target", "Progress", "Status", "Lead agency"]
    rows = [
        ["1", "Plant 2,000 trees along the main roads", "1,950 trees planted by 30 June", "Amber", "Parks Department"],
        ["2", "Open three libraries", "All three libraries opened", "Green", "Culture Department"],
    ]  # fmt: skip
    path = tmp_path / "outcome.pdf"
    path.write_bytes(printed([[head, *rows]], above=["Progress report 2023"]))
    outcomes = read_outcome(path).outcomes
    assert [outcome.text.text for outcome in outcomes] == [row[1] for row in rows]
    assert [outcome.responses[0].narrative.text for outcome in outcomes] == [row[2] for row in rows]


def test_ruled_tables_are_read_by_their_rules(tmp_path: Path) -> None:
    text = "\n".join([TITLE, *("\t".join(row) for row in (HEAD, *ROWS))])
    report = read(tmp_path / "outcome.pdf", as_pdf(parts_of(text)))
    assert cells(report) == EXPECTED
    assert "unruled-table" not in {each.kind for each in report.documents[0].diagnostics}


def test_prose_that_names_headings_becomes_no_table(tmp_path: Path) -> None:
    lines = [
        "各责任单位要按照目标任务和完成时限抓好落实，每月报送完成情况，对是否完成、序号和责任单位逐项核对。" * 4,
        "序号、目标任务、完成情况、是否完成、责任单位均须填写完整，不得漏项。" * 3,
    ]
    text = "\n".join([TITLE, *("\t".join(row) for row in (HEAD, *ROWS))])
    report = read(tmp_path / "outcome.pdf", as_pdf([*lines, *parts_of(text)]))
    assert cells(report) == EXPECTED
    assert "unruled-table" not in {each.kind for each in report.documents[0].diagnostics}


def test_the_published_plan_reads_the_same_without_its_rules(tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "data" / "heze-2023" / "plan.txt"
    text = source.read_text(encoding="utf-8").replace("·", "-")
    path = tmp_path / "plan.pdf"
    path.write_bytes(as_pdf(parts_of(text), ruled=False))
    assert compared(read_plan(path)) == compared(read_plan(source))


def compared(plan: Plan) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [
        (target.id, plain(target.text.text).replace("·", "-"), target.leaders, tuple(o.name for o in target.owners))
        for target in plan.targets
    ]


WORDS = ("1", "2", "一、", "新建", "完成93公里", "是", "市交通局", "—", "第2页", "注：", "合计", " ", "a b")


def random_page(chance: random.Random) -> list[dict[str, Any]]:
    chars: list[dict[str, Any]] = []
    top = 0.0
    for _ in range(chance.randint(0, 14)):
        left, size, headed = chance.choice([0.0, 5.0, 30.0]), chance.choice([10.0, 10.0, 0.0, 20.0]), chance.random()
        for column in range(chance.randint(1, 7)):
            named = headed < 0.3 and column < len(HEAD)
            for sign in HEAD[column] if named else chance.choice(WORDS):
                right = left + size
                chars.append({"text": sign, "x0": left, "x1": right, "top": top, "bottom": top + size, "size": size})
                left = right
            left += chance.choice([0.0, 2.0, 8.0, 15.0, 60.0])
        top += chance.choice([0.0, 4.0, 10.0, 12.0, 13.0, 20.0, 40.0])
    return chars


def test_what_is_printed_on_a_page_stands_in_a_table_or_is_left() -> None:
    tables = 0
    for seed in range(250):
        chance = random.Random(seed)
        columns = None
        for _ in range(chance.randint(1, 3)):
            page = random_page(chance)
            found, left, columns = unruled_tables(page, [chance.uniform(0, 200) for _ in range(3)], columns)
            held = [cell for table in found for row in table.rows for cell in row]
            held += [char["text"] for char in left]
            assert sorted(plain("".join(held))) == sorted(plain("".join(char["text"] for char in page))), seed
            tables += len(found)
    assert tables > 20
