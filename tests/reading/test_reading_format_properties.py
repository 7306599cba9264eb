"""Random documents, written in each format with merges, page breaks and noise, give their records back."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from format_writers import WRITERS, Merge, Part, TablePart
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile.model import Document, Outcome
from reconcile.reading import read_outcome

HEADINGS = ["类别", "序号", "目标任务", "市政府领导", "完成情况", "是否完成", "责任单位"]
CATEGORY, ID, TARGET = 0, 1, 2
LETTERS = "建成新增改造道路桥梁床位张个处村镇学校"
WORDS = st.text(alphabet=LETTERS + "1234567890%，、（）", min_size=1, max_size=40).map(lambda words: f"建{words}成")
OWNERS = st.lists(st.sampled_from(["市教育局", "市财政局", "市民政局", "团市委"]), min_size=1, max_size=2, unique=True)
NOISE = st.sampled_from(["一、总体情况", "注：数据截至年底。", "— 3 —", "（续表）", "填报人：张三"])


class Line(NamedTuple):
    leader: str
    narrative: str
    claim: str
    owners: list[str]


class Record(NamedTuple):
    category: str
    target: str
    lines: list[Line]


LINE = st.builds(Line, st.sampled_from(["张三", "李四", "王五"]), WORDS, st.sampled_from(["是", "否"]), OWNERS)
RECORD = st.builds(Record, st.sampled_from(["经济", "民生"]), WORDS, st.lists(LINE, min_size=1, max_size=3))
RECORDS = st.lists(RECORD, min_size=2, max_size=8)


def document_of(records: list[Record], breaks: set[int], noise: str, merge_categories: bool) -> list[Part]:
    """The records as tables: a record's id and target merged over its lines, a new page before each of ``breaks``."""
    parts: list[Part] = ["2023年度责任目标完成情况一览表"]
    rows: list[list[str]] = [HEADINGS]
    merges: list[Merge] = []
    first_of_category = 1

    def end_category() -> None:
        if merge_categories and len(rows) - 1 > first_of_category:
            merges.append(Merge(first_of_category, CATEGORY, len(rows) - 1, CATEGORY))

    for number, record in enumerate(records, 1):
        new_page = number - 1 in breaks
        if new_page or (number > 1 and record.category != records[number - 2].category):
            end_category()
        if new_page:
            parts += [TablePart(rows, merges), noise]
            rows, merges = [HEADINGS], []
        if len(rows) == 1 or record.category != records[number - 2].category:
            first_of_category = len(rows)
        begins = len(rows) == first_of_category or not merge_categories
        top = len(rows)
        for index, line in enumerate(record.lines):
            category = record.category if begins and index == 0 else ""
            own = [category, str(number), record.target] if index == 0 else ["", "", ""]
            rows.append([*own, line.leader, line.narrative, line.claim, " ".join(line.owners)])
        if len(record.lines) > 1:
            merges += [Merge(top, column, len(rows) - 1, column) for column in (ID, TARGET)]
            if not merge_categories:
                merges.append(Merge(top, CATEGORY, len(rows) - 1, CATEGORY))
    end_category()
    return [*parts, TablePart(rows, merges), noise]


def as_text(parts: list[Part], sign: str) -> bytes:
    lines = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
        else:
            lines += [sign.join(row) if sign == "\t" else "| " + " | ".join(row) + " |" for row in part.rows]
    return "\n".join(lines).encode()


def as_csv(parts: list[Part]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for part in parts:
        writer.writerows([[part]] if isinstance(part, str) else part.rows)
    return out.getvalue().encode()


def written(folder: str, format: str, parts: list[Part]) -> Path:
    path = Path(folder) / f"outcome.{format}"
    if format == "csv":
        path.write_bytes(as_csv(parts))
    elif format in ("txt", "md"):
        path.write_bytes(as_text(parts, "\t" if format == "txt" else "|"))
    else:
        path.write_bytes(WRITERS[format](parts))
    return path


def read_back(outcome: Outcome) -> tuple[str, list[tuple[str, ...]]]:
    lines = [
        (r.leader, squeezed(r.narrative.text), r.claim_text, " ".join(owner.name for owner in r.owners))
        for r in outcome.responses
    ]
    return squeezed(outcome.text.text), lines


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def check(records: list[Record], breaks: set[int], noise: str, merge_categories: bool, format: str) -> None:
    parts = document_of(records, breaks, noise, merge_categories)
    with TemporaryDirectory() as folder:
        report = read_outcome(written(folder, format, parts))
    expected = [
        (
            squeezed(record.target),
            [(line.leader, squeezed(line.narrative), line.claim, " ".join(line.owners)) for line in record.lines],
        )
        for record in records
    ]
    assert [read_back(outcome) for outcome in report.outcomes] == expected
    assert [outcome.id for outcome in report.outcomes] == [str(number) for number in range(1, len(records) + 1)]
    check_counts(report.documents[0], parts, format)
    if merge_categories and format in ("docx", "xlsx", "html", "pdf"):
        categories = [[note.passage.text for note in o.notes if note.heading == "类别"] for o in report.outcomes]
        assert [found[:1] for found in categories] == [[record.category] for record in records]


def check_counts(document: Document, parts: list[Part], format: str) -> None:
    """Every character that was written is counted, and none is left over."""
    ink = sum(len(squeezed(part if isinstance(part, str) else "".join(map("".join, part.rows)))) for part in parts)
    marks = document.accounting.separator if format in ("md", "csv") else 0
    frame = len("政务公开首页政务公开网站地图联系我们") if format == "html" else 0
    repeated = document.accounting.total - ink - marks - frame
    header = len("".join(HEADINGS))
    assert repeated % header == 0 if format == "pdf" else repeated == 0
    assert document.accounting.residue == 0


ARGUMENTS = {
    "records": RECORDS,
    "breaks": st.sets(st.integers(1, 7), max_size=2),
    "noise": NOISE,
    "merge_categories": st.booleans(),
}


@pytest.mark.parametrize("format", ["txt", "md", "csv", "docx", "xlsx", "html", "json"])
@given(**ARGUMENTS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_documents_are_read_back(
    format: str, records: list[Record], breaks: set[int], noise: str, merge_categories: bool
) -> None:
    check(records, breaks, noise, merge_categories, format)


@given(**ARGUMENTS)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_pdfs_are_read_back(records: list[Record], breaks: set[int], noise: str, merge_categories: bool) -> None:
    check(records, breaks, noise, merge_categories, "pdf")


@pytest.mark.slow
@given(**ARGUMENTS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_many_random_pdfs_are_read_back(
    records: list[Record], breaks: set[int], noise: str, merge_categories: bool
) -> None:
    check(records, breaks, noise, merge_categories, "pdf")
