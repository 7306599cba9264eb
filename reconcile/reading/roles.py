"""What the columns of a table hold, told by their headings and, where no heading is known, by their content."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from reconcile.errors import ReconcileError
from reconcile.reading.cells import is_claim, is_deadline, is_number, is_owner, placeholders
from reconcile.reading.ids import is_id, number_of
from reconcile.reading.rows import visible
from reconcile.reading.words import own_words
from reconcile.resources import vocabulary
from reconcile.variants import simplified

ColumnRole = Literal[
    "id", "target", "outcome", "claim", "ratio", "owner", "lead", "support", "leader", "deadline", "unit", "name",
    "other", "",
]  # fmt: skip
ROLES: tuple[ColumnRole, ...] = (
    "id", "target", "outcome", "claim", "ratio", "owner", "lead", "support", "leader", "deadline", "unit", "name",
    "other",
)  # fmt: skip
_NO_ROLE: ColumnRole = ""
_NARROW = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NEARLY_ALL = 0.8
_SENTENCE_SIGNS = "。;！!"
_LONGEST_ID_HEADING = 3
_LONGEST_REMARKS_HEADING = 3
_LATIN = re.compile(r"[a-z%#]")
_LATIN_WORD = re.compile(r"[a-z#%]+\??")


class Column(NamedTuple):
    """One column: its heading as printed (spaces left out), its role ("" where unknown), and how that was found.

    The ``source`` "layout" says that the column has no heading and its role follows from how the document is laid out,
    "own" that the project's own words or --map name the heading, "narrower" that it is kept as a note because another
    column tells of a longer period.
    """

    heading: str
    role: ColumnRole
    source: Literal["heading", "content", "layout", "own", "narrower", ""] = "heading"


def plain_heading(text: str) -> str:
    r"""A heading as it is compared: without blanks where it is Chinese, narrow, in lower case.

    >>> plain_heading("责任\n目标 内容（万元）")
    '责任目标内容(万元)'
    >>> plain_heading("Lead  Agency")
    'lead agency'
    """
    text = simplified(visible(text)).translate(_NARROW).lower()
    return " ".join(text.split()) if _LATIN.search(text) and text.isascii() else "".join(text.split())


def heading_limit() -> int:
    """How many characters a Chinese heading has at most; an English one twice as many."""
    return int(vocabulary("headers")["limits"]["heading_characters"])


def heading_role(text: str) -> ColumnRole:
    """The role that a heading names, "" where it names none.

    >>> heading_role("序号"), heading_role("目标任务完成情况"), heading_role("牵头 单位")
    ('id', 'outcome', 'lead')
    >>> heading_role("推动20个重点镇快速发展")
    ''
    """
    own = own_words().headers
    return _own_role(text, own) or _heading_role(text) if own else _heading_role(text)


@lru_cache(maxsize=4096)
def _own_role(text: str, own: tuple[tuple[str, str], ...]) -> ColumnRole:
    """The role that the project's own words give to a heading, "" where they do not name it."""
    plain = plain_heading(text)
    return next((cast("ColumnRole", role) for word, role in own if plain_heading(word) == plain), "")


def own_headings(named: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Headings with the roles that a user gives them, checked.

    Raises ``ReconcileError`` for a role that is not known.
    """
    for heading, role in named.items():
        if role not in ROLES:
            raise ReconcileError(
                f"{role!r}, given to the heading {heading!r}, is no role", remedy=f"known are {', '.join(ROLES)}"
            )
    return tuple(named.items())


def is_own_heading(text: str) -> bool:
    """Whether the project's own words name a heading, so that nothing else is to be made of it."""
    own = own_words().headers
    return bool(own) and _own_role(text, own) != ""


@cache
def _year_in_front() -> re.Pattern[str]:
    return re.compile(vocabulary("headers")["period"]["year_in_front"])


@lru_cache(maxsize=4096)
def _heading_role(text: str) -> ColumnRole:
    plain = plain_heading(text)
    if not plain or len(plain) > heading_limit() * (2 if plain.isascii() else 1):
        return ""
    exact, inside = _known_headings()
    if plain in exact:
        return exact[plain]
    if any(sign in plain for sign in _SENTENCE_SIGNS):
        return ""
    bare = _year_in_front().sub("", plain.split("(")[0] if "(" in plain else plain)
    if bare in exact:
        return exact[bare]
    if plain.isascii():
        return _latin_role(plain, vocabulary("headers")["limits"]["english_heading_words"])
    if bare.startswith(tuple(vocabulary("headers")["beginnings"]["claim"])):
        return "claim"
    best, role = 0, _NO_ROLE
    for place in range(len(bare) - 2):
        for word, word_role in inside.get(bare[place : place + 3], ()):
            if len(word) >= best and bare.startswith(word, place):
                best, role = len(word), word_role
    return role or _role_by_ending(bare)


def _role_by_ending(heading: str) -> ColumnRole:
    """The role of a short heading by what it ends with."""
    endings = vocabulary("headers")["endings"]
    if not 2 < len(heading) <= endings["longest"]:
        return ""
    return next((role for role in ROLES if heading.endswith(tuple(endings.get(role, ("\n",))))), _NO_ROLE)


def is_remarks_heading(text: str) -> bool:
    """Whether a heading stands over remarks, in which anything may be said.

    >>> [is_remarks_heading(text) for text in ("备 注", "Final comment", "完成情况")]
    [True, True, False]
    """
    plain = plain_heading(text)
    words = plain.split()
    return plain in _remarks() or (1 < len(words) <= _LONGEST_REMARKS_HEADING and words[-1] in _remarks())


@cache
def _remarks() -> frozenset[str]:
    return frozenset(map(plain_heading, vocabulary("headers")["remarks"]["words"]))


def exact_role(text: str) -> ColumnRole:
    """The role of a text that is a known heading and nothing more, "" otherwise.

    >>> exact_role("责任 单位"), exact_role("责任单位的通知")
    ('owner', '')
    """
    own = own_words().headers
    return (own and _own_role(text, own)) or _known_headings()[0].get(plain_heading(text), _NO_ROLE)


def _latin_role(plain: str, most_words: int) -> ColumnRole:
    """The role of the longest known English heading whose words stand in this one, side by side."""
    words = _LATIN_WORD.findall(plain)
    # A sentence and a status word (Target not met) are cells, whatever words of headings are in them.
    if len(words) > most_words or is_claim(plain) or (len(words) > 1 and plain.endswith(".")):
        return ""
    exact, _ = _known_headings()
    if (
        1 < len(plain.split()) <= _LONGEST_ID_HEADING
        and plain.split()[-1] in vocabulary("headers")["id_endings"]["words"]
    ):
        return "id"
    for role in ROLES:
        if len(words) > 1 and words[-1] in vocabulary("headers")["english_endings"].get(role, ()):
            return role
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length, -1, -1):
            words_inside = " ".join(words[start : start + length])
            known = exact.get(words_inside)
            if known and known != "id" and words_inside not in _words_alone():
                return known
    return ""


