"""The figures of the overview across places, counted by SQL over the tables of a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reconcile.batching.offices import kinds_of_office
from reconcile.fields import field_labels
from reconcile.model import Message, Severity, Tool
from reconcile.reporting.overview.intervals import wilson
from reconcile.reporting.overview.values import (
    Example,
    Failure,
    Group,
    Overview,
    PairDocument,
    PairFigures,
    RuleFigures,
    Tally,
)
from reconcile.reporting.summary import SEVERITIES

if TYPE_CHECKING:
    import duckdb

# Owners with fewer targets than these many others are left to a query.
OWNERS_SHOWN = 200
_NAMES_SHOWN, _EXAMPLES = 4, 3

_TARGETS = """count(*) AS targets,
         count(*) FILTER (status = 'matched') AS matched,
         count(*) FILTER (status = 'review') AS review,
         count(*) FILTER (status = 'uncovered') AS uncovered,
         count(*) FILTER (status = 'dropped') AS dropped,
         count(evidence) AS answered,
         count(*) FILTER (claim = 'done') AS claimed_done,
         count(*) FILTER (claim = 'done' AND evidence = 'quantified') AS quantified,
         count(*) FILTER (claim = 'done' AND evidence = 'milestone') AS milestone,
         count(*) FILTER (errors > 0) AS in_error"""
_GOALS = """count(*) AS goals,
         count(*) FILTER (verdict IN ('met', 'exceeded')) AS met,
         count(*) FILTER (verdict = 'short') AS short,
         count(*) FILTER (verdict = 'on_pace') AS on_pace,
         count(*) FILTER (verdict = 'behind') AS behind,
         count(*) FILTER (verdict IN ('no_number', 'incomparable')) AS open"""
_BY_LABEL = f"""WITH named AS ({{named}}),
  by_item AS (
  SELECT label, count(DISTINCT pair) AS pairs,
         {_TARGETS}
    FROM named JOIN items USING (pair, target) GROUP BY label),
  by_goal AS (
  SELECT label,
         {_GOALS}
    FROM named JOIN goals USING (pair, target) GROUP BY label)
