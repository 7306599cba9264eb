"""How far long work has come, on a terminal: a bar that appears after a second and is gone when the work ends."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from reconcile.reporting.translations import translate

if TYPE_CHECKING:
    from rich.progress import Progress

    from reconcile.model import Language

_AFTER = 1.0


@contextmanager
def progress_shown(
    stages: Sequence[str],
    lang: Language,
    stream: TextIO,
    *,
    watched: bool = True,
    color: bool = True,
    after: float = _AFTER,
) -> Iterator[Callable[[str], None]]:
    """Gives what is to be told the name of each of ``stages`` as it begins; their wordings are ``progress.NAME``.

    After ``after`` seconds the stage is shown on ``stream`` with a bar and the time taken, if that is a terminal that
    can redraw a line; whatever else it is, and unless it is ``watched``, nothing is ever written to it.
    """
    if not (watched and stream.isatty()) or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    bar = _Bar(stages, lang, stream, color)
    # Only work that takes long pays for the import of what draws the bar.
    timer = threading.Timer(after, bar.show)
    timer.daemon = True
    timer.start()
    try:
        yield bar.reach
    finally:
        timer.cancel()
        timer.join()
        bar.remove()


class _Bar:
    """The bar: told of stages by the working thread, first drawn by that of the timer."""

    def __init__(self, stages: Sequence[str], lang: Language, stream: TextIO, color: bool) -> None:
        self._stages = stages
        self._lang = lang
        self._stream = stream
        self._color = color
        self._stage = stages[0]
        self._drawn: Progress | None = None
        self._lock = threading.Lock()

    def reach(self, stage: str) -> None:
        with self._lock:
            self._stage = stage
            self._update()

    def show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        console = Console(file=self._stream, no_color=not self._color)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with self._lock:
            self._drawn = Progress(*columns, console=console, transient=True)
            self._drawn.add_task("", total=len(self._stages) if len(self._stages) > 1 else None)
            self._update()
            self._drawn.start()

    def remove(self) -> None:
        with self._lock:
            if self._drawn is not None:
                self._drawn.stop()

    def _update(self) -> None:
        if self._drawn is not None:
            done = self._stages.index(self._stage)
            words = translate(self._lang, f"progress.{self._stage}")
            self._drawn.update(self._drawn.task_ids[0], description=words, completed=done)
