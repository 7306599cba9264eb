"""Runs the rules on a reconciliation and places what they find."""

from __future__ import annotations

import gc
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from operator import itemgetter
from queue import SimpleQueue
from typing import Any

from reconcile.auditing.citing import Register, cited_words
from reconcile.auditing.confinement import confined_rows
from reconcile.auditing.database import fill_table, open_database
from reconcile.auditing.facts import Answering, fact_parts, outcomes_in_order
from reconcile.auditing.firing import Fired, fired_rows
from reconcile.auditing.kept import fired_in_kept
from reconcile.auditing.rule import Rule
from reconcile.auditing.tables import TABLES, Cell, Columns
from reconcile.errors import RuleError
from reconcile.model import Citation, Confidence, Finding, Item, Outcome, Reconciliation, Severity

_ORDER = itemgetter(0)
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
_THREADS = 2
# Counts the runs of this process.
_RUNS = count()
# What no document brings, then what the slowest rules wait for.
_FILLED_FIRST = ("run", "stages", "thresholds", "goals", "quantities", "responses")
# With more outcomes than these, plans are worth looking for, and packs have their tables filled column by column.
_MANY = 500
# What the reading doubts about a row: findings on it are at most of medium confidence.
_DOUBTFUL = ("merged-cells",)
# What the reading meets where the words of a target are not what was promised.
_NO_PROMISE = ("target-holds-narrative",)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where findings can stand: items by target, targets by outcome, outcomes.

    And the outcomes that are doubtful, and the targets of which it is not known what was promised.
    """

    items: Mapping[str, int]
    targets: Mapping[str, str | None]
    positions: Mapping[str, int]
    outcomes: Mapping[str, Outcome]
    doubtful: frozenset[str]
    unknown: frozenset[str]


def run_rules(
    reconciliation: Reconciliation, rules: Sequence[Rule], thresholds: Mapping[str, float] | None = None
) -> Reconciliation:
    """A reconciliation with the findings of ``rules``, each on the item it concerns, the rest at the top.

    The order is fixed: items in plan order; within one by severity, rule, and place. Each finding has the rule's
    confidence, low where the match is in review, and at most medium where the reading had to put the row together.
    Where it is not known what was promised, only rules that look at the diagnostics are heard. ``thresholds`` are the
    figures that rules draw their lines at, all of them, by default those that ship.
    Raises ``RuleError`` with the file and line of a rule whose SQL fails on these facts.
    """
    with _without_collection():
        outcomes = outcomes_in_order(reconciliation)
        fired, register = _fire(reconciliation, outcomes, rules, thresholds)
        return _place(reconciliation, outcomes, fired, register)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Hold the garbage collector: it would walk a hundred thousand items again and again, and free nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _fire(
    reconciliation: Reconciliation,
    outcomes: Sequence[Answering],
    rules: Sequence[Rule],
    thresholds: Mapping[str, float] | None,
) -> tuple[list[Fired], Register]:
    """The rows that all rules return, in the rules' order, and the words that they cite."""
    own = [rule for rule in rules if not rule.confined]
    register: Register = []

    def facts(name: str) -> Iterator[Columns]:
        return fact_parts(name, reconciliation, outcomes, register, thresholds)

    many = len(outcomes) > _MANY
    # The first run of a process may be its only one: what is done best for many runs takes longer for one.
    again = next(_RUNS) > 0
    found = fired_in_kept(own, facts) if again and not many else _fired_here(own, facts, few=not many)
    strangers = [rule for rule in rules if rule.confined]
    if strangers:
        read = sorted({table for rule in strangers for table in rule.tables})
        found += confined_rows(strangers, [(name, _rows(name, facts)) for name in read], many=many)
    return found, register


def _rows(table: str, facts: Callable[[str], Iterator[Columns]]) -> Iterator[tuple[Cell, ...]]:
    names = TABLES[table].column_names
    for part in facts(table):
        yield from zip(*(part[name] for name in names), strict=True)


def _fired_here(rules: Sequence[Rule], facts: Callable[[str], Iterator[Columns]], *, few: bool) -> list[Fired]:
    """What rules that are run in this process return, in their order; ``facts`` gives the cells of a table.

    A rule is run as soon as the tables that it names are filled, two at a time, while the others are being filled.
    """
    named = {table for rule in rules for table in rule.tables}
    tables = [name for name in _FILLED_FIRST if name in named] + sorted(named.difference(_FILLED_FIRST))
    filled: set[str] = set()
    runs: dict[str, Future[list[Fired]]] = {}
    with open_database([TABLES[name] for name in tables], few=few) as connection, ThreadPoolExecutor(_THREADS) as pool:
        sessions = SimpleQueue[Any]()
        for _ in range(_THREADS):
            sessions.put(connection.cursor())

        def fired(rule: Rule) -> list[Fired]:
            session = sessions.get()
            try:
                return fired_rows(session, rule)
            finally:
                sessions.put(session)

        def start() -> None:
            for rule in rules:
                if rule.id not in runs and filled.issuperset(rule.tables):
                    runs[rule.id] = pool.submit(fired, rule)

        start()
        for name in tables:
            fill_table(connection, TABLES[name], facts(name))
            filled.add(name)
            start()
        return [row for rule in rules for row in runs[rule.id].result()]


