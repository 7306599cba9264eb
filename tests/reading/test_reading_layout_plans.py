"""Plans in the layouts that have no table; and documents that are refused rather than guessed at."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile.errors import DocumentError
from reconcile.model import Plan
from reconcile.reading import read_outcome, read_plan

ReadPlan = Callable[..., Plan]
LABELLED = """××区政府2023年重点工作任务分解方案

一、主要预期目标
1.努力实现地区生产总值增长6.5%左右。

牵头单位:区发改局

责任单位:××经济开发区，各街道

2.新增城镇就业5200人。

牵头单位:区人社局

3.改造老旧管网16公里。

牵头单位:区住建局
"""


def test_numbered_targets_with_owners_below_are_a_plan(plan_of: ReadPlan) -> None:
    plan = plan_of(LABELLED)
    assert [(target.id, target.text.text) for target in plan.targets] == [
        ("1", "努力实现地区生产总值增长6.5%左右。"),
        ("2", "新增城镇就业5200人。"),
        ("3", "改造老旧管网16公里。"),
    ]
    assert [(owner.name, owner.role) for owner in plan.targets[0].owners] == [
        ("区发改局", "lead"),
        ("××经济开发区", ""),
        ("各街道", ""),
    ]


def test_such_a_plan_is_refused_as_a_report(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(LABELLED, encoding="utf-8")
    with pytest.raises(DocumentError, match="looks like a plan"):
        read_outcome(path)


def test_numbered_lines_alone_are_a_plan_that_is_doubtful(plan_of: ReadPlan) -> None:
    plan = plan_of("2023年重点工作\n1.新增城镇就业5200人。\n2.改造老旧管网16公里。\n3.新建公园2个。\n")
    assert [target.text.text for target in plan.targets] == [
        "新增城镇就业5200人。",
        "改造老旧管网16公里。",
        "新建公园2个。",
    ]
    assert [diagnostic.kind for diagnostic in plan.document.diagnostics] == ["layout-doubtful"]


@pytest.mark.parametrize(
    "text",
    [
        "责任单位：市教育局\n完成情况：建成5所\n",
        "一、提高认识\n各单位要高度重视。\n二、加强领导\n各单位要抓好落实。\n",
        "1.新增就业5000人。\n2.建桥2座。\n",
        "序号 目标任务 完成情况\n没有一行。\n",
    ],
    ids=["one record", "a notice", "two lines", "headings alone"],
)
def test_too_little_to_go_by_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "outcome.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        read_outcome(path)
    assert caught.value.remedy


def test_labels_in_the_paragraphs_of_a_word_document_are_cited_by_paragraph(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for line in LABELLED.split("\n"):
        if line:
            document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    path = tmp_path / "plan.docx"
    path.write_bytes(data.getvalue())
    targets = read_plan(path).targets
    assert [target.id for target in targets] == ["1", "2", "3"]
    assert targets[1].text.cite().place == "第6段"
    assert targets[1].text.cite(2, 4).text == "城镇"
