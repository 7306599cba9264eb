"""How fast quantities are read: sentences a second, and how the time grows with the length of the text.

    python benchmarks/quantities.py

The sentences are those of the published documents in data/, cut or joined to 60 characters; the long texts repeat them
from 10 to 100,000 characters. Times are processor time of one core, the best of several runs.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from reconcile.quantities import extract_quantities  # noqa: E402

LENGTH = 60
RUNS = 5


def document_text() -> str:
    """The prose and table cells of every document, without their markup."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("data/heze-*/*.txt"))]
    return re.sub(r"[\s|#]+", "", "".join(texts))


def best_time(work: Callable[[], object]) -> float:
    """The least processor time of several runs, in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def import_time() -> float:
    """What importing the package adds to starting the interpreter, in seconds (best of several)."""

    def started(code: str) -> float:
        times = []
        for _ in range(RUNS):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
            times.append(time.perf_counter() - start)
        return min(times)

    return started("import reconcile.quantities") - started("pass")


def main() -> None:
    """Print the figures."""
    text = document_text()
    sentences = [text[at : at + LENGTH] for at in range(0, len(text) - LENGTH, LENGTH)]
    found = sum(len(extract_quantities(sentence)) for sentence in sentences)
    seconds = best_time(lambda: [extract_quantities(sentence) for sentence in sentences])
    rate = len(sentences) / seconds
    print(f"{len(sentences)} sentences of {LENGTH} characters, {found / len(sentences):.2f} quantities each")
    print(f"{rate:,.0f} sentences a second, {rate * LENGTH:,.0f} characters a second")
    dense = [sentence for sentence in sentences if len(extract_quantities(sentence)) >= 2]
    seconds = best_time(lambda: [extract_quantities(sentence) for sentence in dense])
    print(f"{len(dense) / seconds:,.0f} sentences a second of those with two quantities or more")
    print("length      seconds   microseconds a character")
    for length in (10, 100, 1_000, 10_000, 100_000):
        long_text = (text * (length // len(text) + 1))[:length]
        seconds = best_time(lambda: extract_quantities(long_text))  # noqa: B023
        print(f"{length:>7} {seconds:>12.6f} {seconds / length * 1e6:>12.2f}")
    print(f"import: {import_time() * 1000:.0f} ms beyond the interpreter")


if __name__ == "__main__":
    main()
