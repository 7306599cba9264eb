"""Lines of a table → the lines of each record, where merged cells were torn apart.

A record is the line that bears its id and lines near it that bear none. Such a line belongs to the record before it,
unless it can only belong to the record after it; which of the two is told by what the records still lack and by the
words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from reconcile.reading.carried import group_id, with_owners_from_above, with_shared_cells
from reconcile.reading.fields import Entry, goes_on_by_merge
from reconcile.reading.rows import display_width

Group = list[Entry]
# A cell was torn where it ends so near to the widest one; one such cell alone may be chance.
_NEAR_EDGE = 4
_LEAST_TORN = 2
_STOPS = "。！？；;：:!?."


def group_entries(entries: Sequence[Entry]) -> tuple[list[Group], list[Entry]]:
    """The lines of each record in reading order, and the lines that belong to no record."""
    entries = with_owners_from_above(entries)
    if not any(entry.id for entry in entries):
        return _group_by_target(entries)
    groups: list[Group] = []
    before: list[Entry] = []
    for entry in entries:
        if entry.id:
            groups.append([entry])
        elif not groups:
            before.append(entry)
        else:
            groups[-1].append(entry)
    if any(len(group) > 1 for group in groups):
        _move_leading_lines(groups)
    groups[0][:0] = before
    firsts = [group_id(group) for group in groups]
    edge = _edge(groups)
    parts = [
        part
        for group, own, after in zip(groups, firsts, [*firsts[1:], ""], strict=True)
        for part in with_shared_cells(_own_records(group, edge), own, after)
    ]
    return parts, []


def _group_by_target(entries: Iterable[Entry]) -> tuple[list[Group], list[Entry]]:
    """Without ids, a line that names a target begins a record."""
    groups: list[Group] = []
    strays: list[Entry] = []
    for entry in entries:
        if entry.target:
            groups.append([entry])
        elif groups:
            groups[-1].append(entry)
        else:
            strays.append(entry)
    return groups, strays


def _move_leading_lines(groups: list[Group]) -> None:
    """Give the lines at the end of each group that belong to the next one to it."""
    words: _RareWords | None = None
    for group, after in pairwise(groups):
        if len(group) == 1 or not _stands_alone(group[-1]):
            continue
        words = words or _RareWords(_target(each) for each in groups)
        moved: Group = []
        wanted = _target(after)
        while len(group) > 1 and _belongs_after(group, wanted, words):
            moved.append(group.pop())
            wanted = wanted or moved[-1].target
        after[:0] = reversed(moved)


def _stands_alone(line: Entry) -> bool:
    """Whether a line brings words of its own that need a record: a target, or a narrative under no leader."""
    return bool(line.target) or (bool(line.narrative) and not line.leader)


def _belongs_after(group: Group, wanted: str, words: _RareWords) -> bool:
    """Whether the last line of a group belongs to the record after it, whose target is ``wanted`` ("" for none).

    The group must be complete without it. A target goes to a record that has none; a narrative goes to the target
    that it shares more, and rarer, words with.
    """
    line = group[-1]
    own = next((entry.target for entry in islice(group, len(group) - 1) if entry.target), "")
    if not own or not _stands_alone(line) or goes_on_by_merge(line):
        return False
    if line.target:
        return not wanted
    if line.narrative[:1].islower():
        return False  # it goes on with a sentence that was broken off
    if not wanted or not any(entry.narrative for entry in islice(group, len(group) - 1)):
        return False
    return words.shared(line.narrative, wanted) > words.shared(line.narrative, own)


def _edge(groups: Sequence[Group]) -> int:
    """How wide the targets of a table are that was torn at the edge of their column, 0 where none was.

    All that go on in a line without an id end near that edge, in the middle of a sentence, and none is wider. A line
    that tells what was done, who leads or when it is due is no rest of a target.
    """
    torn = [
        upper.target
        for group in groups
        for upper, lower in pairwise(group)
        if upper.target and lower.target and not lower.id
    ]
    if len(torn) < _LEAST_TORN or any(entry.target and _tells_more(entry) for group in groups for entry in group[1:]):
        return 0
    edge = max(display_width(entry.target) for group in groups for entry in group)
    return edge if all(_ends_at(text, edge) for text in torn) else 0


def _tells_more(entry: Entry) -> bool:
    return bool(entry.narrative or entry.claim or entry.leader or entry.deadline)


def _ends_at(text: str, edge: int) -> bool:
    return bool(text) and display_width(text) >= edge - _NEAR_EDGE and text[-1] not in _STOPS


def _own_records(group: Group, edge: int) -> list[Group]:
    """Lines that restate a target although their group has one are records of their own.

    One below words that were torn at the ``edge`` of the column goes on with them, whatever else it bears.
    """
    parts: list[Group] = [[]]
    named = False
    for number, entry in enumerate(group):
        goes_on = edge > 0 and number > 0 and not entry.id and _ends_at(group[number - 1].target, edge)
        if named and entry.target and not goes_on and (entry.id or entry.narrative or entry.has_owner or entry.leader):
            parts.append([])
        parts[-1].append(entry)
        named = named or bool(entry.target)
    return parts


def _target(group: Sequence[Entry]) -> str:
    return next((entry.target for entry in group if entry.target), "")


class _RareWords:
    """How rare each pair of characters is among the targets of a table."""

    def __init__(self, targets: Iterable[str]) -> None:
        texts = [text for text in targets if text]
        self._count = Counter(pair for text in texts for pair in _pairs(text))
        self._total = len(texts)

    def shared(self, text: str, target: str) -> float:
        """What the pairs that both texts hold weigh, as a share of what the target's own pairs weigh."""
        pairs = sorted(_pairs(target))
        weights = [math.log2(1 + self._total / max(self._count[pair], 1)) for pair in pairs]
        held = _pairs(text)
        common = sum(weight for pair, weight in zip(pairs, weights, strict=True) if pair in held)
        return common / (sum(weights) or 1.0)


def _pairs(text: str) -> set[str]:
    plain = "".join(sign for sign in text if sign.isalnum())
    return {plain[i : i + 2] for i in range(len(plain) - 1)}
