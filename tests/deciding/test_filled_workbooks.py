from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reconcile import model as m
from reconcile.deciding.workbook import read_workbook_decisions
from reconcile.errors import ReconcileError
from reconcile.reporting import render_bytes
from reconcile.reporting.translations import catalogue

Fill = Callable[["Filling"], None]


def item(target: str, outcome: str | None) -> m.Item:
    text = m.Passage(f"第{target}项目标", "plan.txt", 1, 1)
    told = m.Response("", (), m.Passage(f"第{outcome}行的答复", "out.txt", 2, 1), "done", "是")
    outcomes = (m.Outcome(outcome, text, (told,), "done", "是"),) if outcome else ()
    finding = m.Finding("shortfall", "error", "high", m.Message("short", "未达"), (), f"{target:0>64}", target, outcome)
    status: m.MatchStatus = "matched" if outcome else "dropped"
    found = m.Match(target, tuple(o.id for o in outcomes), status, "one" if outcome else "none")
    return m.Item(m.Target(target, text), outcomes, found, findings=(finding,) if outcome else ())


def result() -> m.Reconciliation:
    left = m.Outcome("@9", m.Passage("没有目标的行", "out.txt", 9, 1), (), "silent")
    items = (item("1", "11"), item("2", "12"), item("3", "13@2"), item("4", None))
    return m.Reconciliation(m.Tool("reconcile", "0", "0"), (), None, items, (left,))


class Filling:
    """A workbook that a reviewer has open."""

    def __init__(self, reconciliation: m.Reconciliation, lang: m.Language) -> None:
        self.lang = lang
        self.book = openpyxl.load_workbook(io.BytesIO(render_bytes(reconciliation, "xlsx", lang)))

    def word(self, key: str) -> str:
        return str(catalogue(self.lang)[key])

    def sheet(self, name: str) -> Any:
        return self.book[self.word(f"workbook.{name}")]

    def cell(self, name: str, row: int, key: str) -> Any:
        sheet = self.sheet(name)
        column = next(cell.column for cell in sheet[1] if cell.value == self.word(f"column.{key}"))
        return sheet.cell(row, column)

    def put(self, name: str, row: int, **values: object) -> None:
        for key, value in values.items():
            self.cell(name, row, key).value = value

    def sign(self, by: object = "张三", on: object = "2024-03-01") -> None:
        for key, value in (("review.default_by", by), ("review.default_on", on)):
            label = next(cell for row in self.sheet("summary") for cell in row if cell.value == self.word(key))
            self.sheet("summary").cell(label.row, 2).value = value


def read(path: Path, fill: Fill, lang: m.Language = "zh", of: m.Reconciliation | None = None) -> tuple[m.Decision, ...]:
    filling = Filling(of or result(), lang)
    fill(filling)
    filling.book.save(path / "audit.xlsx")
    return read_workbook_decisions(path / "audit.xlsx")


def match(action: m.DecisionAction, target: str, *outcomes: str, note: str = "") -> m.Decision:
    """A decision on a match as the page gives it."""
    items = {item.target.id: item for item in result().items}
    rows = [*result().unmatched_outcomes, *(outcome for item in result().items for outcome in item.outcomes)]
    words = {row.id: row.words for row in rows}
    return m.Decision(
        action,
        "张三",
        "2024-03-01",
        note,
        target,
        outcomes,
        target_words=items[target].target.words,
        outcome_words=tuple((id, words[id]) for id in sorted(outcomes)),
    )


def on_finding(action: m.DecisionAction, target: str, outcome: str, note: str = "") -> m.Decision:
    named = {"fingerprint": f"{target:0>64}", "rule": "shortfall", "outcome": outcome}
    return m.Decision(action, "张三", "2024-03-01", note, target, **named)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("words", ["zh", "en"])
