"""The bytes of a document: a regular file, or standard input; nothing else is opened."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reconcile.errors import DocumentError
from reconcile.reading.limits import MEGABYTE, MOST_BYTES

STANDARD_INPUT = "-"
_SPLIT = "give the part that holds the table"


class Source(NamedTuple):
    """A document before anything is made of it: the path as given, its bytes and their hash."""

    name: str
    data: bytes
    sha256: str


def read_source(path: str | Path) -> Source:
    """The bytes of a document; ``-`` is standard input. A link is followed to the file it names.

    Raises ``DocumentError`` where there is no such file, it may not be read, is a folder, a pipe or a device, is
    empty, changes while it is read, or is larger than can be read.
    """
    name = display_path(path)
    if name == STANDARD_INPUT:
        data = _standard_input()
    else:
        try:
            data = _read_file(path, name)
        except FileNotFoundError as error:
            raise DocumentError("there is no such file", document=name, remedy="check the path") from error
        except IsADirectoryError as error:
            raise _folder(name) from error
        except PermissionError as error:
            if Path(path).is_dir():  # how some systems refuse to open a folder
                raise _folder(name) from error
            raise DocumentError("the file may not be read", document=name, remedy="check its permissions") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise DocumentError(f"the file cannot be read: {reason}", document=name, remedy="check the path") from error
    if not data:
        raise DocumentError("the document is empty", document=name, remedy="give the file that holds the table")
    return Source(name, data, hashlib.sha256(data).hexdigest())


def display_path(path: str | Path) -> str:
    """The path as given, with forward slashes.

    >>> display_path("data/plan.txt")
    'data/plan.txt'
    """
    return os.fspath(path).replace(os.sep, "/")


def _folder(name: str) -> DocumentError:
    return DocumentError("this is a folder", document=name, remedy="name the document inside it")


def _read_file(path: str | Path, name: str) -> bytes:
    # Opening a pipe must not wait for somebody to write to it.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as stream:
        before = os.fstat(descriptor)
        if stat.S_ISDIR(before.st_mode):
            raise _folder(name)
        if not stat.S_ISREG(before.st_mode):
            raise DocumentError(
                "this is not a regular file",
                document=name,
                remedy="save the document to a file first, or give - for standard input",
            )
        _check_size(before.st_size, name)
        data = stream.read(MOST_BYTES + 1)
        after = os.fstat(descriptor)
    if len(data) != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise DocumentError(
            "the file changed while it was read",
            document=name,
            remedy="wait until it is written whole, or copy it first",
        )
    return data


@cache
def _standard_input() -> bytes:
    """All of standard input; it is kept, because it can be read only once."""
    if sys.stdin is None or sys.stdin.isatty():
        raise DocumentError(
            "nothing is piped into standard input",
            document=STANDARD_INPUT,
            remedy="name a file, or pipe one: cat FILE |",
        )
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    _check_size(len(data), STANDARD_INPUT)
    return data


def _check_size(size: int, name: str) -> None:
    if size > MOST_BYTES:
        raise DocumentError(
            f"the file is larger than {MOST_BYTES // MEGABYTE} MB, which is the most that is read",
            document=name,
            remedy=_SPLIT,
        )
