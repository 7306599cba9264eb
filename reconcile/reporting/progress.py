"""How far long work has come, on a terminal: a bar that appears after a second and is gone when the work ends."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TextIO

from reconcile.reporting.translations import translate

if TYPE_CHECKING:
    from rich.progress import Progress

    from reconcile.model import Language

_AFTER = 1.0
# Seconds between two changes of the numbers shown.
_PAUSE = 0.25
# An estimate is founded on so many seconds of a stage and on such a share of its parts.
_LEAST_SECONDS = 2.0
_LEAST_SHARE = 0.02


class Watching(NamedTuple):
    """What work tells of itself: ``reach`` is told each stage as it begins, ``tell`` how many of its parts are done.

    ``tell`` is None where nobody watches, so that work need not count.
    """

    reach: Callable[[str], None]
    tell: Callable[[int, int], None] | None


@contextmanager
def progress_shown(
    stages: Sequence[str],
    lang: Language,
    stream: TextIO,
    *,
    watched: bool = True,
    color: bool = True,
    after: float = _AFTER,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Watching]:
    """Gives what is to be told of ``stages`` and of their parts; the wordings of stages are ``progress.NAME``.

    After ``after`` seconds the stage is shown on ``stream`` with a bar and the time taken, if that is a terminal that
    can redraw a line; where its parts are told, with their number and, as soon as that is founded, how long those that
    are left will take. Whatever else ``stream`` is, and unless it is ``watched``, nothing is ever written to it.
    ``clock`` gives seconds.
    """
    if not (watched and stream.isatty()) or os.environ.get("TERM") == "dumb":
        yield Watching(lambda _: None, None)
        return
    bar = _Bar(stages, lang, stream, color, clock)
    # Only work that takes long pays for the import of what draws the bar.
    timer = threading.Timer(after, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield Watching(bar.reach, bar.tell)
    finally:
        timer.cancel()
        timer.join()
        bar.remove()


def seconds_left(done: int, total: int, taken: float) -> float | None:
    """How long the parts that are left will take if they take as long as those done; None where that is not founded.

    >>> seconds_left(500, 2000, 10.0), seconds_left(3, 2000, 10.0), seconds_left(1999, 2000, 0.5)
    (30.0, None, None)
    """
    if taken < _LEAST_SECONDS or done < _LEAST_SHARE * total:
        return None
    return taken * (total - done) / done


class _Bar:
    """The bar: told of stages and parts by the working thread, first drawn by that of the timer."""

    def __init__(
        self, stages: Sequence[str], lang: Language, stream: TextIO, color: bool, clock: Callable[[], float]
    ) -> None:
        self._stages = stages
        self._lang = lang
        self._stream = stream
        self._color = color
        self._clock = clock
        self._stage = stages[0]
        # When the first part of the stage was told, and when the numbers shown last changed.
        self._began: float | None = None
        self._changed = -_PAUSE
        self._done = self._total = 0
        self._drawn: Progress | None = None
        self._lock = threading.Lock()

    def reach(self, stage: str) -> None:
        with self._lock:
            self._stage = stage
            self._began = None
            self._done = self._total = 0
            self._update()

    def tell(self, done: int, total: int) -> None:
        now = self._clock()
        if self._began is None:
            self._began = now
        elif now - self._changed < _PAUSE:
            return
        with self._lock:
            self._changed = now
            self._done, self._total = done, total
            self._update()

    def show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(file=self._stream, no_color=not self._color)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
        )
        with self._lock:
            self._drawn = Progress(*columns, console=console, transient=True)
            self._drawn.add_task("", total=None, left="")
            self._update()
            self._drawn.start()

    def remove(self) -> None:
        with self._lock:
            if self._drawn is not None:
                self._drawn.stop()

    def _update(self) -> None:
        if self._drawn is None:
            return
        words, share, left = translate(self._lang, f"progress.{self._stage}"), 0.0, None
        if self._total:
            words = translate(self._lang, "progress.parts", stage=words, done=self._done, n=self._total)
            share = self._done / self._total
            left = seconds_left(self._done, self._total, self._changed - (self._began or 0.0))
        # Of a single stage without parts it is not known how much of it is done.
        known = len(self._stages) > 1 or self._total
        self._drawn.update(
            self._drawn.task_ids[0],
            description=words,
            completed=self._stages.index(self._stage) + share,
            total=len(self._stages) if known else None,
            left="" if left is None else translate(self._lang, "progress.left", time=_clock_time(left)),
        )


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
