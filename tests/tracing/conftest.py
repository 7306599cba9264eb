from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile import reconcile
from reconcile.model import Reconciliation

Traced = Callable[..., Reconciliation]


@pytest.fixture
def traced(tmp_path: Path) -> Traced:
    """Reconciles targets (one a line) with the text of a work report; nothing is reported as done."""

    def run(targets: str, report: str, owners: str = "市发展改革委", step: int = 1) -> Reconciliation:
        lines = [line for line in targets.splitlines() if line.strip()]
        rows = [f"{1 + step * n}\t{line.strip()}\t{owners}" for n, line in enumerate(lines)]
        (tmp_path / "plan.txt").write_text("序号\t目标任务\t责任单位\n" + "\n".join(rows) + "\n", encoding="utf-8")
        outcome = "序号\t目标任务\t完成情况\t是否完成\n99\t其他工作\t已完成\t是\n"
        (tmp_path / "outcome.txt").write_text(outcome, encoding="utf-8")
        (tmp_path / "report.txt").write_text(report, encoding="utf-8")
        return reconcile(tmp_path / "plan.txt", [tmp_path / "outcome.txt"], report=tmp_path / "report.txt")

    return run
