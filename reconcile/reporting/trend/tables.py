"""A trend as rows of plain values, for CSV and data frames."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from reconcile.reporting.as_csv import BYTE_ORDER_MARK
from reconcile.reporting.plain_text import spreadsheet_text
from reconcile.reporting.tables import Row, place, plain_number
from reconcile.reporting.trend.words import statement_words

if TYPE_CHECKING:
    import pandas

    from reconcile.model import Language
    from reconcile.trending.values import Point, Stand, Track, Trend

COLUMNS = (
    *("track", "period", "as_of", "id", "text", "owners", "status", "confidence", "claim", "claim_text"),
    *("measure", "promised", "promised_unit", "reported", "reported_unit", "basis", "verdict", "statements", "says"),
    *("target_at", "promised_at", "reported_at", "promised_words", "reported_words"),
)
_NUMBERS = ("confidence", "promised", "reported")


def trend_rows(trend: Trend, lang: Language) -> list[Row]:
    """A row for each target, period and measure, in the order of the tracks and periods.

    ``track`` and ``period`` count from 1; ``as_of``; ``id`` as printed, ``text``, ``owners``, ``claim`` and
    ``claim_text`` of the row; ``status`` is first, matched or review, or none where the period lacks the target, with
    the ``confidence`` of the match; ``measure``, what was ``promised`` and ``reported`` with their units, the ``basis``
    and the ``verdict``; ``statements`` the kinds, blank between, of what is said between this period and an earlier
    one, on the first row of a target and period, and ``says`` the sentences in ``lang``, a line each; then where the
    words stand (path:line:column), and the words.
    """
    return [
        row
        for number, track in enumerate(trend.tracks, start=1)
        for at in range(len(trend.periods))
        for row in _rows(trend, track, number, at, lang)
    ]


def _rows(trend: Trend, track: Track, number: int, at: int, lang: Language) -> list[Row]:
    stand = track.stands[at]
    said = [statement for statement in track.statements if statement.later == at]
    shared: Row = dict.fromkeys(COLUMNS)
    shared |= {"track": number, "period": at + 1, "as_of": trend.periods[at].as_of, "status": "none"}
    if stand:
        shared |= _stand_cells(stand)
    measures = [(each.measure, point) for each in track.series for point in each.points if point.period == at]
    rows = [shared | _point_cells(measure, point) for measure, point in measures] or [shared]
    rows[0] |= {
        "statements": " ".join(statement.kind for statement in said),
        "says": "\n".join(statement_words(statement, trend, lang) for statement in said),
    }
    return rows


def _stand_cells(stand: Stand) -> Row:
    return {
        "id": stand.id,
        "text": stand.text.text,
        "owners": "、".join(owner.name for owner in stand.owners),
        "status": stand.link.status if stand.link else "first",
        "confidence": round(stand.link.confidence, 3) if stand.link else None,
        "claim": stand.outcome.claim if stand.outcome else None,
        "claim_text": stand.outcome.claim_text if stand.outcome else None,
        "target_at": place(stand.text.cite()),
    }


def _point_cells(measure: str, point: Point) -> Row:
    cells: Row = {"measure": measure, "verdict": point.verdict}
    if point.promised:
        goal = point.promised
        cells |= {"promised": plain_number(goal.value), "promised_unit": goal.unit}
        cells |= {"promised_at": place(goal.citation), "promised_words": goal.citation.text}
    if point.reported:
        reached = point.reported
        cells |= {"reported": plain_number(reached.value), "reported_unit": reached.unit, "basis": reached.basis}
        cells |= {"reported_at": place(reached.citation), "reported_words": reached.citation.text}
    return cells


def render_trend_csv(trend: Trend, lang: Language) -> str:
    """The rows as CSV (RFC 4180) with a byte order mark; text that looks like a formula has an apostrophe before it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in trend_rows(trend, lang):
        writer.writerow(
            ["" if cell is None else spreadsheet_text(cell) if isinstance(cell, str) else cell for cell in row.values()]
        )
    return BYTE_ORDER_MARK + stream.getvalue()


def trend_frame(trend: Trend) -> pandas.DataFrame:
    """The rows as a data frame: ``track`` and ``period`` as ``int64``, values as ``float64``, the rest as strings."""
    import pandas

    frame = pandas.DataFrame(trend_rows(trend, trend.lang), columns=list(COLUMNS))
    return frame.astype(dict.fromkeys(_NUMBERS, "float64") | dict.fromkeys(("track", "period"), "int64"))
