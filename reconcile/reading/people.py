"""Cells that name responsible units and leaders → the names, with lead and support where the cell says so."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from reconcile.model import Owner
from reconcile.reading.rows import visible
from reconcile.resources import vocabulary
from reconcile.variants import simplified

OwnerRole = Literal["", "lead", "support"]
_OPEN, _CLOSE = "(（[【〔", ")）]】〕"
_NARROW_BRACKETS = str.maketrans("（）", "()")
# Cells come again and again, so what they were read as is remembered, but for cells that are no list of names.
_REMEMBERED = 400
# A line end within a cell of a Markdown table.
_LINE_END = re.compile(r"<br\s?/?>", re.IGNORECASE)
_CJK = re.compile(r"[\u3400-\u9fff]")


def read_owners(cell: str, role: OwnerRole = "") -> tuple[Owner, ...]:
    """The units that a cell names, in its order; ``role`` is what the column's heading says of them.

    >>> [owner.name for owner in read_owners("市财政局 各县区人民政府 (管委会)")]
    ['市财政局', '各县区人民政府(管委会)']
    >>> [(owner.name, owner.role) for owner in read_owners("甲局牵头，乙局、丙局配合")]
    [('甲局', 'lead'), ('乙局', 'support'), ('丙局', 'support')]
    """
    return (_read_owners if len(cell) <= _REMEMBERED else _read_owners.__wrapped__)(cell, role)


@lru_cache(maxsize=8192)
def _read_owners(cell: str, role: OwnerRole) -> tuple[Owner, ...]:
    table = vocabulary("responsible")["owners"]
    owners: list[Owner] = []
    pending = 0
    current = role
    for part in _parts(cell, table["separators"]):
        part, opened = _opening_role(part)
        if opened:
            current, pending = opened, len(owners)
        name, closed, alone = _closing_role(_without_duty(part))
        if name and name not in table["empty"]:
            owners.append(Owner(name, closed if closed and alone else current))
        if closed and not alone:
            owners[pending:] = [Owner(owner.name, closed) for owner in owners[pending:]]
        if closed:
            pending = len(owners)
    return tuple(dict.fromkeys(owners))


def read_leaders(cell: str) -> tuple[str, ...]:
    """The people that a cell names; a space inside a name (张 伦) does not part it.

    >>> read_leaders("张 伦"), read_leaders("聂元科、曹 临"), read_leaders("张三丰 李四光")
    (('张伦',), ('聂元科', '曹临'), ('张三丰', '李四光'))
    """
    return (_read_leaders if len(cell) <= _REMEMBERED else _read_leaders.__wrapped__)(cell)


@lru_cache(maxsize=8192)
def _read_leaders(cell: str) -> tuple[str, ...]:
    separators = vocabulary("responsible")["leaders"]["separators"]
    names: list[str] = []
    for part in re.split(f"[{re.escape(separators)}]+", visible(_LINE_END.sub("\n", cell))):
        if not _CJK.search(part):
            names.append(" ".join(part.split()))
            continue
        open_name = False
        for token in part.split():
            if open_name and len(names[-1]) + len(token) <= 4 and (len(token) == 1 or len(names[-1]) == 1):
                names[-1] += token
                open_name = False
            else:
                names.append(token)
                open_name = True
    return tuple(dict.fromkeys(name for name in names if name))


def _parts(cell: str, separators: str) -> list[str]:
    """A cell cut at its separators, brackets kept whole and joined to the name they follow.

    What follows a bracket within one name (各县（市、区） 人民政府), and the levels that one lists, stay together.
    """
    cell = _LINE_END.sub("\n", cell)
    latin = not _CJK.search(cell)
    parts: list[str] = []
    depth, word = 0, ""
    for sign in cell:
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if depth <= 0 and (sign in separators or (sign.isspace() and not latin)):
            depth = 0
            parts.append(word)
            word = ""
        else:
            word += sign
    parts.append(word)
    joined: list[str] = []
    for part in parts:
        name = " ".join(part.split()) if latin else "".join(part.split())
        if joined and name and (name[0] in _OPEN or (joined[-1][-1] in _CLOSE and name in _governments())):
            joined[-1] += name
        elif joined and name and _goes_on_with_levels().fullmatch(f"{joined[-1]}、{name}"):
            joined[-1] += f"、{name}"
        elif name:
            joined.append(name)
    return [visible(name.translate(_NARROW_BRACKETS)) for name in joined]


def _opening_role(part: str) -> tuple[str, OwnerRole]:
    """Takes 牵头单位： off a part and says which role it opens for the names from here on."""
    for sign in ("：", ":"):
        label, found, rest = part.partition(sign)
        known = _labels().get(simplified(label).strip().lower()) if found else None
        if known is not None:
            return rest.strip(), known
    return part, ""


def _without_duty(part: str) -> str:
    """A name without the words after it that say how it shares the work."""
    for word in vocabulary("responsible")["owners"]["after_name"]:
        if part.endswith(word) and len(part) > len(word) and not part.endswith(f"牵头{word}"):
            return part[: -len(word)]
    return part


def _closing_role(part: str) -> tuple[str, OwnerRole, bool]:
    """Takes 牵头 off the end of a part; the last value says that it stood in brackets, of this name alone."""
    table = vocabulary("responsible")["owners"]
    plain = simplified(part)
    roles: tuple[tuple[OwnerRole, list[str]], ...] = (
        ("lead", table["lead_after"]),
        ("support", table["support_after"]),
    )
    for role, words in roles:
        for word in words:
            bracketed = word if word.startswith("(") else f"({word})"
            if plain.endswith(bracketed):
                return part[: -len(bracketed)].strip(), role, True
            if plain.endswith(word) and len(part) > len(word):
                return part[: -len(word)].strip(), role, False
    return part, "", False


@cache
def _governments() -> tuple[str, ...]:
    return tuple(vocabulary("responsible")["owners"]["governments"])


@cache
def _goes_on_with_levels() -> re.Pattern[str]:
    """Levels of government that one name lists (各县、市、区人民政府)."""
    words = vocabulary("organisations")
    level = f"[{''.join(words['levels'])}]"
    after = "|".join(map(re.escape, _governments()))
    return re.compile(rf"{words['every']}{level}(?:、{level}){{1,5}}(?:{after})?")


@cache
def _labels() -> dict[str, OwnerRole]:
    table = vocabulary("responsible")["owners"]
    labels: dict[str, OwnerRole] = {word.lower(): "lead" for word in table["lead_before"]}
    labels.update((word.lower(), "support") for word in table["support_before"])
    labels.update((word.lower(), "") for word in table["owner_before"])
    return labels
