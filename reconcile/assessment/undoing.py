"""Which clauses of a narrative say that something has not happened, and which speak of what is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from reconcile.assessment.clauses import Span, clauses, containing, sentences
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary

_PART = re.compile(r"[^、]+")


@dataclass(frozen=True, slots=True)
class Clause:
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
    """The clauses of a narrative with the scope of its undoing and foretelling words.

    An undoing word holds for its own clause, and not where the target itself asks for it (取消行政许可事项). A forecast
    holds on through its sentence until a clause says that something was done.

    >>> [(clause.text, clause.undone, clause.foretold) for clause in read_clauses("一期已开工,二期暂缓实施")]
    [('一期已开工', '', False), ('二期暂缓实施', '暂缓', False)]
    >>> [clause.foretold for clause in read_clauses("力争6月开工,年底封顶。项目已开工")]
    [False, True, False]
    """
    read: list[Clause] = []
    all_sentences = sentences(text)
    forecast_from: tuple[int, int] | None = None
    for start, end in _cut_where_undone(text, target):
        clause = text[start:end]
        sentence = containing(all_sentences, start)
        settled = bool(_settled().search(clause))
        foretold = forecast_from == sentence and not settled
        read.append(Clause(start, end, clause, undoing_word(clause, target), foretold))
        if settled:
            forecast_from = None
        elif _foretelling().search(clause):
            forecast_from = sentence
    return tuple(read)


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
    if _undoing().search(clause) is None:
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


@cache
def _undoing() -> re.Pattern[str]:
    """Any undoing word: most clauses hold none."""
    words = vocabulary("stages")["undoing"]
    return re.compile(alternation([*words["stopped"], *words["changed"], *words["not_yet"]]))


@cache
def _settled() -> re.Pattern[str]:
    return re.compile(alternation(vocabulary("stages")["undoing"]["settled"]))


@cache
def _foretelling() -> re.Pattern[str]:
    return re.compile(alternation(vocabulary("stages")["undoing"]["foretelling"]))


def _is_of_others(before: str, after: str) -> bool:
    """Whether the clause is about dealing with what others left undone (对未完成整改的企业)."""
    words = vocabulary("stages")["undoing"]
    return "的" in after and any(word in before for word in words["dealing"])


def _is_reform(before: str, clause: str) -> bool:
    """Whether a change is the work itself (将年审改为备案) and not a change of the project that was promised."""
    words = vocabulary("stages")["undoing"]
    handled = any(word in before for word in words["handling"])
    return handled and not any(word in clause for word in words["projects"])
