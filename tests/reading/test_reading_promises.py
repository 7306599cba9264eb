"""Which words of a row are the promise: names, groups and figures beside it, and cells printed once for many rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reconcile.reading import read_outcome, read_plan
from reconcile.reading.claims import narrative_claim


def plan(folder: Path, text: str, name: str = "plan.tsv") -> dict[str, tuple[str, list[tuple[str, str]]]]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    targets = read_plan(path).targets
    return {each.id: (each.text.text, [(note.role, note.passage.text) for note in each.notes]) for each in targets}


def test_a_name_beside_the_promise_is_kept_as_a_note(tmp_path: Path) -> None:
    read = plan(
        tmp_path, "序号\t项目名称\t建设内容\t责任单位\n1\t环城路\t新建道路9公里\t甲局\n2\t北塘\t加固水库1座\t乙局\n"
    )
    assert read == {
        "1": ("新建道路9公里", [("name", "环城路")]),
        "2": ("加固水库1座", [("name", "北塘")]),
    }


@pytest.mark.parametrize("beside", [("120", "85"), ("≥120亩", "开工"), ("完成年度投资计划", "完成年度投资计划")])
def test_a_name_stays_where_what_stands_beside_it_says_nothing_alone(tmp_path: Path, beside: tuple[str, str]) -> None:
    first, second = beside
    read = plan(
        tmp_path, f"序号\t项目名称\t年度目标\t责任单位\n1\t环城路\t{first}\t甲局\n2\t北塘水库\t{second}\t乙局\n"
    )
    assert read["1"][0].startswith("环城路")
    assert read["2"][0].startswith("北塘水库")


def test_a_group_that_comes_again_is_kept_as_a_note(tmp_path: Path) -> None:
    rows = ["安全道路\t硬化村道15公里", "安全道路\t维修桥梁6座", "健康\t改造卫生室9所", "健康\t培训村医80人"]
    text = "编号\t重点工作\t工作任务\t责任单位\n" + "".join(f"A-{n}\t{row}\t甲局\n" for n, row in enumerate(rows, 1))
    read = plan(tmp_path, text)
    assert read["A-2"] == ("维修桥梁6座", [("name", "安全道路")])


def test_a_row_without_a_promise_has_its_name_as_target(tmp_path: Path) -> None:
    text = (
        "序号\t项目名称\t年度目标\t责任单位\n1\t环城路\t新建道路9公里\t甲局\n"
        "2\t城区老旧小区改造\t\t乙局\n3\t北塘\t加固水库1座\t丙局\n"
    )
    assert plan(tmp_path, text)["2"] == ("城区老旧小区改造", [])


def test_figures_given_twice_are_the_goal(tmp_path: Path) -> None:
    read = plan(
        tmp_path, "序号\t主要任务\t量化指标\t责任单位\n1\t开发教材4部\t4部\t甲科\n2\t新增工位120个\t120个\t乙科\n"
    )
    assert read["1"] == ("开发教材4部", [("goal", "4部")])


def test_what_is_printed_once_for_several_rows_is_cited_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "outcome.tsv"
    path.write_text(
        "序号\t年度目标\t牵头单位\t进展情况\n1\t新建幼儿园2所\t市教育局\t建成2所\n\t改造食堂18个\t\t改造11个\n2\t新增泊位400个\t市城管局\t新增412个\n",
        encoding="utf-8",
    )
    report = read_outcome(path)
    assert [(each.id, [owner.name for owner in each.owners]) for each in report.outcomes] == [
        ("1", ["市教育局"]),
        ("1@2", ["市教育局"]),
        ("2", ["市城管局"]),
    ]
    told = [each for each in report.documents[0].diagnostics if each.kind == "carried-cells"]
    assert [each.records for each in told] == [("1@2",)]


def test_a_row_that_lost_its_own_number_takes_none_from_above(tmp_path: Path) -> None:
    path = tmp_path / "outcome.tsv"
    path.write_text(
        "序号\t年度目标\t牵头单位\t进展情况\n1\t新建幼儿园2所\t市教育局\t建成2所\n\t改造食堂18个\t\t改造11个\n3\t新增泊位400个\t市城管局\t新增412个\n",
        encoding="utf-8",
    )
    assert [each.id for each in read_outcome(path).outcomes] == ["1", "@2", "3"]


def test_records_within_records_bear_what_the_outer_one_says(tmp_path: Path) -> None:
    path = tmp_path / "outcome.json"
    tasks = [{"序号": 1, "任务": "修路20公里", "责任单位": ["甲镇", "交通局"], "进展": "修路21公里"}]
    path.write_text(
        json.dumps([{"乡镇": "甲镇", "任务表": tasks}, {"乡镇": "乙镇", "任务表": tasks}]), encoding="utf-8"
    )
    outcomes = read_outcome(path).outcomes
    assert [each.id for each in outcomes] == ["1", "1@2"]
    assert [note.passage.text for each in outcomes for note in each.notes] == ["甲镇", "乙镇"]
    assert [owner.name for owner in outcomes[0].owners] == ["甲镇", "交通局"]


@pytest.mark.parametrize(
    "narrative", ["Two bridges closed for repairs", "12 removed in May, 30 left", "Late buses fell by 4%"]
)
def test_a_word_within_an_english_clause_is_no_claim(narrative: str) -> None:
    assert narrative_claim(narrative) == ("silent", "")


@pytest.mark.parametrize(
    ("narrative", "kind"),
    [
        ("受疫苗供应影响，该项工作推进缓慢，目前接种1.1万人。", "not_done"),
        ("解决了进度滞后的问题，建成12座。", "silent"),
        ("第四中学扩建工程全部完工，新增学位1650个。", "done"),
        ("主体工程全部完工，正在装修。", "silent"),
    ],
)
def test_status_words_inside_clauses(narrative: str, kind: str) -> None:
    assert narrative_claim(narrative)[0] == kind
