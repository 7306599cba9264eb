"""Events that are no works (a paper issued, a review passed): how a target asks for one, and what answers it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reconcile.assessment.clauses import clauses
from reconcile.assessment.ladder import StageWord, without_names
from reconcile.assessment.undoing import Clause
from reconcile.assessment.words import Words, compiled, joined
from reconcile.quantities.wording import alternation
from reconcile.resources import vocabulary


class Event(NamedTuple):
    """A kind of event: the stage that it is and the one before it, and the words by which a narrative tells of each."""

    name: str
    rank: int
    before: str
    before_rank: int
    asking: re.Pattern[str]
    done: re.Pattern[str]
    early: Words


@cache
def events() -> tuple[Event, ...]:
    """The kinds of events of the vocabulary."""
    table = vocabulary("stages")["events"]
    return tuple(
        Event(
            each["name"],
            each["rank"],
            each["before"],
            each["before_rank"],
            _asking(table["openings"], each),
            re.compile("|".join(filter(None, (alternation(each["done"]), each.get("also", ""))))),
            joined(each["early"]),
        )
        for each in table["event"]
    )


def _asking(openings: str, event: dict[str, list[str]]) -> re.Pattern[str]:
    """What a clause looks like that asks for an event; its group ``verb`` is the word that asks."""
    ways = [f"^\\s*{openings}(?P<opens>{alternation(event['opens'])})(?![的后]).*{event['of'] or ''}"]
    if event["ends"]:
        ways.append(f"(?<![已未])(?P<ends>{alternation(event['ends'])})\\s*$")
    if event["english"]:
        ways.append(f"^\\W*(?P<english>{alternation(event['english'])})\\b")
    return re.compile("|".join(ways))


@cache
def _asking_words() -> re.Pattern[str]:
    """Any of the words by which a target asks for an event."""
    table = vocabulary("stages")["events"]["event"]
    return re.compile(alternation(word for each in table for key in ("opens", "ends", "english") for word in each[key]))


def event_asked(target: str) -> tuple[Event, str, int] | None:
    """The first event that a target asks for, with the word that asks and its place; None where it asks for none.

    >>> asked = event_asked("年内制定出台《养犬管理条例》")
    >>> asked and (asked[0].name, asked[1:])
    ('印发', ('出台', 4))
    >>> event_asked("落实省出台的各项政策") is None
    True
    """
    # Most targets hold none of these words.
    if _asking_words().search(target) is None:
        return None
    for start, end in clauses(target):
        clause = without_names(target[start:end])
        for event in events():
            found = event.asking.search(clause)
            if found:
                way = str(found.lastgroup)
                return event, found[way], start + found.start(way)
    return None


def event_reached(event: Event, clause: Clause) -> Iterator[tuple[StageWord, int]]:
    """The stages of an event that a clause of a narrative tells of, and where in the clause.

    What is foretold, or is to come by the words in front of it (拟于近期印发), is not reached.
    """
    text = without_names(clause.text)
    # Only English has a sentence begin otherwise.
    text = text.lower() if text.isascii() else text
    pending = compiled(vocabulary("stages")["events"]["pending"])
    for found in event.done.finditer(text):
        if not clause.foretold and pending.search(text, 0, found.start()) is None:
            yield StageWord(found[0], event.name, event.rank), found.start()
    early = event.early.pattern.search(text)
    if early:
        yield StageWord(early[0], event.before, event.before_rank), early.start()
