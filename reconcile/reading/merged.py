"""Lines of a table → the lines of each record, where merged cells were torn apart.

A record is the line that bears its id and lines near it that bear none. Such a line belongs to the record before it,
unless it can only belong to the record after it; which of the two is told by what the records still lack and by the
words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from reconcile.reading.fields import Entry

Group = list[Entry]


def group_entries(entries: Sequence[Entry]) -> tuple[list[Group], list[Entry]]:
    """The lines of each record in reading order, and the lines that belong to no record."""
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
    return [part for group in groups for part in _own_records(group)], []


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
        while len(group) > 1:
            line, rest = group[-1], group[:-1]
            if not _stands_alone(line):
                break
            if line.target:
                if not (_target(rest) and not _target(after)):
                    break
            else:
                if not (_target(rest) and any(entry.narrative for entry in rest) and _target(after)):
                    break
                words = words or _RareWords(_target(each) for each in groups)
                if words.shared(line.narrative, _target(after)) <= words.shared(line.narrative, _target(rest)):
                    break
            after.insert(0, group.pop())


def _stands_alone(line: Entry) -> bool:
    """Whether a line brings words of its own that need a record: a target, or a narrative under no leader."""
    return bool(line.target) or (bool(line.narrative) and not line.leader)


def _own_records(group: Group) -> Iterable[Group]:
    """Lines without an id that restate a target although their group has one are records of their own."""
    parts: list[Group] = [[]]
    for entry in group:
        here = parts[-1]
        if entry.target and _target(here) and not entry.id and (entry.narrative or entry.has_owner or entry.leader):
            parts.append([entry])
        else:
            here.append(entry)
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
        pairs = _pairs(target)
        weights = {pair: math.log2(1 + self._total / self._count[pair]) for pair in pairs}
        held = _pairs(text)
        return sum(weight for pair, weight in sorted(weights.items()) if pair in held) / (sum(weights.values()) or 1.0)


def _pairs(text: str) -> set[str]:
    plain = "".join(sign for sign in text if sign.isalnum())
    return {plain[i : i + 2] for i in range(len(plain) - 1)}
