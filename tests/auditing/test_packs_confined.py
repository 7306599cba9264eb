"""What a stranger's rule pack may not do, and what the user is told: one line that names the rule and the limit."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reconcile.auditing import Rule, confinement, load_rules, run_examples, run_rules
from reconcile.auditing.packs import pack_limits
from reconcile.cli import run_program
from reconcile.errors import RuleError
from reconcile.model import Reconciliation
from reconcile.resources import resource_dir, vocabulary
from tests.auditing.builder import item, outcome, reconciliation, target, write_rule
from tests.truth import ROOT

SELECTED = "SELECT target_id, outcome_id, [cite] AS citations"
FOREVER = f"{SELECTED} FROM items, range(100000000) a, range(1000000) b WHERE a.range + b.range = -1"


def given(many: int = 3) -> Reconciliation:
    ids = [str(n) for n in range(1, many + 1)]
    return reconciliation(*[item(target(id, "新增床位"), outcome(id, "新增床位", "新增床位3张")) for id in ids])


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little time, and a gigabyte."""
    tight = {"seconds": 20, "processor_seconds": 1, "address_bytes": 2**30, "database_bytes": 2**29}
    for name, value in tight.items():
        monkeypatch.setitem(vocabulary("packs")["limits"], name, value)


def complaint(folder: Path, **rule: str) -> str:
    """What is said of a pack that can be loaded or not, and not be run."""
    path = write_rule(folder, **rule)
    with pytest.raises(RuleError) as caught:
        run_rules(given(), load_rules([folder])[-1:])
    assert caught.value.document == path.as_posix()
    assert caught.value.line == 5
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return str(caught.value)


def deep(opening: str, inner: str, closing: str, times: int) -> str:
    return opening * times + inner + closing * times


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        # Folded to constants while the SELECT is only planned.
        (f"{SELECTED}, length(repeat('x', 2147483647)) AS n FROM items", "memory"),
        (f"{SELECTED}, length(repeat(repeat(repeat('x', 60000), 60000), 60000)) AS n FROM items", "memory"),
        (f"{SELECTED}, len(range(1000000000000)) AS n FROM items", "Lists larger"),
        (f"{SELECTED}, length(repeat(target_text, 300000000)) AS n FROM items", "memory"),
        (f"{SELECTED}, list_sum(range(100000000 + position)) AS n FROM items", "memory"),
        (f"{SELECTED}, printf('%2000000000d', position) AS n FROM items", "memory"),
        (f"{SELECTED}, lpad(target_text, 2000000000, 'yz') AS n FROM items", "memory|processor"),
        (
            f"{SELECTED} FROM items WHERE levenshtein(repeat('a', 100000 + position), repeat('b', 100000)) = 0",
            "processor",
        ),
        (
            f"{SELECTED} FROM items, range(1000000) WHERE regexp_matches("
            "repeat(target_text || range, 10000), '(((.*)*)*)*x(.?){500}$')",
            "memory|processor time",
        ),
        (FOREVER, "processor time"),
        (
            "WITH a0 AS (SELECT * FROM items)"
            + "".join(f", a{n} AS (SELECT x.* FROM a{n - 1} x JOIN a{n - 1} y ON true)" for n in range(1, 30))
            + f" {SELECTED} FROM a29",
            "memory",
        ),
        (f"{SELECTED}, range AS n FROM items, range(10000000)", "more than 100,000 rows"),
        (f"{SELECTED}, repeat(target_text, 20000000) AS n FROM items", "memory"),
        (f"{SELECTED}, range(30000000) AS n FROM items", "memory"),
        (
            "SELECT target_id, min(outcome_id) AS outcome_id, list(cite) AS citations, "
            "string_agg(repeat(target_text, 1000000), ',') AS n FROM items, range(1000) GROUP BY target_id",
            "memory",
        ),
        (f"{SELECTED} FROM items WHERE {deep('(', 'true', ')', 20000)}", "depth"),
        (f"{SELECTED} FROM items WHERE {'NOT ' * 50000} true", "depth"),
        (f"{SELECTED} FROM {deep('(SELECT * FROM ', 'items', ')', 3000)}", "nested too deep"),
        (f"{SELECTED}, {deep('[', '1', ']', 20000)} AS n FROM items", "depth"),
    ],
)
def test_what_is_too_much_is_ended_with_one_line(tmp_path: Path, sql: str, said: str) -> None:
    assert re.search(said, complaint(tmp_path, sql=sql, message="{n}" if " AS n" in sql else "seen"))


def test_a_rule_that_would_run_for_ever_is_killed_at_the_deadline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vocabulary("packs")["limits"], "seconds", 1)
    assert "the rule runs longer than 1 seconds" in complaint(tmp_path, sql=FOREVER)


def test_what_the_packs_return_together_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vocabulary("packs")["limits"], "answer_bytes", 100_000)
    sql = f"{SELECTED}, repeat('长', 30000) || range AS n FROM items, range(9)"
    assert "returns more than 100,000 bytes" in complaint(tmp_path, sql=sql, message="{n}")


