"""The file of accepted findings: what it holds, when it is refused, and that it is never torn."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from check_folders import CONFIG, ROOT, check_command, make_project, run_process
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.programs import change, write

SCHEMA = json.loads((ROOT / "reconcile/reporting/schemas/reconcile-baseline-1.schema.json").read_text(encoding="utf-8"))


def test_the_file_is_as_its_schema_says_and_stable(check: Any, project: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    check("--update-baseline")
    text = (project / "reconcile-baseline.json").read_text(encoding="utf-8")
    Draft202012Validator(SCHEMA).validate(json.loads(text))
    check("--update-baseline", "--no-cache")
    assert (project / "reconcile-baseline.json").read_text(encoding="utf-8") == text


def test_one_finding_more_is_one_line_more(check: Any, project: Path) -> None:
    check("--update-baseline")
    before = (project / "reconcile-baseline.json").read_text(encoding="utf-8").splitlines()
    change(project / "2023" / "outcome.txt", "新增护理型养老床位1600张。", "新增护理型养老床位900张。")
    check("--update-baseline")
    after = (project / "reconcile-baseline.json").read_text(encoding="utf-8").splitlines()
    added = [line for line in after if line.strip(", ") not in {old.strip(", ") for old in before}]
    assert len(after) == len(before) + 1
    assert [("sha256" in line, "shortfall" in line) for line in added] == [(True, False), (False, True)]


def test_pairs_and_findings_are_sorted_whatever_the_order_of_the_configuration(check: Any, project: Path) -> None:
    second = CONFIG.replace("甲市2023", "a")
    write(project / "reconcile.toml", CONFIG + second)
    check("--update-baseline")
    text = (project / "reconcile-baseline.json").read_text(encoding="utf-8")
    write(project / "reconcile.toml", second + CONFIG)
    check("--update-baseline")
    assert (project / "reconcile-baseline.json").read_text(encoding="utf-8") == text
    assert [pair["name"] for pair in json.loads(text)["pairs"]] == ["a", "甲市2023"]


def test_the_configuration_may_name_another_file(check: Any, project: Path) -> None:
    write(project / "reconcile.toml", 'baseline = "accepted/2023.json"\n' + CONFIG)
    answer = check("--update-baseline")
    assert answer.status == 2
    assert "accepted" in answer.err
    (project / "accepted").mkdir()
    assert check("--update-baseline").status == 0
    assert check().status == 0


def test_nothing_is_accepted_where_a_pair_could_not_be_judged(check: Any, project: Path) -> None:
    check("--update-baseline")
    before = (project / "reconcile-baseline.json").read_bytes()
    write(project / "reconcile.toml", CONFIG + CONFIG.replace("甲市2023", "gone").replace("2023/plan", "2022/plan"))
    change(project / "2023" / "outcome.txt", "1600张", "900张")
    answer = check("--update-baseline")
    assert answer.status == 2
    assert "reconcile-baseline.json: the baseline is left as it is: gone could not be judged" in answer.err
    assert (project / "reconcile-baseline.json").read_bytes() == before


def test_a_pair_that_left_the_configuration_is_told_and_dropped(check: Any, project: Path) -> None:
    check("--update-baseline")
    change(project / "reconcile.toml", "甲市2023", "another")
    change(project / "2023" / "outcome.txt", "210公里", "200公里")
    answer = check("--format", "json")
    assert answer.json["baseline"]["left_over"] == ["甲市2023"]
    assert answer.status == 1
    check("--update-baseline")
    assert check("--format", "json").json["baseline"]["left_over"] == []


def test_a_pair_under_another_name_keeps_what_was_accepted_and_that_is_told(check: Any, project: Path) -> None:
    check("--update-baseline")
    change(project / "reconcile.toml", "甲市2023", "甲市-2023")
    answer = check("--format", "json")
    assert answer.status == 0
    assert (answer.json["pairs"][0]["formerly"], answer.json["baseline"]["left_over"]) == ("甲市2023", [])
    assert answer.json["summary"]["unchanged"]["error"] == 2
    assert "“甲市-2023” is “甲市2023” of the baseline" in " ".join(check("--lang", "en").out.split())
    check("--update-baseline")
    assert check("--format", "json").json["pairs"][0]["formerly"] is None


def test_two_pairs_of_one_report_are_not_both_the_one_that_was_accepted(check: Any, project: Path) -> None:
    """Which of them is meant cannot be told, so neither takes over what was accepted."""
    check("--update-baseline")
    config = (project / "reconcile.toml").read_text(encoding="utf-8").replace("甲市2023", "one")
    write(project / "reconcile.toml", config + config.replace("one", "two"))
    answer = check("--format", "json")
    assert answer.json["summary"]["new"]["error"] == 4
    assert answer.json["baseline"]["left_over"] == ["甲市2023"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "reconcile-baseline.json:1: the baseline is no JSON"),
        ('{"schema": "reconcile-baseline/1",\n<<<<<<< ours\n', "reconcile-baseline.json:2: the baseline is no JSON"),
        ('{"schema": "reconcile-baseline/2", "pairs": []}', "its schema is 'reconcile-baseline/2'"),
        ("[]", "its schema is None"),
        ("[" * 100_000, "the baseline is no JSON"),
        ('{"schema": "reconcile-baseline/1"}', "the baseline is not as its schema says: KeyError 'pairs'"),
        ('{"schema": "reconcile-baseline/1", "pairs": [{"name": "a", "inputs": [], "findings": [{}]}]}', "KeyError"),
        ('{"schema": "reconcile-baseline/1", "pairs": [7]}', "the baseline is not as its schema says"),
        ('{"schema": "reconcile-baseline/1", "pairs": [{"name": [], "inputs": [], "findings": []}]}', "TypeError"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(check: Any, project: Path, text: str, said: str) -> None:
    write(project / "reconcile-baseline.json", text)
    answer = check()
    assert answer.status == 2
    assert said in answer.err
    assert "--update-baseline" in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.slow
def test_killed_at_any_moment_the_baseline_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    """Fifty updates, each killed at another moment of the time that one takes, and each followed by a whole check."""
    project = make_project(tmp_path / "project")
    baseline, outcome = project / "reconcile-baseline.json", project / "2023" / "outcome.txt"
    first = outcome.read_text(encoding="utf-8")
    versions = (first, first.replace("1600张", "900张"))
    wanted = []
    for text in versions:
        write(outcome, text)
        start = time.monotonic()
        assert run_process(project, "--update-baseline", "-q").status == 0
        took = time.monotonic() - start
        wanted.append(baseline.read_bytes())
    assert wanted[0] != wanted[1]
    chance, seen = Random(8), set()
    for number in range(50):
        write(outcome, versions[number % 2])
        process = subprocess.Popen(check_command("--update-baseline", "-q"), cwd=project)
        try:
            process.wait(chance.uniform(0, 1.2 * took))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert baseline.read_bytes() in wanted
        seen.add((process.returncode, baseline.read_bytes() == wanted[number % 2]))
    assert {status for status, _ in seen} >= {-signal.SIGKILL}
    assert run_process(project, "--update-baseline", "-q").status == 0
    assert baseline.read_bytes() == wanted[1]
    assert run_process(project, "-q").status == 0


_WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from reconcile.checking.baseline import write_baseline
from reconcile.checking.running import check
from reconcile.config.reading import read_config
whole = check(read_config(Path("reconcile.toml"))).result
empty = replace(whole, pairs=tuple(replace(pair, items=(), findings=()) for pair in whole.pairs))
print("writing", flush=True)
while True:
    write_baseline(empty)
    write_baseline(whole)
"""


@pytest.mark.slow
def test_killed_while_it_writes_nothing_else_the_baseline_is_whole(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    baseline, chance, seen = project / "reconcile-baseline.json", Random(8), set()
    for _ in range(20):
        process = subprocess.Popen([sys.executable, "-c", _WRITER], cwd=project, stdout=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.01, 0.1))
        process.kill()
        process.communicate()
        text = baseline.read_text(encoding="utf-8")
        Draft202012Validator(SCHEMA).validate(json.loads(text))
        seen.add(text)
    assert {len(json.loads(text)["pairs"][0]["findings"]) for text in seen} <= {0, 2}
    assert len(seen) <= 2
