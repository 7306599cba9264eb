"""A table holds the same rows whichever way they came: as lists, as arrays of many rows, or taken in run after run."""

from __future__ import annotations

from typing import Any

import pytest

from reconcile.auditing.database import fill_table, open_database
from reconcile.auditing.facts import fact_parts, outcomes_in_order
from reconcile.auditing.intake import Arrays, make_room, take_in
from reconcile.auditing.tables import TABLES, Columns, joined
from tests.auditing.builder import reconciliation
from tests.auditing.test_facts import road_item

GIVEN = reconciliation(road_item())
NAMES = ("run", "items", "goals", "quantities", "responses", "drifts", "thresholds")


def cells(name: str) -> Columns:
    return joined(fact_parts(name, GIVEN, outcomes_in_order(GIVEN), []))


def rows(connection: Any, name: str) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = connection.execute(f"SELECT * FROM {name}").fetchall()
    return found


@pytest.mark.parametrize("name", NAMES)
def test_many_rows_are_what_a_few_are(name: str) -> None:
    with open_database() as few, open_database() as many:
        fill_table(few, TABLES[name], [cells(name)])
        fill_table(many, TABLES[name], [cells(name)] * 2_500)
        assert rows(few, name)
        assert rows(many, name) == rows(few, name) * 2_500


@pytest.mark.parametrize("name", NAMES)
def test_rows_that_are_taken_in_again_and_again_are_what_a_few_are(name: str) -> None:
    intake: dict[str, Arrays] = {}
    with open_database() as few, open_database() as kept:
        fill_table(few, TABLES[name], [cells(name)])
        for times in (1, 700, 2):
            columns = joined([cells(name)] * times)
            make_room(kept, TABLES[name], columns, intake)
            kept.begin()
            take_in(kept, TABLES[name], columns, intake[name])
            assert rows(kept, name) == rows(few, name) * times
            kept.rollback()
