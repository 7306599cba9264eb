"""The help of every command, and its examples, run as a reader would paste them; shell completion."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import typer.main

from reconcile.cli import app
from reconcile.commands.examples import EXAMPLES, Example, epilog
from tests.truth import ROOT

COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
HEZE = ROOT / "data" / "heze-2023"
PACK = """id = "many-goals"
severity = "info"
confidence = "high"
sql = "SELECT i.target_id, i.outcome_id, [t.cite] AS citations FROM items i JOIN targets t USING (target_id)"
[name]
en = "Many"
zh = "多"
[title]
en = "Any target."
zh = "任何目标。"
[message]
en = "A target."
zh = "目标。"
[why]
en = "To show."
zh = "示例。"
[what_to_do]
en = "Nothing."
zh = "无。"
[[example]]
description = "One item."
fires = true
items = [{ claim = "done" }]
targets = [{ text = "one" }]
[[example]]
description = "No item."
fires = false
goals = []
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all files that the examples name."""
    place = tmp_path_factory.mktemp("examples")
    shutil.copy(HEZE / "plan.txt", place)
    shutil.copy(HEZE / "work-report.txt", place)
    shutil.copy(HEZE / "outcome-140-199.txt", place / "outcome.txt")
    for name in ("half-year.txt", "year-end.txt"):
        shutil.copy(ROOT / "tests" / "trend" / "documents" / name, place)
    (place / "our-rules").mkdir()
    (place / "our-rules" / "many-goals.toml").write_text(PACK, encoding="utf-8")
    settings = '[[pair]]\nname = "heze-2023"\nplan = "plan.txt"\noutcome = "outcome.txt"\n'
    (place / "reconcile.toml").write_text(settings, encoding="utf-8")
    (place / "manifest.csv").write_text("name,plan,outcome\nheze-2023,plan.txt,outcome.txt\n", encoding="utf-8")
    return place


def in_bash(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A line as bash runs it, ``reconcile`` being the program that is tested."""
    program = f'reconcile() {{ "{sys.executable}" -m reconcile "$@"; }}'
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    return subprocess.run(
        ["bash", "-c", f"{program}\n{line}"],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**environment, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def test_every_command_has_examples_and_its_help_ends_with_them() -> None:
    assert set(COMMANDS) == set(EXAMPLES)
    for name, command in COMMANDS.items():
        assert command.epilog == epilog(name)
        assert len(EXAMPLES[name]) > 1


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_says_what_a_command_and_each_option_is_for(name: str) -> None:
    done = in_bash(f"reconcile {name} --help", ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"reconcile {EXAMPLES[name][0].line.split()[1]}" in " ".join(done.stdout.split())
    assert "Exit status: 0" in done.stdout
    command = COMMANDS[name]
    assert command.help
    assert [parameter.name for parameter in command.params if not getattr(parameter, "help", None)] == []


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_pages_that_help_names_are_there(name: str) -> None:
    pages = epilog(name).splitlines()[-1].removeprefix("See also: ").split(", ")
    assert [page for page in pages if not (ROOT / page).is_file()] == []


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_every_example_runs_as_printed(name: str, folder: Path) -> None:
    """In their order, as a reader would try them; what they write is what they say they write."""
    if name == "query":
        in_bash(EXAMPLES["batch"][0].line, folder)
    for example in EXAMPLES[name]:
        done = in_bash(example.line, folder)
        assert done.returncode == example.status, f"{example.line}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        written = [word for word in written_by(example) if (folder / word).stat().st_size > 0]
        assert written == written_by(example)
        for each in written:
            well_formed(folder / each)
        assert written or done.stdout or "wrote" in done.stderr


def written_by(example: Example) -> list[str]:
    words = example.line.split()
    return [word for before, word in pairwise(words) if before in ("-o", ">")]


def well_formed(path: Path) -> None:
    if path.suffix in (".json", ".sarif"):
        json.loads(path.read_text(encoding="utf-8"))
    elif path.suffix == ".xml":
        ElementTree.parse(path)


# What each shell asks the program, with the words typed so far, and the marks that its answer is understood by.
SHELLS = {
    "bash": {"_RECONCILE_COMPLETE": "complete_bash", "COMP_WORDS": "reconcile che", "COMP_CWORD": "1"},
    "zsh": {"_RECONCILE_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "reconcile che"},
    "fish": {
        "_RECONCILE_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_ARGS": "reconcile che",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
    },
}


def completed(environment: dict[str, str]) -> str:
    program = shutil.which("reconcile", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the program is not installed beside this Python")
    done = subprocess.run(
        [program], capture_output=True, encoding="utf-8", env={**os.environ, **environment}, check=False
    )
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_commands(shell: str) -> None:
    answer = completed(SHELLS[shell])
    assert "check" in answer
    assert "extract" not in answer


def test_a_shell_completes_options_and_their_values() -> None:
    def ask(*words: str) -> list[str]:
        typed = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1)}
        return completed({"_RECONCILE_COMPLETE": "complete_bash", **typed}).split()

    assert "--as-of" in ask("reconcile", "plan.txt", "--as")
    assert "--update-baseline" in ask("reconcile", "check", "--up")
    assert ask("reconcile", "check", "--fail-on", "") == ["error", "warning", "never"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell_is_shown_and_is_valid(shell: str) -> None:
    script = completed({"_RECONCILE_COMPLETE": f"source_{shell}"})
    assert "_RECONCILE_COMPLETE" in script
    if shutil.which(shell):
        checked = subprocess.run([shell, "-n"], input=script, capture_output=True, encoding="utf-8", check=False)
        assert (checked.returncode, checked.stderr) == (0, "")
