"""The tables that a batch writes: their columns, and the rows that one pair adds to each.

The first column of every table is ``pair``, the name in the manifest. ``items``, ``goals``, ``findings``, ``matches``
and ``commitments`` are the views of ``Reconciliation.to_frame``, with the pair in front.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from reconcile.fields import field_of
from reconcile.model import Item, Outcome, Reconciliation
from reconcile.reporting.summary import claim_of, summarise
from reconcile.reporting.tables import (
    Cell,
    Row,
    commitment_rows,
    finding_rows,
    forward_slashes,
    goal_rows,
    item_rows,
    match_rows,
    place,
)


class Column(NamedTuple):
    """A column: its name, its type in SQL, and what it holds."""

    name: str
    type: str
    meaning: str


class Table(NamedTuple):
    """A table: what a row of it is, its columns behind ``pair``, and what gives the rows of one pair."""

    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Reconciliation], Iterable[Row]]


PAIR = Column("pair", "VARCHAR", "name of the pair in the manifest")
# Columns that say where words stand: path:line:column, or the path alone.
_PLACES = frozenset({"path", "at", "goal_at", "achieved_at", "last_year_at"})

_DECIDED = """
decided VARCHAR what a reviewer decided on it, if one did
decided_by VARCHAR who did
decided_on VARCHAR when, as ISO date
decided_note VARCHAR and why
"""

_PAIRS = """
lang VARCHAR language of the pair: zh or en
as_of VARCHAR day that the report speaks for, as ISO date; NULL where it is not known
targets BIGINT targets of the plan
matched BIGINT targets that a row answers surely
review BIGINT targets whose row must be looked at by a person
uncovered BIGINT targets without a row where pages of the report are missing
dropped BIGINT targets without a row where the report covers the place
outcomes BIGINT rows of the completion report
unmatched_outcomes BIGINT rows that answer no target
claimed_done BIGINT targets whose rows claim that they are done
goals BIGINT goals
met BIGINT goals met or exceeded
short BIGINT goals that fell short
errors BIGINT findings that are errors, without the waived
warnings BIGINT findings that are warnings, without the waived
infos BIGINT findings that are hints, without the waived
waived BIGINT findings that were waived
"""
_DOCUMENTS = """
role VARCHAR plan, outcome or report (the work report)
path VARCHAR path relative to the manifest
sha256 VARCHAR hash of the file
encoding VARCHAR encoding that it was read in
title VARCHAR title as printed
issuer VARCHAR who issued it
number VARCHAR number of the document as printed
date VARCHAR day of the document as printed
as_of VARCHAR day that its title speaks for, as ISO date
records BIGINT rows read
diagnostics BIGINT what the reading repaired, lost or doubts
residues BIGINT passages that were not understood
"""
_DIAGNOSTICS = """
path VARCHAR path of the document
kind VARCHAR kind of what was repaired, lost or doubtful
message_en VARCHAR what it was, in English
message_zh VARCHAR what it was, in Chinese
records VARCHAR ids of the rows concerned, parted by blanks
at VARCHAR path:line:column of the words meant
"""
_ITEMS = f"""
target VARCHAR id of the target as printed
text VARCHAR its words
leaders VARCHAR its leaders, parted by 、
owners VARCHAR its owners, parted by 、
status VARCHAR matched, review, uncovered or dropped
kind VARCHAR one, split, merged or none
weight DOUBLE weight of the match, in bits
confidence DOUBLE confidence of the match, 0 to 1
margin DOUBLE bits over the runner-up
outcomes VARCHAR ids of the rows that answer it, parted by blanks
claim VARCHAR done, not_done or silent; NULL without a row
evidence VARCHAR quantified, milestone, activity, intention or none; NULL without a row
goals BIGINT goals in it
drift BIGINT differences between the plan's words and the report's
errors BIGINT findings that are errors, without the waived
warnings BIGINT findings that are warnings, without the waived
infos BIGINT findings that are hints, without the waived
waived BIGINT findings that were waived
{_DECIDED}notes VARCHAR what reviewers noted, a line each
field VARCHAR field of work, told from its words and owners; empty where nothing tells
at VARCHAR path:line:column of the target
"""
_GOALS = """
target VARCHAR id of the target
goal BIGINT number of the goal in it, from 1
origin VARCHAR target, or outcome where only the report holds it
measure VARCHAR what is counted, as printed
comparator VARCHAR ge, le, approx, eq, range, rank or full
value DOUBLE value promised, in base scale
value_high DOUBLE upper end of a range
unit VARCHAR its unit
achieved DOUBLE value reported
achieved_unit VARCHAR its unit
basis VARCHAR what the reported number is: period, cumulative, stock, growth, share, part, expected, implied, of_plan
outcome VARCHAR id of the row that reports it
verdict VARCHAR exceeded, met, short, on_pace, behind, no_number, incomparable or unreported
ratio DOUBLE reported over promised
goal_at VARCHAR path:line:column of the goal
achieved_at VARCHAR path:line:column of the achievement
goal_words VARCHAR words of the goal
achieved_words VARCHAR words of the achievement
last_year DOUBLE value reached the year before, where the work report tells it
last_year_unit VARCHAR its unit
last_year_at VARCHAR path:line:column of it
"""
_FINDINGS = f"""
rule VARCHAR name of the rule
severity VARCHAR error, warning or info
confidence VARCHAR high, medium or low
target VARCHAR id of the target; NULL where it belongs to none
outcome VARCHAR id of the row; NULL where there is none
message_en VARCHAR what was found, in English
message_zh VARCHAR what was found, in Chinese
at VARCHAR path:line:column of the first citation
words VARCHAR its characters
fingerprint VARCHAR what it is waived by
waived VARCHAR reason why it was waived; NULL where it was not
waived_by VARCHAR who waived it
{_DECIDED}"""
_MATCHES = """
target VARCHAR id of the target
outcome VARCHAR id of a row that answers it; NULL where none does
status VARCHAR matched, review, uncovered or dropped
kind VARCHAR one, split, merged or none
weight DOUBLE weight in bits: the sum of the four parts
text DOUBLE bits of the words
owners DOUBLE bits of the owners
quantities DOUBLE bits of the numbers
order DOUBLE bits of the order of the rows
confidence DOUBLE 0 to 1
margin DOUBLE bits over the runner-up
runner_up VARCHAR id of the next best row
runner_up_weight DOUBLE its weight in bits
"""
_COMMITMENTS = """
promise BIGINT place in the work report from 1; 0 where a target came from none
text VARCHAR its words
section VARCHAR section of the work report
status VARCHAR what the plan made of it: kept, edited, split, dropped, untraced, plan_only
target VARCHAR id of a target that it became
outcomes VARCHAR ids of the rows that answer that, parted by blanks
covered VARCHAR status of that target's match, or no_target
claim VARCHAR claim made for it
verdict VARCHAR worst verdict on its goals
numbers BIGINT numbers in it
at VARCHAR path:line:column of it
"""
_RESPONSES = """
target VARCHAR id of a target that the row answers; NULL where it answers none
outcome VARCHAR id of the row
response BIGINT number of the response in the row, from 1
leader VARCHAR leaders that report, parted by 、
owners VARCHAR owners that report, parted by 、
narrative VARCHAR what was done, as printed
claim VARCHAR done, not_done or silent
claim_text VARCHAR the claim as printed
evidence VARCHAR quantified, milestone, activity, intention or none; NULL where the row answers no target
at VARCHAR path:line:column of the narrative
"""
_OWNERS = """
target VARCHAR id of the target; NULL where the row that names the owner answers none
outcome VARCHAR id of the row that names the owner; NULL where the plan does
owner VARCHAR name as printed, without stray spaces
role VARCHAR lead or support where the document says so, else empty
"""


def _pair_rows(result: Reconciliation) -> Iterator[Row]:
    summary = summarise(result)
    done = sum(bool(item.outcomes) and claim_of(item.outcomes) == "done" for item in result.items)
    yield {
        "lang": result.lang,
        "as_of": result.as_of,
        "targets": summary.targets,
        "matched": summary.statuses["matched"],
        "review": summary.statuses["review"],
        "uncovered": summary.statuses["uncovered"],
        "dropped": summary.statuses["dropped"],
        "outcomes": summary.outcomes,
        "unmatched_outcomes": summary.unmatched_outcomes,
        "claimed_done": done,
        "goals": sum(summary.verdicts.values()),
        "met": summary.verdicts["met"] + summary.verdicts["exceeded"],
        "short": summary.verdicts["short"],
        "errors": summary.findings["error"],
        "warnings": summary.findings["warning"],
        "infos": summary.findings["info"],
        "waived": summary.waived,
    }


def _document_rows(result: Reconciliation) -> Iterator[Row]:
    for document in result.inputs:
        yield {
            "role": document.role,
            "path": forward_slashes(document.path),
            "sha256": document.sha256,
            "encoding": document.encoding,
            "title": document.title,
            "issuer": document.issuer,
            "number": document.number,
            "date": document.date,
            "as_of": document.as_of,
            "records": document.records,
            "diagnostics": len(document.diagnostics),
            "residues": len(document.residues),
        }


def _diagnostic_rows(result: Reconciliation) -> Iterator[Row]:
    for document in result.inputs:
        for diagnostic in document.diagnostics:
            yield {
                "path": forward_slashes(document.path),
                "kind": diagnostic.kind,
                "message_en": diagnostic.message.en,
                "message_zh": diagnostic.message.zh,
                "records": " ".join(diagnostic.records),
                "at": place(diagnostic.citation) if diagnostic.citation else None,
            }


def _item_rows(result: Reconciliation) -> Iterator[Row]:
    for item, row in zip(result.items, item_rows(result), strict=True):
        target = item.target
        field = field_of(target.text.text, [owner.name for owner in target.owners])
        yield row | {"field": field, "at": place(target.text.cite())}


def _response_rows(result: Reconciliation) -> Iterator[Row]:
    for item in result.items:
        grades = {(graded.outcome, graded.index): graded.evidence for graded in item.responses}
        for outcome in item.outcomes:
            yield from _responses_of(outcome, item, grades)
    for outcome in result.unmatched_outcomes:
        yield from _responses_of(outcome, None, {})


def _responses_of(outcome: Outcome, item: Item | None, grades: Mapping[tuple[str, int], str]) -> Iterator[Row]:
    for index, response in enumerate(outcome.responses):
        yield {
            "target": item.target.id if item else None,
            "outcome": outcome.id,
            "response": index + 1,
            "leader": response.leader,
            "owners": "、".join(owner.name for owner in response.owners),
            "narrative": response.narrative.text,
            "claim": response.claim,
            "claim_text": response.claim_text,
            "evidence": grades.get((outcome.id, index)),
            "at": place(response.narrative.cite()),
        }


def _owner_rows(result: Reconciliation) -> Iterator[Row]:
    for item in result.items:
        for owner in item.target.owners:
            yield {"target": item.target.id, "outcome": None, "owner": owner.name, "role": owner.role}
        for outcome in item.outcomes:
            for owner in outcome.owners:
                yield {"target": item.target.id, "outcome": outcome.id, "owner": owner.name, "role": owner.role}
    for outcome in result.unmatched_outcomes:
        for owner in outcome.owners:
            yield {"target": None, "outcome": outcome.id, "owner": owner.name, "role": owner.role}


def _table(meaning: str, columns: str, rows: Callable[[Reconciliation], Iterable[Row]]) -> Table:
    return Table(meaning, tuple(Column(*line.split(" ", 2)) for line in columns.split("\n") if line), rows)


TABLES: Mapping[str, Table] = {
    "pairs": _table("a pair and its counts", _PAIRS, _pair_rows),
    "documents": _table("a document of a pair", _DOCUMENTS, _document_rows),
    "diagnostics": _table(
        "something the reading of a document repaired, lost or doubts", _DIAGNOSTICS, _diagnostic_rows
    ),
    "items": _table("a target with its match, claim and evidence, in plan order", _ITEMS, _item_rows),
    "goals": _table("a goal with its achievement and verdict", _GOALS, goal_rows),
    "findings": _table("a finding: those of targets in plan order, then those of none", _FINDINGS, finding_rows),
    "matches": _table("a target and a row that answers it, or a target without one", _MATCHES, match_rows),
    "commitments": _table("a promise of the work report and a target that came of it", _COMMITMENTS, commitment_rows),
    "responses": _table("a response of a row, for each target that the row answers", _RESPONSES, _response_rows),
    "owners": _table("an owner named for a target, by the plan or by a row that answers it", _OWNERS, _owner_rows),
}
# Of the database only: the pairs that failed have no part.
ERRORS: tuple[Column, ...] = (
    Column("error", "VARCHAR", "why the pair could not be judged, and what to try"),
    Column("document", "VARCHAR", "path of the document or manifest that it lies in; empty where it lies in none"),
    Column("line", "BIGINT", "line in it; 0 where it has none"),
    Column("exit_status", "BIGINT", "2 for a document that cannot be used, 70 for an error of ours"),
)


def table_rows(name: str, result: Reconciliation, shown: Mapping[str, str]) -> Iterator[tuple[Cell, ...]]:
    """The rows of one pair in a table, cells in the order of its columns but ``pair``.

    ``shown`` gives each input's path as the table is to name it.
    """
    table = TABLES[name]
    names = [column.name for column in table.columns]
    places = [name for name in names if name in _PLACES]
    # A path may begin as another does.
    longest_first = sorted(shown.items(), key=lambda each: len(each[0]), reverse=True)
    for row in table.rows(result):
        for place_column in places:
            row[place_column] = _renamed(row[place_column], longest_first)
        yield tuple([row[column] for column in names])


def _renamed(at: Cell, shown: Iterable[tuple[str, str]]) -> Cell:
    """A path, alone or with a place in it, as the table is to name it: by the first of ``shown`` that fits."""
    if isinstance(at, str):
        for path, name in shown:
            if at.startswith(path) and at[len(path) : len(path) + 1] in ("", ":"):
                return name + at[len(path) :]
    return at
