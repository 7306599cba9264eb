"""The promises and last year's figures of a real report against labels made by reading; floors, not records."""

from __future__ import annotations

from functools import cache

from reconcile import reconcile
from reconcile.model import Commitment, Finding, Reconciliation
from tests import truth

HEZE = truth.ROOT / "data" / "heze-2023"
Label = dict[str, str]


@cache
def result() -> Reconciliation:
    outcomes = [HEZE / "outcome-044-085.txt", HEZE / "outcome-140-199.txt"]
    return reconcile(HEZE / "plan.txt", outcomes, report=HEZE / "work-report.txt")


def of(rule: str) -> list[Finding]:
    return [finding for finding in result().all_findings if finding.rule == rule]


def promised(label: Label) -> Commitment:
    """The promise whose citation holds most of the label's words, of equals the one on the nearest line."""
    found = [
        (min(len(each.citation.text), len(label["span"])), -abs(each.citation.line - int(label["line"])), position)
        for position, each in enumerate(result().commitments)
        if label["span"] in each.citation.text or each.citation.text in label["span"]
    ]
    assert found, label["span"]
    return result().commitments[max(found)[2]]


def split(cell: str, mark: str) -> set[str]:
    return {part for part in cell.split(mark) if part}


def share(right: int, labels: list[Label]) -> float:
    return right / len(labels)


def test_promises_with_numbers_go_to_the_targets_they_became() -> None:
    labels = truth.labels("commitments", added=True)
    right = sum(set(promised(label).targets) == split(label["targets"], ";") for label in labels)
    assert len(labels) == 75
    assert share(right, labels) >= 0.97


def test_the_status_of_a_promise_is_the_readers() -> None:
    labels = truth.labels("commitments", added=True)
    right = sum(promised(label).status in split(label["status"], "|") for label in labels)
    assert share(right, labels) >= 0.95


def test_every_dropped_promise_is_told_of_and_no_other() -> None:
    dropped = {label["span"] for label in truth.labels("commitments", added=True) if label["status"] == "dropped"}
    said = [finding.citations[0].text for finding in of("commitment-dropped")]
    assert len(said) == len(dropped)
    assert all(any(span in text for text in said) for span in dropped)


def test_every_altered_promise_is_told_of_and_no_other() -> None:
    labels = truth.labels("commitments", added=True)
    sure = {label["targets"] for label in labels if label["altered"] and not label["altered"].endswith("?")}
    doubtful = {label["targets"] for label in labels if label["altered"].endswith("?")}
    said = {finding.target for finding in of("commitment-altered")}
    assert sure <= said <= sure | doubtful


def test_a_split_adds_up() -> None:
    (number,) = next(each for each in result().commitments if len(each.targets) == 4 and each.numbers).numbers
    assert sum(part.value for _, part in number.carriers) == number.goal.value == 1000


def test_goals_below_last_year() -> None:
    labels = truth.labels("last_year", added=True)
    below = {(label["plan_row"], label["span"]) for label in labels if label["below"] == "yes"}
    doubtful = {(label["plan_row"], label["span"]) for label in labels if "|" in label["below"]}
    said = [(finding.target, finding.citations[1].text) for finding in of("below-last-year")]

    def told(row: str, span: str) -> bool:
        return any(target == row and text in span for target, text in said)

    right = sum(told(row, span) for row, span in below)
    wrong = sum(not any(target == row and text in span for row, span in below | doubtful) for target, text in said)
    f1 = 2 * right / (len(below) + right + wrong)
    assert f1 >= 0.93


def test_no_figure_is_held_beside_a_goal_that_a_reader_would_not_compare() -> None:
    refused = {
        (label["plan_row"], label["line"], label["span"])
        for label in truth.labels("last_year", added=True)
        if label["comparable"] == "no"
    }
    for item in result().items:
        for judged in item.goals:
            if judged.last_year:
                cited = judged.last_year.citation
                clashes = [span for row, line, span in refused if row == item.target.id and cited.text in span]
                assert not clashes, (item.target.id, cited.text)


def test_the_target_that_the_plan_added_came_from_no_promise() -> None:
    named = {target for each in result().commitments for target in each.targets}
    assert [item.target.id for item in result().items if item.target.id not in named] == ["23"]
