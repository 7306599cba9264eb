"""The same table in every encoding gives the same records."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.model import Plan
from reconcile.reading import read_plan

PLAN = Path(__file__).resolve().parents[2] / "data" / "heze-2023" / "plan.txt"


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
