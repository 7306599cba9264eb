"""What was found in a folder, as values. Paths are relative to it, with forward slashes."""

from __future__ import annotations

from dataclasses import dataclass

from reconcile.model import Role


@dataclass(frozen=True, slots=True)
class Found:
    """One document as far as it matters for what it belongs to.

    ``place`` and ``year`` are "" and 0 where it names none. ``texts`` are its targets, or those that it restates, or
    (of a work report) its promises; ``ids`` the ids of its rows. ``doubts`` are clauses on what is not certain.
    """

    path: str
    role: Role
    title: str
    place: str
    year: int
    as_of: str
    number: str
    texts: tuple[str, ...]
    ids: frozenset[str] = frozenset()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is in no pair, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """A plan (None where the rows of the one outcome restate their own targets) with all that reports on it."""

    name: str
    plan: Found | None
    outcomes: tuple[Found, ...]
    report: Found | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """The pairs of a folder, by name, and the files that are in none, by path."""

    pairs: tuple[ProposedPair, ...]
    left_out: tuple[LeftOut, ...]
