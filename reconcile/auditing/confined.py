"""The process that rule packs are confined to: what it is sent on its standard input, it answers on its output.

It begins by giving up what it could use too much of: memory, processor time, files. Only then does it look at a pack.
The program that started it ends it at the deadline, which nothing in here could be trusted to do: a function of the
database on one huge value cannot be interrupted. Started by ``reconcile.auditing.confinement`` alone.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import IO, Any

import duckdb

from reconcile.auditing.checking import check_rules
from reconcile.auditing.constants import constant_rows
from reconcile.auditing.database import fill_from_columns, fill_from_lists, open_database
from reconcile.auditing.examples import failed_examples
from reconcile.auditing.exchange import plain_rule, read_frame, rule_of
from reconcile.auditing.firing import fired_rows
from reconcile.auditing.packs import Limits
from reconcile.auditing.rule_files import read_rule
from reconcile.auditing.tables import TABLES
from reconcile.errors import RuleError
from reconcile.resources import vocabulary

Answer = Callable[..., None]
# What a line of an error may be long: the database quotes values.
_LINE = 400
_WATCHED_EVERY = 0.02


def main() -> None:
    """Do the one task that is asked for, and end."""
    request, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)

    def answer(**what: Any) -> None:
        answers.write(json.dumps(what).encode() + b"\n")
        answers.flush()

    task = read_frame(request)
    limits = Limits(**task["limits"])
    # One database, for none can be opened where no file can.
    connection = open_database(memory=limits.database_bytes)
    confine(limits, many=task["many"])
    answer(ready=True)
    try:
        _TASKS[task["name"]](connection, task, request, limits, answer)
        answer(done=True)
    except RuleError as error:
        if isinstance(error.__cause__, duckdb.OutOfMemoryException):
            return answer(passed="memory")
        said = {"problem": _line(error.problem), "document": error.document, "line": error.line}
        answer(error={**said, "remedy": _line(error.remedy)})
    except MemoryError:
        answer(passed="memory")
    except RecursionError:
        answer(passed="nesting")
    except Exception as error:
        answer(fault=_line(f"{type(error).__name__}: {error}"))


def confine(limits: Limits, *, many: bool) -> None:
    """Give up memory, processor time and files beyond the limits; what is needed of the program is loaded before."""
    import resource

    # Older versions of the database load it when they are first given a value.
    import uuid  # noqa: F401

    for name in ("auditing", "functions", "stages", "thresholds"):
        vocabulary(name)
    constant_rows("stages")
    if many:
        import numpy as np

        np.array([""], dtype=object)
    seconds, size = limits.processor_seconds, limits.address_bytes
    bounds = {
        "RLIMIT_CORE": (0, 0),
        "RLIMIT_FSIZE": (0, 0),
        # At the first bound the signal says why; the second is for what does not heed it.
        "RLIMIT_CPU": (seconds, seconds + 1),
        "RLIMIT_AS": (size, size),
        # No further file and no connection can be opened, by whatever way.
        "RLIMIT_NOFILE": (0, 0),
    }
    threading.Thread(target=_watch_memory, args=(size,), daemon=True).start()
    for name, bound in bounds.items():
        try:
            resource.setrlimit(getattr(resource, name), bound)
        except (ValueError, OSError):
            # macOS knows no bound on addresses; there the watch is what ends a process that grows too large.
            if name != "RLIMIT_AS":
                raise


def _watch_memory(most: int) -> None:
    """End this process where it has become larger than ``most`` bytes."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit < most:
        time.sleep(_WATCHED_EVERY)
    os._exit(os.EX_TEMPFAIL)


def _load(
    connection: duckdb.DuckDBPyConnection, task: dict[str, Any], _: IO[bytes], __: Limits, answer: Answer
) -> None:
    for path, text in task["files"]:
        answer(at=[path, 1])
        rule = read_rule(path, text, confined=True)
        answer(at=[path, rule.sql_line])
        check_rules([rule], connection)
        answer(rule=plain_rule(rule))


def _examples(
    connection: duckdb.DuckDBPyConnection, task: dict[str, Any], _: IO[bytes], limits: Limits, answer: Answer
) -> None:
    for rule in map(rule_of, task["rules"]):
        answer(at=[rule.path, rule.sql_line])
        failed = failed_examples(rule, connection, limits.rows)
        answer(failed=[[one.line, _line(one.description), _line(one.problem)] for one in failed])


def _run(
    connection: duckdb.DuckDBPyConnection, task: dict[str, Any], request: IO[bytes], limits: Limits, answer: Answer
) -> None:
    # What was not loaded before the files were given up cannot be loaded now.
    fill = fill_from_columns if task["many"] else fill_from_lists
    for name in task["tables"]:
        fill(connection, TABLES[name], _sent(request))
    answer(filled=True)
    for rule in map(rule_of, task["rules"]):
        answer(at=[rule.path, rule.sql_line])
        for row in fired_rows(connection, rule, limits.rows):
            message = row.message
            answer(fired=[row.target, row.outcome, row.citations, message.en, message.zh])


def _sent(request: IO[bytes]) -> Iterator[Any]:
    """The rows of one table, which come in pieces with an empty one at the end."""
    while rows := read_frame(request):
        yield from rows


_TASKS = {"load": _load, "examples": _examples, "run": _run}


def _line(text: str) -> str:
    """One line that can be shown: not too long, and without characters that steer a terminal."""
    words = "".join(character if character.isprintable() else " " for character in text)
    return words if len(words) <= _LINE else words[:_LINE] + "…"


if __name__ == "__main__":
    main()
