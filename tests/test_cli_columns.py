"""`extract --explain` and `--map`: what a user sees who doubts a column, and what changes it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PLAN = "序号\t考核要点\t主责机构\n1\t新建公园10个\t市园林局\n2\t修路20公里\t市交通局\n3\t建桥2座\t市住建局\n"
OUTCOME = "序号\t考核要点\t推进实况\n1\t新建公园10个\t建成12个\n2\t修路20公里\t修了18公里\n3\t建桥2座\t建成1座\n"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reconcile", *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "outcome.txt").write_text(OUTCOME, encoding="utf-8")
    return tmp_path


def test_explain_shows_each_column_and_what_to_write(folder: Path) -> None:
    done = run(folder, "extract", "plan.txt", "--explain")
    assert done.returncode == 0, done.stderr
    assert "| 2 | 考核要点 | target | told by what the cells hold: 100% are texts | 新建公园10个 |" in done.stdout
    assert "--map '考核要点=target'" in done.stdout
    assert '[headers]\n  target = ["考核要点"]' in done.stdout


def test_map_names_a_column_for_one_run(folder: Path) -> None:
    done = run(folder, "extract", "plan.txt", "--explain", "--map", "考核要点=target", "--map", "主责机构=owner")
    assert "| 2 | 考核要点 | target | named by --map or reconcile.toml | 新建公园10个 |" in done.stdout
    swapped = run(
        folder, "extract", "outcome.txt", "--format", "csv", "--map", "考核要点=outcome", "--map", "推进实况=target"
    )
    assert "1,2,建成12个,,,,新建公园10个" in swapped.stdout


def test_map_holds_for_the_main_command(folder: Path) -> None:
    done = run(
        folder, "plan.txt", "outcome.txt", "--format", "csv", "--map", "考核要点=target", "--map", "推进实况=outcome"
    )
    assert done.returncode == 0, done.stderr
    assert "建成12个" in done.stdout


def test_the_configuration_names_columns_for_good(folder: Path) -> None:
    (folder / "reconcile.toml").write_text('[headers]\ntarget = ["考核要点"]\nowner = ["主责机构"]\n', encoding="utf-8")
    done = run(folder, "extract", "plan.txt", "--explain")
    assert "| 3 | 主责机构 | owner | named by --map or reconcile.toml | 市园林局 |" in done.stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("考核要点", "names no role"),
        ("考核要点=goal", "'goal', given to the heading '考核要点', is no role"),
        ("=target", "names no role"),
    ],
)
def test_a_map_that_cannot_be_used(folder: Path, given: str, said: str) -> None:
    done = run(folder, "extract", "plan.txt", "--map", given)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[headers]\ngoal = ["考核要点"]\n', "reconcile.toml:2: there are no headers 'goal'"),
        ('[headers]\ntarget = "考核要点"\n', "reconcile.toml:2: headers.target is no list of words"),
        (
            '[headers]\ntarget = ["要点"]\nowner = ["要点"]\n',
            "reconcile.toml:3: '要点' stands under target and under owner",
        ),
        ('[claims]\nyellow = ["黄牌"]\n', "reconcile.toml:2: there are no claims 'yellow'"),
    ],
)
def test_words_of_a_configuration_that_cannot_be_used(folder: Path, text: str, said: str) -> None:
    (folder / "reconcile.toml").write_text(text, encoding="utf-8")
    done = run(folder, "extract", "plan.txt")
    assert done.returncode == 2
    assert said in done.stderr
