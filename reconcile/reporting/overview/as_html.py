"""The overview across places as one HTML page, from ``reports/html/overview``, in the dress of the report's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reconcile.reporting.overview.view import view_helpers
from reconcile.reporting.page.self_contained import environment, policy, script, styles
from reconcile.reporting.translations import translate

if TYPE_CHECKING:
    from reconcile.model import Language
    from reconcile.reporting.overview.values import Overview

_STYLES = ("report", "pictures", "overview/overview")
_SCRIPTS = ("overview/tables",)


def render_overview(overview: Overview, lang: Language) -> str:
    """The overview as one HTML page that opens offline, in one language.

    Its links lead to the reports of the pairs, by the paths that ``PairFigures.report`` gives.
    """
    from markupsafe import Markup

    helpers = view_helpers(overview, lang)
    style = styles(_STYLES, translate(lang, "overview.title")) + helpers["mean_rule"]
    code = script(_SCRIPTS)
    template = environment().get_template("overview/page.html")
    return template.render(
        overview=overview,
        style=Markup(style),
        script=Markup(code),
        policy=policy(style, code),
        **helpers,
    )
