from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from heze_sample import sample
from hostile_sample import FORMULA, hostile

from reconcile import model as m
from reconcile.errors import OutputError
from reconcile.reporting import render_bytes
from reconcile.reporting.as_json import as_json
from reconcile.reporting.columns import width
from reconcile.reporting.translations import catalogue
from reconcile.reporting.workbook import as_xlsx, table
from reconcile.reporting.workbook.cells import LONGEST, cell_text

Row = dict[str, Any]


def workbook(reconciliation: m.Reconciliation, lang: m.Language = "zh", page: str = "") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(render_bytes(reconciliation, "xlsx", lang, page)))


def wording(lang: m.Language, key: str) -> str:
    return str(catalogue(lang)[key])


def rows(book: openpyxl.Workbook, name: str, lang: m.Language = "zh") -> list[Row]:
    """The rows of a sheet by the names of their columns, as in the wordings ``column.NAME``."""
    sheet = book[wording(lang, f"workbook.{name}")]
    keys = {wording(lang, key): key.removeprefix("column.") for key in catalogue(lang) if key.startswith("column.")}
    # Three headings stand for two columns each, of different sheets.
    headings = [keys.get(str(cell.value), str(cell.value)) for cell in sheet[1]]
    return [dict(zip(headings, (cell.value for cell in line), strict=True)) for line in sheet.iter_rows(min_row=2)]


def meant(lang: m.Language, family: str, shown: str | None) -> str | None:
    """The word of the model that a cell shows in a language."""
    if shown is None:
        return None
    return next(
        key.removeprefix(f"{family}.")
        for key in catalogue(lang)
        if catalogue(lang)[key] == shown and key.startswith(f"{family}.")
    )


def blank(text: str) -> str | None:
    return text or None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_targets_say_what_the_json_says(lang: m.Language) -> None:
    found = rows(workbook(sample(), lang), "items", lang)
    items = as_json(sample())["items"]
    assert len(found) == len(items)
    for row, item in zip(found, items, strict=True):
        target, match, outcomes = item["target"], item["match"], item["outcomes"]
        assert row["target"] == target["id"]
        assert row["text"] == target["text"]
        assert row["target_words"] == sample().items[found.index(row)].target.words
        assert meant(lang, "status", row["status"]) == match["status"]
        assert meant(lang, "match_kind", row["kind"]) == match["kind"]
        assert [row[key] for key in ("confidence", "weight", "margin")] == [
            match[key] for key in ("confidence", "weight", "margin")
        ]
        assert row["reason"] == blank(match["reason"][lang])
        assert row["outcomes"] == blank(" ".join(outcome["id"] for outcome in outcomes))
        assert row["restated"] == blank("\n".join(outcome["text"] for outcome in outcomes))
        told = [response["narrative"] for outcome in outcomes for response in outcome["responses"]]
        assert row["narrative"] == blank("\n".join(text for text in told if text.strip()))
        assert meant(lang, "evidence", row["evidence"]) == (item["evidence"] if outcomes else None)
        assert row["goals"] == len(item["goals"])
        by_severity = {"error": "errors", "warning": "warnings", "info": "infos"}
        for severity, column in by_severity.items():
            fired = [f for f in item["findings"] if f["severity"] == severity and not f["waived"]]
            assert row[column] == len(fired)
        assert list(json.loads(row["outcome_words"])) == [outcome["id"] for outcome in outcomes]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_goals_are_numbers_with_their_units_beside_them(lang: m.Language) -> None:
    found = rows(workbook(sample(), lang), "goals", lang)
    goals = [(item["target"]["id"], goal) for item in as_json(sample())["items"] for goal in item["goals"]]
    assert len(found) == len(goals) > 5
    for row, (target, goal) in zip(found, goals, strict=True):
        reached, last_year = goal["achievement"] or {}, goal["last_year"] or {}
        assert (row["target"], row["goal"], row["measure"]) == (target, goal["k"], goal["measure"])
        assert (row["value"], row["value_high"], row["unit"]) == (goal["value"], goal["value_high"], goal["unit"])
        assert (row["achieved"], row["achieved_unit"]) == (reached.get("value"), reached.get("unit"))
        assert (row["last_year"], row["last_year_unit"]) == (last_year.get("value"), last_year.get("unit"))
        assert row["ratio"] == goal["ratio"]
        assert meant(lang, "verdict", row["verdict"]) == goal["verdict"]
        assert meant(lang, "comparator_name", row["comparator"]) == goal["comparator"]
        assert meant(lang, "basis_name", row["basis"]) == reached.get("basis")
        assert meant(lang, "goal_origin", row["origin"]) == goal["origin"]
        assert row["goal_words"] == goal["citation"]["text"]
        assert row["achieved_words"] == (reached["citation"]["text"] if reached else None)
        assert row["why"] == blank(goal["reason"][lang])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_findings_say_what_the_json_says(lang: m.Language) -> None:
    report = as_json(sample())
    findings = [f for item in report["items"] for f in item["findings"]] + report["findings"]
    found = rows(workbook(sample(), lang), "findings", lang)
    assert len(found) == len(findings)
    for row, finding in zip(found, findings, strict=True):
        assert [row[key] for key in ("rule", "target", "outcome", "fingerprint")] == [
            finding[key] for key in ("rule", "target", "outcome", "fingerprint")
        ]
        assert meant(lang, "severity", row["severity"]) == finding["severity"]
        assert meant(lang, "confidence", row["finding_confidence"]) == finding["confidence"]
        assert row["message"] == finding["message"][lang]
        assert row["words"] == blank("\n".join(citation["text"] for citation in finding["citations"]))


