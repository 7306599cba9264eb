"""What the whole default command takes on large tables: processor time and peak memory, a process for each format.

    python benchmarks/command.py [ROWS [FORMAT...]]

The tables are those of ``corpora.py``, each row of the report with a narrative and a claim put to it; the formats are
named by the endings of their files (by default json, csv, html, xlsx and md). Time is that of the processor, memory the
largest resident set of the process as the operating system accounts for it.
"""

from __future__ import annotations

import csv
import os
import random
import re
import resource
import sys
import tempfile
import tomllib
from pathlib import Path

from corpora import make

FORMATS = ("json", "csv", "html", "xlsx", "md")
_NUMBER = re.compile("[0-9]+")


def write_tables(rows: int, folder: Path, seed: int = 1) -> None:
    """``plan.csv`` and ``outcome.csv`` as the default command reads them."""
    corpus, chance = make(rows, seed), random.Random(seed)
    words = tomllib.loads((Path(__file__).parent / "corpora.toml").read_text(encoding="utf-8"))["told"]

    def reached(number: re.Match[str]) -> str:
        return str(max(1, round(int(number.group()) * chance.choice((0.8, 1, 1, 1.1)))))

    def told(text: str) -> str:
        return str(chance.choice(words["narratives"])).replace("{text}", _NUMBER.sub(reached, text.rstrip("。")))

    folder.mkdir(parents=True, exist_ok=True)
    outcome = [(id, text, told(text), chance.choice(words["claims"]), owners) for id, text, owners in corpus.outcome]
    tables: dict[str, list[tuple[str, ...]]] = {
        "plan.csv": [("序号", "目标任务", "责任单位"), *corpus.plan],
        "outcome.csv": [("序号", "目标任务", "完成情况", "是否完成", "责任单位"), *outcome],
    }
    for name, lines in tables.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)


def run(folder: Path, ending: str) -> tuple[float, float, float]:
    """Processor seconds, peak megabytes, and megabytes written, of the command with one report."""
    report = folder / f"audit.{ending}"
    files = [str(folder / "plan.csv"), str(folder / "outcome.csv")]
    command = [sys.executable, "-m", "reconcile", *files, "--quiet", "-o", str(report)]
    _, status, usage = os.wait4(os.posix_spawn(command[0], command, os.environ), 0)
    if status:
        sys.exit(f"{' '.join(command)} failed with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, _megabytes(usage), report.stat().st_size / 2**20


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    """Make the tables, measure each format, print a line for each."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        write_tables(rows, Path(folder))
        for ending in sys.argv[2:] or FORMATS:
            seconds, peak, size = run(Path(folder), ending)
            print(f"{rows:7,} rows  {ending:6} {seconds:7.1f} s {peak:7,.0f} MB  report {size:6.1f} MB", flush=True)


if __name__ == "__main__":
    main()
