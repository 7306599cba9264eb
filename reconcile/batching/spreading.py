"""Hands the tasks of a batch to workers: processes of this machine, or those of a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reconcile.batching.task import Done, Task, do_task
from reconcile.pairs.processes import Died, cores, run_each


def each_done(tasks: Iterable[Task], jobs: int | None, scheduler: str | None) -> Iterator[tuple[int, Done | Died]]:
    """The place of each task (from 0) and what became of it, as they are done."""
    if scheduler is None:
        return run_each(do_task, tasks, jobs or cores())
    from reconcile.batching.cluster import run_each_on_cluster

    return run_each_on_cluster(do_task, tasks, scheduler, jobs or cores())
