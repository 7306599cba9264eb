from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reconcile.auditing import load_rules, run_rules
from reconcile.errors import RuleError
from tests.auditing.builder import item, outcome, reconciliation, target, write_rule


def text_of(folder: Path) -> str:
    return write_rule(folder).read_text(encoding="utf-8")


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def test_a_pack_comes_after_the_rules_that_ship(tmp_path: Path) -> None:
    write_rule(tmp_path, "b-probe")
    write_rule(tmp_path, "a-probe")
    own = [rule.id for rule in load_rules()]
    assert [rule.id for rule in load_rules([tmp_path])] == [*own, "a-probe", "b-probe"]


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ('severity = "warning"\n', "", 'id = "probe"', "lacks 'severity'"),
        ('severity = "warning"', 'severity = "fatal"', "severity", "must be one of error, warning, info"),
        ('confidence = "high"', 'confidence = "sure"', "confidence", "must be one of high, medium, low"),
        ('id = "probe"', 'id = "prob"', "id =", "differs from its file's name"),
        ('confidence = "high"', 'confidence = "high"\nlevel = 3', "level", "a rule has no 'level'"),
        ('[why]\nen = "A test asks."', '[why]\nen = ""', 'en = ""', "'why.en' must be text"),
        ('zh = "测试需要。"\n', "", "[why]", "'why' must have the parts en and zh"),
        ('en = "seen"', 'en = "seen {nowhere}"', "SELECT target_id", "returns no such column"),
        ('zh = "seen"', 'zh = "seen {target_text!r}"', 'zh = "seen', "no plain name in braces"),
        ('zh = "seen"', 'zh = "seen {target_text.text}"', 'zh = "seen', "no plain name in braces"),
        ('zh = "seen"', 'zh = "seen {"', 'zh = "seen', "braces are wrong"),
        ("FROM items", "FROM item", "SELECT target_id", "no fact table 'item'"),
        ("SELECT target_id,", "SELECT\n  target,", "target,", 'column "target" not found'),
        ("FROM items", "FROM items WHERE", "SELECT target_id", "SQL is broken"),
        ("[cite] AS citations", "cite AS citations", "SELECT target_id", "must return citations"),
        ("outcome_id,", "", "SELECT target_id", "must return outcome_id"),
        ("FROM items", "FROM items; SELECT 1", "SELECT target_id", "exactly one SELECT"),
        ("fires = true", "fires = 1", "[[example]]", "fires = true or fires = false"),
        ('description = "A target."\n', "", "[[example]]", "lacks its description"),
        ("fires = false", "fires = true", "[[example]]", "at least one example that fires and one that does not"),
        ("items = [{ target_text", "item = [{ target_text", "[[example]]", "no fact table"),
        ("{ target_text =", "{ target_txt =", "[[example]]", "no column 'target_txt'"),
        ('target_text = "新增床位"', "target_text = 3", "[[example]]", "holds VARCHAR, not 3"),
        ('severity = "warning"', 'severity = "warning', "severity", "no TOML"),
    ],
)
def test_a_broken_rule_is_refused_with_its_file_and_line(
    tmp_path: Path, old: str, new: str, at: str, said: str
) -> None:
    whole = text_of(tmp_path)
    assert old in whole
    broken = whole.replace(old, new, 1) if said != "braces are wrong" else whole.replace(old, new)
    path = tmp_path / "probe.toml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(RuleError, match="(?i)" + said.replace("(", r"\(")) as caught:
        load_rules([tmp_path])
    assert caught.value.document == path.as_posix()
    assert caught.value.line == line_of(broken, at)
    assert caught.value.remedy
    assert caught.value.exit_status == 2


def test_the_line_of_an_error_in_the_middle_of_the_sql(tmp_path: Path) -> None:
    path = write_rule(
        tmp_path, sql="SELECT target_id, outcome_id, [cite] AS citations\nFROM items\nWHERE claime = 'done'"
    )
    with pytest.raises(RuleError, match="claime") as caught:
        load_rules([tmp_path])
    assert path.read_text(encoding="utf-8").splitlines()[caught.value.line - 1] == "WHERE claime = 'done'"


def test_the_second_of_two_examples_is_the_one_named(tmp_path: Path) -> None:
    whole = text_of(tmp_path).replace('description = "None."\nfires = false', 'description = "None."\nfires = "no"')
    (tmp_path / "probe.toml").write_text(whole, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules([tmp_path])
    assert caught.value.line == whole[: whole.rindex("[[example]]")].count("\n") + 1


def test_a_pack_cannot_take_the_name_of_a_rule_that_ships(tmp_path: Path) -> None:
    write_rule(tmp_path, "shortfall")
    with pytest.raises(RuleError, match="already defined"):
        load_rules([tmp_path])


@pytest.mark.parametrize("made", [False, True])
def test_a_pack_that_is_missing_or_empty_is_refused(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "pack"
    if made:
        folder.mkdir()
    with pytest.raises(RuleError, match=r"no rule|no folder"):
        load_rules([folder])


def test_a_rule_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    write_rule(tmp_path).write_bytes("id = '探针'".encode("gb18030"))
    with pytest.raises(RuleError, match="UTF-8"):
        load_rules([tmp_path])


def test_sql_that_fails_only_on_some_facts_is_an_error_of_the_rule(tmp_path: Path) -> None:
    path = write_rule(
        tmp_path,
        sql="SELECT target_id, outcome_id, [cite] AS citations FROM items\nWHERE target_text::INTEGER > 3",
    )
    given = reconciliation(item(target("1", "新增床位"), outcome("1", "新增床位", "新增床位3张")))
    with pytest.raises(RuleError) as caught:
        run_rules(given, load_rules([tmp_path]))
    assert caught.value.document == path.as_posix()
    assert caught.value.line > 1


def test_rules_read_without_their_examples_are_the_same_rules() -> None:
    whole = load_rules()
    assert load_rules(examples=False) == tuple(replace(rule, examples=()) for rule in whole)
