from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from check_folders import make_project, run_check

from tests.programs import Answer

Check = Callable[..., Answer]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture
def check(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Check:
    """The command in the folder of the project."""
    return partial(run_check, project, capsys, monkeypatch)
