"""What is said of a trend, in words: periods, statements and notices, from the wordings of both languages."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reconcile.model import Message
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.tables import forward_slashes
from reconcile.reporting.translations import Translate, translator
from reconcile.reporting.wording import compare_wording

if TYPE_CHECKING:
    from reconcile.model import Language
    from reconcile.trending.values import Notice, Point, Statement, Track, Trend


def period_name(trend: Trend, place: int, t: Translate) -> str:
    """The day of a period; the name of its file where it tells no day, and besides where two have the same one."""
    period = trend.periods[place]
    if period.role == "plan":
        return t("trend.plan")
    name = PurePosixPath(forward_slashes(period.documents[0].path)).name
    if period.as_of is None:
        return name
    alone = sum(other.as_of == period.as_of for other in trend.periods) == 1
    return period.as_of if alone else f"{period.as_of} ({name})"


def statement_words(statement: Statement, trend: Trend, lang: Language) -> str:
    """One statement as a sentence without a full stop."""
    t = translator(lang)
    earlier, later = (period_name(trend, place, t) for place in (statement.earlier, statement.later))
    if statement.kind == "reworded":
        return t("trend_says.reworded", wording=marked_wording(statement.before, statement.after))
    words = t(
        f"trend_says.{statement.kind}",
        measure=statement.measure or t("trend.number"),
        before=statement.before,
        after=statement.after,
        row=statement.row,
        earlier=earlier,
        later=later,
    )
    if statement.lower_is_better and statement.kind != "goal-added":
        words += t("trend.lower_is_better")
    return words + t("page.colon") + statement.reason.in_language(lang) if statement.reason else words


def statement_message(statement: Statement, trend: Trend) -> Message:
    """One statement in both languages."""
    return Message(en=statement_words(statement, trend, "en"), zh=statement_words(statement, trend, "zh"))


def notice_message(notice: Notice) -> Message:
    """One notice in both languages."""
    names = ", ".join(forward_slashes(name) for name in notice.names)
    zh, en = (translator(lang)(f"trend_notice.{notice.kind}", names=names) for lang in ("zh", "en"))
    return Message(en=en, zh=zh)


def marked_wording(before: str, after: str) -> str:
    """The later text with what was taken out and put in, marked as ``wdiff`` does.

    >>> marked_wording("新认定高新技术企业60家以上", "新认定高新技术企业50家以上")
    '新认定高新技术企业[-60-]{+50+}家以上'
    """
    signs = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[change.kind].format(change.text) for change in compare_wording(before, after))


def track_name(track: Track) -> str:
    """The ids of a target through the periods, with a dash where it is missing.

    The arrow stands between neighbouring periods: 8 → 6, 3 → – → 3.
    """
    return " → ".join(stand.id if stand else "–" for stand in track.stands)


def opening(trend: Trend, t: Translate) -> str:
    """How many targets there are, and how many of them every period has."""
    throughout = sum(all(track.stands) for track in trend.tracks)
    review = sum(
        stand.link.status == "review" for track in trend.tracks for stand in track.stands if stand and stand.link
    )
    return t("trend.opening", n=len(trend.tracks), throughout=throughout) + (
        t("page.gap") + t("trend.review", n=review) if review else ""
    )


_QUIET = frozenset({"for-review", "merged-into", "split-from", "not-continued", "new", "other-year", "reworded"})


def asks_for_attention(statement: Statement) -> bool:
    """Whether a statement tells of a number, a claim or a goal that changed, not of rows and wording alone."""
    return statement.kind not in _QUIET


def worst_first(trend: Trend) -> list[Track]:
    """The targets that need attention, those with the gravest kind of statement first, else in their order."""
    ranks = {kind: rank for rank, kind in enumerate(trend.counts)}
    concerned = [track for track in trend.tracks if any(map(asks_for_attention, track.statements))]
    return sorted(concerned, key=lambda track: min(ranks[statement.kind] for statement in track.statements))


def point_words(point: Point | None, t: Translate) -> str:
    """What was promised and reported of a measure, in the words printed; "" where a period says nothing of it."""
    if point is None:
        return ""
    promised = point.promised.citation.text if point.promised and point.promised.origin == "target" else ""
    reported = point.reported.citation.text if point.reported else ""
    words = [
        f"{t('trend.promised')} {promised}" if promised else "",
        f"{t('trend.reported')} {reported}" if reported else "",
    ]
    verdict = t(f"verdict.{point.verdict}") if point.verdict and point.verdict != "unreported" else ""
    return " · ".join(one_line(word) for word in (*words, verdict) if word)
