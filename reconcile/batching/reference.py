"""What ``docs/query.md`` says of the tables and of the documented questions, made from the code and the questions."""

from __future__ import annotations

from collections.abc import Mapping

from reconcile.auditing.markdown import table
from reconcile.batching.questions import load_questions
from reconcile.batching.tables import ERRORS, PAIR, TABLES
from reconcile.fields import field_labels


def tables_reference() -> str:
    """Markdown: a section for each table with its columns, then the fields of work."""
    described = [(name, each.meaning, each.columns) for name, each in TABLES.items()]
    described.append(("errors", "a pair that could not be judged (in the database alone)", ERRORS))
    parts = []
    for name, meaning, columns in described:
        rows = [(f"`{column.name}`", column.type, column.meaning) for column in (PAIR, *columns)]
        parts += [f"### {name}", f"A row is {meaning}.", table(("column", "type", "holds"), rows)]
    fields = [(f"`{key}`", label.en, label.zh) for key, label in field_labels().items()]
    parts += ["### Fields of work", "What `items.field` may hold:", table(("field", "English", "中文"), fields)]
    return "\n\n".join(parts) + "\n"


def questions_reference(answers: Mapping[str, str]) -> str:
    """Markdown: a section for each question with its SQL and a sample answer, which ``answers`` gives by its name."""
    parts = []
    for each in load_questions():
        rows = [
            ("Why", each.why.en, "为什么", each.why.zh),
            ("How to read it", each.reading.en, "如何阅读", each.reading.zh),
            ("What it does not tell", each.limits.en, "局限", each.limits.zh),
        ]
        parts += [f"### {each.name}", f"**{each.question.en}** · **{each.question.zh}**"]
        parts += [table(("", "English", "", "中文"), rows), answers[each.name].strip(), f"```sql\n{each.sql}\n```"]
    return "\n\n".join(parts) + "\n"
