from __future__ import annotations

from dataclasses import replace

import pytest
from heze_sample import sample

from reconcile import model as m
from reconcile.reporting import render
from reconcile.reporting.attention import concerns

GITHUB = 65_536


def huge() -> m.Reconciliation:
    """Every list is long, every text too, and each character of it takes several where it is escaped."""
    long = "<@甲#|" * 200
    item = sample().items[1]
    told = m.Message(long, long)
    cited = tuple(m.Citation("资料" * 500, line, 1, long) for line in range(50))
    finding = m.Finding("shortfall", "error", "high", told, cited, "f", "1", "1")
    waived = replace(finding, waived=m.Waiver(long, long))
    noted = (m.ReviewNote("张三", "2024-03-01", long),) * 50
    worst = replace(
        item,
        target=replace(item.target, text=replace(item.target.text, text=long)),
        findings=(finding,) * 50 + (waived,) * 50,
        notes=noted,
    )
    document = replace(sample().inputs[0], path=long, title=long, diagnostics=(m.Diagnostic("x", told),) * 50)
    decision = m.Decision("confirm", long, "2024-03-01", target="1", outcomes=("1",))
    void = m.JudgedDecision(decision, "void", told)
    return replace(sample(), items=(worst,) * 60, inputs=(document,) * 50, decisions=(void,) * 200)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_comment_on_github_holds_it_whatever_was_found(lang: m.Language) -> None:
    assert len(render(huge(), "markdown", lang)) < GITHUB


def test_all_that_is_left_out_is_counted() -> None:
    lines = render(huge(), "markdown", "zh").splitlines()
    left_out = [int(line.removeprefix("另有").partition("项")[0]) for line in lines if line.startswith("另有")]
    where = [
        lines.index(next(line for line in lines if says in line)) for says in ("## 需要关注", "已豁免的发现", "## 文件")
    ]
    shown = [0, 0, 0, 0]
    for number, line in enumerate(lines):
        shown[sum(number > place for place in where)] += line.startswith("- ")
    assert all(shown)
    # The void decisions, the targets in need of attention, the waived findings, the documents.
    assert [more + here for more, here in zip(left_out, shown, strict=True)] == [
        200,
        len(concerns(huge())),
        60 * 50,
        50,
    ]


def test_what_comes_later_is_folded_away() -> None:
    many = replace(sample(), items=sample().items * 3)
    text = render(many, "markdown", "zh")
    found = len(concerns(many))
    before, _, folded = text.partition(f"<details><summary>其余{found - 10}项</summary>")
    assert before.count("\n- **") == 10
    assert folded.partition("</details>")[0].count("\n- **") == found - 10
    assert text.count("<details>") == text.count("</details>")
    assert "<details>" not in render(sample(), "markdown", "zh")


def test_waived_findings_are_folded_away_and_counted() -> None:
    items = tuple(
        replace(item, findings=tuple(replace(f, waived=m.Waiver("已核实", "审计科")) for f in item.findings))
        for item in sample().items
    )
    text = render(replace(sample(), items=items), "markdown", "zh")
    count = sum(len(item.findings) for item in items)
    assert f"<details><summary>已豁免的发现 ({count})</summary>" in text
    assert text.count("已豁免（审计科）：已核实") == count
