"""Level four: what a figure counts. The shortest noun phrase, in the words of the text, before the number or behind it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from reconcile.quantities.clauses import Place
from reconcile.quantities.figures import Figure
from reconcile.quantities.wording import alternation, ending, endings
from reconcile.resources import vocabulary


class Measure(NamedTuple):
    """A noun phrase: ``noun`` as read and where its words stand; ``change`` is 增长 or 下降 for a figure of growth.

    ``tail`` is what else belongs to the measure (占比, 营业收入 of a firm named in a list); ``generic`` says that the noun
    only says which per cent it is (完成率) and what it is of must be sought before.
    """

    noun: str
    start: int
    end: int
    change: str = ""
    tail: str = ""
    generic: bool = False
    falls: bool = False

    @property
    def text(self) -> str:
        """The measure in its normal form: the noun, what belongs to it, and 增长 or 下降."""
        return f"{self.noun}{self.tail}{self.change}"

    @property
    def whole(self) -> bool:
        """Whether the measure is exactly the words at its span."""
        return not self.change and not self.tail

    def joined(self, predicate: Measure, change: str) -> Measure:
        """The member of a list with what is said of all its members."""
        return self._replace(tail=predicate.noun, change=change, falls=predicate.falls)


class _Words(NamedTuple):
    lead: re.Pattern[str]
    cut: re.Pattern[str]
    link: dict[str, tuple[str, ...]]
    link_not_after: dict[str, str]
    keep: dict[str, str]
    up: frozenset[str]
    change: dict[str, tuple[str, ...]]
    compared_only: frozenset[str]
    comparison: tuple[str, ...]
    adverbs: dict[str, tuple[str, ...]]
    up_word: str
    down_word: str
    generic: frozenset[str]
    stop: re.Pattern[str]
    done: dict[str, tuple[str, ...]]
    done_not_after: tuple[str, ...]
    covered: dict[str, tuple[str, ...]]


_NOTHING = Measure("", 0, 0)
_OPENERS = "、,。;:的)”’》 ·—-~+"
_CLOSERS = "、,。;:( ·—-~+"
_NOUN_STOP = re.compile(r"[,。;:!?、()\n“”《》0-9… ]")
_COUNTED = ("counter", "")


@cache
def _words() -> _Words:
    words = vocabulary("measures")
    lead, cut, stop, growth = words["lead"], words["cut"], words["stop"], words["growth"]
    return _Words(
        re.compile(alternation(lead["words"], lead["not_before"])),
        re.compile(alternation(cut["words"], cut["not_before"], cut["not_after"])),
        endings(words["link"]["words"]),
        words["link"]["not_after"],
        words["link"]["keep"],
        frozenset(growth["up"]),
        endings([*growth["up"], *growth["down"]]),
        frozenset(growth["only_with_comparison"]),
        tuple(growth["comparison"]),
        endings(growth["adverbs"]),
        growth["up_word"],
        growth["down_word"],
        frozenset(words["generic"]["words"]),
        re.compile(alternation(stop["words"], stop["not_before"])),
        endings(words["done"]["words"]),
        tuple(words["done"]["not_after"]),
        endings(words["covered"]["words"]),
    )


def find_measure(text: str, figure: Figure, place: Place) -> Measure:
    """What ``figure`` counts, as far as its own clause says; an empty measure where it does not."""
    words = _words()
    if figure.comparator == "rank":
        return _subject(text, place, figure, words)
    behind = _behind(text, figure, place, words)
    if figure.comparator == "full":
        return _covered(text, figure, place, words)
    direct = behind.noun and not _joined(text, figure.end)
    if direct and (figure.dimension in _COUNTED or "/" in figure.unit):
        return behind
    before = _before(text, figure, place, words)
    if before.noun and not (behind.noun and before.generic and not before.change):
        return before
    return behind if behind.noun else before


def _joined(text: str, end: int) -> bool:
    return text.startswith("的", end)


def _before(text: str, figure: Figure, place: Place, words: _Words) -> Measure:
    """The noun phrase between the last boundary and the number."""
    return _phrase(text, place.left, figure.start, figure, words)


def noun_phrase(text: str, start: int, end: int, figure: Figure | None = None) -> Measure:
    """The noun phrase that ends at ``end`` and begins no earlier than ``start``."""
    return _phrase(text, start, end, figure, _words())


def _phrase(text: str, start: int, end: int, figure: Figure | None, words: _Words) -> Measure:
    while start < end and text[start] in _OPENERS:
        start += 1
    end = _unlink(text, start, end, words)
    change, end, falls = _changed(text, start, end, figure, words)
    start, end = _trim(text, start, end, words)
    noun = text[start:end] if start < end else ""
    return Measure(noun, start, end, change, "", noun in words.generic, falls)


def _unlink(text: str, start: int, end: int, words: _Words) -> int:
    """Where the phrase ends when the words that join it to its number (达到, 为, 完成) are taken away."""
    while end > start:
        if text[end - 1] in _CLOSERS or text[end - 1] == "“":
            end -= 1
            continue
        word = ending(text, end, words.link, start)
        if not word:
            break
        begin = end - len(word)
        if begin > start and text[begin - 1] in words.link_not_after.get(word, "\0"):
            break
        kept = words.keep.get(word)
        end = begin + (len(kept) if kept else 0)
        if kept:
            break
    return end


def _changed(text: str, start: int, end: int, figure: Figure | None, words: _Words) -> tuple[str, int, bool]:
    """增长 or 下降, where the noun before it ends, and whether it falls, where the phrase ends in a word of change."""
    word = ending(text, end, words.change, start)
    if not word:
        return "", end, False
    relative = figure is None or figure.dimension in ("ratio", "points", "multiple")
    if word in words.compared_only and not relative:
        if not any(text.find(mark, start, end) >= 0 for mark in words.comparison):
            return "", end, False
    falls = word not in words.up
    return words.down_word if falls else words.up_word, _unadverb(text, start, end - len(word), words), falls


def _unadverb(text: str, start: int, end: int, words: _Words) -> int:
    while end > start:
        if text[end - 1] in _CLOSERS:
            end -= 1
            continue
        adverb = ending(text, end, words.adverbs, start)
        if not adverb:
            break
        end -= len(adverb)
    return end


def _trim(text: str, start: int, end: int, words: _Words) -> tuple[int, int]:
    """The phrase without what stands before its noun: verbs, adverbs, 等-lists, dates."""
    last = start
    for match in words.cut.finditer(text, start, end):
        if match.end() < end:
            last = match.end()
    start = last
    listed = text.rfind("等", start, end)
    if start < listed < end - 1 and text[listed + 1] not in "级同":
        start = listed + 1
    while start < end:
        if text[start] in _OPENERS:
            start += 1
            continue
        if text[start].isdigit():
            after = _after_number(text, start, end)
            if after == start:
                break
            start = after
            continue
        match = words.lead.match(text, start, end)
        if match is None or match.end() > end:
            break
        start = match.end()
    while start < end and text[end - 1] in _CLOSERS:
        end -= 1
    return start, end


_DATE = re.compile(r"[0-9]{1,4}(?:(?:-|—|~)[0-9]{1,4})?(?:年度?|月份?|日|月底|月末|月初)")


def _after_number(text: str, start: int, end: int) -> int:
    match = _DATE.match(text, start, end)
    return match.end() if match else start


def _behind(text: str, figure: Figure, place: Place, words: _Words) -> Measure:
    """The noun phrase that follows the number directly."""
    start = figure.end
    if text.startswith("的", start):
        start += 1
    limit = place.right
    end = start
    if start < limit and text[start] == "“":
        closing = text.find("”", start, limit)
        end = closing + 1 if closing > 0 else start
    stop = _NOUN_STOP.search(text, end, limit)
    reach = stop.start() if stop else limit
    halt = words.stop.search(text, end, reach)
    if halt is not None:
        reach = halt.start()
    of = text.find("的", end, reach)
    if of > start + 1:
        reach = of
    end = reach
    if text[end : end + 1].isdigit() or end == place.right:
        end = _unlink(text, start, end, words)
    tail = ending(text, end, words.done, start)
    while tail and end - len(tail) >= start + 2 and not text[start : end - len(tail)].endswith(words.done_not_after):
        end -= len(tail)
        tail = ending(text, end, words.done, start)
    if end <= start:
        return _NOTHING
    return Measure(text[start:end], start, end)


def _covered(text: str, figure: Figure, place: Place, words: _Words) -> Measure:
    """What is covered: the phrase before 全覆盖 without the places it says are covered."""
    found = _before(text, figure, place, words)
    end = found.end
    word = ending(text, end, words.covered, found.start)
    if word and end - len(word) > found.start:
        end -= len(word)
    return Measure(text[found.start : end], found.start, end)


def _subject(text: str, place: Place, figure: Figure, words: _Words) -> Measure:
    """What holds a rank: the phrase before the verb of standing (奖励规模|居全省首位, 空气质量|稳定退出…)."""
    verb = _standing().search(text, place.clause, figure.start)
    end = verb.start() if verb else figure.start
    start, end = _trim(text, place.clause, end, words)
    return Measure(text[start:end], start, end)


@cache
def _standing() -> re.Pattern[str]:
    return re.compile(alternation(vocabulary("measures")["standing"]["words"]))


def inherit(text: str, figures: list[Figure], places: list[Place], measures: list[Measure]) -> list[Measure]:
    """The measures, with those that lack a noun of their own given one from before.

    同比增长2.8% takes the noun of the figure before it in the sentence, 完成率134% too, and 153个、3.6万户 share theirs.
    """
    given: list[Measure] = []
    donor = _NOTHING
    sentence = -1
    for at, measure in enumerate(measures):
        if places[at].sentence != sentence:
            donor, sentence = _NOTHING, places[at].sentence
        if measure.generic and donor.noun:
            measure = donor._replace(tail=measure.noun, change=measure.change, falls=measure.falls)
        elif not measure.noun and donor.noun and (measure.change or _shares(text, figures, places, at)):
            measure = donor._replace(change=measure.change, falls=measure.falls, tail=donor.tail)
        elif not measure.noun and measure.change:
            measure = _from_clause_before(text, places[at], measure)
        given.append(measure)
        if measure.noun and not measure.change:
            donor = measure if not measure.tail else measure._replace(tail="")
        elif measure.noun and not donor.noun:
            donor = measure._replace(change="", falls=False)
    return given


def _shares(text: str, figures: list[Figure], places: list[Place], at: int) -> bool:
    """Whether a figure without a noun continues the one before it (153个、3.6万户)."""
    return at > 0 and (
        not places[at].first or figures[at].unit == figures[at - 1].unit or figures[at].comparator == "full"
    )


def _from_clause_before(text: str, place: Place, measure: Measure) -> Measure:
    """The noun of the clause before, for a growth whose own clause has none."""
    if place.clause <= place.sentence:
        return measure
    end = place.clause - 1
    start = max(text.rfind(mark, place.sentence, end) for mark in ",:") + 1
    noun = noun_phrase(text, max(start, place.sentence), end)
    return noun._replace(change=measure.change, falls=measure.falls) if noun.noun else measure
