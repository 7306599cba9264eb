"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from reconcile.errors import OutputError


def check_place(path: str | Path) -> None:
    """Refuse early a place that cannot be written to; raises ``OutputError`` that says what to do."""
    target = Path(path)
    if target.is_dir():
        raise OutputError("it is a folder, not a file", document=str(path), remedy="add a file name")
    if not target.parent.is_dir():
        folder = target.parent
        raise OutputError(f"the folder {str(folder)!r} does not exist", document=str(path), remedy="make it first")


def refuse_to_overwrite(places: Iterable[str], kept: Iterable[str | Path]) -> None:
    """Refuse reports that would be written over what a run reads; raises ``OutputError``.

    The same file is known by whatever name or link; ``-``, standard output or input, is none.
    """
    known = [Path(each) for each in kept if str(each) != "-" and Path(each).exists()]
    for place in places:
        if place != "-" and Path(place).exists() and any(each.samefile(place) for each in known):
            raise OutputError("this run reads that file", document=place, remedy="give the report another name")


def page_beside(path: str | Path, reports: Mapping[str, str]) -> str:
    """The file name of the HTML report that is written into the same folder, "" where there is none.

    ``reports`` gives the format of each report by its path.

    >>> page_beside("out/audit.xlsx", {"audit.html": "html", "out/page.html": "html"})
    'page.html'
    """
    folder = Path(path).resolve().parent
    pages = (Path(place) for place, format in reports.items() if format == "html" and place != "-")
    return next((page.name for page in pages if page.resolve().parent == folder), "")


def write_whole(path: str | Path, content: str | bytes | Iterable[bytes]) -> None:
    """Put ``content`` into ``path``, text as UTF-8, pieces one after the other as they are made.

    It is written beside the target and renamed over it, so that no reader ever sees a part of it and an earlier
    version survives a failure. A device or pipe is written to directly. What UTF-8 cannot hold (half a surrogate
    pair, from a damaged name) is written as its escape. Raises ``OutputError``.
    """
    if isinstance(content, str):
        content = content.encode("utf-8", "backslashreplace")
    pieces = [content] if isinstance(content, bytes) else content
    check_place(path)
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                stream.writelines(pieces)
        else:
            _replace(target, pieces)
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = "check its permissions and the free space, or write elsewhere"
        raise OutputError(f"it cannot be written: {reason}", document=str(path), remedy=remedy) from error


def _replace(target: Path, pieces: Iterable[bytes]) -> None:
    part = target.with_name(f".reconcile-{os.getpid()}-{threading.get_ident()}.part")
    try:
        with part.open("xb") as stream:
            stream.writelines(pieces)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            if not os.access(target, os.W_OK):
                raise PermissionError(13, "the file is read-only")
            shutil.copymode(target, part)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
