"""``reconcile rules test DIR``: one line a rule, one for each example that does not behave, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reconcile.cli import run_program
from reconcile.resources import resource_dir
from tests.auditing.builder import write_rule


def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, what was printed, and the complaint."""
    monkeypatch.setattr("sys.argv", ["reconcile", "rules", *arguments])
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.reconfigure", lambda **_: None, raising=False)
    status, complaint = run_program()
    return status, capsys.readouterr().out, complaint


def with_a_failure(folder: Path) -> int:
    """A pack with one rule of which an example does not behave; the line of that example."""
    write_rule(folder, "a-fine")
    path = write_rule(folder, "b-wrong")
    text = path.read_text(encoding="utf-8").replace('description = "None."\nfires = false', 'description = "None."')
    text = text.replace('description = "None."', 'description = "One."\nfires = false\nitems = [{}]')
    path.write_text(text, encoding="utf-8")
    return text[: text.rindex("[[example]]")].count("\n") + 1


def test_a_sound_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write_rule(tmp_path, "b-probe")
    write_rule(tmp_path, "a-probe")
    status, printed, complaint = told(monkeypatch, capsys, "test", str(tmp_path))
    assert (status, complaint) == (0, "")
    assert printed == "ok      a-probe, 2 examples\nok      b-probe, 2 examples\n"


def test_an_example_that_does_not_behave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = with_a_failure(tmp_path)
    status, printed, complaint = told(monkeypatch, capsys, "test", str(tmp_path))
    assert (status, complaint) == (1, "")
    assert printed.splitlines() == [
        "ok      a-fine, 2 examples",
        "FAILED  b-wrong, 2 examples",
        f"        {(tmp_path / 'b-wrong.toml').as_posix()}:{line}: the example 'One.' fires: seen",
    ]


def test_the_results_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = with_a_failure(tmp_path)
    status, printed, _ = told(monkeypatch, capsys, "test", str(tmp_path), "--format", "json")
    assert status == 1
    first, second = json.loads(printed)
    assert (first["rule"], first["examples"], first["failed"]) == ("a-fine", 2, [])
    assert second["failed"] == [{"line": line, "example": "One.", "problem": "fires: seen"}]


def test_a_broken_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_rule(tmp_path, sql="SELECT 1")
    status, printed, complaint = told(monkeypatch, capsys, "test", str(tmp_path))
    assert (status, printed) == (2, "")
    assert complaint.startswith(f"{path.as_posix()}:5: ")


def test_the_rules_that_ship(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    folder = resource_dir("rules") / "audit"
    status, printed, _ = told(monkeypatch, capsys, "test", str(folder))
    assert status == 0
    assert [line.split()[0] for line in printed.splitlines()] == ["ok"] * len(list(folder.glob("*.toml")))


@pytest.mark.parametrize("arguments", [("test",), ("shortfall", "here")])
def test_what_cannot_be_meant(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    status, printed, complaint = told(monkeypatch, capsys, *arguments)
    assert (status, printed) == (2, "")
    assert "reconcile rules test DIR" in complaint


def test_no_rule_is_called_test(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule(tmp_path, "test")
    status, _, complaint = told(monkeypatch, capsys, "test", str(tmp_path))
    assert status == 2
    assert "may not be called test" in complaint
