"""The same content in each format gives the same records."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from format_writers import WRITERS, Part, TablePart, as_docx, as_html, as_json, as_pdf, as_xlsx, parts_of

from reconcile.errors import DocumentError
from reconcile.model import Outcome, Passage, Target
from reconcile.reading import read_outcome, read_plan, read_report

HEZE = Path(__file__).resolve().parents[2] / "data" / "heze-2023"
HALF_YEAR = HEZE.parent / "heze-2020" / "h1-progress.txt"
FORMATS = sorted(WRITERS)
HEADER = ["序号", "目标任务", "完成情况", "是否完成", "责任单位"]


def of_target(target: Target) -> list[object]:
    notes = [(note.role, note.heading, note.passage.text) for note in target.notes]
    return [target.id, target.text.text, target.leaders, target.owners, target.deadline, notes]


def of_outcome(outcome: Outcome) -> list[object]:
    responses = [(r.leader, r.owners, r.narrative.text, r.claim, r.claim_text, r.deadline) for r in outcome.responses]
    return [outcome.id, outcome.text.text, outcome.claim, outcome.claim_text, outcome.deadline, responses]


def compared(records: list[list[object]], format: str) -> list[object]:
    """What is compared: of a PDF without the blanks, which are lost where a line of a cell ends with one."""
    return [re.sub(r"\s", "", repr(record)) for record in records] if format == "pdf" else list(records)


def written(folder: Path, format: str, parts: list[Part], name: str = "document") -> Path:
    path = folder / f"{name}.{format}"
    path.write_bytes(WRITERS[format](parts))
    return path


def source(path: Path) -> str:
    # The font that PDF viewers bring themselves has no such sign.
    return path.read_text(encoding="utf-8").replace("·", "-")


@pytest.mark.parametrize("format", FORMATS)
def test_the_plan_is_the_same_in_every_format(tmp_path: Path, format: str) -> None:
    text = source(HEZE / "plan.txt")
    plain = tmp_path / "plan.txt"
    plain.write_text(text, encoding="utf-8")
    parts = parts_of(text, merge_columns=(0, 2))
    assert sum(len(part.merges) for part in parts if isinstance(part, TablePart)) >= 18
    expected, plan = read_plan(plain), read_plan(written(tmp_path, format, parts, "plan"))
    records = [of_target(target) for target in plan.targets]
    assert compared(records, format) == compared([of_target(target) for target in expected.targets], format)
    assert plan.document.number == expected.document.number
    assert plan.document.date == expected.document.date
    assert plan.document.accounting.residue == 0


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "path", [HEZE / "outcome-044-085.txt", HEZE / "outcome-140-199.txt", HALF_YEAR], ids=lambda path: path.stem
)
def test_completion_reports_are_the_same_in_every_format(tmp_path: Path, path: Path, format: str) -> None:
    text = source(path)
    plain = tmp_path / "outcome.txt"
    plain.write_text(text, encoding="utf-8")
    expected, report = read_outcome(plain), read_outcome(written(tmp_path, format, parts_of(text)))
    records = [of_outcome(outcome) for outcome in report.outcomes]
    assert compared(records, format) == compared([of_outcome(outcome) for outcome in expected.outcomes], format)
    assert report.documents[0].as_of == expected.documents[0].as_of


@pytest.mark.parametrize("format", FORMATS)
def test_a_work_report_is_read_in_every_format(tmp_path: Path, format: str) -> None:
    text = source(HEZE / "work-report.txt")
    plain = tmp_path / "report.txt"
    plain.write_text(text, encoding="utf-8")
    expected = [re.sub(r"\s", "", each.passage.text) for each in read_report(plain).commitments]
    report = read_report(written(tmp_path, format, parts_of(text)))
    assert [re.sub(r"\s", "", each.passage.text) for each in report.commitments] == expected


PLACES = {
    "docx": "表1 第3行第3列",
    "xlsx": "Sheet!C4",
    "html": "表1 第3行第3列",
    "pdf": "第1页 表1 第3行第3列",
    "json": "第3条",
}


@pytest.mark.parametrize("format", FORMATS)
def test_words_are_cited_by_page_or_cell(tmp_path: Path, format: str) -> None:
    rows = [
        HEADER,
        ["1", "修建道路", "修建道路5公里", "是", "市交通局"],
        ["2", "新增床位", "新增床位520张", "否", "市民政局"],
    ]
    report = read_outcome(written(tmp_path, format, ["2023年完成情况一览表", TablePart(rows, [])]))
    narrative = report.outcomes[1].responses[0].narrative
    cited = narrative.cite(4, 8)
    assert (cited.text, cited.place) == ("520张", PLACES[format])
    assert cited.line > report.outcomes[0].text.line


@pytest.mark.parametrize("format", ["docx", "xlsx", "html", "pdf"])
def test_a_cell_merged_over_several_targets_holds_for_each(
    tmp_path: Path, format: str, merged_table: Callable[[], TablePart]
) -> None:
    report = read_outcome(written(tmp_path, format, ["2023年完成情况一览表", merged_table()]))
    assert [outcome.id for outcome in report.outcomes] == ["1", "2", "3"]
    assert [[owner.name for owner in outcome.owners] for outcome in report.outcomes] == [
        ["市交通局"],
        ["市交通局"],
        ["市民政局"],
    ]
    assert [outcome.responses[0].leader for outcome in report.outcomes] == ["张三", "张三", "张三"]
    assert report.documents[0].accounting.residue == 0


@pytest.fixture
def merged_table() -> Callable[[], TablePart]:
    """Three targets of one leader, two of them of one owner."""
    from format_writers import Merge

    rows = [
        ["领导", "序号", "目标任务", "完成情况", "责任单位"],
        ["张三", "1", "修建道路5公里", "修建道路5公里", "市交通局"],
        ["", "2", "修建桥梁2座", "修建桥梁1座", ""],
        ["", "3", "新增床位500张", "新增床位520张", "市民政局"],
    ]
    return lambda: TablePart([[*row] for row in rows], [Merge(1, 0, 3, 0), Merge(1, 4, 2, 4)])


@pytest.mark.parametrize("format", ["docx", "xlsx", "html", "pdf"])
def test_lines_of_one_merged_record_stay_together(tmp_path: Path, format: str) -> None:
    """The second line's words fit the next target better; the merged id says whose they are."""
    from format_writers import Merge

    rows = [
        HEADER,
        ["1", "修建道路5公里", "修建道路5公里", "是", "市交通局"],
        ["", "", "新增护理型养老床位已纳入计划", "是", "市民政局"],
        ["2", "新增护理型养老床位500张", "新增520张", "是", "市民政局"],
    ]
    table = TablePart(rows, [Merge(1, 0, 2, 0), Merge(1, 1, 2, 1)])
    report = read_outcome(written(tmp_path, format, ["2023年完成情况一览表", table]))
    assert [len(outcome.responses) for outcome in report.outcomes] == [2, 1]
    assert "merged-cells" not in [each.kind for each in report.documents[0].diagnostics]


