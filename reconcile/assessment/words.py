"""Words of the vocabularies looked for in a text: a whole list at once, since most texts hold none of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary


class Words(NamedTuple):
    """Words in the order in which they are tried, and one pattern that finds any of them."""

    listed: tuple[str, ...]
    pattern: re.Pattern[str]


@cache
def words_of(*lists: str) -> Words:
    """The words of one list of a vocabulary or of several, each named by its path.

    >>> words_of("stages.undoing.stopped").pattern.search("二期暂缓实施")[0]
    '暂缓'
    """
    found: list[str] = []
    for path in lists:
        name, *keys = path.split(".")
        entry = vocabulary(name)
        for key in keys:
            entry = entry[key]
        found += entry
    return joined(found)


def joined(words: Iterable[str]) -> Words:
    """Words together with the pattern that finds any of them."""
    listed = tuple(words)
    return Words(listed, re.compile(alternation(listed)))


# Expressions of the vocabularies; ``re`` itself would look each up at every use.
compiled = cache(re.compile)


def first_of(text: str, words: Words) -> str:
    """The first of the words that a text holds, "" where it holds none.

    >>> first_of("正在办理手续", words_of("evidence.intentions"))
    '正在'
    """
    return first_in(text, words.listed) if words.pattern.search(text) else ""


def not_asked(text: str, words: Words, asked: str) -> str:
    """The first of the words that a text holds and what was asked for does not, "" where there is none.

    >>> not_asked("每户新建1个", words_of("achievements.each"), "新建1个")
    '每户'
    """
    if words.pattern.search(text) is None:
        return ""
    return first_in(text, [word for word in words.listed if word not in asked])


def without_any(text: str, words: Words) -> str:
    """A text with the words cut out.

    >>> without_any("已将177家入库", words_of("achievements.stage.not_pending"))
    '177家入库'
    """
    return without(text, words.listed) if words.pattern.search(text) else text


def first_in(text: str, words: Iterable[str]) -> str:
    """The first of some words that a text holds, "" where it holds none.

    >>> first_in("正在办理手续", ["下一步", "正在"])
    '正在'
    """
    # A loop, not a generator: this is asked of every number many times.
    for word in words:
        if word in text:
            return word
    return ""


def ending_of(text: str, words: Iterable[str]) -> str:
    """The first of some words that a text ends with, "" where there is none.

    >>> ending_of("总规模达到", ["达", "达到"])
    '达到'
    """
    for word in words:
        if text.endswith(word):
            return word
    return ""


def without(text: str, words: Sequence[str]) -> str:
    """A text with some words cut out.

    >>> without("已将177家入库", ["已将"])
    '177家入库'
    """
    for word in words:
        if word in text:
            text = text.replace(word, "")
    return text
