"""What becomes of damaged documents: results, refusals, tracebacks, hangs, and numbers without their source.

    python benchmarks/mutations.py [COUNT] [--seed N] [--jobs N] [--seconds N]

COUNT (default 10,000) documents are made from the small documents in each layout and from cuts of the published ones:
lines cut, moved and doubled, cells moved, characters changed; written as text, Markdown, CSV, JSON, HTML, Word, Excel
or PDF, and in some of them bytes flipped. Each goes through a whole run. Printed are the counts by format, and every
failure with what makes it again: its number gives the document.
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "reading")]

from format_writers import WRITERS, parts_of  # noqa: E402

from fuzz.damage import damage_text, flip_bytes  # noqa: E402
from fuzz.invariants import check_error, uncited  # noqa: E402
from fuzz.seeds import layouts, published_cuts  # noqa: E402
from reconcile import ReconcileError, reconcile  # noqa: E402

# A hang is told by processor time, which a busy machine does not stretch; by the clock where a process waits.
HANGS_AFTER = 10
STUCK_AFTER = 120
# The formats and how often each is made: a PDF takes a hundred times as long to write and read as a text.
FORMATS = {"txt": 40, "md": 10, "csv": 15, "json": 8, "html": 10, "docx": 8, "xlsx": 8, "pdf": 1}
FLIPPED = 0.3


class Hang(BaseException):
    """A run took longer than it may."""


class Fate(NamedTuple):
    """What became of one document: ``read``, ``refused``, ``traceback``, ``hang`` or ``uncited``, and the details.

    ``seconds`` is processor time.
    """

    number: int
    format: str
    kind: str
    seconds: float
    goals: int = 0
    answers: int = 0
    details: str = ""


def mutated(number: int, seed: int) -> tuple[str, str, bytes]:
    """The name of the source, the format and the bytes of the document of that number."""
    chance = Random(f"{seed}-{number}")
    name, text = chance.choice(_sources())
    text = damage_text(text, chance)
    format = chance.choices(list(FORMATS), list(FORMATS.values()))[0]
    data = _written(text, format)
    if chance.random() < FLIPPED:
        data = flip_bytes(data, chance)
    return name, format, data


def fate(number: int, seed: int, folder: Path) -> Fate:
    """Run one document, as a report of itself and, where it is an outcome, against the plan."""
    name, format, data = mutated(number, seed)
    path = folder / f"document.{format}"
    path.write_bytes(data)
    start = time.process_time()
    signal.signal(signal.SIGPROF, _stop)
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_PROF, HANGS_AFTER)
    signal.setitimer(signal.ITIMER_REAL, STUCK_AFTER)
    kind, goals, answers, details = "refused", 0, 0, ""
    try:
        for inputs in _runs(name, path):
            try:
                result = reconcile(*inputs)
            except ReconcileError as error:
                check_error(error)
                continue
            kind = "read"
            goals += sum(len(item.goals) for item in result.items)
            answers += sum(judged.achievement is not None for item in result.items for judged in item.goals)
            details += "\n".join(uncited(result))
        if details:
            kind = "uncited"
    except Hang:
        kind = "hang"
    except Exception:  # every failure is what is looked for
        # What the alarm interrupts inside a library comes out as an error of that library.
        spent = time.process_time() - start
        kind, details = ("hang" if spent >= HANGS_AFTER else "traceback"), traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return Fate(number, format, kind, time.process_time() - start, goals, answers, details)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Hang


def _runs(name: str, path: Path) -> Iterator[tuple[Path, list[Path]]]:
    if name.startswith("plan"):
        yield path, [ROOT / "tests" / "reading" / "layouts" / "01-pipes-continued.txt"]
    else:
        yield path, []
        yield _plan(path.parent), [path]


@cache
def _sources() -> list[tuple[str, str]]:
    return [*layouts(), *published_cuts()]


@cache
def _plan(folder: Path) -> Path:
    """A plan small enough that the run is spent on the document."""
    path = folder / "plan.txt"
    path.write_text(next(text for name, text in published_cuts() if name.startswith("plan-036")), encoding="utf-8")
    return path


def _written(text: str, format: str) -> bytes:
    if format in ("txt", "md"):
        return text.encode() or b" "
    if format == "csv":
        lines = [line.strip("| ").replace(",", "，") for line in text.split("\n")]
        return "\n".join(line.replace("\t", ",").replace("|", ",") for line in lines).encode() or b" "
    # Signs that XML cannot hold are refused by the libraries that write, not by what is tried here.
    plain = "".join(sign if sign.isprintable() or sign in "\t\n" else "" for sign in text)
    written: bytes = WRITERS[format](parts_of(plain, (1,)))
    return written


def _fates(share: tuple[range, int]) -> list[Fate]:
    numbers, seed = share
    with tempfile.TemporaryDirectory() as folder:
        return [fate(number, seed, Path(folder)) for number in numbers]


def main() -> None:
    """Run them all and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no more documents after so long")
    arguments = parser.parse_args()
    shares = [(range(at, min(at + 20, arguments.count)), arguments.seed) for at in range(0, arguments.count, 20)]
    start, done = time.perf_counter(), []
    with multiprocessing.get_context("spawn").Pool(arguments.jobs) as pool:
        for fates in pool.imap(_fates, shares):
            for each in fates:
                done.append(each)
                if each.details or each.kind == "hang":
                    print(f"{each.number} ({each.format}) {each.kind}: {each.details}", flush=True)
            if time.perf_counter() - start > arguments.seconds:
                break
        pool.terminate()
    _print(done, time.perf_counter() - start)


def _print(done: list[Fate], seconds: float) -> None:
    kinds = ("read", "refused", "traceback", "hang", "uncited")
    counts = Counter((each.format, each.kind) for each in done)
    print(f"{'format':8}" + "".join(f"{kind:>10}" for kind in kinds))
    for format in FORMATS:
        print(f"{format:8}" + "".join(f"{counts[format, kind]:>10,}" for kind in kinds))
    print(f"{'all':8}" + "".join(f"{sum(each.kind == kind for each in done):>10,}" for kind in kinds))
    slowest = max(done, key=lambda each: each.seconds)
    print(
        f"{len(done):,} documents in {seconds:,.0f} s, the slowest {slowest.seconds:.1f} s of processor time "
        f"(number {slowest.number}); "
        f"{sum(each.goals for each in done):,} goals and {sum(each.answers for each in done):,} achievements checked"
    )


if __name__ == "__main__":
    main()
