"""What is new, known, fixed and waived, and what the exit status says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from check_folders import CONFIG, OUTCOME, PLAN

from tests.programs import change, write


def states(report: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(finding["rule"], finding["target"]): finding["state"] for finding in report["findings"]}


def test_without_a_baseline_every_finding_is_new_and_an_error_fails(check: Any) -> None:
    answer = check("--format", "json")
    assert answer.status == 1
    assert states(answer.json) == {("shortfall", "2"): "new", ("claimed-without-evidence", "4"): "new"}
    assert answer.json["baseline"]["present"] is False


def test_what_was_accepted_fails_no_more(check: Any, project: Path) -> None:
    assert check("--update-baseline").status == 0
    answer = check("--format", "json")
    assert answer.status == 0
    assert set(states(answer.json).values()) == {"unchanged"}
    assert [file["state"] for file in answer.json["pairs"][0]["inputs"]] == ["same", "same"]


def test_only_what_is_new_fails(check: Any, project: Path) -> None:
    check("--update-baseline")
    change(project / "2023" / "outcome.txt", "新增护理型养老床位1600张。", "新增护理型养老床位900张。")
    answer = check("--format", "json")
    assert answer.status == 1
    assert states(answer.json)["shortfall", "1"] == "new"
    assert states(answer.json)["shortfall", "2"] == "unchanged"
    assert [file["state"] for file in answer.json["pairs"][0]["inputs"]] == ["same", "changed"]


def test_what_is_gone_is_fixed(check: Any, project: Path) -> None:
    check("--update-baseline")
    change(project / "2023" / "outcome.txt", "新建改建农村公路210公里。", "新建改建农村公路310公里。")
    answer = check("--format", "json")
    assert answer.status == 0
    assert [(fixed["pair"], fixed["rule"], fixed["target"]) for fixed in answer.json["fixed"]] == [
        ("甲市2023", "shortfall", "2")
    ]
    assert "已消除1条" in check().out


def test_a_changed_number_is_a_new_finding_and_the_old_one_is_fixed(check: Any, project: Path) -> None:
    check("--update-baseline")
    change(project / "2023" / "outcome.txt", "新建改建农村公路210公里。", "新建改建农村公路200公里。")
    answer = check("--format", "json")
    assert answer.status == 1
    assert states(answer.json)["shortfall", "2"] == "new"
    assert [fixed["target"] for fixed in answer.json["fixed"]] == ["2"]


def test_a_finding_that_is_accepted_once_does_not_excuse_a_second_of_the_same_words(check: Any, project: Path) -> None:
    check("--update-baseline")
    before = states(check("--format", "json").json)
    for name, text in (("plan.txt", PLAN), ("outcome.txt", OUTCOME)):
        row = next(line for line in text.splitlines() if line.startswith("2\t"))
        write(project / "2023" / name, f"{text}6{row[1:]}\n")
    after = check("--format", "json")
    shortfalls = [finding for finding in after.json["findings"] if finding["rule"] == "shortfall"]
    assert sorted(finding["state"] for finding in shortfalls) == ["new", "unchanged"]
    assert len({finding["fingerprint"] for finding in shortfalls}) == 2
    assert list(before.values()).count("new") == 0
    assert after.status == 1
    check("--update-baseline")
    assert check().status == 0


def test_which_findings_fail_is_for_the_option_to_say(check: Any, project: Path) -> None:
    write(project / "reconcile.toml", '[rules]\nshortfall = "warning"\nclaimed-without-evidence = "off"\n' + CONFIG)
    assert check().status == 0
    assert check("--fail-on", "warning").status == 1
    assert check("--fail-on", "never").status == 0


def test_a_waived_finding_does_not_fail_until_the_waiver_expires(check: Any, project: Path) -> None:
    found = {finding["rule"]: finding["fingerprint"] for finding in check("--format", "json").json["findings"]}
    waivers = "".join(
        f'[[waiver]]\nfingerprint = "{found[rule]}"\nreason = "letter of March"\nby = "office"\nexpires = {day}\n'
        for rule, day in (("shortfall", "2024-06-30"), ("claimed-without-evidence", "2024-03-31"))
    )
    write(project / "reconcile.toml", waivers + CONFIG)
    held = check("--today", "2024-03-31", "--format", "json")
    assert held.status == 0
    assert set(states(held.json).values()) == {"waived"}
    assert held.json["findings"][0]["waived"] == {"reason": "letter of March", "by": "office"}
    expired = check("--today", "2024-04-01", "--format", "json")
    assert expired.status == 1
    assert states(expired.json) == {("shortfall", "2"): "waived", ("claimed-without-evidence", "4"): "new"}
    assert [waiver["state"] for waiver in expired.json["waivers"]] == ["held", "expired"]
    assert "2024-03-31到期" in check("--today", "2024-04-01").out.replace("\n", "")
    undated = check()
    assert undated.status == 2
    assert "--today" in undated.err


def test_a_waived_finding_is_not_accepted(check: Any, project: Path) -> None:
    found = {finding["rule"]: finding["fingerprint"] for finding in check("--format", "json").json["findings"]}
    waiver = f'[[waiver]]\nfingerprint = "{found["shortfall"]}"\nreason = "r"\nby = "b"\n'
    write(project / "reconcile.toml", waiver + CONFIG)
    check("--update-baseline")
    write(project / "reconcile.toml", CONFIG)
    answer = check("--format", "json")
    assert answer.status == 1
    assert states(answer.json) == {("shortfall", "2"): "new", ("claimed-without-evidence", "4"): "unchanged"}


def test_a_waiver_that_fits_nothing_is_told_where_every_pair_was_read(check: Any, project: Path) -> None:
    waiver = f'[[waiver]]\nfingerprint = "{"0" * 64}"\nreason = "old"\nby = "office"\n'
    write(project / "reconcile.toml", waiver + CONFIG)
    assert check("--format", "json").json["waivers"][0]["state"] == "unused"
    assert "000000000000…" in check().out
    (project / "2023" / "plan.txt").unlink()
    assert "000000000000…" not in check().out


def test_new_removed_and_renamed_inputs_are_told(check: Any, project: Path) -> None:
    check("--update-baseline")
    (project / "2023" / "outcome.txt").rename(project / "2023" / "outcome-1.txt")
    renamed = check("--format", "json").json["pairs"][0]
    assert ([file["state"] for file in renamed["inputs"]], renamed["gone"]) == (["same", "same"], [])
    change(project / "2023" / "outcome-1.txt", "1600张", "1601张")
    pair = check("--format", "json").json["pairs"][0]
    assert [file["state"] for file in pair["inputs"]] == ["same", "new"]
    assert [known["path"] for known in pair["gone"]] == ["2023/outcome.txt"]
    out = check("--lang", "en").out
    assert "new: 2023/outcome-1.txt" in out
    assert "gone: 2023/outcome.txt" in out
