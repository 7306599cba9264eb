"""How long the audit rules run, and how much memory: 200 items in a process that has just begun, and 100,000.

    python benchmarks/rules.py [ITEMS]

The items are those of the published documents in data/ that an outcome answers, judged, and repeated. In each
repetition the characters that no rule looks for (those of names, mostly) and the later digits of long numbers give way
to others, so that verdicts and places stay as they are while few clauses are offered twice: there is a finding on about
every third item of 200, as on the documents, and on every second of 100,000, where more of them share a clause.

A reconciliation holds the numbers that its judgement read from every text, and so do these items: to read them is not
part of the time (benchmarks/quantities.py measures it). Opening and filling the database, running the rules and placing
what they find is; for the 200 items so is loading the rules. Beside the time by the clock stands that of the processor,
which other programs disturb less. Peak memory is the largest resident set of the process, the items included, as the
operating system accounts for it.
"""

from __future__ import annotations

import gc
import os
import pickle
import platform
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from reconcile import model  # noqa: E402
from reconcile.auditing import load_rules, run_rules  # noqa: E402
from reconcile.engine import reconcile  # noqa: E402
from reconcile.quantities import extract_quantities  # noqa: E402
from reconcile.resources import vocabulary  # noqa: E402

HEZE = ROOT / "data" / "heze-2023"
SMALL, LARGE, RUNS = 200, 100_000, 9
_IDS = ("id", "target", "outcome", "outcomes", "targets", "records")
_LONG = re.compile(r"(?<=[1-9])(?<!20)[0-9]{2,}|(?<=[.])[0-9]+")


def document_items() -> model.Reconciliation:
    """The answered items of the documents, with their real texts, goals and verdicts, and no findings yet."""
    plan = reconcile(HEZE / "plan.txt", [HEZE / "outcome-044-085.txt", HEZE / "outcome-140-199.txt"])
    half_year = reconcile(next((ROOT / "data").glob("heze-2020*/*.txt")))
    items = [item for item in plan.items if item.outcomes]
    items += [renamed(item, lambda id: f"h{id}", str) for item in half_year.items if item.outcomes]
    return replace(plan, items=tuple(replace(item, findings=()) for item in items), unmatched_outcomes=(), findings=())


def renamed(
    value: Any, rename: Callable[[str], str], change: Callable[[str], str], key: str = "", made: Any = None
) -> Any:
    """The same value with its ids renamed and its texts changed; what was one object stays one, as ``made`` knows."""
    made = {} if made is None else made
    place = (id(value), key in _IDS)
    if place not in made:
        made[place] = _renamed(value, rename, change, key, made)
    return made[place]


def _renamed(value: Any, rename: Callable[[str], str], change: Callable[[str], str], key: str, made: Any) -> Any:
    if isinstance(value, str):
        return rename(value) if key in _IDS else change(value)
    if isinstance(value, tuple):
        return tuple([renamed(part, rename, change, key, made) for part in value])
    if is_dataclass(value):
        kind: Any = type(value)
        return kind(*[renamed(getattr(value, f.name), rename, change, f.name, made) for f in fields(value)])
    return value


def changed(text: str, turn: int, other: dict[int, str]) -> str:
    """A text of the same length, in which names and the later digits of long numbers are others, but no year is."""
    if text.isascii() and not text[:1].isdigit():
        return text
    shifted = _LONG.sub(lambda found: str(int(found[0]) + turn * 7919)[-len(found[0]) :].zfill(len(found[0])), text)
    new = shifted.translate(other)
    return text if new == text else new


def numbered(id: str, turn: int) -> str:
    """An id of one repetition."""
    return f"{id}.{turn}" if id else id


def known_characters() -> set[str]:
    """Every character that a rule's SQL or the reading of numbers looks for."""
    words = [str(vocabulary(name)) for name in ("auditing", "numerals", "units")]
    return {character for text in [*words, *(rule.sql for rule in load_rules())] for character in text}


