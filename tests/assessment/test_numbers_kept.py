"""What judgement reads from the texts of an item stays with it, as reading each text by itself gives it."""

from __future__ import annotations

from reconcile import extract_quantities, read_outcome, read_plan
from reconcile.assessment.judging import assess
from reconcile.matching import match_outcomes
from reconcile.resources import resource_dir


def test_items_keep_the_numbers_of_their_texts() -> None:
    folder = resource_dir("rules").parent / "data" / "heze-2023"
    targets = read_plan(folder / "plan.txt").targets
    outcomes = read_outcome([folder / "outcome-044-085.txt"]).outcomes
    items = assess(targets, outcomes, match_outcomes(targets, outcomes), "2023-12-31")
    assert any(one.quantities for item in items for one in item.numbers)
    for item in items:
        kept = {one.text: list(one.quantities) for one in item.numbers}
        assert item.target.text.text in kept
        assert all(outcome.text.text in kept for outcome in item.outcomes)
        assert all(quantities == extract_quantities(text) for text, quantities in kept.items())
