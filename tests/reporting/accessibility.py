"""What axe finds in a page that a browser shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

_RULES = ("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice")


def violations(page: Any, within: Mapping[str, Any] | None = None) -> list[tuple[str, str, str]]:
    """The rule, the element and why, of the first elements of each violation; ``within`` is axe's own context."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    lay_out(page)
    found = axe.Axe().run(page, context=within, options={"runOnly": list(_RULES)})
    return [
        (violation["id"], node["html"][:120], node["failureSummary"][:300])
        for violation in found.response["violations"]
        for node in violation["nodes"][:3]
    ]


def lay_out(page: Any) -> None:
    """What is far off the screen has no layout yet and would be measured as lying on top of its neighbours."""
    parts = "main section, tbody, .item, .batch, .lines"
    page.evaluate(f"for (const part of document.querySelectorAll('{parts}')) part.style.contentVisibility = 'visible'")
