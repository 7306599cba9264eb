"""Work reports of other shapes: markdown headings, headings without numbers, wrapped lines, English."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from reconcile.model import Document, Passage, WorkReport
from reconcile.reading import read_report

ReadReport = Callable[[str], WorkReport]


@pytest.fixture
def report_of(tmp_path: Path, exact: Callable[[str, Document, Iterable[Passage]], None]) -> ReadReport:
    def read(text: str) -> WorkReport:
        path = tmp_path / "report.txt"
        path.write_text(text, encoding="utf-8", newline="")
        report = read_report(path)
        exact(text, report.document, [each.passage for each in (*report.commitments, *report.actuals)])
        return report

    return read


def promised(report: WorkReport) -> list[str]:
    return [each.passage.text for each in report.commitments]


def reached(report: WorkReport) -> list[str]:
    return [each.passage.text for each in report.actuals]


def test_markdown_headings(report_of: ReadReport) -> None:
    report = report_of("""# 某县政府工作报告

2024年1月5日

## 一、2023年工作回顾

新建学校3所。财政收入增长5%。

## 二、2024年主要任务

新建医院2所！改造老旧小区10个。

## 三、加强自身建设

依法行政。
""")
    assert promised(report) == ["新建医院2所！", "改造老旧小区10个。", "依法行政。"]
    assert reached(report) == ["新建学校3所。", "财政收入增长5%。"]
    assert (report.document.title, report.document.date) == ("某县政府工作报告", "2024-01-05")
    assert report.document.accounting.header == 9 + 13 + 13 + 10


def test_headings_without_numbers(report_of: ReadReport) -> None:
    report = report_of("政府工作报告\n\n2023年工作回顾\n新建学校3所。\n2024年重点工作\n新建医院2所。\n")
    assert promised(report) == ["新建医院2所。"]
    assert reached(report) == ["新建学校3所。"]


def test_the_longer_words_of_a_heading_decide(report_of: ReadReport) -> None:
    report = report_of("一、2023年重点工作完成情况回顾\n新建学校3所。\n二、工作目标\n新建医院2所。\n")
    assert reached(report) == ["新建学校3所。"]


def test_run_in_points_with_numbers_are_promises_and_names_are_not(report_of: ReadReport) -> None:
    report = report_of(
        "一、重点任务\n（一）稳增长。一是新建学校10所。二是扩大投资。完成投资20亿元。三是开工医院2所。\n"
    )
    assert promised(report) == ["新建学校10所。", "完成投资20亿元。", "开工医院2所。"]
    assert [each.section for each in report.commitments][1] == "一、重点任务 / （一）稳增长 / 二是扩大投资"


def test_list_items_in_every_bracket(report_of: ReadReport) -> None:
    report = report_of("一、重点任务\n办好三件实事：(1)修路10公里;（2）架桥2座；③栽树5万棵。\n4.通气3万户。\n")
    assert promised(report) == ["修路10公里;", "架桥2座；", "栽树5万棵。", "通气3万户。"]


def test_lines_wrapped_in_mid_sentence_are_joined(report_of: ReadReport) -> None:
    report = report_of("一、重点任务\n完成投资20\n亿元,新建学校\n\n10所。再建5所。\n")
    assert promised(report) == ["完成投资20亿元,新建学校10所。", "再建5所。"]
    whole = report.commitments[0].passage
    assert (whole.cite(6, 8).line, whole.cite(6, 8).column) == (3, 1)
    assert whole.cite(13).line == 5
    assert report.commitments[1].passage.line == 5


def test_what_describes_the_situation_promises_nothing(report_of: ReadReport) -> None:
    report = report_of("一、2024年总体要求\n当前,形势复杂严峻。困难不少。\n新建医院2所。\n")
    assert promised(report) == ["新建医院2所。"]


def test_english_report(report_of: ReadReport) -> None:
    report = report_of(
        "# Annual report\n\n## Review of 2023\nWe built 3.5 miles\nof road. It opened in May.\n\n"
        "## Goals\nBuild 2 schools.\n"
    )
    assert reached(report) == ["We built 3.5 miles of road.", "It opened in May."]
    assert promised(report) == ["Build 2 schools."]
