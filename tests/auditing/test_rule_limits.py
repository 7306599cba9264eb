"""What a rule may not do: change the facts, leave the database, or give other rows each time."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.auditing import load_rules, run_rules
from reconcile.auditing.database import open_database
from reconcile.errors import RuleError
from reconcile.resources import vocabulary
from tests.auditing.builder import item, outcome, reconciliation, target, write_rule

SELECTED = "SELECT target_id, outcome_id, [cite] AS citations FROM items"


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO items SELECT * FROM items",
        "DELETE FROM items",
        "DROP TABLE items",
        "CREATE TABLE mine AS SELECT 1",
        "WITH gone AS (DELETE FROM items RETURNING *) SELECT target_id, outcome_id, [cite] AS citations FROM gone",
        "WITH new AS (INSERT INTO items SELECT * FROM items RETURNING *) "
        "SELECT target_id, outcome_id, [cite] AS citations FROM new",
        "ATTACH 'other.duckdb'",
        "COPY items TO 'items.csv'",
        "PRAGMA database_list",
        "SET threads = 4",
        "INSTALL httpfs",
        "LOAD httpfs",
        "EXPORT DATABASE 'here'",
        "CALL pragma_version()",
        "DESCRIBE items",
        "SHOW TABLES",
        "",
        "-- nothing",
        f"{SELECTED}; {SELECTED}",
        f"{SELECTED} WHERE random() < 2",
        f"{SELECTED} WHERE now() IS NOT NULL",
        f"{SELECTED} WHERE current_date IS NOT NULL",
        f"{SELECTED} WHERE CURRENT_TIMESTAMP IS NOT NULL",
        f"{SELECTED} WHERE localtime IS NOT NULL",
        f"{SELECTED} WHERE today() IS NOT NULL",
        f"{SELECTED} WHERE uuid() IS NOT NULL",
        f"{SELECTED} WHERE current_setting('threads') = 1",
        f"{SELECTED} WHERE getvariable('x') IS NULL",
        f"{SELECTED} WHERE error('stop') IS NULL",
        f"{SELECTED} USING SAMPLE 1",
        f"{SELECTED} TABLESAMPLE 10%",
        "SELECT target_id, outcome_id, [cite] AS citations FROM (SELECT * FROM items TABLESAMPLE 50%)",
        f"{SELECTED}, read_csv('plan.txt')",
        f"{SELECTED}, read_text('/etc/passwd')",
        f"{SELECTED}, 'plan.csv'",
        f"{SELECTED}, glob('*')",
        f"{SELECTED}, duckdb_settings()",
        f"{SELECTED}, information_schema.tables",
        f"{SELECTED}, sqlite_master",
        f"{SELECTED}, query('SELECT 1')",
        f"{SELECTED}, query_table('items')",
        "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) "
        "SELECT target_id, outcome_id, [cite] AS citations FROM items, n",
        f"{SELECTED} WHERE target_id = $1",
        f"{SELECTED} WHERE says(target_text, 'no such list')",
        f"{SELECTED} WHERE says(target_text, claim)",
    ],
)
def test_refused(tmp_path: Path, sql: str) -> None:
    path = write_rule(tmp_path, sql=sql)
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    assert str(caught.value).startswith(f"{path.as_posix()}:")


@pytest.mark.parametrize(
    "sql",
    [
        f"{SELECTED} WHERE says(target_text, 'pending')",
        f"{SELECTED} WHERE through_month(narrative) < 6 AND shares(target_text, narrative)",
        f"WITH mine AS ({SELECTED}) SELECT * FROM mine UNION ALL SELECT * FROM mine",
        "SELECT target_id, outcome_id, [span(cite, 1, 2)] AS citations FROM items, range(3) "
        "WHERE words(target_text) <> ''",
        "SELECT i.target_id, i.outcome_id, list(g.cite ORDER BY k) AS citations "
        "FROM items i JOIN goals g USING (target_id) GROUP BY ALL HAVING count(*) FILTER (value > 1) > 1",
        f"{SELECTED} QUALIFY row_number() OVER (ORDER BY target_id) > 0",
    ],
)
def test_allowed(tmp_path: Path, sql: str) -> None:
    write_rule(tmp_path, sql=sql)
    given = reconciliation(item(target("1", "新增床位"), outcome("1", "新增床位", "新增床位3张")))
    run_rules(given, load_rules([tmp_path]))


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('pyproject.toml')",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SET threads = 8",
        "RESET lock_configuration",
    ],
)
def test_the_database_itself_is_locked(statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    (tmp_path / "pyproject.toml").write_text("[project]", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    connection = open_database()
    with pytest.raises(duckdb.Error):
        connection.execute(statement)
    connection.close()
    assert [path.name for path in tmp_path.iterdir()] == ["pyproject.toml"]


def test_the_functions_that_rules_may_call_give_the_same_for_the_same() -> None:
    connection = open_database()
    known = dict(
        connection.execute(
            "SELECT function_name, bool_and(coalesce(stability, 'CONSISTENT') = 'CONSISTENT') "
            "FROM duckdb_functions() GROUP BY 1"
        ).fetchall()
    )
    connection.close()
    # DuckDB's grammar, not its catalogue, knows these.
    grammar = {"coalesce", "ifnull", "nullif", "unnest", "dense_rank", "lag", "lead", "rank", "row_number"}
    for names in vocabulary("functions")["allowed"].values():
        assert [name for name in names if not known.get(name, name in grammar)] == []
