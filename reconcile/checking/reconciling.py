"""Reconciles pairs, on as many cores as it may, each to the text of a record or the reason why there is none."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reconcile.errors import DocumentError, ReconcileError
from reconcile.model import Language
from reconcile.version import VERSION

if TYPE_CHECKING:
    from reconcile.config.values import Config

EXIT_OUR_ERROR = 70
# As for a run by itself: many small values live to its end, and hardly a cycle.
_COLLECT_AFTER = 200_000


class Job(NamedTuple):
    """One pair to reconcile; ``entry`` is where its record is kept, None for nowhere, under ``key``.

    ``sha256`` are the hashes of the files as they were looked at; without ``plan`` the rows restate their own targets.
    """

    plan: str
    outcomes: tuple[str, ...]
    report: str
    as_of: str
    lang: Language | None
    rules: tuple[str, ...]
    config: Config
    decisions: tuple[str, ...]
    sha256: frozenset[str]
    entry: Path | None
    key: str


class Done(NamedTuple):
    """What became of a job: the ``record``, or an ``error`` with its exit status.

    ``kept`` is False where the record should have been stored and could not be.
    """

    record: str = ""
    error: str = ""
    exit_status: int = 0
    kept: bool = True


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def reconcile_all(jobs: Sequence[Job], processes: int) -> Iterator[Done]:
    """What becomes of each job, in their order; in this process where one is enough."""
    workers = min(processes, len(jobs))
    if workers <= 1:
        yield from map(reconcile_one, jobs)
        return
    others = set(multiprocessing.active_children())
    # Never a copy of this process, which may have threads.
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)
    try:
        for future in [_given(pool, job) for job in jobs]:
            try:
                yield future.result()
            except BrokenProcessPool:
                yield _ours("the process that read it ended by itself, for want of memory it may be; try --jobs 1")
        pool.shutdown()
    except BaseException:
        # An interrupt waits for nobody: what the processes were at is not kept.
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()
        raise


def _given(pool: ProcessPoolExecutor, job: Job) -> Future[Done]:
    """The job at the pool, which refuses it where a process has died before all of them were given."""
    try:
        return pool.submit(reconcile_one, job)
    except BrokenProcessPool as error:
        refused: Future[Done] = Future()
        refused.set_exception(error)
        return refused


def reconcile_one(job: Job) -> Done:
    """Reconcile one pair and keep the record."""
    from reconcile.checking.cache import write_entry
    from reconcile.checking.records import record_text
    from reconcile.engine import reconcile

    first, *rest = (job.plan, *job.outcomes) if job.plan else job.outcomes
    try:
        result = reconcile(
            first,
            rest,
            report=job.report or None,
            as_of=job.as_of or None,
            lang=job.lang,
            rules=job.rules,
            config=job.config,
            decisions=job.decisions,
        )
        changed = next((file for file in result.inputs if file.sha256 not in job.sha256), None)
        if changed:
            raise DocumentError("it was changed while it was read", document=changed.path, remedy="run it again")
        record = record_text(result)
    except ReconcileError as error:
        return Done(error=str(error), exit_status=error.exit_status)
    except Exception as error:
        if os.environ.get("RECONCILE_TRACEBACK"):
            import traceback

            traceback.print_exception(error)
        return _ours(f"{type(error).__name__}: {error}")
    kept = job.entry is None or write_entry(job.entry, job.key, record)
    return Done(record, kept=kept)


def _ours(words: str) -> Done:
    said = f"an error of ours: {words}; please report it with the version ({VERSION}) and, if you may, the documents"
    return Done(error=" ".join(said.split()), exit_status=EXIT_OUR_ERROR)


def _begin() -> None:
    # The program that started them says that it was interrupted, and ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)


def _end_with_parent() -> None:
    """End this process where the program that started it was killed, which waits for work forever otherwise."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(EXIT_OUR_ERROR)
