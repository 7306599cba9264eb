"""How long the overview across places takes to count and to write, how large it is, and how soon a browser shows it.

    python benchmarks/overview.py [PAIRS]

The tables of a batch are made up in DuckDB: so many pairs (3,000 unless told; besides them 3 and 300) of 6 to 260
targets, with goals, findings, owners and documents, one pair in 300 failed, one in ten half a year old. Count is the
time by the clock to count them, write that to render the page and write the file.

The browser is the system's Chromium, without a window. First paint is its own "first-contentful-paint"; interactive is
the end of the page's load event, by when the script of the page has run; both count from the start of navigation, the
median of several loads in fresh contexts. Sort is the median time from the click on a heading of the league table until
the next frame has been drawn, find that from a letter in its search field. Sizes are in bytes of UTF-8.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from reconcile.auditing import load_rules  # noqa: E402
from reconcile.batching.summarising import summarise_batch  # noqa: E402
from reconcile.batching.tables import ERRORS, TABLES  # noqa: E402
from reconcile.model import RuleRun, Tool  # noqa: E402
from reconcile.reporting.overview import render_overview  # noqa: E402

if TYPE_CHECKING:
    import duckdb

PAIRS, LOADS, TURNS = 3000, 5, 6
_FLAGS = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update"
_TIMES = """() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0].startTime,
    loaded: performance.getEntriesByType("navigation")[0].loadEventEnd,
})"""
_THERE = """() => performance.getEntriesByType("navigation")[0].loadEventEnd > 0
    && performance.getEntriesByName("first-contentful-paint").length > 0"""
_SORT = """(column) => new Promise((done) => {
    const start = performance.now();
    document.querySelectorAll("#league th button")[column].click();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
_FIND = """(sign) => new Promise((done) => {
    const field = document.querySelector("#find");
    const start = performance.now();
    field.value = sign;
    field.dispatchEvent(new Event("input"));
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def made_up(pairs: int) -> duckdb.DuckDBPyConnection:
    """The tables of a batch of so many pairs, in memory."""
    import duckdb

    connection = duckdb.connect()
    tables = {name: table.columns for name, table in TABLES.items()} | {"errors": ERRORS}
    for name, columns in tables.items():
        described = ", ".join(f'"{column.name}" {column.type}' for column in columns)
        connection.execute(f"CREATE TABLE {name} (pair VARCHAR, {described})")
    connection.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").replace("$pairs", str(pairs)))
    return connection


def tool() -> Tool:
    """The program and its rules as they are."""
    rules = tuple(
        RuleRun(rule.id, rule.name, rule.severity, rule.severity, "0" * 64) for rule in load_rules(examples=False)
    )
    return Tool("reconcile", "0", "0" * 64, rules=rules)


def measure(pairs: int, browser: Any, folder: Path) -> None:
    """Count, write and open an overview, and print one line of the table."""
    connection = made_up(pairs)
    start = time.perf_counter()
    overview = summarise_batch(connection, tool(), lambda name: f"reports/{name}.html")
    counted = time.perf_counter()
    path = folder / "overview.html"
    path.write_text(render_overview(overview, "zh"), encoding="utf-8")
    wrote = time.perf_counter()
    loads = [_load(browser, path) for _ in range(LOADS)]
    middle = {key: statistics.median(load[key] for load in loads) for key in ("paint", "loaded", "sort", "find")}
    print(
        f"{pairs:>6,} pairs{path.stat().st_size / 1e6:>9.2f} MB{counted - start:>9.2f} s{wrote - counted:>9.2f} s"
        + "".join(f"{value:>10.0f} ms" for value in middle.values()),
        flush=True,
    )


def _load(browser: Any, path: Path) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(path.as_uri(), wait_until="load", timeout=120_000)
    page.wait_for_function(_THERE)
    times: dict[str, float] = page.evaluate(_TIMES)
    times["sort"] = statistics.median(page.evaluate(_SORT, turn) for turn in range(TURNS))
    times["find"] = statistics.median(page.evaluate(_FIND, sign) for sign in ("1", "12", "市", ""))
    context.close()
    return times


def main() -> None:
    """Measure overviews of three sizes and print the table."""
    from playwright.sync_api import sync_playwright

    size = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS.split())
        machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        print(f"{machine}, Python {platform.python_version()}, Chromium {browser.version}")
        heads = ("paint", "interactive", "sort", "find")
        print(f"{'':12}{'size':>12}{'count':>11}{'write':>11}" + "".join(f"{head:>13}" for head in heads))
        for pairs in sorted({3, 300, size}):
            measure(pairs, browser, Path(name))
        browser.close()


if __name__ == "__main__":
    main()
