"""What the templates of the HTML report call: everything of an item that takes more than reading a field."""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal
from urllib.parse import quote

from reconcile.model import (
    Accounting,
    Citation,
    EvidenceGrade,
    Finding,
    Item,
    Language,
    Outcome,
    Owner,
    Reconciliation,
    Response,
)
from reconcile.quotation import quotable
from reconcile.reporting.attention import concerns, worst_first
from reconcile.reporting.figures import amount, goal_amount, percent, share_reached
from reconcile.reporting.headline import headlines, opening, reading_note, title_of, titles
from reconcile.reporting.lives import ENDS, arithmetic, end_name, lives, promises_of, summed_up, ways_of
from reconcile.reporting.page import facets
from reconcile.reporting.page.bars import DENSE_FROM, bar, waterfall
from reconcile.reporting.page.marking import Piece, cut
from reconcile.reporting.page.source_view import SourceView, fragment, linked, numbers_of, sign_of, source_views
from reconcile.reporting.pictures import draw_pictures
from reconcile.reporting.plain_text import one_line, shortened
from reconcile.reporting.rule_names import rule_name, rule_names
from reconcile.reporting.summary import claim_of, summarise
from reconcile.reporting.tables import forward_slashes, place, weight, weight_parts
from reconcile.reporting.translations import Translate, translator
from reconcile.reporting.wording import Change, compare_wording, same_wording

CONCERNS_SHOWN = 200
# Targets of a dense page that are drawn or left undrawn together; the stylesheet reckons with as many.
BATCH = 40
ASIDES_SHOWN = 500
RESIDUES_SHOWN = 20
_COLOURS = 6
_KINDS: Mapping[str, Literal["kept", "removed", "added"]] = {"same": "kept", "deleted": "removed", "inserted": "added"}


def view_helpers(reconciliation: Reconciliation, lang: Language) -> dict[str, Any]:
    """The functions and tables that the templates use, bound to one reconciliation and one language."""
    t = translator(lang)
    choices = facets.options(reconciliation.items)
    token_of = {facet: {o.value: o.token for o in found} for facet, found in choices.items()}
    numbers = numbers_of(reconciliation.inputs)
    sources = source_views(reconciliation)
    worries = concerns(reconciliation)
    ranks = {id(concern.item): rank for rank, concern in enumerate(worries) if concern.item}
    document_lang = language_of(reconciliation)
    return {
        "t": t,
        "choices": choices,
        "tokens": lambda item: facets.tokens(item, token_of),
        "sort_keys": lambda item: sort_keys(item, ranks.get(id(item))),
        "label": _labeller(t, lang),
        "where": lambda citation: short_place(citation, numbers),
        **_source_helpers(reconciliation, sources, numbers, t),
        "words_lang": None if document_lang == lang else document_lang,
        "amount": lambda value, unit: amount(value, unit, lang),
        "goal_amount": lambda goal: goal_amount(goal, lang),
        **_promise_helpers(reconciliation, lang, t),
        "name_people": lambda leader, owners: name_people(leader, owners, t),
        "anchor": anchor,
        "bar": bar,
        "batch_of": BATCH,
        "waterfall": waterfall,
        "dense": len(reconciliation.items) > DENSE_FROM,
        "by_reason": lambda items: by_reason(items, lang),
        "claim_of": claim_of,
        "headlines": headlines(summarise(reconciliation), t),
        "opening": opening(summarise(reconciliation), t),
        "reading_note": lambda document: reading_note(
            document, t, percent(document.accounting.residue, document.accounting.total)
        ),
        "title_of": title_of,
        "titles": titles(reconciliation),
        "command": command(reconciliation, lang),
        "colour": lambda k: (k - 1) % _COLOURS + 1,
        "asides_shown": ASIDES_SHOWN,
        "residues_shown": RESIDUES_SHOWN,
        "concerns_shown": CONCERNS_SHOWN,
        "forward_slashes": forward_slashes,
        "grade_of": grade_of,
        "percent": percent,
        "quotable": quotable,
        "findings_by_rule": Counter(finding.rule for finding in reconciliation.all_findings),
        "share_reached": lambda judged: share_reached(judged, t),
        "restated": restated,
        "said_of": lambda item, finding, citation: said_of(item, finding, citation, lang),
        "same_wording": same_wording,
        "shares": shares,
        "shortened": lambda text, width: shortened(one_line(text), width),
        "target_pieces": target_pieces,
        "told_pieces": told_pieces,
        "uncovered_with_more": [
            item for item in reconciliation.items if item.match.status == "uncovered" and not is_uncovered(item)
        ],
        "used": used,
        "verdict_counts": verdict_counts,
        "weight": weight,
        "weight_parts": weight_parts,
        "worst_first": worst_first,
    }


