"""The command ``reconcile query``: SQL over the tables of a batch, and the documented questions."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.commands.options import LangOption, Quiet
from reconcile.errors import QueryError
from reconcile.version import NAME

if TYPE_CHECKING:
    from reconcile.model import Language


class AnswerFormat(StrEnum):
    """How ``query`` prints."""

    text = "text"
    csv = "csv"
    json = "json"
    markdown = "markdown"


def query(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that reconcile batch wrote.")],
    sql: Annotated[
        str | None, typer.Argument(metavar="[SQL]", help="One statement of DuckDB that reads; - takes standard input.")
    ] = None,
    question: Annotated[
        str | None, typer.Option(metavar="NAME", help="Ask a documented question instead; see docs/query.md.")
    ] = None,
    questions: Annotated[bool, typer.Option("--questions", help="List the documented questions.")] = False,
    format: Annotated[
        AnswerFormat, typer.Option(help="How the answer is printed; text shows the first 100 rows.")
    ] = AnswerFormat.text,
    lang: LangOption = None,
    quiet: Quiet = False,
) -> None:
    """Ask the tables of a batch in SQL: FROM items, SHOW TABLES, DESCRIBE goals. Nothing is written.

    While a batch has not finished, what is there answers, and standard error says so.
    """
    from reconcile.batching.questions import question_named

    if sum((sql is not None, question is not None, questions)) != 1:
        raise QueryError("one thing is asked for", remedy="give SQL, --question NAME or --questions")
    if questions:
        _list_questions(format, lang.value if lang else "en")
        return
    from reconcile.batching.querying import query as ask
    from reconcile.reporting.answers import ROWS_SHOWN, render_answer, render_answer_terminal

    statement = question_named(question).sql if question is not None else _given(sql)
    with ask(folder, statement) as answer:
        if answer.notice and not quiet:
            sys.stderr.write(f"{NAME}: {folder.as_posix()}: {answer.notice}\n")
        if format is not AnswerFormat.text:
            sys.stdout.writelines(render_answer(answer, format.value))
            return
        sys.stdout.writelines(render_answer_terminal(answer, shutil.get_terminal_size().columns))
        if not quiet and next(answer.rows, None) is not None:
            sys.stderr.write(f"{NAME}: the first {ROWS_SHOWN} rows are shown; --format csv prints all\n")


def _list_questions(format: AnswerFormat, lang: Language) -> None:
    from reconcile.batching.questions import load_questions, questions_answer
    from reconcile.reporting.answers import render_answer

    if format is not AnswerFormat.text:
        sys.stdout.writelines(render_answer(questions_answer(), format.value))
        return
    for each in load_questions():
        sys.stdout.write(f"{each.name}\n  {each.question.in_language(lang)}\n")


def _given(sql: str | None) -> str:
    if sql != "-":
        return sql or ""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise QueryError("the SQL on standard input is no UTF-8", remedy="save it as UTF-8") from None
