"""Runs one function on many jobs in processes of this machine; a process that dies costs a retry and no result."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")

# As for a run by itself: many small values live to its end, and hardly a cycle.
COLLECT_AFTER = 200_000
# Jobs that wait at each process, so that none stands idle; no more, since each of them is suspect when one dies.
_WAITING = 2
# How often a job that its process died at is tried alone.
TRIES = 3
_EXIT_PARENT_GONE = 70
# A database takes and frees small pieces of memory by the thousand. With more of them kept at hand (the C library of
# most Linux systems is told so as a process begins, by this variable) the work takes a tenth less.
ALLOCATING = ("GLIBC_TUNABLES", "glibc.malloc.tcache_count=500")


class Died(NamedTuple):
    """In place of a result: the process ended by itself each time that the job was tried, ``tries`` times alone."""

    tries: int


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_each(work: Callable[[Job], Result], jobs: Iterable[Job], processes: int) -> Iterator[tuple[int, Result | Died]]:
    """The place (from 0) and result of each job, as they are done; ``jobs`` are taken as processes become free.

    Where a process dies, nobody knows at which job: all that were given out are tried again, each alone, and one that
    ends its process by itself each time is told as ``Died``. An interrupt ends all processes at once.
    """
    waiting = enumerate(jobs)
    while True:
        lost = yield from _run(work, waiting, processes)
        if not lost:
            return
        for place, job in lost:
            yield place, _alone(work, job)


def _alone(work: Callable[[Job], Result], job: Job) -> Result | Died:
    for _ in range(TRIES):
        for _, result in _run(work, iter([(0, job)]), 1):
            return result
    return Died(TRIES)


def _run(
    work: Callable[[Job], Result], waiting: Iterator[tuple[int, Job]], processes: int
) -> Generator[tuple[int, Result], None, list[tuple[int, Job]]]:
    """Run jobs until none is left or a process dies; returns the jobs that were given out and lost with it."""
    others = set(multiprocessing.active_children())
    given: dict[Future[Result], tuple[int, Job]] = {}
    lost: list[tuple[int, Job]] = []
    # Never a copy of this process, which may have threads.
    pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)
    try:
        while not lost:
            for place, job in islice(waiting, processes * _WAITING - len(given)):
                given[_submitted(pool, work, job)] = (place, job)
            if not given:
                break
            done = wait(given, return_when=FIRST_COMPLETED).done
            if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
                # The others end too, some of them with a result.
                done = wait(given).done
            for future in done:
                place, job = given.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    lost.append((place, job))
                else:
                    yield place, future.result()
        pool.shutdown()
    except BaseException:
        # An interrupt waits for nobody: what the processes were at is not kept.
        pool.shutdown(wait=False, cancel_futures=True)
        children = set(multiprocessing.active_children()) - others
        for child in children:
            child.terminate()
        for child in children:
            # Only then does nobody write any more.
            child.join()
        raise
    return sorted(lost, key=lambda one: one[0])


def _submitted(pool: ProcessPoolExecutor, work: Callable[[Job], Result], job: Job) -> Future[Result]:
    """The job at the pool, which refuses it where a process has just died."""
    try:
        with _allocating():
            # Starts a process where none is free.
            return pool.submit(work, job)
    except BrokenProcessPool as error:
        refused: Future[Result] = Future()
        refused.set_exception(error)
        return refused


@contextmanager
def _allocating() -> Iterator[None]:
    """Have processes that are started meanwhile see ``ALLOCATING``, unless the user has set it."""
    name, value = ALLOCATING
    if name in os.environ:
        yield
        return
    os.environ[name] = value
    try:
        yield
    finally:
        del os.environ[name]


def _begin() -> None:
    # The program that started them says that it was interrupted, and ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()
    gc.set_threshold(COLLECT_AFTER)


def _end_with_parent() -> None:
    """End this process where the program that started it was killed, which waits for work forever otherwise."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(_EXIT_PARENT_GONE)
