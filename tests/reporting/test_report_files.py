from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from heze_sample import sample

from reconcile.errors import OutputError
from reconcile.reporting import FORMATS, format_for, render, render_bytes, rendered, write
from reconcile.reporting.files import write_whole


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *(("a.html", "html"), ("a.HTM", "html"), ("a.json", "json"), ("b/a.csv", "csv"), ("a.XLSX", "xlsx")),
        *(("a.b.md", "markdown"), ("a.sarif", "sarif"), ("a.XML", "junit"), ("a.gitlab.json", "gitlab")),
    ],
)
def test_the_ending_chooses_the_format(path: str, name: str) -> None:
    assert format_for(path) == name


def test_the_override_wins_over_the_ending() -> None:
    assert format_for("a.html", "json") == "json"


@pytest.mark.parametrize(
    ("path", "override", "says"),
    [
        ("a.doc", None, "a report is not written with the ending '.doc'"),
        ("a", None, "without an ending"),
        ("-", None, "without an ending"),
        ("a.html", "pdf", "a report is not written as 'pdf'"),
        ("a.gitlab", None, "a report is not written with the ending '.gitlab'"),
    ],
)
def test_an_unknown_format_is_refused_with_what_is_known(path: str, override: str | None, says: str) -> None:
    with pytest.raises(OutputError) as refused:
        format_for(path, override)
    assert says in str(refused.value)
    assert all(name in str(refused.value) for name in FORMATS)
    assert refused.value.exit_status == 2


def test_rendering_in_an_unknown_format_is_refused() -> None:
    with pytest.raises(OutputError, match="not written as"):
        render(sample(), "pdf")


@pytest.mark.parametrize("ending", [".html", ".json", ".csv", ".md", ".sarif", ".xml"])
def test_writes_what_is_rendered_and_leaves_nothing_else(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"audit{ending}"
    sample().write(target, lang="en")
    assert target.read_bytes().decode("utf-8") == render(sample(), format_for(target), "en")
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_writes_a_workbook_of_the_bytes_that_are_rendered(tmp_path: Path) -> None:
    write(sample(), tmp_path / "audit.xlsx", lang="en", page="audit.html")
    assert (tmp_path / "audit.xlsx").read_bytes() == render_bytes(sample(), "xlsx", "en", "audit.html")
    with pytest.raises(OutputError, match="a workbook is no text"):
        render(sample(), "xlsx")


def test_names_a_missing_folder_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist; make it first"):
        write(sample(), tmp_path / "none" / "a.html")


def test_refuses_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.html").mkdir()
    with pytest.raises(OutputError, match="it is a folder"):
        write(sample(), tmp_path / "a.html")


def test_a_failure_leaves_the_earlier_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.json"
    target.write_text("earlier", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left on device; check"):
        write(sample(), target)
    assert target.read_text(encoding="utf-8") == "earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_link_is_kept_and_its_target_replaced(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("earlier", encoding="utf-8")
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "real.md")
    write(sample(), link)
    assert link.is_symlink()
    assert (tmp_path / "real.md").read_text(encoding="utf-8").startswith("# ")


def test_keeps_the_mode_of_the_file_it_replaces(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    target.touch()
    target.chmod(0o640)
    write(sample(), target)
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_device_is_written_to_and_not_replaced() -> None:
    write(sample(), os.devnull, format="json")
    assert not Path(os.devnull).is_file()


def test_two_renderings_are_the_same_bytes() -> None:
    for name in FORMATS:
        assert render_bytes(sample(), name) == render_bytes(sample(), name)


# Writes a report over an earlier one, and stops in the middle of it until it is told to go on.
_HELD_IN_THE_MIDDLE = """
import sys, runpy
from reconcile import reporting

rendered = reporting.rendered
def held(*arguments, **more):
    pieces = rendered(*arguments, **more)
    yield next(pieces)
    print("writing", flush=True)
    sys.stdin.readline()
    yield from pieces
reporting.rendered = held
runpy.run_module("reconcile", run_name="__main__", alter_sys=True)
"""
_HEZE = Path(__file__).resolve().parents[2] / "data" / "heze-2023"


@contextmanager
def stopped_while_writing(target: Path) -> Iterator[subprocess.Popen[str]]:
    """The command in the middle of writing ``target``, beside which lies the part that is written so far."""
    files = [str(_HEZE / "plan.txt"), str(_HEZE / "outcome-140-199.txt")]
    with subprocess.Popen(
        [sys.executable, "-c", _HELD_IN_THE_MIDDLE, *files, "-o", str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "writing\n"
        assert [path.suffix for path in target.parent.iterdir() if path != target] == [".part"]
        yield program


@pytest.mark.skipif(os.name == "nt", reason="a process of Windows cannot be sent an interrupt")
@pytest.mark.parametrize(
    ("name", "status", "earlier"), [("SIGINT", 130, True), ("SIGTERM", 143, True), ("SIGHUP", 129, False)]
)
def test_what_is_stopped_while_it_is_written_leaves_the_earlier_file_or_none(
    tmp_path: Path, name: str, status: int, earlier: bool
) -> None:
    target = tmp_path / "audit.json"
    if earlier:
        target.write_text("earlier", encoding="utf-8")
    with stopped_while_writing(target) as program:
        program.send_signal(getattr(signal, name))
        _, said = program.communicate(timeout=60)
    assert (program.returncode, said) == (status, "reconcile: interrupted\n")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["earlier"] * earlier


def test_what_goes_on_after_all_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "audit.json"
    with stopped_while_writing(target) as program:
        program.communicate("\n", timeout=60)
    assert program.returncode == 0
    assert json.loads(target.read_text(encoding="utf-8"))["summary"]["targets"] == 200
    assert list(tmp_path.iterdir()) == [target]


def test_large_reports_are_given_piece_by_piece() -> None:
    for name in ("json", "csv", "html", "sarif"):
        assert len(list(rendered(sample(), name))) > 1


@pytest.mark.parametrize("name", ["json", "csv"])
def test_a_large_report_is_never_held_whole(name: str) -> None:
    large = replace(sample(), items=sample().items * 150)
    tracemalloc.start()
    size = sum(len(piece) for piece in rendered(large, name))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < size / 2


def test_an_error_between_two_pieces_leaves_the_earlier_file(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    target.write_text("earlier", encoding="utf-8")

    def pieces() -> Iterator[bytes]:
        yield b"{"
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        write_whole(target, pieces())
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["earlier"]
