"""Reads a project's settings: every key is known and typed here, whatever else the file holds is refused."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast, get_args

from reconcile.config.files import Source, parse_file, table_at
from reconcile.config.values import BASELINE, Config, Pair, RuleSetting, WaiverEntry
from reconcile.errors import nearest
from reconcile.model import Language
from reconcile.reading.roles import ROLES
from reconcile.reading.words import NO_WORDS, Words
from reconcile.resources import standard_thresholds

_KEYS = ("pair", "rules", "thresholds", "waiver", "baseline", "headers", "claims")
_CLAIMS = ("done", "not_done", "silent")
PAIR_KEYS = ("name", "plan", "outcome", "report", "as_of", "lang", "decisions")
_WAIVER = ("fingerprint", "reason", "by", "expires")
_LARGEST = 1e12


def read_config(path: Path) -> Config:
    """The settings of one file.

    Raises ``ConfigError`` with the file, the line and a remedy for one that cannot be read, is no TOML, or holds a key
    that is not known, a value of another type, a waiver without a reason or a name, or one fingerprint twice.
    Whether the rules that it names exist is for ``reconcile.config.applying`` to say, which knows the packs.
    """
    source, content = parse_file(path)
    settings = table_at(content, source.table)
    if settings is None:
        raise source.broken("there is no table [tool.reconcile] in it", remedy="write one, or give a reconcile.toml")
    top = _table(source, settings, ())
    _check_keys(source, top, _KEYS, ())
    config = Config(
        severities=_severities(source, _table(source, top.get("rules", {}), ("rules",))),
        thresholds=_thresholds(source, _table(source, top.get("thresholds", {}), ("thresholds",))),
        waivers=_waivers(source, _tables(source, top, "waiver")),
        pairs=read_pairs(source, _tables(source, top, "pair")),
        baseline=_text(source, top, "baseline", ()) or BASELINE,
        words=Words(
            _words(source, _table(source, top.get("headers", {}), ("headers",)), "headers", ROLES),
            _words(source, _table(source, top.get("claims", {}), ("claims",)), "claims", _CLAIMS),
        ),
        source=source,
    )
    return _pinned(config)


def _pinned(config: Config) -> Config:
    waivers = sorted((asdict(waiver) for waiver in config.waivers), key=lambda entry: str(entry["fingerprint"]))
    decisive: dict[str, object] = {"rules": config.severities, "thresholds": config.thresholds, "waivers": waivers}
    if config.words != NO_WORDS:
        decisive["words"] = [sorted(words) for words in config.words]
    text = json.dumps(decisive, sort_keys=True, ensure_ascii=False)
    return replace(config, sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def _check_keys(source: Source, found: Mapping[str, Any], known: Sequence[str], place: Sequence[str | int]) -> None:
    for key in found:
        if key not in known:
            raise source.broken(f"there is no key {key!r} here", (*place, key), nearest(key, known))


def _table(source: Source, value: Any, place: Sequence[str | int]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise source.broken(f"{_dotted(place)} must be a table, not {_said(value)}", place)
    return value


def _tables(source: Source, top: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    listed = top.get(key, [])
    if not isinstance(listed, list):
        raise source.broken(f"{key} must be a list of tables", (key,), f"write [[{key}]]")
    return [_table(source, entry, (key, number)) for number, entry in enumerate(listed)]


def _dotted(place: Sequence[str | int]) -> str:
    return ".".join(part for part in place if isinstance(part, str)) or "[tool.reconcile]"


def _said(value: Any) -> str:
    """A value as a file would write it, in short."""
    if isinstance(value, (dict, list)):
        return "a table" if isinstance(value, dict) else "a list"
    words = str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, str) else str(value)
    return words if len(words) <= 40 else f"{words[:39]}…"


def _text(
    source: Source, entry: Mapping[str, Any], key: str, place: Sequence[str | int], missing: str | None = None
) -> str:
    """The text of a key, "" where it is not there; ``missing`` is the remedy where it must be."""
    if key not in entry:
        if missing is None:
            return ""
        raise source.broken(f"{_dotted(place)} has no {key!r}", place, missing)
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise source.broken(f"{key} must be a text that is not blank, not {_said(value)}", (*place, key))
    return value


def _day(source: Source, entry: Mapping[str, Any], key: str, place: Sequence[str | int]) -> str:
    """A day as ISO date, "" where the key is not there."""
    value = entry.get(key, "")
    if key not in entry or (isinstance(value, date) and not isinstance(value, datetime)):
        return str(value)
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise source.broken(f"{key} is {_said(value)}, which is no day", (*place, key), "write it as YYYY-MM-DD")


def _severities(source: Source, entries: Mapping[str, Any]) -> dict[str, RuleSetting]:
    for rule, setting in entries.items():
        if setting not in get_args(RuleSetting):
            raise source.broken(
                f"the rule {rule} is set to {_said(setting)}",
                ("rules", rule),
                f"write one of {', '.join(get_args(RuleSetting))}",
            )
    return dict(entries)


def _thresholds(source: Source, entries: Mapping[str, Any]) -> dict[str, float]:
    standard = standard_thresholds()
    sections = list(dict.fromkeys(name.partition(".")[0] for name in standard))
    found: dict[str, float] = {}
    for section, figures in entries.items():
        place = ("thresholds", section)
        if section in standard:
            raise source.broken(f"the threshold {section!r} is in quotes", place, f"write {section} = … without them")
        if section not in sections:
            raise source.broken(f"there are no thresholds {section!r}", place, nearest(section, sections))
        for name, value in _table(source, figures, place).items():
            full = f"{section}.{name}"
            if full not in standard:
                raise source.broken(f"there is no threshold {full!r}", (*place, name), nearest(full, list(standard)))
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _LARGEST:
                remedy = f"write a number from 0 on, such as {standard[full]:g}"
                raise source.broken(f"the threshold {full} is {_said(value)}", (*place, name), remedy)
            found[full] = float(value)
    return found


def _words(source: Source, entries: Mapping[str, Any], table: str, known: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The words of a table by what they mean (headers.target = ["考核要点"]); none may mean two things."""
    found: dict[str, str] = {}
    for meaning, words in entries.items():
        if meaning not in known:
            raise source.broken(f"there are no {table} {meaning!r}", (table, meaning), nearest(meaning, known))
        if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
            raise source.broken(f"{table}.{meaning} is no list of words", (table, meaning), 'write ["…", "…"]')
        for word in words:
            if found.setdefault(word, meaning) != meaning:
                raise source.broken(
                    f"{word!r} stands under {found[word]} and under {meaning}", (table, meaning), "take one of them out"
                )
    return tuple(found.items())


