"""How right the whole run is on the labels of data/truth; prints the figures and holds a floor under each.

The floors on the given labels are those that the project promises; those on the labels added by reading stand below
what is reached, so that only a loss fails.
"""

from __future__ import annotations

import pytest

from reconcile import Reconciliation, reconcile
from tests import truth
from tests.truth import ROOT, Score

FLOORS = {
    False: {
        "matches": 1.0,
        "goals": 0.97,
        "comparator and unit": 0.95,
        "achieved values": 0.90,
        "verdicts": 0.90,
        "findings": 0.85,
        "evidence": 0.85,
        "claims": 1.0,
    },
    True: {
        "matches": 1.0,
        "goals": 0.97,
        "comparator and unit": 0.95,
        "achieved values": 0.85,
        "verdicts": 0.75,
        "findings": 0.85,
        "evidence": 0.85,
        "claims": 1.0,
    },
}


@pytest.fixture(scope="module")
def results() -> dict[str, Reconciliation]:
    heze = ROOT / "data" / "heze-2023"
    return {
        "plan": reconcile(heze / "plan.txt", [heze / "outcome-044-085.txt", heze / "outcome-140-199.txt"]),
        "h1": reconcile(ROOT / "data" / "heze-2020" / "h1-progress.txt"),
    }


def figures(results: dict[str, Reconciliation], *, added: bool) -> dict[str, tuple[float, Score]]:
    goal_labels = truth.labels("goals", added=False) + truth.labels("goals", added=True)
    matches = truth.score_matches(results["plan"], truth.labels("matches", added=added))
    goals, exact = truth.score_goals(results, truth.labels("goals", added=added))
    values, verdicts = truth.score_achievements(results, truth.labels("achieved", added=added), goal_labels)
    findings, evidence, claims = truth.score_items(results, truth.labels("items", added=added))
    return {
        "matches": (matches.share, matches),
        "goals": (goals.f1, goals),
        "comparator and unit": (exact.share, exact),
        "achieved values": (values.share, values),
        "verdicts": (verdicts.share, verdicts),
        "findings": (findings.f1, findings),
        "evidence": (evidence.share, evidence),
        "claims": (claims.share, claims),
    }


@pytest.mark.parametrize("added", [False, True], ids=["given", "added"])
def test_the_figures_hold(results: dict[str, Reconciliation], added: bool, capsys: pytest.CaptureFixture[str]) -> None:
    reached = figures(results, added=added)
    with capsys.disabled():
        print(f"\n{'labels added by reading' if added else 'given labels'}:")
        for name, (figure, score) in reached.items():
            counts = f"{score.right} right, {len(score.wrong)} wrong, {len(score.missed)} missed"
            print(f"  {name:20} {figure:.3f}  ({counts})")
    for name, (figure, score) in reached.items():
        assert figure >= FLOORS[added][name], (name, score.wrong, score.missed)


def test_every_citation_gives_back_the_words_of_the_document(results: dict[str, Reconciliation]) -> None:
    sources = {
        document.path: (ROOT / document.path).read_text(encoding="utf-8").split("\n")
        for result in results.values()
        for document in result.inputs
    }
    cited = 0
    for result in results.values():
        citations = [citation for finding in result.all_findings for citation in finding.citations]
        for item in result.items:
            citations += [judged.goal.citation for judged in item.goals]
            citations += [judged.achievement.citation for judged in item.goals if judged.achievement]
            citations += [response.citation for response in item.responses if response.citation]
        for citation in citations:
            line = sources[citation.path][citation.line - 1]
            assert line[citation.column - 1 :].startswith(citation.text), citation
            cited += 1
    assert cited > 500


def test_every_achieved_number_stands_in_its_citation(results: dict[str, Reconciliation]) -> None:
    for result in results.values():
        for item in result.items:
            for judged in item.goals:
                if judged.achievement and judged.achievement.basis != "implied":
                    printed = judged.achievement.citation.text
                    digits = "".join(c for c in printed if c.isdigit())
                    assert digits, printed
                    value = "".join(c for c in str(judged.achievement.value) if c.isdigit())
                    assert digits.strip("0").lstrip("0") in value or value.rstrip("0") in digits
