"""Reconciles the pairs of a check, on as many cores as it may, each to the text of a record or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from reconcile.pairs.processes import Died, run_each
from reconcile.pairs.reconciling import Failure, PairRun, ended_by_itself, reconcile_pair


class Job(NamedTuple):
    """One pair to reconcile; ``entry`` is where its record is kept, None for nowhere, under ``key``."""

    run: PairRun
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


def reconcile_all(jobs: Sequence[Job], processes: int) -> list[Done]:
    """What becomes of each job, in their order; in this process where one is enough."""
    workers = min(processes, len(jobs))
    if workers <= 1:
        return [reconcile_one(job) for job in jobs]
    done = dict(run_each(reconcile_one, jobs, workers))
    return [
        not_judged(ended_by_itself(answer.tries)) if isinstance(answer, Died) else answer
        for _, answer in sorted(done.items())
    ]


def reconcile_one(job: Job) -> Done:
    """Reconcile one pair and keep the record."""
    from reconcile.checking.cache import write_entry
    from reconcile.checking.records import record_text

    result = reconcile_pair(job.run)
    if isinstance(result, Failure):
        return not_judged(result)
    record = record_text(result)
    kept = job.entry is None or write_entry(job.entry, job.key, record)
    return Done(record, kept=kept)


def not_judged(failure: Failure) -> Done:
    """What became of a pair that could not be judged."""
    return Done(error=failure.said, exit_status=failure.exit_status)
