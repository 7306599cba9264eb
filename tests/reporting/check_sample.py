"""A small invented project: a plan, its completion report, and the configuration that pairs them."""

from __future__ import annotations

from pathlib import Path

from reconcile.checking.running import check
from reconcile.checking.values import CheckResult
from reconcile.config.reading import read_config

PLAN = """# 某市2031年重点工作责任目标分工方案

| 序号 | 责任目标 | 责任单位 |
| --- | --- | --- |
| 1 | 新增护理型养老床位1500张以上 | 市民政局 |
| 2 | 新建改建农村公路300公里 | 市交通运输局 |
| 3 | 开工建设市图书馆新馆项目 | 市文化和旅游局 |
| 4 | 新增城镇就业6.5万人 | 市人力资源社会保障局 |
| 5 | 规模以上工业营业收入增长20%左右 | 市工业和信息化局 |
"""
REPORT = """# 某市2031年度重点工作责任目标完成情况一览表

| 序号 | 责任目标 | 完成情况 | 是否完成 | 责任单位 |
| --- | --- | --- | --- | --- |
| 1 | 新增护理型养老床位1500张以上 | 全市新增护理型养老床位1200张。 | 是 | 市民政局 |
| 2 | 新建改建农村公路300公里 | 新建改建农村公路320公里。 | 是 | 市交通运输局 |
| 3 | 开工建设市图书馆新馆项目 | 𠮷方正在开展项目前期工作。 | 是 | 市文化和旅游局 |
| 4 | 新增城镇就业6.5万人 | 新增城镇就业6.8万人。 | 是 | 市人力资源社会保障局 |
| 5 | 规模以上工业营业收入增长 | 规模以上工业营业收入增长12.6%。 | 是 | 市工业和信息化局 |
"""
REPORT_NAME = "数据/完成, 2031.md"


def project(folder: Path, more: str = "") -> Path:
    """Writes the project's files; ``more`` is added to its configuration, the path of which is given back."""
    (folder / "数据").mkdir()
    (folder / "数据" / "计划, 2031.md").write_text(PLAN, encoding="utf-8")
    (folder / REPORT_NAME).write_text(REPORT, encoding="utf-8")
    settings = '[[pair]]\nname = "某市-2031"\nplan = "数据/计划, 2031.md"\noutcome = ["数据/完成*.md"]\n'
    path = folder / "reconcile.toml"
    path.write_text(settings + more, encoding="utf-8")
    return path


def checked(today: str | None = None) -> CheckResult:
    """The check of the project in the working directory."""
    return check(read_config(Path("reconcile.toml")), cached=False, jobs=1, today=today).result