def test_documents_say_how_they_were_read() -> None:
    book = workbook(sample())
    found, inputs = rows(book, "documents"), as_json(sample())["inputs"]
    for row, document in zip(found, inputs, strict=False):
        assert (row["path"], row["sha256"], row["records"]) == (
            document["path"],
            document["sha256"],
            document["records"],
        )
        assert row["as_of"] == (datetime.fromisoformat(document["as_of"]) if document["as_of"] else None)
    shown = [cell for row in book["文件"].iter_rows(values_only=True) for cell in row]
    for document in inputs:
        for diagnostic in document["diagnostics"]:
            assert diagnostic["message"]["zh"] in shown
        for residue in document["residues"]:
            assert residue["text"] in shown


def test_outcomes_without_a_target_are_listed() -> None:
    found = rows(workbook(sample()), "unmatched")
    outcomes = as_json(sample())["unmatched_outcomes"]
    assert [(row["outcome"], row["restated"]) for row in found] == [(o["id"], o["text"]) for o in outcomes] != []


def cells(book: openpyxl.Workbook) -> Iterator[Any]:
    for sheet in book:
        for line in sheet.iter_rows():
            yield from line


@pytest.mark.parametrize("make", [sample, hostile], ids=["sample", "hostile"])
def test_the_same_input_gives_the_same_bytes(make: Any) -> None:
    assert render_bytes(make(), "xlsx", "zh", "a.html") == render_bytes(make(), "xlsx", "zh", "a.html")


