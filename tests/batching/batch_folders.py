"""Folders with a manifest and small pairs, and the command that reconciles them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.programs import write

PLAN = """# {place}2023年责任目标

序号\t责任目标\t责任领导\t责任单位
1\t新增护理型养老床位{beds}张\t张三\t市民政局
2\t新建改建农村公路300公里\t李四\t市交通运输局
3\t完成老旧小区改造120个\t赵六\t市住房城乡建设局
"""
# The road is done on paper only, the housing says nothing at all.
OUTCOME = """# {place}2023年责任目标完成情况

序号\t责任目标\t完成情况\t是否完成\t责任单位
1\t新增护理型养老床位{beds}张\t新增护理型养老床位1600张。\t是\t市民政局
2\t新建改建农村公路300公里\t新建改建农村公路210公里。\t是\t市交通运输局
3\t完成老旧小区改造120个\t领导高度重视，多次召开会议。\t是\t市住房城乡建设局
"""
PLACES = ("甲市", "乙市", "丙市")


def make_batch(folder: Path, places: Sequence[str] = PLACES) -> Path:
    """A folder with a pair for each place and ``manifest.csv``, which names them."""
    rows = ["name,plan,outcome,report,as_of"]
    for number, place in enumerate(places):
        beds = 1500 + number
        write(folder / f"{number}" / "plan.txt", PLAN.format(place=place, beds=beds))
        write(folder / f"{number}" / "outcome.txt", OUTCOME.format(place=place, beds=beds))
        rows.append(f"{place},{number}/plan.txt,{number}/outcome.txt,,")
    write(folder / "manifest.csv", "\n".join(rows) + "\n")
    return folder


def hashes(folder: Path) -> dict[str, str]:
    """The SHA-256 of every part."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "parts").iterdir()}


def rows(folder: Path) -> dict[str, list[Any]]:
    """All rows of all tables of a batch's database, in their order."""
    with duckdb.connect(folder / "reconcile.duckdb", read_only=True) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        ]
        return {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables}


def batch_of_places(folder: Path) -> Path:
    """The batch of the made-up cities in ``places``, reconciled into a folder in this process."""
    from reconcile.batching.running import batch

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reconcile.batching.spreading.run_each", lambda work, jobs, _: enumerate(map(work, jobs)))
        batch(Path(__file__).parent / "places" / "manifest.csv", folder)
    return folder
