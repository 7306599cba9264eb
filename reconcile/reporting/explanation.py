"""Why one target was matched and judged so, as plain text: weights, runner-up, numbers weighed, rules that fired."""

from __future__ import annotations

from reconcile.model import Citation, Item, JudgedGoal, Language
from reconcile.reporting.figures import share_reached
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.translations import Translate, translator

_MOST_CANDIDATES = 5


def explain_item(item: Item, lang: Language) -> str:
    """The whole reasoning about one item, a section for each step, each statement with the words it rests on."""
    t = translator(lang)
    lines = [
        f"{t('explain.target')} {item.target.id}: {one_line(item.target.text.text)}",
        f"    {_place(item.target.text.cite())}",
    ]
    for outcome in item.outcomes:
        lines.append(f"{t('explain.outcome')} {outcome.id}: {one_line(outcome.text.text)}  [{outcome.claim_text}]")
        for response in outcome.responses:
            lines.append(f"    {response.leader}: {one_line(response.narrative.text)}")
            lines.append(f"    {_place(response.narrative.cite())}")
    lines += ["", *_match_lines(item, t, lang)]
    for judged in item.goals:
        lines += ["", *_goal_lines(judged, t, lang)]
    lines += ["", *_evidence_lines(item, t)]
    for drift in item.drift:
        lines.append(f"{t('explain.drift')}: {drift.kind}: {drift.message.in_language(lang)}")
    lines.append("")
    if not item.findings:
        lines.append(t("explain.no_findings"))
    for finding in item.findings:
        lines.append(f"{finding.severity} {finding.rule} ({finding.confidence}): {finding.message.in_language(lang)}")
        if finding.waived:
            by, reason = one_line(finding.waived.by), one_line(finding.waived.reason)
            lines.append(f"    {t('item.waived', by=by, reason=reason)}")
        lines.append(f"    {t('explain.fingerprint')} {finding.fingerprint}")
        lines += [f"    {_place(citation)} “{one_line(citation.text)}”" for citation in finding.citations]
    return "\n".join(lines) + "\n"


def _place(citation: Citation) -> str:
    return f"{citation.path}:{citation.place or f'{citation.line}:{citation.column}'}"


def _match_lines(item: Item, t: Translate, lang: Language) -> list[str]:
    match = item.match
    lines = [f"{t('explain.match')}: {t('status.' + match.status)}"]
    if match.reason.en:
        lines.append(f"    {match.reason.in_language(lang)}")
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


def _goal_lines(judged: JudgedGoal, t: Translate, lang: Language) -> list[str]:
    goal = judged.goal
    lines = [
        f"{t('explain.goal')} {goal.k}: {goal.measure} “{one_line(goal.citation.text)}” → "
        f"{t('verdict.' + judged.verdict)}" + (f" ({share})" if (share := share_reached(judged, t)) else ""),
    ]
    if judged.reason.en:
        lines.append(f"    {judged.reason.in_language(lang)}")
    if judged.achievement:
        reached = judged.achievement.citation
        lines.append(f"    {_place(reached)} “{one_line(reached.text)}”")
    for candidate in judged.candidates[:_MOST_CANDIDATES]:
        parts = " ".join(f"{name} {value:+.2f}" for name, value in candidate.parts)
        refused = f" [{t('explain.refused')}: {candidate.refused}]" if candidate.refused else ""
        measure = candidate.quantity.measure or "—"
        lines.append(f"    {candidate.score:6.2f}  {candidate.quantity.text} ({measure}): {parts}{refused}")
    return lines


def _evidence_lines(item: Item, t: Translate) -> list[str]:
    lines = [f"{t('explain.evidence')}: {t('evidence.' + item.evidence)}"]
    lines += [
        f"    {t('evidence.' + response.evidence)}: {_place(response.citation)} “{one_line(response.citation.text)}”"
        for response in item.responses
        if response.citation
    ]
    milestone = item.milestone
    if milestone.asked or milestone.reached:
        asked, reached = milestone.asked or "—", milestone.reached or "—"
        lines.append(f"{t('explain.milestone')}: {asked} → {reached}")
    if milestone.undone:
        lines.append(f"    {t('explain.undone')}: {_place(milestone.undone)} “{one_line(milestone.undone.text)}”")
    return lines
