"""rules/ is for every document: it names no person, place, firm or project of the ones that lie in data/."""

from __future__ import annotations

import re

from reconcile import read_outcome, read_plan, read_progress
from tests.truth import ROOT

HEZE = ROOT / "data" / "heze-2023"
# What is printed in quotes and yet is the common speech of such documents everywhere.
COMMON = {"专精特新", "一件事一次办", "互联网+监管", "一次办好"}


def names() -> list[str]:
    """The names that stand in the documents: leaders, places among the owners, and what is printed in quotes."""
    plan = read_plan(HEZE / "plan.txt")
    report = read_outcome([HEZE / "outcome-044-085.txt", HEZE / "outcome-140-199.txt"])
    half_year, _ = read_progress(ROOT / "data" / "heze-2020" / "h1-progress.txt")
    targets = [*plan.targets, *half_year.targets]
    leaders = {leader for target in targets for leader in target.leaders}
    leaders |= {name for o in report.outcomes for r in o.responses for name in r.leader.split("、") if name}
    owners = {owner.name for target in targets for owner in target.owners}
    places = {found[1] for owner in owners if (found := re.match(r"([^各].)[区县]人民政府", owner))}
    issuer = plan.document.issuer.removesuffix("市人民政府")
    quoted = {word for target in targets for word in re.findall("“([^”]{4,})”", target.text.text)}
    return sorted((leaders | places | {issuer} | quoted) - COMMON)


def test_rules_name_nothing_that_only_one_document_names() -> None:
    files = sorted((ROOT / "rules").rglob("*.toml"))
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    assert len(names()) > 40
    assert [(file, name) for name in names() for file, text in texts.items() if name in text] == []
