"""reconcile query, as its user meets it: what answers, in which forms, and what is refused."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from batch_folders import make_batch
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from reconcile.batching.querying import opened, query
from reconcile.batching.tables import TABLES
from reconcile.errors import QueryError
from tests.programs import Answer, run
from tests.truth import ROOT

Ask = Callable[..., Answer]
SCHEMA = json.loads((ROOT / "reconcile/reporting/schemas/reconcile-query-1.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a finished batch of three pairs in ``out``."""
    from reconcile.batching.running import batch

    folder = make_batch(tmp_path_factory.mktemp("country"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reconcile.batching.spreading.run_each", lambda work, jobs, _: enumerate(map(work, jobs)))
        batch(folder / "manifest.csv", folder / "out")
    return folder


@pytest.fixture
def ask(country: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    def asked(*arguments: str, typed: bytes = b"") -> Answer:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
        return run(country, capsys, monkeypatch, "query", *arguments)

    return asked


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with query(folder, sql) as answer:
        return list(answer.rows)


def unfinished(country: Path, place: Path) -> Path:
    """The parts of a batch whose database has not been built."""
    (place / "parts").mkdir(parents=True)
    for part in (country / "out" / "parts").iterdir():
        os.link(part, place / "parts" / part.name)
    return place


def test_a_table_in_the_terminal_has_a_line_for_each_row(ask: Ask) -> None:
    done = ask("out", "SELECT pair, targets, short FROM pairs")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "pair  targets  short",
        "────  ───────  ─────",
        "甲市        3      1",
        "乙市        3      1",
        "丙市        3      1",
    ]


def test_what_is_too_wide_for_the_terminal_is_a_block_for_each_row(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    done = ask("out", "SELECT pair, message_zh FROM findings WHERE rule = 'shortfall' LIMIT 1")
    lines = done.out.splitlines()
    assert lines[:2] == ["─── 1", "pair        甲市"]
    assert "210" in "".join(lines[2:])
    assert "…" not in done.out


def test_the_terminal_shows_a_hundred_rows_and_says_that_there_are_more(ask: Ask) -> None:
    done = ask("out", "SELECT i FROM range(101) t(i)")
    assert done.out.splitlines()[-1].strip() == "99"
    assert done.err == "reconcile: the first 100 rows are shown; --format csv prints all\n"
    assert ask("out", "SELECT i FROM range(100) t(i)").err == ""
    assert len(ask("out", "SELECT i FROM range(2500) t(i)", "--format", "csv").out.splitlines()) == 2501


def test_csv_holds_no_formula_and_blank_cells_for_null(ask: Ask) -> None:
    sql = (
        "SELECT '=1+1' AS a, -5 AS b, NULL AS c, 'x\ny,\"z' AS d, [1, 2] AS e, 1500.0::DOUBLE AS f, 'nan'::DOUBLE AS g"
    )
    done = ask("out", sql, "--format", "csv")
    assert done.out == 'a,b,c,d,e,f,g\n\'=1+1,-5,,"x\ny,""z","[1, 2]",1500,NaN\n'


def test_json_has_every_kind_of_value_and_follows_its_schema(ask: Ask) -> None:
    sql = (
        'SELECT 1 AS at, 2 AS "at", NULL AS n, 0.1::DECIMAL(3, 1) AS d, 12345678901234567.25::DECIMAL(20, 2) AS long, '
        "DATE '2023-12-31' AS day, TIMESTAMP '2023-12-31 10:00:00' AS moment, [1, NULL] AS list, {'k': 'v'} AS struct, "
        "'-inf'::DOUBLE AS low, true AS yes, 'a'::BLOB AS bytes, 10::HUGEINT ** 2 AS big"
    ).replace("AS at,", 'AS "at",')
    answer = json.loads(ask("out", sql, "--format", "json").out)
    Draft202012Validator(SCHEMA).validate(answer)
    assert answer["notice"] is None
    assert [column["name"] for column in answer["columns"]][:2] == ["at", "at_1"]
    assert answer["rows"] == [
        {
            "at": 1, "at_1": 2, "n": None, "d": 0.1, "long": "12345678901234567.25", "day": "2023-12-31",
            "moment": "2023-12-31T10:00:00", "list": [1, None], "struct": {"k": "v"}, "low": "-Infinity",
            "yes": True, "bytes": "61", "big": 100.0,
        }
    ]  # fmt: skip


def test_json_of_no_rows_is_json(ask: Ask) -> None:
    answer = json.loads(ask("out", "FROM pairs WHERE pair = ''", "--format", "json").out)
    Draft202012Validator(SCHEMA).validate(answer)
    assert (answer["rows"], answer["columns"][0]) == ([], {"name": "pair", "type": "VARCHAR"})


def test_markdown_is_a_table_whatever_the_cells_hold(ask: Ask) -> None:
    done = ask("out", "SELECT 'a|b' AS x, 1 AS n", "--format", "markdown")
    assert done.out == "| x | n |\n| --- | ---: |\n| a\\|b | 1 |\n"


def test_controls_of_documents_do_not_reach_the_terminal(ask: Ask) -> None:
    assert "\x1b" not in ask("out", "SELECT chr(27) || '[31m' AS x").out


def test_sql_comes_from_standard_input(ask: Ask) -> None:
    done = ask("out", "-", "--format", "csv", typed="\ufeffSELECT pair\nFROM pairs -- 注释\n".encode())
    assert done.out == "pair\n甲市\n乙市\n丙市\n"
    assert "no UTF-8" in ask("out", "-", typed="SELECT '目标'".encode("gb18030")).err


@pytest.mark.parametrize("sql", [
    "DESCRIBE items", "SHOW TABLES", "SUMMARIZE pairs", "FROM pairs", "FROM pairs;", "VALUES (1)",
    "WITH a AS (SELECT 1) FROM a", "PIVOT items ON field IN ('transport') USING count(*)",
])  # fmt: skip
def test_every_statement_that_only_reads_is_run(country: Path, sql: str) -> None:
    assert rows(country / "out", sql)


@pytest.mark.parametrize(("sql", "said"), [
    ("", "there is no SQL"),
    ("/* nothing */", "there is no SQL"),
    ("SELECT 1; SELECT 2", "these are 2 statements; ask with one"),
    ("DROP TABLE items", "a statement of the kind DROP is not run"),
    ("INSERT INTO items SELECT * FROM items", "kind INSERT is not run"),
    ("COPY items TO 'items.csv'", "kind COPY is not run"),
    ("ATTACH 'other.db'", "kind ATTACH is not run"),
    ("SET enable_external_access = true", "kind SET is not run"),
    ("PRAGMA database_list", "kind PRAGMA is not run"),
    ("PIVOT items ON field USING count(*)", "write PIVOT … ON … IN (…)"),
    ("FROM read_csv('manifest.csv')", 'Cannot access file "manifest.csv"'),
    ("FROM 'manifest.csv'", 'Cannot access file "manifest.csv"'),
    ("FROM glob('*')", "Cannot access file"),
    ("FROM sql", "there is no table 'sql'; the tables are"),
    ("FROM itms", "there is no table 'itms'; did you mean 'items'? the tables are commitments, diagnostics,"),
    ("SELECT txt FROM items", 'Referenced column "txt" not found in FROM clause! Candidate bindings: "text"'),
    ("SELECT *\nFROM items\nWHERE txt = 1", "reconcile: SQL:3: Referenced column"),
    ("SELECT pair, at FROM findings ORDER BY pair", 'syntax error at or near "FROM"; the column at is written "at"\n'),
    ("SELECT 1 1 FROM items ORDER BY 1", 'syntax error at or near "1"\n'),
    ("SELECT error('x' || chr(10) || 'y')", "reconcile: x y\n"),
])  # fmt: skip
def test_what_cannot_be_asked_is_one_clear_line(ask: Ask, sql: str, said: str) -> None:
    done = ask("out", sql)
    assert (done.status, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err


def test_an_error_behind_the_first_rows_is_told_too(ask: Ask) -> None:
    sql = "SELECT CASE WHEN i = 9000 THEN error('here') END FROM range(10000) t(i)"
    done = ask("out", sql, "--format", "csv")
    assert (done.status, done.err) == (2, "reconcile: here\n")


def test_a_folder_without_a_batch_is_told(ask: Ask, country: Path) -> None:
    assert (
        "nowhere: there is no such folder; give the one that reconcile batch wrote" in ask("nowhere", "FROM items").err
    )
    assert "manifest.csv: it is no folder" in ask("manifest.csv", "FROM items").err
    done = ask(".", "FROM items")
    assert (done.status, done.err) == (2, "reconcile: .: it holds no batch; run: reconcile batch MANIFEST -o DIR\n")


def test_the_questions_are_listed_and_asked_by_name(ask: Ask) -> None:
    names = [line for line in ask("out", "--questions").out.splitlines() if not line.startswith(" ")]
    assert names == [
        "claims-without-evidence",
        "goals-below-last-year",
        "reused-sentences",
        "same-targets",
        "short-measures",
    ]
    assert "哪些指标最常未完成？" in ask("out", "--questions", "--lang", "zh").out
    listed = json.loads(ask("out", "--questions", "--format", "json").out)
    Draft202012Validator(SCHEMA).validate(listed)
    assert [row["name"] for row in listed["rows"]] == names
    (question,) = [row for row in listed["rows"] if row["name"] == "short-measures"]
    asked = [ask("out", *how, "--format", "csv").out for how in (("--question", "short-measures"), (question["sql"],))]
    assert asked[0] == asked[1]
    assert asked[0].splitlines()[1].startswith("农村公路,公里,3,3,3,0,1,0.438,")


def test_one_thing_is_asked_for(ask: Ask) -> None:
    for arguments in ((), ("FROM items", "--questions"), ("FROM items", "--question", "short-measures")):
        assert "give SQL, --question NAME or --questions" in ask("out", *arguments).err


def test_a_batch_that_has_not_finished_answers_from_its_parts(country: Path, tmp_path: Path, ask: Ask) -> None:
    place = unfinished(country, tmp_path / "out")
    for name in TABLES:
        order = f"SELECT * FROM {name} ORDER BY ALL"
        assert rows(place, order) == rows(country / "out", order)
    done = ask(str(place), "SELECT count(*) AS n FROM pairs", "--format", "csv")
    assert (done.status, done.out) == (0, "n\n3\n")
    assert done.err.endswith(": 3 parts are there: the batch has not finished\n")
    assert ask(str(place), "FROM pairs", "--quiet").err == ""
    assert json.loads(ask(str(place), "FROM pairs", "--format", "json").out)["notice"].startswith("3 parts are there")


def test_parts_open_no_other_file(country: Path, tmp_path: Path) -> None:
    place = unfinished(country, tmp_path / "out")
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n", encoding="utf-8")
    for path in (other, place / "parts" / ".." / ".." / "other.csv"):
        with pytest.raises(QueryError, match="Cannot access file"):
            rows(place, f"FROM read_csv('{path}')")


def test_parts_that_cannot_be_read_are_counted(country: Path, tmp_path: Path) -> None:
    place = unfinished(country, tmp_path / "out")
    (place / "parts" / "丁市.parquet").write_bytes(b"PAR1 and nothing else")
    with opened(place) as batch:
        assert batch.notice == "3 parts are there, 1 more cannot be read: the batch has not finished"
    for part in (place / "parts").iterdir():
        part.unlink()
        part.write_bytes(b"")
    with pytest.raises(QueryError, match="none of its 4 parts can be read by this version; run: reconcile batch"):
        rows(place, "FROM pairs")


def test_parts_that_are_newer_than_the_database_are_told(country: Path, tmp_path: Path) -> None:
    place = unfinished(country, tmp_path / "out")
    database = place / "reconcile.duckdb"
    database.write_bytes((country / "out" / "reconcile.duckdb").read_bytes())
    oldest = min(part.stat().st_mtime_ns for part in (place / "parts").iterdir())
    os.utime(database, ns=(oldest - 1, oldest - 1))
    with opened(place) as batch:
        assert batch.notice.startswith("3 parts are newer than the database")
    os.utime(database, ns=(oldest + 10**10, oldest + 10**10))
    with opened(place) as batch:
        assert batch.notice == ""


def test_a_folder_of_another_version_is_told(tmp_path: Path) -> None:
    with duckdb.connect(tmp_path / "reconcile.duckdb") as connection:
        connection.execute("CREATE TABLE batch AS SELECT 'format' AS name, 'reconcile-batch/2' AS value")
    with pytest.raises(
        QueryError, match=r"another version of the program: its format is reconcile-batch/2, this version"
    ):
        rows(tmp_path, "FROM pairs")


@pytest.mark.parametrize("content", [b"", b"no database at all" * 1000])
def test_a_damaged_database_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "reconcile.duckdb").write_bytes(content)
    with pytest.raises(QueryError, match=r"the tables cannot be read: .*; run: reconcile batch MANIFEST -o"):
        rows(tmp_path, "FROM pairs")


def test_nothing_in_the_folder_changes(country: Path) -> None:
    def seen() -> dict[str, tuple[int, int]]:
        return {path.name: (path.stat().st_mtime_ns, path.stat().st_size) for path in (country / "out").rglob("*")}

    before = seen()
    rows(country / "out", "SELECT *, random() FROM items ORDER BY 1")
    assert seen() == before


def test_rows_are_not_held(country: Path) -> None:
    """The first of very many rows are there at once, and the rest is never made."""
    with query(country / "out", "SELECT i, repeat('目标', 500) FROM range(1000000000000) t(i)") as answer:
        assert [next(answer.rows)[0] for _ in range(3000)] == list(range(3000))
