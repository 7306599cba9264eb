"""The program as a user meets it: exit statuses, one clear line for every error, nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from tests.truth import ROOT

HEZE = ROOT / "data" / "heze-2023"
PLAN = str(HEZE / "plan.txt")
OUTCOMES = [str(HEZE / "outcome-044-085.txt"), str(HEZE / "outcome-140-199.txt")]


def run(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reconcile", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd or ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=False,
    )


def complaint(*arguments: str) -> str:
    """The one line that a refused run prints."""
    done = run(*arguments)
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_without_arguments_it_says_how_to_use_it() -> None:
    done = run()
    assert "PLAN" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_default_command_prints_a_summary_of_at_most_80_columns() -> None:
    done = run(PLAN, *OUTCOMES)
    assert done.returncode == 0, done.stderr
    assert "97" in done.stdout
    assert max(_columns(line) for line in done.stdout.splitlines()) <= 80


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_error_and_do_not_end_in_a_report(closed: str, tmp_path: Path) -> None:
    report = tmp_path / "audit.json"
    command = f'"$@" {closed}'
    program = [sys.executable, "-m", "reconcile", PLAN, *OUTCOMES, "-o", str(report), "--verbose"]
    done = subprocess.run(
        ["sh", "-c", command, "sh", *program], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(report.read_text(encoding="utf-8"))["schema"] == "reconcile/1"


def test_a_report_is_not_written_over_a_document_of_its_run(tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_bytes(Path(PLAN).read_bytes())
    assert "this run reads that file" in complaint(str(plan), *OUTCOMES, "-o", str(plan), "--format", "json")
    assert plan.read_bytes() == Path(PLAN).read_bytes()


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)


def test_every_format_is_written_whole_and_said_so(tmp_path: Path) -> None:
    files = [tmp_path / f"audit{ending}" for ending in (".html", ".json", ".csv", ".md")]
    done = run(PLAN, *OUTCOMES, *[part for file in files for part in ("-o", str(file))])
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(file.name for file in files)
    assert all(str(file) in done.stderr for file in files)


def test_json_to_standard_output_is_nothing_but_json() -> None:
    done = run(PLAN, *OUTCOMES, "--format", "json", "-o", "-")
    assert json.loads(done.stdout)["summary"]["targets"] == 200


def test_fail_on_makes_the_exit_status_one() -> None:
    assert run(PLAN, *OUTCOMES, "--quiet", "--fail-on", "error").returncode == 1
    assert run(PLAN, *OUTCOMES, "--quiet").returncode == 0


def test_a_missing_file() -> None:
    assert "nowhere.txt" in complaint(PLAN, "nowhere.txt")


def test_an_empty_file(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert "empty.txt" in complaint(PLAN, str(empty))


def test_a_binary_file(tmp_path: Path) -> None:
    binary = tmp_path / "picture.txt"
    binary.write_bytes(bytes(range(256)) * 40)
    assert "picture.txt" in complaint(PLAN, str(binary))


def test_a_file_without_a_table(tmp_path: Path) -> None:
    prose = tmp_path / "prose.txt"
    prose.write_text("今天天气很好。我们去公园散步。\n" * 20, encoding="utf-8")
    assert "prose.txt" in complaint(PLAN, str(prose))


def test_a_directory_is_no_document(tmp_path: Path) -> None:
    assert tmp_path.name in complaint(PLAN, str(tmp_path))


def test_a_plan_given_as_outcome() -> None:
    line = complaint(PLAN, PLAN)
    assert "plan.txt" in line


def test_gb18030_is_read_as_what_it_is(tmp_path: Path) -> None:
    old = tmp_path / "outcome.txt"
    old.write_bytes((HEZE / "outcome-140-199.txt").read_text(encoding="utf-8").encode("gb18030"))
    done = run(PLAN, str(old), "--format", "json", "-o", "-")
    result = json.loads(done.stdout)
    assert [i["encoding"].lower() for i in result["inputs"]][1].startswith("gb")
    assert sum(bool(item["outcomes"]) for item in result["items"]) == 60


def test_an_unknown_ending_leaves_nothing_behind(tmp_path: Path) -> None:
    assert ".docx" in complaint(PLAN, *OUTCOMES, "-o", str(tmp_path / "audit.docx"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert "missing" in complaint(PLAN, *OUTCOMES, "-o", str(tmp_path / "missing" / "audit.json"))


def test_a_date_that_is_none() -> None:
    assert "YYYY-MM-DD" in complaint(PLAN, *OUTCOMES, "--as-of", "soon")


def test_an_unknown_option() -> None:
    assert "--colour" in complaint(PLAN, *OUTCOMES, "--colour")


def test_explain_shows_what_the_verdict_rests_on() -> None:
    done = run("explain", "133", PLAN, *OUTCOMES)
    assert "1500" in done.stdout
    assert "4433张" in done.stdout
    assert "×2.96" in done.stdout


def test_explain_tells_the_promise_and_the_year_before() -> None:
    report = ("--report", str(HEZE / "work-report.txt"))
    assert "work-report.txt:25:565" in run("explain", "133", PLAN, *OUTCOMES, *report).stdout
    split = run("explain", "57", PLAN, *OUTCOMES, *report).stdout
    assert "1000家 = 100家 (16) + 350家 (57) + 400家 (122) + 150家 (141)" in split


def test_explain_an_unknown_target() -> None:
    assert "999" in complaint("explain", "999", PLAN, *OUTCOMES)


def test_extract_prints_every_row_and_what_was_repaired() -> None:
    done = run("extract", OUTCOMES[0], "--format", "json")
    assert len({row["id"] for row in json.loads(done.stdout)["records"]}) == 42
    assert "merged" in done.stderr


def test_extract_reads_a_plan_and_a_work_report_too() -> None:
    assert len(json.loads(run("extract", PLAN, "--format", "json").stdout)["records"]) == 200
    prose = json.loads(run("extract", str(HEZE / "work-report.txt"), "--format", "json").stdout)
    assert any("5.5%左右" in row["target"] for row in prose["records"])


def test_rules_lists_all_and_shows_one() -> None:
    listed = run("rules").stdout
    assert "shortfall" in listed
    assert "claimed-without-evidence" in listed
    assert "SELECT" in run("rules", "shortfall").stdout
    assert "no-such" in complaint("rules", "no-such")


def test_the_report_option_reads_prose_with_citations() -> None:
    done = run(PLAN, *OUTCOMES, "--report", str(HEZE / "work-report.txt"), "--format", "json", "-o", "-")
    commitments = json.loads(done.stdout)["commitments"]
    source = (HEZE / "work-report.txt").read_text(encoding="utf-8").split("\n")
    assert len(commitments) > 50
    for commitment in commitments:
        cite = commitment["citation"]
        # A sentence may run on in the next line of the document.
        ahead = "".join(source[cite["line"] - 1 :])
        assert ahead[cite["column"] - 1 :].startswith(cite["text"])


def test_help_and_version_do_not_import_pandas() -> None:
    code = (
        "import sys; sys.argv = ['reconcile', '--help']\n"
        "from reconcile.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('pandas' in sys.modules, 'duckdb' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "False False"


@pytest.mark.parametrize("format", ["json", "html", "csv", "markdown"])
def test_the_same_input_gives_the_same_bytes(format: str) -> None:
    outputs = {
        run(
            PLAN, *OUTCOMES, "--format", format, "-o", "-", PYTHONHASHSEED=seed, LC_ALL=locale, LANG=locale, TZ=zone
        ).stdout
        for seed, locale, zone in (("1", "C", "UTC"), ("4711", "C.UTF-8", "Asia/Shanghai"))
    }
    assert len(outputs) == 1
    assert outputs.pop()


def test_two_reports_cannot_share_standard_output() -> None:
    for first, second in (("json", "json"), ("json", "csv")):
        line = complaint(PLAN, *OUTCOMES, "-o", "-", "--format", first, "-o", "-", "--format", second)
        assert "only one report" in line


def test_a_value_that_is_no_choice_is_refused_in_words_of_ours() -> None:
    line = complaint(PLAN, *OUTCOMES, "--lang", "fr")
    assert "'fr' is not one of 'zh', 'en'" in line
    assert "Value error" not in line


def test_extract_shows_the_words_as_they_are(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    rows = ["1\t引进<2家企业\t@某部门 完成 a|b\t否", "1\t建成泵站3座\t建成3座\t是"]
    report.write_text("\n".join(["序号\t责任目标内容\t完成情况\t是否完成", *rows]), encoding="utf-8")
    table = run("extract", str(report)).stdout
    assert "| 引进<2家企业 |" in table
    assert "| @某部门 完成 a\\|b | not_done | 否 |" in table
    assert "| 1@2 |" in table


# Sends the program an interrupt when it first looks for the module named in the first argument.
_INTERRUPTED_AT = """
import os, runpy, sys
at = sys.argv.pop(1)
class Bell:
    def find_spec(name, path=None, target=None):
        if name == at:
            os.kill(os.getpid(), 2)
