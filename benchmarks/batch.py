"""Pairs a second that `reconcile batch` takes: on one process, on two, and on a Dask cluster of this machine.

    python benchmarks/batch.py [PAIRS] [--ways one,two,dask]

Every pair (default 200 of them) has 200 targets and a report of 200 rows: the plan in data/ and, for each of its
targets, the words of a row of its published report, in every pair with other numbers, other narratives and another name
for the place. Each way writes a folder of its own, all rules and the database included, no pages; it is a process from
its start to its exit, measured in wall seconds and in processor seconds of all its processes. At the end the parts of
all ways are compared byte by byte. `rerun` is the first way again, with nothing left to do.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from check import HEZE, PLACE, ROOT, varied

from reconcile import read_outcome, read_plan

WAYS = {"one": ["--jobs", "1"], "two": ["--jobs", "2"], "dask": ["--jobs", "2", "--scheduler", "local"]}


def tables() -> tuple[str, list[tuple[str, str, str]], list[str]]:
    """The plan as it is published; its targets (id, text, owners); the narratives of its published report."""
    plan = HEZE / "plan.txt"
    targets = [
        (target.id, target.text.text, " ".join(owner.name for owner in target.owners))
        for target in read_plan(plan).targets
    ]
    rows = read_outcome([HEZE / "outcome-044-085.txt", HEZE / "outcome-140-199.txt"]).outcomes
    narratives = [response.narrative.text for row in rows for response in row.responses if response.narrative.text]
    return plan.read_text(encoding="utf-8"), targets, narratives


def make_pairs(folder: Path, count: int) -> None:
    """Write the pairs and their manifest."""
    plan, targets, narratives = tables()
    manifest = ["name,plan,outcome,report,as_of"]
    for number in range(count):
        home = folder / f"{number:04}"
        home.mkdir()
        (home / "plan.txt").write_text(varied(plan, number), encoding="utf-8")
        random = Random(number)
        lines = [f"{PLACE}市2023年责任目标完成情况", "", "序号\t责任目标\t完成情况\t是否完成\t责任单位"]
        lines += (
            f"{id}\t{text}\t{random.choice(narratives)}\t是\t{owners}".replace("\n", " ")
            for id, text, owners in targets
        )
        (home / "outcome.txt").write_text(varied("\n".join(lines) + "\n", number), encoding="utf-8")
        manifest.append(f"pair-{number:04},{number:04}/plan.txt,{number:04}/outcome.txt,,2023-12-31")
    (folder / "manifest.csv").write_text("\n".join(manifest) + "\n", encoding="utf-8")


def run(folder: Path, name: str, options: list[str]) -> tuple[float, float]:
    """Wall seconds and processor seconds of one batch."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "reconcile", "batch", "manifest.csv", "-o", name, "--quiet", *options]
    subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def parts(folder: Path) -> dict[str, str]:
    """The hash of every part."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("parts/*.parquet"))}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("pairs", type=int, nargs="?", default=200)
    parser.add_argument("--ways", default=",".join(WAYS))
    arguments = parser.parse_args()
    ways = arguments.ways.split(",")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_pairs(folder, arguments.pairs)
        print("| way | pairs | wall s | pairs/s | CPU s | CPU s a pair |")
        print("|---|---:|---:|---:|---:|---:|")
        for way, place in [*((way, way) for way in ways), ("rerun", ways[0])]:
            wall, cpu = run(folder, place, WAYS[place])
            figures = f"{wall:.1f} | {arguments.pairs / wall:.2f} | {cpu:.1f} | {cpu / arguments.pairs:.3f}"
            print(f"| {way} | {arguments.pairs} | {figures} |", flush=True)
        same = all(parts(folder / way) == parts(folder / ways[0]) for way in ways)
        print(f"parts of all ways are {'the same' if same else 'NOT the same'}, byte by byte")
        size = sum(path.stat().st_size for path in folder.glob(f"{ways[0]}/parts/*"))
        database = (folder / ways[0] / "reconcile.duckdb").stat().st_size
        print(f"a part takes {size / arguments.pairs / 1000:.0f} kB, the database {database / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