def test_a_process_that_the_system_ends_is_an_error_of_the_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_rule(tmp_path)
    rules = load_rules([tmp_path])
    dying = "import os; os.write(1, b'{\"ready\": true}\\n'); os.kill(os.getpid(), 9)"
    monkeypatch.setattr(confinement, "_START", dying)
    with pytest.raises(RuleError, match="ended by the system") as caught:
        run_rules(given(), rules)
    assert caught.value.document == (tmp_path / "probe.toml").as_posix()


def test_a_process_that_does_not_start_is_said_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_rule(tmp_path)
    monkeypatch.setattr(confinement, "_START", "import no_such_module")
    with pytest.raises(RuleError, match="does not start"):
        load_rules([tmp_path])


def test_the_process_starts_with_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "secret")
    tell = "import json, os; print(json.dumps({'ready': 1, 'environment': [*os.environ], 'folder': os.listdir()}))"
    monkeypatch.setattr(confinement, "_START", f"{tell}; print('{{\"done\": true}}')")
    answers = list(confinement._answers({"name": "load"}, (), pack_limits(), "pack"))
    assert set(answers[0]["environment"]) <= {
        "OPENBLAS_NUM_THREADS",
        "LC_CTYPE",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
        "__CF_USER_TEXT_ENCODING",
    }
    assert answers[0]["folder"] == []


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    write_rule(tmp_path / "pack")
    run_rules(given(), load_rules([tmp_path / "pack"]))
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('https://example.org/')",
        "COPY items TO 'items.csv'",
        "COPY (SELECT 1) TO '/dev/stdout'",
        "ATTACH 'other.duckdb'",
        "EXPORT DATABASE 'here'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "PRAGMA threads = 8",
        "SELECT getenv('HOME')",
        "SELECT * FROM rule",
        "SELECT * FROM limits",
    ],
)
def test_sql_that_no_check_had_seen_could_do_nothing_either(tmp_path: Path, sql: str) -> None:
    write_rule(tmp_path)
    *_, rule = load_rules([tmp_path])
    with pytest.raises(RuleError):
        run_rules(given(), [replace(rule, sql=sql)])


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        # Read, planned and refused at the words of a stranger: comments, quotes, other alphabets.
        (f"{SELECTED} FROM items -- ; DROP TABLE items", True),
        (f"{SELECTED} FROM items /* ; */ ;", True),
        (f"{SELECTED} FROM \"items\" WHERE '; DROP TABLE items' <> ''", True),
        (f"{SELECTED} FROM items; -- \n DELETE FROM items", False),
        (f'{SELECTED} FROM "/etc/passwd"', False),
        (f"{SELECTED} FROM ｉｔｅｍｓ", False),
        (f"{SELECTED} FROM items WHERE ｒａｎｄｏｍ() < 2", False),
        (f'{SELECTED} FROM items WHERE "random"() < 2', False),
        (f"{SELECTED} FROM items WHERE RaNdOm/**/() < 2", False),
        (f"{SELECTED} FROM items WHERE main.random() < 2", False),
        (f"{SELECTED} FROM items WHERE target_text.getenv() = ''", False),
        (f"{SELECTED} FROM items WHERE pairs(target_text) IS NULL AND md5(target_text) = ''", False),
        (f"{SELECTED} FROM items WHERE uuid() IS NOT NULL", False),
        (f"{SELECTED} FROM items, query('SELECT 1')", False),
        (f"{SELECTED} FROM items, query_table('items')", False),
        (f"{SELECTED} FROM items, pragma_table_info('items')", False),
        (f"{SELECTED} FROM items, duckdb_settings()", False),
        (f"{SELECTED} FROM items, duckdb_secrets()", False),
        (f"{SELECTED} FROM items, connection", False),
        (f"FROM items {SELECTED}", True),
    ],
)
def test_the_words_of_a_stranger_are_read_by_the_parser(tmp_path: Path, sql: str, found: bool) -> None:
    write_rule(tmp_path, sql=sql)
    try:
        findings = run_rules(given(), load_rules([tmp_path])[-1:]).all_findings
    except RuleError:
        assert not found
    else:
        assert found
        assert [finding.rule for finding in findings].count("probe") == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#" * 300_000, "larger than"),
        ("x = " + "[" * 120_000, "nested too deep"),
        ("x = " + "{a=" * 60_000, "nested too deep"),
        ("a." * 120_000 + "a = 1", "processor time"),
        ("[" + "a." * 40_000 + "a]\n" + "\n".join(f"k{n}=1" for n in range(18_000)), "processor time"),
        ('"' + "k" * 250_000 + '" = 1', "a rule has no 'kkk"),
        ("x = 1" + "0" * 5_000, "no TOML"),
        ('id = "\\u001b[31m"', "lacks"),
    ],
)
@pytest.mark.usefixtures("short")
def test_a_file_that_is_a_trap(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "probe.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=said) as caught:
        load_rules([tmp_path])
    assert str(caught.value).startswith(f"{(tmp_path / 'probe.toml').as_posix()}")
    assert len(str(caught.value)) < 1000
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "no regular file"),
        (os.mkdir, "directory"),
        (lambda path: path.symlink_to("/etc/passwd"), "outside the pack"),
        (lambda path: path.symlink_to("/dev/zero"), "outside the pack"),
        (lambda path: path.symlink_to(path), "(?i)symlink|symbolic"),
        (lambda path: path.symlink_to("gone"), "No such file"),
    ],
)
def test_what_only_looks_like_a_file(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    make(tmp_path / "probe.toml")
    with pytest.raises(RuleError, match=said):
        load_rules([tmp_path])


def test_a_link_to_a_file_of_the_pack_is_followed(tmp_path: Path) -> None:
    path = write_rule(tmp_path, "probe")
    path.rename(tmp_path / "probe.txt")
    path.symlink_to("probe.txt")
    assert load_rules([tmp_path])[-1].id == "probe"


def test_too_many_files_are_no_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(vocabulary("packs")["limits"], "files", 2)
    for id in ("a", "b", "c"):
        write_rule(tmp_path, id)
    with pytest.raises(RuleError, match="3 files, more than 2"):
        load_rules([tmp_path])


def test_a_message_cannot_pass_for_an_answer(tmp_path: Path) -> None:
    forged = """chr(10) || '{"done": true}' || chr(10) || '{"fired": ["1", "1", [0], "x", "x"]}' || chr(10)"""
    write_rule(tmp_path, "a-probe", sql=f"{SELECTED}, {forged} AS n FROM items", message="{n}")
    write_rule(tmp_path, "b-probe", sql=f"{SELECTED} FROM items")
    result = run_rules(given(), load_rules([tmp_path]))
    found = [(f.rule, f.message.en) for f in result.all_findings if f.rule.endswith("probe")]
    told = '\n{"done": true}\n{"fired": ["1", "1", [0], "x", "x"]}\n'
    assert found == [("a-probe", told), ("b-probe", "seen")] * 3


def test_a_value_that_no_column_holds_is_a_failed_example(tmp_path: Path) -> None:
    path = write_rule(tmp_path)
    text = path.read_text(encoding="utf-8").replace('target_text = "新增床位"', f"position = {10**30}")
    path.write_text(text, encoding="utf-8")
    assert "cannot hold" in str(run_examples(load_rules([tmp_path])[-1])[0])


def test_where_a_process_cannot_be_limited_packs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_rule(tmp_path)
    monkeypatch.setattr(confinement, "find_spec", lambda _: None)
    with pytest.raises(RuleError, match="not run on this system") as caught:
        load_rules([tmp_path])
    assert caught.value.remedy


def test_a_pack_finds_what_the_rules_that_ship_find(tmp_path: Path) -> None:
    from reconcile import reconcile

    for path in (resource_dir("rules") / "audit").glob("*.toml"):
        text = path.read_text(encoding="utf-8").replace(f'id = "{path.stem}"', f'id = "own-{path.stem}"', 1)
        (tmp_path / f"own-{path.name}").write_text(text, encoding="utf-8")
    heze = ROOT / "data" / "heze-2023"
    result = reconcile(
        heze / "plan.txt", [heze / "outcome-044-085.txt", heze / "outcome-140-199.txt"], rules=[tmp_path]
    )
    told = [
        (f.rule.removeprefix("own-"), f.rule.startswith("own-"), f.target, f.outcome, f.message, f.citations)
        for f in result.all_findings
    ]
    shipped, pack = ([(one[0], *one[2:]) for one in told if one[1] is own] for own in (False, True))
    assert shipped
    assert sorted(shipped, key=repr) == sorted(pack, key=repr)


def test_nothing_is_written_where_a_pack_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sql = f"{SELECTED}, list_sum(range(100000000 + position)) AS n FROM items"
    write_rule(tmp_path / "pack", sql=sql, message="{n}")
    plan = ROOT / "data" / "heze-2023"
    arguments = [str(plan / "plan.txt"), str(plan / "outcome-140-199.txt"), "--rules", str(tmp_path / "pack")]
    monkeypatch.setattr("sys.argv", ["reconcile", *arguments, "-o", str(tmp_path / "audit.json")])
    monkeypatch.setattr("sys.stdout.reconfigure", lambda **_: None, raising=False)
    monkeypatch.setattr("sys.stderr.reconfigure", lambda **_: None, raising=False)
    status, said = run_program()
    assert status == 2
    assert "needs more memory" in said
    assert said.count("\n") == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack"]


def test_rules_that_ship_are_not_confined(tmp_path: Path) -> None:
    write_rule(tmp_path)
    rules: tuple[Rule, ...] = load_rules([tmp_path])
    assert [rule.id for rule in rules if rule.confined] == ["probe"]
