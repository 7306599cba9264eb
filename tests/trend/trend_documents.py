"""Completion tables written for a test, and the statements of a trend in short."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reconcile.trending import Trend
from reconcile.trending.values import Track
from tests.truth import ROOT

DOCUMENTS = Path(__file__).parent / "documents"
HEZE_2020 = ROOT / "data" / "heze-2020" / "h1-progress.txt"
HEZE_2023 = [ROOT / "data" / "heze-2023" / name for name in ("outcome-044-085.txt", "outcome-140-199.txt")]
HALF_YEAR = "某市人民政府2024年责任目标上半年推进情况一览表"
YEAR_END = "某市人民政府2024年度责任目标完成情况一览表"


def labels(name: str) -> dict[str, Any]:
    with (Path(__file__).parent / f"{name}.toml").open("rb") as stream:
        return tomllib.load(stream)


def write_table(path: Path, title: str, rows: Iterable[Sequence[str]]) -> Path:
    """A table of (target, narrative, claim) rows under a title."""
    lines = [title, "", "序号\t责任目标内容\t完成情况\t是否完成\t责任单位"]
    lines += [f"{n}\t{target}\t{told}\t{claim}\t市甲局" for n, (target, told, claim) in enumerate(rows, start=1)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def ids(track: Track) -> tuple[str | None, ...]:
    return tuple(stand.id if stand else None for stand in track.stands)


def said(trend: Trend, kind: str) -> list[tuple[str, int, int]]:
    """The statements of a kind as (id where the target appears first, earlier period, later period), from 1."""
    return [
        (track.first.id, statement.earlier + 1, statement.later + 1)
        for track in trend.tracks
        for statement in track.statements
        if statement.kind == kind
    ]


def rows_said(trend: Trend, kind: str) -> set[str]:
    return {row for row, _, _ in said(trend, kind)}
