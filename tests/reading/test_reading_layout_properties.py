"""Random records written in each layout come back; random mixtures of their pieces lose no character."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.errors import DocumentError
from reconcile.model import Document, Outcome, Passage
from reconcile.reading import read_outcome

Exact = Callable[[str, Document, Iterable[Passage]], None]
Record = tuple[str, str, str, str]
TITLE = "××县2023年重点工作完成情况"
HEADS = ("序号", "目标任务", "完成情况", "是否完成", "责任单位")

THINGS = st.sampled_from(
    [
        "公办幼儿园",
        "养老床位",
        "农村公路",
        "老旧小区",
        "停车泊位",
        "污水管网",
        "口袋公园",
        "充电桩",
        "村卫生室",
        "高标准农田",
    ]
)
VERBS = st.sampled_from(["新建", "新增", "改造", "建设", "整治"])
UNITS = st.sampled_from(["所", "张", "公里", "个", "万平方米", "亩"])
FIGURES = st.integers(2, 99999)
OWNERS = st.lists(
    st.sampled_from(["县教育局", "县民政局", "县住建局", "县交通运输局", "各乡镇人民政府"]),
    min_size=1,
    max_size=2,
    unique=True,
).map("、".join)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    made = []
    for _ in range(draw(st.integers(3, 9))):
        verb, thing, unit = draw(VERBS), draw(THINGS), draw(UNITS)
        target = f"{verb}{thing}{draw(FIGURES)}{unit}"
        narrative = f"已{verb}{thing}{draw(FIGURES)}{unit}"
        made.append((target, narrative, draw(st.sampled_from(["是", "否", "已完成", "未完成"])), draw(OWNERS)))
    return made


def spaces(rows: list[Record]) -> str:
    lines = ["  ".join(HEADS), *("  ".join((str(n), *row)) for n, row in enumerate(rows, 1))]
    return "\n".join([TITLE, *lines])


def single_spaces(rows: list[Record]) -> str:
    return spaces(rows).replace("  ", " ")


def stacked(rows: list[Record]) -> str:
    cells = [*HEADS, *(cell for n, row in enumerate(rows, 1) for cell in (str(n), *row))]
    return "\n\n".join([TITLE, *cells])


def barred(rows: list[Record]) -> str:
    return stacked(rows).replace("\n\n", " |\n") + " |"


def labels(rows: list[Record]) -> str:
    items = [
        f"{n}.{target}\n责任单位：{owners}\n完成情况：{narrative}\n完成状态：{claim}"
        for n, (target, narrative, claim, owners) in enumerate(rows, 1)
    ]
    return "\n\n".join([TITLE, *items])


def labels_in_lines(rows: list[Record]) -> str:
    items = [
        f"（{n}）目标任务：{target} 责任单位：{owners} 完成情况：{narrative} 完成状态：{claim}"
        for n, (target, narrative, claim, owners) in enumerate(rows, 1)
    ]
    return "\n".join([TITLE, *items])


def transposed(rows: list[Record]) -> str:
    table = [HEADS, *((str(n), *row) for n, row in enumerate(rows, 1))]
    return "\n".join([TITLE, *("\t".join(cells) for cells in zip(*table, strict=True))])


def run_together(rows: list[Record]) -> str:
    return "\n".join([TITLE, "".join(HEADS), *("".join((str(n), *row)) for n, row in enumerate(rows, 1))])


def without_headings(rows: list[Record]) -> str:
    return "\n".join([TITLE, *("\t".join((str(n), *row)) for n, row in enumerate(rows, 1))])


LAYOUTS = [
    spaces,
    single_spaces,
    stacked,
    barred,
    labels,
    labels_in_lines,
    transposed,
    run_together,
    without_headings,
]


def passages(outcome: Outcome) -> list[Passage]:
    return [outcome.text, *(each.narrative for each in outcome.responses), *(note.passage for note in outcome.notes)]


@pytest.mark.parametrize("written", LAYOUTS)
@given(rows=records())
@settings(max_examples=40, deadline=None)
def test_records_come_back_from_each_layout(
    written: Callable[[list[Record]], str], exact: Exact, rows: list[Record]
) -> None:
    text = written(rows)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "outcome.txt"
        path.write_text(text, encoding="utf-8", newline="")
        report = read_outcome(path)
    assert [
        (o.id, o.text.text, o.responses[0].narrative.text, o.claim_text, "、".join(owner.name for owner in o.owners))
        for o in report.outcomes
    ] == [(str(n), *row) for n, row in enumerate(rows, 1)]
    exact(text, report.documents[0], [passage for outcome in report.outcomes for passage in passages(outcome)])
    assert report.documents[0].diagnostics[0].kind in ("layout", "layout-doubtful")


PIECES = st.sampled_from(
    [
        *(
            "1",
            "2",
            "3",
            "1.",
            "2．",
            "3、",
            "（一）",
            "(2)",
            "①",
            "一、",
            "序号",
            "目标任务",
            "完成情况",
            "责任单位",
            "是否完成",
        ),
        *(
            "责任单位：",
            "完成情况:",
            "【进展情况】",
            "Lead: ",
            "注：",
            "（牵头单位：",
            "）",
            "市教育局",
            "县民政局、县财政局",
            "是",
            "已完成",
        ),
        *(
            "新增床位500张",
            "已新增床位520张",
            "截至6月底",
            "85%",
            "12月底",
            "张伦",
            "。",
            "，",
            "；",
            " ",
            "  ",
            "\t",
            "|",
            " |",
            "\n",
        ),
        *("\n", "\n\n", "- 2 -", "合计", "——", "\u3000"),
    ]
)


@given(pieces=st.lists(PIECES, max_size=60), prose=st.booleans())
@settings(max_examples=400, deadline=None)
def test_pieces_in_any_order_are_read_or_refused_and_no_character_is_lost(
    exact: Exact, pieces: list[str], prose: bool
) -> None:
    text = "".join(pieces)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "outcome.txt"
        path.write_text(text, encoding="utf-8", newline="")
        try:
            report = read_outcome(path, prose=prose)
        except DocumentError as error:
            assert error.remedy
            return
    exact(text, report.documents[0], [passage for outcome in report.outcomes for passage in passages(outcome)])
