"""Long work tells how many of its parts are done, where somebody wants to know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

Part = TypeVar("Part")
# Told how many parts are done, and of how many; None where nobody wants to know.
OnPart = Callable[[int, int], None] | None


def telling(parts: Sequence[Part], on_part: OnPart) -> Iterable[Part]:
    """The parts; as each is taken, ``on_part`` is told how many were before it, and of how many.

    >>> [part for part in telling("ab", lambda done, of: print(done, of))]
    0 2
    1 2
    ['a', 'b']
    """
    return parts if on_part is None else _told(parts, on_part)


def _told(parts: Sequence[Part], on_part: Callable[[int, int], None]) -> Iterator[Part]:
    for done, part in enumerate(parts):
        on_part(done, len(parts))
        yield part
