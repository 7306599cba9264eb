"""``reconcile init`` on folders laid out in many ways; what it writes, ``reconcile check`` takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from reconcile.checking.running import check
from reconcile.config.reading import read_config
from reconcile.surveying.surveyor import survey_folder
from reconcile.surveying.walking import walk
from reconcile.surveying.writing import configuration
from tests.truth import ROOT

TARGETS = {
    "青岭": [
        "新增护理型养老床位1500张以上",
        "新建改建农村公路300公里",
        "开工建设市图书馆新馆项目",
        "新增城镇就业6.5万人",
    ],
    "云川": [
        "改造老旧小区120个",
        "建成口袋公园30处",
        "新建充电桩2000个",
        "整治城市积水点18处",
        "规上工业增加值增长8%左右",
    ],
}


def plan_text(place: str, year: int, title: str = "{place}市人民政府{year}年重点工作责任目标分工方案") -> str:
    rows = [f"| {n} | {text} | 市民政局 |" for n, text in enumerate(_of(place, year), 1)]
    table = ["| 序号 | 责任目标 | 责任单位 |", "| --- | --- | --- |", *rows]
    return "\n".join([title.format(place=place, year=year), "", *table]) + "\n"


def report_text(
    place: str,
    year: int,
    title: str = "{place}市人民政府{year}年度重点工作责任目标完成情况一览表",
    rows: slice = slice(None),
) -> str:
    listed = list(enumerate(_of(place, year), 1))[rows]
    lines = [f"| {n} | {text} | 已经完成全部任务。 | 是 | 市民政局 |" for n, text in listed]
    table = ["| 序号 | 责任目标 | 完成情况 | 是否完成 | 责任单位 |", "| --- | --- | --- | --- | --- |", *lines]
    return "\n".join([title.format(place=place, year=year), "", *table]) + "\n"


def _of(place: str, year: int) -> list[str]:
    """The targets of a place, other ones in odd years."""
    other = [f"推进{place}市第{word}批重点项目建设" for word in "一二三四五"]
    return TARGETS[place] if year % 2 == 0 else other


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def pairs_of(folder: Path) -> list[dict[str, Any]]:
    """The pairs proposed for a folder, by what is written of them."""
    found = tomllib.loads(configuration(survey_folder(folder))).get("pair", [])
    assert isinstance(found, list)
    return found


def left_out(folder: Path) -> dict[str, str]:
    return {each.path: each.reason for each in survey_folder(folder).left_out}


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "reconcile", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )


def test_the_published_documents_are_told_apart_and_can_be_checked(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    done = run("init", "data", "--force", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    config = read_config(tmp_path / "data" / "reconcile.toml")
    by_name = {pair.name: pair for pair in config.pairs}
    assert set(by_name) == {"菏泽市-2020-06", "菏泽市-2023"}
    assert by_name["菏泽市-2020-06"].plan == ()
    assert by_name["菏泽市-2023"].plan == ("heze-2023/plan.txt",)
    assert by_name["菏泽市-2023"].outcome == ("heze-2023/outcome-044-085.txt", "heze-2023/outcome-140-199.txt")
    assert by_name["菏泽市-2023"].report == "heze-2023/work-report.txt"
    assert {pair.status for pair in check(config, cached=False, jobs=1).result.pairs} == {"read"}


def test_years_in_one_folder_get_a_pair_each(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "分工2030.md": plan_text("青岭", 2030),
            "分工2031.md": plan_text("青岭", 2031),
            "完成2030.md": report_text("青岭", 2030),
            "完成2031.md": report_text("青岭", 2031),
        },
    )
    assert pairs_of(tmp_path) == [
        {"name": "青岭市-2030", "plan": "分工2030.md", "outcome": ["完成2030.md"]},
        {"name": "青岭市-2031", "plan": "分工2031.md", "outcome": ["完成2031.md"]},
    ]


@pytest.mark.parametrize("issuer", ["{place}市{year}年市政府", "{year}年{place}市政府"])
def test_a_year_within_the_name_of_the_office_is_no_part_of_the_place(tmp_path: Path, issuer: str) -> None:
    plan = plan_text("青岭", 2030, issuer + "重点工作责任目标分工方案")
    report = report_text("青岭", 2030, title=issuer + "重点工作责任目标完成情况一览表")
    lay_out(tmp_path, {"a.md": plan, "b.md": report})
    assert pairs_of(tmp_path) == [{"name": "青岭市-2030", "plan": "a.md", "outcome": ["b.md"]}]


def test_places_in_folders_of_roles_are_told_apart(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "plans/a.md": plan_text("青岭", 2030),
            "plans/b.md": plan_text("云川", 2030),
            "reports/1.md": report_text("云川", 2030),
            "reports/2.md": report_text("青岭", 2030),
        },
    )
    assert [(pair["name"], pair["plan"], pair["outcome"]) for pair in pairs_of(tmp_path)] == [
        ("云川市-2030", "plans/b.md", ["reports/1.md"]),
        ("青岭市-2030", "plans/a.md", ["reports/2.md"]),
    ]


def test_parts_of_one_report_are_one_pair_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    files = {f"part-{n}.md": report_text("云川", 2030, rows=slice(k, k + 1)) for k, n in enumerate((1, 2, 10))}
    lay_out(tmp_path, {"plan.md": plan_text("云川", 2030), **files})
    (pair,) = pairs_of(tmp_path)
    assert pair["outcome"] == ["part-1.md", "part-2.md", "part-10.md"]


def test_reports_within_the_year_get_pairs_of_their_own_with_the_month(tmp_path: Path) -> None:
    half = "{place}市人民政府{year}年重点工作责任目标上半年推进情况一览表"
    lay_out(
        tmp_path,
        {
            "plan.md": plan_text("青岭", 2030),
            "end.md": report_text("青岭", 2030),
            "half.md": report_text("青岭", 2030, half),
        },
    )
    assert [(pair["name"], pair["outcome"]) for pair in pairs_of(tmp_path)] == [
        ("青岭市-2030", ["end.md"]),
        ("青岭市-2030-06", ["half.md"]),
    ]


def test_the_same_report_in_another_format_is_named_once(tmp_path: Path) -> None:
    rows = report_text("青岭", 2030).splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:] if "---" not in row]
    html = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    lay_out(
        tmp_path,
        {
            "plan.md": plan_text("青岭", 2030),
            "report.html": f"<html><body><h1>{rows[0]}</h1><table>{html}</table></body></html>",
            "report.md": report_text("青岭", 2030),
        },
    )
    (pair,) = pairs_of(tmp_path)
    assert pair["outcome"] == ["report.html"]
    assert left_out(tmp_path) == {"report.md": "it holds the rows of report.html, which is named instead"}


def test_a_report_without_a_plan_restates_its_own_targets_and_that_is_said(tmp_path: Path) -> None:
    lay_out(tmp_path, {"report.md": report_text("青岭", 2030), "plan.md": plan_text("云川", 2030)})
    text = configuration(survey_folder(tmp_path))
    assert tomllib.loads(text)["pair"] == [{"name": "青岭市-2030", "outcome": ["report.md"]}]
    assert "# doubtful: no plan here fits it" in text
    assert "a plan (云川市人民政府2030年重点工作责任目标分工方案) that no completion report here answers" in text


def test_without_titles_the_names_of_folders_and_the_words_decide(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "qingling-2030/targets.md": plan_text("青岭", 2030, "表一"),
            "qingling-2030/results.md": report_text("青岭", 2030, "表二"),
        },
    )
    text = configuration(survey_folder(tmp_path))
    assert tomllib.loads(text)["pair"] == [
        {
            "name": "qingling-2030",
            "plan": "qingling-2030/targets.md",
            "outcome": ["qingling-2030/results.md"],
        }
    ]
    assert "# doubtful: its year is taken from the name qingling-2030" in text
    assert "# as_of = 2030-12-31" in text


def test_tables_that_are_no_reports_are_left_out_with_the_reason(tmp_path: Path) -> None:
    lay_out(
        tmp_path,
        {
            "plan.md": plan_text("青岭", 2030),
            "report.md": report_text("青岭", 2030),
            "notes.txt": "Nothing but prose.\n",
            "matches.csv": "target,outcome\n1,1\n2,2\n",
            "empty.csv": "",
            "audit.json": '{"schema": "reconcile/1"}\n',
        },
    )
    assert len(pairs_of(tmp_path)) == 1
    reasons = left_out(tmp_path)
    assert set(reasons) == {"notes.txt", "matches.csv", "empty.csv", "audit.json"}
    assert reasons["audit.json"] == "a report of this program"
    assert reasons["empty.csv"] == "the document is empty"


def test_what_is_written_can_be_checked_whatever_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ['a "b" [1]*.md', "# c\\d.md", "é\n[[pair]].md"]
    texts = [
        plan_text("云川", 2030),
        report_text("云川", 2030, rows=slice(3)),
        report_text("云川", 2030, rows=slice(3, 5)),
    ]
    lay_out(tmp_path, dict(zip(names, texts, strict=True)))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reconcile.toml").write_text(configuration(survey_folder(tmp_path)), encoding="utf-8")
    config = read_config(tmp_path / "reconcile.toml")
    (pair,) = config.pairs
    assert pair.plan == (names[0],)
    assert set(pair.outcome) == set(names[1:])
    assert check(config, cached=False, jobs=1).result.pairs[0].status == "read"


def test_nothing_outside_the_folder_is_read_and_the_walk_is_bounded(tmp_path: Path) -> None:
    outside = lay_out(tmp_path / "outside", {"secret.md": report_text("青岭", 2030)})
    folder = lay_out(
        tmp_path / "folder",
        {
            "plan.md": plan_text("青岭", 2030),
            ".hidden/report.md": "",
            "venv/pyvenv.cfg": "",
            "venv/report.md": "",
            "a/b/c/report.md": "",
        },
    )
    (folder / "linked").symlink_to(outside)
    (folder / "linked.md").symlink_to(outside / "secret.md")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.md")
    assert walk(folder).paths == ("plan.md", "a/b/c/report.md")
    shallow = walk(folder, deepest=2)
    assert shallow.paths == ("plan.md",)
    assert ("a/b/c", "a folder deeper than init looks") in [(each.path, each.reason) for each in shallow.left_out]
    assert ("linked.md", "a link, which is not followed") in [(each.path, each.reason) for each in shallow.left_out]
    few = walk(folder, most=1)
    assert few.paths == ("plan.md",)
    assert "only 1 files are read" in few.left_out[-1].reason


def test_an_existing_configuration_is_not_written_over(tmp_path: Path) -> None:
    lay_out(tmp_path, {"plan.md": plan_text("青岭", 2030), "report.md": report_text("青岭", 2030)})
    place = tmp_path / "reconcile.toml"
    place.write_text("# ours\n", encoding="utf-8")
    refused = run("init", cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr == (
        "reconcile: reconcile.toml: it is there already; --force writes over it, --dry-run prints what it would be\n"
    )
    assert place.read_text(encoding="utf-8") == "# ours\n"
    printed = run("init", "--dry-run", cwd=tmp_path)
    assert printed.returncode == 0
    assert place.read_text(encoding="utf-8") == "# ours\n"
    forced = run("init", "--force", cwd=tmp_path)
    assert forced.returncode == 0
    assert place.read_text(encoding="utf-8") == printed.stdout
    assert "1 pair, 0 files left out" in forced.stderr


def test_a_folder_without_anything_to_check_is_refused(tmp_path: Path) -> None:
    lay_out(tmp_path, {"notes.txt": "Nothing.\n"})
    done = run("init", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "none of the 1 files looked at" in done.stderr
    assert not (tmp_path / "reconcile.toml").exists()
    assert run("init", "nowhere", cwd=tmp_path).returncode == 2


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    lay_out(tmp_path, {"plan.md": plan_text("青岭", 2030), "report.md": report_text("青岭", 2030)})
    assert run("init", "--dry-run", cwd=tmp_path).stdout == run("init", "--dry-run", cwd=tmp_path).stdout
