"""What a user is told when a document cannot be used: which file, where, what was expected, what to try."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reconcile.errors import DocumentError
from reconcile.reading import read_outcome, read_plan, read_progress, read_report

DATA = Path(__file__).resolve().parents[2] / "data"
TABLE = "序号\t目标任务\t完成情况\t责任单位\n1\t新增床位\t完成520张\t民政局\n"


def refused(path: Path, reader: object = read_plan) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        reader(path)  # type: ignore[operator]
    error = caught.value
    assert error.document == str(path).replace(os.sep, "/")
    assert error.remedy
    assert "\n" not in str(error)
    assert error.exit_status == 2
    return error


def written(folder: Path, content: str | bytes, name: str = "document.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("reader", [read_plan, read_outcome, read_progress, read_report])
def test_missing_file(tmp_path: Path, reader: object) -> None:
    assert "no such file" in str(refused(tmp_path / "none.txt", reader))


@pytest.mark.parametrize("reader", [read_plan, read_outcome, read_report])
def test_folder(tmp_path: Path, reader: object) -> None:
    assert "folder" in str(refused(tmp_path, reader))


@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff"])
def test_empty_file(tmp_path: Path, content: str) -> None:
    assert "empty" in str(refused(written(tmp_path, content)))


@pytest.mark.parametrize(
    "content", [b"\x00\x01\x02\x03", b"PK\x03\x04rest", b"%PDF-1.7", b"\xd0\xcf\x11\xe0", b"\xff\xd8\xff\xe0"]
)
def test_binary_file(tmp_path: Path, content: bytes) -> None:
    assert "binary" in str(refused(written(tmp_path, content)))


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    assert "neither UTF-8, UTF-16, GB18030 nor Big5" in str(refused(written(tmp_path, bytes(range(0x80, 0xFF)) * 20)))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs permissions that bind this user")
def test_unreadable_file(tmp_path: Path) -> None:
    path = written(tmp_path, TABLE)
    path.chmod(0)
    assert "may not be read" in str(refused(path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_named_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert "not a regular file" in str(refused(path))


def test_file_without_a_table(tmp_path: Path) -> None:
    error = refused(written(tmp_path, "只有文字。\n没有表格。\n"), read_outcome)
    assert "no table" in str(error)
    assert "责任目标内容" in error.remedy


def test_table_without_known_headings(tmp_path: Path) -> None:
    error = refused(written(tmp_path, "甲\t乙\t丙\n1\t2\t3\n"))
    assert error.line == 1
    assert "甲, 乙, 丙" in error.problem


def test_table_without_targets_names_its_headings(tmp_path: Path) -> None:
    error = refused(written(tmp_path, "题目\n\n序号\t完成情况\t责任单位\n1\t完成5处\t民政局\n"), read_outcome)
    assert error.line == 3
    assert "序号, 完成情况, 责任单位" in error.problem
    assert "责任目标内容" in error.problem


def test_headings_without_rows(tmp_path: Path) -> None:
    assert "no rows" in str(refused(written(tmp_path, "序号\t目标任务\t责任单位\n")))


@pytest.mark.parametrize(
    ("content", "kind", "remedy"),
    [
        (b'<?xml version="1.0"?><rows/>', "XML", "save its table as"),
        (b"{\\rtf1 text}", "RTF", "save its table as"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "old Word or WPS",
            "save it as .docx",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password", "without one"),
        (b"\x1f\x8b\x08 gzip", "compressed", "unpack it"),
        (b"\x89PNG picture", "picture", "OCR"),
    ],
)
@pytest.mark.parametrize("reader", [read_plan, read_outcome, read_report])
def test_formats_that_are_not_read_are_named(
    tmp_path: Path, reader: object, content: bytes, kind: str, remedy: str
) -> None:
    error = refused(written(tmp_path, content, "document.doc"), reader)
    assert kind in error.problem
    assert remedy in error.remedy


def test_a_line_in_brackets_over_a_table_is_no_json(tmp_path: Path) -> None:
    assert read_outcome(written(tmp_path, "[附件1]\n" + TABLE)).outcomes[0].id == "1"


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("utf-8", "gb18030", "UTF-8 read as GBK"),
        ("utf-8", "latin-1", "UTF-8 read as Latin-1"),
        ("gb18030", "latin-1", "GBK read as Latin-1"),
    ],
)
@pytest.mark.parametrize(("name", "reader"), [("plan.txt", read_plan), ("work-report.txt", read_report)])
def test_garbled_text_is_called_so(
    tmp_path: Path, name: str, reader: object, right: str, wrong: str, named: str
) -> None:
    text = (DATA / "heze-2023" / name).read_text(encoding="utf-8")
    garbled = text.encode(right).decode(wrong, errors="replace")
    error = refused(written(tmp_path, garbled[:-4] + "\ufffd" + garbled[-3:]), reader)
    assert named in error.problem
    assert "UTF-8" in error.remedy


@pytest.mark.parametrize("reader", [read_outcome, read_progress])
def test_plan_given_as_outcome(reader: object) -> None:
    error = refused(DATA / "heze-2023" / "plan.txt", reader)
    assert "looks like a plan" in error.problem
    assert "序号, 市政府领导, 责任目标内容, 责任单位" in error.problem
    assert "完成情况" in error.problem
    assert "plan first" in error.remedy
    assert error.line == 23


@pytest.mark.parametrize("name", ["heze-2023/outcome-140-199.txt", "heze-2020/h1-progress.txt"])
def test_completion_report_given_as_plan(name: str) -> None:
    error = refused(DATA / name)
    assert "completion report, not a plan" in error.problem
    assert "完成情况, 是否" in error.problem
    assert "plan first" in error.remedy
    assert "alone" in error.remedy


def test_a_plan_with_empty_columns_for_what_will_be_done_is_a_plan(tmp_path: Path) -> None:
    plan = read_plan(written(tmp_path, "序号\t目标任务\t完成情况\t是否完成\n1\t新增床位500张\t\t\n2\t修路\t\t\n"))
    assert [target.text.text for target in plan.targets] == ["新增床位500张", "修路"]


@pytest.mark.parametrize(
    "table",
    [
        "序号\t指标\t2022年完成情况\t2023年目标\n1\t新增床位\t420张\t500张\n",
        "2023年责任目标分工方案\n\n序号\t目标任务\t2022年完成情况\n1\t新增床位500张\t420张\n",
        "序号\t目标任务\t上年完成情况\n1\t新增床位500张\t420张\n",
    ],
)
def test_a_plan_that_tells_last_years_actuals_is_a_plan(tmp_path: Path, table: str) -> None:
    target = read_plan(written(tmp_path, table)).targets[0]
    assert "500张" in target.text.text
    assert [note.passage.text for note in target.notes] == ["420张"]


def test_last_years_actuals_are_no_narrative(tmp_path: Path) -> None:
    table = "序号\t目标任务\t2022年完成情况\t2023年完成情况\n1\t新增床位500张\t420张\t510张\n"
    assert read_outcome(written(tmp_path, table)).outcomes[0].responses[0].narrative.text == "510张"


def test_the_same_file_given_twice(tmp_path: Path) -> None:
    first, copy = written(tmp_path, TABLE, "first.txt"), written(tmp_path, TABLE, "copy.txt")
    for paths in ([first, first], [first, copy]):
        with pytest.raises(DocumentError, match=r"the same bytes as .*first\.txt") as caught:
            read_outcome(paths)
        assert caught.value.document == str(paths[1]).replace(os.sep, "/")
        assert "once" in caught.value.remedy


def test_no_files_at_all() -> None:
    with pytest.raises(DocumentError, match="no completion report"):
        read_outcome([])


def test_report_without_sections(tmp_path: Path) -> None:
    error = refused(written(tmp_path, "一、前言\n这里没有什么。\n"), read_report)
    assert "一、前言" in error.problem
    assert "总体要求" in error.problem
