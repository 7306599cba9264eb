"""What an auditor decides in the workbook of a run is what the next run does, as if the page had exported it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reconcile import reconcile
from reconcile.reporting import write

DATA = Path(__file__).resolve().parents[2] / "data" / "heze-2023"
OUTCOMES = [DATA / "outcome-044-085.txt", DATA / "outcome-140-199.txt"]
SIGNED = {"by": "张三", "date": "2024-03-01"}


def run(*decisions: Path) -> Any:
    return reconcile(DATA / "plan.txt", OUTCOMES, decisions=decisions)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbook of a run, the same filled in, and the decisions that were meant as JSON."""
    folder = tmp_path_factory.mktemp("audit")
    result = run()
    write(result, folder / "audit.xlsx", lang="zh")
    items = {item.target.id: item for item in result.items}
    fill_in(folder)
    meant = [
        {**on_match("confirm", items["133"]), "note": ""},
        {**on_match("reject", items["155"]), "note": "两处重复"},
        *(
            {
                "kind": "finding",
                "action": "waive",
                "fingerprint": found.fingerprint,
                "rule": found.rule,
                "target": "75",
                "outcome": found.outcome,
                "note": "已核实",
                **SIGNED,
            }
            for found in items["75"].findings
        ),
        {"kind": "note", "target": "13", "note": "去现场看", "target_words": items["13"].target.words, **SIGNED},
    ]
    content = {"schema": "reconcile-decisions/1", "inputs": [], "decisions": meant}
    (folder / "meant.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def on_match(action: str, item: Any) -> dict[str, Any]:
    return {
        "kind": "match",
        "action": action,
        "target": item.target.id,
        "outcomes": [outcome.id for outcome in item.outcomes],
        "target_words": item.target.words,
        "outcome_words": {outcome.id: outcome.words for outcome in item.outcomes},
        **SIGNED,
    }


def fill_in(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "audit.xlsx")
    items, findings = book["逐项目标"], book["审计发现"]
    for id, heading, words in (
        ("133", "复核：对应", "确认对应"),
        ("155", "复核：对应", "否定对应"),
        ("155", "复核理由", "两处重复"),
        ("13", "复核备注", "去现场看"),
    ):
        put(items, id, heading, words)
    put(findings, "75", "复核：发现", "豁免")
    put(findings, "75", "复核理由", "已核实")
    for row in book["摘要"].iter_rows():
        label = {"复核人（本表通用）": "张三", "复核日期（本表通用）": "2024/3/1"}.get(str(row[0].value))
        if label:
            row[1].value = label
    book.save(folder / "filled.xlsx")


def put(sheet: Any, id: str, heading: str, words: str) -> None:
    headings = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if row[headings.index("目标编号")].value == id:
            row[headings.index(heading)].value = words


def report(folder: Path, name: str, *decisions: Path) -> Any:
    write(run(*decisions), folder / name)
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_the_workbook_decides_what_the_page_would(folder: Path) -> None:
    filled = report(folder, "filled.json", folder / "filled.xlsx")
    assert filled == report(folder, "exported.json", folder / "meant.json")
    assert [each["status"] for each in filled["decisions"]] == ["applied"] * 4
    assert next(item for item in filled["items"] if item["target"]["id"] == "133")["match"]["decided"]["by"] == "张三"


def test_a_workbook_of_a_decided_run_carries_the_decisions_on(folder: Path) -> None:
    write(run(folder / "filled.xlsx"), folder / "second.xlsx", lang="en")
    assert report(folder, "third.json", folder / "second.xlsx") == report(folder, "first.json", folder / "meant.json")
