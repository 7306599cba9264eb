"""What a rule is, once its file was read."""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from reconcile.auditing.tables import Cell
from reconcile.model import Confidence, Message, Severity
from reconcile.resources import vocabulary


@dataclass(frozen=True, slots=True)
class Example:
    """A few fact rows and whether the rule fires on them; ``line`` is where the example starts in the rule's file.

    ``facts`` maps a table to its rows, each with the columns that matter; other columns hold their defaults.
    """

    description: str
    fires: bool
    facts: Mapping[str, tuple[Mapping[str, Cell], ...]]
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One audit rule. ``sql`` is one SELECT that returns the rows that fail; ``tables`` are those that it names.

    ``name`` is the short label, ``title`` the sentence that says what the rule finds, ``message`` the template of a
    finding with ``{columns}`` of the SELECT, ``why`` the reason that an auditor cares. ``path`` and ``sql_line`` say
    where the file and its SELECT stand. ``confined`` marks a rule that is not the program's own: it is parsed, checked
    and run only in a process of its own.
    """

    id: str
    name: Message
    severity: Severity
    confidence: Confidence
    title: Message
    message: Message
    why: Message
    what_to_do: Message
    sql: str
    examples: tuple[Example, ...]
    path: str
    sql_line: int
    tables: tuple[str, ...]
    confined: bool = False


@cache
def placeholders(template: str) -> tuple[str, ...]:
    """The names in braces of a message, in order; raises ``ValueError`` for braces that hold no plain name.

    >>> placeholders("自报“{claim_text}”，但{measure}未达到{goal_text}")
    ('claim_text', 'measure', 'goal_text')
    """
    names = []
    for _, name, form, conversion in string.Formatter().parse(template):
        if name is None:
            continue
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or form or conversion:
            raise ValueError(f"{{{name}}} is no plain name in braces")
        names.append(name)
    return tuple(names)


def rules_sha256(rules: Sequence[Rule]) -> str:
    """A hash of all that decides which findings a set of rules makes, but not of where its files lie."""
    digest = hashlib.sha256()
    for rule in rules:
        parts = (rule.id, rule.severity, rule.confidence, rule.message.en, rule.message.zh, rule.sql)
        digest.update("\x1f".join(parts).encode() + b"\x1e")
    digest.update(_shared())
    return digest.hexdigest()


@cache
def _shared() -> bytes:
    """The words and figures that any rule may name."""
    return "".join(repr(vocabulary(name)) for name in ("auditing", "thresholds")).encode()
