"""Reads a rule from the text of its file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, NoReturn, get_args

from reconcile.auditing.rule import Example, Rule, placeholders
from reconcile.auditing.tables import TABLES, Cell, Column
from reconcile.errors import RuleError
from reconcile.model import Confidence, Message, Severity

_TEXTS = ("name", "title", "message", "why", "what_to_do")
_KEYS = ("id", "severity", "confidence", *_TEXTS, "sql", "example")
_GUIDE = "see docs/writing-rules.md"


def read_rule(path: str, text: str, *, confined: bool = False, examples: bool = True) -> Rule:
    """The rule that a file of this text holds; its SQL is not looked at.

    Without ``examples`` the file is read up to the first of them: to parse them takes most of a file's time, and a run
    has no use for them.

    Raises ``RuleError`` with the file and the line for a part that is missing, unknown or of the wrong kind.
    """
    source = _Source(path, text)
    if not examples:
        text = text.partition("\n[[example]]")[0]
    try:
        content = tomllib.loads(text)
    except ValueError as error:
        at = re.search(r"at line (\d+)", str(error))
        source.broken(f"the rule is no TOML: {error}", int(at[1]) if at else 1, "mend the line named")
    except RecursionError:
        source.broken("the rule is nested too deep to be read", 1)
    for key in content:
        if key not in _KEYS:
            source.broken(f"a rule has no {key!r}; it has {', '.join(_KEYS)}", source.line(key))
    for key in _KEYS:
        if key not in content and (examples or key != "example"):
            source.broken(f"the rule lacks {key!r}", 1)
    stem = PurePath(path).stem
    if content["id"] != stem:
        source.broken(
            f"the rule's id {content['id']!r} differs from its file's name", source.line("id"), "make them equal"
        )
    if stem == "test":
        source.broken("a rule may not be called test, which is a command", source.line("id"), "give it another id")
    texts = {key: _both_languages(source, key, content[key]) for key in _TEXTS}
    for language in ("en", "zh"):
        _placeholders(source, texts["message"].in_language(language), source.line(language, "message"))
    sql = _text(source, "sql", content["sql"])
    return Rule(
        id=stem,
        severity=_one_of(source, "severity", content["severity"], Severity),
        confidence=_one_of(source, "confidence", content["confidence"], Confidence),
        sql=sql,
        sql_line=_sql_line(source),
        tables=tuple(name for name in TABLES if re.search(rf"\b{name}\b", sql)),
        examples=_examples(source, content["example"]) if examples else (),
        path=path,
        confined=confined,
        **texts,
    )


class _Source:
    """A rule's file as text, for saying which line something stands on."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    def line(self, key: str, table: str = "") -> int:
        """The line of a key at the top or in a table; that of the table's header where it lacks the key; else 1."""
        current, fallback = "", 1
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = re.match(r"\s*\[+\s*([\w.\-]+)\s*\]+", line)
            if header:
                current = header[1]
                if current in (table, key) and fallback == 1:
                    fallback = number
            name = re.match(r"\s*([\w.\-]+)\s*=", line)
            if name and ((name[1] == key and current == table) or (not current and name[1] == table)):
                return number
        return fallback

    def header_line(self, table: str, nth: int) -> int:
        """The line of the n-th (from 0) header of an array of tables."""
        headers = re.finditer(rf"^\s*\[\[\s*{re.escape(table)}\s*\]\]", self.text, re.MULTILINE)
        starts = [self.text.count("\n", 0, found.start() + len(found[0])) + 1 for found in headers]
        return starts[nth] if nth < len(starts) else 1

    def broken(self, problem: str, line: int, remedy: str = _GUIDE) -> NoReturn:
        raise RuleError(problem, document=self.path, line=line, remedy=remedy)


def _sql_line(source: _Source) -> int:
    """The line of the SELECT's first line; TOML drops a line break after the opening quotes."""
    line = source.line("sql")
    printed = source.text.splitlines()[line - 1]
    return line + 1 if printed.rstrip().endswith(("'''", '"""')) else line


def _text(source: _Source, key: str, value: Any, table: str = "") -> str:
    if not isinstance(value, str) or not value.strip():
        source.broken(f"{f'{table}.{key}'.lstrip('.')!r} must be text", source.line(key, table))
    return value.strip() if table else value


def _one_of(source: _Source, key: str, value: Any, names: Any) -> Any:
    if value not in get_args(names):
        source.broken(f"{key} is {value!r}; it must be one of {', '.join(get_args(names))}", source.line(key))
    return value


def _both_languages(source: _Source, key: str, value: Any) -> Message:
    if not isinstance(value, dict) or set(value) != {"en", "zh"}:
        source.broken(f"{key!r} must have the parts en and zh, and no others", source.line(key))
    return Message(en=_text(source, "en", value["en"], key), zh=_text(source, "zh", value["zh"], key))


def _placeholders(source: _Source, template: str, line: int) -> None:
    try:
        placeholders(template)
    except ValueError as error:
        source.broken(f"the message's braces are wrong: {error}", line, "write {column} for a column of the SELECT")


def _examples(source: _Source, listed: Any) -> tuple[Example, ...]:
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        source.broken("examples are written as [[example]]", source.line("example"))
    examples = []
    for number, one in enumerate(listed):
        line = source.header_line("example", number)
        if not isinstance(one.get("fires"), bool):
            source.broken("an example says fires = true or fires = false", line)
        if not isinstance(one.get("description"), str) or not one["description"].strip():
            source.broken("an example lacks its description", line)
        tables = {key: rows for key, rows in one.items() if key not in ("fires", "description")}
        facts = {table: _rows(source, table, rows, line) for table, rows in tables.items()}
        examples.append(Example(one["description"].strip(), one["fires"], facts, line))
    if {example.fires for example in examples} != {True, False}:
        source.broken("a rule has at least one example that fires and one that does not", source.line("example"))
    return tuple(examples)


def _rows(source: _Source, table: str, rows: Any, line: int) -> tuple[Mapping[str, Cell], ...]:
    if table not in TABLES:
        source.broken(f"an example names {table!r}, which is no fact table", line)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        source.broken(f"the rows of {table!r} are a list of tables", line)
    columns = {column.name: column for column in TABLES[table].columns}
    result: list[Mapping[str, Cell]] = []
    for row in rows:
        for name in row:
            if name not in columns:
                source.broken(f"the fact table {table!r} has no column {name!r}", line)
        result.append({name: _cell(source, columns[name], value, line) for name, value in row.items()})
    return tuple(result)


_PYTHON_TYPES: Mapping[str, tuple[type, ...]] = {
    "VARCHAR": (str,),
    "INTEGER": (int,),
    "BIGINT": (int,),
    "DOUBLE": (int, float),
    "BOOLEAN": (bool,),
    "VARCHAR[]": (list,),
}


def _cell(source: _Source, column: Column, value: Any, line: int) -> Cell:
    fits = isinstance(value, _PYTHON_TYPES[column.type]) and (column.type == "BOOLEAN" or not isinstance(value, bool))
    if not fits:
        source.broken(f"the column {column.name!r} holds {column.type}, not {value!r}", line)
    return tuple(value) if isinstance(value, list) else value
