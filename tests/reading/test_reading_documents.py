"""The five published documents, read as a careful reader reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.model import CompletionReport, Diagnostic, Document, Outcome, Plan
from reconcile.reading import missing_ids, read_outcome, read_plan, read_progress, read_report

DATA = Path(__file__).resolve().parents[2] / "data"
PLAN = DATA / "heze-2023" / "plan.txt"
FIRST = DATA / "heze-2023" / "outcome-044-085.txt"
LAST = DATA / "heze-2023" / "outcome-140-199.txt"
REPORT = DATA / "heze-2023" / "work-report.txt"
HALF_YEAR = DATA / "heze-2020" / "h1-progress.txt"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(PLAN)


@pytest.fixture(scope="module")
def report() -> CompletionReport:
    return read_outcome([FIRST, LAST])


@pytest.fixture(scope="module")
def progress() -> tuple[Plan, CompletionReport]:
    return read_progress(HALF_YEAR)


def outcome(report: CompletionReport, record_id: str) -> Outcome:
    return next(each for each in report.outcomes if each.id == record_id)


def kinds(document: Document) -> list[str]:
    return [diagnostic.kind for diagnostic in document.diagnostics]


def told(document: Document, kind: str) -> Diagnostic:
    return next(diagnostic for diagnostic in document.diagnostics if diagnostic.kind == kind)


def names(owners: object) -> list[str]:
    return [owner.name for owner in owners]  # type: ignore[attr-defined]


class TestPlan:
    def test_has_all_200_targets_in_order(self, plan: Plan) -> None:
        assert [target.id for target in plan.targets] == [str(number) for number in range(1, 201)]
        assert all(target.text.text and target.leaders and target.owners for target in plan.targets)
        assert plan.document.diagnostics == ()

    def test_continuation_rows_add_their_leader_and_owners(self, plan: Plan) -> None:
        tenth, thirteenth = plan.targets[9], plan.targets[12]
        assert tenth.leaders == ("聂元科", "曹临")
        assert names(tenth.owners) == ["市发展改革委", "市生态环境局"]
        assert thirteenth.leaders == ("聂元科", "王昌华", "张鹏", "肖友华")
        assert len(thirteenth.owners) == 4

    def test_spaces_inside_names_are_dropped(self, plan: Plan) -> None:
        leaders = {name for target in plan.targets for name in target.leaders}
        assert leaders == {"张伦", "聂元科", "王昌华", "曹临", "张鹏", "肖友华", "刘连栋", "姜凌刚"}

    def test_a_name_with_a_bracketed_part_is_one_owner(self, plan: Plan) -> None:
        assert names(plan.targets[13].owners) == ["市发展改革委", "各县区人民政府(管委会)"]
        assert names(plan.targets[2].owners) == ["市财政局", "市税务局"]

    def test_says_what_it_is(self, plan: Plan) -> None:
        document = plan.document
        assert document.role == "plan"
        assert document.records == 200
        assert document.number == "菏政发〔2023〕1号"
        assert document.date == "2023-01-20"
        assert document.issuer == "菏泽市人民政府"
        assert document.title == "市政府2023年经济社会发展责任目标分工方案"
        assert document.as_of is None
        assert len(document.sha256) == 64


class TestCompletionReport:
    def test_two_files_are_one_report(self, report: CompletionReport) -> None:
        expected = [str(number) for number in (*range(44, 86), *range(140, 200))]
        assert [each.id for each in report.outcomes] == expected
        assert [document.records for document in report.documents] == [42, 60]
        assert [document.as_of for document in report.documents] == ["2023-12-31", "2023-12-31"]
        assert all(each.text.text for each in report.outcomes)
        assert {each.claim_text for each in report.outcomes} == {"是", "否"}
        assert [each.id for each in report.outcomes if each.claim == "not_done"] == ["161", "163", "171"]

    def test_missing_ids_are_those_that_no_file_holds(self, report: CompletionReport) -> None:
        assert missing_ids(report.outcomes) == ((1, 43), (86, 139))
        for document, span in zip(report.documents, ("1–43", "86–139"), strict=True):
            gaps = [each for each in document.diagnostics if each.kind == "missing-ids"]
            assert len(gaps) == 1
            assert span in gaps[0].message.en
            assert span in gaps[0].message.zh

    def test_one_file_alone_misses_all_before_it(self) -> None:
        document = read_outcome(LAST).documents[0]
        assert "1–139" in told(document, "missing-ids").message.en
        assert kinds(document) == ["missing-ids"]

    def test_left_table_is_read_before_the_right_one(self) -> None:
        outcomes = read_outcome(LAST).outcomes
        assert [each.id for each in outcomes] == [str(number) for number in range(140, 200)]
        left, right = outcomes[0], outcomes[36]
        assert left.text.line == right.text.line == 6
        assert right.text.text == "推动投资24亿元的城南核心片区项目建设"
        assert names(right.owners) == ["市住房城乡建设局", "菏泽鲁西新区管委会"]
        assert right.responses[0].leader == "肖友华"

    def test_a_line_without_id_may_belong_to_the_row_after_it(self, report: CompletionReport) -> None:
        before, after = outcome(report, "46"), outcome(report, "47")
        assert len(before.responses) == 1
        assert after.responses[0].narrative.text.startswith("2023年,未新增“两高”")
        assert names(after.responses[0].owners) == ["市发展改革委", "市行政审批服务局"]
        assert after.responses[0].deadline == "长期坚持"

    def test_lines_with_only_owners_join_the_narrative_nearest_above(self, report: CompletionReport) -> None:
        response = outcome(report, "48").responses
        assert len(response) == 1
        assert response[0].leader == "臧伟、王昌华"
        assert names(response[0].owners) == ["市市场监管局", "市发展改革委"]
        assert [each.leader for each in outcome(report, "47").responses] == ["", "臧伟、王昌华"]

    def test_lines_before_the_only_narrative_join_it(self, report: CompletionReport) -> None:
        row = outcome(report, "49")
        assert row.text.text == "推动沿黄地区工业园区调区扩区,拓宽发展空间"
        assert len(row.responses) == 1
        assert row.responses[0].leader == "臧伟、王昌华、张鹏、肖友华"
        assert names(row.owners) == ["市科技局", "市工业和信息化局", "市商务局", "市自然资源和规划局"]

    def test_each_narrative_is_a_response(self, report: CompletionReport) -> None:
        row = outcome(report, "50")
        assert row.text.text.startswith("支持住房改善")
        assert [each.leader for each in row.responses] == ["臧伟", "王昌华", "张鹏", ""]
        assert row.responses[3].narrative.text.startswith("各县区通过举办中秋国庆节双节")
        assert row.claim == "done"
        assert [each.leader for each in outcome(report, "51").responses] == ["臧伟", "曹临"]

    def test_torn_rows_are_named(self, report: CompletionReport) -> None:
        torn = told(report.documents[0], "merged-cells")
        assert torn.records == ("47", "48", "49", "50")
        assert "shifted" in torn.message.en
        assert "责任单位" in torn.message.zh
        assert torn.citation is not None
        assert torn.citation.line in (10, 11)
        assert told(report.documents[0], "joined-lines").records == ("51", "52", "53", "54", "55")

    def test_a_rewritten_target_is_not_taken_for_a_narrative(self, report: CompletionReport) -> None:
        assert outcome(report, "79").text.text.endswith("183.5万个")
        assert all("target-holds-narrative" not in kinds(document) for document in report.documents)

    def test_order_of_files_is_kept(self) -> None:
        outcomes = read_outcome([LAST, FIRST]).outcomes
        assert outcomes[0].id == "140"
        assert outcomes[-1].id == "85"
        assert missing_ids(outcomes) == ((1, 43), (86, 139))

    def test_files_with_the_same_ids_keep_them_apart(self, tmp_path: Path) -> None:
        revised = tmp_path / "revised.txt"
        revised.write_bytes(FIRST.read_bytes() + b"\n")
        report = read_outcome([FIRST, revised])
        ids = [each.id for each in report.outcomes]
        assert len(set(ids)) == len(ids) == 84
        assert ids[42] == "44@2"
        assert len(told(report.documents[1], "repeated-id").records) == 42


class TestHalfYear:
    def test_both_sides_bear_the_same_ids(self, progress: tuple[Plan, CompletionReport]) -> None:
        plan, report = progress
        expected = [str(number) for number in range(1, 58) if number != 29]
        assert [target.id for target in plan.targets] == expected
        assert [each.id for each in report.outcomes] == expected
        assert all(t.text == o.text for t, o in zip(plan.targets, report.outcomes, strict=True))
        assert plan.document == report.documents[0]
        assert plan.document.as_of == "2020-06-30"

    def test_tells_what_is_damaged(self, progress: tuple[Plan, CompletionReport]) -> None:
        document = progress[0].document
        assert kinds(document) == ["fewer-than-announced", "missing-ids", "target-holds-narrative", "row-cut-off"]
        assert "29" in told(document, "missing-ids").message.zh
        assert told(document, "target-holds-narrative").records == ("55",)
        assert told(document, "row-cut-off").records == ("57",)

    def test_tells_that_most_of_the_announced_items_are_missing(self, progress: tuple[Plan, CompletionReport]) -> None:
        fewer = told(progress[0].document, "fewer-than-announced")
        assert "196项，实际读到56项，缺140项" in fewer.message.zh
        assert fewer.citation is not None
        assert (fewer.citation.line, fewer.citation.text) == (5, "196项经济社会发展责任目标")

    def test_enumerated_narratives_stay_whole(self, progress: tuple[Plan, CompletionReport]) -> None:
        row = outcome(progress[1], "38")
        assert len(row.responses) == 1
        assert row.responses[0].narrative.text.startswith("1. 完善一体化政务服务平台")
        assert row.responses[0].narrative.text.endswith("已完成对接")

    def test_the_row_cut_off_is_silent(self, progress: tuple[Plan, CompletionReport]) -> None:
        row = progress[1].outcomes[-1]
        assert row.claim == "silent"
        assert row.owners == ()
        assert row.responses[0].narrative.text == "出台了医药港管理运行实施办法;"

    def test_owner_cells_with_several_names(self, progress: tuple[Plan, CompletionReport]) -> None:
        assert names(progress[0].targets[12].owners) == ["市大数据局", "市发改委", "市人行", "市市场监管局"]


class TestWorkReport:
    def test_commitments_come_from_the_sections_that_look_ahead(self) -> None:
        report = read_report(REPORT)
        sections = {each.section.split(" / ")[0] for each in report.commitments}
        assert sections == {"二、2023年总体要求和工作目标", "三、2023年重点工作", "四、切实提升政府治理能力"}
        texts = [each.passage.text for each in report.commitments]
        assert any(text.startswith("推动基层医疗机构提档升级,确保90%以上") or "确保 90%以上" in text for text in texts)
        assert not any("外部环境复杂严峻" in text for text in texts)
        assert not any("旗帜鲜明讲政治" in text for text in texts)

    def test_list_items_are_commitments_without_their_numbers(self) -> None:
        items = [each for each in read_report(REPORT).commitments if "十项民生实事" in each.section]
        assert len(items) == 10
        assert items[4].passage.text == "新增护理型养老床位 1500 张。"
        assert items[0].passage.text == "新改建农村公路 1000 公里。"

    def test_headings_are_no_commitments(self) -> None:
        texts = [each.passage.text for each in read_report(REPORT).commitments]
        assert "扩大有效投资。" not in texts
        assert not any(text.startswith(("聚焦经济稳定增长", "一是", "（一）")) for text in texts)

    def test_a_sentence_cut_by_a_page_break_is_whole(self) -> None:
        report = read_report(REPORT)
        whole = next(each.passage for each in report.commitments if "460 万千瓦" in each.passage.text)
        assert "新能源和可再生能源发电装机" in whole.text
        assert len(whole.pieces) == 2
        at = whole.text.index("460")
        assert whole.cite(at, at + 3).line == 51

    def test_actuals_are_of_the_year_before(self) -> None:
        actuals = [each.passage.text for each in read_report(REPORT).actuals]
        assert any("新增护理型床位 3272 张" in text for text in actuals)
        assert any("鄆城县被认定为国家级小麦制种大县" in text for text in actuals)
        assert not any("1500 张" in text for text in actuals)

    def test_says_what_it_is(self) -> None:
        document = read_report(REPORT).document
        assert (document.role, document.title, document.date) == ("report", "政府工作报告（摘要）", "2022-12-27")


def test_paths_are_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DATA)
    plan = read_plan(Path("heze-2023") / "plan.txt")
    assert plan.document.path == "heze-2023/plan.txt"
    assert plan.targets[0].text.cite().path == "heze-2023/plan.txt"
