"""The field of work that a target belongs to: education, health, transport …, told by its words and its owners.

Words and weights are those of ``rules/vocabulary/fields.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import groupby
from types import MappingProxyType

from reconcile.model import Message
from reconcile.resources import vocabulary
from reconcile.variants import simplified

# What is told: how much for which fields, in the order of the words that tell it.
_Votes = tuple[tuple[str, int], ...]
# Where an English word may begin, looked at from behind its first letter (patterns that begin with letters alone are
# looked for twice as fast), and where it may end.
_BEGUN, _ENDS = "(?<![a-z].)", "(?=s?(?![a-z]))"


def field_of(text: str, owners: Sequence[str] = ()) -> str:
    """The key of the field of work that the words of a target and the names of its owners tell, the lead owner first.

    "" where nothing tells. Of fields that weigh the same the one named first counts, in the text before the owners.

    >>> field_of("新招聘教师3000名", ["市教育局"]), field_of("Resurface 85 miles of road"), field_of("完成年度任务")
    ('education', 'transport', '')
    """
    scores: dict[str, int] = {}
    for field, weight in _told(text, ("word", "hint")):
        scores[field] = scores.get(field, 0) + weight
    kind = "lead_owner"
    for owner in owners:
        for field, weight in _told_by_owner(owner, kind):
            scores[field] = scores.get(field, 0) + weight
        kind = "other_owner"
    best = max(scores, key=scores.__getitem__, default="")
    return best if best and scores[best] >= vocabulary("fields")["weights"]["least"] else ""


@cache
def field_labels() -> Mapping[str, Message]:
    """The name of each field of work in both languages, by its key.

    >>> field_labels()["water"]
    Message(en='Water and flood control', zh='水利')
    """
    fields = vocabulary("fields")["field"]
    return MappingProxyType({key: Message(field["en"], field["zh"]) for key, field in fields.items()})


@lru_cache(maxsize=1 << 16)
def _told_by_owner(name: str, kind: str) -> _Votes:
    return tuple(dict(_told(name, (kind, "weak_owner"))).items())


def _told(text: str, kinds: tuple[str, str]) -> Iterable[tuple[str, int]]:
    """What the words of a text tell, each word once."""
    pattern, meanings = _words(kinds)
    found = dict.fromkeys(pattern.findall(simplified(text).lower()))
    return [vote for word in found for vote in meanings[word]]


@cache
def _words(kinds: tuple[str, str]) -> tuple[re.Pattern[str], Mapping[str, _Votes]]:
    """One pattern for all words of these kinds, and what each of them tells."""
    table = vocabulary("fields")
    lists = {"word": "words", "hint": "hints", "weak_owner": "weak_owners"}
    meanings: dict[str, _Votes] = {}
    pieces = []
    for key, field in table["field"].items():
        for kind in kinds:
            for word in field.get(lists.get(kind, "owners"), ()):
                bare = word.removesuffix("*")
                meanings[bare] = (*meanings.get(bare, ()), (key, table["weights"][kind]))
                pieces.append(_pieces(word))
    for word in table["none"]["words"]:
        meanings.setdefault(word, ())
        pieces.append(_pieces(word))
    return re.compile(_alternation(sorted(set(pieces)))), meanings


def _pieces(word: str) -> tuple[str, ...]:
    """The parts of the pattern of one word; what follows the word of a text belongs to no match."""
    letters = tuple(map(re.escape, word.removesuffix("*")))
    if not word[0].isascii():
        return letters
    return (letters[0], _BEGUN, *letters[1:], *(() if word.endswith("*") else (_ENDS,)))


def _alternation(words: Sequence[tuple[str, ...]]) -> str:
    """A pattern of sorted words by what they begin with, longer ones first: it never goes back over a character."""
    branches = []
    for first, group in groupby((word for word in words if word), key=lambda word: word[0]):
        rest = _alternation([word[1:] for word in group])
        branches.append((first, first + rest))
    # Where a word may end, the words that go on have been tried before.
    branches.sort(key=lambda branch: branch[0] == _ENDS)
    joined = "|".join(pattern for _, pattern in branches)
    if not joined:
        return ""
    return f"(?:{joined})" + ("?" if () in words else "") if len(branches) > 1 or () in words else joined
