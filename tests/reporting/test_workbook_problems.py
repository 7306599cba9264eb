from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from heze_sample import sample

from reconcile import model as m
from reconcile.reporting import render_bytes


def problems(reconciliation: m.Reconciliation, lang: m.Language = "zh") -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(render_bytes(reconciliation, "xlsx", lang)))
    return list(book.worksheets[1].iter_rows(values_only=True))


def two_owners(severities: tuple[m.Severity, ...] = ("warning", "error")) -> m.Reconciliation:
    """One target of two owners, each with a response of its own; the findings cite the plan alone."""
    text = m.Passage("新建道路10条", "plan.txt", 1, 1)
    responses = tuple(
        m.Response("", (m.Owner(name),), m.Passage(told, "out.txt", line, 9), "done", "是")
        for line, (name, told) in enumerate((("市住建局", "建成2条"), ("市交通局", "建成8条")), start=5)
    )
    outcome = m.Outcome("1", m.Passage("新建道路10条", "out.txt", 5, 1), responses, "done", "是")
    findings = tuple(
        m.Finding(
            "shortfall", severity, "high", m.Message(f"no {n}", f"第{n}个问题"), (text.cite(4, 7),), f"{n}", "1", "1"
        )
        for n, severity in enumerate(severities, start=1)
    )
    item = m.Item(
        m.Target("1", text, (), (m.Owner("市交通局"), m.Owner("市住建局"))),
        (outcome,),
        m.Match("1", ("1",), "matched", "one"),
        findings=findings,
    )
    return m.Reconciliation(sample().tool, (), None, (item,))


def with_findings(reconciliation: m.Reconciliation, **changes: Any) -> m.Reconciliation:
    (item,) = reconciliation.items
    return replace(reconciliation, items=(replace(item, findings=tuple(replace(f, **changes) for f in item.findings)),))


def test_the_list_has_the_columns_of_a_reply() -> None:
    assert problems(two_owners())[0] == (
        *("序号", "责任单位", "目标编号", "责任目标", "自报情况", "问题", "依据原文", "问题程度"),
        *("答复", "整改措施", "完成时限", "责任人"),
    )
    assert problems(two_owners())[1][:8] == (
        *(1, "市交通局", "1", "新建道路10条", "是", "未达目标：第2个问题", "“10条”（见 plan.txt:1:5）", "错误"),
    )


def test_one_row_for_each_problem_and_owner_in_the_order_of_the_plan_then_worst_first() -> None:
    found = [(row[1], row[7]) for row in problems(two_owners())[1:]]
    assert found == [("市交通局", "错误"), ("市交通局", "警告"), ("市住建局", "错误"), ("市住建局", "警告")]
    assert [row[0] for row in problems(two_owners())[1:]] == [1, 2, 3, 4]


def test_a_problem_in_one_response_is_put_to_its_owner_alone() -> None:
    told = two_owners().items[0].outcomes[0].responses[0].narrative
    found = problems(with_findings(two_owners(), citations=(told.cite(2, 4),)))[1:]
    assert {row[1] for row in found} == {"市住建局"}
    assert found[0][6] == "“2条”（见 out.txt:5:11）"


def test_without_owners_in_the_plan_those_of_the_row_are_asked() -> None:
    (item,) = two_owners().items
    unnamed = replace(item, target=replace(item.target, owners=()))
    found = problems(replace(two_owners(), items=(unnamed,)))[1:]
    assert [row[1] for row in found] == ["市住建局", "市住建局", "市交通局", "市交通局"]
    nobody = replace(unnamed, outcomes=())
    found = problems(replace(two_owners(), items=(nobody,)))[1:]
    assert [(row[1], row[4]) for row in found] == [("（未写明责任单位）", None)] * 2


def test_a_problem_of_a_row_without_a_target_is_put_to_who_reported_it() -> None:
    (item,) = two_owners().items
    (finding, _) = item.findings
    alone = replace(two_owners(), items=(), unmatched_outcomes=item.outcomes, findings=(replace(finding, target=None),))
    assert [(row[1], row[2]) for row in problems(alone)[1:]] == [("市住建局", None), ("市交通局", None)]
    unknown = replace(alone, unmatched_outcomes=())
    assert [row[1] for row in problems(unknown)[1:]] == ["（未写明责任单位）"]


def test_what_is_waived_or_told_aside_or_about_our_reading_is_sent_to_nobody() -> None:
    for changes in ({"waived": m.Waiver("known", "审计科")}, {"severity": "info"}, {"rule": "reading-damaged"}):
        assert problems(with_findings(two_owners(), **changes))[1:] == []


def test_a_doubtful_problem_is_marked_as_doubtful() -> None:
    found = problems(with_findings(two_owners(("error",)), confidence="low"))[1:]
    assert [row[7] for row in found] == ["错误\n(把握小)"] * 2


def test_every_problem_of_a_report_is_in_the_list() -> None:
    wanted = {
        (item.target.id, finding.message.zh)
        for item in sample().items
        for finding in item.findings
        if finding.severity != "info" and finding.rule != "reading-damaged" and not finding.waived
    }
    found = {(row[2], row[5].partition("：")[2]) for row in problems(sample())[1:] if row[2]}
    assert found == wanted
    owners = {row[2]: set() for row in problems(sample())[1:]}
    for row in problems(sample())[1:]:
        owners[row[2]].add(row[1])
    assert owners["50"] == {
        owner.name for item in sample().items if item.target.id == "50" for owner in item.target.owners
    }


def read_from(plan: str, outcome: str) -> m.Reconciliation:
    """The two owners' result, its documents read from these paths."""
    inputs = tuple(replace(sample().inputs[0], path=path) for path in (plan, outcome))
    return replace(with_findings(two_owners(), citations=(m.Citation(plan, 4, 7, "10条"),)), inputs=inputs)


def test_who_gets_the_list_sees_no_folders() -> None:
    found = problems(read_from("/home/z/audit/plan.txt", "C:\\audit\\out.txt"))
    assert {row[6] for row in found[1:]} == {"“10条”（见 plan.txt:4:7）"}


def test_documents_of_one_name_keep_their_folders() -> None:
    found = problems(read_from("2022/table.txt", "2023/table.txt"))
    assert {row[6] for row in found[1:]} == {"“10条”（见 2022/table.txt:4:7）"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_has_a_head_and_a_number(lang: m.Language) -> None:
    named = replace(sample(), inputs=(replace(sample().inputs[0], title="甲 & 乙" + "长" * 300),))
    sheet = openpyxl.load_workbook(io.BytesIO(render_bytes(named, "xlsx", lang))).worksheets[1]
    assert sheet.oddHeader.left.text.startswith("甲 && 乙")
    assert len(sheet.oddHeader.left.text) < 100
    # One page wide, which is what a file says by saying nothing, and as many pages high as it takes.
    assert (sheet.page_setup.fitToHeight, sheet.page_setup.fitToWidth or 1) == (0, 1)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_options.gridLines
