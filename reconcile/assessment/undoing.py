"""Which clauses of a narrative say that something has not happened, and which speak of what is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reconcile.assessment.clauses import Span, clauses, containing, sentences
from reconcile.assessment.words import words_of
from reconcile.resources import vocabulary
from reconcile.variants import simplified

_PART = re.compile(r"[^、]+")
_UNDOING = ("stages.undoing.stopped", "stages.undoing.changed", "stages.undoing.not_yet")
_FORETELLING = "stages.undoing.foretelling"


class Clause(NamedTuple):
    """One clause of a narrative: where it stands, and what its words do to the events it names.

    ``undone`` is the word by which the clause says that they did not happen (尚未, 暂缓, 已改为), or "". ``foretold``
    is whether a forecast in an earlier clause of the sentence (力争6月开工，年底封顶) reaches over it.
    """

    start: int
    end: int
    text: str
    undone: str
    foretold: bool


@lru_cache(maxsize=1024)
def read_clauses(text: str, target: str = "") -> tuple[Clause, ...]:
    """The clauses of a narrative, in simplified characters, with the scope of its undoing and foretelling words.

    An undoing word holds for its own clause, and not where the target itself asks for it (取消行政许可事项). A forecast
    holds on through its sentence until a clause says that something was done.

    >>> [(clause.text, clause.undone, clause.foretold) for clause in read_clauses("一期已开工,二期暂缓实施")]
    [('一期已开工', '', False), ('二期暂缓实施', '暂缓', False)]
    >>> [clause.foretold for clause in read_clauses("力争6月开工,年底封顶。项目已开工")]
    [False, True, False]
    """
    text, target = simplified(text), simplified(target)
    undone = words_of(*_UNDOING).pattern.search(text) is not None
    spans = tuple(_cut_where_undone(text, target)) if undone else clauses(text)
    foretold = _foretold(text, spans) if words_of(_FORETELLING).pattern.search(text) else frozenset()
    return tuple(
        Clause(
            start,
            end,
            text[start:end],
            undoing_word(text[start:end], target) if undone else "",
            (start, end) in foretold,
        )
        for start, end in spans
    )


def _foretold(text: str, spans: Sequence[Span]) -> frozenset[Span]:
    """The clauses that a forecast in an earlier one of their sentence reaches over, until one tells what was done."""
    found: list[Span] = []
    forecast_from: Span | None = None
    for start, end in spans:
        if words_of("stages.undoing.settled").pattern.search(text, start, end):
            forecast_from = None
            continue
        sentence = containing(sentences(text), start)
        if forecast_from == sentence:
            found.append((start, end))
        if words_of(_FORETELLING).pattern.search(text, start, end):
            forecast_from = sentence
    return frozenset(found)


def _cut_where_undone(text: str, target: str) -> Iterator[Span]:
    """The clauses of a text; one that undoes some of several counts (2所已投用、3所尚未开工) is cut into its parts."""
    for start, end in clauses(text):
        if text.find("、", start, end) < 0:
            yield start, end
            continue
        parts = [found.span() for found in _PART.finditer(text, start, end)]
        counted = [any(sign.isdigit() for sign in text[part[0] : part[1]]) for part in parts]
        if len(parts) > 1 and all(counted) and undoing_word(text[start:end], target):
            yield from parts
        else:
            yield start, end


def undoing_word(clause: str, target: str = "") -> str:
    """The word by which a clause says that what it names has not happened, stopped or changed; "" for none.

    >>> undoing_word("取消行政许可事项12项", "取消行政许可事项10项"), undoing_word("将人工审核改为自动审核")
    ('', '')
    """
    if words_of(*_UNDOING).pattern.search(clause) is None:
        return ""
    words = vocabulary("stages")["undoing"]
    plain = clause
    for harmless in words["harmless"]:
        plain = plain.replace(harmless, "\0")
    for kind in ("stopped", "changed", "not_yet"):
        for word in words[kind]:
            place = plain.find(word)
            if place < 0 or word in target:
                continue
            before, after = plain[:place], plain[place + len(word) :]
            if _is_of_others(before, after) or (kind == "changed" and _is_reform(before, plain)):
                continue
            return str(word)
    return ""


def _is_of_others(before: str, after: str) -> bool:
    """Whether the clause is about dealing with what others left undone (对未完成整改的企业)."""
    words = vocabulary("stages")["undoing"]
    return "的" in after and any(word in before for word in words["dealing"])


def _is_reform(before: str, clause: str) -> bool:
    """Whether a change is the work itself (将年审改为备案) and not a change of the project that was promised."""
    words = vocabulary("stages")["undoing"]
    handled = any(word in before for word in words["handling"])
    return handled and not any(word in clause for word in words["projects"])