def repeated(base: model.Reconciliation, size: int) -> model.Reconciliation:
    """``size`` items, each repetition of those given with other names in it."""
    texts = "".join(item.target.text.text + item.outcomes[0].text.text for item in base.items)
    texts += "".join(r.narrative.text for item in base.items for o in item.outcomes for r in o.responses)
    known = known_characters()
    names = sorted({character for character in texts if "\u4e00" <= character <= "\u9fff"} - known)
    stock = [chr(code) for code in range(0x4E00, 0x9FFF) if chr(code) not in known]

    def items() -> Any:
        for turn in count():
            # A character far from the one before at every turn, and for none of the others the same.
            other = {ord(name): stock[(place * 7 + turn * 11) % len(stock)] for place, name in enumerate(names)}
            made: dict[Any, Any] = {}
            for item in base.items:
                change = partial(changed, turn=turn, other=other)
                yield with_numbers(renamed(item, partial(numbered, turn=turn), change, made=made))

    return replace(base, items=tuple(islice(items(), size)))


def with_numbers(item: model.Item) -> model.Item:
    """An item with the numbers of its texts, as its judgement reads and keeps them."""
    narratives = [response.narrative for outcome in item.outcomes for response in outcome.responses]
    passages = [item.target.text, *(outcome.text for outcome in item.outcomes), *narratives]
    texts = dict.fromkeys(passage.text for passage in passages)
    return replace(item, numbers=tuple(model.NumbersRead(text, tuple(extract_quantities(text))) for text in texts))


def peak_megabytes() -> float:
    """The largest resident set of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def timed(work: Callable[[], int]) -> tuple[float, float, int]:
    """Seconds by the clock and of the processors that some work takes, and what it counts."""
    start, used = time.perf_counter(), time.process_time()
    counted = work()
    return time.perf_counter() - start, time.process_time() - used, counted


def measure_small(runs: int) -> None:
    """Load the rules and run them on 200 items, in a process that has done so before or, with one run, has not."""
    items = repeated(document_items(), SMALL) if runs > 1 else frozen_items()

    def work() -> int:
        return len(run_rules(items, load_rules(examples=False)).all_findings)

    times = [timed(work) for _ in range(runs)]
    middle = [statistics.median(one[part] for one in times) for part in (0, 1)]
    print_line(f"{SMALL} items, {'warm' if runs > 1 else 'cold'}", middle[0], middle[1], times[0][2])


def frozen_items() -> model.Reconciliation:
    """The 200 items as another process made them, so that nothing of the program but the values is loaded."""
    items: model.Reconciliation = pickle.loads(sys.stdin.buffer.read())
    return items


def measure_large(size: int) -> None:
    """Run the rules once on many items."""
    gc.disable()
    items = repeated(document_items(), size)
    rules = load_rules(examples=False)
    print_line("items made", 0, 0, size)
    print_line(f"{size:,} items", *timed(lambda: len(run_rules(items, rules).all_findings)))


def print_line(name: str, seconds: float, processor: float, counted: int) -> None:
    """One line of the table."""
    print(f"{name:30}{seconds:>10.3f} s{processor:>10.3f} s{counted:>12,}{peak_megabytes():>9,.0f} MB", flush=True)


def main() -> None:
    """Run each measurement in a process of its own, and print the table."""
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f}")
    print(f"{'':30}{'clock':>12}{'processor':>12}{'found':>12}{'peak':>12}", flush=True)
    size = sys.argv[1] if len(sys.argv) > 1 else str(LARGE)
    items = pickle.dumps(repeated(document_items(), SMALL))
    for what in ("cold", "warm", size):
        subprocess.run([sys.executable, __file__, "--only", what], check=True, input=items)


if __name__ == "__main__":
    if sys.argv[1:2] != ["--only"]:
        main()
    elif sys.argv[2][0].isdecimal():
        measure_large(int(sys.argv[2]))
    else:
        measure_small(1 if sys.argv[2] == "cold" else RUNS)
