"""Small reconciliations made by hand, with every passage at a place of its own in its document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reconcile import model as m

PLAN, REPORT = "plan.txt", "outcome.txt"

RULE = """\
id = "{id}"
severity = "{severity}"
confidence = "{confidence}"
sql = '''
{sql}
'''

[name]
en = "Probe"
zh = "探针"

[title]
en = "Finds what a test looks for."
zh = "查找测试所需的内容。"

[message]
en = "{message}"
zh = "{message}"

[why]
en = "A test asks."
zh = "测试需要。"

[what_to_do]
en = "Nothing."
zh = "无。"

[[example]]
description = "A target."
fires = true
items = [{{ target_text = "新增床位" }}]

[[example]]
description = "None."
fires = false
"""

ALL_ITEMS = "SELECT target_id, outcome_id, [cite] AS citations, target_text FROM items"


def write_rule(
    folder: Path,
    id: str = "probe",
    *,
    sql: str = ALL_ITEMS,
    message: str = "seen",
    severity: str = "warning",
    confidence: str = "high",
) -> Path:
    """A pack's rule in ``folder``, which is made where it is missing; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{id}.toml"
    text = RULE.format(id=id, sql=sql, message=message, severity=severity, confidence=confidence)
    path.write_text(text, encoding="utf-8")
    return path


def passage(text: str, line: int, path: str = REPORT, column: int = 5) -> m.Passage:
    return m.Passage(text, path, line, column)


def cite(words: str, *passages: m.Passage) -> m.Citation:
    """The citation of ``words`` in the first of the passages that holds them."""
    for text in passages:
        start = text.text.find(words)
        if start >= 0:
            return text.cite(start, start + len(words))
    raise AssertionError(f"no passage holds {words!r}")


def target(
    id: str, text: str, *, owners: Sequence[str] = ("市教育局",), deadline: str = "年底", path: str = PLAN
) -> m.Target:
    line = int(id) if id.isdecimal() else 900
    return m.Target(id, passage(text, line, path), owners=tuple(m.Owner(name) for name in owners), deadline=deadline)


def outcome(
    id: str,
    text: str,
    *narratives: str,
    claim: m.ClaimKind = "done",
    claim_text: str = "是",
    owners: Sequence[str] = ("市教育局",),
    line: int | None = None,
    path: str = REPORT,
) -> m.Outcome:
    """An outcome with one response for each narrative, each on a line of its own."""
    first = line if line is not None else 10 * (int(id) if id.isdecimal() else 900)
    responses = tuple(
        m.Response(
            leader="",
            owners=tuple(m.Owner(name) for name in owners),
            narrative=passage(narrative, first + n, path, column=40),
            claim=claim,
            claim_text=claim_text,
        )
        for n, narrative in enumerate(narratives)
    )
    return m.Outcome(id, passage(text, first, path), responses, claim=claim, claim_text=claim_text)


def item(
    planned: m.Target,
    *outcomes: m.Outcome,
    status: m.MatchStatus | None = None,
    goals: Sequence[m.JudgedGoal] = (),
    evidence: m.EvidenceGrade = "activity",
    drift: Sequence[m.Drift] = (),
    milestone: m.Milestone | None = None,
) -> m.Item:
    match = m.Match(
        target=planned.id,
        outcomes=tuple(one.id for one in outcomes),
        status=status or ("matched" if outcomes else "uncovered"),
        kind="one" if outcomes else "none",
        reason=m.Message("rows are missing", "缺行") if not outcomes else m.Message("", ""),
    )
    return m.Item(
        target=planned,
        outcomes=outcomes,
        match=match,
        goals=tuple(goals),
        evidence=evidence,
        drift=tuple(drift),
        milestone=milestone or m.Milestone(),
    )


def reconciliation(
    *items: m.Item,
    as_of: str | None = "2023-12-31",
    unmatched: Sequence[m.Outcome] = (),
    diagnostics: Sequence[m.Diagnostic] = (),
    self_planned: bool = False,
) -> m.Reconciliation:
    """``diagnostics`` are those of the report."""
    report = m.Document(REPORT, "outcome", "0" * 64, "utf-8", diagnostics=tuple(diagnostics))
    plan = m.Document(PLAN, "plan", "1" * 64, "utf-8")
    return m.Reconciliation(
        tool=m.Tool("reconcile", "0", "2" * 64),
        inputs=(report,) if self_planned else (plan, report),
        as_of=as_of,
        items=items,
        unmatched_outcomes=tuple(unmatched),
    )


def moved(given: m.Reconciliation, lines: int) -> m.Reconciliation:
    """The same documents with every line further down."""

    def down(words: m.Passage) -> m.Passage:
        return replace(words, line=words.line + lines)

    def outcome_down(one: m.Outcome) -> m.Outcome:
        responses = tuple(replace(response, narrative=down(response.narrative)) for response in one.responses)
        return replace(one, text=down(one.text), responses=responses)

    items = tuple(
        replace(
            one,
            target=replace(one.target, text=down(one.target.text)),
            outcomes=tuple(outcome_down(answer) for answer in one.outcomes),
        )
        for one in given.items
    )
    return replace(given, items=items)
