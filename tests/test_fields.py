"""The field of work of a target, held against labels that were written by reading (tests/fields/*.csv).

``published`` are the targets of the published plan; its second half, the second half of ``elsewhere`` and of ``others``
were labelled and measured before any word was mended for them: 97, 68 of 70 and 94 of 107 at first sight.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile import read_plan
from reconcile.fields import field_labels, field_of
from reconcile.resources import vocabulary
from reconcile.variants import simplified
from tests.truth import ROOT

LABELS = ROOT / "tests" / "fields"


class Labelled(NamedTuple):
    text: str
    owners: list[str]
    field: str
    also: list[str]


def labelled(name: str) -> Iterator[Labelled]:
    with (LABELS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    plan = {target.id: target for target in read_plan(ROOT / "data" / "heze-2023" / "plan.txt").targets}
    for row in rows:
        also = ["" if other == "-" else other for other in row["also"].split()]
        if name == "published":
            target = plan[row["id"]]
            yield Labelled(target.text.text, [owner.name for owner in target.owners], row["field"], also)
        else:
            yield Labelled(row["text"], [owner for owner in row["owners"].split("、") if owner], row["field"], also)


@pytest.mark.parametrize(("name", "count", "right", "defensible"), [
    ("published", 200, 0.96, 0.98),
    ("elsewhere", 138, 0.97, 0.98),
    ("others", 360, 0.94, 0.97),
])  # fmt: skip
def test_fields_are_those_that_a_reader_gives(name: str, count: int, right: float, defensible: float) -> None:
    rows = list(labelled(name))
    given = [field_of(row.text, row.owners) for row in rows]
    assert len(rows) == count
    assert sum(field == row.field for field, row in zip(given, rows, strict=True)) >= right * count
    assert sum(field in (row.field, *row.also) for field, row in zip(given, rows, strict=True)) >= defensible * count


def test_every_field_of_a_label_is_known() -> None:
    known = {"", *field_labels()}
    used = {
        f for name in ("published", "elsewhere", "others") for row in labelled(name) for f in (row.field, *row.also)
    }
    assert used == known


def test_where_nothing_tells_there_is_no_field() -> None:
    assert field_of("完成年度目标任务", ["各镇（街道）"]) == field_of("Work better together") == field_of("") == ""
    # One word that goes with many fields is not enough.
    assert field_of("做好协调服务项目") == ""


def test_the_lead_owner_decides_where_the_words_do_not() -> None:
    assert field_of("完成年度任务", ["市教育局", "市财政局"]) == "education"
    assert field_of("完成年度任务", ["市财政局", "市教育局"]) == "finance_tax"
    assert field_of("新建公办中小学8所", ["市财政局"]) == "education"


def test_a_government_is_no_department_whose_name_it_holds() -> None:
    """人民政府 holds 民政, 市政府 and 市政协 hold 市政."""
    assert field_of("完成年度任务", ["甲县人民政府"]) == field_of("完成年度任务", ["市政府"]) == ""
    assert field_of("主动接受市政协民主监督", ["市政府办公室"]) == "government_reform"


def test_traditional_characters_tell_what_simplified_ones_do() -> None:
    rows = [row for row in labelled("elsewhere") if simplified(row.text) != row.text]
    assert len(rows) == 20
    assert all(
        field_of(row.text, row.owners) == field_of(simplified(row.text), list(map(simplified, row.owners)))
        for row in rows
    )


def test_english_words_count_whole_and_in_any_case() -> None:
    assert field_of("BUS stations") == field_of("Bus lanes") == "transport"
    assert field_of("A busy ROADMAP of treetops") == ""
    assert field_of("Recycled waste") == field_of("recycling") == "environment"


def test_every_field_has_a_name_in_both_languages_and_every_word_is_looked_for() -> None:
    table = vocabulary("fields")
    for key, field in table["field"].items():
        assert (field_labels()[key].en, field_labels()[key].zh) == (field["en"], field["zh"])
        for kind in ("owners", "weak_owners", "words", "hints"):
            words = field.get(kind, [])
            assert len(set(words)) == len(words)
            assert [word for word in words if word != simplified(word).lower()] == []
        others = " ".join(field["words"])
        assert field_of(others) == key


@given(
    st.text(alphabet=st.sampled_from("市政府办学校水利road bus教育ß İ𠀀\n")), st.lists(st.text(max_size=8), max_size=3)
)
def test_any_text_has_a_known_field_or_none(text: str, owners: list[str]) -> None:
    assert field_of(text, owners) in {"", *field_labels()}
