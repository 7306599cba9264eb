"""When rows, claims and goals of two periods are held against each other, and when not."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trend_documents import DOCUMENTS, HALF_YEAR, HEZE_2020, YEAR_END, ids, rows_said, said, write_table

from reconcile.errors import DocumentError, ReconcileError
from reconcile.trending import trend

TARGETS = ["新增护理型养老床位800张", "新建改扩建幼儿园30所", "绿化造林6000亩", "新改建农村公路300公里"]
PLAIN = [(target, "按计划推进", "是") for target in TARGETS]


def test_citations_of_both_documents_give_back_the_words_at_their_place() -> None:
    files = [DOCUMENTS / "half-year.txt", DOCUMENTS / "year-end.txt"]
    lines = {str(path): path.read_text(encoding="utf-8").splitlines() for path in files}
    statements = trend(files).statements
    for statement in statements:
        for cited in statement.citations:
            assert lines[cited.path][cited.line - 1][cited.column - 1 :].startswith(cited.text)
    alone = {"not-continued", "new"}
    assert all([c.path for c in s.citations] == [*lines] for s in statements if s.kind not in alone)


def test_reports_stand_in_the_order_of_their_days_whatever_order_they_are_given_in() -> None:
    names = ["three-first-quarter.txt", "three-half-year.txt", "three-year-end.txt"]
    one, other = (trend([DOCUMENTS / name for name in order]) for order in (names, names[::-1]))
    assert one == other
    assert [period.as_of for period in one.periods] == ["2024-03-31", "2024-06-30", "2024-12-31"]
    assert [notice.kind for notice in one.notices] == ["by-day"]


def test_without_a_day_the_order_given_stays_and_nothing_is_compared(tmp_path: Path) -> None:
    rows = [("新增护理型养老床位800张", "新增护理型养老床位520张", "是"), *PLAIN[1:]]
    lower = [("新增护理型养老床位800张", "新增护理型养老床位480张", "否"), *PLAIN[1:]]
    first = write_table(tmp_path / "b.txt", "某市责任目标推进情况一览表", rows)
    found = trend([first, write_table(tmp_path / "a.txt", YEAR_END, lower)])
    assert [period.documents[0].path for period in found.periods] == [str(first), str(tmp_path / "a.txt")]
    assert {notice.kind for notice in found.notices} >= {"as-given", "no-day"}
    assert {*found.counts} == {"other-year"}


def test_two_reports_of_one_day_are_not_progress(tmp_path: Path) -> None:
    rows = [(TARGETS[0], "新增护理型养老床位520张", "是"), *PLAIN[1:]]
    lower = [(TARGETS[0], "新增护理型养老床位480张", "否"), *PLAIN[1:]]
    one = write_table(tmp_path / "a.txt", "甲市人民政府2024年度责任目标完成情况一览表", rows)
    found = trend([one, write_table(tmp_path / "b.txt", "乙市人民政府2024年度责任目标完成情况一览表", lower)])
    assert {*found.counts} == {"other-year"}
    assert {notice.kind for notice in found.notices} == {"by-day", "same-day", "other-issuers"}


def test_files_of_one_day_and_issuer_are_one_report(tmp_path: Path) -> None:
    whole = (DOCUMENTS / "year-end.txt").read_text(encoding="utf-8").splitlines()
    halves = [tmp_path / "first.txt", tmp_path / "second.txt"]
    halves[0].write_text("\n".join(whole[:15]) + "\n", encoding="utf-8")
    halves[1].write_text("\n".join([*whole[:3], *whole[15:]]) + "\n", encoding="utf-8")
    parted = trend([halves[0], DOCUMENTS / "half-year.txt", halves[1]])
    joined = trend([DOCUMENTS / "half-year.txt", DOCUMENTS / "year-end.txt"])
    assert [len(period.documents) for period in parted.periods] == [1, 2]
    assert parted.counts == joined.counts


def test_a_plan_in_front_gives_the_promise(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    rows = ["某市人民政府2024年责任目标分工方案", "", "序号\t责任目标内容\t责任单位"]
    rows += [f"{n}\t{target}\t市甲局" for n, target in enumerate(TARGETS, start=1)]
    plan.write_text("\n".join(rows) + "\n", encoding="utf-8")
    lowered = [("新增护理型养老床位500张", "新增护理型养老床位505张", "是"), *PLAIN[1:]]
    found = trend([plan, write_table(tmp_path / "a.txt", YEAR_END, lowered)])
    assert [(period.role, period.year) for period in found.periods] == [("plan", 2024), ("outcome", 2024)]
    assert said(found, "goal-lowered") == [("1", 1, 2)]
    assert rows_said(found, "claim-flipped") == set()
    (series,) = next(track for track in found.tracks if track.first.id == "1").series
    assert [(p.promised and p.promised.value, p.reported and p.reported.value) for p in series.points] == [
        (800, None),
        (500, 505),
    ]


def test_a_plan_of_another_year_is_shown_beside_the_report(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    rows = [
        "某市人民政府2023年责任目标分工方案",
        "",
        "序号\t责任目标内容\t责任单位",
        "1\t新增护理型养老床位900张\t市甲局",
    ]
    plan.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = trend([plan, write_table(tmp_path / "a.txt", YEAR_END, PLAIN)])
    assert [notice.kind for notice in found.notices] == ["plan-of-other-year"]
    assert "goal-lowered" not in found.counts


@pytest.mark.parametrize(("before", "after", "flips"), [("是", "否", 1), ("是", "", 0), ("否", "是", 0), ("", "否", 0)])
def test_only_a_claim_that_is_taken_back_is_a_flip(tmp_path: Path, before: str, after: str, flips: int) -> None:
    files = [
        write_table(tmp_path / "a.txt", HALF_YEAR, [(TARGETS[0], "有序推进", before), *PLAIN[1:]]),
        write_table(tmp_path / "b.txt", YEAR_END, [(TARGETS[0], "有序推进", after), *PLAIN[1:]]),
    ]
    assert len(said(trend(files), "claim-flipped")) == flips


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("新增床位60张以上", "新增床位50张以上", {"goal-lowered", "reworded"}),
        ("新增床位60张", "新增床位60张以上", {"reworded"}),
        ("失业率控制在3.5%以内", "失业率控制在4%以内", {"goal-raised", "reworded"}),
        ("发放创业担保贷款6亿元", "发放创业担保贷款60000万元", {"reworded"}),
        ("营业收入增长20%", "营业收入增长20%左右", {"goal-altered", "reworded"}),
        ("新增床位60张、病房8间", "新增床位60张、病房", {"goal-dropped", "reworded"}),
        ("新增床位60张", "新增床位60张、病房8间", {"goal-added", "reworded"}),
        ("完成20个重点镇污水管网建设", "推动20个重点镇污水管网建设", {"reworded"}),
        ("新增床位60张，", "新增床位６０张。", set()),
    ],
)
def test_goal_numbers_that_change_on_the_way(tmp_path: Path, before: str, after: str, kinds: set[str]) -> None:
    files = [
        write_table(tmp_path / "a.txt", HALF_YEAR, [(before, "有序推进", "是")]),
        write_table(tmp_path / "b.txt", YEAR_END, [(after, "有序推进", "是")]),
    ]
    assert {*trend(files).counts} == kinds


def test_a_row_that_holds_the_narrative_in_place_of_the_target_is_for_review(tmp_path: Path) -> None:
    text = HEZE_2020.read_text(encoding="utf-8")
    later = tmp_path / "year-end.txt"
    later.write_text(text.replace("上半年工作推进情况", "年度工作完成情况", 1), encoding="utf-8")
    found = trend([HEZE_2020, later])
    assert [period.as_of for period in found.periods] == ["2020-06-30", "2020-12-31"]
    # Row 55 tells of firms recommended where its target should stand.
    assert said(found, "for-review") == [("55", 1, 2)]
    assert {*found.counts} == {"for-review"}


def test_two_targets_in_one_row_are_told_apart_and_the_closer_one_goes_on(tmp_path: Path) -> None:
    long, short = "加快推进城东污水处理厂提标扩建及配套管网工程", "推进高铁新区综合管廊建设"
    files = [
        write_table(tmp_path / "a.txt", HALF_YEAR, [*PLAIN, (short, "推进", "是"), (long, "推进", "是")]),
        write_table(tmp_path / "b.txt", YEAR_END, [*PLAIN, (f"{long}，{short}", "推进", "否")]),
    ]
    found = trend(files)
    assert [track.first.id for track in found.tracks if ids(track)[1] == "5"] == ["6"]
    assert [(s.row, s.citations[0].text) for s in found.statements if s.kind == "merged-into"] == [("5", short)]
    assert "claim-flipped" not in found.counts or said(found, "claim-flipped") == [("6", 1, 2)]


def test_a_target_whose_numbers_stand_in_two_rows_is_merged_into_neither(tmp_path: Path) -> None:
    rows = [("新建改扩建中小学12所", "推进", "是"), *PLAIN]
    later = [*PLAIN, ("甲项目：中小学12所、医院3家", "推进", "是"), ("乙项目：中小学12所、公园5个", "推进", "是")]
    found = trend([write_table(tmp_path / "a.txt", HALF_YEAR, rows), write_table(tmp_path / "b.txt", YEAR_END, later)])
    assert said(found, "not-continued") == [("1", 1, 2)]
    assert "merged-into" not in found.counts


def test_a_row_that_was_split_gives_its_parts(tmp_path: Path) -> None:
    parts = ["新建改扩建幼儿园20所", "加快推进城东快速路和跨河大桥建设"]
    files = [
        write_table(tmp_path / "a.txt", HALF_YEAR, [("，".join(parts), "推进", "是"), *PLAIN[2:]]),
        write_table(tmp_path / "b.txt", YEAR_END, [*[(part, "推进", "是") for part in parts], *PLAIN[2:]]),
    ]
    found = trend(files)
    (split,) = [statement for statement in found.statements if statement.kind == "split-from"]
    assert split.row == "1"
    assert [cited.text in ("，".join(parts), *parts) for cited in split.citations] == [True, True]
    assert "new" not in found.counts


def test_a_table_that_tells_only_per_cents_of_the_plan_is_a_report_and_no_plan(tmp_path: Path) -> None:
    first = tmp_path / "a.txt"
    lines = ["某市2024年责任目标上半年推进情况", "", "序号\t责任目标内容\t完成率\t责任单位"]
    lines += [f"{n}\t{target}\t{40 + n}%\t市甲局" for n, target in enumerate(TARGETS, start=1)]
    first.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = trend([first, write_table(tmp_path / "b.txt", YEAR_END, PLAIN)])
    assert [period.role for period in found.periods] == ["outcome", "outcome"]


def test_one_file_is_no_trend() -> None:
    with pytest.raises(ReconcileError, match="at least two files"):
        trend([DOCUMENTS / "year-end.txt"])


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_bytes((DOCUMENTS / "year-end.txt").read_bytes())
    with pytest.raises(DocumentError, match=r"copy\.txt: this file holds the same bytes as .*year-end\.txt"):
        trend([DOCUMENTS / "half-year.txt", DOCUMENTS / "year-end.txt", copy])


def test_files_of_one_report_alone_are_no_trend(tmp_path: Path) -> None:
    files = [write_table(tmp_path / f"{n}.txt", YEAR_END, PLAIN[n : n + 2]) for n in (0, 2)]
    with pytest.raises(ReconcileError, match="2024-12-31; give the report of another period"):
        trend(files)


def test_a_plan_behind_the_first_place_is_refused(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "某市2024年责任目标分工方案\n\n序号\t责任目标内容\t责任单位\n1\t绿化造林6000亩\t市甲局\n", encoding="utf-8"
    )
    with pytest.raises(DocumentError, match="looks like a plan"):
        trend([DOCUMENTS / "half-year.txt", plan])


def test_a_trend_cannot_be_changed() -> None:
    found = trend([DOCUMENTS / "half-year.txt", DOCUMENTS / "year-end.txt"])
    with pytest.raises(FrozenInstanceError):
        found.lang = "en"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("某市人民政府2024年度责任目标完成情况一览表", {"went-backwards"}),
        ("某市人民政府2024年1—11月责任目标推进情况一览表", {"went-backwards"}),
        ("某市人民政府责任目标推进情况一览表（截至2024年11月30日）", {"went-backwards"}),
        ("某市人民政府2024年下半年责任目标推进情况一览表", set()),
        ("某市人民政府2024年7—12月责任目标推进情况一览表", set()),
        ("某市人民政府2024年四季度责任目标推进情况一览表", set()),
    ],
)
def test_a_report_on_a_later_part_of_the_year_does_not_hold_the_earlier_one(
    tmp_path: Path, title: str, kinds: set[str]
) -> None:
    files = [
        write_table(tmp_path / "a.txt", HALF_YEAR, [(TARGETS[0], "新增护理型养老床位520张", "是")]),
        write_table(tmp_path / "b.txt", title, [(TARGETS[0], "新增护理型养老床位310张", "是")]),
    ]
    found = trend(files)
    assert {*found.counts} == kinds
    assert ("later-part" in {notice.kind for notice in found.notices}) == (not kinds)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_an_amount_goes_backwards_exactly_where_it_is_lower(before: int, after: int) -> None:
    with TemporaryDirectory() as folder:
        files = [
            write_table(Path(folder) / "a.txt", HALF_YEAR, [(TARGETS[2], f"完成绿化造林{before}亩", "是")]),
            write_table(Path(folder) / "b.txt", YEAR_END, [(TARGETS[2], f"完成绿化造林{after}亩", "是")]),
        ]
        assert {*trend(files).counts} == ({"went-backwards"} if after < before else set())