sys.meta_path.insert(0, Bell)
runpy.run_module("reconcile", run_name="__main__", alter_sys=True)
"""
MOMENTS = (
    *("signal", "reconcile.cli", "typer", "reconcile.engine", "rapidfuzz", "duckdb"),
    *("reconcile.reporting.terminal", "reconcile.reporting.translations"),
)


@pytest.mark.skipif(os.name == "nt", reason="a process of Windows cannot send itself an interrupt")
@pytest.mark.parametrize("moment", MOMENTS)
def test_an_interrupt_at_any_moment_is_one_line(moment: str) -> None:
    # A shell that runs the tests in the background has interrupts ignored, which a process would inherit.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _INTERRUPTED_AT, moment, PLAN, *OUTCOMES],
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            check=False,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "reconcile: interrupted\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no closed pipes of this kind")
@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["run", "--help"], ["--version"], ["rules"], [PLAN, *OUTCOMES], ["extract", PLAN]],
    ids=lambda arguments: arguments[0].split("/")[-1],
)
def test_a_reader_who_has_gone_ends_it_quietly(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "reconcile", *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        check=False,
    )
    os.close(writing)
    assert done.returncode == 0
    assert b"Error" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no closed pipes of this kind")
def test_a_complaint_that_nobody_reads_keeps_its_status() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "reconcile", "nowhere.txt"], stdout=writing, stderr=writing, cwd=ROOT, check=False
    )
    os.close(writing)
    assert done.returncode == 2
