from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from reconcile.batching.manifest import read_manifest
from reconcile.config.values import Pair
from reconcile.errors import ReconcileError
from tests.programs import write

PAIRS = (
    Pair("甲", ("a1.txt", "a2.txt"), ("plan a.txt",), "", "2023-12-31"),
    Pair("乙", ("b.txt",), (), "report.txt", ""),
)
CSV = """name,plan,outcome,report,as_of
甲,plan a.txt,a1.txt; a2.txt,,2023-12-31

乙,,b.txt,report.txt,
"""
TOML = """[[pair]]
name = "甲"
plan = "plan a.txt"
outcome = "a1.txt; a2.txt"
as_of = 2023-12-31

[[pair]]
name = "乙"
outcome = ["b.txt"]
report = "report.txt"
"""


def test_csv_and_toml_say_the_same(tmp_path: Path) -> None:
    assert read_manifest(write(tmp_path / "m.csv", CSV)).pairs == PAIRS
    assert read_manifest(write(tmp_path / "m.toml", TOML)).pairs == PAIRS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_sheet_saved_by_a_spreadsheet_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(CSV.replace("\n", "\r\n").encode(encoding))
    assert encoding != "utf-16" or path.read_bytes().startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    assert read_manifest(path).pairs == PAIRS


def test_columns_may_stand_in_any_order_and_be_left_out(tmp_path: Path) -> None:
    path = write(tmp_path / "m.csv", "Outcome,NAME\nb.txt,乙\n")
    assert read_manifest(path).pairs == (Pair("乙", ("b.txt",)),)


def test_the_settings_of_a_toml_manifest_are_kept(tmp_path: Path) -> None:
    manifest = read_manifest(write(tmp_path / "m.toml", TOML + '[rules]\nshortfall = "off"\n'))
    assert manifest.settings is not None
    assert manifest.settings.severities == {"shortfall": "off"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the document is empty"),
        ("name,plan,outcome\n", "names no pair"),
        ("name,plan,outcom\na,b,c\n", "m.csv:1: there is no column 'outcom'; did you mean 'outcome'?"),
        ("name,plan,plan,outcome\na,b,b,c\n", "m.csv:1: a column stands twice"),
        ("name,plan,outcome\n甲,a.txt,b.txt\n甲,c.txt,d.txt\n", "m.csv:3: the name '甲' is given to two pairs"),
        ("name,plan,outcome\nHeze,a.txt,b.txt\nheze,c.txt,d.txt\n", "m.csv:3: the names 'Heze' and 'heze' differ only"),
        ("name,plan,outcome\n,a.txt,b.txt\n", "m.csv:2: pair has no 'name'"),
        ("name,plan,outcome\n\n甲,a.txt,\n", "m.csv:3: the pair '甲' has no 'outcome'"),
        ("name,plan,outcome,as_of\n甲,a.txt,b.txt,2023/12/31\n", "m.csv:2: as_of is '2023/12/31', which is no day"),
        ("name,plan,outcome\n甲,a,b.txt,c.txt\n", "m.csv:2: the row has 4 cells under 3 headings"),
        ('name,plan,outcome\n甲,"a.txt,b.txt\n', "m.csv:2: the manifest is no CSV"),
        ("name,plan,outcome,lang\n甲,a.txt,b.txt,fr\n", "m.csv:2: lang is 'fr'"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_where_and_what_to_try(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path / "m.csv", text)
    with pytest.raises(ReconcileError) as caught:
        read_manifest(path)
    assert said in str(caught.value)
    assert caught.value.remedy


def test_a_manifest_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReconcileError, match="cannot be read: No such file"):
        read_manifest(tmp_path / "none.csv")
