"""The HTML report: one file without a request to anywhere, made from the templates in ``reports/html``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reconcile.reporting.attention import asides, concerns, waived_findings
from reconcile.reporting.headline import title_of, titles
from reconcile.reporting.page.decision_hooks import decision_hooks
from reconcile.reporting.page.html_view import is_uncovered, view_helpers
from reconcile.reporting.page.self_contained import environment, policy, script, styles
from reconcile.reporting.summary import CLAIMS, GRADES, SEVERITIES, STATUSES, VERDICTS, summarise
from reconcile.telling import OnPart, telling

if TYPE_CHECKING:
    from reconcile.model import Language, Reconciliation


# How many of the words that the template gives are put together to one piece of the page.
_EVENTS = 1_000
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


def render_html(reconciliation: Reconciliation, lang: Language, on_part: OnPart = None) -> Iterator[str]:
    """The report as one HTML page that opens offline, in one language; piece by piece."""
    from markupsafe import Markup

    uncovered = [item for item in reconciliation.items if is_uncovered(item)]
    listed = [item for item in reconciliation.items if not is_uncovered(item)]
    plan, _ = titles(reconciliation)
    style = styles(_STYLES, title_of(plan) if plan else "")
    code = script(f"script/{name}" for name in _SCRIPTS)
    pieces = (
        environment()
        .get_template("page.html")
        .stream(
            reconciliation=reconciliation,
            summary=summarise(reconciliation),
            concerns=concerns(reconciliation),
            asides=asides(replace(reconciliation, items=tuple(listed))),
            waived=waived_findings(reconciliation),
            uncovered=uncovered,
            listed=telling(listed, on_part),
            lang=lang,
            style=Markup(style),
            script=Markup(code),
            policy=policy(style, code),
            claims=CLAIMS,
            verdicts=VERDICTS,
            grades=GRADES,
            severities=SEVERITIES,
            statuses=STATUSES,
            **view_helpers(reconciliation, lang),
            **decision_hooks(reconciliation, lang),
        )
    )
    pieces.enable_buffering(_EVENTS)
    return pieces
