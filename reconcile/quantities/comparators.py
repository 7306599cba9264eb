"""Words around a number that bound it: 以上, 不超过, 左右, 前3名, 居首位, 全覆盖, at least."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

from reconcile.resources import vocabulary

Bound = Literal["ge", "le", "approx"]


class _Word(NamedTuple):
    text: str
    kind: Bound | None
    cited: bool
    not_after: str


class _Words(NamedTuple):
    after: re.Pattern[str]
    kinds: dict[str, Bound]
    before: dict[str, tuple[_Word, ...]]
    clause: re.Pattern[str]
    clause_kinds: dict[str, Bound]
    reach: int
    english: tuple[_Word, ...]
    full: re.Pattern[str]
    first: frozenset[str]
    not_before: tuple[str, ...]


def _kinds(table: dict[str, list[str]]) -> dict[str, Bound]:
    return {word: kind for kind in ("ge", "le", "approx") for word in table.get(kind, ())}


def _longest_first(words: list[str] | tuple[str, ...] | dict[str, Bound]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


@cache
def _words() -> _Words:
    words = vocabulary("comparators")
    after = _kinds(words["after"])
    not_before = words["after"]["not_before"]
    endings = "|".join(
        re.escape(word) + (f"(?![{not_before[word]}])" if word in not_before else "")
        for word in _longest_first([*after, *words["after"]["more"]])
    )
    cited, not_after = set(words["before"]["cited"]["words"]), words["before"]["not_after"]
    kinds: dict[str, Bound | None] = {**_kinds(words["before"]), **dict.fromkeys(words["before"]["reaching"])}
    before: dict[str, list[_Word]] = {}
    for word, kind in kinds.items():
        before.setdefault(word[-1], []).append(_Word(word, kind, word in cited, not_after.get(word, "")))
    clause = _kinds(words["clause"])
    english = [_Word(word, kind, True, "") for word, kind in _kinds(words["english"]).items()]
    full = words["full"]
    everything = _longest_first(full["words"])
    verbs = "|".join(_longest_first(full["all_verbs"]))
    first = _longest_first(words["rank"]["first"])
    return _Words(
        re.compile(words["after"]["joined_by"] + f" ?({endings})"),
        after,
        {last: tuple(sorted(group, key=lambda word: -len(word.text))) for last, group in before.items()},
        re.compile("|".join(_longest_first(clause))),
        clause,
        words["clause"]["reach"],
        tuple(sorted(english, key=lambda word: -len(word.text))),
        re.compile(
            "|".join(everything)
            + f"|{full['all']}[^,。;:、()0-9]{{0,{full['all_between']}}}?(?:{verbs})"
            + f"|{full['should']}[^,。;:、()尽]{{1,2}}{full['should_do']}[^,。;:、()尽]"
            + "|"
            + "|".join(first)
        ),
        frozenset(first),
        tuple(full["not_before"]),
    )


def bound_after(text: str, at: int) -> tuple[Bound | None, int, bool]:
    """What the words behind a quantity say: the bound, where they end, and whether they make it approximate.

    >>> bound_after("20亿元以上", 4)
    ('ge', 6, False)
    """
    words = _words()
    match = words.after.match(text, at)
    if match is None:
        return None, at, False
    kind = words.kinds.get(match.group(1))
    return kind, match.end(), kind is None or kind == "approx"


def bound_before(text: str, start: int) -> tuple[Bound | None, int, bool]:
    """What the words before a number say: the bound, where the words cited with it begin, and if it is approximate.

    >>> bound_before("端口突破180万个", 4)
    ('ge', 2, False)
    """
    if start == 0:
        return None, start, False
    words = _words()
    last = text[start - 1]
    for word in words.before.get(last, ()):
        begin = start - len(word.text)
        if begin < 0 or not text.startswith(word.text, begin):
            continue
        if begin and text[begin - 1] in word.not_after:
            continue
        return word.kind, begin if word.cited else start, word.kind in (None, "approx")
    if last == " " or last.isascii():
        return _english_before(text, start)
    return None, start, False


def _english_before(text: str, start: int) -> tuple[Bound | None, int, bool]:
    stop = start - 1 if text[start - 1] == " " else start
    window = text[max(0, stop - 24) : stop].lower()
    for word in _words().english:
        if window.endswith(word.text):
            begin = stop - len(word.text)
            if begin == 0 or not text[begin - 1].isalpha():
                return word.kind, begin, word.kind == "approx"
    return None, start, False


def clause_bound(words_before: str) -> Bound | None:
    """A bound that stands apart from its number, with nothing but words between (至少打造1处).

    ``words_before`` is what precedes the number in its clause.
    """
    words = _words()
    found: Bound | None = None
    for match in words.clause.finditer(words_before):
        if len(words_before) - match.end() <= words.reach:
            found = words.clause_kinds[match.group()]
    return found


def is_rank(text: str, start: int, end: int, unit: str) -> bool:
    """Whether the number is a place in an order: 前3名, 退出后20位."""
    words = vocabulary("comparators")["rank"]
    side = text[start - 1 : start]
    if not side or side not in words["sides"] or (start > 1 and text[start - 2] in words["not_after"][side]):
        return False
    return unit in words["units"] if unit else text[end : end + 1] in words["ends"] or end == len(text)


def is_place(text: str, unit: str, end: int) -> bool:
    """Whether what stands behind 第N can make it a place in an order (第2位, 第一。)."""
    words = vocabulary("comparators")["rank"]
    return unit in words["places"] if unit else text[end : end + 1] in words["ends"] or end == len(text)


def full_words(text: str) -> list[tuple[int, int, bool]]:
    """Where words say that everything is done (全覆盖, 全部完成) or that something is first (True: 居首位)."""
    words = _words()
    found = []
    for match in words.full.finditer(text):
        start, end = match.span()
        if text.startswith(words.not_before, end):
            continue
        if match.group() in words.first:
            if stands(text, start):
                found.append((start, end, True))
        elif text[start - 1 : start] not in ("未", "不", "个", "没"):
            found.append((start, end, False))
    return found


def stands(text: str, start: int) -> bool:
    """Whether a verb of standing (居, 位列, 排名) governs the place named at ``start``."""
    words = vocabulary("comparators")["rank"]
    window = text[max(0, start - words["reach"]) : start]
    cut = max(window.rfind(mark) for mark in ",。;:、\n")
    return any(verb in window[cut + 1 :] for verb in words["standing"])
