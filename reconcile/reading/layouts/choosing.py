"""All the layouts that a document could have, weighed by the records that come out of each; the best one wins."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.reading.layouts.found import PROSE, Found
from reconcile.reading.layouts.headless import headless_layout
from reconcile.reading.layouts.labelled import labelled_layout
from reconcile.reading.layouts.paragraphs import paragraphs_layout
from reconcile.reading.layouts.restated import restated_layout
from reconcile.reading.layouts.run_together import run_together_layout
from reconcile.reading.layouts.scoring import confidence
from reconcile.reading.layouts.segments import segments
from reconcile.reading.layouts.sentences import sentences_layout
from reconcile.reading.layouts.spaced import spaced_layout
from reconcile.reading.layouts.stacked import stacked_layout
from reconcile.reading.layouts.turned import transposed_layout
from reconcile.reading.rows import Row
from reconcile.resources import vocabulary


def find_layout(rows: Sequence[Row], as_plan: bool) -> Found | None:
    """The likeliest layout of a document without an ordinary table; None where none is likely enough."""
    parts = segments(rows)
    proposed = {
        "spaces": spaced_layout(rows),
        "stacked": stacked_layout(rows),
        "transposed": transposed_layout(rows),
        "headless": headless_layout(rows, as_plan),
        "labels": labelled_layout(rows, parts, as_plan),
        "paragraphs": paragraphs_layout(rows, parts, as_plan),
        "restated": None if as_plan else restated_layout(rows, parts),
    }
    surest: dict[str, float] = vocabulary("layouts")["surest"]
    weighed = [
        Found(layout, name, round(surest[name] * confidence(layout, as_plan), 3))
        for name, layout in proposed.items()
        if layout is not None
    ]
    best = max(weighed, key=lambda found: found.confidence, default=None)
    # The costliest search is only for a document that nothing else reads so well as it could.
    if best is None or best.confidence < surest["run-together"]:
        layout = run_together_layout(rows)
        if layout is not None:
            weighed.append(
                Found(layout, "run-together", round(surest["run-together"] * confidence(layout, as_plan), 3))
            )
            best = max(weighed, key=lambda found: found.confidence)
    least = float(vocabulary("layouts")["confidence"]["least"])
    return best if best is not None and best.confidence >= least else None


def find_prose(rows: Sequence[Row]) -> Found | None:
    """A report in prose as clauses of which each may answer a target; None where hardly one says what was done."""
    layout = sentences_layout(rows)
    return None if layout is None else Found(layout, PROSE, float(vocabulary("layouts")["surest"][PROSE]))
