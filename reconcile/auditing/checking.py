"""Checks that a rule's SQL is one SELECT over the fact tables that gives the same rows whenever it is run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from reconcile.auditing.database import MACROS, open_database, word_lists
from reconcile.auditing.rule import Rule, placeholders
from reconcile.auditing.tables import TABLES
from reconcile.errors import RuleError
from reconcile.resources import vocabulary

if TYPE_CHECKING:
    import duckdb

_NODES = ("SELECT_NODE", "SET_OPERATION_NODE", "CTE_NODE")
_SOURCES = ("BASE_TABLE", "SUBQUERY", "JOIN", "TABLE_FUNCTION", "EMPTY", "EXPRESSION_LIST")
# SQL's own names for what differs from run to run or from machine to machine; they are read like columns.
_CLOCKS = re.compile("current_[a-z]+|local(time|timestamp)|(session_)?user", re.IGNORECASE)
_IDS = ("target_id", "outcome_id")
# NULL alone is an INTEGER to some versions of the database.
_ID_TYPES = ("VARCHAR", '"NULL"', "INTEGER")
_CITATIONS = re.compile(r"(BIGINT|INTEGER|HUGEINT|\"NULL\")\[\]")


def check_rules(rules: Sequence[Rule], connection: duckdb.DuckDBPyConnection | None = None) -> None:
    """Raise ``RuleError`` with file and line for the first rule whose SQL a rule may not have.

    ``connection`` is one of ``open_database``; without it, one is opened and closed here.
    """
    with nullcontext(connection) if connection else open_database() as bound_to:
        for rule in rules:
            _check(bound_to, rule)


def sql_error(rule: Rule, error: Exception) -> RuleError:
    """What a user is told of an error that the database raised on a rule's SQL."""
    message = str(error)
    at = re.search(r"LINE (\d+):", message)
    line = rule.sql_line + (int(at[1]) - 1 if at else 0)
    problem = message.splitlines()[0].rstrip(". ")
    return RuleError(f"the rule's SQL is broken: {problem}", document=rule.path, line=line, remedy=_GUIDE)


_GUIDE = "see docs/writing-rules.md for the tables, their columns and the functions"


def _broken(rule: Rule, problem: str) -> NoReturn:
    raise RuleError(problem, document=rule.path, line=rule.sql_line, remedy=_GUIDE)


def _check(connection: duckdb.DuckDBPyConnection, rule: Rule) -> None:
    import duckdb

    try:
        statements = connection.extract_statements(rule.sql)
        if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
            _broken(rule, f"a rule's SQL is exactly one SELECT; this is {len(statements)} statements or another kind")
        serialised = connection.execute("SELECT json_serialize_sql($1::VARCHAR)", [rule.sql]).fetchone()
        _check_tree(rule, json.loads(serialised[0] if serialised else "{}"))
        described = connection.execute(f"DESCRIBE {rule.sql}").fetchall()
    except duckdb.Error as error:
        raise sql_error(rule, error) from error
    columns = {str(name): str(kind) for name, kind, *_ in described}
    check_columns(rule, tuple(columns))
    for name in _IDS:
        if columns[name] not in _ID_TYPES:
            _broken(rule, f"the SELECT must return {name} as text, not as {columns[name]}")
    if not _CITATIONS.fullmatch(columns["citations"]):
        _broken(rule, "the SELECT must return citations as a list of the cite columns of the rows it read")


def check_columns(rule: Rule, names: Sequence[str]) -> None:
    """Raise ``RuleError`` where a SELECT with columns of these names lacks what a finding is made of."""
    for name in (*_IDS, "citations"):
        if name not in names:
            _broken(rule, f"the SELECT must return {name}")
    for template in (rule.message.en, rule.message.zh):
        for name in placeholders(template):
            if name not in names:
                _broken(rule, f"the message names {{{name}}}, and the SELECT returns no such column")


def _check_tree(rule: Rule, tree: dict[str, Any]) -> None:
    """Raise ``RuleError`` for whatever a parsed statement does that a rule may not do."""
    if tree.get("error", True):
        _broken(rule, "a rule's SQL is exactly one SELECT")
    named = {str(entry["key"]) for node in _dictionaries(tree) for entry in _common_tables(node)}
    for node in _dictionaries(tree):
        kind = str(node.get("type", ""))
        if kind.endswith("_NODE") and kind not in _NODES:
            _broken(rule, f"a rule only selects; {kind.removesuffix('_NODE').lower()} is not allowed")
        if "alias" in node and "class" not in node and "sample" in node and kind not in _SOURCES:
            _broken(rule, f"a rule reads fact tables only, not {kind.lower()}")
        if isinstance(node.get("sample"), dict):
            _broken(rule, "a rule reads all rows; sampling gives other rows each time")
        if kind == "BASE_TABLE":
            table = str(node["table_name"])
            if (table not in TABLES or node.get("schema_name")) and table not in named:
                _broken(rule, f"there is no fact table {table!r}")
        if "function_name" in node:
            _check_function(rule, node)
        if kind == "COLUMN_REF" and _CLOCKS.fullmatch(str(node["column_names"][-1])):
            _broken(rule, f"{node['column_names'][-1]} differs from run to run")


def _check_function(rule: Rule, node: dict[str, Any]) -> None:
    name = str(node["function_name"]).lower()
    if not node.get("is_operator") and name not in _allowed_functions() and re.match(r"\w", name):
        _broken(rule, f"the function {name!r} is not one of those that rules may call")
    if name == "says":
        arguments = [
            argument.get("expression", argument) for argument in node.get("arguments", node.get("children", []))
        ]
        value = next(_constants(arguments[-1]), None) if arguments else None
        if value not in word_lists():
            _broken(rule, f"says() is asked for the list {value!r}; there are {', '.join(word_lists())}")


@cache
def _allowed_functions() -> frozenset[str]:
    groups: Mapping[str, Sequence[str]] = vocabulary("functions")["allowed"]
    own = (macro.partition("(")[0] for macro in MACROS)
    return frozenset(name for names in groups.values() for name in names) | frozenset(own)


def _constants(node: dict[str, Any]) -> Iterator[str]:
    if node.get("class") == "CONSTANT":
        literal = node.get("literal") or node.get("value") or {}
        yield str(literal.get("text", literal.get("value")))


def _common_tables(node: dict[str, Any]) -> list[dict[str, Any]]:
    entries = node["cte_map"]["map"] if isinstance(node.get("cte_map"), dict) else []
    return entries if isinstance(entries, list) else []


def _dictionaries(tree: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of a parsed statement, outermost first."""
    pending = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            yield node
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
