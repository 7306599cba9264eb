from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest
from batch_folders import PLACES, hashes, make_batch, rows

from reconcile import read_plan, reconcile
from reconcile.batching.tables import TABLES
from tests.programs import change, run, write


def test_every_pair_gets_a_part_and_its_rows_stand_in_the_order_of_the_manifest(command: Any, folder: Path) -> None:
    answer = command("batch", "manifest.csv", "-o", "out")
    assert (answer.status, answer.out) == (0, "")
    assert answer.err == "wrote out: 3 pairs: 3 reconciled, 0 up to date, 0 failed\n"
    assert sorted(hashes(folder / "out")) == sorted(f"{place}.parquet" for place in PLACES)
    tables = rows(folder / "out")
    assert [row[0] for row in tables["pairs"]] == list(PLACES)
    assert [row[0] for row in tables["items"]] == [place for place in PLACES for _ in range(3)]
    assert tables["errors"] == []


def test_what_the_tables_say_is_what_a_run_of_one_pair_says(command: Any, folder: Path) -> None:
    command("batch", "manifest.csv", "-o", "out")
    single = reconcile(folder / "1" / "plan.txt", folder / "1" / "outcome.txt")
    with duckdb.connect(folder / "out" / "reconcile.duckdb", read_only=True) as connection:
        for view in ("items", "goals", "findings", "matches", "commitments"):
            frame = single.to_frame(view)
            names = ", ".join(f'"{name}"' for name in frame.columns)
            there = connection.execute(f"SELECT {names} FROM {view} WHERE pair = '乙市'").fetchall()
            places = [name for name in frame.columns if name == "at" or name.endswith("_at")]
            for name in places:
                frame[name] = frame[name].str.removeprefix(f"{folder.as_posix()}/")
            expected = frame.astype(object).where(frame.notna(), None)
            assert there == list(expected.itertuples(index=False, name=None))


