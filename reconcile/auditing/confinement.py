"""Hands rule packs to a process of their own, and ends it at the deadline.

A scalar function on one huge value outruns the database's interrupt and its limit of memory, so a pack that is not the
program's own is parsed, checked and run where neither can do harm: with a bound on memory and processor time set by the
operating system, no files, no inherited environment, an empty folder to stand in, and an end by the clock.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from reconcile.auditing.examples import FailedExample
from reconcile.auditing.exchange import plain_rule, rule_of, write_frame
from reconcile.auditing.firing import Fired
from reconcile.auditing.packs import Limits, pack_limits
from reconcile.auditing.rule import Rule
from reconcile.auditing.tables import Cell
from reconcile.errors import RuleError
from reconcile.model import Message

_PIECE = 20_000
_LESS = "have its SELECT read and build less, or raise the limit in rules/vocabulary/packs.toml"
# Started from the paths of this process, so that it finds the same packages from a wheel and from a checkout.
_START = "import sys; sys.path[:] = sys.argv[1:]; from reconcile.auditing.confined import main; main()"
# Where a build of Python finds its libraries; nothing else of the environment is handed on.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def load_confined(files: Sequence[tuple[str, str]], limits: Limits) -> list[Rule]:
    """The rules of a pack's files, given as (path, text), their SQL parsed and checked.

    Raises ``RuleError`` for a rule that is broken, or that passes a limit when it is only read.
    """
    task = {"name": "load", "files": list(files), "many": False}
    with closing(_answers(task, (), limits, files[0][0])) as answers:
        return [rule_of(answer["rule"]) for answer in answers if "rule" in answer]


def confined_examples(rules: Sequence[Rule]) -> list[list[FailedExample]]:
    """The examples of each rule that do not behave, as ``failed_examples`` finds them."""
    task = {"name": "examples", "rules": [plain_rule(rule) for rule in rules], "many": False}
    with closing(_answers(task, (), pack_limits(), rules[0].path)) as answers:
        listed = [answer["failed"] for answer in answers if "failed" in answer]
    return [[FailedExample(rule.path, *failed) for failed in found] for rule, found in zip(rules, listed, strict=True)]


def confined_rows(
    rules: Sequence[Rule], tables: Sequence[tuple[str, Iterable[tuple[Cell, ...]]]], *, many: bool
) -> list[Fired]:
    """The rows that the rules return on fact tables, given as (name, rows); ``many`` where rows run to thousands."""
    task = {
        "name": "run",
        "rules": [plain_rule(rule) for rule in rules],
        "tables": [name for name, _ in tables],
        "many": many,
    }
    by_path = {rule.path: rule for rule in rules}
    fired, at = [], rules[0]
    with closing(_answers(task, _pieces(rows for _, rows in tables), pack_limits(), at.path)) as answers:
        for answer in answers:
            if "at" in answer:
                at = by_path[answer["at"][0]]
            elif "fired" in answer:
                target, outcome, citations, en, zh = answer["fired"]
                fired.append(Fired(at, target, outcome, tuple(citations), Message(en=en, zh=zh), ()))
    return fired


def _pieces(tables: Iterable[Iterable[tuple[Cell, ...]]]) -> Iterator[list[tuple[Cell, ...]]]:
    for rows in tables:
        pending = iter(rows)
        while piece := list(islice(pending, _PIECE)):
            yield piece
        yield []


def _answers(
    task: dict[str, Any], pieces: Iterable[list[tuple[Cell, ...]]], limits: Limits, path: str
) -> Generator[dict[str, Any], None, None]:
    """What the process answers to a task, in order; raises ``RuleError`` with the rule's place where it cannot."""
    at = (path, 0)
    received, ready = 0, False
    with _process() as process, _Deadline(process, limits.seconds) as deadline:
        assert process.stdin
        assert process.stdout
        try:
            write_frame(process.stdin, {**task, "limits": asdict(limits)})
            for piece in pieces:
                write_frame(process.stdin, piece)
            process.stdin.flush()
        except BrokenPipeError:
            # It has ended already, and what it said before tells why.
            pass
        deadline.begin()
        while line := process.stdout.readline(limits.answer_bytes):
            received += len(line)
            if received >= limits.answer_bytes:
                _passed(at, f"returns more than {limits.answer_bytes:,} bytes")
            answer = json.loads(line)
            ready = ready or "ready" in answer
            if "at" in answer:
                at = (str(answer["at"][0]), int(answer["at"][1]))
            if "done" in answer:
                return
            _raise_told(answer, at, limits)
            yield answer
        status = process.wait()
    if not ready:
        raise RuleError(
            f"rule packs cannot be run here: the process for them does not start (status {status})",
            remedy="leave out --rules, or raise the limits in rules/vocabulary/packs.toml",
        )
    _raise_ended(status, at, limits, deadline.passed)


def _raise_told(answer: dict[str, Any], at: tuple[str, int], limits: Limits) -> None:
    """Raise what the process says went wrong, if it says so."""
    if "error" in answer:
        error = answer["error"]
        raise RuleError(error["problem"], document=error["document"], line=error["line"], remedy=error["remedy"])
    if "passed" in answer:
        _passed(at, "is nested too deep" if answer["passed"] == "nesting" else _memory(limits))
    if "fault" in answer:
        raise RuntimeError(answer["fault"])


def _raise_ended(status: int, at: tuple[str, int], limits: Limits, deadline_passed: bool) -> None:
    """Raise what the end of a process that did not say why it ended is to be called."""
    if deadline_passed:
        _passed(at, f"runs longer than {limits.seconds:g} seconds")
    if status == -signal.SIGXCPU:
        _passed(at, f"uses more than {limits.processor_seconds} seconds of processor time")
    if status in (os.EX_TEMPFAIL, -signal.SIGABRT):
        _passed(at, _memory(limits))
    if status == -signal.SIGKILL:
        _passed(at, "was ended by the system, as it does where memory runs short")
    if status == -signal.SIGSEGV:
        _passed(at, "breaks the database, as SQL that is nested too deep does")
    _passed(at, f"ended the process that it ran in (status {status})")


def _memory(limits: Limits) -> str:
    return f"needs more memory than the {limits.address_bytes // 2**20:,} MB that a rule pack may use"


def _passed(at: tuple[str, int], problem: str) -> None:
    raise RuleError(f"the rule {problem}", document=at[0], line=at[1], remedy=_LESS)


class _Deadline:
    """Kills a process some seconds after it was told to begin; ``passed`` says whether it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.passed = False
        self._process = process
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def begin(self) -> None:
        self._timer.start()

    def _end(self) -> None:
        self.passed = True
        self._process.kill()

    def __enter__(self) -> _Deadline:
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


@contextmanager
def _process() -> Iterator[subprocess.Popen[bytes]]:
    """A process to confine packs to, with nothing of ours but its two pipes; it has ended when the block has."""
    if find_spec("resource") is None:
        raise RuleError(
            "rule packs are not run on this system, which cannot limit what a process uses",
            remedy="run on Linux or macOS; rules that you trust may be put beside those that ship, in rules/audit",
        )
    paths = [str(Path(__file__).resolve().parents[2]), *(str(Path(path).resolve()) for path in sys.path if path)]
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            # The numerical library sets memory aside for each thread it may start.
            env={**environment, "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                # What was not sent before it ended need not be sent.
                with suppress(BrokenPipeError):
                    stream.close()  # type: ignore[union-attr]
