"""Words around a number that bound it: 以上, 不超过, 左右, 前3名, 居首位, 全覆盖, at least."""

import re
from functools import cache
from typing import Literal, NamedTuple

from reconcile.quantities.wording import alternation, ending, endings, vocabulary

Bound = Literal["ge", "le", "approx"]


class _Before(NamedTuple):
    text: str
    kind: Bound | None
    cited: bool
    not_after: str


def _kinds(table: dict[str, list[str]]) -> dict[str, Bound]:
    kinds: tuple[Bound, ...] = ("ge", "le", "approx")
    return {word: kind for kind in kinds for word in table.get(kind, ())}


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("comparators")
        after, behind = _kinds(words["after"]), [*_kinds(words["after"]), *words["after"]["more"]]
        kinds: dict[str, Bound | None] = {**_kinds(words["before"]), **dict.fromkeys(words["before"]["reaching"])}
        cited, not_after = frozenset(words["before"]["cited"]), words["before"]["not_after"]
        before: dict[str, list[_Before]] = {}
        for word in sorted(kinds, key=lambda word: (-len(word), word)):
            before.setdefault(word[-1], []).append(_Before(word, kinds[word], word in cited, not_after.get(word, "")))
        clause, english = _kinds(words["clause"]), _kinds(words["english"])
        joints = words["after"]["joined_by"]
        self.after: re.Pattern[str] = re.compile(
            f"(?:{alternation(joints)})? ?({alternation(behind, words['after']['not_before'])})"
        )
        self.after_firsts: frozenset[str] = frozenset(word[0] for word in (*behind, *joints)) | {" "}
        self.after_kinds: dict[str, Bound] = after
        self.before: dict[str, tuple[_Before, ...]] = {last: tuple(group) for last, group in before.items()}
        self.clause: re.Pattern[str] = re.compile(alternation(clause))
        self.clause_kinds: dict[str, Bound] = clause
        self.clause_reach: int = words["clause"]["reach"]
        self.english: dict[str, tuple[str, ...]] = endings(english)
        self.english_kinds: dict[str, Bound] = english
        self.english_reach: int = max(map(len, english))


@cache
def _words() -> _Words:
    return _Words()


class _Order:
    """Words of an order: places, and verbs of standing."""

    def __init__(self) -> None:
        words = vocabulary("comparators")["rank"]
        self.sides: str = words["sides"]
        self.not_after: dict[str, str] = words["not_after"]
        self.units: frozenset[str] = frozenset(words["units"])
        self.places: frozenset[str] = frozenset(words["places"])
        self.ends: frozenset[str] = frozenset(words["ends"]) | {""}
        self.standing: tuple[str, ...] = tuple(words["standing"])
        self.among: tuple[str, ...] = tuple(words["among"])
        self.reach: int = words["reach"]


@cache
def _order() -> _Order:
    return _Order()


class _Full:
    """Words for all of it, and for the first of an order."""

    def __init__(self) -> None:
        words, first = vocabulary("comparators")["full"], vocabulary("comparators")["rank"]["first"]
        apart = "[^,。;:、()0-9]"
        self.pattern: re.Pattern[str] = re.compile(
            f"{alternation(words['words'])}|{alternation(first)}"
            f"|{words['all']}{apart}{{0,{words['all_between']}}}?(?:{alternation(words['all_verbs'])})"
            f"|{words['should']}{apart}{{1,2}}{words['should_do']}{apart}"
        )
        self.first: frozenset[str] = frozenset(first)
        self.not_before: tuple[str, ...] = tuple(words["not_before"])
        self.not_after: frozenset[str] = frozenset(words["not_after"])


@cache
def _full() -> _Full:
    return _Full()


def bound_after(text: str, at: int) -> tuple[Bound | None, int, bool]:
    """What the words behind a quantity say: the bound, where they end, and whether they make it approximate.

    >>> bound_after("20亿元以上", 4)
    ('ge', 6, False)
    """
    words = _words()
    if text[at : at + 1] not in words.after_firsts:
        return None, at, False
    match = words.after.match(text, at)
    if match is None:
        return None, at, False
    kind = words.after_kinds.get(match.group(1))
    return kind, match.end(), kind is None or kind == "approx"


def bound_before(text: str, start: int) -> tuple[Bound | None, int, bool]:
    """What the words before a number say: the bound, where the words cited with it begin, and if it is approximate.

    >>> bound_before("端口突破180万个", 4)
    ('ge', 2, False)
    """
    if start == 0:
        return None, start, False
    words = _words()
    for word in words.before.get(text[start - 1], ()):
        begin = start - len(word.text)
        if begin < 0 or not text.startswith(word.text, begin):
            continue
        if not (begin and text[begin - 1] in word.not_after):
            return word.kind, begin if word.cited else start, word.kind in (None, "approx")
    if text[start - 1] == " " and start > 1:
        return _english_before(text, start, words)
    return None, start, False


def _english_before(text: str, start: int, words: _Words) -> tuple[Bound | None, int, bool]:
    floor = max(0, start - 1 - words.english_reach)
    window = text[floor : start - 1].lower()
    word = ending(window, len(window), words.english)
    begin = start - 1 - len(word)
    if not word or (begin and text[begin - 1].isalpha()):
        return None, start, False
    kind = words.english_kinds[word]
    return kind, begin, kind == "approx"


def says_bounds(text: str) -> bool:
    """Whether any word of ``clause_bound`` stands in the text at all."""
    return _words().clause.search(text) is not None


def clause_bound(text: str, start: int, end: int) -> Bound | None:
    """A bound that stands apart from the number at ``end``, with nothing but words between (至少打造1处).

    ``start`` is where the words that may bear on the number begin.
    """
    words = _words()
    found: Bound | None = None
    for match in words.clause.finditer(text, max(start, end - words.clause_reach - 4), end):
        found = words.clause_kinds[match.group()]
    return found


def is_rank(text: str, start: int, end: int, unit: str) -> bool:
    """Whether the number is a place in an order: 前3名, 退出后20位."""
    words = _order()
    side = text[start - 1 : start]
    if not side or side not in words.sides or (start > 1 and text[start - 2] in words.not_after[side]):
        return False
    return unit in words.units if unit else text[end : end + 1] in words.ends


def is_place(text: str, unit: str, end: int) -> bool:
    """Whether what stands behind 第N can make it a place in an order (第2位, 第一。)."""
    words = _order()
    return unit in words.places if unit else text[end : end + 1] in words.ends


def stands(text: str, start: int) -> bool:
    """Whether a verb of standing (居, 位列, 排名) governs the place named at ``start``, or it is one of 全省."""
    words = _order()
    window = text[max(0, start - words.reach) : start]
    clause = window[max(window.rfind(mark) for mark in ",。;:、\n") + 1 :]
    return clause.endswith(words.among) or any(verb in clause for verb in words.standing)


def full_words(text: str) -> list[tuple[int, int, bool]]:
    """Where words say that everything is done (全覆盖, 全部完成) or that something is first (True: 居首位)."""
    words = _full()
    found = []
    for match in words.pattern.finditer(text):
        start, end = match.span()
        if match.group() in words.first:
            if stands(text, start):
                found.append((start, end, True))
        elif text[start - 1 : start] not in words.not_after and not text.startswith(words.not_before, end):
            found.append((start, end, False))
    return found
