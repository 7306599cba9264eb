"""Why one target was matched and judged so, as plain text: weights, runner-up, numbers weighed, rules that fired."""

from __future__ import annotations

from reconcile.model import Citation, Item, JudgedGoal, Language
from reconcile.reporting.plain_text import one_line
from reconcile.reporting.translations import Translate, translator

_MOST_CANDIDATES = 5


def explain_item(item: Item, lang: Language) -> str:
    """The whole reasoning about one item, a section for each step, each statement with the words it rests on."""
    say = translator(lang)
    lines = [
        f"{say('explain.target')} {item.target.id}: {one_line(item.target.text.text)}",
        f"    {_place(item.target.text.cite())}",
    ]
    for outcome in item.outcomes:
        lines.append(f"{say('explain.outcome')} {outcome.id}: {one_line(outcome.text.text)}  [{outcome.claim_text}]")
        for response in outcome.responses:
            lines.append(f"    {response.leader}: {one_line(response.narrative.text)}")
            lines.append(f"    {_place(response.narrative.cite())}")
    lines += ["", *_match_lines(item, say, lang)]
    for judged in item.goals:
        lines += ["", *_goal_lines(judged, say, lang)]
    lines += ["", *_evidence_lines(item, say)]
    for drift in item.drift:
        lines.append(f"{say('explain.drift')}: {drift.kind}: {drift.message.in_language(lang)}")
    lines.append("")
    if not item.findings:
        lines.append(say("explain.no_findings"))
    for finding in item.findings:
        lines.append(f"{finding.severity} {finding.rule} ({finding.confidence}): {finding.message.in_language(lang)}")
        lines += [f"    {_place(citation)} “{one_line(citation.text)}”" for citation in finding.citations]
    return "\n".join(lines) + "\n"


def _place(citation: Citation) -> str:
    return f"{citation.path}:{citation.line}:{citation.column}"


def _match_lines(item: Item, say: Translate, lang: Language) -> list[str]:
    match = item.match
    lines = [f"{say('explain.match')}: {say('status.' + match.status)}"]
    if match.reason.en:
        lines.append(f"    {match.reason.in_language(lang)}")
    if not match.outcomes:
        return lines
    parts = match.parts
    rows = (("text", parts.text), ("owners", parts.owners), ("quantities", parts.quantities), ("order", parts.order))
    lines += [f"    {say('parts.' + name)}: {value:+.3f}" for name, value in rows]
    lines.append(f"    {say('explain.weight')}: {match.weight:.3f}, {say('explain.confidence')}: {match.confidence:.3f}")
    if match.runner_up:
        runner = match.runner_up
        lines.append(f"    {say('explain.runner_up')}: {runner.outcome} ({runner.weight:.3f}), +{match.margin:.3f}")
    return lines


def _goal_lines(judged: JudgedGoal, say: Translate, lang: Language) -> list[str]:
    goal = judged.goal
    lines = [
        f"{say('explain.goal')} {goal.k}: {goal.measure} “{one_line(goal.citation.text)}” → "
        f"{say('verdict.' + judged.verdict)}" + (f" ({judged.ratio:.3f})" if judged.ratio is not None else ""),
    ]
    if judged.reason.en:
        lines.append(f"    {judged.reason.in_language(lang)}")
    if judged.achievement:
        reached = judged.achievement.citation
        lines.append(f"    {_place(reached)} “{one_line(reached.text)}”")
    for candidate in judged.candidates[:_MOST_CANDIDATES]:
        parts = " ".join(f"{name} {value:+.2f}" for name, value in candidate.parts)
        refused = f" [{say('explain.refused')}: {candidate.refused}]" if candidate.refused else ""
        measure = candidate.quantity.measure or "—"
        lines.append(f"    {candidate.score:6.2f}  {candidate.quantity.text} ({measure}): {parts}{refused}")
    return lines


def _evidence_lines(item: Item, say: Translate) -> list[str]:
    lines = [f"{say('explain.evidence')}: {say('evidence.' + item.evidence)}"]
    lines += [
        f"    {say('evidence.' + response.evidence)}: {_place(response.citation)} “{one_line(response.citation.text)}”"
        for response in item.responses
        if response.citation
    ]
    milestone = item.milestone
    if milestone.asked or milestone.reached:
        asked, reached = milestone.asked or "—", milestone.reached or "—"
        lines.append(f"{say('explain.milestone')}: {asked} → {reached}")
    if milestone.undone:
        lines.append(f"    {say('explain.undone')}: {_place(milestone.undone)} “{one_line(milestone.undone.text)}”")
    return lines
