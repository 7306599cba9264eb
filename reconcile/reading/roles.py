"""What the columns of a table hold, told by their headings and, where no heading is known, by their content."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, cast

from reconcile.errors import ReconcileError
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
_YEAR_IN_FRONT = re.compile(r"^(?:(?:19|20)\d{2}年度?|(?:令和|平成|民国)(?:\d{1,3}|元)年度?|1\d{2}年度)")
_LONGEST_NUMBER = 32
_NEARLY_ALL = 0.8
_SENTENCE_SIGNS = "。;！!"
_LONGEST_ID_HEADING = 3
_LONGEST_REMARKS_HEADING = 3
_LONGEST_DATE = 24
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
    bare = _YEAR_IN_FRONT.sub("", plain.split("(")[0] if "(" in plain else plain)
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
    if len(words) > most_words or _is_claim(plain) or (len(words) > 1 and plain.endswith(".")):
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
        ("claim", sum(map(_is_claim, filled)) / len(filled) * any(cell not in placeholders() for cell in filled)),
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


@cache
def placeholders() -> frozenset[str]:
    """What stands in cells that say nothing (—, 无)."""
    return frozenset(vocabulary("responsible")["owners"]["empty"])


def content_share(role: ColumnRole, cells: list[str]) -> float:
    """The share of filled cells that look like a role: ids, claims, dates, owners, percentages, else texts.

    >>> content_share("owner", ["市教育局", "市民政局", "其他"]) > 0.6
    True
    """
    tests: dict[ColumnRole, Callable[[str], bool]] = {
        "id": is_id,
        "claim": _is_claim,
        "deadline": is_deadline,
        "owner": is_owner,
        "ratio": lambda cell: "%" in cell and is_number(cell),
    }
    test = tests.get(role, lambda cell: not is_number(cell))
    filled = [cell for cell in cells if cell]
    return sum(map(test, filled)) / len(filled) if filled else 0.0


def is_long_text(cells: list[str]) -> bool:
    """Whether a column holds sentences rather than names, numbers or marks."""
    filled = sorted(len(cell) for cell in cells if cell)
    return len(filled) >= 2 and filled[len(filled) // 2] >= 8


def is_number(cell: str) -> bool:
    """Whether a cell holds a number and nothing else: an amount or a range, with ≥, % or 以上 and such.

    >>> [is_number(cell) for cell in ("7.3", "≥1,200", "85%", "6—6.5", "5.5%左右", "500张", "新增5")]
    [True, True, True, True, True, False, False]
    """
    return len(cell) <= _LONGEST_NUMBER and _number().fullmatch("".join(cell.translate(_NARROW).split())) is not None


@cache
def _number() -> re.Pattern[str]:
    table = vocabulary("headers")["number"]
    before, after, between = ("|".join(map(re.escape, table[part])) for part in ("before", "after", "between"))
    amount = r"-?\d[\d,]{0,15}(?:\.\d{1,8})?[%‰]?"
    return re.compile(rf"(?:{before})?{amount}(?:(?:{between}){amount})?(?:{after})?")


def is_amount(cell: str) -> bool:
    """Whether a cell holds one number, alone or with its unit, and nothing else.

    >>> [is_amount(cell) for cell in ("42", "612人次", "7.6 days", "Opened", "新建18座", "18座、24座")]
    [True, True, True, False, False, False]
    """
    return is_number(cell) or (len(cell) <= _LONGEST_NUMBER and _amount().fullmatch(cell.strip()) is not None)


@cache
def _amount() -> re.Pattern[str]:
    letters = int(vocabulary("headers")["amount"]["unit_letters"])
    return re.compile(rf"\d[\d,]{{0,15}}(?:\.\d{{1,8}})?\s?[^\W\d_]{{1,{letters}}}")


def holds_amounts(cells: list[str]) -> bool:
    """Whether nearly all that a column holds are numbers, alone or with their units."""
    filled = [cell for cell in cells if cell and cell not in placeholders()]
    return bool(filled) and sum(map(is_amount, filled)) >= _NEARLY_ALL * len(filled)


def holds_numbers(cells: list[str]) -> bool:
    """Whether nearly all that a column holds are numbers."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(map(is_number, filled)) >= _NEARLY_ALL * len(filled)


def holds_shares(cells: list[str]) -> bool:
    """Whether nearly all that a column holds are percentages."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum("%" in cell and is_number(cell) for cell in filled) >= _NEARLY_ALL * len(filled)


def holds_claims(cells: list[str]) -> bool:
    """Whether nearly all that a column holds are words of self-assessment, blanks and dashes left out."""
    filled = [cell for cell in cells if any(map(str.isalpha, cell))]
    return bool(filled) and sum(map(_is_claim, filled)) >= _NEARLY_ALL * sum(map(bool, cells))


def _is_claim(cell: str) -> bool:
    from reconcile.reading.claims import known_claim

    return known_claim(cell)


def is_deadline(cell: str) -> bool:
    """Whether a cell names a time by which something is due.

    >>> [is_deadline(cell) for cell in ("12月底", "年内", "31/12/2025", "March 2025", "Q4", "Opened 3 May 2025")]
    [True, True, True, True, True, False]
    """
    words = vocabulary("responsible")["content"]["deadlines"]
    if len(cell) <= _LONGEST_DATE and _date().fullmatch(cell.strip()):
        return True
    cell = simplified(cell)
    return len(cell) <= 12 and (any(word in cell for word in words) or bool(re.search(r"\d+月", cell)))


@cache
def _date() -> re.Pattern[str]:
    months = "|".join(vocabulary("responsible")["content"]["months"])
    figures = r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
    quarter = r"Q[1-4](?: (?:FY)?\d{4}(?:[/-]\d{2,4})?)?"
    named = rf"(?:(?:By |End )?(?:\d{{1,2}} )?(?:{months})[a-z]{{0,6}}\.?[ -]?(?:\d{{1,2}}, )?(?:\d{{4}}|\d{{2}})?)"
    return re.compile(rf"{figures}|{quarter}|{named}", re.IGNORECASE)


def ends_owner(text: str) -> bool:
    """Whether a text ends as the name of a responsible unit does (某局, 某委)."""
    return simplified(text).endswith(tuple(vocabulary("responsible")["content"]["owner_endings"]))


def is_owner(cell: str) -> bool:
    """Whether a cell names nothing but responsible units.

    >>> is_owner("市财政局 市税务局"), is_owner("Health Board, Education Department"), is_owner("新增床位500张")
    (True, True, False)
    """
    if cell.isascii():
        return all(ends_owner(part.strip()) for part in re.split(r"[,;]| and ", cell) if part.strip())
    return all(len(part) <= 20 and ends_owner(part) for part in re.split(r"[\s、，,;；]+", cell) if part)
