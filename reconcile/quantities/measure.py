"""Level four: what a figure counts. The shortest noun phrase, in the words of the text, before the number or behind it.

Growth has a normal form, noun + 增长 or 下降, whatever the text says (增速, 增幅, 同比改善), and so have per cents of a
plan, noun + 完成率, and shares, noun + 占比, where the noun stands elsewhere than before the number.
"""

import re
from functools import cache
from typing import NamedTuple

from reconcile.quantities import english
from reconcile.quantities.clauses import Place
from reconcile.quantities.figures import Figure
from reconcile.quantities.phrase import OPENERS, noun, without_adverbs, without_change, without_link
from reconcile.quantities.wording import alternation, ending, endings, vocabulary


class Measure(NamedTuple):
    """A noun phrase: ``noun`` as read and where its words stand; ``change`` is 增长 or 下降 for a figure of growth.

    ``tail`` is what else belongs to the measure (占比, 营业收入 of a firm named in a list). ``generic`` is the word to
    add to another noun where this one only says which per cent it is (完成率). ``weak`` marks a mere verb (培训240人),
    ``grows`` a change for which the language has no normal form.
    """

    noun: str
    start: int
    end: int
    change: str = ""
    tail: str = ""
    falls: bool = False
    generic: str = ""
    weak: bool = False
    grows: bool = False

    @property
    def text(self) -> str:
        """The measure in its normal form: the noun, what belongs to it, and 增长 or 下降."""
        return f"{self.noun}{self.tail}{self.change}"

    @property
    def whole(self) -> bool:
        """Whether the measure is exactly the words at its span."""
        return not self.change and not self.tail


# no phrase that names the holder of a rank is longer
_REACH = 60
_NOTHING = Measure("", 0, 0)
# no noun behind a number begins with these: the ends of a clause, and the digits of a date or another number
_NO_NOUN = frozenset(",。;:!?、()\n0123456789")
_RELATIVE = ("ratio", "points", "multiple")


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("measures")
        stop, generic = words["stop"], words["generic"]
        self.end: re.Pattern[str] = re.compile(r"[,。;:!?()\n“”《》…]")
        self.plan: frozenset[str] = frozenset(generic["plan"])
        self.share: frozenset[str] = frozenset(generic["share"])
        self.plan_word: str = generic["plan_word"]
        self.share_word: str = generic["share_word"]
        self.share_verb: str = generic["share_verb"]
        self.share_not_before: tuple[str, ...] = ("", *generic["share_verb_not_before"])
        self.of: str = words["particles"]["of"]
        self.share_nouns: tuple[str, ...] = tuple(generic["share_nouns"])
        self.stop: re.Pattern[str] = re.compile(alternation(stop["words"], stop["not_before"], stop["not_after"]))
        self.describing: frozenset[str] = frozenset(stop["describing"])
        self.qualities: tuple[str, ...] = tuple(stop["qualities"])
        self.done: dict[str, tuple[str, ...]] = endings(words["done"]["words"])
        self.done_not_after: tuple[str, ...] = tuple(words["done"]["not_after"])
        self.compared: re.Pattern[str] = re.compile(alternation(words["compared"]["words"]))
        self.covered: dict[str, tuple[str, ...]] = endings(words["covered"]["words"])
        self.standing: re.Pattern[str] = re.compile(
            alternation(words["standing"]["words"], words["standing"]["not_before"])
        )
        self.joints: tuple[str, ...] = tuple(stop["joints"])
        self.among: dict[str, tuple[str, ...]] = endings(vocabulary("comparators")["rank"]["among"])


@cache
def _words() -> _Words:
    return _Words()


def find_measure(text: str, figure: Figure, place: Place) -> Measure:
    """What ``figure`` counts, as far as its own clause says; an empty measure where it does not."""
    if english.is_latin(text, figure):
        return _in_english(text, figure, place)
    if figure.comparator == "rank":
        return _holder(text, figure, place)
    if figure.comparator == "full":
        return _covered(text, figure, place)
    counted = figure.dimension in ("counter", "") or "/" in figure.unit
    behind = behind_number(text, figure, place) if counted else _NOTHING
    if behind.noun and not text.startswith(_words().of, figure.end):
        return behind
    start = place.left
    if not place.first:
        # up to 、 the words are those of the figure before (100万吨资源利用、某集团35万吨…)
        start = max(start, text.find("、", start, figure.start))
    before = before_number(text, start, figure.start, figure.dimension)
    if before.weak or before.generic or not (before.noun or before.change):
        behind = behind if counted else behind_number(text, figure, place)
        return behind if behind.noun else before
    return before


def before_number(text: str, start: int, end: int, dimension: str = "ratio") -> Measure:
    """The noun phrase between ``start`` and the number at ``end``, in its normal form."""
    while start < end and text[start] in OPENERS:
        start += 1
    end = without_link(text, start, end)
    relative = dimension in _RELATIVE
    change = without_change(text, start, end, relative)
    if relative and not change.word:
        part = _part_of(text, start, end)
        if part is not None:
            return part
        compared = _words().compared.search(text, start + 1, end)
        if compared is not None:
            # 增速高于城镇1.5个百分点
            change = without_change(text, start, without_adverbs(text, start, compared.start()), relative)
    phrase = noun(text, start, change.end, relative)
    found = text[phrase.start : phrase.end]
    return Measure(found, phrase.start, phrase.end, change.word, "", change.falls, "", phrase.weak)


