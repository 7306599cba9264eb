"""What a number in English text counts: the words behind it (300 new beds), else before it (Coverage reached 95%)."""

import re
from functools import cache

from reconcile.quantities.clauses import Place
from reconcile.quantities.figures import Figure
from reconcile.quantities.wording import vocabulary

# so far around a number its language shows, and so long is the noun behind two numbers at most
_NEAR = 20
_PHRASE = 60


class _Words:
    """The vocabulary as it is used here."""

    def __init__(self) -> None:
        words = vocabulary("measures")["english"]
        self.word: re.Pattern[str] = re.compile(r"[A-Za-z][A-Za-z'’-]*")
        self.before_stop: frozenset[str] = frozenset(words["before_stop"])
        self.behind_stop: frozenset[str] = frozenset(words["behind_stop"])
        self.up: frozenset[str] = frozenset(words["up"])
        self.down: frozenset[str] = frozenset(words["down"])
        self.level: frozenset[str] = frozenset(words["level"])
        self.longest: int = words["longest"]
        self.whose: str = words["whose"]
        self.not_whose: frozenset[str] = frozenset(words["not_whose"])
        self.of_so_many: re.Pattern[str] = re.compile(words["of_so_many"])


@cache
def _words() -> _Words:
    return _Words()


def is_latin(text: str, figure: Figure) -> bool:
    """Whether the figure stands among Latin words."""
    before, after = text[figure.start - 1 : figure.start], text[figure.end : figure.end + 1]
    if not (before.isascii() and after.isascii()):
        return False
    before = text[figure.start - 2 : figure.start - 1] if before == " " else before
    after = text[figure.end + 1 : figure.end + 2] if after == " " else after
    near = before + after
    # no more than 18 days.
    window = text[max(0, figure.start - _NEAR) : figure.end + _NEAR]
    alone = window.isascii() and any(character.isalpha() for character in window)
    return near.isascii() and (before.isalpha() or after.isalpha() or alone)


def measure(text: str, figure: Figure, place: Place) -> tuple[int, int, str]:
    """Where what is counted stands, and "up" or "down" for a change."""
    words = _words()
    change = ""
    clause = words.word.findall(text[place.left : figure.start].lower())
    for word in clause:
        change = "up" if word in words.up else "down" if word in words.down else change
    if clause and clause[-1] in words.level:
        # rose to 90.5%: the number is the level, not the rise
        change = ""
    start, end = _behind(text, _whose(text, figure, words), place.right, words)
    told = text[start:end].lower()
    if not change and told in words.up | words.down:
        start, end, change = figure.end, figure.end, "up" if told in words.up else "down"
    if start < end and not change:
        return start, end, change
    left = place.left
    if not clause and text.startswith(":", left - 1):
        # Average time to process claims: no more than 18 days
        left = max(place.sentence, text.rfind(";", 0, left), left - _PHRASE)
    before = _before(text, left, figure.start, words)
    return (*before, change) if before[0] < before[1] else (start, end, change)


def _whose(text: str, figure: Figure, words: _Words) -> int:
    """Where the words behind a number begin; for a per cent behind "for" (74% for rural schools)."""
    begin = figure.end + len(words.whose)
    named = words.word.match(text, begin)
    told = figure.dimension == "ratio" and text.startswith(words.whose, figure.end) and named is not None
    return begin if told and named and named.group().lower() not in words.not_whose else figure.end


def _behind(text: str, start: int, limit: int, words: _Words) -> tuple[int, int]:
    so_many = words.of_so_many.match(text, start)
    if so_many:
        start = so_many.end()
        limit = max(limit, start + _PHRASE)
    elif text.startswith(" of ", start):
        start += 4
    end = start
    for count, match in enumerate(words.word.finditer(text, start, limit)):
        if count == words.longest or match.group().lower() in words.behind_stop or match.start() > end + 1:
            break
        end = match.end()
    while start < end and text[start] == " ":
        start += 1
    return start, end


def _before(text: str, start: int, limit: int, words: _Words) -> tuple[int, int]:
    """The last run of words before the number that are not verbs, articles or prepositions."""
    best = (limit, limit)
    run: tuple[int, int] | None = None
    for match in words.word.finditer(text, start, limit):
        if match.group().lower() in words.before_stop:
            run = None
            continue
        run = (run[0] if run else match.start(), match.end())
        best = run
    return best
