"""The same table in every encoding gives the same records."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.errors import DocumentError
from reconcile.matching import match_outcomes
from reconcile.model import Plan
from reconcile.quantities import extract_quantities
from reconcile.reading import read_outcome, read_plan, read_report
from reconcile.resources import vocabulary

HEZE = Path(__file__).resolve().parents[2] / "data" / "heze-2023"
PLAN = HEZE / "plan.txt"


def traditional(text: str) -> str:
    """A simplified text in traditional characters, one for each."""
    table = vocabulary("variants")
    back: dict[str, str] = {}
    for old, new in zip(table["traditional"], table["simplified"], strict=True):
        back.setdefault(new, old)
    return text.translate(str.maketrans(back))


def contents(plan: Plan) -> list[tuple[object, ...]]:
    return [(t.id, t.text.text, t.text.line, t.text.column, t.leaders, t.owners) for t in plan.targets]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_encodings_give_the_same_records(tmp_path: Path, encoding: str) -> None:
    text = PLAN.read_text(encoding="utf-8")
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    path = tmp_path / "plan.txt"
    path.write_bytes((mark + text).encode(encoding))
    plan = read_plan(path)
    assert contents(plan) == contents(read_plan(PLAN))
    assert plan.document.accounting == read_plan(PLAN).document.accounting


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_do_not_matter(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.read_bytes().replace(b"\n", ending.encode()))
    assert contents(read_plan(path)) == contents(read_plan(PLAN))


def test_text_that_is_not_utf8_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.read_text(encoding="utf-8").encode("gb18030"))
    document = read_plan(path).document
    assert document.encoding == "gb18030"
    assert [diagnostic.kind for diagnostic in document.diagnostics] == ["encoding"]
    assert read_plan(PLAN).document.encoding == "utf-8"


def test_a_damaged_byte_is_cited_and_the_rest_is_read(tmp_path: Path) -> None:
    data = PLAN.read_bytes()
    at = data.index("主战场".encode()) + 1
    path = tmp_path / "plan.txt"
    path.write_bytes(data[:at] + b"\xff" + data[at + 1 :])
    plan = read_plan(path)
    assert len(plan.targets) == 200
    damage = next(each for each in plan.document.diagnostics if each.kind == "encoding")
    assert damage.citation is not None
    assert damage.citation.text == "\ufffd"
    assert damage.citation.line == plan.targets[3].text.line


def big5(text: str) -> bytes:
    """In Big5, signs that it lacks left out."""
    return traditional(text).encode("big5hkscs", errors="ignore")


@pytest.mark.parametrize("ending", ["le", "be"])
def test_utf_16_without_a_mark_is_told_by_what_it_gives(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(PLAN.read_text(encoding="utf-8").encode(f"utf-16-{ending}"))
    plan = read_plan(path)
    assert contents(plan) == contents(read_plan(PLAN))
    assert plan.document.encoding == f"utf-16-{ending}"
    assert "UTF-16" in plan.document.diagnostics[0].message.en


def test_big5_is_read_and_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_bytes(big5(PLAN.read_text(encoding="utf-8")))
    plan = read_plan(path)
    assert len(plan.targets) == 200
    assert plan.document.encoding == "big5"
    assert "BIG5 (confidence 99%)" in plan.document.diagnostics[0].message.en


@pytest.mark.parametrize("name", ["plan.txt", "outcome-044-085.txt", "work-report.txt"])
@pytest.mark.parametrize("lines", [3, 10, 60])
def test_short_texts_tell_gbk_from_big5(tmp_path: Path, name: str, lines: int) -> None:
    """Any stretch of the documents, in either encoding, is read in its own."""
    from reconcile.reading.decode import decode

    text = (HEZE / name).read_text(encoding="utf-8").split("\n")
    for start in range(0, len(text) - lines, max(len(text) // 12, 1)):
        part = "\n".join(text[start : start + lines])
        if sum("\u4e00" <= sign <= "\u9fff" for sign in part) < 20:
            continue
        assert decode(part.encode("gb18030"), name).encoding == "gb18030", part
        assert decode(big5(part), name).encoding == "big5", part


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("utf-8", "latin-1", "UTF-8 read as Latin-1"),
        ("utf-8", "western", "UTF-8 read as Latin-1"),
        ("gb18030", "latin-1", "GBK read as Latin-1"),
    ],
)
def test_garbled_text_is_turned_back_where_nothing_is_lost(tmp_path: Path, right: str, wrong: str, named: str) -> None:
    data = PLAN.read_bytes() if right == "utf-8" else PLAN.read_text(encoding="utf-8").encode(right)
    if wrong == "western":  # as browsers read it: Windows-1252, bytes that it lacks left as they are
        garbled = "".join(
            bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252") for byte in data
        )
    else:
        garbled = data.decode(wrong)
    path = tmp_path / "plan.txt"
    path.write_text(garbled, encoding="utf-8", newline="")
    plan = read_plan(path)
    assert contents(plan) == contents(read_plan(PLAN))
    note = next(each for each in plan.document.diagnostics if each.kind == "encoding")
    assert named in note.message.en
    assert "without loss" in note.message.en


def test_a_garbled_report_is_turned_back_too(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text((HEZE / "work-report.txt").read_bytes().decode("latin-1"), encoding="utf-8", newline="")
    assert len(read_report(path).commitments) == len(read_report(HEZE / "work-report.txt").commitments)


def test_garbled_text_that_lost_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(PLAN.read_bytes().decode("gb18030", errors="replace"), encoding="utf-8", newline="")
    with pytest.raises(DocumentError, match="UTF-8 read as GBK"):
        read_plan(path)


def test_a_web_pages_own_word_on_its_encoding_counts(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    row = "<tr><td>1</td><td>新增床位</td></tr>"
    page = f"<html><head><meta charset='gb2312'></head><table><tr><td>序号</td><td>目标任务</td></tr>{row}</table>"
    path.write_bytes(page.encode("gb18030"))
    plan = read_plan(path)
    assert plan.document.encoding == "gb18030"
    assert plan.targets[0].text.text == "新增床位"
    assert plan.document.diagnostics == ()


class TestTraditional:
    def test_a_traditional_document_is_read_like_the_simplified_one(self, tmp_path: Path) -> None:
        path = tmp_path / "outcome.txt"
        source = HEZE / "outcome-140-199.txt"
        path.write_text(traditional(source.read_text(encoding="utf-8")), encoding="utf-8")
        report, expected = read_outcome(path), read_outcome(source)
        assert [each.id for each in report.outcomes] == [each.id for each in expected.outcomes]
        assert [each.claim for each in report.outcomes] == [each.claim for each in expected.outcomes]
        assert [len(each.owners) for each in report.outcomes] == [len(each.owners) for each in expected.outcomes]
        assert report.documents[0].as_of == expected.documents[0].as_of

    def test_words_are_cited_as_printed(self, tmp_path: Path) -> None:
        path = tmp_path / "outcome.txt"
        path.write_text("序號\t目標任務\t完成情況\t責任單位\n1\t新增床位\t新增床位520張\t民政局\n", encoding="utf-8")
        report = read_outcome(path)
        assert report.outcomes[0].responses[0].narrative.cite(4).text == "520張"
        assert report.documents[0].diagnostics[-1].kind != "unknown-column"

    def test_a_simplified_plan_is_matched_with_a_traditional_report(self, tmp_path: Path) -> None:
        path = tmp_path / "outcome.txt"
        source = HEZE / "outcome-140-199.txt"
        path.write_text(traditional(source.read_text(encoding="utf-8")), encoding="utf-8")
        targets = read_plan(PLAN).targets
        expected = match_outcomes(targets, read_outcome(source).outcomes)
        matches = match_outcomes(targets, read_outcome(path).outcomes)
        assert [each.outcomes for each in matches] == [each.outcomes for each in expected]

    def test_quantities_are_read_from_traditional_text(self) -> None:
        (quantity,) = extract_quantities("新增護理型養老床位不低於4433張")
        assert (quantity.value, quantity.unit, quantity.comparator) == (4433, "张", "ge")
        assert quantity.text == "不低於4433張"
