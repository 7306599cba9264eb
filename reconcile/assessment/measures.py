"""How alike two measures are: whether two noun phrases count the same thing."""

from __future__ import annotations

from functools import lru_cache
from operator import add

from reconcile.assessment.words import without_any, words_of
from reconcile.matching.text import normalise
from reconcile.resources import vocabulary


@lru_cache(maxsize=4096)
def plain_measure(measure: str) -> str:
    """A measure without the words that do not tell measures apart, and with its synonyms brought to one form."""
    words = vocabulary("achievements")["measure"]
    text = normalise(measure)
    if words_of("achievements.measure.synonyms").pattern.search(text):
        for word, form in words["synonyms"].items():
            text = text.replace(word, form)
    text = without_any(text, words_of("achievements.measure.empty"))
    # 重点项目 and 医药项目 share nothing but the word for anything.
    for head in words["heads"]:
        if text.endswith(head) and len(text) - len(head) >= 2:
            return text.removesuffix(head)
    return text


@lru_cache(maxsize=4096)
def _pairs(measure: str) -> frozenset[str]:
    """The character pairs of a plain measure; the character of one that has only one."""
    text = plain_measure(measure)
    return frozenset(map(add, text, text[1:]) if len(text) > 1 else [text] if text else [])


def _shared(one: str, other: str) -> int:
    """How many character pairs two plain measures share; only those of the shorter one are put together."""
    short, long = plain_measure(one), plain_measure(other)
    if len(short) > len(long):
        one, short, long = other, long, short
    if len(short) < 2:
        return int(short == long != "")
    return len([pair for pair in _pairs(one) if pair in long])


@lru_cache(maxsize=4096)
def likeness(one: str, other: str) -> float:
    """0…1: the share of the shorter measure's character pairs that stand in the other one.

    >>> likeness("绿色建筑", "新增绿色建筑面积"), likeness("绿色建筑", "装配式建筑面积")
    (1.0, 0.3333333333333333)
    """
    shared = _shared(one, other)
    if not shared:
        return 0.0
    share = shared / min(len(_pairs(one)), len(_pairs(other)))
    # A bare 企业 is like every measure that ends with it, and tells little.
    words = vocabulary("achievements")["measure"]
    first, second = plain_measure(one), plain_measure(other)
    bare = first != second and (first in words["heads"] or second in words["heads"])
    return share * float(words["bare_head"]) if bare else share


@lru_cache(maxsize=4096)
def contained(measure: str, text: str) -> float:
    """0…1: the share of a measure's character pairs that stand in a text.

    >>> contained("残疾儿童康复", "有康复需求残疾儿童5061人")
    0.8
    """
    shared = _shared(measure, text)
    return shared / len(_pairs(measure)) if shared else 0.0


@lru_cache(maxsize=4096)
def closeness(one: str, other: str) -> float:
    """0…1: how much of both measures is shared, so that 公办幼儿园学位 is closer to itself than to 幼儿园学位.

    >>> closeness("公办幼儿园学位", "公办幼儿园学位"), closeness("公办幼儿园学位", "幼儿园学位") < 1
    (1.0, True)
    """
    shared = _shared(one, other)
    return 2 * shared / (len(_pairs(one)) + len(_pairs(other))) if shared else 0.0
