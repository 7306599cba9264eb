from __future__ import annotations

import os
from pathlib import Path

import pytest
from heze_sample import sample

from reconcile.errors import OutputError
from reconcile.reporting import FORMATS, format_for, render, render_bytes, write


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
