"""The outputs of a trend: JSON that its schema describes, CSV, Markdown, the terminal, the data frame, the command."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from trend_documents import DOCUMENTS, HALF_YEAR, HEZE_2020, HEZE_2023, YEAR_END, write_table

from reconcile.errors import OutputError
from reconcile.reporting.trend.files import render_trend, trend_format
from reconcile.reporting.trend.tables import COLUMNS
from reconcile.reporting.trend.terminal import render_trend_terminal
from reconcile.trending import Trend, trend
from tests.test_cli import complaint, run
from tests.truth import ROOT

SCHEMA = json.loads((ROOT / "reconcile/reporting/schemas/reconcile-trend-1.schema.json").read_text(encoding="utf-8"))
HALF, YEAR = str(DOCUMENTS / "half-year.txt"), str(DOCUMENTS / "year-end.txt")
HOSTILE = "=HYPERLINK(1)<script>|新增床位60张\x1b[31m"


@pytest.fixture(scope="module")
def found() -> Trend:
    return trend([HALF, YEAR])


@pytest.fixture
def hostile(tmp_path: Path) -> Trend:
    files = [
        write_table(tmp_path / "a.txt", HALF_YEAR, [(HOSTILE, "=cmd|新增床位52张", "是")]),
        write_table(tmp_path / "b.txt", YEAR_END, [(HOSTILE, "=cmd|新增床位48张", "否")]),
    ]
    return trend(files)


def parsed(result: Trend) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(render_trend(result, "json"))
    return report


def rows(result: Trend) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render_trend(result, "csv").removeprefix("\ufeff"))))


def test_json_validates_against_the_schema_that_ships(found: Trend, hostile: Trend) -> None:
    Draft202012Validator.check_schema(SCHEMA)
    three = trend([DOCUMENTS / name for name in ("three-half-year.txt", "three-year-end.txt", "next-year.txt")])
    for result in (found, hostile, three, trend([HEZE_2020, *HEZE_2023])):
        Draft202012Validator(SCHEMA).validate(parsed(result))


def test_json_says_what_the_trend_says(found: Trend) -> None:
    report = parsed(found)
    assert report["schema"] == "reconcile-trend/1"
    kinds = Counter(statement["kind"] for track in report["tracks"] for statement in track["statements"])
    assert kinds == found.counts == report["summary"]["statements"]
    (backwards,) = [s for track in report["tracks"] for s in track["statements"] if s["kind"] == "went-backwards"]
    assert (backwards["before"], backwards["after"]) == ("520张", "480张")
    assert (backwards["earlier"], backwards["later"]) == (1, 2)
    assert [cited["text"] for cited in backwards["citations"]] == ["520张", "480张"]
    assert "520张" in backwards["message"]["zh"]
    assert "only grows" in backwards["message"]["en"]


def test_words_of_a_reworded_target_give_back_both_texts(found: Trend) -> None:
    for track in parsed(found)["tracks"]:
        for statement in track["statements"]:
            if statement["kind"] == "reworded":
                words = statement["wording"]
                assert "".join(w["text"] for w in words if w["kind"] != "added") == statement["before"]
                assert "".join(w["text"] for w in words if w["kind"] != "removed") == statement["after"]


def test_csv_has_a_row_for_every_target_and_period(found: Trend) -> None:
    table = rows(found)
    assert {(int(row["track"]), int(row["period"])) for row in table} == {
        (track, period) for track in range(1, 28) for period in (1, 2)
    }
    assert Counter(kind for row in table for kind in row["statements"].split()) == found.counts
    beds = [row for row in table if row["measure"] == "护理型养老床位"]
    assert [(row["id"], row["promised"], row["reported"], row["claim_text"]) for row in beds] == [
        ("8", "800", "520", "是"),
        ("6", "800", "480", "否"),
    ]
    assert sum(row["status"] == "none" for row in table) == 4


def test_a_frame_has_the_columns_of_the_csv(found: Trend) -> None:
    frame = found.to_frame()
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == len(rows(found))
    assert str(frame["reported"].dtype) == "float64"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_markdown_names_every_target_and_statement(found: Trend, lang: Any) -> None:
    text = render_trend(found, "markdown", lang)
    for track in found.tracks:
        assert track.first.text.text.replace("“", "“") in text
    assert ("累计数变小" if lang == "zh" else "a total went backwards") in text
    assert text.count("\n| ") > len(found.tracks)


def test_text_of_documents_is_data_in_every_format(hostile: Trend) -> None:
    assert "\x1b" not in render_trend_terminal(hostile, verbose=True)
    markdown = render_trend(hostile, "markdown")
    assert "\x1b" not in markdown
    assert "<script>" not in markdown
    assert not [cell for row in rows(hostile) for cell in row.values() if cell.startswith("=")]


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_in_the_terminal_is_wider_than_it(found: Trend, columns: int, verbose: bool) -> None:
    lines = render_trend_terminal(found, columns=columns, verbose=verbose).splitlines()
    assert max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines) <= columns


def test_the_terminal_shows_what_went_backwards_first_and_says_that_there_is_more(found: Trend) -> None:
    text = render_trend_terminal(found)
    heads = [line for line in text.splitlines() if " → " in line and not line.startswith(" ")]
    assert heads[0].startswith("8 → 6")
    assert "城市书房" not in text
    assert "--verbose" in text
    assert "城市书房" in render_trend_terminal(found, verbose=True)


@pytest.mark.parametrize(
    ("path", "override"), [("trend.html", None), ("trend", None), ("trend.md", "html"), ("-", "xlsx")]
)
def test_a_format_that_there_is_not_is_refused_by_name(path: str, override: str | None) -> None:
    with pytest.raises(OutputError, match=r"json \(\.json\), csv \(\.csv\), markdown \(\.md\)"):
        trend_format(path, override)


def test_the_command_writes_every_format_and_says_so(tmp_path: Path) -> None:
    files = [tmp_path / f"trend{ending}" for ending in (".json", ".csv", ".md")]
    done = run("trend", HALF, YEAR, *(part for file in files for part in ("-o", str(file))))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [f"wrote {file}" for file in files]
    written = json.loads(files[0].read_text(encoding="utf-8"))
    assert written["summary"]["targets"] == 27
    assert all(file.stat().st_size > 1000 for file in files)


def test_the_command_prints_the_table_or_the_format_asked_for() -> None:
    assert "8 → 6" in run("trend", HALF, YEAR).stdout
    assert json.loads(run("trend", YEAR, HALF, "--format", "json").stdout)["periods"][0]["as_of"] == "2024-06-30"
    assert "What needs attention" in run("trend", HALF, YEAR, "--lang", "en").stdout
    quiet = run("trend", HALF, YEAR, "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")


def test_the_command_refuses_in_one_line(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("会议纪要\n今天讨论了很多事情。\n", encoding="utf-8")
    assert "at least two files" in complaint("trend", HALF)
    assert "notes.txt" in complaint("trend", HALF, str(notes))
    assert "notes.txt" in complaint("trend", str(notes), HALF)
    assert "same bytes" in complaint("trend", HALF, HALF)
    assert "html" in complaint("trend", HALF, YEAR, "-o", str(tmp_path / "trend.html"))
    assert "nowhere" in complaint("trend", HALF, YEAR, "-o", str(tmp_path / "nowhere" / "trend.json"))
    assert "missing.txt" in complaint("trend", HALF, str(tmp_path / "missing.txt"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt"]
