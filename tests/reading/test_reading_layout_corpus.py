"""Small documents in the layouts that real places publish, held against what a reader makes of them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reconcile.model import Outcome
from reconcile.reading import read_outcome

FOLDER = Path(__file__).parent / "layouts"
TRUTH = sorted(FOLDER.glob("*.toml"))


def document(truth: Path) -> Path:
    return next(path for path in sorted(FOLDER.glob(f"{truth.stem}.*")) if path.suffix != ".toml")


def wrong(record: dict[str, Any], outcome: Outcome) -> list[str]:
    """The fields in which an outcome differs from the record that a reader sees."""
    narrative = "".join(response.narrative.text for response in outcome.responses)
    # Of several columns of one role (完成率 and 开工率 are ratios) the first is meant.
    notes = {note.role: note.passage.text for note in reversed(outcome.notes)}
    seen = {
        "target": outcome.text.text,
        "narrative": narrative,
        "claim": outcome.claim,
        "owners": [owner.name for owner in outcome.owners],
        "ratio": notes.get("ratio", ""),
        "goal": notes.get("goal", ""),
    }
    fields = [f"{field}: {seen[field]!r}" for field in seen if field in record and seen[field] != record[field]]
    fields += [f"target: {seen['target']!r}" for part in record.get("target_holds", ()) if part not in seen["target"]]
    return fields


@pytest.mark.parametrize("truth", TRUTH, ids=[path.stem for path in TRUTH])
def test_every_record_is_read_as_a_reader_sees_it(truth: Path) -> None:
    expected = tomllib.loads(truth.read_text(encoding="utf-8"))
    report = read_outcome(document(truth))
    outcomes = {outcome.id: outcome for outcome in report.outcomes}
    assert list(outcomes) == [record["id"] for record in expected["record"]]
    assert {record["id"]: wrong(record, outcomes[record["id"]]) for record in expected["record"]} == {
        record["id"]: [] for record in expected["record"]
    }
    assert (report.documents[0].as_of or "") == expected["as_of"]
