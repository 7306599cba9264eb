"""The folder that a batch writes: what stands where, who may write into it, what is left over from other runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree

from reconcile.batching.parts import ENDING, file_name, part_keys
from reconcile.errors import OutputError

DATABASE = "reconcile.duckdb"
PARTS = "parts"
REPORTS = "reports"
OVERVIEW = "overview.html"
_LOCK = ".lock"


def part_path(folder: Path, pair: str) -> Path:
    """Where the part of a pair stands."""
    return folder / PARTS / f"{file_name(pair)}{ENDING}"


def page_path(folder: Path, pair: str) -> Path:
    """Where the HTML report of a pair stands."""
    return page_of(part_path(folder, pair))


def page_of(part: Path) -> Path:
    """Where the HTML report of a pair stands whose part is ``part``."""
    return part.parent.parent / REPORTS / f"{part.stem}.html"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder, made where it is not there, for one batch; raises ``OutputError`` where another one has it.

    The operating system gives a folder free when the program that held it ends, however it ends.
    """
    from filelock import FileLock, Timeout

    try:
        for each in (folder, folder / PARTS, folder / REPORTS):
            each.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise OutputError(
            "another batch is writing into this folder",
            document=folder.as_posix(),
            remedy="wait until it has ended, or give another folder",
        ) from None
    except OSError as error:
        raise OutputError(
            f"the folder cannot be written to: {error.strerror or error}",
            document=(folder / _LOCK if (folder / _LOCK).is_dir() else folder).as_posix(),
            remedy="check its permissions and the free space, or give another folder",
        ) from error
    try:
        yield
    finally:
        # What cannot be taken away now, the next batch takes away.
        with suppress(OSError):
            _tidy(folder)
        lock.release()


def parts_there(folder: Path) -> dict[Path, str]:
    """The parts that a folder holds, each with its key, and those that cannot be read, with "".

    What runs that were killed left half-written is taken away.
    """
    _tidy(folder)
    paths = sorted((folder / PARTS).glob(f"*{ENDING}"))
    keys = part_keys(paths)
    return {path: keys.get(path, "") for path in paths}


def _tidy(folder: Path) -> None:
    """Take away what a process that was ended left half-written."""
    for place in (folder, folder / PARTS, folder / REPORTS):
        for left in place.glob(".*.part*"):
            if left.is_dir():
                # What the database put there when it needed more than the memory.
                rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
