from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from batch_folders import make_batch

from tests.programs import Answer, run

Batch = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A manifest and three pairs."""
    return make_batch(tmp_path / "country")


@pytest.fixture
def command(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Batch:
    """The program in that folder; what would go to workers is done in this process, without their start."""
    monkeypatch.setattr("reconcile.batching.spreading.run_each", lambda work, jobs, _: enumerate(map(work, jobs)))
    return partial(run, folder, capsys, monkeypatch)
