"""Rules and fired rows as plain data, as they go to the process that packs are confined to, and come back.

What goes there is written with ``marshal``, in frames that say how long they are; what comes back is JSON, one value a
line, because it is read as a stranger's.
"""

from __future__ import annotations

import marshal
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import IO, Any

from reconcile.auditing.rule import Example, Rule
from reconcile.model import Message

_LENGTH = struct.Struct("<Q")


def write_frame(stream: IO[bytes], value: Any) -> None:
    """Write one value of plain data."""
    content = marshal.dumps(value)
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)


def read_frame(stream: IO[bytes]) -> Any:
    """The next value that ``write_frame`` wrote; raises ``EOFError`` at the end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    return marshal.loads(stream.read(_LENGTH.unpack(head)[0]))


def plain_rule(rule: Rule) -> dict[str, Any]:
    """A rule as mappings, lists and texts."""
    return asdict(rule)


def rule_of(plain: Mapping[str, Any]) -> Rule:
    """The rule that ``plain_rule`` made plain, also where JSON made lists of its tuples."""
    texts = {name: Message(**plain[name]) for name in ("name", "title", "message", "why", "what_to_do")}
    examples = tuple(
        Example(
            one["description"],
            one["fires"],
            {table: tuple(map(_row, rows)) for table, rows in one["facts"].items()},
            one["line"],
        )
        for one in plain["examples"]
    )
    return Rule(**{**plain, **texts, "examples": examples, "tables": tuple(plain["tables"])})


def _row(plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()}
