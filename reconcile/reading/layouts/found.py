"""What a search for a layout comes to."""

from __future__ import annotations

from typing import NamedTuple

from reconcile.reading.layout import Layout
from reconcile.resources import vocabulary

PROSE = "sentences"
# Layouts whose rows are records as they are: one without an id is none that goes on with the row above.
WHOLE_RECORDS = (PROSE, "restated", "run-together")


class Found(NamedTuple):
    """A layout, what kind it is, and how sure that is (0…1)."""

    layout: Layout
    name: str
    confidence: float

    @property
    def doubtful(self) -> bool:
        """Whether the records are to be looked at before they are relied on."""
        return self.confidence < float(vocabulary("layouts")["confidence"]["sure"])
