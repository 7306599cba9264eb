"""What is taken from the cache, what is not, and that a damaged one is never believed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from check_folders import CONFIG, check_command, run_check

from tests.programs import change, write

TAKEN, ANEW = "1 of 1 pairs are taken from the cache", "0 of 1 pairs are taken from the cache"


def entry(project: Path) -> Path:
    (found,) = (project / ".reconcile-cache").glob("*.json")
    return found


def test_an_unchanged_pair_is_not_reconciled_again(check: Any, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = check("--format", "json")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the pair was reconciled again")

    monkeypatch.setattr("reconcile.engine.reconcile", never)
    again = check("--format", "json")
    assert (again.out, again.err) == (first.out, first.err)
    assert TAKEN in check("--verbose").err


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("2023/plan.txt", "1500张", "1501张"),
        ("2023/outcome.txt", "4.8万人", "4.9万人"),
        ("reconcile.toml", 'name = "甲市2023"', 'name = "甲市2023"\nas_of = 2023-06-30'),
        ("reconcile.toml", 'name = "甲市2023"', 'name = "甲市2023"\nlang = "en"'),
        ("reconcile.toml", "[[pair]]", '[rules]\nshortfall = "info"\n[[pair]]'),
        ("reconcile.toml", "[[pair]]", "[thresholds]\naudit.overachieved = 1.01\n[[pair]]"),
        ("reconcile.toml", "[[pair]]", '[headers]\ntarget = ["考核要点"]\n[[pair]]'),
    ],
)
def test_whatever_decides_findings_makes_an_entry_stale(
    check: Any, project: Path, path: str, old: str, new: str
) -> None:
    check()
    change(project / path, old, new)
    kept = check("--format", "json", "--verbose")
    assert ANEW in kept.err
    assert kept.out == check("--format", "json", "--no-cache").out


def test_other_rules_make_an_entry_stale(check: Any, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    monkeypatch.setattr("reconcile.checking.running.rules_sha256", lambda _: "0" * 64)
    assert ANEW in check("--verbose").err


def test_another_version_makes_an_entry_stale(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    monkeypatch.setattr("reconcile.pairs.program.VERSION", "0.0.1")
    assert ANEW in check("--verbose").err


def test_a_waiver_holds_although_the_findings_are_kept(check: Any, project: Path) -> None:
    found = check("--format", "json").json["findings"]
    waivers = "".join(f'[[waiver]]\nfingerprint = "{f["fingerprint"]}"\nreason = "r"\nby = "b"\n' for f in found)
    write(project / "reconcile.toml", waivers + CONFIG)
    answer = check("--verbose")
    assert answer.status == 0
    assert TAKEN in answer.err


@pytest.mark.parametrize("place", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_a_cut_entry_is_made_anew(check: Any, project: Path, place: float) -> None:
    first = check("--format", "json").out
    whole = entry(project).read_bytes()
    entry(project).write_bytes(whole[: int(place * (len(whole) - 1))])
    answer = check("--format", "json", "--verbose")
    assert answer.out == first
    assert "the entry of the cache is damaged; it is made anew" in answer.err
    assert entry(project).read_bytes() == whole


def test_an_entry_whose_findings_were_taken_out_is_not_believed(check: Any, project: Path) -> None:
    first = check("--format", "json")
    assert first.status == 1
    head, body = entry(project).read_bytes().split(b"\n")
    record = json.loads(body)
    for item in record["items"]:
        item[-1] = []
    entry(project).write_bytes(head + b"\n" + json.dumps(record).encode())
    again = check("--format", "json")
    assert (again.status, again.out) == (1, first.out)


@pytest.mark.parametrize("head", [b"[]", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"cache": 1, "key": {}}', b"null"])
def test_an_entry_of_anything_else_is_not_believed(check: Any, project: Path, head: bytes) -> None:
    first = check("--format", "json").out
    entry(project).write_bytes(head + b"\n{}")
    assert check("--format", "json").out == first


def test_an_entry_of_another_pair_is_not_believed(check: Any, project: Path) -> None:
    second = CONFIG.replace("甲市2023", "b").replace("outcome*", "other")
    write(project / "2023" / "other.txt", (project / "2023" / "outcome.txt").read_text(encoding="utf-8"))
    change(project / "2023" / "other.txt", "1600张", "900张")
    write(project / "reconcile.toml", CONFIG + second)
    first = check("--format", "json").out
    one, two = (project / ".reconcile-cache").glob("*.json")
    here, there = one.read_bytes(), two.read_bytes()
    one.write_bytes(there)
    two.write_bytes(here)
    assert check("--format", "json").out == first


def test_a_folder_that_cannot_be_written_to_is_told_and_harmless(check: Any, project: Path) -> None:
    write(project / ".reconcile-cache", "a file where the folder should be")
    answer = check("--format", "json", "--verbose")
    assert answer.status == 1
    assert "its folder cannot be written to" in answer.err
    assert answer.out == check("--format", "json", "--no-cache").out


def test_an_entry_that_is_a_folder_is_harmless(check: Any, project: Path) -> None:
    first = check("--format", "json").out
    place = entry(project)
    place.unlink()
    place.mkdir()
    assert check("--format", "json").out == first


def test_the_folder_is_ignored_by_git_and_may_be_elsewhere(check: Any, project: Path, tmp_path: Path) -> None:
    check("--cache", str(tmp_path / "kept" / "here"))
    assert not (project / ".reconcile-cache").exists()
    assert (tmp_path / "kept" / "here" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert TAKEN in check("--cache", str(tmp_path / "kept" / "here"), "--verbose").err
    check("--no-cache")
    assert not (project / ".reconcile-cache").exists()


def test_the_same_pair_seen_from_another_folder_is_told_with_its_own_paths(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_check(project, capsys, monkeypatch)
    above = run_check(project.parent, capsys, monkeypatch, "--config", "project/reconcile.toml", "--format", "json")
    assert above.json["findings"][0]["citations"][0]["path"] == "project/2023/plan.txt"


def test_two_checks_at_once_say_the_same(project: Path, check: Any) -> None:
    alone = check("--no-cache", "--format", "json").out
    both = [subprocess.Popen(check_command("--format", "json"), cwd=project, stdout=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[0].decode() for process in both] == [alone] * 3
    assert check("--format", "json").out == alone
    assert sorted(path.suffix for path in (project / ".reconcile-cache").iterdir()) == ["", ".json"]