def _source_helpers(
    reconciliation: Reconciliation, sources: Sequence[SourceView], numbers: Mapping[str, int], t: Translate
) -> dict[str, Any]:
    """What leads from a citation to the words in the view of their document."""
    roles = {forward_slashes(document.path): document.role for document in reconciliation.inputs}
    held = linked(sources)

    def source_of(citation: Citation) -> str | None:
        name = fragment(citation, numbers)
        return name if name in held else None

    def role_of(citation: Citation) -> str:
        role = roles.get(forward_slashes(citation.path))
        return t(f"role.{role}") if role else ""

    return {
        "sources": sources,
        "source_of": source_of,
        "role_of": role_of,
        "sign": lambda document: sign_of(numbers[forward_slashes(document.path)]),
    }


def _promise_helpers(reconciliation: Reconciliation, lang: Language, t: Translate) -> dict[str, Any]:
    """What the pictures and the section on the promises of the work report need: the lives of promises, and counts."""
    from markupsafe import Markup

    found = lives(reconciliation)
    ways, says = ways_of(found), summed_up(reconciliation, t)
    pictures, flow = draw_pictures(reconciliation, lang, found, anchor)
    return {
        "lives": found,
        "pictures": pictures,
        "markup": Markup,
        "flow": Markup(flow) if flow else None,
        "flow_says": says,
        "ways": ways,
        "ends_used": [end for end in ENDS if any(row[end] for row in ways.values())],
        "end_name": lambda end: end_name(end, t),
        "arithmetic": lambda number: arithmetic(number, lang),
        "promises_of": defaultdict(list, promises_of(reconciliation)),
    }


def _labeller(t: Translate, lang: Language) -> Callable[[str, str], str]:
    """The words for a value of a facet: rules by their name, names as they are, fixed words translated."""

    def label(facet: str, value: str) -> str:
        if facet == "rule":
            return rule_name(value, lang)
        return value if facet in ("leader", "owner") else t(f"{facet}.{value}")

    return label


def anchor(target: str) -> str:
    """The fragment that links to a target, different for every id, whatever characters an id holds.

    >>> anchor("133"), anchor("133@2"), anchor("1 <b>")
    ('target-133', 'target-133@2', 'target-1~20~3Cb~3E')
    """
    quoted = quote(target, safe="@", encoding="utf-8", errors="surrogatepass")
    return "target-" + quoted.replace("~", "~7E").replace("%", "~")


def language_of(reconciliation: Reconciliation) -> Language:
    """The language of the documents: Chinese where a target holds a Chinese character."""
    texts = (item.target.text.text for item in reconciliation.items)
    return "zh" if any("\u4e00" <= sign <= "\u9fff" for text in texts for sign in text) else "en"


def command(reconciliation: Reconciliation, lang: Language) -> str:
    """The command that makes the report again, but for options whose files the result does not name (``…``)."""
    paths = {
        role: [shlex.quote(forward_slashes(d.path)) for d in reconciliation.inputs if d.role == role]
        for role in ("plan", "outcome", "report")
    }
    tool = reconciliation.tool
    words = ["reconcile", *paths["plan"], *paths["outcome"]]
    words += [part for path in paths["report"] for part in ("--report", path)]
    words += ["--as-of", reconciliation.as_of] if reconciliation.as_of else []
    words += ["--rules", "…"] if any(rule.id not in rule_names(lang) for rule in tool.rules) else []
    words += ["--config", "…"] if tool.config_sha256 else []
    words += ["--decisions", "…"] if tool.decisions_sha256 else []
    return " ".join([*words, "--lang", lang, "-o", "audit.html"])


def is_uncovered(item: Item) -> bool:
    """Whether all there is to say of an item is that the report does not cover it."""
    return item.match.status == "uncovered" and all(
        finding.rule == "target-uncovered" and finding.waived is None for finding in item.findings
    )


