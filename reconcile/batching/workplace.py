"""What a worker of a cluster must have in common with the program that gives it work, and the work done there."""

from __future__ import annotations

import gc
import os
import platform
import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Generic, NamedTuple, TypeVar

from reconcile.errors import OutputError
from reconcile.pairs.processes import COLLECT_AFTER
from reconcile.pairs.program import result_key
from reconcile.version import VERSION

Job = TypeVar("Job")
Result = TypeVar("Result")

# A worker may have several threads. What reads and judges a pair has one working folder and one writer of parts.
_ONE_AT_A_TIME = threading.Lock()


class Workplace(NamedTuple):
    """Where and with what the work is done.

    ``home`` is the working directory that paths are relative to. ``token`` is a file in the folder of the batch that
    holds ``secret`` as long as the batch runs. ``manifest`` is the path of the list of pairs.
    """

    home: str
    token: str
    secret: str
    manifest: str
    program: tuple[str, str]
    libraries: tuple[tuple[str, str], ...]


class Unfit(NamedTuple):
    """In place of results: why a worker cannot do the work, what to try, and the machine it runs on."""

    problem: str
    remedy: str
    machine: str


class Results(NamedTuple, Generic[Result]):
    """The result of each job of a chunk, and the seconds that they took together."""

    results: tuple[Result, ...]
    seconds: float


@contextmanager
def workplace(folder: Path, manifest: Path) -> Iterator[Workplace]:
    """The workplace of a batch that writes to ``folder``; workers stop before their next pair when it ends."""
    secret = secrets.token_hex(16)
    token = folder.absolute() / f".workers-{secret[:8]}.part"
    try:
        token.write_text(secret, encoding="ascii")
    except OSError as error:
        raise OutputError(
            f"the folder cannot be written to: {error.strerror or error}",
            document=folder.as_posix(),
            remedy="check its permissions and the free space, or give another folder",
        ) from error
    try:
        yield Workplace(
            home=os.getcwd(),  # noqa: PTH109
            token=str(token),
            secret=secret,
            manifest=str(manifest.absolute()),
            program=_program(),
            libraries=_libraries(),
        )
    finally:
        token.unlink(missing_ok=True)


def unfit(place: Workplace) -> Unfit | None:
    """Why the process that this is called in cannot do the work of a batch; None where it can."""
    if _libraries() != place.libraries:
        here, there = (", ".join(map(" ".join, each)) for each in (_libraries(), place.libraries))
        return _unfit(f"it runs {here}, and this program {there}", "start it with the same versions")
    if _program() != place.program:
        here, there = (f"{version} ({digest[:8]})" for version, digest in (_program(), place.program))
        return _unfit(
            f"it has another version of this program or its rules: {here}, not {there}",
            "install the same version there, and start the worker again",
        )
    return _unseen(place)


def _unseen(place: Workplace) -> Unfit | None:
    remedy = "give it a file system that both see under the same path"
    if not _runs(place):
        return _unfit(f"it does not see the folder {Path(place.token).parent}", remedy)
    if not Path(place.manifest).is_file():
        return _unfit(f"it does not see the manifest {place.manifest}", remedy)
    if not Path(place.home).is_dir():
        return _unfit(
            f"it does not see the working directory {place.home}", "start the batch in a folder that both see"
        )
    return None


def _unfit(problem: str, remedy: str) -> Unfit:
    return Unfit(problem, remedy, platform.node())


def _runs(place: Workplace) -> bool:
    """Whether the batch still runs, as this process sees it."""
    try:
        return Path(place.token).read_text(encoding="ascii", errors="replace") == place.secret
    except OSError:
        return False


def do_chunk(place: Workplace, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Results[Result] | Unfit:
    """Do several jobs one after the other, on a worker, in the working directory of the program that gave them."""
    with _ONE_AT_A_TIME, _few_collections():
        results = []
        begun = perf_counter()
        reason = unfit(place)
        for job in jobs:
            # Before each job: once a batch has ended, nothing is written for it.
            reason = reason or _unseen(place)
            if reason:
                return reason
            with chdir(place.home):
                results.append(work(job))
        return Results(tuple(results), perf_counter() - begun)


@contextmanager
def _few_collections() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _program() -> tuple[str, str]:
    return VERSION, result_key(())


def _libraries() -> tuple[tuple[str, str], ...]:
    """Python and what writes the parts, whose bytes are to be the same wherever a pair is done."""
    import duckdb

    return ("Python", ".".join(platform.python_version_tuple()[:2])), ("DuckDB", duckdb.__version__)
