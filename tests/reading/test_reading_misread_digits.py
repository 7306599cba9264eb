"""A letter that stands for a zero in a number is read as one, and told of."""

from __future__ import annotations

from pathlib import Path

from reconcile import reconcile

HEAD = "序号,目标任务,责任单位"


def test_a_letter_in_a_number_is_told_of_at_its_row(tmp_path: Path) -> None:
    plan, outcome = tmp_path / "plan.csv", tmp_path / "outcome.csv"
    plan.write_text(f"{HEAD}\n1,发放贷款2O亿元,市财政局\n2,建设O2O平台3个,市商务局\n", encoding="utf-8")
    outcome.write_text(
        f"{HEAD},完成情况,是否完成\n1,发放贷款2O亿元,市财政局,发放贷款23.6亿元,是\n"
        "2,建设O2O平台3个,市商务局,建成O2O平台3个,是\n",
        encoding="utf-8",
    )
    result = reconcile(plan, [outcome], as_of="2023-12-31")
    told = [note for document in result.inputs for note in document.diagnostics if note.kind == "misread-digits"]
    assert [note.records for note in told] == [("1",), ("1",)]
    assert {note.citation.text for note in told if note.citation} == {"2O"}
    goal = result.items[0].goals[0]
    assert (int(goal.goal.value), goal.goal.citation.text, goal.verdict) == (2000000000, "2O亿元", "exceeded")
    assert {finding.rule for finding in result.items[0].findings} == {"reading-damaged"}
    assert result.items[1].findings == ()
