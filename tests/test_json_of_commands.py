"""Every command has JSON for programs, and standard output holds nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from tests.truth import ROOT

HEZE = ROOT / "data" / "heze-2023"
FILES = [str(HEZE / name) for name in ("plan.txt", "outcome-044-085.txt", "outcome-140-199.txt")]
REPORT = str(HEZE / "work-report.txt")


def answer(*arguments: str, cwd: Path = ROOT) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "reconcile", *arguments, "--format", "json"],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def explanation() -> Any:
    return answer("explain", "57", *FILES, "--report", REPORT)


def test_an_explanation_holds_the_item_of_the_report(explanation: Any) -> None:
    schema = json.loads((ROOT / "reconcile/reporting/schemas/reconcile-1.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator({"$ref": "#/$defs/item", "$defs": schema["$defs"]}).validate(explanation["item"])
    assert explanation["schema"] == "reconcile-explanation/1"
    assert explanation["item"]["target"]["id"] == "57"
    assert [document["role"] for document in explanation["inputs"]] == ["plan", "outcome", "outcome", "report"]


def test_an_explanation_holds_the_promises_that_became_the_target(explanation: Any) -> None:
    places = explanation["item"]["commitments"]
    assert places == list(range(len(explanation["commitments"]))) != []
    assert all("57" in promise["targets"] for promise in explanation["commitments"])


def test_rules_come_with_what_the_project_set_of_them(tmp_path: Path) -> None:
    (tmp_path / "reconcile.toml").write_text('[rules]\nshortfall = "warning"\n', encoding="utf-8")
    rules = {rule["id"]: rule for rule in answer("rules", cwd=tmp_path)["rules"]}
    assert (rules["shortfall"]["severity"], rules["shortfall"]["setting"]) == ("error", "warning")
    assert rules["goal-dropped"]["setting"] is None
    assert answer("rules", "shortfall", cwd=tmp_path)["rules"] == [rules["shortfall"]]


def test_init_says_what_it_found_and_whether_it_wrote(tmp_path: Path) -> None:
    for file in (*FILES, REPORT):
        (tmp_path / Path(file).name).write_bytes(Path(file).read_bytes())
    (tmp_path / "notes.txt").write_text("Nothing.\n", encoding="utf-8")
    found = answer("init", "--dry-run", cwd=tmp_path)
    assert (found["schema"], found["config"], found["written"]) == ("reconcile-init/1", "reconcile.toml", False)
    assert not (tmp_path / "reconcile.toml").exists()
    (pair,) = found["pairs"]
    assert (pair["plan"]["path"], pair["report"]["path"]) == ("plan.txt", "work-report.txt")
    assert [(file["path"], file["year"], file["as_of"]) for file in pair["outcome"]] == [
        (Path(file).name, 2023, "2023-12-31") for file in FILES[1:]
    ]
    assert [file["path"] for file in found["left_out"]] == ["notes.txt"]
    assert answer("init", cwd=tmp_path) == found | {"written": True}
    assert (tmp_path / "reconcile.toml").exists()


def test_the_columns_of_a_document_are_told(tmp_path: Path) -> None:
    (tmp_path / "plan.csv").write_text("序号,责任目标,责任单位\n1,新建学校12所,市教育局\n", encoding="utf-8")
    told = answer("extract", "plan.csv", "--explain", cwd=tmp_path)
    assert (told["schema"], told["path"], told["layout"]) == ("reconcile-columns/1", "plan.csv", "table")
    columns = told["tables"][0]["columns"]
    assert [(column["heading"], column["role"], column["source"]) for column in columns] == [
        ("序号", "id", "heading"),
        ("责任目标", "target", "heading"),
        ("责任单位", "owner", "heading"),
    ]


def test_a_batch_says_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text(
        f'name,plan,outcome\nheze,{FILES[0]},"{FILES[1]};{FILES[2]}"\nnone,a.txt,b.txt\n', encoding="utf-8"
    )
    said = answer("batch", "manifest.csv", "-o", "results", cwd=tmp_path)
    assert (said["schema"], said["reconciled"], [failed["pair"] for failed in said["failed"]]) == (
        "reconcile-batch/1", 1, ["none"],
    )  # fmt: skip
