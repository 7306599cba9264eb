"""A noun phrase cut out of running text, without the words that join it to a number, and without time, place and verbs.

What may be taken off is data (``rules/vocabulary/measures.toml``). Positions are those of the text; every function
looks at each character a bounded number of times.
"""

import re
from functools import cache
from typing import NamedTuple

from reconcile.quantities.wording import alternation, ending, endings, vocabulary


class Phrase(NamedTuple):
    """Where the noun stands; ``verb`` is where the clause's own verb began, its subject being before it, or -1.

    ``weak`` says that only verbs of doing were found (培训240人): a noun found elsewhere is better. Where even these
    say nothing (新增, 建成), the phrase is empty.
    """

    start: int
    end: int
    verb: int = -1
    weak: bool = False


class Change(NamedTuple):
    """A word of change at the end of a phrase: its normal form, whether it falls, and where the noun before it ends."""

    word: str
    falls: bool
    end: int


OPENERS = "、,。;:的)”’》 ·—-~+"
CLOSERS = "、,。;:( ·—-~+“‘"


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("measures")
        particles, dates = words["particles"], words["dates"]
        self.listing: str = particles["listing"]
        self.listing_not_before: str = particles["listing_not_before"]
        self.listing_not_after: str = particles["listing_not_after"]
        self.dated: re.Pattern[str] = re.compile(f"[{dates['told_by']}]")
        self.date: re.Pattern[str] = re.compile(dates["pattern"].strip())
        scope, adverbs, verbs = words["scope"]["words"], words["adverbs"]["words"], words["verbs"]
        anywhere = f"(?!(?!{'|'.join(words['not_before']['unless'])})[{words['not_before']['any']}])"
        leading = [*scope, *adverbs, *verbs["words"]]
        not_before = words["not_before"]
        cut_not_before = {
            word: not_before.get(word, "") + words["cut"]["not_before"].get(word, "") for word in words["cut"]["words"]
        }
        not_after, growth = words["not_after"], words["growth"]
        said_of_ratios = [
            word for word in words["cut"]["words"] if word in verbs["of_ratios"] or word not in verbs["words"]
        ]
        self.lead: re.Pattern[str] = re.compile(f"(?:{alternation(leading, not_before)}){anywhere}")
        self.scope: frozenset[str] = frozenset(scope)
        self.adverbs: frozenset[str] = frozenset(adverbs)
        self.of_ratios: frozenset[str] = frozenset(verbs["of_ratios"])
        self.light: frozenset[str] = frozenset(verbs["light"])
        cut = alternation(words["cut"]["words"], cut_not_before, not_after)
        cut_of_ratios = alternation(said_of_ratios, cut_not_before, not_after)
        self.cut: re.Pattern[str] = re.compile(f"(?:{cut}){anywhere}")
        self.cut_of_ratios: re.Pattern[str] = re.compile(f"(?:{cut_of_ratios}){anywhere}")
        self.link: dict[str, tuple[str, ...]] = endings(words["link"]["words"])
        self.link_not_after: dict[str, str] = words["link"]["not_after"]
        self.link_nouns: frozenset[str] = frozenset(words["link"]["nouns"])
        self.keep: dict[str, str] = words["link"]["keep"]
        self.change: dict[str, tuple[str, ...]] = endings([*growth["up"], *growth["down"]])
        self.up: frozenset[str] = frozenset(growth["up"])
        self.compared_only: frozenset[str] = frozenset(growth["only_with_comparison"])
        self.comparison: tuple[str, ...] = tuple(growth["comparison"])
        self.change_adverbs: dict[str, tuple[str, ...]] = endings(growth["adverbs"])
        self.compared_year: re.Pattern[str] = re.compile(growth["compared_year"])
        self.up_word: str = growth["up_word"]
        self.down_word: str = growth["down_word"]
        self.done_before: dict[str, tuple[str, ...]] = endings(words["done"]["before"])


@cache
def _words() -> _Words:
    return _Words()


