"""What was changed between a planned and a restated target, word by word, and whether it is more than bad print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import NamedTuple

from reconcile.matching.text import normalise
from reconcile.model import Change, Quantity, Rewording
from reconcile.quantities import dimension_of, quantities_of
from reconcile.quantities.wording import beginning, beginnings
from reconcile.resources import vocabulary

_LATIN = re.compile(r"[A-Za-z0-9]+")
_NUMBERING = re.compile(r"\s*(?:[0-9]{1,2}[.．、]|[(（][0-9一二三四五六七八九十]{1,2}[)）])")


class _Token(NamedTuple):
    """Words as printed, with the punctuation and blanks behind them, and the form by which they are compared."""

    text: str
    key: str


def reword(planned: str, restated: str) -> tuple[Rewording, ...]:
    """The two texts as one list of words that stayed, went and came.

    Same and deleted words together give the planned text; numbers stay whole with their units. The shortest edit
    script over words (Myers 1986, by ``rapidfuzz``); a lone character that stayed between changes is shown as changed.

    >>> [(part.change, part.words) for part in reword("农村百兆端口180万个", "农村千兆端口180万个")]
    [('same', '农村'), ('deleted', '百兆'), ('inserted', '千兆'), ('same', '端口180万个')]
    """
    edits = _joined(_edits(planned, restated))
    return tuple(Rewording(change, words) for one in edits for change, words in _shown(*one) if words)


def is_noise(planned: str, restated: str) -> bool:
    """Whether two texts promise the same and differ by print alone.

    Print is punctuation, idle words, another order, and a character or two misread (英博尔, 英搏尔); not so characters
    that tell things apart (百兆, 千兆), negations, and figures.

    >>> is_noise("推进滨河新区建设", "推进滨江河新区的建设"), is_noise("千兆网络", "百兆网络")
    (True, False)
    """
    words = vocabulary("wording")
    gone: list[str] = []
    come: list[str] = []
    misread = 0
    for kind, deleted, inserted in _edits(planned, restated):
        if kind == "same":
            continue
        before, after = _weighty(deleted), _weighty(inserted)
        if _is_misread(before, after):
            misread += 1
            continue
        gone += before
        come += after
    reordered = Counter("".join(gone)) == Counter("".join(come))
    return reordered and misread <= int(words["misreadings"])


Edit = tuple[Change, Sequence[_Token], Sequence[_Token]]


@lru_cache(maxsize=256)
def _edits(planned: str, restated: str) -> tuple[Edit, ...]:
    """Runs that stayed (planned, restated tokens) and runs that changed (what went, what came), in order."""
    from rapidfuzz.distance import Indel

    before, after = _tokens(planned), _tokens(restated)
    runs: list[Edit] = []
    operations = Indel.opcodes([token.key for token in before], [token.key for token in after])
    for same, group in groupby(operations, key=lambda operation: operation.tag == "equal"):
        steps = list(group)
        went = before[steps[0].src_start : steps[-1].src_end]
        came = after[steps[0].dest_start : steps[-1].dest_end]
        runs.append(("same" if same else "deleted", went, came))
    return tuple(runs)


def _joined(edits: Sequence[Edit]) -> list[Edit]:
    """The edits with what stayed between two changes, and is too short to be a word, taken into them."""
    shortest = int(vocabulary("wording")["shortest_same"])
    joined: list[Edit] = []
    for place, (kind, went, came) in enumerate(edits):
        inner = 0 < place < len(edits) - 1
        short = kind == "same" and inner and len("".join(token.key for token in went)) < shortest
        changes = kind != "same" or short
        if changes and joined and joined[-1][0] != "same":
            joined[-1] = ("deleted", [*joined[-1][1], *went], [*joined[-1][2], *came])
        else:
            joined.append(("deleted" if changes else "same", went, came))
    return joined


def _shown(kind: Change, went: Sequence[_Token], came: Sequence[_Token]) -> Iterator[tuple[Change, str]]:
    if kind == "same":
        yield "same", "".join(token.text for token in went)
        return
    yield "deleted", "".join(token.text for token in went)
    yield "inserted", "".join(token.text for token in came)


def _tokens(text: str) -> list[_Token]:
    """Numbers with their units, words of common use, runs of Latin letters, and single characters."""
    numbers = {q.span[0]: (q.span[1], _number_key(q)) for q in quantities_of(text)}
    tokens: list[_Token] = []
    numbering = _NUMBERING.match(text)
    # What numbers nothing is no numbering.
    place = numbering.end() if numbering and normalise(text[numbering.end() :]) else 0
    held = text[:place]
    while place < len(text):
        end, key = numbers.get(place, (0, ""))
        if end <= place:
            end = _word_end(text, place)
            if end > place + 1:
                # A number begins inside the run: G327线, 5G基站2000个.
                end = next((inside for inside in numbers if place < inside < end), end)
            key = normalise(text[place:end])
        if key:
            tokens.append(_Token(held + text[place:end], key))
            held = ""
        elif tokens:
            tokens[-1] = _Token(tokens[-1].text + text[place:end], tokens[-1].key)
        else:
            held += text[place:end]
        place = end
    return tokens or ([_Token(held, "")] if held else [])


def _number_key(quantity: Quantity) -> str:
    """The number's value, unit and comparator; counters that stand for each other are one unit."""
    counted = dimension_of(quantity.unit) == "counter"
    high = "" if quantity.value_high is None else f"-{quantity.value_high.normalize():f}"
    unit = "#" if counted else quantity.unit
    return f"\1{quantity.value.normalize():f}{high}{unit}{quantity.comparator}"


@cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    return beginnings(word for word in vocabulary("wording")["words"] if len(word) > 1)


def _word_end(text: str, place: int) -> int:
    """Where the run of Latin letters or the longest word of common use ends that starts here, or one character."""
    latin = _LATIN.match(text, place) if text[place].isascii() else None
    return latin.end() if latin else place + (len(beginning(text, place, _lexicon())) or 1)


def _weighty(tokens: Sequence[_Token]) -> list[str]:
    """What a run of words says without its idle words."""
    idle = frozenset(vocabulary("wording")["idle"])
    kept = [token.key for token in tokens if token.key not in idle]
    return [] if "".join(kept) in idle else kept


def _is_misread(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether one character was put for another, slipped in or fell out, and no such character tells things apart."""
    words = vocabulary("wording")
    went, came = _without_common_ends("".join(before), "".join(after))
    if max(len(went), len(came)) != 1 or any(sign.isdigit() or sign == "\1" for sign in went + came):
        return False
    if any(sign in words["denying"] for sign in went + came) and not (went and came):
        return False
    return not (went in words["telling"] and came in words["telling"]) if went and came else True


def _without_common_ends(one: str, other: str) -> tuple[str, str]:
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return one, other
