"""What a check prints and writes: schemas, formats, and the same bytes every time."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from check_folders import CONFIG, ROOT, check_command
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.programs import change, write

SCHEMA = json.loads((ROOT / "reconcile/reporting/schemas/reconcile-check-1.schema.json").read_text(encoding="utf-8"))
BAD = CONFIG.replace("甲市2023", "gone").replace("2023/plan", "2022/plan")


def test_json_validates_against_the_schema_that_ships(check: Any, project: Path) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    validator = Draft202012Validator(SCHEMA)
    validator.validate(check("--format", "json").json)
    check("--update-baseline")
    change(project / "2023" / "outcome.txt", "210公里", "200公里")
    fingerprint = check("--format", "json").json["findings"][0]["fingerprint"]
    waivers = (
        f'[[waiver]]\nfingerprint = "{mark}"\nreason = "r"\nby = "b"\nexpires = 2024-01-01\n'
        for mark in (fingerprint, "0" * 64)
    )
    write(project / "reconcile.toml", "".join(waivers) + CONFIG + BAD)
    for day in ("2023-12-31", "2024-01-02"):
        report = check("--format", "json", "--today", day).json
        validator.validate(report)
        assert report["today"] == day


def test_standard_output_holds_the_report_and_nothing_else(check: Any, project: Path) -> None:
    write(project / "reconcile.toml", CONFIG + BAD)
    answer = check("--format", "json", "--verbose")
    assert json.loads(answer.out)["schema"] == "reconcile-check/1"
    assert "2022/plan.txt" in answer.err
    assert "cache" in answer.err
    accepted = check("--format", "markdown", "--quiet")
    assert accepted.out.startswith("# 核对检查\n")


def test_the_same_check_gives_the_same_bytes_under_any_hash_seed_and_locale(project: Path) -> None:
    write(project / "reconcile.toml", CONFIG + CONFIG.replace("甲市2023", "b") + BAD)
    answers = set()
    for seed, locale, jobs in (("1", "C", "1"), ("2", "C.UTF-8", "2"), ("3", "POSIX", "2")):
        done = subprocess.run(
            check_command("--format", "json", "--jobs", jobs, "--no-cache"),
            cwd=project,
            capture_output=True,
            check=False,
            env=os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale},
        )
        answers.add((done.returncode, done.stdout, done.stderr))
    assert len(answers) == 1
    assert answers.pop()[0] == 2


def test_reports_are_written_by_their_ending(check: Any, project: Path) -> None:
    answer = check("-o", "check.json", "-o", "check.md", "--format", "json")
    assert answer.status == 1
    assert json.loads((project / "check.json").read_text(encoding="utf-8"))["summary"]["new"]["error"] == 2
    answer = check("-o", "check.json", "-o", "check.md")
    assert answer.out == ""
    assert answer.err == "wrote check.json\nwrote check.md\n"
    assert "| 甲市2023 | 新增2条（错误 2） |" in (project / "check.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "check.docx"), "a check is not written with the ending '.docx'"),
        (("-o", "missing/check.json"), "the folder 'missing' does not exist"),
        (("--format", "html"), "a check is not written as 'html'"),
        (("-o", "-", "-o", "-", "--format", "json"), "only one report can go to standard output"),
        (("--today", "yesterday"), "'yesterday' is no date"),
        (("--config", "other.toml"), "other.toml: cannot be read"),
        (("--jobs", "0"), "--jobs"),
    ],
)
def test_what_cannot_be_done_is_refused_before_any_document_is_read(
    check: Any, project: Path, options: tuple[str, ...], said: str
) -> None:
    (project / "2023" / "plan.txt").unlink()
    answer = check(*options)
    assert answer.status == 2
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert not (project / ".reconcile-cache").exists()


@pytest.mark.parametrize("kept", ["reconcile.toml", "reconcile-baseline.json", "2023/plan.txt", "link.txt"])
def test_a_report_is_not_written_over_what_the_check_reads(check: Any, project: Path, kept: str) -> None:
    check("--update-baseline")
    (project / "link.txt").symlink_to(project / "2023" / "outcome.txt")
    before = (project / kept).read_bytes()
    answer = check("--output", kept, "--format", "json")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err == f"reconcile: {kept}: this run reads that file; give the report another name\n"
    assert (project / kept).read_bytes() == before


def test_the_terminal_tells_each_pair_then_the_worst_first(check: Any, project: Path) -> None:
    write(project / "reconcile.toml", '[rules]\nclaimed-without-evidence = "warning"\n' + CONFIG)
    out = check("--lang", "en").out
    assert out.splitlines()[0] == "甲市2023  2 new (error 1, warning 1)"
    assert out.index("error  甲市2023  Target 2") < out.index("warning  甲市2023  Target 4")
    assert "2023/plan.txt:5:" in out
    assert out.splitlines()[-1] == "1 pair, 2 new (error 1, warning 1)."
    check("--update-baseline")
    assert check("--lang", "en").out == "甲市2023  nothing new, 2 accepted\n\n1 pair, nothing new.\n"


def test_many_findings_are_cut_unless_all_are_asked_for(check: Any, project: Path) -> None:
    pairs = "".join(CONFIG.replace("甲市2023", f"pair {n}") for n in range(12))
    write(project / "reconcile.toml", pairs)
    out = check("--lang", "en").out
    assert out.count("Shortfall") + out.count("Claimed without evidence") == 20
    assert "4 more: --verbose lists them." in out
    out = check("--lang", "en", "--verbose").out
    assert out.count("Shortfall") + out.count("Claimed without evidence") == 24


def test_the_language_is_that_of_the_documents_unless_another_is_asked_for(check: Any) -> None:
    assert "新增发现" in check().out
    assert "New findings" in check("--lang", "en").out
    assert "## New findings" in check("--lang", "en", "--format", "markdown").out


def test_quiet_prints_nothing_but_errors(check: Any, project: Path) -> None:
    assert check("--quiet") == (1, "", "")
    assert check("--quiet", "--update-baseline") == (0, "", "")
    write(project / "reconcile.toml", CONFIG + BAD)
    answer = check("--quiet")
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)


def test_words_of_documents_and_names_are_data(check: Any, project: Path) -> None:
    change(project / "reconcile.toml", 'name = "甲市2023"', r'name = "a\u001b[31m|<b>*x*"')
    change(project / "2023" / "outcome.txt", "领导高度重视", "领导\x1b[31m高度*重视*|")
    assert "\x1b" not in check().out
    page = check("--format", "markdown").out
    assert "\x1b" not in page
    row = next(line for line in page.splitlines() if line.startswith("| a"))
    assert row.replace("\\|", "").count("|") == 4
    assert "<b>" not in page


def test_an_accepted_update_says_how_much(check: Any, project: Path) -> None:
    check("--update-baseline")
    change(project / "2023" / "outcome.txt", "210公里", "200公里")
    answer = check("--update-baseline")
    assert answer.status == 0
    assert answer.err == "wrote reconcile-baseline.json: 2 findings accepted, 1 of them new; 1 fixed ones taken out\n"
