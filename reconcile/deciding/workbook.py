"""Reads the decisions that a reviewer filled into a workbook this program wrote.

The rows may have been sorted, filtered and deleted, columns moved and added, sheets copied and renamed: what a row is
about stands in its hidden columns, and columns are known by their headings in either language.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from reconcile.deciding.filled_sheets import Cells, FilledRow, filled_rows, folded, is_wording, wordings
from reconcile.deciding.records import Broken, read_record
from reconcile.errors import DecisionError, nearest
from reconcile.model import Decision
from reconcile.reading.formats.workbook import read_cells
from reconcile.reading.rows import column_letters
from reconcile.reading.source import read_source
from reconcile.reporting.translations import catalogue
from reconcile.reporting.workbook.review import FINDING_ACTIONS, MATCH_ACTIONS

_DATE = re.compile(
    r"([12]\d{3})(?:[-/.年]([01]?\d)[-/.月]([0-3]?\d)日?|([01]\d)([0-3]\d))(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
_BETWEEN = re.compile(r"[\s、,，;；/]+")
_ORDINAL = re.compile(r"第?(.+?)行?")
_UNPINNED = "decide in the workbook as it was written, with its hidden columns and sheets"
# In which column of the sheet a key of a record stands.
_PLACES: Mapping[str, Mapping[str, str]] = {
    "items": {"outcomes": "chosen", "date": "on", "note": "review_reason", "": "review_match"},
    "findings": {"action": "review_finding", "date": "on", "note": "review_reason", "": "review_finding"},
    "decisions": {
        "target": "decision_target",
        "outcomes": "outcome_words",
        "date": "on",
        "note": "decision_note",
        "": "action",
    },
}


class _Known(NamedTuple):
    """What holds for all rows: name and date where a row has none, the words of each outcome row by its id."""

    by: str
    on: str
    words: Mapping[str, str]


def read_workbook_decisions(path: str | Path) -> tuple[Decision, ...]:
    """The decisions that a workbook holds: those filled in, then those it was written with that still stand.

    One that a reviewer filled in takes the place of the same reviewer's earlier one on the same match or finding.
    Raises ``DecisionError`` with the file, the sheet, the cell and a remedy for what is not understood, and where a
    waiver has no reason or a decision no name or date; ``DocumentError`` for a file that is no workbook.
    """
    source = read_source(path)
    sheets = list(read_cells(source.data, source.name))
    rows = [row for name, cells in sheets for row in filled_rows(source.name, name, cells)]
    if not rows:
        raise DecisionError(
            "no sheet of this workbook has columns to decide in",
            document=source.name,
            remedy="give a workbook that was written with -o audit.xlsx",
        )
    known = _Known(
        _for_all(source.name, sheets, "review.default_by"),
        _for_all(source.name, sheets, "review.default_on"),
        _outcome_rows(rows),
    )
    found = [decision for row in rows for decision in _filled_in(row, known)]
    kept = [_kept(row) for row in rows if row.kind == "decisions" and row.text("action")]
    anew: dict[tuple[str, str | None, str], list[Decision]] = {}
    for decision in found:
        anew.setdefault(_matter(decision), []).append(decision)
    standing = [old for old in kept if not any(_replaces(new, old) for new in anew.get(_matter(old), ()))]
    return tuple(dict.fromkeys(found + standing))


def _matter(decision: Decision) -> tuple[str, str | None, str]:
    """What a decision is on, and whose it is."""
    about = decision.fingerprint if decision.kind == "finding" else decision.target
    return decision.kind, about, decision.by


def _replaces(new: Decision, old: Decision) -> bool:
    """Whether a decision takes the place of its reviewer's earlier one on the same matter.

    Notes stand beside each other, and so do rejections of other rows; a choice takes the place of every choice.
    """
    if new.kind != "match":
        return new.kind == "finding"
    if (new.action == "reject") != (old.action == "reject"):
        return not set(new.outcomes).isdisjoint(old.outcomes)
    return new.action != "reject" or set(old.outcomes) <= set(new.outcomes)


def _for_all(workbook: str, sheets: Sequence[tuple[str, Cells]], key: str) -> str:
    """What stands right of the label ``key``, for all rows that say nothing of their own; "" for nothing."""
    said: dict[str, str] = {}
    for name, cells in sheets:
        for number, row in cells.items():
            for place, text in row.items():
                if is_wording(text, key):
                    beside = min((other for other in row if other > place), default=0)
                    if beside:
                        said.setdefault(row[beside].strip(), f"{workbook}:{name}!{column_letters(beside)}{number}")
    if len(said) > 1:
        raise DecisionError(
            "the workbook names different reviewers or dates for all its decisions",
            document=list(said.values())[1],
            remedy="leave one of them, or write name and date in each row",
        )
    return next(iter(said), "")


def _outcome_rows(rows: Sequence[FilledRow]) -> dict[str, str]:
    """The words of every outcome row that the workbook shows, by its id."""
    known: dict[str, str] = {}
    for row in rows:
        if row.kind == "unmatched":
            known[row.text("outcome")] = row.text("row_words")
        elif row.kind == "items":
            known.update(_pinned(row))
    return known


def _pinned(row: FilledRow) -> dict[str, str]:
    """The outcomes of a row and the hashes of their words, from its hidden column."""
    text = row.text("outcome_words")
    try:
        found = json.loads(text or "{}")
    except (json.JSONDecodeError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise row.wrong("outcome_words", "this cell no longer holds what the program wrote into it", _UNPINNED)
    return {str(id): str(words) for id, words in found.items()}


def _filled_in(row: FilledRow, known: _Known) -> Iterator[Decision]:
    """The decisions of one row of the sheets of targets and findings."""
    if row.kind == "findings":
        action = _action(row, "review_finding", FINDING_ACTIONS)
        if action:
            yield _decision(row, _on_finding(row, action) | _signed(row, known), "fingerprint")
        else:
            _refuse_reason(row, "review_finding")
    elif row.kind == "items":
        action = _action(row, "review_match", MATCH_ACTIONS) or ("choose" if row.text("chosen") else "")
        if action:
            yield _decision(row, _on_match(row, action, known) | _signed(row, known), "target_words")
        else:
            _refuse_reason(row, "review_match")
        if row.text("note"):
            said = {"kind": "note", "target": row.text("target"), "note": row.text("note")}
            said["target_words"] = row.text("target_words")
            yield _decision(row, said | _signed(row, known), "target_words")


def _refuse_reason(row: FilledRow, key: str) -> None:
    if row.text("review_reason"):
        remedy = f"choose one in the column {_heading(key)}" + (
            f", or move the words to the column {_heading('note')}" if "note" in row.columns else ""
        )
        raise row.wrong("review_reason", "there is a reason here, but no decision", remedy)


def _on_match(row: FilledRow, action: str, known: _Known) -> dict[str, object]:
    shown = _pinned(row)
    if action == "choose":
        chosen = {id: known.words[id] for id in _chosen(row, known)}
    elif row.text("chosen"):
        problem = f"rows are chosen here, but the decision is to {action} those that were found"
        raise row.wrong("chosen", problem, f"leave the cell blank, or decide {_words('choose')}")
    else:
        chosen = shown
    if action == "reject" and not shown:
        raise row.wrong("review_match", "there is no match to reject: no row answers this target", "leave it blank")
    return {
        "kind": "match",
        # Where no row was found, to confirm that is to choose none.
        "action": action if chosen else "choose",
        "target": row.text("target"),
        "outcomes": list(chosen),
        "note": row.text("review_reason"),
        "target_words": row.text("target_words"),
        "outcome_words": chosen,
    }


def _chosen(row: FilledRow, known: _Known) -> list[str]:
    """The ids of the outcome rows that a reviewer names; [] for the word that says that there is none."""
    text = row.text("chosen")
    if not text:
        nothing = " or ".join(str(catalogue(lang)["review.none"]) for lang in ("zh", "en"))
        raise row.wrong("chosen", "no row is named that answers the target", f"write its number, or {nothing}")
    if text in known.words:
        return [text]
    if folded(text) in wordings("review.none"):
        return []
    return list(dict.fromkeys(_row_named(row, part, known) for part in _BETWEEN.split(text) if part))


def _row_named(row: FilledRow, part: str, known: _Known) -> str:
    bare = _ORDINAL.fullmatch(folded(part))
    for id in (part, bare[1] if bare else ""):
        if id in known.words:
            return id
    problem = f"there is no outcome row {part!r} in this workbook"
    raise row.wrong("chosen", problem, "write the number of a row as the workbook shows it")


def _on_finding(row: FilledRow, action: str) -> dict[str, object]:
    if action == "waive" and not row.text("review_reason"):
        raise row.wrong("review_reason", "a finding is waived without a reason", "say here why it does not count")
    return {
        "kind": "finding",
        "action": action,
        "fingerprint": row.text("fingerprint"),
        "rule": row.text("rule"),
        "target": row.text("target") or None,
        "outcome": row.text("outcome") or None,
        "note": row.text("review_reason"),
    }


def _kept(row: FilledRow) -> Decision:
    """A decision that the workbook was written with."""
    action = _action(row, "action", (*MATCH_ACTIONS, *FINDING_ACTIONS, "note"))
    said: dict[str, object] = {"note": row.text("decision_note"), "by": row.text("by"), "date": _date(row, "on", "")}
    target = row.text("decision_target")
    if action in FINDING_ACTIONS:
        said |= {"kind": "finding", "action": action, "target": target or None, "outcome": row.text("outcome") or None}
        said |= {"fingerprint": row.text("fingerprint"), "rule": row.text("rule")}
        return _decision(row, said, "fingerprint")
    said |= {"target": target, "target_words": row.text("target_words")}
    if action == "note":
        return _decision(row, said | {"kind": "note"}, "target_words")
    words = _pinned(row)
    said |= {"kind": "match", "action": action, "outcomes": list(words), "outcome_words": words}
    return _decision(row, said, "target_words")


def _decision(row: FilledRow, record: Mapping[str, object], pin: str) -> Decision:
    """The decision that a record holds; ``pin`` is the hidden column without which nothing can be decided."""
    if not row.text(pin):
        raise row.wrong(pin, f"the row lacks what stood in the column {_heading(pin)}", _UNPINNED)
    return read_record(record, _complain(row))


def _complain(row: FilledRow) -> Broken:
    return lambda problem, key, remedy: row.wrong(_PLACES[row.kind].get(key, key), problem, remedy)


def _action(row: FilledRow, key: str, known: Sequence[str]) -> str:
    """The action that a cell names in either language, "" for a blank one."""
    text = row.text(key)
    if not text:
        return ""
    for action in known:
        if folded(text) in wordings(f"action.{action}") | {action}:
            return action
    words = [str(catalogue(lang)[f"action.{action}"]) for lang in ("zh", "en") for action in known]
    raise row.wrong(key, f"there is no decision {text[:40]!r}", nearest(text, words))


def _signed(row: FilledRow, known: _Known) -> dict[str, object]:
    """Who decided, and when: as the row says, else as the workbook says for all."""
    by = row.text("by") or known.by
    if not by:
        remedy = f"write the reviewer here, or once beside {_label('review.default_by')}"
        raise row.wrong("by", "a decision without a reviewer's name", remedy)
    return {"by": by, "date": _date(row, "on", known.on)}


def _date(row: FilledRow, key: str, for_all: str) -> str:
    """The date of a row as an ISO date."""
    text = row.text(key) or for_all
    if not text:
        remedy = f"write the day here as YYYY-MM-DD, or once beside {_label('review.default_on')}"
        raise row.wrong(key, "a decision without a date", remedy)
    written = unicodedata.normalize("NFKC", text)
    found = _DATE.fullmatch("".join(written.split()) if "年" in written else written)
    try:
        year, month, day = [int(part) for part in found.groups() if part] if found else (0, 0, 0)
        return date(year, month, day).isoformat()
    except ValueError:
        remedy = "write the day as YYYY-MM-DD, such as 2024-03-01, or format the cell as a date"
        raise row.wrong(key, f"{text[:40]!r} is no date", remedy) from None


def _words(action: str) -> str:
    return _label(f"action.{action}")


def _heading(key: str) -> str:
    return _label(f"column.{key}")


def _label(key: str) -> str:
    """A wording in both languages, as messages name it."""
    return " / ".join(f"'{catalogue(lang)[key]}'" for lang in ("zh", "en"))