def test_no_text_of_a_document_can_act() -> None:
    data = render_bytes(hostile(), "xlsx", "en", "audit.html")
    book = openpyxl.load_workbook(io.BytesIO(data))
    texts = [cell.value for cell in cells(book) if isinstance(cell.value, str)]
    assert "'" + FORMULA in texts
    assert not any(text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")) for text in texts)
    assert not any(cell.data_type == "f" for cell in cells(book))
    with ZipFile(io.BytesIO(data)) as parts:
        sheets = "".join(parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name)
        assert "<f>" not in sheets
        links = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels"))
    outside = re.findall(r'Target="([^"]*)" TargetMode="External"', links)
    assert outside != []
    assert set(outside) == {"audit.html"}


def test_signs_that_no_workbook_can_hold_are_shown() -> None:
    odd = "完成\x00\x1b[31m\ufffe_x0041_\ud800"
    item = sample().items[0]
    target = replace(item.target, text=replace(item.target.text, text=odd))
    book = workbook(replace(sample(), items=(replace(item, target=target),)))
    assert rows(book, "items")[0]["text"] == "完成␀␛[31m⟨U+FFFE⟩_x0041_\ufffd"


def test_a_text_longer_than_a_cell_is_cut_and_told() -> None:
    item = sample().items[0]
    target = replace(item.target, text=replace(item.target.text, text="😀" * 20_000))
    book = workbook(replace(sample(), items=(replace(item, target=target),)))
    shown = rows(book, "items")[0]["text"]
    assert shown.endswith("⟨…⟩")
    assert len(shown.encode("utf-16-le")) // 2 <= LONGEST
    told = [row for row in book["文件"].iter_rows(values_only=True) if row[0] == "逐项目标" and row[3]]
    assert [row[3] for row in told] == ["B2"]
    assert not any("截断" in str(cell.value) for cell in cells(workbook(sample())))


def test_a_text_of_just_the_longest_is_whole() -> None:
    assert cell_text("长" * LONGEST) == "长" * LONGEST
    assert len(cell_text("长" * (LONGEST + 1))) == LONGEST


def test_targets_link_to_the_page_beside_the_workbook() -> None:
    book = workbook(sample(), page="audit.html")
    sheet = book["逐项目标"]
    headings = [cell.value for cell in sheet[1]]
    links = [row[headings.index("网页报告")].hyperlink for row in sheet.iter_rows(min_row=2)]
    assert [(link.target, link.location) for link in links] == [
        ("audit.html", f"target-{item.target.id}") for item in sample().items
    ]
    odd = workbook(sample(), page="审计 #1.html")["逐项目标"]["B2"].hyperlink
    assert (odd.target, odd.location) == ("审计%20%231.html", f"target-{sample().items[0].target.id}")
    assert "网页报告" not in [cell.value for cell in workbook(sample())["逐项目标"][1]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_can_be_filtered_and_keep_their_headings_in_sight(lang: m.Language) -> None:
    book = workbook(sample(), lang)
    for name in ("problems", "items", "goals", "findings", "unmatched"):
        sheet = book[wording(lang, f"workbook.{name}")]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert "&P" in sheet.oddFooter.center.text
    for title in book.sheetnames:
        assert len(title) <= 31


def test_columns_are_wide_enough_for_chinese() -> None:
    sheet = workbook(sample())["逐项目标"]
    for cell in sheet[1]:
        held = sheet.column_dimensions[cell.column_letter]
        if not held.hidden:
            assert held.width >= min(width(str(cell.value)) + 2, 26)
    owners = next(cell for cell in sheet[1] if cell.value == "责任单位")
    assert all(cell.alignment.wrap_text for cell in sheet[owners.column_letter][1:] if cell.value)


def test_rows_are_as_high_as_their_wrapped_text_and_grow_with_what_is_written_into_them() -> None:
    """LibreOffice takes the height from the file; one that is marked as set by hand would cut off a long reply."""
    content = render_bytes(sample(), "xlsx", "zh")
    sheet = openpyxl.load_workbook(io.BytesIO(content))["逐项目标"]
    told = next(cell for cell in sheet[1] if cell.value == wording("zh", "column.narrative")).column
    wide = sheet.column_dimensions[sheet.cell(1, told).column_letter].width
    needed = {
        row: sum(-(-width(line) // int(wide)) for line in str(sheet.cell(row, told).value).split("\n"))
        for row in range(2, sheet.max_row + 1)
        if sheet.cell(row, told).value
    }
    assert max(needed.values()) > 2
    for row, lines in needed.items():
        assert (sheet.row_dimensions[row].height or 15) >= min(lines * 14, 400)
    assert sheet.row_dimensions[1].height is None
    with ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"customHeight" not in parts.read(name)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_review_columns_offer_their_words(lang: m.Language) -> None:
    book = workbook(sample(), lang)
    for name, actions in (("items", ("confirm", "reject", "choose")), ("findings", ("accept", "waive"))):
        (offered,) = book[wording(lang, f"workbook.{name}")].data_validations.dataValidation
        assert offered.formula1 == '"' + ",".join(wording(lang, f"action.{word}") for word in actions) + '"'
    hidden = {"items": ("target_words", "outcome_words"), "findings": ("rule", "fingerprint")}
    for name, keys in hidden.items():
        sheet = book[wording(lang, f"workbook.{name}")]
        for key in keys:
            cell = next(cell for cell in sheet[1] if cell.value == wording(lang, f"column.{key}"))
            assert sheet.column_dimensions[cell.column_letter].hidden


def test_every_heading_of_a_sheet_stands_once() -> None:
    for lang in ("zh", "en"):
        for sheet in workbook(sample(), lang, "a.html"):
            if sheet.title not in (wording(lang, "workbook.summary"), wording(lang, "workbook.documents")):
                headings = [cell.value for cell in sheet[1]]
                assert len(set(headings)) == len(headings)


def test_an_empty_result_still_makes_a_workbook() -> None:
    empty = m.Reconciliation(sample().tool, (), None, ())
    assert rows(workbook(empty), "items") == []


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    with pytest.raises(OutputError, match=r"need more than the 3 rows that one can have; write \.csv or \.json"):
        render_bytes(sample(), "xlsx")


def test_a_workbook_of_many_targets_holds_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    usual = workbook(sample(), page="a.html")
    monkeypatch.setattr(as_xlsx, "_ON_DISK_FROM", 0)
    large = workbook(sample(), page="a.html")
    assert large.sheetnames == usual.sheetnames
    for sheet in usual:
        of_many = large[sheet.title]
        assert [[cell.value for cell in row] for row in of_many] == [[cell.value for cell in row] for row in sheet]
        heights = {number: row.height for number, row in sheet.row_dimensions.items() if row.height}
        assert heights == {number: row.height for number, row in of_many.row_dimensions.items() if row.height}
        assert of_many.auto_filter.ref == sheet.auto_filter.ref
        assert [cell.hyperlink and cell.hyperlink.target for row in of_many for cell in row] == [
            cell.hyperlink and cell.hyperlink.target for row in sheet for cell in row
        ]
    assert list(tmp_path.iterdir()) == []


def test_links_that_a_spreadsheet_would_not_follow_are_said_to_be_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_LINKS", 2)
    book = workbook(sample(), "en", "a.html")
    told = [[cell.value for cell in row] for row in book[wording("en", "workbook.documents")]]
    headings = [row[0] for row in told]
    assert wording("en", "workbook.unlinked") in headings
    (where,) = (row[3] for row in told[headings.index(wording("en", "workbook.unlinked")) :] if row[0] == "Targets")
    targets = book["Targets"]
    assert targets[where].value == wording("en", "workbook.open")
    assert targets[where].hyperlink is None
    assert targets[f"B{int(where[1:]) - 1}"].hyperlink is not None


def test_a_number_too_long_for_a_spreadsheet_stays_exact() -> None:
    item = next(item for item in sample().items if item.goals)
    judged = item.goals[0]
    huge = replace(judged, goal=replace(judged.goal, value=m.Decimal(12345678901234567890)))
    book = workbook(replace(sample(), items=(replace(item, goals=(huge,)),)))
    assert rows(book, "goals")[0]["value"] == "12345678901234567890"
