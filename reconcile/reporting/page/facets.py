"""What the targets of the page can be filtered by: the options of each filter, and the tokens of each item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reconcile.model import Item
from reconcile.reporting.summary import CLAIMS, GRADES, SEVERITIES, STATUSES, VERDICTS, claim_of

_ORDER: Mapping[str, tuple[str, ...]] = {
    "severity": SEVERITIES,
    "rule": (),
    "verdict": VERDICTS,
    "status": STATUSES,
    "claim": CLAIMS,
    "evidence": GRADES,
    "leader": (),
    "owner": (),
}
FACETS = tuple(_ORDER)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter: its value, the token that items bear in the page, and how many do."""

    value: str
    token: str
    count: int


def values_of(item: Item) -> dict[str, tuple[str, ...]]:
    """What an item offers to each filter, each value once."""
    findings = [finding for finding in item.findings if finding.waived is None]
    responses = [response for outcome in item.outcomes for response in outcome.responses]
    leaders = [*item.target.leaders, *(name for r in responses for name in r.leader.split("、") if name)]
    owners = [*item.target.owners, *(owner for response in responses for owner in response.owners)]
    found: dict[str, Iterable[str]] = {
        "severity": (finding.severity for finding in findings),
        "rule": (finding.rule for finding in findings),
        "verdict": (judged.verdict for judged in item.goals),
        "status": (item.match.status,),
        "claim": (claim_of(item.outcomes),) if item.outcomes else (),
        "evidence": (item.evidence,) if item.outcomes else (),
        "leader": leaders,
        "owner": (owner.name for owner in owners),
    }
    return {facet: tuple(dict.fromkeys(values)) for facet, values in found.items()}


def options(items: Sequence[Item]) -> dict[str, tuple[Option, ...]]:
    """The choices of every filter: fixed words in their order, names by how often they occur, then as first met."""
    found = [values_of(item) for item in items]
    result = {}
    for number, facet in enumerate(FACETS):
        counts = Counter(value for values in found for value in values[facet])
        words = _ORDER[facet] or [value for value, _ in counts.most_common()]
        present = [word for word in words if counts[word]]
        # Tokens are short because every item repeats them.
        result[facet] = tuple(
            Option(word, f"{chr(ord('a') + number)}{place}", counts[word]) for place, word in enumerate(present)
        )
    return result


def tokens(item: Item, choices: Mapping[str, Mapping[str, str]]) -> str:
    """The tokens of one item, separated by blanks; ``choices`` maps each filter's values to tokens."""
    values = values_of(item)
    return " ".join(choices[facet][value] for facet in FACETS for value in values[facet])
