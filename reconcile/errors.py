"""What a user is told when something cannot be used: one line that says which file, where, what, and what to try."""

from __future__ import annotations

from collections.abc import Sequence


class ReconcileError(Exception):
    """The arguments or a document cannot be used; the program ends with ``exit_status``.

    ``document`` and ``line`` (1-based, 0 where there is none) say where, ``problem`` what was found or expected,
    ``remedy`` what to try.

    >>> print(ReconcileError("no table was found", document="notes.txt", remedy="give the file that holds the table"))
    notes.txt: no table was found; give the file that holds the table
    """

    exit_status = 2

    def __init__(self, problem: str, *, document: str = "", line: int = 0, remedy: str = "") -> None:
        # Words of a document that are quoted in it may hold line ends.
        self.problem = problem = " ".join(problem.split())
        self.document = document
        self.line = line
        self.remedy = remedy
        place = f"{document}:{line}" if line else document
        sentence = f"{problem}; {remedy}" if remedy else problem
        super().__init__(f"{place}: {sentence}" if place else sentence)


class DocumentError(ReconcileError):
    """A document cannot be read: missing, empty, binary, without a table, or not what it was given as."""


class RuleError(ReconcileError):
    """A rule pack or vocabulary is broken: a configuration error, never a finding."""


class ConfigError(ReconcileError):
    """A project's configuration cannot be used: not to be read, no TOML, or a key or value that is not known."""


class DecisionError(ReconcileError):
    """A file of reviewers' decisions cannot be used: not to be read, no JSON, or an entry that is not understood."""


class QueryError(ReconcileError):
    """A question to a batch cannot be answered: there is no batch, or the SQL is broken or does more than read."""


class ClusterError(ReconcileError):
    """A cluster cannot be used: no scheduler at its address, no worker, or one that cannot do the work."""


class OutputError(ReconcileError):
    """A report cannot be written: an unknown format, or a place that cannot be written to."""


def nearest(word: str, known: Sequence[str]) -> str:
    """A remedy for a name that is not known: the known one that looks most like it, or all of them.

    >>> nearest("wavier", ["pair", "waiver"]), nearest("x", ["pair", "waiver"])
    ("did you mean 'waiver'?", 'known are pair, waiver')
    """
    from rapidfuzz import fuzz, process

    best = process.extractOne(word.lower(), known, scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {best[0]!r}?" if best else f"known are {', '.join(known)}"
