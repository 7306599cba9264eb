"""Self-assessments: what a claim cell, or a status word in the narrative, says about the target."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import cast

from reconcile.model import ClaimKind
from reconcile.reading.rows import visible
from reconcile.reading.words import own_words
from reconcile.resources import vocabulary
from reconcile.variants import simplified

_NARROW = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
# A sign in front of a status word (✅ 已完成, ⏳ 推进中, ● Green).
_SIGN_BEFORE = re.compile("[\u2190-\u2bff\ufe0f\U0001f300-\U0001faff]{1,4}\\s*(?=\\w)")
_RATIO = re.compile(r"\d+(?:\.\d+)?\s*%|百分之")
_CLAUSE_END = re.compile(r"[，。；：！？,.;:!?\s()（）【】\[\]]+")
# English words are parted by blanks, which end no clause.
_LATIN_CLAUSE_END = re.compile(r"[.,;:!?()\[\]\n]+\s*|\s[-–—]\s")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_MARKS_AROUND = " 。.,，;；!！\"'“”‘’()（）[]【】"
# A clause of the narrative is a status word only within these lengths.
_SHORTEST_STATUS, _LONGEST_STATUS, _LONGEST_LATIN = 2, 24, 60
# Of a claim cell no more than this is looked at.
_LONGEST_CLAIM = 120


def read_claim(text: str) -> ClaimKind:
    """What a claim cell says: known words, the longest in it first; ratios, pace words and blanks are silent.

    >>> [read_claim(text) for text in ("是", "未能按期完成", "达进度", "已完成（85%）", "完成85%", "")]
    ['done', 'not_done', 'silent', 'done', 'silent', 'silent']
    """
    return _own_claim(text) or _read_claim(text[:_LONGEST_CLAIM])


@lru_cache(maxsize=4096)
def _read_claim(text: str) -> ClaimKind:
    plain = _plain(text)
    words = _status_words()
    if not plain:
        return "silent"
    if plain in words:
        return words[plain]
    if _RATIO.search(plain):
        plain = _plain(re.split(r"[(]", plain)[0])
        return words.get(plain, "silent")
    return _inside(plain)


def known_claim(text: str) -> bool:
    """Whether a cell is nothing but a claim word, silent ones included."""
    return len(text) <= _LONGEST_CLAIM and (_plain(text) in _status_words() or bool(_own_claim(text)))


def _own_claim(text: str) -> ClaimKind | None:
    """What the project's own words say of a claim cell, None where they do not name it."""
    own = own_words().claims
    plain = _plain(text) if own else ""
    return next((cast("ClaimKind", kind) for word, kind in own if _plain(word) == plain), None)


def narrative_claim(text: str) -> tuple[ClaimKind, str]:
    """The claim that status words of a narrative make, with the words: at its start, or as whole clauses.

    >>> narrative_claim("已完成。新建书房15处")
    ('done', '已完成')
    >>> narrative_claim("完成投资49亿元，正在推进")
    ('not_done', '正在推进')
    >>> narrative_claim("完成投资49亿元")
    ('silent', '')
    """
    if known_claim(text):
        return read_claim(text), text
    found: ClaimKind = "silent"
    words = ""
    ends, longest = (_CLAUSE_END, _LONGEST_STATUS) if _CHINESE.search(text) else (_LATIN_CLAUSE_END, _LONGEST_LATIN)
    for number, clause in enumerate(ends.split(text)):
        if not _SHORTEST_STATUS <= len(clause) <= longest:
            continue
        kind = _clause_claim(clause)
        if kind == "not_done" or (kind == "done" and (number == 0 or found == "silent")):
            found, words = kind, clause
            if number == 0 or kind == "not_done":
                break
    return found, words


@lru_cache(maxsize=4096)
def _clause_claim(clause: str) -> ClaimKind:
    """What a whole clause says if it is a status word, with or without an opener (目前已完成)."""
    words = _status_words()
    plain = _plain(clause)
    while len(plain) >= _SHORTEST_STATUS:
        if plain in words:
            return words[plain]
        opener = _openers().match(plain)
        if not opener:
            break
        plain = plain[opener.end() :]
    if plain.endswith(_changed_endings()) or _lags().search(plain):
        return "not_done"
    if _undone().search(plain) and not plain.startswith(tuple(vocabulary("claims")["narrative"]["rest"])):
        return "not_done"
    parts = vocabulary("claims")["narrative"]["parts"]
    return "done" if plain.endswith(_whole_endings()) and not any(part in plain for part in parts) else "silent"


def joined_claim(kinds: list[ClaimKind]) -> ClaimKind:
    """The claim of an outcome from those of its responses.

    >>> joined_claim(["done", "silent"]), joined_claim(["done", "not_done"]), joined_claim(["silent"])
    ('done', 'not_done', 'silent')
    """
    if "not_done" in kinds:
        return "not_done"
    return "done" if "done" in kinds else "silent"


def _inside(plain: str) -> ClaimKind:
    """The claim of the longest known word inside a cell; a negation before a word of being done turns it round."""
    best: ClaimKind = "silent"
    length, where = 0, -1
    for word, kind in _status_words().items():
        if len(word) > max(length, 1) and (not word.isascii() or len(word) > 3):
            place = plain.find(word)
            if place >= 0:
                best, length, where = kind, len(word), place
    if best == "done" and any(plain.rfind(word, 0, where) >= 0 for word in vocabulary("claims")["negation"]["words"]):
        return "not_done"
    return best


@cache
def _status_words() -> dict[str, ClaimKind]:
    table = vocabulary("claims")
    kinds: tuple[tuple[str, ClaimKind], ...] = (
        ("done", "done"),
        ("in_progress", "not_done"),
        ("behind", "not_done"),
        ("changed", "not_done"),
        ("silent", "silent"),
    )
    return {_plain(word): kind for group, kind in kinds for word in table[group]["words"]}


@cache
def _openers() -> re.Pattern[str]:
    words = sorted(vocabulary("claims")["narrative"]["openers"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _changed_endings() -> tuple[str, ...]:
    return tuple(vocabulary("claims")["narrative"]["changed_endings"])


@cache
def _lags() -> re.Pattern[str]:
    table = vocabulary("claims")["narrative"]
    words, after = ("|".join(map(re.escape, map(_plain, table[key]))) for key in ("lagging", "not_lagging_before"))
    return re.compile(rf"(?:{words})(?!{after})")


@cache
def _undone() -> re.Pattern[str]:
    """Words for what is not done: at the end of a clause, before a count or before the cause (搬迁未完成, 未开工2条).

    So are words that put work off, at the end of a clause that gives the cause (受征地影响顺延).
    """
    table = vocabulary("claims")["narrative"]
    undone, causes, off, reasons = (
        "|".join(map(re.escape, map(_plain, table[key]))) for key in ("undone", "causes", "put_off", "reasons")
    )
    return re.compile(rf"(?<![无0])(?:{undone})(?:\Z|[1-9]\d{{0,5}}|的?(?:{reasons}))|(?:{causes}).{{1,20}}(?:{off})\Z")


@cache
def _whole_endings() -> tuple[str, ...]:
    return tuple(vocabulary("claims")["narrative"]["whole_endings"])


def _plain(text: str) -> str:
    narrow = simplified(visible(text)).translate(_NARROW).strip(_MARKS_AROUND).lower()
    sign = _SIGN_BEFORE.match(narrow)
    if sign:
        narrow = narrow[sign.end() :]
    return narrow if narrow.isascii() else "".join(narrow.split())
