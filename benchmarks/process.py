"""Whole-process time and memory of the main job on the Heze pair, beside a process that only imports the libraries.

    python benchmarks/process.py [RUNS]

Runs both alternately, prints the median wall time, the median of the pairwise ratios, and the peak memory of each (the
largest resident set of the process as the operating system accounts for it).
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEZE = ROOT / "data" / "heze-2023"
IMPORTS = [sys.executable, "-c", "import pandas, duckdb, rapidfuzz, typer"]


def job(folder: str) -> list[str]:
    """The main job, from the plan and both parts of the report to JSON."""
    outcomes = [str(HEZE / name) for name in ("outcome-044-085.txt", "outcome-140-199.txt")]
    return [sys.executable, "-m", "reconcile", str(HEZE / "plan.txt"), *outcomes, "-q", "-o", f"{folder}/audit.json"]


def measure(command: list[str]) -> tuple[float, int]:
    """Wall seconds and peak kilobytes of one finished process; stops where it failed."""
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(command)} failed with status {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        measure(job(folder))
        measure(IMPORTS)
        pairs = [(measure(job(folder)), measure(IMPORTS)) for _ in range(runs)]
    times = statistics.median(ours[0] / theirs[0] for ours, theirs in pairs)
    memory = statistics.median(ours[1] / theirs[1] for ours, theirs in pairs)
    for name, column in (("main job", 0), ("imports", 1)):
        seconds = statistics.median(pair[column][0] for pair in pairs)
        megabytes = statistics.median(pair[column][1] for pair in pairs) / 1024
        print(f"{name:10} {seconds:6.3f} s  {megabytes:7.1f} MB")
    print(f"ratio      {times:6.2f}    {memory:7.2f}      (median of {runs} pairs)")


if __name__ == "__main__":
    main()
