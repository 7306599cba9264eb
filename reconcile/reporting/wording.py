"""How a restated target differs from the planned one, word by word; differences of spacing and width do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORD = re.compile(r"\s*(?:[0-9０-９]+(?:[.．][0-9０-９]+)?|[A-Za-zＡ-Ｚａ-ｚ]+|\S)|\s+")

# Beyond two texts of 2,000 words each the comparison is slow, and a difference that long is read as two texts anyway.
_LIMIT = 4_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words that was kept, removed from the plan's, or added in the restatement."""

    kind: Literal["kept", "removed", "added"]
    text: str


def compare_wording(planned: str, restated: str) -> tuple[Change, ...]:
    """The restated text with what was removed from the planned one set in; numbers and Latin words stay whole.

    The method is Ratcliff and Obershelp's (``difflib``); a single word kept between two changes is shown as changed,
    which reads better.

    >>> [(change.kind, change.text) for change in compare_wording("端口突破 180 万个", "端口183.5万个")]
    [('kept', '端口'), ('removed', '突破 180'), ('added', '183.5'), ('kept', '万个')]
    """
    before, after = _WORD.findall(planned), _WORD.findall(restated)
    if len(before) * len(after) > _LIMIT:
        return Change("removed", planned), Change("added", restated)
    matcher = SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
    changes: list[Change] = []
    for kind, a, b, c, d in _smoothed(matcher.get_opcodes(), len(before)):
        if kind == "equal":
            changes.append(Change("kept", "".join(after[c:d])))
            continue
        if a < b:
            changes.append(Change("removed", "".join(before[a:b])))
        if c < d:
            changes.append(Change("added", "".join(after[c:d])))
    return tuple(change for change in changes if change.text)


def same_wording(changes: Sequence[Change]) -> bool:
    """Whether nothing but spacing and character width differs."""
    return all(change.kind == "kept" for change in changes)


def _keys(words: Sequence[str]) -> list[str]:
    return [unicodedata.normalize("NFKC", word).strip().casefold() for word in words]


_Opcode = tuple[str, int, int, int, int]


def _smoothed(opcodes: Sequence[_Opcode], planned: int) -> list[_Opcode]:
    """Join changes that only a single kept word separates."""
    joined: list[_Opcode] = []
    for number, (kind, a, b, c, d) in enumerate(opcodes):
        inner = 0 < number < len(opcodes) - 1
        if kind == "equal" and b - a == 1 and inner and planned > 4:
            kind = "replace"
        if joined and kind != "equal" and joined[-1][0] != "equal":
            _, first_a, _, first_c, _ = joined.pop()
            kind, a, c = "replace", first_a, first_c
        joined.append((kind, a, b, c, d))
    return joined