def by_reason(items: Iterable[Item], lang: Language) -> Mapping[str, Sequence[Item]]:
    """Items by why they have no outcome, so that each reason is said once; in plan order, as are the reasons."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.match.reason.in_language(lang), []).append(item)
    return groups


def short_place(citation: Citation, numbers: Mapping[str, int]) -> str:
    """Where a citation stands, the document by its sign.

    >>> short_place(Citation("data/plan.txt", 189, 19, "1500 张"), {"data/plan.txt": 1})
    '① 189:19'
    """
    number = numbers.get(forward_slashes(citation.path))
    at = citation.place or f"{citation.line}:{citation.column}"
    return f"{sign_of(number)} {at}" if number else place(citation)


def sort_keys(item: Item, rank: int | None) -> str:
    """What the page sorts by: place among the concerns, confidence of the match, lowest share of a goal reached."""
    ratios = [judged.ratio for judged in item.goals if judged.ratio is not None]
    lowest = f"{min(ratios):.3g}" if ratios else "-"
    confidence = f"{item.match.confidence:.3g}" if item.outcomes else "-"
    return f"{'-' if rank is None else rank} {confidence} {lowest}"


def target_pieces(item: Item) -> tuple[Piece, ...]:
    """The target's text with its goals and what findings cite of it set apart."""
    goals = ((judged.goal.k, judged.goal.citation) for judged in item.goals)
    return cut(item.target.text, goals, _cited(item))


def told_pieces(item: Item, outcome: Outcome, response: Response) -> tuple[Piece, ...]:
    """A narrative with the achievements, and the goals that stand only there, set apart."""
    answers = [
        (judged.goal.k, judged.achievement.citation)
        for judged in item.goals
        if judged.achievement and judged.achievement.outcome == outcome.id
    ]
    own_goals = [(judged.goal.k, judged.goal.citation) for judged in item.goals if judged.goal.origin == "outcome"]
    return cut(response.narrative, answers + own_goals, _cited(item))


def _cited(item: Item) -> list[Citation]:
    return [citation for finding in item.findings for citation in finding.citations]


def restated(item: Item, outcome: Outcome) -> tuple[Change, ...]:
    """How an outcome restates the target, against the words of the plan."""
    if item.rewording:
        return tuple(Change(_KINDS[part.change], part.words) for part in item.rewording)
    return compare_wording(item.target.text.text, outcome.text.text)


def said_of(item: Item, finding: Finding, citation: Citation, lang: Language) -> bool:
    """Whether what a finding cites need not be quoted below it: its sentence has it, or it is a whole text."""
    narratives = (response.narrative.text for outcome in item.outcomes for response in outcome.responses)
    restated = (outcome.text.text for outcome in item.outcomes)
    whole = citation.text in (item.target.text.text, *restated, *narratives)
    return whole or one_line(citation.text) in one_line(finding.message.in_language(lang))


def grade_of(item: Item, outcome: Outcome, index: int) -> EvidenceGrade | None:
    """The evidence that one response offers, where it was graded."""
    found = (r.evidence for r in item.responses if r.outcome == outcome.id and r.index == index)
    return next(found, None)


def name_people(leader: str, owners: Iterable[Owner], t: Translate) -> str:
    """Leader and owners in one line, with an owner's role where the document says it."""
    roles = [f"{owner.name} ({t(f'owner.{owner.role}')})" if owner.role else owner.name for owner in owners]
    return " · ".join([leader, *roles] if leader else roles)


def verdict_counts(item: Item) -> dict[str, int]:
    """How often each verdict occurs in an item, in the order of its goals."""
    counts: dict[str, int] = {}
    for judged in item.goals:
        counts[judged.verdict] = counts.get(judged.verdict, 0) + 1
    return counts


def used(table: Mapping[Any, Mapping[str, int]]) -> tuple[str, ...]:
    """The columns of a cross table that are not 0 throughout."""
    return tuple(dict.fromkeys(word for row in table.values() for word, count in row.items() if count))


def shares(accounting: Accounting) -> Sequence[tuple[str, int, str]]:
    """What became of a document's characters: the kind, how many, and their share of all."""
    kinds = ("record", "header", "separator", "prose", "residue")
    return [(kind, count, percent(count, accounting.total)) for kind in kinds if (count := getattr(accounting, kind))]
