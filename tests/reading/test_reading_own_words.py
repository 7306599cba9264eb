"""Headings and claim words that a project names itself, and columns told by what they hold where nobody names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile import ReconcileError
from reconcile.reading import Words, read_outcome, read_plan
from reconcile.reading.explaining import explain_reading
from reconcile.reading.roles import own_headings

UNKNOWN = """××市2022年考核要点完成情况
序号\t考核要点\t进展说明\t主责机构\t备注说明
1\t新建公园10个\t建成12个\t市园林局\t无
2\t修路20公里\t修了18公里\t市交通局\t无
3\t建桥2座\t建成1座\t市住建局\t黄牌
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "outcome.txt"
    path.write_text(UNKNOWN, encoding="utf-8")
    return path


def test_columns_under_unknown_headings_are_told_by_what_they_hold(document: Path) -> None:
    report = read_outcome(document)
    first = report.outcomes[0]
    assert (first.id, first.text.text, first.responses[0].narrative.text) == ("1", "新建公园10个", "建成12个")
    assert [owner.name for owner in first.owners] == ["市园林局"]
    assert [note.heading for note in first.notes] == ["备注说明"]
    told = [each for each in report.documents[0].diagnostics if each.kind == "unknown-column"]
    assert [each.citation.text for each in told if each.citation] == ["考核要点", "进展说明", "主责机构", "备注说明"]
    assert "layout" in [each.kind for each in report.documents[0].diagnostics]


def test_a_projects_headings_count_before_those_that_ship(document: Path) -> None:
    words = Words(
        own_headings({"备注说明": "claim", "进展说明": "target", "考核要点": "outcome"}), (("黄牌", "not_done"),)
    )
    report = read_outcome(document, words)
    assert [outcome.claim for outcome in report.outcomes] == ["silent", "silent", "not_done"]
    assert report.outcomes[2].claim_text == "黄牌"
    assert (report.outcomes[0].text.text, report.outcomes[0].responses[0].narrative.text) == (
        "建成12个",
        "新建公园10个",
    )
    assert "unknown-column" in [each.kind for each in report.documents[0].diagnostics]
    # What was named holds for that reading alone.
    assert read_outcome(document).outcomes[0].text.text == "新建公园10个"


def test_what_is_named_is_not_corrected_by_what_the_cells_hold(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("序号\t目标任务\t完成情况\n1\t新建公园\t10个\n2\t修路\t20公里\n", encoding="utf-8")
    with pytest.raises(ReconcileError, match="completion report"):
        read_plan(path)
    plan = read_plan(path, Words(own_headings({"完成情况": "other"})))
    assert [(note.role, note.passage.text) for note in plan.targets[0].notes] == [("other", "10个")]


def test_a_role_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ReconcileError, match=r"'targets'.*known are id, target"):
        own_headings({"考核要点": "targets"})


def test_the_explanation_says_how_each_column_got_its_role(document: Path) -> None:
    explained = explain_reading(document)
    assert (explained.layout, explained.tables[0].line, explained.tables[0].rows) == ("headless", 2, 3)
    assert 0.6 < explained.confidence < 1
    columns = explained.tables[0].columns
    assert [(each.role, each.source) for each in columns] == [
        ("id", "heading"),
        ("target", "content"),
        ("outcome", "content"),
        ("owner", "content"),
        ("", ""),
    ]
    assert (columns[3].share, columns[3].example) == (1.0, "市园林局")
    named = explain_reading(document, Words(own_headings({"考核要点": "target", "进展说明": "outcome"})))
    assert [each.source for each in named.tables[0].columns][1:3] == ["own", "own"]
    assert named.layout == "table"
