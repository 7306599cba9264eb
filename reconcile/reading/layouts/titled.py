"""Items without a number or a label of their own: a line, often bold or a bullet, over labelled lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reconcile.reading.layouts.labels import Labelled
from reconcile.reading.layouts.segments import Segment, is_remark, sub
from reconcile.reading.roles import plain_heading
from reconcile.reading.rows import ink

_LEAST = 2
_MOSTLY = 0.8
_BEFORE = "#-*•·●◆■□▪>—_ \t\u3000"
_LABEL = re.compile(r"[^：:]{1,10}[：:]\s*\S")
_AFTER = "*_ ：:"


def titles_of(parts: Sequence[Segment], labels: Sequence[Sequence[Labelled]]) -> frozenset[int]:
    """The places of the lines that name an item: those right above the label that the first one has below it.

    Empty where that label comes hardly twice, or often without such a line.
    """
    first = next((place for place, own in enumerate(labels) if own), 0)
    if not first or not labels[first]:
        return frozenset()
    leading = plain_heading(labels[first][0].heading)
    below = [place for place, own in enumerate(labels) if own and plain_heading(own[0].heading) == leading]
    titled = [place - 1 for place in below if place and _may_name(parts[place - 1], labels[place - 1])]
    if len(titled) < _LEAST or len(titled) < _MOSTLY * len(below):
        return frozenset()
    return frozenset(titled)


def _may_name(segment: Segment, own: Sequence[Labelled]) -> bool:
    if own or len(segment.cells) > 1 or is_remark(segment.text):
        return False
    words = segment.text.strip(_BEFORE)
    # A line under a label that is not known tells of the item above.
    return bool(words) and _LABEL.match(words) is None


def undressed(segment: Segment) -> Segment:
    """A line without the signs that make it bold, a bullet or a heading; they are counted among its signs."""
    part = segment.cells[0]
    bare = part.text.lstrip(_BEFORE)
    words = sub(part, len(part.text) - len(bare), len(part.text) - len(bare) + len(bare.rstrip(_AFTER)))
    return segment._replace(cells=(words,), signs=segment.signs + ink(part.text) - ink(words.text))
