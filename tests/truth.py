"""Scores a reconciliation against the labels in data/truth, as the labelling guide defines them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from reconcile.model import Item, JudgedGoal, Reconciliation

ROOT = Path(__file__).resolve().parent.parent
TRUTH = ROOT / "data" / "truth"

# The guide's flags and the rules that stand for them.
RULES = {
    "no-evidence": "claimed-without-evidence",
    "contradiction": "claim-contradicted",
    "expected-only": "forecast-only",
    "duplicate-row": "duplicate-outcome",
    "arith": "arithmetic",
}
# Rules that the guide has no flag for are not scored.
FLAGGED = {
    *RULES.values(),
    "shortfall",
    "stale-period",
    "goal-dropped",
    "goal-altered",
    "unit-mismatch",
    "scope-mismatch",
    "basis-mismatch",
    "owner-changed",
    "overachieved",
}
# A half-year number below a year-end goal, whatever the pace.
IN_PROGRESS = {"on_pace", "behind"}


@dataclass
class Score:
    """Right, wrong and missed, with a line for each that is not right."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        total = 2 * self.right + len(self.wrong) + len(self.missed)
        return 2 * self.right / total if total else 1.0

    @property
    def share(self) -> float:
        return self.right / (self.right + len(self.wrong) + len(self.missed))


def labels(name: str, *, added: bool) -> list[dict[str, str]]:
    """The rows of one kind of label: the given ones, or those added by reading."""
    files = sorted((TRUTH / "added").glob(f"{name}*.csv")) if added else [TRUTH / f"{name}.csv"]
    rows = []
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows += list(csv.DictReader(stream))
    return rows


def key(text: str) -> str:
    return "".join(text.split())


def score_matches(result: Reconciliation, rows: Iterable[Mapping[str, str]]) -> Score:
    found = {outcome.id: item.target.id for item in result.items for outcome in item.outcomes}
    score = Score()
    for row in rows:
        if found.get(row["outcome_row"], "") == row["plan_row"]:
            score.right += 1
        else:
            score.wrong.append(f"outcome {row['outcome_row']}: {found.get(row['outcome_row'])}, not {row['plan_row']}")
    return score


def _items(results: Mapping[str, Reconciliation], doc: str) -> dict[str, Item]:
    return {item.target.id: item for item in results[doc].items}


def goals_of(item: Item) -> list[JudgedGoal]:
    return [judged for judged in item.goals if judged.goal.origin == "target"]


def score_goals(results: Mapping[str, Reconciliation], rows: list[dict[str, str]]) -> tuple[Score, Score]:
    """Goals found by value, and of those the share with comparator and unit right. Only labelled rows count."""
    score, exact = Score(), Score()
    by_row: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        by_row.setdefault((row["doc"], row["row"]), []).append(row)
    for (doc, number), labelled in sorted(by_row.items()):
        others = [Decimal(row["value"]) for row in labelled if row["role"] != "goal"]
        goals = [judged.goal for judged in goals_of(_items(results, doc)[number])]
        for row in labelled:
            if row["role"] != "goal":
                continue
            value = Decimal(row["value"])
            printed = key(row["span"])
            match = next(
                (
                    g
                    for g in goals
                    if g.value == value and (key(g.citation.text) in printed or printed in key(g.citation.text))
                ),
                None,
            )
            if match is None:
                score.missed.append(f"{doc} {number}: {row['span']} missed")
                continue
            goals.remove(match)
            score.right += 1
            if (match.comparator, match.unit) == (row["comparator"], row["unit"]):
                exact.right += 1
            else:
                exact.wrong.append(
                    f"{doc} {number}: {row['span']} read as {match.comparator} {match.unit}, "
                    f"not {row['comparator']} {row['unit']}"
                )
        # A row may be labelled in part; what is clearly not a goal there, or not labelled at all, is wrong.
        complete = {int(row["k"]) for row in labelled} == set(range(1, len(labelled) + 1))
        for goal in goals:
            if complete or goal.value in others:
                score.wrong.append(f"{doc} {number}: {goal.citation.text} is no goal")
    return score, exact


def score_achievements(
    results: Mapping[str, Reconciliation], rows: list[dict[str, str]], goal_rows: list[dict[str, str]]
) -> tuple[Score, Score]:
    """Achieved values right, and verdicts right, for each labelled goal."""
    values, verdicts = Score(), Score()
    spans = {(row["doc"], row["row"], row["k"]): row for row in goal_rows}
    for row in rows:
        doc = "plan" if row["doc"] == "out" else row["doc"]
        number = row["plan_row"] or row["outcome_row"]
        label = spans.get((doc, number, row["goal_k"]))
        item = _items(results, doc)[number]
        name = f"{row['doc']} {row['outcome_row']} goal {row['goal_k']}"
        judged = None
        if label is not None:
            judged = next(
                (
                    j
                    for j in goals_of(item)
                    if j.goal.value == Decimal(label["value"])
                    and key(j.goal.citation.text)[-1:] == key(label["span"])[-1:]
                ),
                None,
            )
        if judged is None:
            values.missed.append(f"{name}: goal not read")
            verdicts.missed.append(f"{name}: goal not read")
            continue
        reached = judged.achievement
        got = "" if reached is None else f"{float(reached.value):g}"
        wanted = f"{float(row['achieved']):g}" if row["achieved"] else ""
        if got == wanted or (
            judged.verdict in ("no_number", "incomparable") and row["verdict"] in ("no_number", "incomparable")
        ):
            values.right += 1
        else:
            values.wrong.append(f"{name}: achieved {got or 'none'}, not {wanted or 'none'}")
        if judged.verdict == row["verdict"] or (row["verdict"] == "in_progress" and judged.verdict in IN_PROGRESS):
            verdicts.right += 1
        else:
            verdicts.wrong.append(f"{name}: {judged.verdict}, not {row['verdict']}")
    return values, verdicts


def score_items(results: Mapping[str, Reconciliation], rows: list[dict[str, str]]) -> tuple[Score, Score, Score]:
    """Findings by flag, evidence grades and claims of the labelled outcome rows."""
    findings, evidence, claims = Score(), Score(), Score()
    for row in rows:
        doc = "plan" if row["doc"] == "out" else row["doc"]
        items = [i for i in results[doc].items if any(o.id == row["outcome_row"] for o in i.outcomes)]
        name = f"{row['doc']} {row['outcome_row']}"
        fired = {
            finding.rule
            for finding in results[doc].all_findings
            if finding.outcome == row["outcome_row"] and finding.rule in FLAGGED
        }
        wanted = {RULES.get(flag, flag) for flag in row["flags"].split(";") if flag}
        findings.right += len(fired & wanted)
        findings.wrong += [f"{name}: {rule} fired" for rule in sorted(fired - wanted)]
        findings.missed += [f"{name}: {rule} missed" for rule in sorted(wanted - fired)]
        if not items:
            evidence.missed.append(f"{name}: no item")
            claims.missed.append(f"{name}: no item")
            continue
        if items[0].evidence in row["evidence"].split("|"):
            evidence.right += 1
        else:
            evidence.wrong.append(f"{name}: {items[0].evidence}, not {row['evidence']}")
        outcome = next(o for o in items[0].outcomes if o.id == row["outcome_row"])
        claim = {"是": "done", "否": "not_done", "": "silent"}[row["claim"]]
        if outcome.claim == claim:
            claims.right += 1
        else:
            claims.wrong.append(f"{name}: {outcome.claim}, not {claim}")
    return findings, evidence, claims
