"""The JSON of a trend, schema ``reconcile-trend/1``, which ``reconcile-trend-1.schema.json`` describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reconcile.reporting.as_json import document_json, json_lines
from reconcile.reporting.json_values import Json, citation_json, message_json
from reconcile.reporting.tables import plain_number
from reconcile.reporting.trend.words import notice_message, statement_message
from reconcile.reporting.wording import compare_wording
from reconcile.version import NAME, VERSION

if TYPE_CHECKING:
    from reconcile.model import Achievement, Goal
    from reconcile.trending.values import Link, Period, Point, Stand, Statement, Track, Trend

SCHEMA = "reconcile-trend/1"


def render_trend_json(trend: Trend) -> str:
    """The trend as JSON text, a line for each period, track and notice. Periods are counted from 1."""
    return json_lines(
        {
            "schema": SCHEMA,
            "tool": {"name": NAME, "version": VERSION},
            "lang": trend.lang,
            "periods": [_period(period) for period in trend.periods],
            "summary": _summary(trend),
            "tracks": [_track(track, trend) for track in trend.tracks],
            "notices": [
                {"kind": n.kind, "names": list(n.names), "message": message_json(notice_message(n))}
                for n in trend.notices
            ],
        }
    )


def _period(period: Period) -> Json:
    return {
        "role": period.role,
        "as_of": period.as_of,
        "year": period.year,
        "rows": period.rows,
        "inputs": [document_json(document) for document in period.documents],
    }


def _summary(trend: Trend) -> Json:
    links = [stand.link.status for track in trend.tracks for stand in track.stands if stand and stand.link]
    return {
        "targets": len(trend.tracks),
        "throughout": sum(all(track.stands) for track in trend.tracks),
        "links": {"matched": links.count("matched"), "review": links.count("review")},
        "statements": trend.counts,
    }


def _track(track: Track, trend: Trend) -> Json:
    return {
        "stands": [_stand(stand) if stand else None for stand in track.stands],
        "series": [
            {"measure": each.measure, "points": [_point(point) for point in each.points]} for each in track.series
        ],
        "statements": [_statement(statement, trend) for statement in track.statements],
    }


def _stand(stand: Stand) -> Json:
    outcome = stand.outcome
    narratives = [response.narrative for response in outcome.responses] if outcome else []
    return {
        "period": stand.period + 1,
        "id": stand.id,
        "text": stand.text.text,
        "owners": [owner.name for owner in stand.owners],
        "claim": outcome.claim if outcome else None,
        "claim_text": outcome.claim_text if outcome else "",
        "narratives": [citation_json(narrative.cite()) for narrative in narratives if narrative.text],
        "link": _link(stand.link) if stand.link else None,
        "citation": citation_json(stand.text.cite()),
    }


def _link(link: Link) -> Json:
    return {
        "since": link.since + 1,
        "status": link.status,
        "weight": round(link.weight, 3),
        "confidence": round(link.confidence, 3),
        "reason": message_json(link.reason),
    }


def _point(point: Point) -> Json:
    return {
        "period": point.period + 1,
        "promised": _promised(point.promised) if point.promised else None,
        "reported": _reported(point.reported) if point.reported else None,
        "verdict": point.verdict,
    }


def _promised(goal: Goal) -> Json:
    return {
        "measure": goal.measure,
        "comparator": goal.comparator,
        "value": plain_number(goal.value),
        "value_high": plain_number(goal.value_high),
        "unit": goal.unit,
        "basis": goal.basis,
        "direction": goal.direction,
        "origin": goal.origin,
        "citation": citation_json(goal.citation),
    }


def _reported(reached: Achievement) -> Json:
    return {
        "value": plain_number(reached.value),
        "unit": reached.unit,
        "basis": reached.basis,
        "outcome": reached.outcome,
        "citation": citation_json(reached.citation),
    }


def _statement(statement: Statement, trend: Trend) -> Json:
    return {
        "kind": statement.kind,
        "earlier": statement.earlier + 1,
        "later": statement.later + 1,
        "measure": statement.measure,
        "before": statement.before,
        "after": statement.after,
        "row": statement.row or None,
        "lower_is_better": statement.lower_is_better,
        "wording": _wording(statement),
        "message": message_json(statement_message(statement, trend)),
        "citations": [citation_json(citation) for citation in statement.citations],
    }


def _wording(statement: Statement) -> Sequence[Json]:
    """The words kept, removed and added, where a target was reworded."""
    if statement.kind != "reworded":
        return []
    return [{"kind": change.kind, "text": change.text} for change in compare_wording(statement.before, statement.after)]
