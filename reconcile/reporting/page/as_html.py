"""The HTML report: one file without a request to anywhere, made from the templates in ``reports/html``.

Templates, stylesheet and script are the project's own and are put in as they are; all else is escaped by Jinja and
shown by ``printable``. The Content-Security-Policy names the stylesheet and the script by their hashes, so that
nothing else in the page can run or style it.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reconcile.reporting.attention import asides, concerns, waived_findings
from reconcile.reporting.headline import title_of, titles
from reconcile.reporting.page.decision_hooks import decision_hooks
from reconcile.reporting.page.html_view import is_uncovered, view_helpers
from reconcile.reporting.plain_text import one_line, printable, shortened
from reconcile.reporting.summary import CLAIMS, GRADES, SEVERITIES, STATUSES, VERDICTS, summarise
from reconcile.resources import resource_dir

if TYPE_CHECKING:
    from jinja2 import Environment

    from reconcile.model import Language, Reconciliation


_STYLES = ("report", "decide", "pictures")
# In the order in which they need each other.
_SCRIPTS = (
    "shelf",
    "items",
    "filters",
    "address",
    "keys",
    "decisions",
    "controls",
    "rows",
    "exchange",
    "bar",
    "start",
)


def render_html(reconciliation: Reconciliation, lang: Language) -> str:
    """The report as one HTML page that opens offline, in one language."""
    from markupsafe import Markup

    folder = resource_dir("reports") / "html"
    uncovered = [item for item in reconciliation.items if is_uncovered(item)]
    listed = [item for item in reconciliation.items if not is_uncovered(item)]
    style = "".join(_own(folder / f"{name}.css") for name in _STYLES) + _page_heading(reconciliation)
    script = _script(folder / "script")
    page = _environment(folder).get_template("page.html")
    return page.render(
        reconciliation=reconciliation,
        summary=summarise(reconciliation),
        concerns=concerns(reconciliation),
        asides=asides(replace(reconciliation, items=tuple(listed))),
        waived=waived_findings(reconciliation),
        uncovered=uncovered,
        listed=listed,
        lang=lang,
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script),
        claims=CLAIMS,
        verdicts=VERDICTS,
        grades=GRADES,
        severities=SEVERITIES,
        statuses=STATUSES,
        **view_helpers(reconciliation, lang),
        **decision_hooks(reconciliation, lang),
    )


@cache
def _environment(folder: Path) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: Any) -> Any:
    """Every text that a template prints passes here before it is escaped; markup of ours has its own type."""
    return printable(value) if type(value) is str else value


def _own(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() + "\n"


def _script(folder: Path) -> str:
    """The parts of the page's script as one, their names its own."""
    parts = "".join(_own(folder / f"{name}.js") for name in _SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


def _page_heading(reconciliation: Reconciliation) -> str:
    """The rule that prints the plan's title on top of every page.

    Each character is written as its code, so that a title can be nothing but text.
    """
    plan, _ = titles(reconciliation)
    title = shortened(one_line(title_of(plan)), 60) if plan else ""
    codes = "".join(f"\\{ord(sign):06x}" for sign in title)
    return f'@page {{ @top-left {{ content: "{codes}"; }} }}\n'


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
