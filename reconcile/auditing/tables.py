"""The fact tables that a rule's SELECT may read: every column, its type and what it holds.

The documentation of rules is generated from here, and so are the tables themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Literal, TypeVar

ColumnType = Literal["VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "VARCHAR[]"]
Cell = str | int | float | bool | tuple[str, ...] | None
Entry = TypeVar("Entry")
# The cells of a table, column by column, by the names of the columns.
Columns = Mapping[str, Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a fact table; ``default`` is what a row of an example holds where it does not name the column."""

    name: str
    type: ColumnType
    doc: str
    default: Cell = None


@dataclass(frozen=True, slots=True)
class Table:
    """One fact table: what a row of it is, and its columns."""

    name: str
    doc: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


_NEUTRAL: dict[ColumnType, Cell] = {"VARCHAR": "", "BOOLEAN": False, "VARCHAR[]": ()}


def _columns(*lines: str) -> Iterator[Column]:
    """Columns from lines ``name TYPE what it holds``; text is never NULL, numbers are where there is none."""
    for line in lines:
        name, kind, doc = line.split(" ", 2)
        column_type: ColumnType = kind  # type: ignore[assignment]
        yield Column(name, column_type, doc, _DEFAULTS.get(name, _NEUTRAL.get(column_type)))


# The only texts that may be NULL, where a row belongs to no target or to no outcome.
ID_COLUMNS = ("target_id", "outcome_id")

_DEFAULTS: dict[str, Cell] = {
    "target_id": "1",
    "outcome_id": "1",
    "sentence": 1,
    "response": 1,
    "sign": 1,
    "step": 0.0,
    "asked_rank": 0,
    "reached_rank": 0,
}


def _table(name: str, doc: str, *lines: str) -> Table:
    return Table(name, doc, tuple(_columns(*lines)))


