"""What a stretch of letters without borders may be: the names of owners, a person, a claim, a day, a share."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reconcile.reading.cells import ends_owner, is_deadline, is_number
from reconcile.reading.claims import known_claim
from reconcile.reading.layouts.strand import LINE, NOTHING, Strand
from reconcile.resources import vocabulary

LONGEST_OWNERS, LONGEST_CLAIM, LONGEST_PEOPLE, LONGEST_DAY = 60, 16, 12, 12
_LONGEST_NAME = 20
_SEPARATORS = "、，,；;"
_HAN_NAME = re.compile(r"[\u4e00-\u9fff（）()]{2,20}")
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}")
_SMALL_WORDS = ("of", "and", "for", "the", "&")
# How far a stretch speaks for the role of its column (bits).
_NAMES, _WHOLE_NAME, _OTHER_NAME, _UNUSUAL = 5.0, 2.0, -1.0, -5.0
_CLAIM, _UNKNOWN_CLAIM, _DAY, _PERSONS, _NO_SURNAME, _SHARE, _EACH_LETTER = 6.0, -5.0, 5.0, 4.0, -1.0, 5.0, 0.3


def owners_score(strand: Strand, start: int, end: int) -> float | None:
    """How far a stretch looks like the names of owners; None where it cannot be."""
    if strand.text[start].isascii():
        return _latin_owners(strand, start, end)
    if not _ends_owner(strand.text[max(start, end - 8) : end]):
        return None
    if strand.gap(start) == NOTHING and not strand.text.startswith(_levels(), start):
        return None
    score = _NAMES
    for first, last in owner_names(strand, start, end):
        name = strand.text[first:last]
        if len(name) > _LONGEST_NAME or not _HAN_NAME.fullmatch(name) or not _ends_owner(name):
            return None
        if name.startswith(_levels()):
            score += _WHOLE_NAME
        elif name.startswith(_verbs()):
            score += _UNUSUAL
        else:
            score += _OTHER_NAME
    return score


def owner_names(strand: Strand, start: int, end: int) -> list[tuple[int, int]]:
    """The names in a stretch: parted by commas, and by blanks and line ends behind a whole name."""
    out: list[tuple[int, int]] = []
    first = start
    for place in range(start, end + 1):
        comma = place < end and strand.text[place] in _SEPARATORS
        behind_name = place < end and strand.gap(place) != NOTHING and _ends_owner(strand.text[first:place])
        if place == end or comma or behind_name:
            if first < place:
                out.append((first, place))
            first = place + comma
    return out


def _latin_owners(strand: Strand, start: int, end: int) -> float | None:
    words = [strand.text[a:b] for a, b in strand.tokens(start, end)]
    usual = all(word[0].isupper() or word in _SMALL_WORDS for word in words)
    if not usual or words[0] in _SMALL_WORDS or not ends_owner(words[-1].rstrip(",;")):
        return None
    before = next((strand.text[a:b] for a, b in reversed(strand.tokens(0, start))), "")
    return _NAMES + (_UNUSUAL if before[:1].isupper() and strand.gap(start) != LINE and start else _WHOLE_NAME)


def people_score(strand: Strand, start: int, end: int) -> float | None:
    """How far a stretch looks like the names of persons, each perhaps torn by a blank."""
    name = strand.text[start:end]
    if "、" in name:
        names = name.split("、")
        return _PERSONS if all(map(_is_person, names)) else None
    if not _PERSON.fullmatch(name):
        return None
    return _PERSONS if _is_person(name) else _NO_SURNAME


def _is_person(name: str) -> bool:
    return _PERSON.fullmatch(name) is not None and name.startswith(_surnames()) and not ends_owner(name)


def claim_score(strand: Strand, start: int, end: int) -> float | None:
    """How far a stretch is a word of self-assessment."""
    text = strand.words(start, end)
    if _is_claim(text):
        # 完成 behind 未 is the end of another word.
        return None if strand.text.endswith(_negations(), 0, start) else _CLAIM + _EACH_LETTER * len(text)
    bounded = strand.gap(start) != NOTHING and strand.gap(end) != NOTHING
    return _UNKNOWN_CLAIM if bounded and text.isalpha() and not ends_owner(text) else None


def day_score(strand: Strand, start: int, end: int) -> float | None:
    """How far a stretch names the time by which something is due."""
    text = strand.words(start, end)
    if _day().fullmatch(text):
        return _DAY + _EACH_LETTER * len(text)
    bounded = strand.gap(start) != NOTHING and strand.gap(end) != NOTHING
    return _DAY - 1 if bounded and is_deadline(text) else None


def share_score(strand: Strand, start: int, end: int) -> float | None:
    """How far a stretch is a percentage, or another number between blanks."""
    text = strand.text[start:end]
    if not is_number(text):
        return None
    return _SHARE if "%" in text else 1.0


@lru_cache(maxsize=65536)
def _ends_owner(text: str) -> bool:
    return ends_owner(text)


@lru_cache(maxsize=65536)
def _is_claim(text: str) -> bool:
    return known_claim(text)


@cache
def _day() -> re.Pattern[str]:
    words = sorted(vocabulary("responsible")["content"]["deadlines"], key=len, reverse=True)
    days = "|".join(map(re.escape, words))
    return re.compile(rf"(?:20\d\d年)?(?:\d{{1,2}}月(?:底|末|\d{{1,2}}日)?前?|(?:{days})前?)")


@cache
def _negations() -> tuple[str, ...]:
    return tuple([word for word in vocabulary("claims")["negation"]["words"] if not word.isascii()])


@cache
def _levels() -> tuple[str, ...]:
    return (*vocabulary("organisations")["levels"], vocabulary("organisations")["every"])


@cache
def _verbs() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["sentences"]["verbs"])


@cache
def _surnames() -> tuple[str, ...]:
    return tuple(vocabulary("layouts")["people"]["surnames"])
