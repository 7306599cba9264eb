"""The documented questions to a batch: ``rules/questions/NAME.toml``, each with its SQL and how to read the answer."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from reconcile.errors import QueryError, RuleError, nearest
from reconcile.model import Message
from reconcile.reporting.answers import Answer
from reconcile.resources import resource_dir


@dataclass(frozen=True, slots=True)
class Question:
    """A question, why an auditor asks it, how its answer is to be read, and what the answer does not tell."""

    name: str
    question: Message
    why: Message
    reading: Message
    limits: Message
    sql: str


_PARTS = ("question", "why", "reading", "limits")


def load_questions() -> tuple[Question, ...]:
    """The questions by their names.

    >>> [question.name for question in load_questions()][:2]
    ['claims-without-evidence', 'goals-below-last-year']
    """
    questions = []
    for path in sorted((resource_dir("rules") / "questions").glob("*.toml")):
        try:
            with path.open("rb") as stream:
                read = tomllib.load(stream)
            said = {part: Message(read[part]["en"], read[part]["zh"]) for part in _PARTS}
            questions.append(Question(path.stem, **said, sql=read["sql"].strip()))
        except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
            raise RuleError(
                f"the question is broken: {error}", document=str(path), remedy="install the program again"
            ) from error
    return tuple(questions)


def questions_answer() -> Answer:
    """The questions as rows: name, and the texts in both languages, then the SQL."""
    names = [f"{part}_{lang}" for part in _PARTS for lang in ("en", "zh")]
    rows = [
        (each.name, *(text for part in _PARTS for text in (getattr(each, part).en, getattr(each, part).zh)), each.sql)
        for each in load_questions()
    ]
    columns = ("name", *names, "sql")
    return Answer(columns, ("VARCHAR",) * len(columns), iter(rows))


def question_named(name: str) -> Question:
    """The question of a name; raises ``QueryError`` with the names that there are where it is none of them."""
    questions = {question.name: question for question in load_questions()}
    if name not in questions:
        raise QueryError(f"there is no question {name!r}", remedy=nearest(name, list(questions)))
    return questions[name]