def test_paths_are_those_of_the_manifest_from_wherever_it_is_run(
    command: Any, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command("batch", "manifest.csv", "-o", "out")
    run(folder.parent, capsys, monkeypatch, "batch", "country/manifest.csv", "-o", "other")
    run(folder / "0", capsys, monkeypatch, "batch", str(folder / "manifest.csv"), "-o", "../third")
    assert hashes(folder / "out") == hashes(folder.parent / "other") == hashes(folder / "third")
    documents = rows(folder / "out")["documents"]
    assert [row[2] for row in documents[:2]] == ["0/plan.txt", "0/outcome.txt"]


def test_decisions_do_not_depend_on_where_it_is_run(
    command: Any, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = read_plan(folder / "0" / "plan.txt").targets[0].words
    decision = {
        "kind": "note",
        "target": "1",
        "target_words": words,
        "by": "周",
        "date": "2024-03-01",
        "note": "已核对",
    }
    write(folder / "decided.json", json.dumps({"schema": "reconcile-decisions/1", "decisions": [decision]}))
    write(folder / "manifest.csv", "name,plan,outcome,decisions\n甲市,0/plan.txt,0/outcome.txt,decided.json\n")
    assert command("batch", "manifest.csv", "-o", "out").status == 0
    run(folder.parent, capsys, monkeypatch, "batch", "country/manifest.csv", "-o", "other")
    assert hashes(folder / "out") == hashes(folder.parent / "other")
    assert "2024-03-01 周: 已核对" in rows(folder / "out")["items"][0]


def test_only_what_changed_is_reconciled_again(command: Any, folder: Path) -> None:
    command("batch", "manifest.csv", "-o", "out")
    before, database = hashes(folder / "out"), (folder / "out" / "reconcile.duckdb").stat().st_mtime_ns
    assert "0 reconciled, 3 up to date" in command("batch", "manifest.csv", "-o", "out").err
    assert (folder / "out" / "reconcile.duckdb").stat().st_mtime_ns == database
    change(folder / "1" / "outcome.txt", "210公里", "310公里")
    assert "1 reconciled, 2 up to date" in command("batch", "manifest.csv", "-o", "out").err
    after = hashes(folder / "out")
    assert {name for name in before if before[name] != after[name]} == {"乙市.parquet"}
    verdicts = [row for row in rows(folder / "out")["goals"] if row[0] == "乙市"]
    assert [row[14 - 1] for row in verdicts] == ["exceeded", "exceeded", "no_number"]


def test_other_settings_are_a_change(command: Any, folder: Path) -> None:
    command("batch", "manifest.csv", "-o", "out")
    write(folder / "reconcile.toml", '[rules]\nshortfall = "warning"\n')
    assert "3 reconciled" in command("batch", "manifest.csv", "-o", "out").err
    severities = {row[2] for row in rows(folder / "out")["findings"] if row[1] == "shortfall"}
    assert severities == {"warning"}


def test_a_pair_that_fails_is_a_row_with_its_error_and_the_rest_go_on(command: Any, folder: Path) -> None:
    (folder / "1" / "outcome.txt").unlink()
    write(folder / "2" / "plan.txt", "nothing here")
    answer = command("batch", "manifest.csv", "-o", "out")
    assert answer.status == 1
    assert "reconcile: 乙市: manifest.csv:3: the outcome of '乙市' matches no file: 1/outcome.txt" in answer.err
    assert "reconcile: 丙市: 2/plan.txt" in answer.err
    assert [(row[0], row[2], row[3], row[4]) for row in rows(folder / "out")["errors"]] == [
        ("乙市", "manifest.csv", 3, 2),
        ("丙市", "2/plan.txt", 0, 2),
    ]
    assert sorted(hashes(folder / "out")) == ["甲市.parquet"]


def test_a_pair_that_fails_after_it_was_read_leaves_no_rows_of_before(command: Any, folder: Path) -> None:
    command("batch", "manifest.csv", "-o", "out")
    (folder / "1" / "outcome.txt").unlink()
    assert command("batch", "manifest.csv", "-o", "out").status == 1
    assert {row[0] for row in rows(folder / "out")["items"]} == {"甲市", "丙市"}
    assert "乙市.parquet" not in hashes(folder / "out")


def test_a_report_that_answers_no_target_is_no_plan_without_findings(command: Any, folder: Path) -> None:
    write(folder / "1" / "outcome.txt", "序号\t责任目标\t完成情况\n1\t河道清淤\t已清淤。\n")
    answer = command("batch", "manifest.csv", "-o", "out")
    assert answer.status == 1
    assert "none of its targets is answered" in answer.err


def test_pairs_that_left_the_manifest_are_taken_away_and_told(command: Any, folder: Path) -> None:
    command("batch", "manifest.csv", "-o", "out")
    change(folder / "manifest.csv", "乙市,1/plan.txt,1/outcome.txt,,\n", "")
    answer = command("batch", "manifest.csv", "-o", "out")
    assert "taken away, since the manifest no longer lists them: 乙市" in answer.err
    assert "乙市.parquet" not in hashes(folder / "out")
    assert {row[0] for row in rows(folder / "out")["pairs"]} == {"甲市", "丙市"}


def test_another_order_of_the_manifest_is_another_order_of_rows_and_the_same_parts(command: Any, folder: Path) -> None:
    command("batch", "manifest.csv", "-o", "out")
    before = hashes(folder / "out")
    lines = (folder / "manifest.csv").read_text(encoding="utf-8").splitlines()
    write(folder / "manifest.csv", "\n".join([lines[0], *reversed(lines[1:])]) + "\n")
    assert "0 reconciled" in command("batch", "manifest.csv", "-o", "out").err
    assert hashes(folder / "out") == before
    assert [row[0] for row in rows(folder / "out")["pairs"]] == list(reversed(PLACES))


def test_two_processes_write_the_same_bytes_and_rows_as_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_batch(tmp_path)
    for name, jobs in (("one", "1"), ("two", "2")):
        assert run(folder, capsys, monkeypatch, "batch", "manifest.csv", "-o", name, "--jobs", jobs).status == 0
    assert hashes(folder / "one") == hashes(folder / "two")
    assert rows(folder / "one") == rows(folder / "two")


def test_what_was_done_can_be_read_by_a_program(command: Any, folder: Path) -> None:
    (folder / "1" / "outcome.txt").unlink()
    said = json.loads(command("batch", "manifest.csv", "-o", "out", "--format", "json", "--quiet").out)
    assert (said["schema"], said["pairs"], said["reconciled"], said["kept"]) == ("reconcile-batch/1", 3, 2, 0)
    assert [(failed["pair"], failed["exit_status"]) for failed in said["failed"]] == [("乙市", 2)]


def test_the_tables_of_the_database_say_what_they_hold(command: Any, folder: Path) -> None:
    command("batch", "manifest.csv", "-o", "out")
    with duckdb.connect(folder / "out" / "reconcile.duckdb", read_only=True) as connection:
        tables = dict(connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        columns = connection.execute(
            "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal AND table_name != 'batch'"
        ).fetchall()
    assert {name: tables[name] for name in TABLES} == {name: table.meaning for name, table in TABLES.items()}
    assert all(comment for _, _, comment in columns)


def test_a_part_can_be_read_without_the_database(command: Any, folder: Path) -> None:
    command("batch", "manifest.csv", "-o", "out")
    part = (folder / "out" / "parts" / "甲市.parquet").as_posix()
    found = duckdb.sql(f"SELECT pair, unnest(goals, recursive := true) FROM '{part}'")
    assert found.columns == ["pair", *(column.name for column in TABLES["goals"].columns)]
    assert len(found.fetchall()) == 3


def test_names_that_no_file_can_bear_are_escaped(command: Any, folder: Path) -> None:
    change(folder / "manifest.csv", "乙市,", '"山东/菏泽: ""2023""",')
    change(folder / "manifest.csv", "丙市,", f"{'长' * 300},")
    assert command("batch", "manifest.csv", "-o", "out").status == 0
    assert "山东%2F菏泽%3A %222023%22.parquet" in hashes(folder / "out")
    assert [row[0] for row in rows(folder / "out")["pairs"]] == ["甲市", '山东/菏泽: "2023"', "长" * 300]