_ALL = (
    _table(
        "run",
        "One row: what holds for the whole run.",
        "as_of VARCHAR the day the report speaks for (ISO date), '' where it is not known",
        "as_of_month INTEGER its month, 1 to 12",
        "self_planned BOOLEAN whether the rows restate their own targets and no plan was given",
    ),
    _table(
        "thresholds",
        "The figures that rules draw their lines at, from `rules/vocabulary/thresholds.toml`.",
        "name VARCHAR section and name, such as `audit.overachieved`",
        "value DOUBLE the figure",
    ),
    _table(
        "stages",
        "The ladder of project stages, from `rules/vocabulary/stages.toml`.",
        "name VARCHAR the stage, as in `items.asked` and `items.reached`",
        "rank INTEGER its place on the ladder, from 1",
    ),
    _table(
        "targets",
        "One row a planned target.",
        "target_id VARCHAR the id, as printed",
        "position INTEGER its place in the plan, from 1",
        "path VARCHAR the document it stands in",
        "text VARCHAR the target, as printed",
        "leaders VARCHAR[] the leaders named",
        "owners VARCHAR[] the owners named",
        "deadline VARCHAR the deadline, as printed",
        "cite BIGINT the words of the target",
    ),
    _table(
        "outcomes",
        "One row an outcome, also those that answer no target.",
        "outcome_id VARCHAR the id, as printed",
        "target_id VARCHAR the first target it answers; NULL where it answers none",
        "position INTEGER its place in the report, from 1",
        "path VARCHAR the document it stands in",
        "text VARCHAR the restated target, as printed",
        "deadline VARCHAR the deadline, as printed",
        "claim VARCHAR `done`, `not_done` or `silent`",
        "claim_text VARCHAR the claim, as printed",
        "owners VARCHAR[] the owners of all its responses",
        "cite BIGINT the words of the restated target",
    ),
    _table(
        "items",
        "One row a target, with what was established about it.",
        "target_id VARCHAR the target",
        "outcome_id VARCHAR the first outcome that answers it; NULL where none does",
        "position INTEGER the target's place in the plan, from 1",
        "status VARCHAR `matched`, `review` or `none`",
        "place_reported BOOLEAN whether the report shows that it covers the place where the answer should stand",
        "target_text VARCHAR the target, as printed",
        "restated_text VARCHAR the target as its outcomes restate it",
        "narrative VARCHAR the narratives of all responses, one a line",
        "claim VARCHAR `done`, `not_done` or `silent`",
        "claim_text VARCHAR the claim, as printed",
        "evidence VARCHAR `quantified`, `milestone`, `activity`, `intention` or `none`",
        "asked VARCHAR the stage that the target asks for, '' where it names none",
        "asked_rank INTEGER its place on the ladder of stages, 0 where it names none",
        "asked_text VARCHAR the words that ask for it",
        "reached VARCHAR the stage that the narrative reaches, '' where it names none",
        "reached_rank INTEGER its place on the ladder of stages, 0 where it names none",
        "reached_text VARCHAR the words that reach it",
        "undone_text VARCHAR words of the narrative by which the event has not happened, stopped or changed, or ''",
        "later_text VARCHAR words that foretell its end for a time after the report's year, or ''",
        "deadline VARCHAR the deadline, as printed",
        "share_gone DOUBLE the share 0 to 1 of the time up to the deadline that is gone; NULL for no known day",
        "period_over BOOLEAN whether the report speaks for a day at or after the deadline, or for no known day",
        "reason_en VARCHAR why no outcome answers it, in English",
        "reason_zh VARCHAR why no outcome answers it, in Chinese",
        "cite BIGINT the words of the target",
        "outcome_cite BIGINT the words of the restated target",
        "narrative_cite BIGINT the first narrative",
        "asked_cite BIGINT the words that ask for the stage",
        "reached_cite BIGINT the words that reach a stage",
        "undone_cite BIGINT the words of `undone_text`",
        "later_cite BIGINT the words of `later_text`",
    ),
    _table(
        "goals",
        "One row a goal: what was promised, and the number that was taken for the answer.",
        "target_id VARCHAR the target",
        "outcome_id VARCHAR the outcome that the answer stands in, else the first outcome",
        "k INTEGER counts the target's goals from 1",
        "origin VARCHAR `target`, or `outcome` where only the report names the goal",
        "measure VARCHAR what is counted",
        "comparator VARCHAR `ge`, `le`, `approx`, `eq`, `range`, `rank` or `full`",
        "direction VARCHAR `higher`, or `lower` where less is better",
        "basis VARCHAR `period`, `cumulative`, `stock`, `growth`, `share`, `of_plan`, `part`, `expected` or `implied`",
        "value DOUBLE the promised value in base scale",
        "value_high DOUBLE the upper end of a range",
        "unit VARCHAR the unit of measurement",
        "dimension VARCHAR what kind of unit it is",
        "goal_text VARCHAR the goal's figure, as printed",
        "clause VARCHAR the clause in which it is printed",
        "verdict VARCHAR `exceeded`, `met`, `short`, `on_pace`, `behind`, `no_number`, `incomparable` or `unreported`",
        "achieved DOUBLE the value offered, in base scale; NULL where none is",
        "achieved_unit VARCHAR its unit",
        "achieved_dimension VARCHAR what kind of unit that is",
        "achieved_measure VARCHAR what it counts",
        "achieved_basis VARCHAR its basis, as `basis`",
        "achieved_text VARCHAR the figure offered, as printed",
        "achieved_clause VARCHAR the clause in which it is printed",
        "achieved_sentence VARCHAR its sentence up to and with the figure",
        "reason_en VARCHAR why the verdict is what it is, in English",
        "reason_zh VARCHAR why the verdict is what it is, in Chinese",
        "last_year DOUBLE what was reached the year before, in the goal's unit; NULL where nothing alike is told",
        "last_year_text VARCHAR that figure, as printed in the work report",
        "last_year_clause VARCHAR the clause in which it is printed",
        "last_year_part BOOLEAN whether it covers only a part of what the goal counts, so that the whole was no less",
        "cite BIGINT the goal's figure",
        "achieved_cite BIGINT the figure offered",
        "last_year_cite BIGINT the figure of the year before",
    ),
    _table(
        "candidates",
        "One row a number that was weighed as the answer to a goal.",
        "target_id VARCHAR the target",
        "outcome_id VARCHAR the outcome it stands in",
        "k INTEGER the goal",
        "n INTEGER its rank, 1 is the best",
        "value DOUBLE the value in base scale",
        "unit VARCHAR the unit of measurement",
        "dimension VARCHAR what kind of unit it is",
        "measure VARCHAR what is counted",
        "basis VARCHAR as in `goals`",
        "text VARCHAR as printed",
        "score DOUBLE its weight as an answer",
        "refused VARCHAR why it cannot be the answer, '' where it could",
        "cite BIGINT the figure",
    ),
    _table(
        "responses",
        "One row a response: what one leader or owner reports inside an outcome.",
        "target_id VARCHAR the first target that the outcome answers; NULL where it answers none",
        "outcome_id VARCHAR the outcome",
        "n INTEGER counts the outcome's responses from 1",
        "leader VARCHAR the leader",
        "owners VARCHAR[] the owners",
        "narrative VARCHAR what was done, as printed",
        "claim VARCHAR `done`, `not_done` or `silent`",
        "claim_text VARCHAR the claim, as printed",
        "evidence VARCHAR the grade of this response alone, '' where none was given",
        "cite BIGINT the narrative",
    ),
    _table(
        "quantities",
        "One row a number read from a target, a restated target or a narrative.",
        "target_id VARCHAR the target it belongs to; NULL for an outcome that answers none",
        "outcome_id VARCHAR the outcome; NULL for numbers of the plan",
        "source VARCHAR `target`, `restated` or `narrative`",
        "response INTEGER the response, from 1; 0 where the source is no narrative",
        "n INTEGER counts the numbers of this text from 1",
        "sentence INTEGER counts the sentences of this text from 1",
        "text VARCHAR the number and its unit, as printed",
        "value DOUBLE the value in base scale",
        "value_high DOUBLE the upper end of a range",
        "unit VARCHAR the unit of measurement",
        "dimension VARCHAR what kind of unit it is",
        "comparator VARCHAR as in `goals`",
        "measure VARCHAR what is counted",
        "basis VARCHAR as in `goals`",
        "sign INTEGER -1 for a fall, else 1",
        "approximate BOOLEAN whether the words say about, more than, nearly",
        "step DOUBLE what one unit of the last printed digit is worth; 0 for a count printed in full",
        "before VARCHAR the words between the number before it, or the start of the sentence, and this one",
        "after VARCHAR the words between this one and the number after it, or the end of the sentence",
        "cite BIGINT the number",
    ),
    _table(
        "matches",
        "One row a link between a target and an outcome, and one for each target without an outcome.",
        "target_id VARCHAR the target",
        "outcome_id VARCHAR the outcome; NULL where none answers the target",
        "kind VARCHAR `one`, `split`, `merged` or `none`",
        "status VARCHAR `matched`, `review` or `none`",
        "weight DOUBLE the weight of the match in bits",
        "text_weight DOUBLE the part of the texts",
        "owners_weight DOUBLE the part of the owners",
        "quantities_weight DOUBLE the part of the shared numbers",
        "order_weight DOUBLE the part of the order of rows",
        "confidence DOUBLE 0 to 1",
        "margin DOUBLE the weight over that of the runner-up",
        "runner_up VARCHAR the next best outcome, or ''",
        "cite BIGINT the words of the target",
    ),
    _table(
        "stage_counts",
        "One row a count that an answer gives for the stage of what the target promises a number of.",
        "target_id VARCHAR the target",
        "outcome_id VARCHAR the first outcome that answers it",
        "n INTEGER counts the target's rows from 1",
        "value DOUBLE how many",
        "unit VARCHAR the unit of measurement",
        "standing VARCHAR `reached`, `under_way` or `undone`, held against the stage that the target asks for",
        "stage VARCHAR the stage, as in `stages`; '' where the words name none",
        "rank INTEGER its place on the ladder of stages, 0 where the words name none",
        "text VARCHAR the words, as printed",
        "cite BIGINT the words",
    ),
    _table(
        "drifts",
        "One row a difference between the target as planned and as restated.",
        "target_id VARCHAR the target",
        "outcome_id VARCHAR the outcome",
        "part VARCHAR `goal`, `owner` or `text`: what differs",
        "goal INTEGER the goal concerned, NULL where it is none",
        "planned_text VARCHAR the words of the plan",
        "restated_text VARCHAR the words of the outcome, '' where they are gone",
        "message_en VARCHAR the difference in a sentence, in English",
        "message_zh VARCHAR the difference in a sentence, in Chinese",
        "cite BIGINT the words of the plan",
        "restated_cite BIGINT the words of the outcome; NULL where they are gone",
    ),
    _table(
        "commitments",
        "One row a promise of the work report that the plan was cut from.",
        "target_id VARCHAR the first target that came from it; NULL where none did",
        "commitment INTEGER counts the promises from 1, in reading order",
        "text VARCHAR the promise, as printed",
        "section VARCHAR the headings it stands under",
        "targets VARCHAR[] every target that came from it",
        "numbers INTEGER how many numbers it promises",
        "nearest DOUBLE the greatest share of the words for what it counts that one target holds, 0 to 1",
        "cite BIGINT the words of the promise",
    ),
    _table(
        "promised_numbers",
        "One row a number of a promise with a number of the plan that carries it; one too where nothing carries it.",
        "target_id VARCHAR the target that carries it; NULL where none does",
        "commitment INTEGER the promise, as in `commitments`",
        "n INTEGER counts the promise's numbers from 1",
        "carriers INTEGER how many numbers of the plan carry it; several add up to it",
        "measure VARCHAR what is counted",
        "comparator VARCHAR as in `goals`",
        "value DOUBLE the value in base scale",
        "value_high DOUBLE the upper end of a range",
        "unit VARCHAR the unit of measurement",
        "text VARCHAR the number with its measure, as printed",
        "planned_measure VARCHAR what the plan counts",
        "planned_comparator VARCHAR as in `goals`",
        "planned DOUBLE the plan's value, in the unit of the promise",
        "planned_high DOUBLE the upper end of the plan's range",
        "planned_text VARCHAR the plan's number with its measure, as printed",
        "words_gone VARCHAR words of the promised measure that the plan gave up for others, or a level it named",
        "words_new VARCHAR the words that the plan has instead, or a level that it adds",
        "cite BIGINT the words of `text`",
        "planned_cite BIGINT the words of `planned_text`",
    ),
    _table(
        "diagnostics",
        "One row a record that the reading repaired or doubts.",
        "path VARCHAR the document",
        "role VARCHAR `plan`, `outcome` or `report`",
        "kind VARCHAR what the reading met",
        "record_id VARCHAR the target or outcome concerned",
        "message_en VARCHAR what was met, in English",
        "message_zh VARCHAR what was met, in Chinese",
        "cite BIGINT the place; NULL where it has none",
    ),
)

