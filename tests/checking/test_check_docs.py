"""The page on the check: its commands run, its configuration is one, and its baseline is as the schema says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest
from check_folders import ROOT, run_check
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.programs import write

PAGE = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
SCHEMAS = ROOT / "reconcile" / "reporting" / "schemas"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    for name in ("heze-2023", "heze-2020"):
        shutil.copytree(ROOT / "data" / name, tmp_path / name)
    write(tmp_path / "reconcile.toml", blocks("toml")[0])
    return tmp_path


def test_the_commands_run_on_the_pairs_of_the_page(
    published: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = [shlex.split(line[2:], comments=True) for line in blocks("console")[0].splitlines()]
    assert all(command[:2] == ["reconcile", "check"] for command in commands)
    answers = [run_check(published, capsys, monkeypatch, "--jobs", "1", *command[2:]) for command in commands]
    assert [answer.status for answer in answers] == [1, 0, 0, 0, 0]
    assert (published / "check.md").is_file()
    assert [file["path"] for file in answers[3].json["pairs"][0]["inputs"]] == [
        "heze-2023/plan.txt",
        "heze-2023/outcome-044-085.txt",
        "heze-2023/outcome-140-199.txt",
        "heze-2023/work-report.txt",
    ]


def test_the_baseline_of_the_page_is_one_that_is_written(
    published: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = json.loads((SCHEMAS / "reconcile-baseline-1.schema.json").read_text(encoding="utf-8"))
    [shown] = blocks("json")
    Draft202012Validator(schema).validate(json.loads(shown))
    run_check(published, capsys, monkeypatch, "--jobs", "1", "--update-baseline")
    written = (published / "reconcile-baseline.json").read_text(encoding="utf-8").splitlines()
    kept = {line.rstrip(",") for line in written}
    assert [line for line in shown.splitlines() if "fingerprint" in line or "sha256" in line if line not in kept] == []
