"""Offices of one kind in different places: 市教育局, 县教育局 and 菏泽市教育局 are all 教育局."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from reconcile.matching.organisations import canonical
from reconcile.resources import vocabulary


def kinds_of_office(names: Mapping[str, int]) -> dict[str, str]:
    """The kind of office of each name of an owner, called as its most frequent name calls it.

    ``names`` counts how often each name occurs. A level of government with or without a place before it is dropped
    only where the rest stands behind two different ones, or by itself, in these names: what 市场监管局 and 县市场监管局
    have in common is not 场监管局, and where every place has a 市教育局 the name stays as it is. Names of one office
    in other words (市发改委) are taken together as in the matching.

    >>> kinds_of_office({"市教育局": 9, "县教育局": 4, "市场监管局": 2, "县市场监管局": 3, "团市委": 1, "市妇联": 1})
    ... # doctest: +NORMALIZE_WHITESPACE
    {'市教育局': '教育局', '县教育局': '教育局', '市场监管局': '市场监管局', '县市场监管局': '市场监管局',
     '团市委': '团市委', '市妇联': '市妇联'}
    """
    forms = {name: _plain(name) for name in names}
    shared = _shared(forms.values())
    kinds = {name: _kind(form, shared) for name, form in forms.items()}
    called: dict[str, str] = {}
    # In the order of their counts; names that are as frequent as each other in the order of their characters.
    for name in sorted(names, key=lambda name: (-names[name], name)):
        called.setdefault(kinds[name], _called(name, forms[name], kinds[name]))
    return {name: called[kind] for name, kind in kinds.items()}


def _plain(name: str) -> str:
    """The form of the matching, with its level of government: a level put in front is dropped in its stead."""
    levels: list[str] = vocabulary("organisations")["levels"]
    form = canonical(levels[0] + name)
    return (
        form[0] + canonical(form)
        if form[0] in levels and len(form) > vocabulary("overview")["offices"]["shortest_office"]
        else form
    )


def _splits(form: str) -> Iterator[tuple[str, str]]:
    """What may stand for place and level, and the office that is left, the longest first."""
    words = vocabulary("organisations")
    if form.startswith(words["every"]):
        return
    known = max((len(office) for office in _known() if form.endswith(office)), default=0)
    limits = vocabulary("overview")["offices"]
    for end in range(1, min(limits["longest_place"], len(form) - max(limits["shortest_office"], known)) + 1):
        if form[end - 1] in words["levels"]:
            yield form[:end], _plain(form[end:])


def _known() -> Iterable[str]:
    """Offices whose whole name the vocabulary has, so that none is cut in the middle."""
    offices: Mapping[str, str] = vocabulary("organisations")["abbreviations"]
    return offices.values()


def _shared(forms: Iterable[str]) -> frozenset[str]:
    """The offices that stand behind two different places or levels, or behind one and by themselves."""
    before: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        before[form].add("")
        for place, office in _splits(form):
            before[office].add(place)
    return frozenset(office for office, places in before.items() if len(places) > 1)


def _kind(form: str, shared: frozenset[str]) -> str:
    if form in shared:
        return form
    return next((office for _, office in _splits(form) if office in shared), form)


def _called(name: str, form: str, kind: str) -> str:
    """The part of a printed name that means the office."""
    if form == kind:
        return name
    place = next(place for place, office in _splits(form) if office == kind)
    return name.removeprefix(place) if name.startswith(place) else kind
