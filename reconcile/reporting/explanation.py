"""Why one target was matched and judged so, as plain text: weights, runner-up, numbers weighed, rules that fired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reconcile.assessment.schedule import share_gone
from reconcile.model import (
    Achievement,
    Candidate,
    Citation,
    Commitment,
    Item,
    JudgedDecision,
    JudgedGoal,
    Language,
    Rewording,
)
from reconcile.reporting.decided import decision_words, item_marks, mark_words, waiver_words
from reconcile.reporting.figures import amount, share_reached
from reconcile.reporting.lives import arithmetic
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.translations import Translate, translator
from reconcile.resources import vocabulary

_MOST_CANDIDATES = 5


def explain_item(
    item: Item,
    lang: Language,
    as_of: str | None = None,
    promises: Sequence[Commitment] = (),
    decisions: Sequence[JudgedDecision] = (),
) -> str:
    """The whole reasoning about one item, a section for each step, each statement with the words it rests on.

    ``as_of`` is the day that the report speaks for (ISO date), where it is known; ``promises`` are those of the work
    report that the target came from, ``decisions`` those on it; of them those are told that were not applied.
    """
    t = translator(lang)
    lines = [
        f"{t('explain.target')} {item.target.id}: {one_line(item.target.text.text)}",
        f"    {_place(item.target.text.cite())}",
        *(line for promise in promises for line in _promise_lines(promise, t, lang)),
    ]
    for outcome in item.outcomes:
        lines.append(f"{t('explain.outcome')} {outcome.id}: {one_line(outcome.text.text)}  [{outcome.claim_text}]")
        for response in outcome.responses:
            lines.append(f"    {response.leader}: {one_line(response.narrative.text)}")
            lines.append(f"    {_place(response.narrative.cite())}")
    lines += ["", *_match_lines(item, t, lang)]
    lines += [f"    {decision_words(each, t, lang)}" for each in decisions if each.status != "applied"]
    for judged in item.goals:
        lines += ["", *_goal_lines(item, judged, t, lang, as_of)]
    lines += ["", *_evidence_lines(item, t)]
    for drift in item.drift:
        lines.append(f"{t('explain.drift')}: {t('drift.' + drift.kind)}: {drift.message.in_language(lang)}")
        passages = ((t("explain.planned_words"), drift.planned), (t("explain.restated_words"), drift.restated))
        lines += [f"    {name}: {_place(cite)} “{one_line(cite.text)}”" for name, cite in passages if cite]
    if item.rewording:
        lines.append(f"{t('explain.rewording')}: {_marked(item.rewording)}")
    lines.append("")
    if not item.findings:
        lines.append(t("explain.no_findings"))
    for finding in item.findings:
        severity, confidence = t("severity." + finding.severity), t("confidence." + finding.confidence)
        lines.append(f"{severity} {finding.rule} ({confidence}): {finding.message.in_language(lang)}")
        if finding.waived:
            lines.append(f"    {waiver_words(finding, t)}")
        elif finding.decided:
            lines.append(f"    {mark_words(finding.decided, t)}")
        lines.append(f"    {t('explain.fingerprint')} {finding.fingerprint}")
        lines += [f"    {_place(citation)} “{one_line(citation.text)}”" for citation in finding.citations]
    return "\n".join(lines) + "\n"


def _promise_lines(promise: Commitment, t: Translate, lang: Language) -> list[str]:
    """One promise that the target came from, what the plan made of it, and the sum that its parts make up."""
    status = t(f"origin.{promise.status}") if promise.status else ""
    lines = [
        f"{t('promises.came_from')}: {one_line(promise.passage.text)}  [{status}]",
        f"    {_place(promise.citation)}",
    ]
    sums = (arithmetic(number, lang) for number in promise.numbers)
    return lines + [f"    {t('promises.sum', sum=each)}" for each in sums if each]


def _place(citation: Citation) -> str:
    return f"{citation.path}:{citation.place or f'{citation.line}:{citation.column}'}"


def _match_lines(item: Item, t: Translate, lang: Language) -> list[str]:
    match = item.match
    lines = [f"{t('explain.match')}: {t('status.' + match.status)}"]
    if match.reason.en:
        lines.append(f"    {match.reason.in_language(lang)}")
    lines += [f"    {mark}" for mark in item_marks(item, t)]
    if not match.outcomes:
        return lines
    parts = match.parts
    rows = (
        (t("match.text"), parts.text),
        (t("match.owners"), parts.owners),
        (t("match.quantities"), parts.quantities),
        (t("match.order"), parts.order),
        (t("match.weight"), match.weight),
    )
    lines += [f"    {name}: {value:+.3f}" for name, value in rows]
    lines.append(f"    {t('match.confidence', confidence=f'{match.confidence:.3f}')}")
    if match.runner_up:
        weight, margin = f"{match.runner_up.weight:.3f}", f"{match.margin:.3f}"
        lines.append(f"    {t('match.runner_up', id=match.runner_up.outcome, weight=weight, margin=margin)}")
    return lines


def _goal_lines(item: Item, judged: JudgedGoal, t: Translate, lang: Language, as_of: str | None) -> list[str]:
    goal = judged.goal
    share = share_reached(judged, t)
    lines = [
        f"{t('explain.goal')} {goal.k}: {goal.measure} “{one_line(goal.citation.text)}” → "
        f"{t('verdict.' + judged.verdict)}" + (f" ({share})" if share else ""),
    ]
    if judged.reason.en:
        lines.append(f"    {judged.reason.in_language(lang)}")
    if judged.achievement:
        reached = judged.achievement.citation
        lines.append(f"    {_place(reached)} “{one_line(reached.text)}”")
    if judged.last_year:
        before = judged.last_year
        said = t(
            "goal.last_year_part" if before.part else "goal.last_year", amount=amount(before.value, before.unit, lang)
        )
        lines.append(f"    {said}: {_place(before.citation)} “{one_line(before.clause)}”")
    lines += [f"    {line}" for line in _verdict_lines(item, judged, t, lang, as_of)]
    if not item.outcomes:
        return lines
    return lines + [f"    {line}" for line in candidate_lines(judged.candidates, judged.achievement, t)]


def _verdict_lines(item: Item, judged: JudgedGoal, t: Translate, lang: Language, as_of: str | None) -> list[str]:
    """By which convention the verdict follows from the two numbers, and how much of the time was gone."""
    goal = judged.goal
    if judged.verdict in ("no_number", "incomparable", "unreported"):
        return [t("verdict_means." + judged.verdict)]
    lower = goal.direction == "lower" and goal.comparator in ("eq", "ge")
    points = goal.unit in vocabulary("verdicts")["approx"]["point_units"]
    tolerance = amount(goal.tolerance, t("explain.points") if points else goal.unit, lang)
    lines = [t("convention." + ("lower" if lower else goal.comparator), tolerance=tolerance)]
    if judged.verdict in ("on_pace", "behind") and as_of:
        deadline = next((o.deadline for o in item.outcomes if o.deadline), item.target.deadline)
        share = f"{share_gone(as_of, deadline) or 0:.1%}"
        lines.append(t("explain.time", day=as_of, deadline=deadline or "—", share=share))
        lines.append(t("verdict_means." + judged.verdict))
    return lines


def candidate_lines(candidates: Sequence[Candidate], chosen: Achievement | None, t: Translate) -> list[str]:
    """The numbers that were weighed for one goal, best first: the parts of each score, and why it was taken or not."""
    if not candidates:
        return [t("explain.no_candidates")]
    accept = f"{float(vocabulary('achievements')['accept']):.2f}"
    lines = [t("explain.needed", accept=accept)]
    able = [candidate for candidate in candidates if not candidate.refused]
    for candidate in candidates[:_MOST_CANDIDATES]:
        parts = _list(((name, value) for name, value in candidate.parts if value), t)
        measure = candidate.quantity.measure or "—"
        lines.append(f"  {candidate.score:6.2f}  {candidate.quantity.text} ({one_line(measure)}): {parts}")
        lines.append(f"          {_why(candidate, able, chosen, accept, t)}")
    if len(candidates) > _MOST_CANDIDATES:
        lines.append("  " + t("explain.left_out", n=len(candidates) - _MOST_CANDIDATES))
    return lines


def _why(candidate: Candidate, able: Sequence[Candidate], chosen: Achievement | None, accept: str, t: Translate) -> str:
    """Why one candidate was chosen over the next one that could answer, or was not."""
    if candidate.refused:
        because = f" “{one_line(candidate.refused_by)}”" if candidate.refused_by else ""
        return f"{t('explain.refused')}: {t('refusal.' + candidate.refused)}{because}"
    if chosen is None or chosen.citation != candidate.citation or candidate is not able[0]:
        return t("explain.not_enough", accept=accept) if candidate.score < float(accept) else t("explain.lower")
    if len(able) == 1:
        return t("explain.won_alone")
    second = able[1]
    behind = dict(second.parts)
    parts = [(name, value - behind.get(name, 0.0)) for name, value in candidate.parts]
    parts = sorted(((name, value) for name, value in parts if round(value, 2)), key=lambda part: -abs(part[1]))
    return t(
        "explain.won",
        text=one_line(second.quantity.text),
        measure=one_line(second.quantity.measure) or "—",
        margin=f"{candidate.score - second.score:.2f}",
        parts=_list(parts, t),
    )


def _list(parts: Iterable[tuple[str, float]], t: Translate) -> str:
    return " ".join(f"{t('weight.' + name)} {value:+.2f}" for name, value in parts)


def _marked(rewording: Iterable[Rewording]) -> str:
    """What stayed, went and came, marked as ``wdiff`` does."""
    signs = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    return "".join(signs[part.change].format(one_line(part.words)) for part in rewording)


def _evidence_lines(item: Item, t: Translate) -> list[str]:
    lines = [f"{t('explain.evidence')}: {t('evidence.' + item.evidence)}"]
    lines += [
        f"    {t('evidence.' + response.evidence)}: {_place(response.citation)} “{one_line(response.citation.text)}”"
        for response in item.responses
        if response.citation
    ]
    milestone = item.milestone
    stages = (
        (t("explain.asked_for"), milestone.asked, milestone.asked_citation),
        (t("explain.reached_at"), milestone.reached, milestone.reached_citation),
    )
    for name, stage, cite in stages:
        if milestone.asked or milestone.reached:
            words = f"  {_place(cite)} “{one_line(cite.text)}”" if cite else ""
            lines.append(f"{name}: {stage or '—'}{words}")
    if milestone.undone:
        lines.append(f"    {t('explain.undone')}: {_place(milestone.undone)} “{one_line(milestone.undone.text)}”")
    for count in milestone.counts:
        standing = t("standing." + count.standing)
        lines.append(f"    {standing}: {_place(count.citation)} “{one_line(count.citation.text)}”")
    return lines
