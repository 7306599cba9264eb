"""Decisions of the pairs of a configuration: a check applies them, and sees when they change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from decided_documents import file_of, on_finding, on_match, written

from reconcile import ConfigError, reconcile
from reconcile.checking.running import Check, check
from reconcile.config.reading import read_config
from reconcile.model import Decision

PAIR = '[[pair]]\nname = "a"\nplan = "plan.txt"\noutcome = ["outcome.txt", "*.json"]\ndecisions = "decisions*.json"\n'


@pytest.fixture
def waive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Decision:
    """A waiver of a finding on the documents in the working directory."""
    monkeypatch.chdir(tmp_path)
    documents = written(tmp_path)
    return on_finding(reconcile(*documents), "waive", "shortfall", "1")


def checked(folder: Path) -> Check:
    (folder / "reconcile.toml").write_text(PAIR, encoding="utf-8")
    return check(read_config(Path("reconcile.toml")), jobs=1)


def states(found: Check) -> dict[str, str]:
    [pair] = found.result.pairs
    assert pair.status == "read", pair.error
    return {one.finding.rule: one.state for one in pair.all_findings if one.finding.target == "1"}


def test_a_check_applies_the_decisions_of_a_pair(tmp_path: Path, waive: Decision) -> None:
    file_of(tmp_path, [])
    assert states(checked(tmp_path))["shortfall"] == "new"
    # The files are no outcome, though a glob of the outcomes fits them; and what was kept of the pair is known as old.
    file_of(tmp_path, [waive])
    found = checked(tmp_path)
    assert states(found)["shortfall"] == "waived"
    assert found.remarks == ("0 of 1 pairs are taken from the cache",)
    assert states(checked(tmp_path)) == states(found)


def test_a_check_says_which_decisions_were_not_followed(tmp_path: Path, waive: Decision) -> None:
    plain = reconcile("plan.txt", "outcome.txt")
    void = [replace(on_match(plain, "confirm", "4", ["3"], by=f"第{n}人"), target_words="0" * 16) for n in range(7)]
    file_of(tmp_path, [waive, *void])
    [pair] = checked(tmp_path).result.pairs
    said = [notice.zh for notice in pair.notices]
    assert sum("目标4 确认对应 第3行" in one and "文字已有改动" in one for one in said) == 5
    assert said[-1] == "另有2项复核决定未采用"
    assert pair.notices[-1].en == "2 more decisions were not followed"


def test_decisions_that_are_nowhere_or_broken_are_told(tmp_path: Path, waive: Decision) -> None:
    [pair] = checked(tmp_path).result.pairs
    assert pair.status == "failed"
    assert pair.error.startswith("reconcile.toml:5: the decisions of 'a' matches no file: decisions*.json")
    (tmp_path / "decisions.json").write_text("{}", encoding="utf-8")
    [pair] = checked(tmp_path).result.pairs
    assert (pair.status, pair.exit_status) == ("failed", 2)
    assert pair.error.startswith("decisions.json:1: this is no file of decisions")
    (tmp_path / "reconcile.toml").write_text(PAIR.replace('"decisions*.json"', "3"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"^reconcile\.toml:5: "):
        read_config(Path("reconcile.toml"))