def test_every_kind_of_decision_is_read_back(tmp_path: Path, lang: m.Language, words: m.Language) -> None:
    def fill(w: Filling) -> None:
        w.sign()
        said = {
            action: catalogue(words)[f"action.{action}"]
            for action in ("confirm", "reject", "choose", "waive", "accept")
        }
        w.put("items", 2, review_match=said["confirm"])
        w.put("items", 3, review_match=said["reject"], review_reason="不是一回事", note="去现场看")
        w.put("items", 4, review_match=said["choose"], chosen="11、@9")
        w.put("items", 5, review_match=said["choose"], chosen=catalogue(words)["review.none"])
        w.put("findings", 2, review_finding=said["waive"], review_reason="口径已改")
        w.put("findings", 3, review_finding=said["accept"])

    noted = m.Decision("note", "张三", "2024-03-01", "去现场看", "2", target_words=result().items[1].target.words)
    assert set(read(tmp_path, fill, lang)) == {
        match("confirm", "1", "11"),
        match("reject", "2", "12", note="不是一回事"),
        noted,
        match("choose", "3", "11", "@9"),
        match("choose", "4"),
        on_finding("waive", "1", "11", "口径已改"),
        on_finding("accept", "2", "12"),
    }


def test_a_workbook_nobody_filled_in_holds_no_decision(tmp_path: Path) -> None:
    assert read(tmp_path, lambda w: w.sign()) == ()


@pytest.mark.parametrize(
    ("chosen", "outcomes"),
    [("第11行", ("11",)), ("11,12", ("11", "12")), ("１１；13@2", ("11", "13@2")), (11, ("11",)), ("'@9", ("@9",))],
)
def test_rows_are_named_as_people_write_them(tmp_path: Path, chosen: object, outcomes: tuple[str, ...]) -> None:
    def fill(w: Filling) -> None:
        w.sign()
        # The decision goes without saying where rows are named.
        w.put("items", 5, chosen=chosen)

    assert read(tmp_path, fill) == (match("choose", "4", *outcomes),)


def test_to_confirm_that_no_row_answers_is_to_choose_none(tmp_path: Path) -> None:
    def fill(w: Filling) -> None:
        w.sign()
        w.put("items", 5, review_match="确认对应")

    assert read(tmp_path, fill) == (match("choose", "4"),)


@pytest.mark.parametrize(
    "on",
    [
        date(2024, 3, 1),
        datetime(2024, 3, 1, 9, 30),
        *("2024-3-1", "2024/03/01", "2024.3.1", "2024年3月1日", "2024 年 3 月 1 日", "20240301", "2024-03-01 00:00:00"),
        "２０２４－０３－０１",
    ],
)
def test_dates_are_read_as_people_write_them(tmp_path: Path, on: object) -> None:
    def fill(w: Filling) -> None:
        w.put("items", 2, review_match="确认对应", by="张三", on=on)
        w.cell("items", 2, "on").number_format = "yyyy/m/d h:mm" if isinstance(on, datetime) else "yyyy-mm-dd"

    assert read(tmp_path, fill) == (match("confirm", "1", "11"),)


def test_a_row_of_its_own_name_and_date_keeps_them(tmp_path: Path) -> None:
    def fill(w: Filling) -> None:
        w.sign("李四", "2024-04-01")
        w.put("items", 2, review_match="确认对应", by="张三", on="2024-03-01")
        w.put("items", 3, review_match="确认对应")

    own, shared = read(tmp_path, fill)
    assert (own.by, own.date) == ("张三", "2024-03-01")
    assert (shared.by, shared.date) == ("李四", "2024-04-01")


def shuffle_rows(w: Filling) -> None:
    sheet = w.sheet("items")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, values in enumerate(reversed(rows), start=2):
        for place, value in enumerate(values, start=1):
            sheet.cell(number, place).value = value


def delete_rows(w: Filling) -> None:
    w.sheet("items").delete_rows(3, 2)


def add_columns_and_a_title(w: Filling) -> None:
    sheet = w.sheet("items")
    sheet.insert_cols(1)
    sheet.cell(1, 1).value = "科室意见"
    sheet.cell(3, 1).value = "同意"
    sheet.insert_rows(1, 2)
    sheet.cell(1, 1).value = "某某局复核底稿"


def move_columns(w: Filling) -> None:
    sheet = w.sheet("items")
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    for number, values in enumerate(rows, start=1):
        for place, value in enumerate(reversed(values), start=1):
            sheet.cell(number, place).value = value


def copy_and_rename(w: Filling) -> None:
    copied = w.book.copy_worksheet(w.sheet("items"))
    copied.title = "张三的底稿"
    copied.sheet_state = "hidden"


