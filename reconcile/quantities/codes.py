"""Numbers that letters, dashes, points or slashes tie into a code: G327, PM2.5, COVID-19, 8:30, 2023-12-31, Phase 2."""

from functools import cache

from reconcile.quantities.scaled import Scaled
from reconcile.quantities.wording import vocabulary


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("names")
        codes, english = words["codes"], words["english"]
        self.against: str = codes["against"]
        self.to_one: str = codes["to_one"]
        self.told_by: tuple[str, ...] = tuple(codes["told_by"])
        self.goes_on: frozenset[str] = frozenset(codes["goes_on"])
        self.number_signs: str = codes["number_signs"]
        self.clock: tuple[str, ...] = tuple(codes["clock"])
        self.clock_unit: str = codes["clock_unit"]
        self.longest_capitals: int = codes["longest_capitals"]
        self.prefixes: tuple[str, ...] = tuple(vocabulary("units")["prefixes"]["words"])
        self.english: frozenset[str] = frozenset(english["before"])
        self.months: frozenset[str] = frozenset(english["months"])


@cache
def _words() -> _Words:
    return _Words()


def is_code(text: str, number: Scaled, unit: str, end: int) -> bool:
    """Whether the number is part of a code, a time of day, a version, an address or a numbered thing."""
    counted = bool(unit) or number.scaled
    return _tied_before(text, number.start, unit, counted) or _tied_behind(text, end, unit)


def _tied_before(text: str, start: int, unit: str, counted: bool) -> bool:
    if start == 0:
        return False
    words = _words()
    before, ahead = text[start - 1], text[start - 2] if start > 1 else ""
    if not before.isascii():
        if before == words.against and ahead.isdigit():
            return True
        # 3时30分
        return before in words.clock and ahead.isdigit() and unit.startswith(words.clock_unit)
    latin = bool(ahead) and ahead.isascii()
    if before.isalpha():
        return not text.endswith(words.prefixes, 0, start)
    if before in "-+":
        return latin and ahead.isalnum()
    if before in ":./":
        return (ahead.isdigit() and (not unit or before != "/")) or (before == "." and latin and ahead.isalpha())
    if before == " " and not counted and latin and (ahead.isalpha() or ahead == "."):
        return _numbered(text, start, words)
    return False


def _tied_behind(text: str, end: int, unit: str) -> bool:
    after = text[end : end + 1]
    words = _words()
    if after == words.against:
        return not unit and text[end + 1 : end + 2].isdigit()
    if not after or not after.isascii() or after in ",;)(%":
        return False
    if after in words.number_signs:
        return True
    if _to_one(text, end):
        return False
    beyond = text[end + 1 : end + 2]
    latin = bool(beyond) and beyond.isascii()
    if after == "." and latin and beyond.isalpha():
        return True
    if unit:
        return False
    if after == " ":
        return _word(text[end + 1 : end + 10].split(" ")[0]) in words.months
    if after.isalpha():
        return True
    if after == "+":
        return latin and beyond.isalnum()
    return after in ":-./" and latin and beyond.isdigit()


def _to_one(text: str, end: int) -> bool:
    """Whether the number is a ratio to one, told as such: 收入比为2.15:1."""
    words = _words()
    if not text.startswith(words.to_one, end) or text[end + 2 : end + 3] in words.goes_on:
        return False
    start = end
    while start and (text[start - 1].isdigit() or text[start - 1] == "."):
        start -= 1
    return text.endswith(words.told_by, 0, start)


def _word(word: str) -> str:
    return word.rstrip(",.").lower()


def _numbered(text: str, start: int, words: _Words) -> bool:
    """Whether the Latin word before the number only has it numbered (Chapter 3, Phase 2, Q3 2023, ISO 9001)."""
    at = start - 2
    floor = max(-1, start - 18)
    while at > floor and text[at].isascii() and (text[at].isalnum() or text[at] in ".-"):
        at -= 1
    word = text[at + 1 : start - 1]
    if word in words.prefixes:
        return False
    if word.lower() in words.english or _word(word) in words.english:
        return True
    capitals = word.isupper() and len(word) <= words.longest_capitals
    return capitals and (word.isalpha() or word[0].isalpha())
