"""When the size of the set that is worked on is no goal of its own: 10个项目完成投资2亿元 asks for the money."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.assessment.words import compiled, without, words_of
from reconcile.model import Quantity
from reconcile.resources import vocabulary


def is_set_of_another_goal(text: str, quantities: Sequence[Quantity], position: int, before: str) -> bool:
    """Whether what follows the number's noun asks for an amount of something else of that set.

    The number opens its clause (17个项目完成投资9亿元), or stands behind a verb that asks for no result (推进22项工程,
    完成投资15亿元). ``before`` are the words of its clause in front of it. Where the set's own end is asked for
    (60个项目完工, 实施96个项目) the number stays a goal.
    """
    quantity = quantities[position]
    if quantity.dimension != "counter" or position + 1 == len(quantities):
        return False
    noun, end = quantity.measure_span
    following = quantities[position + 1]
    if noun < quantity.span[1] or following.dimension.partition("-")[0] not in _words()["dimensions"]:
        return False
    between = "".join(text[end : following.span[0]].split())
    said = compiled(_words()["asks"]).match(between)
    if said is None or words_of("goals.sets.own_ends").pattern.search(without(said["of"], _words()["harmless"])):
        return False
    if not said["apart"]:
        return compiled(_words()["opens"]).fullmatch(before) is not None
    return before.endswith(tuple(vocabulary("goals")["diffuse_verbs"]))


def is_worked_on(before: str, after: str, noun: str) -> bool:
    """Whether a set named by its whole place is itself to be finished: 对全县60个卫生室进行改造, 整治全市35处积水点."""
    works = words_of("goals.sets.works").listed
    if before.startswith(_words()["on"]):
        return compiled(_words()["do"]).search(after) is not None and after.endswith(works)
    ahead = without(before, vocabulary("goals")["wholes"])
    return ahead.endswith(works) and after in ("", noun)


def _words() -> dict[str, str]:
    words: dict[str, str] = vocabulary("goals")["sets"]
    return words
