from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from heze_sample import sample

from reconcile.engine import reconcile
from reconcile.reporting import rendered
from reconcile.reporting.progress import progress_shown, seconds_left

HEZE = Path(__file__).resolve().parents[2] / "data" / "heze-2023"


class Terminal(io.StringIO):
    """A terminal that keeps what it is told, and lets a test wait until some words are drawn."""

    def __init__(self, awaited: str = "Matching") -> None:
        super().__init__()
        self.drawn = threading.Event()
        self.awaited = awaited

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        written = super().write(text)
        if self.awaited in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text):
            self.drawn.set()
        return written


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


def test_long_work_tells_its_stage_and_cleans_up() -> None:
    terminal = Terminal()
    with progress_shown(["reading", "matching"], "en", terminal, after=0) as watching:
        watching.reach("matching")
        assert terminal.drawn.wait(60)
    said = terminal.getvalue()
    assert "Matching" in said
    # The line is erased and the cursor shown again.
    assert said.rstrip().endswith("\x1b[2K")
    assert said.count("\x1b[?25l") == said.count("\x1b[?25h") == 1


def test_short_work_says_nothing() -> None:
    terminal = Terminal()
    with progress_shown(["reading"], "en", terminal, after=3600) as watching:
        watching.reach("reading")
    assert terminal.getvalue() == ""


def test_nothing_is_told_where_nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.StringIO()
    with progress_shown(["reading"], "en", pipe, after=0) as watching:
        watching.reach("reading")
    assert pipe.getvalue() == ""
    terminal = Terminal()
    with progress_shown(["reading"], "en", terminal, watched=False, after=0) as watching:
        watching.reach("reading")
    assert terminal.getvalue() == ""
    monkeypatch.setenv("TERM", "dumb")
    terminal = Terminal()
    with progress_shown(["reading"], "en", terminal, after=0) as watching:
        watching.reach("reading")
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
    code = "import sys, reconcile.reporting.progress; print('rich' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


class Clock:
    """A clock that goes on when it is told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_parts_are_counted_and_the_rest_is_estimated() -> None:
    clock, terminal = Clock(), Terminal("Judging 5,000 of 20,000")
    with progress_shown(["matching", "judging"], "en", terminal, after=0, clock=clock) as watching:
        watching.reach("judging")
        clock.now += 30
        assert watching.tell is not None
        watching.tell(0, 20_000)
        clock.now += 60
        watching.tell(5_000, 20_000)
        assert terminal.drawn.wait(60)
    # A quarter took a minute, whatever went before the first part.
    assert "about 0:03:00 left in this step" in re.sub(r"\x1b\[[0-9;?]*m", "", terminal.getvalue())


def test_a_stage_begins_without_the_estimate_of_the_one_before() -> None:
    clock, terminal = Clock(), Terminal("about 0:03:00 left")
    with progress_shown(["judging", "rules"], "en", terminal, after=0, clock=clock) as watching:
        assert watching.tell is not None
        watching.tell(0, 20_000)
        clock.now += 60
        watching.tell(5_000, 20_000)
        assert terminal.drawn.wait(60)
        terminal.awaited = "Running the rules"
        terminal.drawn.clear()
        watching.reach("rules")
        assert terminal.drawn.wait(60)
    _, _, after = terminal.getvalue().partition("Running the rules")
    assert "left in this step" not in after


@pytest.mark.parametrize(
    ("done", "total", "taken"), [(0, 100, 50.0), (1, 100, 50.0), (50, 100, 1.0)], ids=["nothing", "too-few", "too-soon"]
)
def test_an_estimate_that_is_not_founded_is_not_given(done: int, total: int, taken: float) -> None:
    assert seconds_left(done, total, taken) is None


def test_what_is_judged_is_told_only_to_those_who_watch() -> None:
    with progress_shown(["judging"], "en", io.StringIO()) as watching:
        assert watching.tell is None
    told: list[tuple[int, int]] = []
    reconcile(HEZE / "plan.txt", HEZE / "outcome-140-199.txt", on_part=lambda done, total: told.append((done, total)))
    assert told == [(done, 200) for done in range(200)]


@pytest.mark.parametrize("name", ["html", "json", "xlsx"])
def test_what_is_written_is_told_part_by_part(name: str) -> None:
    told: list[tuple[int, int]] = []
    as_usual = b"".join(rendered(sample(), name))
    assert b"".join(rendered(sample(), name, on_part=lambda done, total: told.append((done, total)))) == as_usual
    assert told == [(done, len(told)) for done in range(len(told))] != []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_a_real_terminal_shows_the_parts_and_is_left_clean() -> None:
    import pty

    code = """if True:
        import sys
        from reconcile.reporting.progress import progress_shown
        times = iter([0, 10])
        with progress_shown(["judging"], "zh", sys.stderr, after=0, clock=lambda: next(times, 10)) as watching:
            watching.reach("judging")
            watching.tell(0, 2_000)
            watching.tell(1_000, 2_000)
            sys.stdin.readline()
    """
    terminal, other = pty.openpty()
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stderr=other, env=environment
    ) as program:
        os.close(other)
        said = b""
        while "本步约剩 0:00:10".encode() not in said:
            said += os.read(terminal, 65536)
        assert "判定 1,000/2,000".encode() in said
        assert program.stdin is not None
        program.stdin.write(b"\n")
        program.stdin.close()
        while not said.endswith(b"\x1b[2K"):
            said += os.read(terminal, 65536)
        assert program.wait(60) == 0
    os.close(terminal)
    assert said.count(b"\x1b[?25l") == said.count(b"\x1b[?25h") == 1
