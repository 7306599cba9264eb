"""Reports opened in a real Chromium, watched for everything that they must not do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reconcile.model import Reconciliation
from reconcile.reporting import write

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    program = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on this machine: install the package chromium to run the browser tests")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def page_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture
def open_page(chromium: Any, page_folder: Path) -> Iterator[Callable[..., Any]]:
    """Opens a report; afterwards there must have been no console message, no error, no request but for the file.

    ``context`` opens it in a browser that another page was opened in; ``before`` runs before the page's own script.
    """
    contexts: list[Any] = []
    trouble: list[str] = []

    def opened(
        reconciliation: Reconciliation,
        fragment: str = "",
        lang: str = "zh",
        context: Any = None,
        before: str = "",
        **options: Any,
    ) -> Any:
        items, decided = reconciliation.items, len(reconciliation.decisions)
        path = page_folder / f"{len(items)}-{items[0].match.status}-{decided}-{lang}.html"
        if not path.exists():
            write(reconciliation, path, lang=lang)  # type: ignore[arg-type]
        if context is None:
            context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
            contexts.append(context)
        page = context.new_page()
        if before:
            page.add_init_script(before)
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: trouble.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri() + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []
