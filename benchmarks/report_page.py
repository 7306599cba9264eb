"""How large the HTML report of many targets is, how long writing it takes, and how soon a browser shows and filters it.

    python benchmarks/report_page.py [TARGETS]

Two pages are measured: that of the documents in data/heze-2023, and one of so many targets (20,000 unless told). For
the second the judged targets of the published documents are repeated with other names and other digits, as in
benchmarks/rules.py, and the rules run on them; the view of the
source documents, which is bounded, is left out. Writing is the time by the clock to render the page and write the file.

The browser is the system's Chromium, without a window. First paint is its own "first-contentful-paint"; interactive is
the end of the page's load event, by when the script of the page has run; both count from the start of navigation, the
median of several loads in fresh contexts. Filter is the median time from setting a filter until the next frame has been
drawn. Sizes are in bytes of UTF-8.
"""

from __future__ import annotations

import gc
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from reconcile import reconcile  # noqa: E402
from reconcile.auditing import load_rules, run_rules  # noqa: E402
from reconcile.model import Reconciliation  # noqa: E402
from rules import document_items, repeated  # noqa: E402

HEZE = ROOT / "data" / "heze-2023"
HALF_YEAR = ROOT / "data" / "heze-2020" / "h1-progress.txt"
TARGETS, LOADS, FILTERS = 20_000, 5, 7
_FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update"
_TIMES = """() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
    ready: performance.getEntriesByType("navigation")[0].domInteractive,
    loaded: performance.getEntriesByType("navigation")[0].loadEventEnd,
})"""
# From the change of a filter to the frame in which the page shows what is left.
_FILTER = """(on) => new Promise((done) => {
    const box = document.querySelector("#filters input[type=checkbox][name=severity]");
    const start = performance.now();
    if (box.checked !== on) box.click();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def heze() -> Reconciliation:
    """The published documents, reconciled."""
    outcomes = sorted(HEZE.glob("outcome-*.txt"))
    return reconcile(HEZE / "plan.txt", outcomes, report=HEZE / "work-report.txt", lang="zh")


def many(size: int) -> Reconciliation:
    """So many judged targets with the findings of the rules on them."""
    gc.disable()
    items = repeated(document_items(), size)
    documents = (*items.inputs, *reconcile(HALF_YEAR).inputs)
    # The repeated targets share the lines of the documents, to which far too many citations would lead.
    items = replace(items, inputs=tuple(replace(document, text="") for document in documents))
    return run_rules(items, load_rules(examples=False))


def measure(name: str, result: Reconciliation, browser: Any, folder: Path) -> None:
    """Write a page and print one line of the table."""
    path = folder / "page.html"
    start = time.perf_counter()
    result.write(path)
    wrote = time.perf_counter() - start
    loads = [_load(browser, path) for _ in range(LOADS)]
    middle = {key: statistics.median(load[key] for load in loads) for key in ("paint", "ready", "loaded", "filter")}
    print(
        f"{name:16}{path.stat().st_size / 1e6:>9.2f} MB{wrote:>9.2f} s"
        + "".join(f"{middle[key]:>10.0f} ms" for key in ("paint", "ready", "loaded", "filter")),
        flush=True,
    )


def _load(browser: Any, path: Path) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(path.as_uri(), wait_until="load", timeout=120_000)
    page.wait_for_function("performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    times: dict[str, float] = page.evaluate(_TIMES)
    times["filter"] = statistics.median(page.evaluate(_FILTER, turn % 2 == 0) for turn in range(FILTERS))
    context.close()
    return times


def main() -> None:
    """Measure both pages and print the table."""
    from playwright.sync_api import sync_playwright

    size = int(sys.argv[1]) if len(sys.argv) > 1 else TARGETS
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS.split())
        machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        print(f"{machine}, Python {platform.python_version()}, Chromium {browser.version}")
        print(
            f"{'':16}{'size':>12}{'write':>11}"
            + "".join(f"{n:>13}" for n in ("paint", "parsed", "interactive", "filter"))
        )
        measure("heze-2023", heze(), browser, Path(name))
        measure(f"{size:,} targets", many(size), browser, Path(name))
        browser.close()


if __name__ == "__main__":
    main()
