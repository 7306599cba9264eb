"""The whole run: read → match → assess → trace → rules, as one function from files to a Reconciliation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from reconcile.assessment import assess
from reconcile.auditing import Rule, load_rules, rules_sha256, run_rules
from reconcile.days import iso_day
from reconcile.matching import Pins, match_outcomes, match_own_rows, match_sentences
from reconcile.model import (
    Commitment,
    CompletionReport,
    Decision,
    Item,
    Language,
    Match,
    Message,
    Plan,
    Reconciliation,
    RuleRun,
    Tool,
    WorkReport,
)
from reconcile.reading import Words, missing_ids, read_outcome, read_plan, read_progress, read_report
from reconcile.reading.roles import own_headings
from reconcile.resources import standard_thresholds
from reconcile.telling import OnPart, telling
from reconcile.version import NAME, VERSION

if TYPE_CHECKING:
    from reconcile.config.values import Config
    from reconcile.deciding.ruling import Ruling

PathLike = str | Path
Stage = Literal["reading", "matching", "judging", "rules"]
STAGES: tuple[Stage, ...] = get_args(Stage)


def reconcile(
    plan: PathLike,
    outcomes: PathLike | Sequence[PathLike] = (),
    *,
    report: PathLike | None = None,
    as_of: str | date | None = None,
    lang: Language | None = None,
    rules: Sequence[PathLike] = (),
    config: PathLike | Config | None = None,
    today: str | date | None = None,
    headings: Mapping[str, str] | None = None,
    decisions: PathLike | Sequence[PathLike | Decision] = (),
    on_stage: Callable[[Stage], None] = lambda _: None,
    on_part: OnPart = None,
) -> Reconciliation:
    """Hold a plan against its completion report.

    ``outcomes`` are the files that together are the report; with none, ``plan`` is a table whose rows restate their
    own targets. ``report`` is the work report that the plan was cut from. ``as_of`` (ISO date) is the day the report
    speaks for, by default read from its title. ``lang`` is the language of the outputs, by default that of the
    targets. ``rules`` are folders with further audit rules. ``config`` is a ``reconcile.toml`` (or a ``pyproject.toml``
    with the table ``[tool.reconcile]``), or what ``reconcile.config.reading.read_config`` made of one: its severities,
    thresholds and waivers hold. Only the command line looks for one by itself; without ``config`` there is none.
    ``today`` (ISO date) is the day that waivers with an expiry are judged against; the clock is never looked at.
    ``headings`` gives headings of the documents their roles (``{"考核要点": "target"}``), before all that is known.
    ``decisions`` are what reviewers decided: files of them (``.json``, or a workbook that was filled in, ``.xlsx``), or
    single decisions. Those that stand are applied, and all are listed with what became of them. ``on_stage`` is called
    with the name of each of ``STAGES`` as it begins, ``on_part`` while targets are judged, with how many are and of how
    many.

    Raises ``ReconcileError`` (or a subclass) with the document, the line and a remedy where an input cannot be used.
    """
    day, judged_on = iso_day(as_of, "--as-of"), iso_day(today, "--today")
    settings = None if config is None else _settings(config, judged_on)
    files = [outcomes] if isinstance(outcomes, (str, Path)) else list(outcomes)
    given = _decisions(decisions)
    pack = load_rules([Path(folder) for folder in rules], examples=False)
    applied, figures = _applied(settings, pack)
    words = _words(settings, headings)
    on_stage("reading")
    targets, completion = (
        (read_plan(plan, words), read_outcome(files, words, prose=True)) if files else read_progress(plan, words)
    )
    work_report = read_report(report) if report is not None else None
    tool = Tool(
        NAME,
        VERSION,
        rules_sha256(pack),
        config_sha256=settings.sha256 if settings else None,
        rules=_rules_run(pack, applied),
        thresholds=tuple((n, v, own) for n, own in standard_thresholds().items() if (v := figures[n]) != own),
    )
    ruling = None if given is None else _ruling(given, targets, completion)
    result = _reconcile(
        targets, completion, work_report, day, lang, tool, applied, figures, not files, ruling, on_stage, on_part
    )
    if ruling is not None:
        from reconcile.deciding.applying import with_decisions

        result = with_decisions(result, ruling)
    if settings is None:
        return result
    from reconcile.config.applying import with_waivers

    return with_waivers(result, settings, pack, judged_on)


def _reconcile(
    plan: Plan,
    completion: CompletionReport,
    work_report: WorkReport | None,
    as_of: str | None,
    lang: Language | None,
    tool: Tool,
    rules: Sequence[Rule],
    thresholds: Mapping[str, float],
    own_plan: bool,
    ruling: Ruling | None,
    on_stage: Callable[[Stage], None],
    on_part: OnPart,
) -> Reconciliation:
    day = as_of or max((d.as_of for d in completion.documents if d.as_of), default=None)
    garbled = _records(completion, "target-holds-narrative")
    in_prose = _in_prose(completion)
    pins = ruling.pins if ruling else Pins()
    on_stage("matching")
    matches = match_own_rows(plan.targets, garbled, pins) if own_plan else _matched(plan, completion, in_prose, pins)
    if ruling:
        from reconcile.deciding.ruling import held_to

        matches = held_to(matches, ruling)
    on_stage("judging")
    each = telling(matches, on_part)
    items = assess(plan.targets, completion.outcomes, each, day, _records(completion, "merged-cells"), thresholds)
    promised: tuple[Commitment, ...] = ()
    told: tuple[Message, ...] = ()
    if work_report:
        # Imported only where there is a work report: every other run would pay for it.
        from reconcile.tracing import trace_report

        items, promised, told = trace_report(items, work_report, None if own_plan else plan.document, thresholds)
    answered = {outcome for match in matches for outcome in match.outcomes}
    documents = completion.documents if own_plan else (plan.document, *completion.documents)
    result = Reconciliation(
        tool=tool,
        inputs=documents + ((work_report.document,) if work_report else ()),
        as_of=day,
        items=items,
        unmatched_outcomes=tuple(o for o in completion.outcomes if o.id not in answered and o.id not in in_prose),
        commitments=promised,
        notices=_notices(items, completion) + told,
        lang=lang or _language(plan),
    )
    on_stage("rules")
    return run_rules(result, rules, thresholds)


def _in_prose(completion: CompletionReport) -> frozenset[str]:
    """The ids of the outcomes that are clauses of a report in prose."""
    paths = {
        document.path
        for document in completion.documents
        if any(diagnostic.kind == "prose-searched" for diagnostic in document.diagnostics)
    }
    return frozenset(outcome.id for outcome in completion.outcomes if outcome.responses[0].narrative.path in paths)


def _matched(plan: Plan, completion: CompletionReport, in_prose: frozenset[str], pins: Pins) -> tuple[Match, ...]:
    """The matches with the rows of tables; what no row answers is looked for in prose, where some was given."""
    rows = [outcome for outcome in completion.outcomes if outcome.id not in in_prose]
    matches = match_outcomes(plan.targets, rows, pins)
    if not in_prose:
        return matches
    clauses = [outcome for outcome in completion.outcomes if outcome.id in in_prose]
    in_clauses = {target for target, chosen in pins.chosen.items() if not in_prose.isdisjoint(chosen)}
    left = [
        target
        for target, match in zip(plan.targets, matches, strict=True)
        if target.id in in_clauses or not (match.outcomes or target.id in pins.chosen)
    ]
    found = {match.target: match for match in match_sentences(left, clauses, pins)}
    return tuple(_joined(match, found.get(match.target)) for match in matches)


def _joined(rows: Match, clauses: Match | None) -> Match:
    """What answers one target in tables and in prose; in both only where that was decided."""
    if clauses is None or not rows.outcomes:
        return clauses or rows
    return replace(rows, outcomes=rows.outcomes + clauses.outcomes, kind="split")


def _records(completion: CompletionReport, kind: str) -> frozenset[str]:
    """The ids of the outcomes that a kind of diagnostic names."""
    return frozenset(
        record
        for document in completion.documents
        for diagnostic in document.diagnostics
        if diagnostic.kind == kind
        for record in diagnostic.records
    )


def _decisions(given: PathLike | Sequence[PathLike | Decision]) -> tuple[Decision, ...] | None:
    """What reviewers decided, None where nothing was given: such a run loads nothing for it."""
    entries = [given] if isinstance(given, (str, Path)) else list(given)
    if not entries:
        return None
    from reconcile.deciding.files import read_decisions

    return tuple(
        decision
        for entry in entries
        for decision in ((entry,) if isinstance(entry, Decision) else read_decisions(entry))
    )


def _ruling(given: Sequence[Decision], plan: Plan, completion: CompletionReport) -> Ruling:
    from reconcile.deciding.ruling import rule_on

    return rule_on(given, plan.targets, completion.outcomes)


# What a project sets is read by modules that a run without a configuration has no time for.
def _settings(config: PathLike | Config, today: str | None) -> Config:
    """What a project set, refused where its waivers cannot be judged."""
    from reconcile.config.applying import check_today
    from reconcile.config.reading import read_config

    settings = read_config(Path(config)) if isinstance(config, (str, Path)) else config
    check_today(settings, today)
    return settings


def _applied(settings: Config | None, pack: Sequence[Rule]) -> tuple[Sequence[Rule], Mapping[str, float]]:
    """The rules and thresholds that hold."""
    if settings is None:
        return pack, standard_thresholds()
    from reconcile.config.applying import project_rules, project_thresholds

    return project_rules(settings, pack), project_thresholds(settings)


def _rules_run(pack: Sequence[Rule], applied: Sequence[Rule]) -> tuple[RuleRun, ...]:
    severities = {rule.id: rule.severity for rule in applied}
    return tuple(
        RuleRun(rule.id, rule.name, rule.severity, severities.get(rule.id), rules_sha256([rule])) for rule in pack
    )


def _words(settings: Config | None, headings: Mapping[str, str] | None) -> Words:
    words = settings.words if settings else Words()
    return words._replace(headers=own_headings(headings) + words.headers) if headings else words


def _language(plan: Plan) -> Language:
    """Chinese where most letters of the targets are Chinese characters, else English."""
    letters = [character for target in plan.targets for character in target.text.text if character.isalpha()]
    han = sum("\u4e00" <= character <= "\u9fff" for character in letters)
    return "zh" if 2 * han >= len(letters) else "en"


def _notices(items: Sequence[Item], completion: CompletionReport) -> tuple[Message, ...]:
    """What the reader of the whole result must know before any single item."""
    uncovered = sum(item.match.status == "uncovered" for item in items)
    gaps = missing_ids(completion.outcomes)
    missing = sum(last - first + 1 for first, last in gaps)
    if not uncovered:
        return ()
    if _in_prose(completion):
        return (
            Message(
                en=f"{uncovered} targets have no row or sentence that answers them clearly; a report in prose does not "
                "show what it leaves out",
                zh=f"{uncovered}项目标没有明确对应的行或语句；文字报告不能表明哪些目标未作报告",
            ),
        )
    ranges = ", ".join(f"{first}–{last}" if first != last else str(first) for first, last in gaps)
    if not missing:
        return (
            Message(
                en=f"{uncovered} targets have no outcome, and the report's numbering shows no missing rows",
                zh=f"{uncovered}项目标没有对应的完成情况行，而报告编号并无缺失",
            ),
        )
    return (
        Message(
            en=f"the report's own numbering lacks {missing} rows ({ranges}); {uncovered} targets have no outcome"
            + (", more than the missing rows can hold" if uncovered > missing else ""),
            zh=f"报告编号缺{missing}行（{ranges}），{uncovered}项目标没有对应的完成情况行"
            + ("，多于所缺行数" if uncovered > missing else ""),
        ),
    )