SELECT * FROM by_item LEFT JOIN by_goal USING (label) ORDER BY label"""
_BY_RULE = """SELECT rule, min(CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END) AS severity,
       count(*) AS findings,
       count(DISTINCT (pair, target)) FILTER (target IS NOT NULL) AS targets,
       count(DISTINCT pair) AS pairs
  FROM findings WHERE waived IS NULL GROUP BY rule ORDER BY rule"""
_PAIR_NAMED = "SELECT pair, target, pair AS label FROM items"
_FIELD_NAMED = "SELECT pair, target, field AS label FROM items"
_OWNER_NAMED = "SELECT DISTINCT pair, target, owner AS label FROM owners WHERE target IS NOT NULL"

# What the page shows below each table, so that its figures can be asked for again.
QUERIES: Mapping[str, str] = MappingProxyType(
    {
        "pairs": _BY_LABEL.format(named=_PAIR_NAMED),
        "rules": _BY_RULE,
        "fields": _BY_LABEL.format(named=_FIELD_NAMED),
        "owners": _BY_LABEL.format(named=_OWNER_NAMED),
    }
)


def summarise_batch(
    connection: duckdb.DuckDBPyConnection, tool: Tool, report_of: Callable[[str], str | None]
) -> Overview:
    """Count the tables of a batch, which ``connection`` has open, for its overview.

    ``tool`` is what made them. ``report_of`` gives the path of a pair's HTML report relative to the overview, or None
    where there is none. A temporary table ``offices`` is left on the connection; nothing else is written.
    """
    owners, owners_count = _owners(connection)
    return Overview(
        pairs=_pairs(connection, report_of),
        failures=tuple(Failure(*row) for row in _rows(connection, "SELECT pair, error FROM errors")),
        rules=_rules(connection),
        fields=_fields(connection),
        owners=owners,
        owners_count=owners_count,
        documents=tuple(
            PairDocument(*row)
            for row in _rows(connection, "SELECT pair, role, path, sha256, coalesce(records, 0) FROM documents")
        ),
        tool=tool,
        queries=QUERIES,
    )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str, *values: object) -> list[tuple[Any, ...]]:
    return connection.execute(sql, values).fetchall()


def _tallies(connection: duckdb.DuckDBPyConnection, named: str) -> dict[Any, tuple[int, Tally]]:
    """How many pairs each label stands in, and the counts of its targets; ``named`` selects pair, target, label."""
    rows = _rows(connection, _BY_LABEL.format(named=named))
    return {label: (pairs, Tally(*(count or 0 for count in counts))) for label, pairs, *counts in rows}


def _pairs(connection: duckdb.DuckDBPyConnection, report_of: Callable[[str], str | None]) -> tuple[PairFigures, ...]:
    tallies = _tallies(connection, _PAIR_NAMED)
    sql = "SELECT pair, CAST(as_of AS VARCHAR), errors, warnings, infos, waived FROM pairs"
    return tuple(
        PairFigures(
            name=name,
            report=report_of(name),
            as_of=as_of,
            tally=tallies.get(name, (0, Tally()))[1],
            findings=dict(zip(SEVERITIES, counts, strict=True)),
            waived=waived,
        )
        for name, as_of, *counts, waived in _rows(connection, sql)
    )


def _rules(connection: duckdb.DuckDBPyConnection) -> tuple[RuleFigures, ...]:
    sql = """
        WITH sizes AS (SELECT pair, count(*) AS size FROM items GROUP BY pair)
        SELECT rule, pair, count(DISTINCT target), any_value(size)
          FROM findings JOIN sizes USING (pair) WHERE waived IS NULL AND target IS NOT NULL
         GROUP BY rule, pair ORDER BY rule, pair
    """
    found: dict[str, list[Example]] = defaultdict(list)
    for rule, pair, part, whole in _rows(connection, sql):
        found[rule].append(Example(pair, part, whole, _filter(rule=[rule])))
    return tuple(
        RuleFigures(rule, _severity(place), findings, targets, pairs, _worst(found[rule]))
        for rule, place, findings, targets, pairs in _rows(connection, _BY_RULE)
    )


def _severity(place: int) -> Severity:
    return SEVERITIES[place]


def _fields(connection: duckdb.DuckDBPyConnection) -> tuple[Group, ...]:
    labels = field_labels()
    return tuple(
        Group(labels.get(field, Message("", "")), pairs, tally)
        for field, (pairs, tally) in _tallies(connection, _FIELD_NAMED).items()
    )


def _owners(connection: duckdb.DuckDBPyConnection) -> tuple[tuple[Group, ...], int]:
    """The kinds of office with the most targets, and how many there are in all."""
    counts = dict(
        _rows(
            connection,
            "SELECT owner, count(DISTINCT (pair, target)) FROM owners WHERE target IS NOT NULL "
            "GROUP BY owner ORDER BY owner",
        )
    )
    kinds = kinds_of_office(counts)
    connection.execute("CREATE OR REPLACE TEMP TABLE offices (owner VARCHAR, office VARCHAR)")
    connection.execute("INSERT INTO offices SELECT unnest($1), unnest($2)", [list(kinds), list(kinds.values())])
    named = (
        "SELECT DISTINCT pair, target, office AS label FROM owners JOIN offices USING (owner) WHERE target IS NOT NULL"
    )
    tallies = _tallies(connection, named)
    most = sorted(tallies, key=lambda office: (-tallies[office][1].targets, office))[:OWNERS_SHOWN]
    printed: dict[str, list[str]] = defaultdict(list)
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        printed[kinds[name]].append(name)
    examples = _owner_examples(connection, most)
    return tuple(
        Group(
            Message(office, office),
            *tallies[office],
            tuple(printed[office][:_NAMES_SHOWN]),
            len(printed[office]),
            _worst(examples[office]),
        )
        for office in most
    ), len(tallies)


def _owner_examples(connection: duckdb.DuckDBPyConnection, offices: Sequence[str]) -> Mapping[str, list[Example]]:
    """In which pairs targets of an office are in error, with the filter by the names that it has there."""
    sql = """
        SELECT office, pair, count(DISTINCT target) FILTER (errors > 0) AS part, count(DISTINCT target),
               list_sort(list_distinct(list(owner)))
          FROM owners JOIN offices USING (owner) JOIN items USING (pair, target)
         WHERE office IN (SELECT unnest($1)) GROUP BY office, pair HAVING part > 0 ORDER BY office, pair
    """
    found: dict[str, list[Example]] = defaultdict(list)
    for office, pair, part, whole, names in _rows(connection, sql, list(offices)):
        found[office].append(Example(pair, part, whole, _filter(owner=names, severity=["error"])))
    return found


def _worst(examples: Sequence[Example]) -> tuple[Example, ...]:
    """Those with the surely largest share: by the lower end of its interval."""
    return tuple(sorted(examples, key=lambda each: (-wilson(each.part, each.whole)[0], each.pair))[:_EXAMPLES])


def _filter(**chosen: Sequence[str]) -> str:
    """The address by which the page of a pair shows what fits."""
    from urllib.parse import urlencode

    return urlencode(chosen, doseq=True)
