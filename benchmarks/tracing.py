"""What the work report adds to a run: the main job with and without --report, as processor time and wall time.

    python benchmarks/tracing.py [RUNS]

Runs both alternately, to JSON and to HTML, and prints the medians and the median of the pairwise ratios. The page's
picture is drawn only where the extra ``plots`` is installed; starting that library is part of the time then.
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
DOCUMENTS = [str(HEZE / name) for name in ("plan.txt", "outcome-044-085.txt", "outcome-140-199.txt")]
REPORT = ["--report", str(HEZE / "work-report.txt")]


def measure(arguments: list[str]) -> tuple[float, float]:
    """Processor seconds and wall seconds of one finished run; stops where it failed."""
    command = [sys.executable, "-m", "reconcile", *arguments]
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(command)} failed with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, wall


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        for ending in ("json", "html"):
            job = [*DOCUMENTS, "-q", "-o", f"{folder}/audit.{ending}"]
            measure([*job, *REPORT])
            pairs = [(measure(job), measure([*job, *REPORT])) for _ in range(runs)]
            for kind, column in (("processor", 0), ("wall", 1)):
                without, with_report = (statistics.median(pair[side][column] for pair in pairs) for side in (0, 1))
                added = statistics.median(pair[1][column] / pair[0][column] for pair in pairs) - 1
                print(f"{ending}  {kind:9}  {without:6.3f} s  {with_report:6.3f} s  {added:+7.1%}  (of {runs} pairs)")


if __name__ == "__main__":
    main()
