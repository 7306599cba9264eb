"""Plain records → decisions: every key is known and typed here, whatever else a record holds is refused."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from reconcile.errors import DecisionError, nearest
from reconcile.model import Decision, DecisionAction

# Says where in its file a record is broken: what is wrong, under which key of the record ("": as a whole), a remedy.
Broken = Callable[[str, str, str], DecisionError]

_KEYS: Mapping[str, tuple[str, ...]] = {
    "match": ("kind", "action", "target", "outcomes", "by", "date", "note", "target_words", "outcome_words"),
    "finding": ("kind", "action", "fingerprint", "rule", "target", "outcome", "by", "date", "note"),
    "note": ("kind", "target", "by", "date", "note", "target_words"),
}
_OPTIONAL = {"match": ("note",), "finding": ("note", "target", "outcome"), "note": ()}
_ACTIONS = {"match": ("confirm", "reject", "choose"), "finding": ("accept", "waive"), "note": ("note",)}
_WORDS, _FINGERPRINT = re.compile("[0-9a-f]{16}"), re.compile("[0-9a-f]{64}")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINE_ENDS = "\n\r\t"
# What no name and no id holds, and what would not get through a report: controls, halves of characters.
_UNPRINTABLE = ("Cc", "Cs")
_SHOWN = 40
_GUIDE = "see docs/decisions.md"


def read_record(record: Mapping[str, object], broken: Broken) -> Decision:
    """One decision from a record with the keys of an entry of a file of decisions, as plain values.

    What ``broken`` makes of it is raised for a key that is missing or not known, a value of another type, a date that
    is none, a waiver or note without words, outcomes named twice, or words pinned of other outcomes than those named.
    """
    kind = _one_of(record, "kind", tuple(_KEYS), broken)
    for key in record:
        if key not in _KEYS[kind]:
            raise broken(f"there is no key {shown(key)} in a {kind}", key, nearest(key, _KEYS[kind]))
    for key in _KEYS[kind]:
        if key not in record and key not in _OPTIONAL[kind]:
            raise broken(f"the key {key!r} is missing", "", _GUIDE)
    action = "note" if kind == "note" else _one_of(record, "action", _ACTIONS[kind], broken)
    note = _text(record.get("note", ""), "note", broken, _LINE_ENDS)
    if action in ("waive", "note") and not note:
        why = "say in it why the finding is waived" if action == "waive" else "write what is to be shown"
        raise broken("the note is empty", "note", why)
    decision = Decision(
        action=cast("DecisionAction", action),
        by=_name(record["by"], "by", broken),
        date=_day(record, broken),
        note=note,
    )
    return _of_kind(decision, kind, record, broken)


def _of_kind(said: Decision, kind: str, record: Mapping[str, object], broken: Broken) -> Decision:
    """A decision with what only its kind has."""
    if kind == "finding":
        return replace(
            said,
            target=_maybe_name(record, "target", broken),
            fingerprint=_hash(record["fingerprint"], "fingerprint", _FINGERPRINT, broken),
            rule=_name(record["rule"], "rule", broken),
            outcome=_maybe_name(record, "outcome", broken),
        )
    said = replace(
        said,
        target=_name(record["target"], "target", broken),
        target_words=_hash(record["target_words"], "target_words", _WORDS, broken),
    )
    if kind == "note":
        return said
    outcomes = _outcomes(record, broken)
    return replace(said, outcomes=outcomes, outcome_words=_outcome_words(record, outcomes, broken))


def _outcomes(record: Mapping[str, object], broken: Broken) -> tuple[str, ...]:
    given = record["outcomes"]
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise broken(f"'outcomes' must be a list of ids, not {_said(given)}", "outcomes", _GUIDE)
    outcomes = tuple(_name(id, "outcomes", broken) for id in given)
    if len(set(outcomes)) < len(outcomes):
        twice = next(id for position, id in enumerate(outcomes) if id in outcomes[:position])
        raise broken(f"the outcome {twice!r} is named twice", "outcomes", "name each once")
    if not outcomes and record["action"] == "reject":
        raise broken("no outcome is rejected", "outcomes", "name those that do not answer the target")
    return outcomes


def _outcome_words(
    record: Mapping[str, object], outcomes: Sequence[str], broken: Broken
) -> tuple[tuple[str, str], ...]:
    given = record["outcome_words"]
    if not isinstance(given, Mapping):
        raise broken(f"'outcome_words' must map outcomes to hashes, not {_said(given)}", "outcome_words", _GUIDE)
    for id in outcomes:
        if id not in given:
            raise broken(
                f"the words of the outcome {shown(id)} are missing", "outcome_words", "copy them from the report"
            )
    for id in given:
        if id not in outcomes:
            raise broken(f"the outcome {shown(id)} is not among those decided on", "outcome_words", "leave it out")
    return tuple((id, _hash(given[id], "outcome_words", _WORDS, broken)) for id in sorted(outcomes))


def _one_of(record: Mapping[str, object], key: str, known: Sequence[str], broken: Broken) -> str:
    if key not in record:
        raise broken(f"the key {key!r} is missing", "", f"one of {', '.join(known)}")
    value = record[key]
    if not isinstance(value, str):
        raise broken(f"{key!r} must be one of {', '.join(known)}, not {_said(value)}", key, _GUIDE)
    if value not in known:
        raise broken(f"there is no {key} {shown(value)}", key, nearest(value, known))
    return value


def _maybe_name(record: Mapping[str, object], key: str, broken: Broken) -> str | None:
    return None if record.get(key) is None else _name(record[key], key, broken)


def _name(value: object, key: str, broken: Broken) -> str:
    """A text of one line that is not blank."""
    text = _text(value, key, broken)
    if not text:
        raise broken(f"{key!r} is empty", key, _GUIDE)
    return text


def _text(value: object, key: str, broken: Broken, allowed: str = "") -> str:
    if not isinstance(value, str):
        raise broken(f"{key!r} must be a text, not {_said(value)}", key, "write it in quotes")
    bad = next((each for each in value if each not in allowed and unicodedata.category(each) in _UNPRINTABLE), "")
    if bad:
        raise broken(f"{key!r} holds the unprintable character U+{ord(bad):04X}", key, "leave it out")
    return value.strip()


def _day(record: Mapping[str, object], broken: Broken) -> str:
    value = record["date"]
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    raise broken(f"{_said(value)} is no date", "date", "write it as YYYY-MM-DD, such as 2024-03-01")


def _hash(value: object, key: str, form: re.Pattern[str], broken: Broken) -> str:
    if isinstance(value, str) and form.fullmatch(value):
        return value
    digits = 64 if form is _FINGERPRINT else 16
    raise broken(f"{key!r} must be {digits} hexadecimal digits, not {_said(value)}", key, "copy it from the report")


def _said(value: object) -> str:
    """A value as messages name it."""
    if isinstance(value, str):
        return shown(value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return "a number"
    return "an object" if isinstance(value, Mapping) else "a list"


def shown(text: str) -> str:
    """A text of a file as messages quote it: no longer than a line bears, nothing unprintable in it."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
