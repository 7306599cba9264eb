from __future__ import annotations

import io
import sys
import threading

import pytest

from reconcile.reporting.progress import progress_shown


class Terminal(io.StringIO):
    """A terminal that keeps what it is told, and lets a test wait until something is drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        if "Matching" in text:
            self.drawn.set()
        return written


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


def test_long_work_tells_its_stage_and_cleans_up() -> None:
    terminal = Terminal()
    with progress_shown(["reading", "matching"], "en", terminal, after=0) as reach:
        reach("matching")
        assert terminal.drawn.wait(60)
    said = terminal.getvalue()
    assert "Matching" in said
    # The line is erased and the cursor shown again.
    assert said.rstrip().endswith("\x1b[2K")
    assert said.count("\x1b[?25l") == said.count("\x1b[?25h") == 1


def test_short_work_says_nothing() -> None:
    terminal = Terminal()
    with progress_shown(["reading"], "en", terminal, after=3600) as reach:
        reach("reading")
    assert terminal.getvalue() == ""


def test_nothing_is_told_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    with progress_shown(["reading"], "en", pipe, after=0) as reach:
        reach("reading")
    assert pipe.getvalue() == ""
    terminal = Terminal()
    with progress_shown(["reading"], "en", terminal, watched=False, after=0) as reach:
        reach("reading")
    assert terminal.getvalue() == ""
    monkeypatch.setenv("TERM", "dumb")
    terminal = Terminal()
    with progress_shown(["reading"], "en", terminal, after=0) as reach:
        reach("reading")
    assert terminal.getvalue() == ""


def test_an_error_ends_the_bar_too() -> None:
    terminal = Terminal()

    def work() -> None:
        with progress_shown(["matching"], "en", terminal, after=0):
            assert terminal.drawn.wait(60)
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        work()
    assert terminal.getvalue().count("\x1b[?25h") == 1


def test_without_colour_no_colour_is_drawn() -> None:
    terminal = Terminal()
    with progress_shown(["matching"], "en", terminal, color=False, after=0):
        assert terminal.drawn.wait(60)
    assert "\x1b[3" not in terminal.getvalue()


def test_what_draws_the_bar_is_not_imported_with_it() -> None:
    import subprocess

    code = "import sys, reconcile.reporting.progress; print('rich' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"
