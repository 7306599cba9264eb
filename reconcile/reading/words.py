"""A project's own words for its columns and claims, which count before those of the vocabularies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple


class Words(NamedTuple):
    """Headings with the roles of their columns, and claim words with what they say (done, not_done, silent)."""

    headers: tuple[tuple[str, str], ...] = ()
    claims: tuple[tuple[str, str], ...] = ()


NO_WORDS = Words()
_OWN: ContextVar[Words] = ContextVar("words of a project", default=NO_WORDS)


@contextmanager
def using(words: Words) -> Iterator[None]:
    """Read what is read inside with a project's own words.

    They are asked for wherever a heading or a claim is met, at the bottom of every step of the reading.
    """
    token = _OWN.set(words)
    try:
        yield
    finally:
        _OWN.reset(token)


def own_words() -> Words:
    """The words of the project whose document is being read."""
    return _OWN.get()
