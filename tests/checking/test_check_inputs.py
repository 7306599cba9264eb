"""What the paths of a configuration stand for, and what becomes of pairs that cannot be judged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from check_folders import CONFIG, OUTCOME, PLAN, ROOT, make_project, run_check

from reconcile.checking.reconciling import Job, reconcile_all
from reconcile.config.values import Config
from reconcile.pairs.reconciling import PairRun
from tests.programs import change, write


def inputs(report: dict[str, Any], pair: int = 0) -> list[str]:
    return [file["path"] for file in report["pairs"][pair]["inputs"]]


def halves(project: Path, names: tuple[str, str]) -> None:
    lines = OUTCOME.splitlines(keepends=True)
    (project / "2023" / "outcome.txt").unlink()
    for name, rows in zip(names, (lines[3:5], lines[5:]), strict=True):
        write(project / "2023" / name, "".join(lines[:3] + rows))


def test_the_files_of_a_glob_are_in_the_order_of_their_numbers(check: Any, project: Path) -> None:
    halves(project, ("outcome-2.txt", "outcome-10.txt"))
    report = check("--format", "json").json
    assert inputs(report) == ["2023/plan.txt", "2023/outcome-2.txt", "2023/outcome-10.txt"]
    assert report["pairs"][0]["summary"]["matched"] == 5


def test_a_glob_over_the_whole_folder_leaves_the_plan_out(check: Any, project: Path) -> None:
    change(project / "reconcile.toml", "2023/outcome*.txt", "**/*.txt")
    assert inputs(check("--format", "json").json) == ["2023/plan.txt", "2023/outcome.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_itself(check: Any, project: Path) -> None:
    (project / "2023" / "outcome.txt").rename(project / "2023" / "outcome[1].txt")
    change(project / "reconcile.toml", "2023/outcome*.txt", "2023/outcome[1].txt")
    assert inputs(check("--format", "json").json)[1] == "2023/outcome[1].txt"


def test_paths_are_relative_to_the_configuration_and_told_as_seen_from_here(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    above = run_check(project.parent, capsys, monkeypatch, "--config", "project/reconcile.toml", "--format", "json")
    assert inputs(above.json) == ["project/2023/plan.txt", "project/2023/outcome.txt"]
    assert above.json["findings"][0]["citations"][0]["path"] == "project/2023/plan.txt"
    assert above.json["baseline"]["path"] == "project/reconcile-baseline.json"
    below = run_check(project / "2023", capsys, monkeypatch, "--format", "json")
    assert inputs(below.json) == ["../2023/plan.txt", "../2023/outcome.txt"]


def test_the_baseline_is_the_same_from_wherever_it_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_check(project, capsys, monkeypatch, "--update-baseline")
    here = (project / "reconcile-baseline.json").read_bytes()
    run_check(project.parent, capsys, monkeypatch, "--config", "project/reconcile.toml", "--update-baseline")
    assert (project / "reconcile-baseline.json").read_bytes() == here


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2023/plan.txt", "2023/paln.txt", "reconcile.toml:3: the plan of '甲市2023' matches no file: 2023/paln.txt"),
        ("2023/outcome*.txt", "2024/*.txt", "reconcile.toml:4: the outcome of '甲市2023' matches no file: 2024/*.txt"),
        ("2023/plan.txt", "2023/*.txt", "matches 2 files (2023/outcome.txt, 2023/plan.txt)"),
        (
            'plan = "2023/plan.txt"\noutcome = "2023/outcome*.txt"',
            'outcome = "2023/*.txt"',
            "has no plan and 2 outcomes",
        ),
        ("2023/outcome*.txt", "2023/plan.txt", "matches no file but its plan"),
    ],
)
def test_a_pair_without_usable_files_is_never_green(check: Any, project: Path, old: str, new: str, said: str) -> None:
    change(project / "reconcile.toml", old, new)
    answer = check()
    assert answer.status == 2
    assert said in answer.err
    assert "Traceback" not in answer.err


def test_other_pairs_are_checked_although_one_cannot_be(check: Any, project: Path) -> None:
    write(project / "reconcile.toml", CONFIG.replace("甲市2023", "gone").replace("2023/plan", "2022/plan") + CONFIG)
    answer = check("--format", "json")
    assert answer.status == 2
    assert [(pair["name"], pair["status"]) for pair in answer.json["pairs"]] == [
        ("gone", "failed"),
        ("甲市2023", "read"),
    ]
    assert "2022/plan.txt" in answer.json["pairs"][0]["error"]
    assert len(answer.json["findings"]) == 2
    assert answer.err.count("\n") == 1


def test_what_is_accepted_of_a_pair_that_cannot_be_judged_is_not_fixed(check: Any, project: Path) -> None:
    check("--update-baseline")
    write(project / "2023" / "plan.txt", "nothing here\n")
    answer = check("--format", "json")
    assert answer.status == 2
    assert answer.json["fixed"] == []


def test_a_report_that_answers_no_target_is_not_green(check: Any, project: Path) -> None:
    other = [*PLAN.splitlines()[:3], "1\t开展冬季群众文艺展演\t张三\t市文化馆", "2\t编纂地方志书稿\t李四\t市档案馆"]
    write(project / "2023" / "plan.txt", "\n".join(other) + "\n")
    answer = check("--format", "json")
    assert answer.status == 2
    assert answer.json["pairs"][0]["status"] == "failed"
    assert "none of its targets is answered by 2023/outcome.txt" in answer.err


def test_a_configuration_without_pairs_says_what_to_write(check: Any, project: Path) -> None:
    write(project / "reconcile.toml", '[rules]\nshortfall = "warning"\n')
    answer = check()
    assert answer.status == 2
    assert "reconcile.toml:1: there is no [[pair]] in it" in answer.err
    assert 'plan = "plan.txt"' in answer.err


def test_without_a_configuration_it_says_where_it_looked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = run_check(tmp_path, capsys, monkeypatch)
    assert answer.status == 2
    assert "no reconcile.toml here or further up" in answer.err


def test_one_file_that_restates_its_own_targets_is_a_pair(check: Any, project: Path) -> None:
    change(project / "reconcile.toml", 'plan = "2023/plan.txt"\n', "")
    report = check("--format", "json").json
    assert inputs(report) == ["2023/outcome.txt"]
    assert {finding["target"] for finding in report["findings"]} == {"2", "4"}


def test_pairs_on_several_processes_come_in_the_order_of_the_configuration(check: Any, project: Path) -> None:
    names = [f"pair {n}" for n in (3, 1, 2, 0)]
    for name in names:
        make_project(project / name)
    entries = (CONFIG.replace("甲市2023", name).replace('"2023/', f'"{name}/2023/') for name in names)
    write(project / "reconcile.toml", "".join(entries))
    two = check("--jobs", "2", "--no-cache", "--format", "json")
    one = check("--jobs", "1", "--no-cache", "--format", "json")
    assert [pair["name"] for pair in two.json["pairs"]] == names
    assert two == one


def test_an_error_of_ours_in_one_pair_is_told_beside_the_others(
    check: Any, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by the plan")

    monkeypatch.setattr("reconcile.engine.reconcile", broken)
    answer = check("--no-cache", "--format", "json")
    assert answer.status == 70
    assert "an error of ours: ZeroDivisionError: by the plan; please report it" in answer.err
    assert answer.json["pairs"][0]["status"] == "failed"


_KILLED = """
import os, signal
from reconcile.config.values import Config
from reconcile.pairs.processes import run_each
from reconcile.pairs.reconciling import PairRun, reconcile_pair
if __name__ == "__main__":
    run = PairRun("", ("missing.txt",), "", "", None, (), Config(), (), frozenset())
    for done in run_each(reconcile_pair, [run] * 4, 2):
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_the_processes_of_a_check_that_was_killed_end_with_it(tmp_path: Path) -> None:
    """They hold its standard output, which whoever waits for its end reads: a job of CI would hang."""
    script = write(tmp_path / "killed.py", _KILLED)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, str(script)], env=environment, stdout=subprocess.PIPE)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL


def test_processes_that_die_are_told_for_every_pair() -> None:
    """Such as where the system takes back their memory; what is given to the pool after that is told as well."""
    run = PairRun("", ("missing.txt",), "", "", None, (), _Deadly(), (), frozenset())
    answers = reconcile_all([Job(run, None, "")] * 3, 2)
    assert [answer.exit_status for answer in answers] == [70] * 3
    assert all("want of memory" in answer.error for answer in answers)


class _Deadly(Config):
    """A configuration that ends the process that unpacks it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (os._exit, (9,))