def without_link(text: str, start: int, end: int) -> int:
    """Where a phrase ends when the words that join it to its number (达到, 为, 完成) are taken away.

    >>> text = "新能源装机达到"
    >>> text[: without_link(text, 0, len(text))]
    '新能源装机'
    """
    words = _words()
    while end > start:
        if text[end - 1] in CLOSERS:
            end -= 1
            continue
        word = ending(text, end, words.link, start)
        begin = end - len(word)
        if not word or (begin > start and text[begin - 1] in words.link_not_after.get(word, "\0")):
            break
        if begin == start and word in words.link_nouns:
            break
        if word in words.keep:
            return begin + len(words.keep[word])
        end = begin
    return end


def without_change(text: str, start: int, end: int, relative: bool) -> Change:
    """The word of change that a phrase ends with, if it does.

    ``relative`` says that the number is a per cent; of an amount 增加 says a change only where it is compared with
    something (较年初增加21亿元, but 增加储备粮8万吨).
    """
    words = _words()
    word = ending(text, end, words.change, start)
    compared = relative or word not in words.compared_only
    if not word or not (compared or any(text.find(mark, start, end) >= 0 for mark in words.comparison)):
        return Change("", False, end)
    end = without_adverbs(text, start, end - len(word))
    falls = word not in words.up
    return Change(words.down_word if falls else words.up_word, falls, end)


def without_adverbs(text: str, start: int, end: int) -> int:
    """Where a phrase ends without the adverbs of comparison (同比, 较上年同期, 较2022年) before a word of change."""
    words = _words()
    while end > start:
        if text[end - 1] in CLOSERS:
            end -= 1
            continue
        adverb = ending(text, end, words.change_adverbs, start)
        if not adverb:
            break
        end -= len(adverb)
    for year in words.compared_year.finditer(text, start, end):
        if year.end() == end:
            return year.start()
    return end


def noun(text: str, start: int, end: int, ratio: bool = False) -> Phrase:
    """The noun phrase that ends at ``end``: what stands before it (time, place, verbs, 等-lists) is taken off.

    ``ratio`` says that the number is a per cent: then verbs stay, being part of what the per cent is of (培训合格率).
    """
    words = _words()
    verb = -1
    first = start
    for match in (words.cut_of_ratios if ratio else words.cut).finditer(text, start, end):
        if match.end() < end - 1:
            start, verb = match.end(), match.start()
    if words.dated.search(text, start, end):
        for date in words.date.finditer(text, start, end):
            if date.end() < end - 1:
                start = date.end()
    listed = text.rfind(words.listing, start, end)
    behind_list = start < listed < end - 2 and text[listed + 1] not in words.listing_not_before
    if behind_list and text[listed - 1] not in words.listing_not_after:
        start = listed + 1
    start, told, light = _without_lead(text, start, end, ratio)
    while start < end and text[end - 1] in CLOSERS:
        end -= 1
    if start >= end:
        return Phrase(end if light else told, end, verb, weak=True)
    done = ending(text, end, words.done_before, start)
    if done and end - len(done) >= start + 2:
        end -= len(done)
    return Phrase(start, end, verb if verb > first else -1)


def _without_lead(text: str, start: int, end: int, ratio: bool) -> tuple[int, int, bool]:
    """Where the noun begins; where the last word of doing began; whether the verbs passed say nothing of the noun."""
    words = _words()
    told, light, adverb = -1, True, -1
    while start < end:
        if text[start] in OPENERS:
            start += 1
            continue
        date = words.date.match(text, start, end)
        # one character behind a date is no noun, nothing at all leaves the noun to the words before
        if date is not None and date.end() != end - 1:
            start = date.end()
            continue
        match = words.lead.match(text, start, end)
        if match is None or match.end() == end - 1:
            break
        word = match.group()
        if word not in words.scope:
            if ratio and word not in words.of_ratios and word not in words.adverbs:
                break
            if word in words.adverbs and match.end() < end and words.lead.match(text, match.end(), end) is None:
                break
            if word in words.adverbs:
                adverb = start
            elif word not in words.light:
                told, light = (adverb if adverb >= 0 else start), False
        start = match.end()
    return start, told if told >= 0 else end, light
