"""The page on trends keeps its promises: its example gives what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.test_cli import run
from tests.truth import ROOT

PAGE = (ROOT / "docs" / "trend.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tables = [text for language, text in FENCES if language == "markdown"]
    for name, text in zip(("half-year.md", "year-end.md"), tables, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_command_prints_what_the_page_shows(folder: Path) -> None:
    (command,) = [text.strip() for language, text in FENCES if language == "console"]
    (shown,) = [text for language, text in FENCES if language == "text"]
    program, *arguments = command.removeprefix("$ ").split()
    assert program == "reconcile"
    done = run(*arguments, cwd=folder, COLUMNS="80")
    assert (done.returncode, done.stdout) == (0, shown)


def test_the_python_example_runs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    (example,) = [text for language, text in FENCES if language == "python"]
    exec(compile(example, "trend.md", "exec"), {})
    assert capsys.readouterr().out == "护理型养老床位 520张 480张\n"
    assert (folder / "trend.json").stat().st_size > 1000


def test_every_kind_of_statement_is_explained() -> None:
    from typing import get_args

    from reconcile.trending.values import StatementKind

    assert [kind for kind in get_args(StatementKind) if f"`{kind}`" not in PAGE] == []
