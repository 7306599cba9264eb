"""What the pictures of the page cost: in time of the whole process, in the drawing alone, and in bytes.

    python benchmarks/pictures.py [RUNS]

First the main job to HTML with and without the extra ``plots``, alternately, as processor time and wall time; then, in
a process for each run, the import of the library, the start of its engine and the drawing, as processor time; last the
bytes of each picture, of the Heze report and of 20,000 targets made from it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from reconcile import reconcile
from reconcile.model import Reconciliation
from reconcile.reporting.lives import lives
from reconcile.reporting.page.html_view import anchor
from reconcile.reporting.pictures import draw_pictures, pictures_of
from reconcile.reporting.pictures.drawing import Titled, draw

ROOT = Path(__file__).resolve().parent.parent
HEZE = ROOT / "data" / "heze-2023"
DOCUMENTS = [str(HEZE / name) for name in ("plan.txt", "outcome-044-085.txt", "outcome-140-199.txt")]
REPORT = str(HEZE / "work-report.txt")
MANY = 20_000
BARE = "import sys; sys.modules['vl_convert'] = None; from reconcile.__main__ import main; main()"


def heze() -> Reconciliation:
    """The reconciliation of the Heze documents."""
    return reconcile(DOCUMENTS[0], DOCUMENTS[1:], report=REPORT)


def many() -> Reconciliation:
    """So many targets, each answered by a row far from its place: the worst case for the picture of rows that moved."""
    base = heze()
    answered = [item for item in base.items if item.outcomes]
    items = []
    for place in range(MANY):
        item = answered[place % len(answered)]
        row = str((place * 7919) % MANY + 1)
        outcome = replace(item.outcomes[0], id=row)
        match = replace(item.match, target=str(place + 1), outcomes=(row,))
        items.append(replace(item, target=replace(item.target, id=str(place + 1)), outcomes=(outcome,), match=match))
    return replace(base, items=tuple(items), commitments=())


def process(command: list[str]) -> tuple[float, float]:
    """Processor seconds and wall seconds of one finished process; stops where it failed."""
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{' '.join(command)} failed with status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, wall


def whole_runs(runs: int) -> None:
    """The main job to HTML, with the work report and without, with pictures and without."""
    with tempfile.TemporaryDirectory() as folder:
        for name, more in (("plan and outcome", []), ("with --report", ["--report", REPORT])):
            job = [*DOCUMENTS, *more, "-q", "-o", f"{folder}/audit.html"]
            drawn, bare = [sys.executable, "-m", "reconcile", *job], [sys.executable, "-c", BARE, *job]
            pairs = [(process(bare), process(drawn)) for _ in range(runs)]
            for kind, column in (("processor", 0), ("wall", 1)):
                without, with_pictures = (statistics.median(pair[side][column] for pair in pairs) for side in (0, 1))
                added = statistics.median(pair[1][column] / pair[0][column] for pair in pairs) - 1
                print(f"{name:17} {kind:9}  {without:6.3f} s  {with_pictures:6.3f} s  {added:+7.1%}  (of {runs} pairs)")


def steps() -> None:
    """In this process: processor seconds of the import, the start of the engine, and the drawing, on one line."""
    of = heze()
    titled = [Titled(picture.drawing, picture.says) for picture in pictures_of(of, "zh") if picture.drawing]
    seconds = [time.process_time()]
    import vl_convert

    seconds.append(time.process_time())
    # Whatever is asked first starts the engine.
    vl_convert.get_local_tz()
    seconds.append(time.process_time())
    draw(titled, anchor)
    seconds.append(time.process_time())
    print(*(after - before for before, after in pairwise(seconds)))


def main() -> None:
    """Measure and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    os.chdir(ROOT)
    whole_runs(runs)
    told = [
        subprocess.run([sys.executable, __file__, "--steps"], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(runs)
    ]
    for name, seconds in zip(("import", "start of the engine", "drawing"), zip(*told, strict=True), strict=True):
        print(f"{name:20} {statistics.median(map(float, seconds)):6.3f} s  (of {runs})")
    for name, of in (("Heze", heze()), (f"{MANY:,} targets", many())):
        start = time.perf_counter()
        drawn, flow = draw_pictures(of, "zh", lives(of), anchor)
        print(f"{name}: {time.perf_counter() - start:.2f} s")
        for each in drawn:
            print(f"  {each.picture.name:10} {len((each.svg or '').encode()):8,} bytes")
        print(f"  {'promises':10} {len((flow or '').encode()):8,} bytes")


if __name__ == "__main__":
    steps() if sys.argv[1:] == ["--steps"] else main()
