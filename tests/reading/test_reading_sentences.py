"""A completion report in prose: its clauses are held against the targets, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile import DocumentError, reconcile
from reconcile.model import Document, Passage
from reconcile.reading import read_outcome, read_plan, read_progress

PLAN = """××县2023年政府工作目标任务分解表
序号\t目标任务\t责任单位
1\t新增护理型养老床位600张\t县民政局
2\t改造城镇老旧小区15个\t县住建局
3\t新建改建农村公路80公里\t县交通运输局
4\t建成县级图书馆分馆12个\t县文旅局
5\t发放创业担保贷款1.5亿元\t县人社局
"""
REPORT = """××县人民政府关于2023年工作情况的报告

一、2023年工作回顾
一年来，我们坚持稳中求进。民生保障持续加强，新增护理型养老床位648张，改造城镇老旧小区12个，惠及居民3100户。
交通条件不断改善，新建改建农村公路86.4公里。全县上下凝心聚力、奋勇争先。
二、2024年重点工作
建成县级图书馆分馆20个，发放创业担保贷款2亿元。
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_each_target_has_the_clause_that_answers_it_or_none(folder: Path) -> None:
    result = reconcile(folder / "plan.txt", folder / "report.txt")
    told = {
        item.target.id: item.outcomes[0].responses[0].narrative.text if item.outcomes else "" for item in result.items
    }
    assert told == {
        "1": "民生保障持续加强，新增护理型养老床位648张，",
        "2": "改造城镇老旧小区12个，惠及居民3100户。",
        "3": "交通条件不断改善，新建改建农村公路86.4公里。",
        # What next year's section announces answers nothing.
        "4": "",
        "5": "",
    }
    assert {item.match.status for item in result.items} <= {"matched", "review", "uncovered"}


def test_what_no_clause_answers_is_no_accusation(folder: Path) -> None:
    result = reconcile(folder / "plan.txt", folder / "report.txt")
    assert result.unmatched_outcomes == ()
    assert [
        finding.rule for finding in result.all_findings if finding.severity == "error" and finding.target in "45"
    ] == []
    assert "prose" in result.notices[0].en


def test_the_figures_of_a_clause_are_judged(folder: Path) -> None:
    result = reconcile(folder / "plan.txt", folder / "report.txt", as_of="2023-12-31")
    verdicts = {item.target.id: [judged.verdict for judged in item.goals] for item in result.items}
    assert (verdicts["1"], verdicts["2"], verdicts["3"]) == (["exceeded"], ["short"], ["exceeded"])


def test_every_character_of_the_report_is_accounted_for(
    folder: Path, exact: Callable[[str, Document, list[Passage]], None]
) -> None:
    report = read_outcome(folder / "report.txt", prose=True)
    assert [each.kind for each in report.documents[0].diagnostics] == ["prose-searched", "no-day"]
    exact(REPORT, report.documents[0], [o.responses[0].narrative for o in report.outcomes])


def test_prose_is_searched_only_where_it_is_asked_for(folder: Path) -> None:
    for reader in (read_outcome, read_progress, read_plan):
        with pytest.raises(DocumentError, match="no table was found"):
            reader(folder / "report.txt")


def test_a_table_is_asked_first_and_prose_for_what_it_leaves_open(folder: Path) -> None:
    (folder / "table.txt").write_text(
        "序号\t目标任务\t完成情况\n1\t新增护理型养老床位600张\t新增床位655张\n", encoding="utf-8"
    )
    result = reconcile(folder / "plan.txt", [folder / "table.txt", folder / "report.txt"])
    told = [item.outcomes[0].responses[0].narrative.text if item.outcomes else "" for item in result.items]
    assert told[0] == "新增床位655张"
    assert told[2] == "交通条件不断改善，新建改建农村公路86.4公里。"


def test_narratives_run_together_as_prose_are_found_for_their_own_targets(tmp_path: Path) -> None:
    """The narratives of a published report, without rows, ids and owners: few are found, and those rightly."""
    folder = Path(__file__).resolve().parents[2] / "data" / "heze-2023"
    tables = [folder / "outcome-044-085.txt", folder / "outcome-140-199.txt"]
    told = [r.narrative.text.strip() for o in read_outcome(tables).outcomes for r in o.responses if r.narrative.text]
    lines = [text if text[-1] in "。；！" else f"{text}。" for text in told]
    prose = tmp_path / "prose.txt"
    paragraphs = ["".join(lines[place : place + 4]) for place in range(0, len(lines), 4)]
    prose.write_text("\n".join(["某市2023年工作完成情况的报告", "", *paragraphs]), encoding="utf-8")
    by_rows = {
        item.target.id: "".join(r.narrative.text for o in item.outcomes for r in o.responses)
        for item in reconcile(folder / "plan.txt", tables).items
    }
    result = reconcile(folder / "plan.txt", prose)
    rights = {"matched": [], "review": []}
    for item in result.items:
        if item.outcomes:
            clause = item.outcomes[0].responses[0].narrative.text.rstrip("。；，")
            rights[item.match.status].append(clause in by_rows[item.target.id])
    assert all(rights["matched"])
    assert len(rights["matched"]) >= 12
    assert sum(rights["review"]) >= 9
    assert rights["review"].count(False) <= 1
    assert [finding for finding in result.all_findings if finding.severity == "error"] == []