@pytest.mark.parametrize("format", ["docx", "xlsx", "html", "pdf"])
def test_a_heading_over_two_columns(tmp_path: Path, format: str) -> None:
    from format_writers import Merge

    rows = [
        ["序号", "目标任务", "责任分工", "", "完成情况"],
        ["", "", "牵头单位", "配合单位", ""],
        ["1", "修建道路5公里", "市交通局", "市财政局", "修建道路6公里"],
    ]
    merges = [Merge(0, column, 1, column) for column in (0, 1, 4)] + [Merge(0, 2, 0, 3)]
    report = read_outcome(written(tmp_path, format, ["2023年完成情况一览表", TablePart(rows, merges)]))
    assert [(owner.name, owner.role) for owner in report.outcomes[0].owners] == [
        ("市交通局", "lead"),
        ("市财政局", "support"),
    ]
    assert report.outcomes[0].responses[0].narrative.text == "修建道路6公里"


@pytest.mark.parametrize("format", ["docx", "html", "pdf", "json"])
def test_a_second_table_without_known_headings_is_told_of(tmp_path: Path, format: str) -> None:
    rows = [HEADER, ["1", "修建道路", "修建道路5公里", "是", "市交通局"]]
    other = [["姓名", "电话"], ["张三", "123"], ["李四", "456"]]
    report = read_outcome(written(tmp_path, format, [TablePart(rows, []), "联系人名单", TablePart(other, [])]))
    assert len(report.outcomes) == 1
    notes = [each for each in report.documents[0].diagnostics if each.kind == "unread-table"]
    assert len(notes) == 1
    assert "姓名" in notes[0].message.zh