TABLES = MappingProxyType({table.name: table for table in _ALL})


def by_column(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> dict[str, Sequence[Cell]]:
    """Rows with a cell for each of the names, turned into columns.

    >>> by_column(("name", "rank"), [("开工", 4), ("建成", 7)])
    {'name': ('开工', '建成'), 'rank': (4, 7)}
    """
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return dict(zip(names, columns, strict=True))


# So many entries that they and their parts stay in the processor's cache while a column after the other is read off.
_PART = 250


def in_parts(entries: Sequence[Entry], build: Callable[[Sequence[Entry], int], Columns]) -> Iterator[Columns]:
    """The columns of all entries, part by part; ``build`` is given some and the place of the first, from 1.

    Columns are built in half the time of rows, but only as long as the entries need not be fetched again for each.
    """
    for start in range(0, len(entries), _PART):
        yield build(entries[start : start + _PART], start + 1)


def joined(parts: Iterable[Columns]) -> Columns:
    """The rows of all parts, column by column; no columns where there are no parts.

    >>> joined([{"name": ("开工",), "rank": (4,)}, {"name": ("建成",), "rank": (7,)}])
    {'name': ('开工', '建成'), 'rank': (4, 7)}
    """
    several = list(parts)
    names = several[0] if several else ()
    return {name: tuple(chain.from_iterable(part[name] for part in several)) for name in names}
