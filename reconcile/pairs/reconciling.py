"""Reconciles one pair of many: what cannot be judged is a value that says why, so that the others go on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from reconcile.errors import DocumentError, ReconcileError
from reconcile.model import Language
from reconcile.version import VERSION

if TYPE_CHECKING:
    from reconcile.config.values import Config, Pair
    from reconcile.model import Reconciliation
    from reconcile.pairs.files import PairFiles

EXIT_OUR_ERROR = 70


class PairRun(NamedTuple):
    """What one pair is reconciled from; ``sha256`` are the hashes of its files as they were looked at.

    Without ``plan`` the rows restate their own targets. ``today`` (ISO date) judges waivers, "" where none expires.
    """

    plan: str
    outcomes: tuple[str, ...]
    report: str
    as_of: str
    lang: Language | None
    rules: tuple[str, ...]
    config: Config
    decisions: tuple[str, ...]
    sha256: frozenset[str]
    today: str = ""


def run_of(
    pair: Pair, found: PairFiles, lang: Language | None, rules: tuple[str, ...], config: Config, today: str = ""
) -> PairRun:
    """What a pair is reconciled from, once its files are found."""
    return PairRun(
        plan=next(iter(found.of_role("plan")), ""),
        outcomes=found.of_role("outcome"),
        report=next(iter(found.of_role("report")), ""),
        as_of=pair.as_of,
        lang=lang,
        rules=rules,
        config=config,
        decisions=tuple(path for path, _ in found.decisions),
        sha256=frozenset(file.sha256 for file in found.files),
        today=today,
    )


class Failure(NamedTuple):
    """Why a pair could not be judged, in one line without its place; ``exit_status`` 2 or (an error of ours) 70."""

    problem: str
    exit_status: int
    document: str = ""
    line: int = 0
    remedy: str = ""

    @property
    def said(self) -> str:
        """The line with the place."""
        return str(ReconcileError(self.problem, document=self.document, line=self.line, remedy=self.remedy))


def reconcile_pair(run: PairRun) -> Reconciliation | Failure:
    """The result of one pair, or why there is none."""
    from reconcile.engine import reconcile

    first, *rest = (run.plan, *run.outcomes) if run.plan else run.outcomes
    try:
        result = reconcile(
            first,
            rest,
            report=run.report or None,
            as_of=run.as_of or None,
            lang=run.lang,
            rules=run.rules,
            config=run.config,
            today=run.today or None,
            decisions=run.decisions,
        )
        changed = next((file for file in result.inputs if file.sha256 not in run.sha256), None)
        if changed:
            raise DocumentError("it was changed while it was read", document=changed.path, remedy="run it again")
    except ReconcileError as error:
        return failed(error)
    except Exception as error:
        if os.environ.get("RECONCILE_TRACEBACK"):
            import traceback

            traceback.print_exception(error)
        return our_failure(f"{type(error).__name__}: {error}")
    return result


def failed(error: ReconcileError) -> Failure:
    """An error as a value."""
    return Failure(error.problem, error.exit_status, error.document, error.line, error.remedy)


def our_failure(words: str) -> Failure:
    """A failure that is an error of ours."""
    remedy = f"please report it with the version ({VERSION}) and, if you may, the documents"
    return Failure(f"an error of ours: {' '.join(words.split())}", EXIT_OUR_ERROR, remedy=remedy)


def ended_by_itself(tries: int) -> Failure:
    """The failure of a pair whose process ended each time that it was tried."""
    return our_failure(
        f"the process that read it ended by itself {tries} times, for want of memory it may be; try --jobs 1"
    )


def unanswered(result: Reconciliation) -> Failure | None:
    """What is said where nothing was matched, which must not pass for a plan without findings; None elsewhere."""
    if any(item.match.outcomes for item in result.items):
        return None
    outcomes = ", ".join(dict.fromkeys(file.path for file in result.inputs if file.role == "outcome"))
    plan = next((file.path for file in result.inputs if file.role == "plan"), outcomes)
    return nothing_answered(plan, outcomes)


def nothing_answered(plan: str, outcomes: str) -> Failure:
    """The failure of a pair of which no target is answered."""
    remedy = f"see that both are of one place and year, and what is read of them: reconcile extract {plan}"
    error = DocumentError(f"none of its targets is answered by {outcomes}", document=plan, remedy=remedy)
    return failed(error)
