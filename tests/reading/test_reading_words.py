"""Headings, claims, owners, leaders, ids and titles: words read one by one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reconcile.model import ClaimKind
from reconcile.reading import read_outcome, read_plan
from reconcile.reading.claims import narrative_claim, read_claim
from reconcile.reading.ids import missing_ranges
from reconcile.reading.people import read_leaders, read_owners
from reconcile.reading.roles import heading_role
from reconcile.reading.titles import as_of, read_heading
from reconcile.resources import resource_dir

DATA = Path(__file__).resolve().parents[2] / "data"
VOCABULARIES = ("headers", "claims", "responsible", "titles", "prose")


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("项目序号", "id"),
        ("年度 目标", "target"),
        ("2023年目标", "target"),
        ("2024年重点工作任务", "target"),
        ("目标任务完成情况（截至6月底）", "outcome"),
        ("落实进展情况及问题原因", "outcome"),
        ("是否按计划完成进度", "claim"),
        ("占年任务之比", "ratio"),
        ("完成比例(%)", "ratio"),
        ("责任单位", "owner"),
        ("牵头责任单位", "owner"),
        ("牵头单位", "lead"),
        ("协办单位", "support"),
        ("分管 领导", "leader"),
        ("完成时限", "deadline"),
        ("单位", "unit"),
        ("单 位", "unit"),
        ("下一步工作计划", "other"),
        ("Lead Agency", "lead"),
        ("KPI", "target"),
        ("Progress this period", "outcome"),
        ("RAG status", "claim"),
        ("持续推进“七网”建设，能源基础设施完成投资20亿元以上，按时完成情况良好", ""),
        ("市教育局", ""),
        ("", ""),
    ],
)
def test_headings(heading: str, role: str) -> None:
    assert heading_role(heading) == role


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("done", "是 √ 已完成 超额完成 基本完成 Green 已完成（120%） 目标已全面完成 全部完工 销号 Met Yes"),
        (
            "not_done",
            "否 × 推进中 滞后 指标调整 未能如期完成 尚未完成 已改为城建项目 取消 未达序时进度 Amber Behind No",
        ),
        ("silent", "达进度 达到序时进度 按计划推进 85% 完成85% 超序时进度 — --- 其它 市教育局 N/A"),
    ],
)
def test_claims(kind: ClaimKind, texts: str) -> None:
    assert {text: read_claim(text) for text in texts.split()} == dict.fromkeys(texts.split(), kind)


def test_claims_with_spaces() -> None:
    claims = [read_claim(text) for text in ("Target met", "In progress", "Not met", "On track", "- - -", "")]
    assert claims == ["done", "not_done", "not_done", "silent", "silent", "silent"]


@pytest.mark.parametrize(
    ("narrative", "kind", "words"),
    [
        ("已完成。新建书房15处", "done", "已完成"),
        ("未完成：资金没有到位", "not_done", "未完成"),
        ("新建书房15处，超额完成年度任务。", "done", "超额完成年度任务"),
        ("一期已建成；目前正在推进", "not_done", "目前正在推进"),
        ("已完成投资2亿元", "silent", ""),
        ("组织召开推进会，完成80%", "silent", ""),
        ("是", "done", "是"),
        ("", "silent", ""),
    ],
)
def test_status_words_in_narratives(narrative: str, kind: ClaimKind, words: str) -> None:
    assert narrative_claim(narrative) == (kind, words)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("市财政局 市税务局", [("市财政局", ""), ("市税务局", "")]),
        ("各县区人民政府 (管委会)", [("各县区人民政府(管委会)", "")]),
        ("有关县区（东区、西区），市水务局；市人行", [("有关县区(东区、西区)", ""), ("市水务局", ""), ("市人行", "")]),
        ("甲局牵头，乙局、丙局配合", [("甲局", "lead"), ("乙局", "support"), ("丙局", "support")]),
        ("甲局、乙局牵头", [("甲局", "lead"), ("乙局", "lead")]),
        ("牵头单位：甲局\n配合单位：乙局、丙局", [("甲局", "lead"), ("乙局", "support"), ("丙局", "support")]),
        ("甲局（牵头）、乙局", [("甲局", "lead"), ("乙局", "")]),
        ("牵头单位：甲局 配合单位：乙局", [("甲局", "lead"), ("乙局", "support")]),
        ("甲局牵头,乙局、丙局配合", [("甲局", "lead"), ("乙局", "support"), ("丙局", "support")]),
        ("甲局牵头，各县区政府按职责分工负责", [("甲局", "lead"), ("各县区政府", "")]),
        ("责任单位:甲局", [("甲局", "")]),
        (
            "Lead: Ministry of Health; Support: City Council",
            [("Ministry of Health", "lead"), ("City Council", "support")],
        ),
        ("甲局、甲局", [("甲局", "")]),
        ("甲局 各县（市、区） 人民政府，乙局", [("甲局", ""), ("各县(市、区)人民政府", ""), ("乙局", "")]),
        ("各县、市、区人民政府、乙局", [("各县、市、区人民政府", ""), ("乙局", "")]),
        ("市自然资源和规划局 （市林业局）", [("市自然资源和规划局(市林业局)", "")]),
        ("", []),
    ],
)
def test_owner_cells(cell: str, expected: list[tuple[str, str]]) -> None:
    assert [(owner.name, owner.role) for owner in read_owners(cell)] == expected


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("张 伦", ("张伦",)),
        ("张  伦 李四光", ("张伦", "李四光")),
        ("聂元科、曹 临", ("聂元科", "曹临")),
        ("欧阳 修", ("欧阳修",)),
        ("王磊 曹升灵", ("王磊", "曹升灵")),
        ("Jane  Doe", ("Jane Doe",)),
        ("", ()),
    ],
)
def test_leader_cells(cell: str, names: tuple[str, ...]) -> None:
    assert read_leaders(cell) == names


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("2023年度责任目标完成情况一览表", "2023-12-31"),
        ("2020年责任目标上半年推进情况", "2020-06-30"),
        ("2024年1-9月进展情况", "2024-09-30"),
        ("2024年前三季度进展情况", "2024-09-30"),
        ("2024年一季度进展情况", "2024-03-31"),
        ("2024年2月份进展情况", "2024-02-29"),
        ("重点工作进展（截至2023年11月20日）", "2023-11-20"),
        ("二〇二三年度完成情况", "2023-12-31"),
        ("Progress report H1 2024", "2024-06-30"),
        ("2023年责任目标分工方案", None),
        ("年度完成情况", None),
        ("2023年13月进展情况", None),
    ],
)
def test_the_day_a_title_speaks_for(title: str, day: str | None) -> None:
    assert as_of(title) == day


@pytest.mark.parametrize(
    ("above", "day"),
    [
        (["2022年政府工作任务完成情况"], "2022-12-31"),
        (["Annual delivery report 2023"], "2023-12-31"),
        (["二〇二二年政府工作任务完成情况"], "2022-12-31"),
        (["2022年政府工作任务完成情况", "2023年1月20日"], "2022-12-31"),
        (["2022年政府工作任务完成情况", "2022年8月1日"], None),
        (["2022年上半年政府工作任务完成情况"], "2022-06-30"),
        (["2021—2025年规划目标完成情况"], None),
        (["Annual report 2022-23"], None),
        (["2022年重点工作进展情况"], None),
        (["2023年政府工作报告"], None),
    ],
)
def test_a_completion_report_of_a_year_speaks_for_its_end(above: list[str], day: str | None) -> None:
    assert read_heading(above).as_of == day


def test_a_report_that_names_no_day_is_told(tmp_path: Path) -> None:
    table = "序号\t目标任务\t完成情况\n1\t甲事\t做完了\n"
    files = [tmp_path / "progress.txt", tmp_path / "completion.txt"]
    for file, title in zip(files, ["重点工作进展情况", "2022年重点工作完成情况"], strict=True):
        file.write_text(f"{title}\n\n{table}", encoding="utf-8")
    alone, dated = (read_outcome(file).documents[0] for file in files)
    assert [any(d.kind == "no-day" for d in each.diagnostics) for each in (alone, dated)] == [True, False]
    both = read_outcome(files).documents
    assert not any(d.kind == "no-day" for each in both for d in each.diagnostics)


def test_missing_ranges_need_a_numbering() -> None:
    assert missing_ranges(["1", "2", "5", "5@2", "7"]) == ((3, 4), (6, 6))
    assert missing_ranges(["A-1", "B-2", "9"]) == ()
    assert missing_ranges(["@1", "@2"]) == ()


def test_a_record_without_id_fills_the_gap_that_it_stands_in() -> None:
    assert missing_ranges(["1", "2", "@3", "4"]) == ()
    assert missing_ranges(["@1", "2"]) == ()
    assert missing_ranges(["1", "@2", "5"]) == ((2, 4),)
    assert missing_ranges(["1", "3", "@3", "4"]) == ((2, 2),)


def test_vocabularies_name_no_place_person_or_owner_of_a_document() -> None:
    plan = read_plan(DATA / "heze-2023" / "plan.txt")
    report = read_outcome([DATA / "heze-2023" / "outcome-044-085.txt", DATA / "heze-2020" / "h1-progress.txt"])
    names = {name for target in plan.targets for name in target.leaders}
    names |= {response.leader for outcome in report.outcomes for response in outcome.responses if response.leader}
    names |= {owner.name for target in plan.targets for owner in target.owners}
    names |= {"菏泽", "牡丹", "曹县", "郓城", "鄄城", "定陶", "巨野", "东明", "单县", "成武", "鲁西"}
    for vocabulary in VOCABULARIES:
        text = (resource_dir("rules") / "vocabulary" / f"{vocabulary}.toml").read_text(encoding="utf-8")
        words = set(re.findall(r'"([^"]*)"', text))
        assert not words & names
        assert not [name for name in names if len(name) > 1 and name in "".join(words) and name in text]
