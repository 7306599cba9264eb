"""Hands the tasks of a batch to workers: processes of this machine, or those of a Dask cluster."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from pathlib import Path

from reconcile.batching.task import Done, Task, do_task
from reconcile.pairs.processes import Died, cores, run_each


def each_done(
    tasks: Iterable[Task], jobs: int | None, scheduler: str | None, folder: Path, manifest: Path
) -> Generator[tuple[int, Done | Died], None, None]:
    """The place of each task (from 0) and what became of it, as they are done.

    Where it is closed, or ends otherwise, no worker of this machine writes any more.
    """
    if scheduler is None:
        yield from run_each(do_task, tasks, jobs or cores())
        return
    from reconcile.batching.cluster import run_each_on_cluster
    from reconcile.batching.workplace import workplace

    with workplace(folder, manifest) as place:
        yield from run_each_on_cluster(do_task, tasks, scheduler, jobs or cores(), place)
