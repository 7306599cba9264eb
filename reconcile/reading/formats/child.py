"""Reads formats whose libraries cannot be bounded from outside (PDF, .xls) in a process with limits of its own.

The parent sends the bytes, the child answers with rows and diagnostics, or the one line that says what is wrong.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from reconcile.errors import DocumentError
from reconcile.model import Diagnostic, Message
from reconcile.reading.limits import CHILD_BYTES, CHILD_SECONDS, MEGABYTE, PAGE_SECONDS
from reconcile.reading.rows import Origin, Place, Row

_ROOT = Path(__file__).resolve().parents[3]
_START = "import sys; sys.path.insert(0, sys.argv[1]); from reconcile.reading.formats.child import main; main()"
# How a process ends whose time is up (SIGPROF), and how ours ends without memory.
_TIME_UP, _OUT_OF_MEMORY = 27, 125


def read_in_child(data: bytes, format: Literal["pdf", "xls"], name: str) -> tuple[list[Row], list[Diagnostic]]:
    """The rows of a document and what is to be said of it. Raises ``DocumentError`` where it cannot be read."""
    command = [sys.executable, "-P", "-c", _START, str(_ROOT), format, name]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=CHILD_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise _beyond(f"{CHILD_SECONDS} seconds", name) from error
    if done.returncode == -_TIME_UP:
        raise _beyond(f"{PAGE_SECONDS} seconds of computing for one page", name)
    if done.returncode == _OUT_OF_MEMORY:
        raise _beyond(f"{CHILD_BYTES // MEGABYTE} MB of memory", name)
    if done.returncode:
        raise DocumentError(
            "the file is damaged: the program that reads it broke down",
            document=name,
            remedy="open it in the program it was made with, save it anew and give that file",
        )
    answer = json.loads(done.stdout)
    if "problem" in answer:
        raise DocumentError(answer["problem"], document=name, remedy=answer["remedy"])
    return [_row(each) for each in answer["rows"]], [_diagnostic(each) for each in answer["notes"]]


def _beyond(what: str, name: str) -> DocumentError:
    return DocumentError(
        f"reading it takes more than {what}",
        document=name,
        remedy="print the pages that hold the table to a new PDF, or save the table as .xlsx, and give that file",
    )


def main() -> None:
    """The child: bytes on standard input, the answer on standard output."""
    format, name = sys.argv[2:4]
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What libraries print must not get into the answer.
    os.dup2(2, 1)
    before_page = _set_limits()
    try:
        answer = _read(sys.stdin.buffer.read(), format, name, before_page)
    except DocumentError as error:
        answer = {"problem": error.problem, "remedy": error.remedy}
    except (MemoryError, RecursionError):
        os._exit(_OUT_OF_MEMORY)
    try:
        json.dump(answer, out)
        out.flush()
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    os._exit(0)


def _read(data: bytes, format: str, name: str, before_page: Callable[[], None]) -> dict[str, Any]:
    if format == "pdf":
        from reconcile.reading.formats.pdf import read_pdf

        rows, notes = read_pdf(data, name, before_page)
    else:
        from reconcile.reading.formats.old_workbook import read_old_workbook

        before_page()
        rows, notes = read_old_workbook(data, name)
    return {"rows": rows, "notes": [(each.kind, each.message.en, each.message.zh) for each in notes]}


def _set_limits() -> Callable[[], None]:
    """Limit this process's memory, where the system can; each call of what it gives back grants time anew."""
    try:
        import resource
        import signal
    except ImportError:
        return lambda: None
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_BYTES, CHILD_BYTES))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)

    def before_page() -> None:
        # Time that this process computes: on a busy machine an honest page takes no more of it.
        signal.setitimer(signal.ITIMER_PROF, PAGE_SECONDS)

    before_page()
    return before_page


def _row(values: list[Any]) -> Row:
    kind, line, cells, starts, marks, _, place, table, merged = values
    return Row(
        kind,
        line,
        tuple(cells),
        tuple(starts),
        marks,
        None,
        Place(place[0], place[1], place[2], place[3], tuple(place[4])) if place else None,
        table,
        {int(index): Origin(*origin) for index, origin in merged.items()} if merged else None,
    )


def _diagnostic(values: list[str]) -> Diagnostic:
    kind, en, zh = values
    return Diagnostic(kind, Message(en, zh))