def _waivers(source: Source, entries: Sequence[Mapping[str, Any]]) -> tuple[WaiverEntry, ...]:
    found: dict[str, WaiverEntry] = {}
    for number, entry in enumerate(entries):
        place = ("waiver", number)
        _check_keys(source, entry, _WAIVER, place)
        texts = {
            key: _text(source, entry, key, place, "a waiver says which finding, why, and by whom")
            for key in ("fingerprint", "reason", "by")
        }
        fingerprint = texts["fingerprint"]
        if not re.fullmatch(r"[0-9a-f]{64}", fingerprint):
            remedy = "copy it from the JSON report or from reconcile explain: 64 of the characters 0-9 and a-f"
            raise source.broken(f"{fingerprint!r} is no fingerprint", (*place, "fingerprint"), remedy)
        if fingerprint in found:
            raise source.broken(
                f"the finding {fingerprint} is waived twice", (*place, "fingerprint"), "take one of the two out"
            )
        found[fingerprint] = WaiverEntry(**texts, expires=_day(source, entry, "expires", place))
    return tuple(found.values())


def read_pairs(source: Source, entries: Sequence[Mapping[str, Any]]) -> tuple[Pair, ...]:
    """The pairs that entries name, in their order; raises ``ConfigError`` for what is not known or wanting in one."""
    found: dict[str, Pair] = {}
    for number, entry in enumerate(entries):
        place = ("pair", number)
        _check_keys(source, entry, PAIR_KEYS, place)
        name = _text(source, entry, "name", place, "give every pair a name of its own")
        if name in found:
            raise source.broken(f"the name {name!r} is given to two pairs", (*place, "name"), "give one another name")
        if "outcome" not in entry:
            raise source.broken(f"the pair {name!r} has no 'outcome'", place, "name the files that report on the plan")
        lang = _text(source, entry, "lang", place)
        if lang and lang not in get_args(Language):
            raise source.broken(f"lang is {lang!r}", (*place, "lang"), f"write {' or '.join(get_args(Language))}")
        found[name] = Pair(
            name=name,
            outcome=_paths(source, entry, "outcome", place),
            plan=_paths(source, entry, "plan", place),
            report=_text(source, entry, "report", place),
            as_of=_day(source, entry, "as_of", place),
            lang=cast("Language | None", lang or None),
            decisions=_paths(source, entry, "decisions", place),
        )
    return tuple(found.values())


def _paths(source: Source, entry: Mapping[str, Any], key: str, place: Sequence[str | int]) -> tuple[str, ...]:
    """One path or glob, or a list of them."""
    listed = entry.get(key, [])
    if key in entry and (not isinstance(listed, list) or not listed):
        return (_text(source, entry, key, place),)
    for value in listed:
        if not isinstance(value, str) or not value.strip():
            raise source.broken(f"{key} lists {_said(value)}, which is no path", (*place, key))
    return tuple(listed)