def filter_rows(w: Filling) -> None:
    w.sheet("items").row_dimensions[2].hidden = True


@pytest.mark.parametrize(
    "handled", [shuffle_rows, delete_rows, add_columns_and_a_title, move_columns, copy_and_rename, filter_rows]
)
def test_sheets_may_be_handled_as_spreadsheets_are(tmp_path: Path, handled: Fill) -> None:
    def fill(w: Filling) -> None:
        w.sign()
        w.put("items", 2, review_match="确认对应")
        w.put("items", 5, chosen="11")
        handled(w)

    assert set(read(tmp_path, fill)) == {match("confirm", "1", "11"), match("choose", "4", "11")}


def refused(tmp_path: Path, fill: Fill, lang: m.Language = "zh") -> str:
    with pytest.raises(ReconcileError) as error:
        read(tmp_path, fill, lang)
    assert error.value.exit_status == 2
    assert "\n" not in str(error.value)
    return str(error.value).removeprefix(f"{tmp_path.as_posix()}/")


def place(w: Filling, name: str, row: int, key: str) -> str:
    return f"audit.xlsx:{w.word(f'workbook.{name}')}!{w.cell(name, row, key).coordinate}: "


@pytest.mark.parametrize(
    ("name", "values", "at", "says"),
    [
        ("findings", {"review_finding": "豁免"}, "review_reason", "waived without a reason; say here why"),
        ("items", {"review_match": "确认对映"}, "review_match", "no decision '确认对映'; did you mean '确认对应'?"),
        ("items", {"review_match": "豁免"}, "review_match", "no decision '豁免'; known are 确认对应"),
        ("items", {"review_match": "改为对应"}, "chosen", "no row is named that answers the target; write"),
        ("items", {"chosen": "99"}, "chosen", "there is no outcome row '99' in this workbook"),
        (
            "items",
            {"review_match": "否定对应", "chosen": "11"},
            "chosen",
            "the decision is to reject those that were found",
        ),
        (
            "items",
            {"review_reason": "不对"},
            "review_reason",
            "there is a reason here, but no decision; choose one in the",
        ),
        (
            "findings",
            {"review_reason": "不对"},
            "review_reason",
            "there is a reason here, but no decision; choose one in",
        ),
        ("items", {"note": "看", "on": "三月"}, "on", "'三月' is no date; write the day as YYYY-MM-DD"),
        ("items", {"note": "看", "on": "2024-02-30"}, "on", "'2024-02-30' is no date"),
        ("items", {"note": "看", "on": "45352"}, "on", "'45352' is no date"),
        ("items", {"note": "看", "target_words": None}, "target_words", "the row lacks what stood in the column '校验"),
        ("items", {"note": "看", "target_words": "abc"}, "target_words", "must be 16 hexadecimal digits"),
        (
            "items",
            {"review_match": "确认对应", "outcome_words": "abc"},
            "outcome_words",
            "no longer holds what the program",
        ),
    ],
)
def test_a_mistake_is_told_with_its_cell(tmp_path: Path, name: str, values: Any, at: str, says: str) -> None:
    where = []

    def fill(w: Filling) -> None:
        w.sign()
        w.put(name, 3, **values)
        where.append(place(w, name, 3, at))

    told = refused(tmp_path, fill)
    assert told.startswith(where[0])
    assert says in told


def test_a_decision_needs_a_name_and_a_date(tmp_path: Path) -> None:
    def unsigned(w: Filling) -> None:
        w.put("items", 2, review_match="确认对应")

    def undated(w: Filling) -> None:
        w.put("items", 2, review_match="确认对应", by="张三")

    assert (
        "a decision without a reviewer's name; write the reviewer here, or once beside '复核人（本表通用）'"
        in refused(tmp_path, unsigned)
    )
    assert "a decision without a date; write the day here as YYYY-MM-DD" in refused(tmp_path, undated)


def test_a_match_that_is_none_cannot_be_rejected(tmp_path: Path) -> None:
    def fill(w: Filling) -> None:
        w.sign()
        w.put("items", 5, review_match="否定对应")

    assert "there is no match to reject: no row answers this target" in refused(tmp_path, fill)


