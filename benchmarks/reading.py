"""How fast documents are read, with their records made; how that grows; and what a CSV of a million rows takes.

    python benchmarks/reading.py [--million]

The documents are tables like the published ones: the rows of the Heze completion table, repeated under new numbers, up
to 8 MB as text and to 5,000 rows in the other formats. Times are processor time of one core, the best of several runs,
with the records made. ``--million`` reads a CSV of a million rows in a process of its own and gives its peak memory.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reading")]

from format_writers import WRITERS, TablePart  # noqa: E402

from reconcile.reading import read_outcome  # noqa: E402

HEADINGS = ["序号", "责任目标内容", "完成情况", "是否完成", "责任单位"]
RUNS = 3
MILLION = 1_000_000
_PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def rows() -> Iterator[list[str]]:
    """Rows of the published table under numbers of their own, without end."""
    report = read_outcome(ROOT / "data" / "heze-2023" / "outcome-140-199.txt")
    number = 0
    while True:
        for outcome in report.outcomes:
            number += 1
            owners = " ".join(owner.name for owner in outcome.owners)
            yield [str(number), outcome.text.text, outcome.responses[0].narrative.text, outcome.claim_text, owners]


def table(count: int) -> list[list[str]]:
    """A header and so many rows."""
    source = rows()
    return [HEADINGS, *(next(source) for _ in range(count))]


def best_time(work: Callable[[], object]) -> float:
    """The least processor time of several runs, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def measure_text(folder: Path) -> None:
    """Megabytes a second of text, for sizes that double."""
    print("text: rows      MB     seconds    MB/s")
    for count in (2_500, 5_000, 10_000, 20_000):
        path = folder / "outcome.txt"
        path.write_text("\n".join("\t".join(row) for row in table(count)), encoding="utf-8")
        size = path.stat().st_size / 1e6
        seconds = best_time(lambda: read_outcome(path))  # noqa: B023
        print(f"{count:>10} {size:>7.2f} {seconds:>11.3f} {size / seconds:>7.2f}")


def measure_formats(folder: Path) -> None:
    """Rows a second of each format; a PDF is read in a process of its own, whose time is wall time."""
    print("format      rows     seconds   rows/s")
    for format, count in (("json", 5_000), ("html", 5_000), ("docx", 5_000), ("xlsx", 5_000), ("pdf", 200)):
        path = folder / f"outcome.{format}"
        path.write_bytes(WRITERS[format](["2023年度完成情况一览表", TablePart(table(count), [])]))
        start = time.perf_counter()
        read_outcome(path)
        seconds = time.perf_counter() - start
        print(f"{format:8} {count:>7} {seconds:>11.3f} {count / seconds:>8,.0f}")


def measure_million(folder: Path) -> None:
    """Seconds and peak megabytes of a process that reads a million rows."""
    path = folder / "million.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(",".join(HEADINGS) + "\n")
        for number in range(1, MILLION + 1):
            stream.write(f"{number},新增护理型养老床位{number % 997}张,新增{number % 991}张,是,市民政局\n")
    code = (
        f"import sys, time; sys.path.insert(0, {str(ROOT)!r}); from reconcile.reading import read_outcome; "
        f"start = time.perf_counter(); count = len(read_outcome(sys.argv[1]).outcomes); "
        f"print(count, time.perf_counter() - start); {_PEAK}"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    count, seconds, peak = done.stdout.split()
    size = path.stat().st_size / 1e6
    print(f"CSV: {count} rows, {size:.0f} MB: {float(seconds):.1f} s, peak {int(peak) / 1024:,.0f} MB")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_text(folder)
        measure_formats(folder)
        if "--million" in sys.argv[1:]:
            measure_million(folder)


if __name__ == "__main__":
    main()
