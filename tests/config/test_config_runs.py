"""A project's settings at work, on real documents, as a user meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reconcile import ConfigError, ReconcileError, reconcile
from reconcile.model import Finding, Reconciliation
from reconcile.reporting import render
from tests.auditing.builder import write_rule
from tests.truth import ROOT

HEZE = ROOT / "data" / "heze-2023"
PLAN = str(HEZE / "plan.txt")
OUTCOMES = [str(HEZE / "outcome-044-085.txt"), str(HEZE / "outcome-140-199.txt")]
ABOUT = (
    "序号\t责任目标内容\t完成情况\t是否完成\n1\t新建学校200所左右\t新建学校215所\t是\n2\t增长5.5%左右\t增长6.3%\t是\n"
)


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reconcile", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def report(*arguments: str, cwd: Path) -> dict[str, Any]:
    """The JSON report of the Heze documents, run in a folder."""
    done = run(PLAN, *OUTCOMES, "--format", "json", "-o", "-", *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def findings(result: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    every = [finding for item in result["items"] for finding in item["findings"]] + result["findings"]
    return [finding for finding in every if finding["rule"] == rule]


def notices(result: dict[str, Any]) -> str:
    return "\n".join(notice["en"] + "\n" + notice["zh"] for notice in result["notices"])


def complaint(*arguments: str, cwd: Path) -> str:
    done = run(*arguments, cwd=cwd)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return report(cwd=tmp_path_factory.mktemp("plain"))


def waiver(finding: dict[str, Any], expires: str = "") -> str:
    entry = f'[[waiver]]\nfingerprint = "{finding["fingerprint"]}"\nreason = "省里下达|<b>"\nby = "审计一科"\n'
    return entry + (f"expires = {expires}\n" if expires else "")


def test_without_a_configuration_nothing_is_said_of_one(plain: dict[str, Any]) -> None:
    assert plain["tool"]["config_sha256"] is None
    assert plain["summary"]["waived"] == 0
    assert "configuration" not in notices(plain)


def test_severities_and_thresholds_and_off(plain: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "reconcile.toml").write_text(
        '[rules]\ngoal-dropped = "info"\nreading-damaged = "off"\nshortfall = "error"\n'
        "[thresholds]\naudit.overachieved = 2.9\n",
        encoding="utf-8",
    )
    changed = report(cwd=tmp_path / "deep" / "er")
    assert {f["severity"] for f in findings(plain, "goal-dropped")} == {"error"}
    assert {f["severity"] for f in findings(changed, "goal-dropped")} == {"info"}
    assert findings(plain, "reading-damaged")
    assert not findings(changed, "reading-damaged")
    fewer = {f["fingerprint"] for f in findings(changed, "overachieved")}
    assert fewer < {f["fingerprint"] for f in findings(plain, "overachieved")}
    assert {f["target"] for f in findings(changed, "overachieved")} >= {"133"}
    errors = changed["summary"]["findings"]["error"]
    assert errors == plain["summary"]["findings"]["error"] - len(findings(plain, "goal-dropped"))
    # What was set is said; what was set to what it is anyway is not.
    assert re.search(r"“Goal dropped” is of severity note \(its own: error\)", notices(changed))
    assert "audit.overachieved 定为2.9（原为2）" in notices(changed)
    assert "Shortfall" not in notices(changed)
    assert re.fullmatch("[0-9a-f]{64}", changed["tool"]["config_sha256"])
    assert changed["tool"]["rules_sha256"] == plain["tool"]["rules_sha256"]


def test_a_waiver_from_a_printed_fingerprint(plain: dict[str, Any], tmp_path: Path) -> None:
    explained = run("explain", "50", PLAN, *OUTCOMES, "--lang", "en", cwd=tmp_path).stdout
    printed = re.findall(r"^error shortfall .*?fingerprint ([0-9a-f]{64})$", explained, re.MULTILINE | re.DOTALL)
    [shortfall] = [f for f in findings(plain, "shortfall") if f["target"] == "50"]
    assert printed == [shortfall["fingerprint"]]
    (tmp_path / "ours.toml").write_text(waiver(shortfall), encoding="utf-8")
    result = report("--config", "ours.toml", cwd=tmp_path)
    [waived] = [f for f in findings(result, "shortfall") if f["target"] == "50"]
    assert waived == {**shortfall, "waived": {"reason": "省里下达|<b>", "by": "审计一科"}}
    assert result["summary"]["waived"] == 1
    assert result["summary"]["findings"]["error"] == plain["summary"]["findings"]["error"] - 1
    assert result["notices"] == plain["notices"]
    explained = run("explain", "50", PLAN, *OUTCOMES, "--config", "ours.toml", cwd=tmp_path).stdout
    assert "已豁免（审计一科）：省里下达|<b>" in explained


def test_what_is_waived_does_not_fail_the_run(plain: dict[str, Any], tmp_path: Path) -> None:
    every = [f for item in plain["items"] for f in item["findings"] if f["severity"] == "error"]
    config = tmp_path / "reconcile.toml"
    config.write_text("\n".join(map(waiver, every)), encoding="utf-8")
    assert run(PLAN, *OUTCOMES, "-q", "--fail-on", "error", cwd=tmp_path).returncode == 0
    config.write_text("\n".join(map(waiver, every[1:])), encoding="utf-8")
    assert run(PLAN, *OUTCOMES, "-q", "--fail-on", "error", cwd=tmp_path).returncode == 1


def test_a_waiver_holds_through_its_last_day_and_the_clock_is_never_asked(
    plain: dict[str, Any], tmp_path: Path
) -> None:
    [shortfall] = [f for f in findings(plain, "shortfall") if f["target"] == "50"]
    (tmp_path / "reconcile.toml").write_text("\n" + waiver(shortfall, "2024-06-30"), encoding="utf-8")
    line = complaint(PLAN, *OUTCOMES, cwd=tmp_path)
    assert "reconcile.toml:6:" in line
    assert "--today" in line
    held = report("--today", "2024-06-30", cwd=tmp_path)
    assert held["summary"]["waived"] == 1
    over = report("--today", "2024-07-01", cwd=tmp_path)
    assert over["summary"] == plain["summary"]
    assert "The waiver of “Shortfall” (Target 50) by 审计一科 expired on 2024-06-30" in notices(over)
    assert "已于2024-06-30到期" in notices(over)
    assert "expired" not in notices(held)
    assert "--today" in complaint(PLAN, *OUTCOMES, "--today", "soon", cwd=tmp_path)


def test_a_waiver_that_fits_no_finding_is_told_of(plain: dict[str, Any], tmp_path: Path) -> None:
    config = tmp_path / "reconcile.toml"
    config.write_text(waiver({"fingerprint": "f" * 64}, "2020-01-01"), encoding="utf-8")
    result = reconcile(PLAN, OUTCOMES, config=config, today="2024-01-01")
    assert "ffffffffffff… (审计一科: 省里下达|<b>)" in result.notices[-1].en
    assert "没有对应的审计发现" in result.notices[-1].zh
    assert "expired" not in result.notices[-1].en


@pytest.mark.parametrize("command", [[PLAN, *OUTCOMES], ["explain", "50", PLAN, *OUTCOMES], ["rules"]])
def test_a_rule_that_does_not_exist(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "reconcile.toml").write_text("[rules]\n\nshort-fall = 'off'\n", encoding="utf-8")
    line = complaint(*command, cwd=tmp_path)
    assert line.startswith("reconcile: reconcile.toml:3: there is no rule 'short-fall'")
    assert "'shortfall'" in line


def test_rules_of_packs_count_as_known(tmp_path: Path) -> None:
    write_rule(tmp_path / "ours", severity="warning")
    (tmp_path / "reconcile.toml").write_text("[rules]\nprobe = 'error'\n", encoding="utf-8")
    assert "no rule 'probe'" in complaint(PLAN, *OUTCOMES, cwd=tmp_path)
    result = report("--rules", "ours", cwd=tmp_path)
    assert {f["severity"] for f in findings(result, "probe")} == {"error"}
    assert "“probe” is of severity error (its own: warning)" in notices(result)


def test_rules_of_packs_read_the_projects_thresholds(tmp_path: Path) -> None:
    sql = (
        "SELECT i.target_id, i.outcome_id, [i.cite] AS citations, t.value FROM items i, thresholds t "
        "WHERE t.name = 'audit.overachieved' AND i.position = 1"
    )
    write_rule(tmp_path / "ours", sql=sql, message="{value}")
    (tmp_path / "reconcile.toml").write_text("[thresholds]\naudit.overachieved = 7.5\n", encoding="utf-8")
    result = reconcile(PLAN, OUTCOMES, rules=[tmp_path / "ours"], config=tmp_path / "reconcile.toml")
    assert [f.message.en for f in result.all_findings if f.rule == "probe"] == ["7.5"]


def test_the_list_of_rules_shows_what_holds(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        "[project]\nname = 'x'\n[tool.reconcile.rules]\nshortfall = 'off'\noverachieved = 'error'\n", encoding="utf-8"
    )
    listed = run("rules", cwd=tmp_path).stdout
    assert re.search(r"^off +shortfall ", listed, re.MULTILINE)
    assert re.search(r"^error +overachieved ", listed, re.MULTILINE)
    assert run("rules", "shortfall", cwd=tmp_path).stdout.startswith("shortfall (off by the project's configuration")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[rules\n", "reconcile.toml:1: the file is no TOML"),
        ("[threshold]\naudit.overachieved = 3\n", "reconcile.toml:1: there is no key 'threshold' here; did you mean"),
    ],
)
def test_a_broken_file_is_refused_before_any_document_is_read(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "reconcile.toml").write_text(text, encoding="utf-8")
    assert expected in complaint("nowhere.txt", "nothing.txt", "-o", "audit.json", cwd=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["reconcile.toml"]


def test_a_folder_or_nothing_given_as_configuration(tmp_path: Path) -> None:
    assert "cannot be read" in complaint(PLAN, *OUTCOMES, "--config", str(tmp_path), cwd=tmp_path)
    assert "none.toml: cannot be read" in complaint(PLAN, *OUTCOMES, "--config", "none.toml", cwd=tmp_path)


def about(folder: Path, figures: str) -> list[str]:
    (folder / "about.txt").write_text(ABOUT, encoding="utf-8")
    (folder / "reconcile.toml").write_text(f"[thresholds]\n{figures}\n", encoding="utf-8")
    result = reconcile(folder / "about.txt", config=folder / "reconcile.toml")
    return [judged.verdict for item in result.items for judged in item.goals]


def test_tolerances_are_thresholds(tmp_path: Path) -> None:
    assert about(tmp_path, "") == ["exceeded", "exceeded"]
    assert about(tmp_path, "verdict.about_relative = 0.1") == ["met", "exceeded"]
    assert about(tmp_path, "verdict.about_points = 1") == ["exceeded", "met"]
    # One project's figures are no other's.
    assert about(tmp_path, "") == ["exceeded", "exceeded"]


def test_all_rules_may_be_off(tmp_path: Path) -> None:
    off = "".join(f"{path.stem} = 'off'\n" for path in (ROOT / "rules" / "audit").glob("*.toml"))
    (tmp_path / "reconcile.toml").write_text(f"[rules]\n{off}", encoding="utf-8")
    assert reconcile(PLAN, OUTCOMES, config=tmp_path / "reconcile.toml").all_findings == ()


def test_python_looks_for_no_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reconcile.toml").write_text("[rules\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert reconcile(PLAN, OUTCOMES).tool.config_sha256 is None
    with pytest.raises(ConfigError):
        reconcile(PLAN, OUTCOMES, config="reconcile.toml")
    with pytest.raises(ReconcileError, match="--today"):
        reconcile(PLAN, OUTCOMES, today="soon")


@pytest.fixture(scope="module")
def waived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reconciliation, Finding]:
    """The Heze documents with the one error on target 50 that is called shortfall waived."""
    [item] = [item for item in reconcile(PLAN, OUTCOMES).items if item.target.id == "50"]
    [shortfall] = [finding for finding in item.findings if finding.rule == "shortfall"]
    config = tmp_path_factory.mktemp("waived") / "reconcile.toml"
    config.write_text(waiver({"fingerprint": shortfall.fingerprint}), encoding="utf-8")
    return reconcile(PLAN, OUTCOMES, config=config), shortfall


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markdown_and_terminal_count_it_apart_and_say_why(waived: tuple[Reconciliation, Finding], lang: Any) -> None:
    from reconcile.reporting.terminal import render_summary

    result, finding = waived
    text = render(result, "markdown", lang)
    before, heading, after = text.partition({"zh": "<summary>已豁免的发现 (1)", "en": "<summary>Waived (1)"}[lang])
    assert heading
    folded = after[: after.index("</details>")]
    assert finding.message.in_language(lang).split("“")[0] in folded
    assert "省里下达\\|&lt;b&gt;" in folded
    assert {"zh": "已豁免 1", "en": "1 waived"}[lang] in before
    short, whole = render_summary(result, lang), render_summary(result, lang, verbose=True)
    assert {"zh": "已豁免 1", "en": "1 waived"}[lang] in short
    assert "省里下达|<b>" in whole
    assert "审计一科" in whole


def test_tables_have_columns_for_it(waived: tuple[Reconciliation, Finding]) -> None:
    result, finding = waived
    frame = result.to_frame("findings").set_index("fingerprint")
    assert tuple(frame.loc[finding.fingerprint, ["waived", "waived_by"]]) == ("省里下达|<b>", "审计一科")
    assert frame["waived_by"].notna().sum() == 1
    counts = result.to_frame("items").set_index("target")["waived"]
    assert counts.loc["50"] == counts.sum() == 1
    rows = list(csv.DictReader(io.StringIO(render(result, "csv").removeprefix("\ufeff"))))
    assert {row["waived"] for row in rows if row["target"] == "50"} == {"shortfall"}
    assert {row["waived"] for row in rows if row["target"] != "50"} == {""}
    assert all("shortfall" not in row["rules"] for row in rows if row["target"] == "50")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_lists_it_apart_muted_and_with_its_reason(waived: tuple[Reconciliation, Finding], lang: Any) -> None:
    text = render(waived[0], "html", lang)
    listed = text[text.index('id="waived"') :]
    listed = listed[: listed.index("</ul>")]
    assert listed.count("<li") == 1
    assert 'class="error waived"' in listed
    assert "省里下达|&lt;b&gt;" in listed
    assert "审计一科" in listed
    article = text[text.index('id="target-50"') :]
    assert "省里下达|&lt;b&gt;" in article[: article.index("</article>")]
    assert "#waived" in text
    assert "#waived" not in render(reconcile(PLAN, OUTCOMES), "html", lang)
