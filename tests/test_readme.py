"""The READMEs keep their promises: two commands first, examples that run, links that lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.truth import ROOT

READMES = ["README.md", "README.zh-CN.md"]


def fences(name: str) -> list[tuple[str, str]]:
    """The fenced blocks of a README as (language, text), in order."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(r"^```(\S*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", READMES)
def test_the_first_two_blocks_are_one_line_commands(name: str) -> None:
    (first, run), (second, check) = fences(name)[:2]
    assert (first, second) == ("sh", "sh")
    assert run.count("\n") == check.count("\n") == 1
    assert "-o heze-2023.html" in run
    assert "pytest" in check
    assert not run.startswith(("$", "#", ">"))


def test_both_readmes_give_the_same_commands() -> None:
    assert fences(READMES[0])[:2] == fences(READMES[1])[:2]


def test_the_python_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    example = next(text for language, text in fences("README.md") if language == "python")
    exec(compile(example, "README.md", "exec"), {})
    assert (tmp_path / "heze-2023.json").stat().st_size > 100_000


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []
