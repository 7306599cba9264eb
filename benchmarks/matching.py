"""Our matching beside other libraries, on made corpora with known truth, as a table for ``docs/matching.md``.

    pip install -e ".[bench]"
    python benchmarks/matching.py [--seed N] [--only NAME] [--at-once N] [--cpu SECONDS] [--memory GIGABYTES] [ROWS...]

Every way runs in a process of its own, on the same rows, with limits on processor time and memory; a way that does not
keep to them, or whose library is not installed, has the reason in its row. Seconds are those of the matching with the
loading of its libraries, not of making the rows; memory is the largest resident set of the process. A second table has
our matching alone, on other seeds and on words that no weight was chosen on.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import math
import os
import platform
import resource
import subprocess
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SIZES = (200, 2_000, 10_000, 50_000, 100_000)
# Where growth begins to be told: below, the loading of libraries is most of the time.
GROWTH_FROM = 2_000
HEADINGS = ("way", "rows", "precision", "recall", "F1", "cut", "surplus", "CPU s", "wall s", "MB")
OURS = "reconcile"
WORDS = "corpora"
# Our matching once more: words, rows and seeds.
AGAIN = [(words, rows, seed) for words in (WORDS, "corpora-other") for rows in (2_000, 10_000) for seed in (11, 12, 13)]


def measured(name: str, rows: int, seed: int, words: str) -> dict[str, float]:
    """The figures of one way on one corpus, measured in this process."""
    import pandas as pd
    from corpora import make
    from matching_peers import PEERS

    corpus = make(rows, seed, words)
    plan, outcome = (pd.DataFrame(side, columns=["id", "text", "owners"]) for side in (corpus.plan, corpus.outcome))
    start, wall = time.process_time(), time.perf_counter()
    found = PEERS[name](plan, outcome)
    seconds, wall = time.process_time() - start, time.perf_counter() - wall
    right = len(found & corpus.truth)
    cut = {link for link in corpus.truth if link[0] in corpus.cut}
    partnered = {row for _, row in found} & corpus.surplus
    return {
        "precision": right / max(1, len(found)),
        "recall": right / len(corpus.truth),
        "F1": 2 * right / (len(found) + len(corpus.truth)),
        "cut": len(found & cut) / max(1, len(cut)),
        "surplus": len(partnered) / max(1, len(corpus.surplus)),
        "seconds": seconds,
        "wall": wall,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def limited(name: str, rows: int, seed: int, words: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """The same in a process of its own; ``failed`` says why there are no figures."""
    command = [sys.executable, __file__, "--one", name, "--seed", str(seed), "--words", words, str(rows)]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (arguments.cpu, arguments.cpu))
        resource.setrlimit(resource.RLIMIT_AS, (arguments.memory << 30, arguments.memory << 30))

    # One thread each: the machine may have other work, and processor time is what is compared.
    alone = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        command, capture_output=True, text=True, preexec_fn=limit, env={**os.environ, **alone}, cwd=ROOT, check=False
    )
    if done.returncode < 0:
        return {"failed": f"more than {arguments.cpu} s of processor time"}
    if done.returncode:
        told = done.stderr.strip().splitlines()
        reason = told[-1] if told else "no reason given"
        out = "memory" in reason.lower() or "bad_alloc" in reason
        return {"failed": f"more than {arguments.memory} GB of memory" if out else reason[:120]}
    return dict(json.loads(done.stdout.splitlines()[-1]))


def at_all_sizes(name: str, arguments: argparse.Namespace) -> dict[int, dict[str, Any]]:
    """The figures of one way at each size; what ran out of time or memory on fewer rows is not tried on more."""
    results: dict[int, dict[str, Any]] = {}
    for rows in arguments.rows:
        failed = any("failed" in figures for figures in results.values())
        results[rows] = {"failed": "not tried"} if failed else limited(name, rows, arguments.seed, WORDS, arguments)
        print(name, rows, results[rows], file=sys.stderr, flush=True)
    return results


def line(name: str, rows: int, figures: dict[str, Any]) -> str:
    """One row of the table."""
    if "failed" in figures:
        return f"| {name} | {rows:,} | {figures['failed']} |" + " |" * (len(HEADINGS) - 3)
    shares = [f"{figures[key]:.4f}" for key in ("precision", "recall", "F1", "cut")]
    surplus = f"{figures['surplus']:.1%}"
    spent = [f"{figures['seconds']:.1f}", f"{figures['wall']:.1f}", f"{figures['megabytes']:,.0f}"]
    return f"| {' | '.join([name, f'{rows:,}', *shares, surplus, *spent])} |"


def growth(results: dict[int, dict[str, Any]]) -> str:
    """The power of the rows with which processor time grows, between the ends of what was measured."""
    known = [(rows, figures["seconds"]) for rows, figures in results.items() if "seconds" in figures]
    known = [each for each in known if each[0] >= GROWTH_FROM]
    if len(known) < 2:
        return ""
    (first, least), (last, most) = known[0], known[-1]
    exponent = math.log(most / least) / math.log(last / first)
    return f"{first:,} to {last:,} rows: {exponent:.2f}"


def machine() -> str:
    """The processor, cores and memory of this machine."""
    with contextlib.suppress(OSError), Path("/proc/cpuinfo").open(encoding="utf-8") as file:
        models = [entry.partition(":")[2].strip() for entry in file if entry.startswith("model name")]
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
        return f"{models[0]}, {len(models)} cores, {memory:.0f} GB, Python {platform.python_version()}"
    return f"{platform.machine()}, Python {platform.python_version()}"


def main() -> None:
    """Measure everything and print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("rows", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", metavar="NAME")
    parser.add_argument("--cpu", type=int, default=400, help="processor seconds a run may take")
    parser.add_argument("--memory", type=int, default=8, help="gigabytes a run may take")
    parser.add_argument("--at-once", type=int, default=1, help="ways that run at a time")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--words", default=WORDS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        with contextlib.redirect_stdout(sys.stderr):
            figures = measured(arguments.one, arguments.rows[0], arguments.seed, arguments.words)
        print(json.dumps(figures))
        return
    from matching_peers import PEERS

    heading = f"| {' | '.join(HEADINGS)} |\n|---|{'---:|' * (len(HEADINGS) - 1)}"
    limits = f"{arguments.cpu} s of processor time and {arguments.memory} GB of memory a run"
    print(f"{machine()}; seed {arguments.seed}; at most {limits}; {arguments.at_once} at a time\n", flush=True)
    print(heading, flush=True)
    names = arguments.only or list(PEERS)
    powers = []
    with ThreadPoolExecutor(arguments.at_once) as threads:
        # The slowest are the last of the list; they begin first.
        running = {name: threads.submit(at_all_sizes, name, arguments) for name in reversed(names)}
        for name in names:
            results = running[name].result()
            print("\n".join(line(name, rows, figures) for rows, figures in results.items()), flush=True)
            powers += [f"- {name}, {power}" for power in [growth(results)] if power]
    print("\nProcessor time grows with the power of the rows:\n", *powers, sep="\n", flush=True)
    if OURS in names:
        print(f"\n{heading}", flush=True)
        for words, rows, seed in AGAIN:
            print(line(f"{words}, seed {seed}", rows, limited(OURS, rows, seed, words, arguments)), flush=True)


if __name__ == "__main__":
    main()
