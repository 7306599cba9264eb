from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import pytest
from heze_sample import sample
from hostile_sample import FORMULA, hostile

from reconcile.errors import OutputError
from reconcile.model import Reconciliation
from reconcile.reporting import render, tables
from reconcile.reporting.as_csv import COLUMNS
from reconcile.reporting.frames import to_frame


def rows(reconciliation: Reconciliation) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(reconciliation, "csv").removeprefix("\ufeff"))))


def test_csv_has_a_mark_by_which_excel_knows_utf8() -> None:
    text = render(sample(), "csv")
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbftarget,text,")
    assert text.count("\ufeff") == 1


def test_csv_has_a_row_for_each_goal_and_one_for_each_target_without() -> None:
    found = rows(sample())
    expected = sum(max(1, len(item.goals)) for item in sample().items)
    assert len(found) == expected == 13
    revenue = next(row for row in found if row["target"] == "50" and row["goal"] == "3")
    assert (revenue["value"], revenue["achieved"], revenue["verdict"], revenue["ratio"]) == (
        "20",
        "12.6",
        "short",
        "0.63",
    )
    assert revenue["achieved_at"] == "data/heze-2023/outcome-044-085.txt:35:141"
    assert revenue["rules"] == "goal-dropped shortfall"
    without = [row for row in found if row["target"] == "10"]
    assert [(row["goal"], row["verdict"], row["claim"]) for row in without] == [("", "", "done")]


def test_csv_neutralises_formulas_and_keeps_numbers() -> None:
    table = rows(hostile())
    assert any(row["text"] == "'" + FORMULA for row in table)
    for row in table:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert {row["value"] for row in table} == {"1500"}


def test_csv_keeps_every_column_where_there_is_no_item() -> None:
    assert render(replace(sample(), items=()), "csv") == "\ufeff" + ",".join(COLUMNS) + "\r\n"


def test_csv_golden(golden: Any) -> None:
    golden("heze.csv", render(sample(), "csv"))


@pytest.mark.parametrize("view", ["items", "goals", "findings", "matches"])
def test_frames_have_the_same_typed_columns_with_rows_and_without(view: str) -> None:
    full, empty = to_frame(sample(), view), to_frame(replace(sample(), items=(), findings=()), view)
    assert list(full.columns) == list(empty.columns)
    assert len(empty) == 0 < len(full)
    numbers = [name for name in full.columns if full[name].dtype.kind in "if"]
    assert numbers == [name for name in empty.columns if empty[name].dtype.kind in "if"]
    make = {
        "items": tables.item_rows,
        "goals": tables.goal_rows,
        "findings": tables.finding_rows,
        "matches": tables.match_rows,
    }[view]
    assert list(next(iter(make(sample())))) == list(full.columns)


def test_frames_answer_an_auditors_questions() -> None:
    goals = sample().to_frame("goals")
    assert goals.query("verdict == 'short'")[["target", "achieved"]].to_numpy().tolist() == [["50", 12.6]]
    assert sample().to_frame("findings")["rule"].tolist().count("goal-dropped") == 1
    matches = sample().to_frame("matches")
    parts = matches[["text", "owners", "quantities", "order"]].sum(axis="columns").round(3)
    assert parts.tolist() == matches["weight"].tolist()
    assert sample().to_frame("items").set_index("target").loc["50", "errors"] == 2


def test_an_unknown_view_is_refused_with_those_there_are() -> None:
    with pytest.raises(OutputError, match="items, goals, findings, matches"):
        to_frame(sample(), "units")