@cache
def _words_alone() -> frozenset[str]:
    return frozenset(map(plain_heading, vocabulary("headers")["alone"]["words"]))


@cache
def _known_headings() -> tuple[dict[str, ColumnRole], dict[str, list[tuple[str, ColumnRole]]]]:
    """Every known heading with its role; and those that also count inside a longer one, by their first three signs."""
    table = vocabulary("headers")
    exact: dict[str, ColumnRole] = {}
    for role in ROLES:
        for word in table[role]["words"]:
            # Alone in a table, names are all that is said of its targets.
            exact.setdefault(plain_heading(word), "target" if role == "name" else role)
    inside: dict[str, list[tuple[str, ColumnRole]]] = {}
    for word, role in exact.items():
        if len(word) > 2 and not word.isascii():
            inside.setdefault(word[:3], []).append((word, role))
    return exact, inside


def known_words(role: ColumnRole, most: int = 6) -> list[str]:
    """The first known headings of a role, to be named in messages."""
    return list(vocabulary("headers")[role]["words"][:most])


def infer_role(cells: list[str], missing: set[ColumnRole]) -> ColumnRole:
    """The role that a column's content makes clear, out of those ``missing``, else "".

    >>> infer_role(["1", "2", "3"], {"id", "target"})
    'id'
    >>> infer_role(["市教育局", "市财政局 市税务局", "市民政局"], {"owner"})
    'owner'
    """
    filled = [cell for cell in cells if cell][:200]
    if len(filled) < 2:
        return ""
    tests: tuple[tuple[ColumnRole, float], ...] = (
        ("id", sum(map(is_id, filled)) / len(filled) if _tell_apart(filled) else 0.0),
        ("claim", sum(map(is_claim, filled)) / len(filled) * any(cell not in placeholders() for cell in filled)),
        # One day in every row is that of the document.
        ("deadline", sum(map(is_deadline, filled)) / len(filled) * (len(set(filled)) > 1)),
        ("owner", sum(map(is_owner, filled)) / len(filled)),
    )
    for role, share in tests:
        if role in missing and share >= _NEARLY_ALL:
            return role
    return ""


def _tell_apart(cells: list[str]) -> bool:
    """Whether cells could number rows: no two are the same, or they begin anew with each part (1 2 3 1 2)."""
    if len(set(cells)) == len(cells):
        return True
    numbers = [number_of(cell) for cell in cells]
    return (
        numbers[0] == 1
        and all(after is not None and (after == 1 or after == (before or 0) + 1) for before, after in pairwise(numbers))
        and numbers.count(1) * 2 <= len(numbers)
    )


def content_share(role: ColumnRole, cells: list[str]) -> float:
    """The share of filled cells that look like a role: ids, claims, dates, owners, percentages, else texts.

    >>> content_share("owner", ["市教育局", "市民政局", "其他"]) > 0.6
    True
    """
    tests: dict[ColumnRole, Callable[[str], bool]] = {
        "id": is_id,
        "claim": is_claim,
        "deadline": is_deadline,
        "owner": is_owner,
        "ratio": lambda cell: "%" in cell and is_number(cell),
    }
    test = tests.get(role, lambda cell: not is_number(cell))
    filled = [cell for cell in cells if cell]
    return sum(map(test, filled)) / len(filled) if filled else 0.0