def ink(text: str) -> int:
    return sum(not sign.isspace() for sign in text)


@pytest.mark.parametrize("format", FORMATS)
def test_every_character_is_accounted_for(tmp_path: Path, format: str) -> None:
    """Counted from what was written: cells, lines, and what the format itself adds to be seen."""
    text = source(HEZE / "outcome-044-085.txt")
    parts = parts_of(text)
    document = read_outcome(written(tmp_path, format, parts)).documents[0]
    cells = sum(ink("".join(map("".join, part.rows))) if isinstance(part, TablePart) else ink(part) for part in parts)
    added = {"html": ink("政务公开首页政务公开网站地图联系我们")}.get(format, 0)
    if format == "pdf":  # each page after the first repeats the header
        header = next(ink("".join(part.rows[0])) for part in parts if isinstance(part, TablePart))
        added = 3 * header
    assert document.accounting.total == cells + added
    assert document.accounting.record > 0.9 * cells


def refused(path: Path) -> str:
    with pytest.raises(DocumentError) as caught:
        read_plan(path)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return str(caught.value)


TABLE: list[Part] = [
    "2023年目标任务",
    TablePart([["序号", "目标任务", "责任单位"], ["1", "新增床位500张", "市民政局"]], []),
]


@pytest.mark.parametrize("writer", [as_docx, as_xlsx, as_html, as_pdf, as_json])
@pytest.mark.parametrize("ending", [".txt", ".docx", ".xls", ".json", ""])
def test_what_a_file_is_counts_and_not_its_ending(tmp_path: Path, writer: Callable[..., bytes], ending: str) -> None:
    path = tmp_path / f"plan{ending}"
    path.write_bytes(writer(TABLE))
    plan = read_plan(path)
    assert [target.text.text for target in plan.targets] == ["新增床位500张"]
    lies = ending and WRITERS.get(ending[1:]) is not writer
    assert [each.kind for each in plan.document.diagnostics] == (["format"] if lies else [])


def test_passages_of_two_pages_cite_their_own(tmp_path: Path) -> None:
    passage = Passage("甲乙", "a.pdf", 1, 1, "第1页", ((0, 1, 1), (1, 2, 1)), ("第1页", "第2页"))
    assert passage.cite(1, 2).place == "第2页"
    assert passage.cite(0, 2).place == "第1页"


def browser() -> str:
    """A Chromium that prints pages, "" where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), "")


@pytest.mark.browser
@pytest.mark.skipif(not browser(), reason="no Chromium here")
@pytest.mark.parametrize("name", ["plan.txt", "outcome-044-085.txt"])
def test_a_printed_page_is_read_like_the_text(tmp_path: Path, name: str) -> None:
    """As offices make PDF files: rows cut by page breaks, radicals for ideographs in the text layer."""
    path = HEZE / name
    page = as_html(parts_of(path.read_text(encoding="utf-8"), merge_columns=(0, 2) if name == "plan.txt" else ()))
    style = b"<style>table{border-collapse:collapse} td{border:1px solid #000;font-size:9pt} "
    (tmp_path / "page.html").write_bytes(page.replace(b"<style>", style))
    printed = tmp_path / "page.pdf"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={printed}"]
    done = subprocess.run([browser(), *options, str(tmp_path / "page.html")], capture_output=True, timeout=120)
    if not printed.exists():
        pytest.skip(f"this Chromium prints no PDF: {done.stderr[-200:]!r}")
    if name == "plan.txt":
        read = [of_target(target) for target in read_plan(printed).targets]
        expected = [of_target(target) for target in read_plan(path).targets]
    else:
        read = [of_outcome(outcome) for outcome in read_outcome(printed).outcomes]
        expected = [of_outcome(outcome) for outcome in read_outcome(path).outcomes]
    assert compared(read, "pdf") == compared(expected, "pdf")
