"""Renews the pictures of the sample report that the README shows: `python docs/screenshots.py`.

They are taken of the report on data/heze-2023 by the system's Chromium, on a desktop and on a narrow screen, and of one
item. Needed are the extras `plots` and `test`, Chromium, and Chinese fonts (Noto Sans CJK and Noto Serif CJK). What the
pictures look like depends on the fonts of the machine, so they are no golden files.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from reconcile import reconcile  # noqa: E402

HEZE = ROOT / "data" / "heze-2023"
FOLDER = ROOT / "docs" / "pictures"
DESKTOP, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LARGEST = 400_000


def main() -> None:
    """Write the report, take the pictures, and refuse one that is too large for the repository."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        path = Path(name) / "report.html"
        outcomes = sorted(HEZE.glob("outcome-*.txt"))
        reconcile(HEZE / "plan.txt", outcomes, report=HEZE / "work-report.txt").write(path, lang="zh")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for picture, size, item in (
            ("report-desktop", DESKTOP, None),
            ("report-narrow", NARROW, None),
            ("report-item", DESKTOP, "target-50"),
        ):
            take(browser, path, FOLDER / f"{picture}.png", size, item)
        browser.close()


def take(browser: Any, page_path: Path, picture: Path, size: dict[str, int], item: str | None) -> None:
    """One picture: the first screen of the page, or one item with its body open."""
    page = browser.new_page(viewport=size, device_scale_factor=1)
    page.goto(page_path.as_uri() + (f"#{item}" if item else ""))
    page.evaluate("document.fonts.ready")
    if item:
        # What is off the screen is not drawn, and the marks of focus and link are not what the picture is of.
        page.evaluate("document.activeElement.blur(); history.replaceState(null, '', '#items')")
        page.locator(f"#{item}").evaluate("item => { item.style.contentVisibility = 'visible'; }")
        page.locator(f"#{item}").screenshot(path=picture)
    else:
        page.screenshot(path=picture)
    page.close()
    if picture.stat().st_size > LARGEST:
        raise SystemExit(f"{picture} has {picture.stat().st_size:,} bytes, more than {LARGEST:,}")
    sys.stdout.write(f"wrote {picture.relative_to(ROOT)}: {picture.stat().st_size:,} bytes\n")


if __name__ == "__main__":
    main()
