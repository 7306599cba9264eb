"""What the page of the report gives its script so that a reviewer's decisions name exactly what they were made on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, get_args

from reconcile.model import DecisionAction, Item, Language, Outcome, Reconciliation
from reconcile.reporting.decided import decision_counts, decision_words, item_marks, mark_words, unsettled, waiver_words
from reconcile.reporting.page.bars import DENSE_FROM
from reconcile.reporting.plain_text import one_line, shortened
from reconcile.reporting.summary import summarise
from reconcile.reporting.tables import forward_slashes
from reconcile.reporting.translations import translator

if TYPE_CHECKING:
    from markupsafe import Markup

_SHOWN = 60


def decision_hooks(reconciliation: Reconciliation, lang: Language) -> dict[str, Any]:
    """What the templates of decisions use: the facts of the whole page, the rows of an item, what is decided."""
    t = translator(lang)
    outcomes = _outcomes(reconciliation)
    place = {outcome.id: number for number, outcome in enumerate(outcomes)}
    return {
        "decision_counts": decision_counts(summarise(reconciliation), t),
        "decision_words": lambda judged: decision_words(judged, t, lang),
        "mark_words": lambda decided: mark_words(decided, t),
        "marks_of": lambda item: item_marks(item, t),
        "targets": {item.target.id for item in reconciliation.items},
        "unsettled": unsettled(reconciliation),
        "waiver_words": lambda finding: waiver_words(finding, t),
        "about": _about(reconciliation, outcomes),
        "actions": get_args(DecisionAction),
        "rows_of": _rows_of(place),
    }


def _rows_of(place: dict[str, int]) -> Callable[[Item], str]:
    return lambda item: " ".join(str(place[outcome.id]) for outcome in item.outcomes)


def _outcomes(reconciliation: Reconciliation) -> list[Outcome]:
    """Every outcome once, in printed order."""
    found = {outcome.id: outcome for item in reconciliation.items for outcome in item.outcomes}
    found |= {outcome.id: outcome for outcome in reconciliation.unmatched_outcomes}
    file = {document.path: number for number, document in enumerate(reconciliation.inputs)}

    def printed(outcome: Outcome) -> tuple[int, int, int]:
        first = outcome.text if outcome.text.text or not outcome.responses else outcome.responses[0].narrative
        return file.get(first.path, len(file)), first.line, first.column

    return sorted(found.values(), key=printed)


def _about(reconciliation: Reconciliation, outcomes: list[Outcome]) -> Markup:
    inputs = [
        {"role": document.role, "path": forward_slashes(document.path), "sha256": document.sha256}
        for document in reconciliation.inputs
    ]
    told = _told_in_page(reconciliation)
    rows = [[outcome.id, outcome.words, *([] if outcome.id in told else [_short(outcome)])] for outcome in outcomes]
    # Whoever looks at the same documents goes on with the same decisions, wherever the page lies.
    key = hashlib.sha256("".join(document.sha256 for document in reconciliation.inputs).encode()).hexdigest()
    return json_block({"key": key, "inputs": inputs, "rows": rows})


def _told_in_page(reconciliation: Reconciliation) -> frozenset[str]:
    """The rows whose words the script reads from the page itself: of many targets, those that a target has alone."""
    if len(reconciliation.items) <= DENSE_FROM:
        return frozenset()
    return frozenset(item.outcomes[0].id for item in reconciliation.items if len(item.outcomes) == 1)


def _short(outcome: Outcome) -> str:
    told = " ".join(response.narrative.text for response in outcome.responses)
    return shortened(one_line(outcome.text.text or told), _SHOWN)


def json_block(value: Any) -> Markup:
    r"""``value`` as JSON that can stand in a page: nothing in it ends its element, and every text comes back exactly.

    >>> print(json_block({"id": "</script>\x1b", "text": "床位"}))
    {"id":"\u003c/script\u003e\u001b","text":"床位"}
    """
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup("".join(sign if sign.isprintable() and sign not in "<>&" else _escaped(sign) for sign in text))


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if sign in "<>&" else json.dumps(sign)[1:-1]
