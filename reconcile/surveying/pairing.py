"""The documents of a folder → pairs: which reports are of one day, which plan they answer, what they were cut from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from reconcile.surveying.fitting import restated_share, traced_share
from reconcile.surveying.values import Found, LeftOut, ProposedPair, Survey

_UNSAFE = re.compile(r"\s+")
_YEAR_END = "-12-31"
# Of a report so many rows restate targets of its plan; of a plan so many targets stand in its work report.
_FITS_PLAN = 0.5
_FITS_REPORT = 0.3
_SAME = 0.9


def survey(found: Sequence[Found], left_out: Sequence[LeftOut]) -> Survey:
    """Put documents together that belong together.

    Reports of one place and day are one report. Its plan is the one whose targets its rows restate, whatever the names
    of the files say; without one a single report is taken to restate its own targets, if its title names the period
    that it speaks for.
    """
    left = list(left_out)
    plans, copies = _without_copies([each for each in found if each.role == "plan"])
    left += copies
    reports = [each for each in found if each.role == "report"]
    pairs: list[ProposedPair] = []
    for group in _groups([each for each in found if each.role == "outcome"]):
        together, copies = _without_copies(group)
        left += copies
        pairs += _paired(together, plans, reports, left)
    named = _named(pairs)
    used = {each.path for pair in pairs for each in (pair.plan, pair.report, *pair.outcomes) if each}
    left += [LeftOut(each.path, _unused(each)) for each in (*plans, *reports) if each.path not in used]
    return Survey(
        tuple(sorted(named, key=lambda pair: pair.name)),
        tuple(sorted(left, key=lambda each: each.path)),
    )


def _groups(outcomes: Sequence[Found]) -> list[list[Found]]:
    """The files that together are one report: of one place and day, or of one folder where they name neither."""
    groups: list[list[Found]] = []
    for each in sorted(outcomes, key=lambda found: (not (found.place and found.as_of), found.path)):
        fitting = [group for group in groups if _together(each, group[0])]
        if fitting:
            fitting[0].append(each)
        else:
            groups.append([each])
    return [sorted(group, key=lambda found: _natural(found.path)) for group in groups]


def _together(one: Found, other: Found) -> bool:
    days = {one.as_of, other.as_of} - {""}
    places = {one.place, other.place} - {""}
    if len(days) > 1 or (len(places) > 1 and not _nested(*places)):
        return False
    told = bool(one.as_of and other.as_of and one.place and other.place)
    return told or _folder(one) == _folder(other)


def _nested(one: str, other: str) -> bool:
    return one in other or other in one


def _without_copies(documents: Iterable[Found]) -> tuple[list[Found], list[LeftOut]]:
    """The documents, without those that hold the rows of one before them: the same report in another format."""
    kept: list[Found] = []
    copies: list[LeftOut] = []
    for each in documents:
        same = next((other for other in kept if _is_copy(each, other)), None)
        if same:
            copies.append(LeftOut(each.path, f"it holds the rows of {same.path}, which is named instead"))
        else:
            kept.append(each)
    return kept, copies


def _is_copy(one: Found, other: Found) -> bool:
    shared = len(one.ids & other.ids)
    return (
        one.year == other.year
        and shared >= _SAME * max(len(one.ids), len(other.ids))
        and restated_share(one.texts, other.texts) >= _SAME
    )


def _paired(
    outcomes: Sequence[Found], plans: Sequence[Found], reports: Sequence[Found], left: list[LeftOut]
) -> list[ProposedPair]:
    """The pair of one report, or the pairs; files that fit nothing are added to ``left``."""
    plan, doubts = _plan_of(outcomes, plans)
    if plan:
        others = [each for each in outcomes if restated_share(each.texts, plan.texts) < _FITS_PLAN]
        doubts += [f"few rows of {each.path} restate targets of the plan" for each in others]
        return [ProposedPair("", plan, tuple(outcomes), _report_of(plan, reports), tuple(doubts))]
    own = [each for each in outcomes if each.as_of and each.title]
    left += [
        LeftOut(each.path, "it may be a completion report, but no plan fits it and its title names no period")
        for each in outcomes
        if each not in own
    ]
    doubt = 'no plan here fits it: its rows are taken to restate their own targets; add plan = "…" if there is one'
    return [ProposedPair("", None, (each,), None, (doubt,)) for each in own]


def _plan_of(outcomes: Sequence[Found], plans: Sequence[Found]) -> tuple[Found | None, list[str]]:
    """The plan whose targets the rows of a report restate best, and what is doubtful about that."""
    texts = [text for each in outcomes for text in each.texts]
    years = {each.year for each in outcomes} - {0}
    usable = [plan for plan in plans if not years or not plan.year or plan.year in years]
    shares = {plan.path: restated_share(texts, plan.texts) for plan in usable}
    fitting = sorted(
        (plan for plan in usable if shares[plan.path] >= _FITS_PLAN), key=lambda p: (-shares[p.path], p.path)
    )
    if not fitting:
        return None, []
    doubts = [
        f"{plan.path} fits it nearly as well"
        for plan in fitting[1:]
        if shares[plan.path] > shares[fitting[0].path] - 0.1
    ]
    return fitting[0], doubts


def _report_of(plan: Found, reports: Sequence[Found]) -> Found | None:
    """The work report in which the targets of a plan stand."""
    shares = {report.path: traced_share(plan.texts, report.texts) for report in reports}
    fitting = [report for report in reports if shares[report.path] >= _FITS_REPORT]
    return max(fitting, key=lambda report: (shares[report.path], report.path)) if fitting else None


def _unused(document: Found) -> str:
    if document.role == "plan":
        return f"a plan ({document.title or 'without a title'}) that no completion report here answers"
    return f"a work report ({document.title or 'without a title'}) that no plan here was cut from"


def _named(pairs: Sequence[ProposedPair]) -> list[ProposedPair]:
    """The pairs with names: place and year, the month of a report within the year, a number where needed."""
    taken: set[str] = set()
    named = []
    for pair in sorted(pairs, key=lambda pair: _natural(pair.outcomes[0].path)):
        base = _name(pair)
        number = next(n for n in range(1, len(pairs) + 1) if _numbered(base, n) not in taken)
        taken.add(_numbered(base, number))
        named.append(ProposedPair(_numbered(base, number), pair.plan, pair.outcomes, pair.report, pair.doubts))
    return named


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def _name(pair: ProposedPair) -> str:
    documents = [*pair.outcomes, *([pair.plan] if pair.plan else [])]
    folder = PurePosixPath(documents[0].path).parent.name
    place = next((each.place for each in documents if each.place), "") or folder
    year = next((each.year for each in documents if each.year), 0)
    day = next((each.as_of for each in documents if each.as_of), "")
    parts = [_UNSAFE.sub("-", place), "" if str(year) in place else str(year or "")]
    if day and not day.endswith(_YEAR_END):
        parts.append(day[5:7])
    return "-".join(part for part in parts if part) or "pair"


def _folder(document: Found) -> str:
    return str(PurePosixPath(document.path).parent)


def _natural(path: str) -> list[tuple[bool, int, str]]:
    """The order of names in which part 2 comes before part 10."""
    parts = [part for part in re.split(r"([0-9]+)", path) if part]
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]