def test_what_a_decision_is_on_must_not_be_deleted(tmp_path: Path) -> None:
    def fill(w: Filling) -> None:
        w.sign()
        w.put("findings", 2, review_finding="属实")
        w.sheet("findings").delete_cols(w.cell("findings", 2, "fingerprint").column)

    assert "the row lacks what stood in the column '校验：发现指纹'" in refused(tmp_path, fill)


def test_two_columns_to_decide_in_are_refused(tmp_path: Path) -> None:
    def fill(w: Filling) -> None:
        w.sheet("items").cell(1, 60).value = "复核：对应"

    assert "!BH1: a column with this heading stands before already" in refused(tmp_path, fill)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        *(("items", key) for key in ("target", "review_match", "chosen", "review_reason", "note", "by", "on")),
        *(("findings", key) for key in ("target", "review_finding", "review_reason", "by", "on")),
    ],
)
def test_a_column_that_lost_its_heading_is_not_passed_over(tmp_path: Path, name: str, key: str) -> None:
    def fill(w: Filling) -> None:
        w.sign()
        w.cell(name, 1, key).value = "复核结果"

    says = refused(tmp_path, fill)
    assert f"{catalogue('zh')[f'workbook.{name}']}!1: no column bears the heading" in says
    assert str(catalogue("zh")[f"column.{key}"]) in says


def test_two_reviewers_for_the_whole_workbook_are_refused(tmp_path: Path) -> None:
    def fill(w: Filling) -> None:
        w.sign()
        w.book.copy_worksheet(w.sheet("summary"))
        w.sign("李四")

    assert "names different reviewers or dates for all its decisions" in refused(tmp_path, fill)


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "责任目标"
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(ReconcileError, match="no sheet of this workbook has columns to decide in; give a workbook"):
        read_workbook_decisions(tmp_path / "other.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04broken")
    with pytest.raises(ReconcileError, match=r"broken\.xlsx: "):
        read_workbook_decisions(tmp_path / "broken.xlsx")
    with pytest.raises(ReconcileError, match="there is no such file"):
        read_workbook_decisions(tmp_path / "none.xlsx")


def decided() -> m.Reconciliation:
    """A result that was given decisions: all of them stand in the workbook that is written of it."""
    elder = replace(match("reject", "2", "12"), by="李四")
    given = (
        match("confirm", "1", "11"),
        elder,
        on_finding("waive", "1", "11", "口径已改"),
        m.Decision("note", "李四", "2024-02-01", "=看", "3", target_words=result().items[2].target.words),
    )
    statuses: tuple[m.DecisionStatus, ...] = ("applied", "void", "applied", "applied")
    judged = [m.JudgedDecision(one, status, m.Message("", "")) for one, status in zip(given, statuses, strict=True)]
    return replace(result(), decisions=tuple(judged))


def test_decisions_that_were_given_come_back_with_the_workbook(tmp_path: Path) -> None:
    given = tuple(each.decision for each in decided().decisions)
    assert set(read(tmp_path, lambda w: w.sign(), of=decided())) == set(given)


def test_what_is_decided_anew_replaces_the_reviewers_own_and_no_others(tmp_path: Path) -> None:
    def fill(w: Filling) -> None:
        w.sign()
        w.put("items", 2, chosen="12")
        w.put("items", 3, review_match="确认对应")
        w.put("findings", 2, review_finding="属实")

    elder = decided().decisions[1].decision
    noted = decided().decisions[3].decision
    assert set(read(tmp_path, fill, of=decided())) == {
        match("choose", "1", "12"),
        match("confirm", "2", "12"),
        elder,
        on_finding("accept", "1", "11"),
        noted,
    }


def test_rejections_of_different_rows_stand_together(tmp_path: Path) -> None:
    earlier = m.JudgedDecision(match("reject", "1", "12"), "applied")

    def fill(w: Filling) -> None:
        w.sign()
        w.put("items", 2, review_match="否定对应")

    found = read(tmp_path, fill, of=replace(result(), decisions=(earlier,)))
    assert set(found) == {match("reject", "1", "12"), match("reject", "1", "11")}


def test_hidden_columns_hold_plain_json(tmp_path: Path) -> None:
    w = Filling(result(), "zh")
    assert json.loads(w.cell("items", 4, "outcome_words").value) == {"13@2": result().items[2].outcomes[0].words}