def _place(
    reconciliation: Reconciliation, outcomes: Sequence[Answering], fired: Sequence[Fired], register: Register
) -> Reconciliation:
    places = _places(reconciliation, outcomes)
    items = reconciliation.items
    by_item: dict[int | None, list[tuple[Any, Finding]]] = {}
    for row in fired:
        target, outcome = _whom(row, places, items)
        if target in places.unknown and "diagnostics" not in row.rule.tables:
            continue
        item = items[places.items[target]] if target is not None else None
        finding = _finding(row, item, outcome, places, register)
        order = (
            _SEVERITIES.index(finding.severity),
            finding.rule,
            places.positions.get(outcome or "", 0),
            row.citations,
            finding.message.en,
        )
        by_item.setdefault(places.items[target] if target is not None else None, []).append((order, finding))
    placed = {key: [finding for _, finding in sorted(found, key=_ORDER)] for key, found in by_item.items()}
    unique = _told_apart([placed.get(index, []) for index in range(len(items))] + [placed.get(None, [])])
    return replace(
        reconciliation,
        items=tuple(
            replace(item, findings=found) if found else item for item, found in zip(items, unique[:-1], strict=True)
        ),
        findings=unique[-1],
    )


def _places(reconciliation: Reconciliation, ordered: Sequence[Answering]) -> _Places:
    items = {item.target.id: index for index, item in enumerate(reconciliation.items)}
    ids = [outcome.id for outcome, _ in ordered]
    outcomes = dict(zip(ids, (outcome for outcome, _ in ordered), strict=True))
    return _Places(
        items=items,
        targets=dict(zip(ids, (target for _, target in ordered), strict=True)),
        positions=dict(zip(ids, range(1, len(ids) + 1), strict=True)),
        outcomes=outcomes,
        doubtful=frozenset(
            record
            for record, path in _named(reconciliation, _DOUBTFUL)
            if record in outcomes and outcomes[record].text.path == path
        ),
        unknown=frozenset(
            record
            for record, path in _named(reconciliation, _NO_PROMISE)
            if record in items and reconciliation.items[items[record]].target.text.path == path
        ),
    )


def _named(reconciliation: Reconciliation, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The records that diagnostics of these kinds name, each with the document that the diagnostic is about."""
    for document in reconciliation.inputs:
        for diagnostic in document.diagnostics:
            if diagnostic.kind in kinds:
                for record in diagnostic.records:
                    yield record, document.path


def _whom(row: Fired, places: _Places, items: Sequence[Item]) -> tuple[str | None, str | None]:
    """The target and the outcome that a fired row concerns, each filled in from the other where the row lacks it."""
    target, outcome = row.target or None, row.outcome or None
    if (target is not None and target not in places.items) or (outcome is not None and outcome not in places.targets):
        raise RuleError(
            f"the rule returned target {target!r} and outcome {outcome!r}, which the documents do not hold together",
            document=row.rule.path,
            line=row.rule.sql_line,
            remedy="return target_id and outcome_id as the fact tables give them",
        )
    if target is None and outcome is not None:
        target = places.targets[outcome]
    if target is not None and outcome is None:
        outcomes = items[places.items[target]].outcomes
        outcome = outcomes[0].id if outcomes else None
    return target, outcome


def _finding(row: Fired, item: Item | None, outcome: str | None, places: _Places, register: Register) -> Finding:
    citations = _citations(row, item, outcome, places, register)
    ceiling: Confidence = "high"
    if item is not None and item.outcomes and item.match.status == "review":
        ceiling = "low"
    elif outcome in places.doubtful:
        ceiling = "medium"
    return Finding(
        rule=row.rule.id,
        severity=row.rule.severity,
        confidence=min(row.rule.confidence, ceiling, key=_CONFIDENCES.index),
        message=row.message,
        citations=citations,
        fingerprint=fingerprint(row.rule.id, item.target.text.text if item else "", citations),
        target=item.target.id if item else None,
        outcome=outcome,
    )


def _citations(
    row: Fired, item: Item | None, outcome: str | None, places: _Places, register: Register
) -> tuple[Citation, ...]:
    """What the row cites; where it cites nothing, the words of its target or outcome, as every statement must."""
    try:
        cited = tuple(dict.fromkeys(cited_words(register, number) for number in row.citations))
    except IndexError as error:
        raise RuleError(
            "the rule returned a citation that no fact row carries",
            document=row.rule.path,
            line=row.rule.sql_line,
            remedy="fill citations from the cite columns only",
        ) from error
    if cited:
        return cited
    own = item.target.text if item else places.outcomes[outcome].text if outcome else None
    return (own.cite(),) if own else ()


def fingerprint(rule: str, target: str, citations: Sequence[Citation]) -> str:
    """What a finding is recognised by in later runs: SHA-256 over the rule, the target's words and the words cited.

    White space and the width of characters do not count, nor does any place or id, so that a document laid out or
    numbered anew gives the same fingerprint, and one whose words changed another.
    """
    parts = [rule, _bare(target), *(_bare(citation.text) for citation in citations)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


# Many findings rest on the same words.
@lru_cache(maxsize=65536)
def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _told_apart(groups: Sequence[Sequence[Finding]]) -> list[tuple[Finding, ...]]:
    """The same findings, those that rest on the very same words (rows printed twice) numbered by occurrence."""
    seen: Counter[str] = Counter()
    result = []
    for group in groups:
        told = []
        for finding in group:
            seen[finding.fingerprint] += 1
            nth = seen[finding.fingerprint]
            if nth > 1:
                again = hashlib.sha256(f"{finding.fingerprint}#{nth}".encode()).hexdigest()
                finding = replace(finding, fingerprint=again)
            told.append(finding)
        result.append(tuple(told))
    return result
