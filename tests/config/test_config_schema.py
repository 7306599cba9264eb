"""The schema that editors use and the reader accept and refuse the same files."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reconcile.reporting
from reconcile import ConfigError
from reconcile.auditing import load_rules
from reconcile.config.reading import read_config
from reconcile.resources import standard_thresholds

PATH = Path(reconcile.reporting.__file__).parent / "schemas" / "reconcile-config.schema.json"
PRINT = "0123456789abcdef" * 4
WHOLE: dict[str, Any] = {
    "baseline": "accepted.json",
    "pair": [
        {"name": "a", "plan": "p.txt", "outcome": ["o*.txt", "late.txt"], "report": "r.txt", "as_of": "2023-12-31"},
        {"name": "c", "outcome": "o.txt", "decisions": ["d*.json", "audit.xlsx"]},
        {"name": "b", "outcome": "o.txt", "lang": "zh"},
    ],
    "rules": {"shortfall": "warning", "of-a-pack": "off"},
    "thresholds": {"audit": {"overachieved": 3, "reused_digits": 4.5}, "verdict": {"about_points": 0}},
    "headers": {"target": ["考核要点", "督办事项"], "ratio": ["占比"]},
    "claims": {"not_done": ["黄牌"]},
    "waiver": [{"fingerprint": PRINT, "reason": "known", "by": "office", "expires": date(2024, 6, 30)}],
}
VALUES: list[Any] = [
    *("", " ", "x", "off", "zh", "2023-12-31", "2023-02-30", "20231231", PRINT.upper(), "0" * 64),
    *(0, -1, 3, 2.5, 1e12, 1e13, True, [], ["x"], ["x", 3], ["x", " "], [[]], {}, {"x": 1}, [{}], date(2024, 2, 29)),
]
NAMES = ["x", "rules", "by", "fingerprint", "overachieved", "audit", "plan", "as_of"]


def with_what_ships(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with the rules and thresholds that ship, for editors to complete and describe."""
    filled = copy.deepcopy(schema)
    setting = filled["properties"]["rules"]["additionalProperties"]
    filled["properties"]["rules"]["properties"] = {
        rule.id: {"description": f"{rule.title.en} Its own: {rule.severity}.", **setting} for rule in load_rules()
    }
    sections: dict[str, Any] = {}
    for name, value in standard_thresholds().items():
        section, _, figure = name.partition(".")
        known = sections.setdefault(section, {"type": "object", "additionalProperties": False, "properties": {}})
        known["properties"][figure] = {"default": value, "$ref": "#/$defs/figure"}
    filled["properties"]["thresholds"]["properties"] = sections
    return filled


def test_the_schema_names_the_rules_and_thresholds_that_ship(request: pytest.FixtureRequest) -> None:
    schema = json.loads(PATH.read_text(encoding="utf-8"))
    expected = with_what_ships(schema)
    if request.config.getoption("--regenerate"):
        PATH.write_text(json.dumps(expected, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        schema = json.loads(PATH.read_text(encoding="utf-8"))
    assert schema == expected, "run this test with --regenerate"


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(PATH.read_text(encoding="utf-8")))


def toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    return (
        json.dumps(value) if isinstance(value, str) else value.isoformat() if isinstance(value, date) else repr(value)
    )


def as_json(value: Any, key: str = "") -> Any:
    """A value as an editor hands it to the schema: a day is a text, and nothing that is known where none belongs."""
    if isinstance(value, dict):
        return {key: as_json(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    if isinstance(value, date):
        return value.isoformat() if key in ("as_of", "expires") else None
    return value


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a nested value, the outermost first."""
    yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*at, key))


def changed(at: tuple[Any, ...], how: str, name: str, new: Any) -> dict[str, Any]:
    """The whole configuration with one place taken out, put another value to, or given one more key."""
    content = copy.deepcopy(WHOLE)
    holder: Any = content
    for key in at[:-1]:
        holder = holder[key]
    inner = holder[at[-1]] if at else content
    if how == "add" and isinstance(inner, dict):
        inner[name] = new
    elif how == "rename" and at and isinstance(holder, dict):
        holder[name] = holder.pop(at[-1])
    elif how == "drop" and at:
        del holder[at[-1]]
    elif at:
        holder[at[-1]] = new
    return content


def agree(folder: Path, content: dict[str, Any]) -> bool:
    """Whether the reader accepts a configuration; fails where the schema says otherwise."""
    schema = json.loads(PATH.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))
    path = folder / "reconcile.toml"
    path.write_text("\n".join(f"{json.dumps(key)} = {toml(value)}" for key, value in content.items()), encoding="utf-8")
    refused = None
    try:
        read_config(path)
    except ConfigError as error:
        refused = error
    found = [error.message for error in validator.iter_errors(as_json(content))]
    assert bool(refused) == bool(found), (content, refused, found)
    return refused is None


def test_both_accept_the_whole_and_the_empty_configuration(tmp_path: Path) -> None:
    assert agree(tmp_path, WHOLE)
    assert agree(tmp_path, {})


def test_every_place_with_every_value(tmp_path: Path) -> None:
    accepted = [agree(tmp_path, changed(at, "put", "", value)) for at in places(WHOLE) if at for value in VALUES[::3]]
    assert {True, False} == set(accepted)


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    at=st.sampled_from(list(places(WHOLE))),
    how=st.sampled_from(["add", "rename", "drop", "put"]),
    name=st.sampled_from(NAMES),
    new=st.sampled_from(VALUES),
)
def test_both_judge_a_changed_configuration_alike(
    tmp_path: Path, at: tuple[Any, ...], how: str, name: str, new: Any
) -> None:
    agree(tmp_path, changed(at, how, name, new))
