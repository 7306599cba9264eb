"""Folders with small pairs to check, whose findings are known."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import Answer, run, write

ROOT = Path(__file__).resolve().parents[2]

PLAN = """# 甲市2023年责任目标

序号\t责任目标\t责任领导\t责任单位
1\t新增护理型养老床位1500张\t张三\t市民政局
2\t新建改建农村公路300公里\t李四\t市交通运输局
3\t新增城镇就业4.5万人\t王五\t市人力资源社会保障局
4\t完成老旧小区改造120个\t赵六\t市住房城乡建设局
5\t新建中小学校12所\t孙七\t市教育局
"""
# 2 is done on paper only, 4 says nothing at all.
OUTCOME = """# 甲市2023年责任目标完成情况

序号\t责任目标\t完成情况\t是否完成\t责任单位
1\t新增护理型养老床位1500张\t新增护理型养老床位1600张。\t是\t市民政局
2\t新建改建农村公路300公里\t新建改建农村公路210公里。\t是\t市交通运输局
3\t新增城镇就业4.5万人\t新增城镇就业4.8万人。\t是\t市人力资源社会保障局
4\t完成老旧小区改造120个\t领导高度重视，多次召开会议。\t是\t市住房城乡建设局
5\t新建中小学校12所\t新建中小学校12所，全部投入使用。\t是\t市教育局
"""
CONFIG = """[[pair]]
name = "甲市2023"
plan = "2023/plan.txt"
outcome = "2023/outcome*.txt"
"""


def make_project(folder: Path, config: str = CONFIG, plan: str = PLAN, outcome: str = OUTCOME) -> Path:
    """A folder with one configuration and the files of one pair."""
    write(folder / "reconcile.toml", config)
    write(folder / "2023" / "plan.txt", plan)
    write(folder / "2023" / "outcome.txt", outcome)
    return folder


def run_check(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *options: str
) -> Answer:
    """The command as the program runs it, in a folder."""
    return run(folder, capsys, monkeypatch, "check", *options)


def check_command(*options: str) -> list[str]:
    return [sys.executable, "-m", "reconcile", "check", *options]


def run_process(folder: Path, *options: str) -> Answer:
    """The command in a process of its own."""
    done = subprocess.run(check_command(*options), cwd=folder, capture_output=True, text=True, check=False)
    return Answer(done.returncode, done.stdout, done.stderr)