def _part_of(text: str, start: int, end: int) -> Measure | None:
    """占…的, 完成率, 总任务: which per cent it is, with the noun that it is of where that stands in the clause."""
    words = _words()
    verb = text.find(words.share_verb, start, end)
    if (
        verb >= 0
        and text[verb + 1 : verb + 2] not in words.share_not_before
        and not text.endswith(words.share_nouns, start, end)
    ):
        whole = noun(text, verb + 1, end, True)
        tail = words.plan_word if text[whole.start : whole.end] in words.plan else words.share_word
        subject = noun(text, start, verb)
        if subject.start < subject.end:
            return Measure(text[subject.start : subject.end], subject.start, subject.end, "", tail)
        return Measure(text[whole.start : whole.end], whole.start, whole.end, generic=tail)
    phrase = noun(text, start, end, True)
    if verb >= 0 and phrase.start > verb:
        phrase = noun(text, verb + 1, end, True)
    found = text[phrase.start : phrase.end]
    if found in words.plan or found in words.share or (verb == start and found):
        tail = words.plan_word if found in words.plan else words.share_word
        if phrase.verb > start:
            subject = noun(text, start, phrase.verb)
            if subject.start < subject.end:
                return Measure(text[subject.start : subject.end], subject.start, subject.end, "", words.plan_word)
        return Measure(found, phrase.start, phrase.end, generic=tail)
    return None


def behind_number(text: str, figure: Figure, place: Place) -> Measure:
    """The noun phrase that follows the number directly."""
    words = _words()
    if figure.end == place.right or text[figure.end] in _NO_NOUN:
        return _NOTHING
    joined = text.startswith(words.of, figure.end)
    start = figure.end + joined
    limit, floor = place.right, start
    if start < limit and text[start] == "“":
        floor = max(text.find("”", start, limit) + 1, start)
    stop = words.end.search(text, floor, limit)
    end = stop.start() if stop else limit
    halt = words.stop.search(text, floor, end)
    if halt is not None and halt.start() == start and halt.group() in words.describing and halt.end() < end - 1:
        halt = words.stop.search(text, halt.end(), end)
    end = halt.start() if halt is not None else end
    start, end = _head_noun(text, start, floor, end, joined)
    if halt is None and end == place.right and not place.last:
        end = _before_next(text, start, end)
    tail = ending(text, end, words.done, start)
    while tail and end - len(tail) >= start + 2 and not text.endswith(words.done_not_after, start, end - len(tail)):
        end -= len(tail)
        tail = ending(text, end, words.done, start)
    return Measure(text[start:end], start, end) if end > start else _NOTHING


def _head_noun(text: str, start: int, floor: int, end: int, joined: bool) -> tuple[int, int]:
    """The phrase up to 的, or behind it where what precedes describes the noun (带动力强的集聚区); up to 、 too."""
    words = _words()
    of = text.find(words.of, floor, end)
    if of > start:
        if text.endswith(words.qualities, start, of) and of < end - 1:
            return text.rfind(words.of, start, end) + 1, end
        end = of
    comma = text.find("、", floor, end)
    if comma >= start and not joined:
        end = comma
    return start, end


def _before_next(text: str, start: int, end: int) -> int:
    """Where a noun ends that only the next figure ends: what is joined on is that one's (化工园区|和园区内90家)."""
    joint = max(text.rfind(word, start + 1, end) for word in _words().joints)
    return without_link(text, start, joint if joint > start else end)


def _covered(text: str, figure: Figure, place: Place) -> Measure:
    """What is covered or done: the phrase before 全覆盖 without the places it says are covered."""
    words = _words()
    end = without_link(text, place.left, figure.start)
    phrase = noun(text, place.left, end)
    start, stop = phrase.start, phrase.end
    word = ending(text, stop, words.covered, start)
    if word and stop - len(word) > start:
        stop -= len(word)
    elif (word or start >= stop) and phrase.verb > place.left:
        phrase = noun(text, place.left, phrase.verb)
        start, stop = phrase.start, phrase.end
    return Measure(text[start:stop], start, stop)


def is_comparison(text: str, place: Place) -> bool:
    """Whether the words before the figure only say what it is compared with (高于全省平均1.8个百分点)."""
    return _words().compared.match(text, place.left) is not None


def compares(text: str, start: int, end: int) -> bool:
    """Whether the words between two places compare with something (固定资产投资增速高于全省)."""
    return _words().compared.search(text, start, end) is not None


def _holder(text: str, figure: Figure, place: Place) -> Measure:
    """What holds a rank: the phrase before the verb of standing (奖励规模|居全省首位, 空气质量|稳定退出…)."""
    floor = max(place.clause, figure.start - _REACH)
    verb = _words().standing.search(text, floor, figure.start)
    end = verb.start() if verb else figure.start
    among = "" if verb else ending(text, end, _words().among, floor)
    end -= len(among)
    start = place.left if place.left < end else floor
    phrase = noun(text, start, end, True)
    return Measure(text[phrase.start : phrase.end], phrase.start, phrase.end)


def _in_english(text: str, figure: Figure, place: Place) -> Measure:
    start, end, change = english.measure(text, figure, place)
    return Measure(text[start:end], start, end, falls=change == "down", grows=bool(change))
