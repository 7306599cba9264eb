"""What a worker does for one pair: reconcile it and write its part, and its page where one is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from reconcile.batching.folder import page_of
from reconcile.batching.parts import write_part
from reconcile.errors import OutputError
from reconcile.pairs.reconciling import Failure, PairRun, failed, reconcile_pair, unanswered


class Task(NamedTuple):
    """One pair: where its ``part`` goes, its ``page`` ("" for none), and what both are made from.

    ``shown`` are the paths of its files, each as it is given and as the tables name it.
    """

    name: str
    run: PairRun
    key: str
    part: str
    page: str
    shown: tuple[tuple[str, str], ...]


class Done(NamedTuple):
    """What became of a task; ``unwritten`` says why nothing could be written, which ends the batch."""

    failure: Failure | None = None
    unwritten: Failure | None = None


def do_task(task: Task) -> Done:
    """Reconcile a pair and write what comes of it. The page is written last, and an old one is gone before the part."""
    result = reconcile_pair(task.run)
    failure = result if isinstance(result, Failure) else unanswered(result)
    if isinstance(result, Failure) or failure:
        return Done(failure)
    try:
        page_of(Path(task.part)).unlink(missing_ok=True)
        write_part(Path(task.part), task.name, task.key, result, dict(task.shown))
        if task.page:
            result.write(task.page)
    except OutputError as error:
        return Done(unwritten=failed(error))
    return Done()
