"""Work that goes wrong on its worker by the name of its pair, and the program in a process of its own doing it.

Workers import this module, so what is here must be plain functions.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reconcile.batching.task import Done, Task, do_task

# How the names of pairs begin whose work goes wrong.
DIES_ONCE, DIES, WAITS = "一次", "死", "等"


def troubled_task(task: Task) -> Done:
    """The work of a batch, but some pairs end their worker, once or always, or wait until they are let go on."""
    folder = Path(task.part).parent.parent
    if task.name.startswith(DIES):
        os.kill(os.getpid(), signal.SIGKILL)
    if task.name.startswith(DIES_ONCE) and _first(folder / f"../{task.name}.died"):
        os.kill(os.getpid(), signal.SIGKILL)
    if task.name.startswith(WAITS) and _first(folder / f"../{task.name}.waited"):
        # Both ends of a pipe wait for each other when they open it.
        (folder / "../begun").write_bytes(str(os.getpid()).encode())
        (folder / "../go").read_bytes()
    return do_task(task)


def _first(marker: Path) -> bool:
    try:
        marker.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def make_pipes(folder: Path) -> None:
    """The pipes by which waiting work is met, beside the folder of the batch."""
    os.mkfifo(folder / "begun")
    os.mkfifo(folder / "go")


def begun(folder: Path) -> int:
    """Wait until a pair waits; the id of its worker's process."""
    return int((folder / "begun").read_bytes())


def go_on(folder: Path) -> None:
    """Let the pair that waits go on."""
    (folder / "go").write_bytes(b"go")


def main() -> None:
    """The program, with work that goes wrong."""
    import reconcile.batching.spreading
    from reconcile.__main__ import main

    reconcile.batching.spreading.do_task = troubled_task  # type: ignore[attr-defined]
    main()


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The program in a folder, in a group of processes of its own, which is ended with the test."""
    path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-c", "import batch_workers; batch_workers.main()", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "20s"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        end_group(process)
        process.communicate()


def end_group(process: subprocess.Popen[str]) -> None:
    """Kill a program with all that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()
