"""What a narrative itself says has not come about of what its target asks for, beside a plain word of undoing.

The target's own verb denied (非遗文化节未能举办), and its end foretold for after the report (计划明年5月底前建成).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from reconcile.assessment.clauses import clauses
from reconcile.assessment.ladder import StageWord
from reconcile.assessment.undoing import Clause
from reconcile.assessment.words import compiled, words_of
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary
from reconcile.variants import simplified

_HAN = re.compile(r"[㐀-鿿]{2}")
_WORD = re.compile(r"[A-Za-z]{4,}")


class Denied(NamedTuple):
    """A verb of a target, where it stands there, and the clause that denies it."""

    verb: StageWord
    place: int
    clause: Clause


def denied_verb(target: str, read: Sequence[Clause], *, counted: bool) -> Denied | None:
    """The verb of a target that a clause says did not come about, where no other clause says that it did.

    Of a target that counts things only the second act asked for is looked at (Drill and equip 10 boreholes).
    """
    if not any(clause.undone for clause in read):
        return None
    table = vocabulary("stages")["denied"]
    for word, place in _second_verbs(target) if counted else _verbs(target):
        same = _stem(word)
        denying = next((clause for clause in read if _denies(clause, same, target, read)), None)
        told = any(
            not clause.undone and same in clause.text and _is_about(clause.text, target, same) for clause in read
        )
        if denying and not told:
            return Denied(StageWord(word, table["name"], table["rank"]), place, denying)
    return None


def _verbs(target: str) -> Iterator[tuple[str, int]]:
    table = vocabulary("stages")["denied"]
    if target.isascii():
        found = compiled(table["english_first"]).search(target)
        if found:
            yield found["verb"], found.start("verb")
        return
    for start, end in clauses(target):
        for found in _verb_places().finditer(target[start:end].rstrip()):
            way = str(found.lastgroup)
            yield found[way], start + found.start(way)


def _second_verbs(target: str) -> Iterator[tuple[str, int]]:
    table = vocabulary("stages")["denied"]
    pattern = table["english_second"] if target.isascii() else table["second"].format(verbs=alternation(table["verbs"]))
    found = compiled(pattern).search(target)
    if found:
        yield found["verb"], found.start("verb")


@cache
def _verb_places() -> re.Pattern[str]:
    """A verb that opens a clause of a target, or ends it."""
    stages = vocabulary("stages")
    verbs = alternation(stages["denied"]["verbs"])
    return re.compile(f"^\\s*{stages['events']['openings']}(?P<opens>{verbs})|(?P<ends>{verbs})$")


def _stem(verb: str) -> str:
    """What the forms of a verb share: equip in equipping, furnish in furnished; a Chinese verb is its own."""
    return verb.lower().rstrip("ey") if verb.isascii() else verb


def _denies(clause: Clause, verb: str, target: str, read: Sequence[Clause]) -> bool:
    place = clause.text.find(clause.undone) if clause.undone else -1
    if place < 0:
        return False
    if verb.isascii():
        return re.search(rf"\b{re.escape(verb)}", clause.text, re.IGNORECASE) is not None
    near = clause.text[place : place + len(clause.undone) + int(vocabulary("stages")["denied"]["reach"])]
    return verb in near and _subject_is_about(clause, clause.text[:place], target, read)


def names_later(text: str, year: int | None) -> bool:
    """Whether a text names a time after the year of the report: most do not."""
    if words_of("stages.later.next_year").pattern.search(simplified(text)):
        return True
    years = compiled(vocabulary("stages")["later"]["year"])
    return year is not None and any(int(found[1]) > year for found in years.finditer(text))


def comes_later(target: str, read: Sequence[Clause], year: int | None) -> Clause | None:
    """The clause that foretells the end of what the target asks for, for a time after the year of the report."""
    words = vocabulary("stages")["later"]
    for clause in read:
        foretelling = words_of("stages.later.foretelling").pattern.search(clause.text)
        if foretelling is None or not words_of("stages.later.ends").pattern.search(clause.text, foretelling.end()):
            continue
        if clause.text[: foretelling.start()].rstrip().endswith(words["not_behind"]):
            continue
        years = [int(found[1]) for found in compiled(words["year"]).finditer(clause.text)]
        later = words_of("stages.later.next_year").pattern.search(clause.text) is not None
        later = later or (year is not None and bool(years) and min(years) > year)
        if later and _subject_is_about(clause, clause.text[: foretelling.start()], target, read):
            return clause
    return None


def verb_of(target: str, clause: Clause) -> tuple[StageWord, int] | None:
    """The verb of a target that a clause has too, and where the target has it; None where it has none of them."""
    table = vocabulary("stages")["denied"]
    for word, place in _verbs(target):
        if _stem(word) in clause.text.lower():
            return StageWord(word, table["name"], table["rank"]), place
    return None


def _subject_is_about(clause: Clause, subject: str, target: str, read: Sequence[Clause]) -> bool:
    """Whether what a clause speaks of is what the target speaks of, and no part beside it.

    A clause that names nothing itself speaks of what the clause before it does.
    """
    place = read.index(clause)
    before = read[place - 1].text if place and not _names(subject) else ""
    if any(word in subject + before and word not in target for word in _others()):
        return False
    return not _names(subject) or _is_about(subject, target)


@cache
def _others() -> tuple[str, ...]:
    return tuple(vocabulary("stages")["denied"]["others"])


def _names(subject: str) -> bool:
    return bool(_HAN.search(subject) or _WORD.search(subject))


def _is_about(words: str, target: str, besides: str = "") -> bool:
    """Whether words share with a target more than what many targets have, and than the word ``besides``."""
    common = vocabulary("evidence")["results"]["common"]
    if words.isascii():
        known = {word[:5].lower() for word in _WORD.findall(target)}
        return any(word[:5].lower() in known for word in _WORD.findall(words))
    runs = (words[at : at + 2] for at in range(len(words) - 1))
    return any(run in target and run not in common and run not in besides and _HAN.match(run) for run in runs)
