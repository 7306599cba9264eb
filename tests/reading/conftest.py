from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from fuzz.invariants import check_exact, of_outcome, of_target
from reconcile.model import Document, Outcome, Passage, Plan
from reconcile.reading import read_outcome, read_plan


@pytest.fixture(scope="session")
def exact() -> Callable[[str, Document, Iterable[Passage]], None]:
    return check_exact


@pytest.fixture
def plan_of(tmp_path: Path) -> Callable[..., Plan]:
    """Reads a text as a plan, and checks the count and place of every character."""

    def read(text: str, name: str = "plan.txt") -> Plan:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        plan = read_plan(path)
        check_exact(text, plan.document, [p for target in plan.targets for p in of_target(target)])
        return plan

    return read


@pytest.fixture
def outcomes_of(tmp_path: Path) -> Callable[..., tuple[Document, tuple[Outcome, ...]]]:
    """Reads a text as a completion report, and checks the count and place of every character."""

    def read(text: str, name: str = "outcome.txt") -> tuple[Document, tuple[Outcome, ...]]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        report = read_outcome(path)
        check_exact(text, report.documents[0], [p for outcome in report.outcomes for p in of_outcome(outcome)])
        return report.documents[0], report.outcomes

    return read
