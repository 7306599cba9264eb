"""Seconds that `reconcile check` takes for many pairs: the first time, unchanged, and with one document changed.

    python benchmarks/check.py [PAIRS] [--jobs N]

The pairs (default 100) are made from the plan of 200 targets and the two parts of its report in data/, in every pair
with other numbers and another name for the place, in a folder that is removed at the end. Each run is a process of its
own, from its start to its exit, and is measured in wall seconds and in processor seconds of all its processes. The
accepted baseline is written between the first and the second run, so that the second has nothing new to say.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
HEZE = ROOT / "data" / "heze-2023"
PLACE = "菏泽"
PARTS = ("plan.txt", "outcome-044-085.txt", "outcome-140-199.txt")
# A number that counts something: neither the number of a row nor a year.
COUNTED = re.compile(r"(?<![\d.])(\d{1,4})(?=[ ]?(?:个|家|亿|万|张|处|公里|条|亩|户|次|项|人))")
NAMES = "东西南北中安平宁和顺清江河湖海山川林原野"


def varied(text: str, number: int) -> str:
    """A document with other numbers and another name of the place, the same for every document of one pair."""
    place = NAMES[number % len(NAMES)] + NAMES[number // len(NAMES) % len(NAMES)]

    def other(match: re.Match[str]) -> str:
        # The same number becomes the same one everywhere in a pair, so that goals are met as often as before.
        share = Random(f"{number}-{match[1]}").uniform(0.8, 1.2)
        return str(max(1, round(int(match[1]) * share)))

    return COUNTED.sub(other, text.replace(PLACE, place))


def make_pairs(folder: Path, count: int) -> None:
    """Write the pairs and their configuration."""
    texts = {name: (HEZE / name).read_text(encoding="utf-8") for name in PARTS}
    entries = []
    for number in range(count):
        home = folder / f"{number:03}"
        home.mkdir()
        for name, text in texts.items():
            (home / name).write_text(varied(text, number), encoding="utf-8")
        files = f'plan = "{number:03}/plan.txt"\noutcome = "{number:03}/outcome-*.txt"'
        entries.append(f'[[pair]]\nname = "pair-{number:03}"\n{files}\n')
    (folder / "reconcile.toml").write_text("\n".join(entries), encoding="utf-8")


def run(folder: Path, *options: str) -> tuple[float, float, int]:
    """Wall seconds, processor seconds and exit status of one check."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "reconcile", "check", "--quiet", *options]
    status = subprocess.run(command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False).returncode
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, status


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("pairs", type=int, nargs="?", default=100)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    jobs = ("--jobs", str(arguments.jobs))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_pairs(folder, arguments.pairs)
        runs = [("first run", run(folder, *jobs, "--update-baseline")), ("unchanged", run(folder, *jobs))]
        plan = folder / "000" / "plan.txt"
        plan.write_text(varied(plan.read_text(encoding="utf-8"), -1), encoding="utf-8")
        runs.append(("one plan changed", run(folder, *jobs)))
        size = sum(path.stat().st_size for path in (folder / ".reconcile-cache").iterdir())
    print(f"{arguments.pairs} pairs, {arguments.jobs} processes, cache {size / 1e6:.1f} MB")
    for title, (seconds, processor, status) in runs:
        print(f"{title:18}{seconds:7.2f} s  {processor:7.2f} s of processor  exit status {status}")


if __name__ == "__main__":
    main()
