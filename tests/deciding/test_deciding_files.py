"""What a file of decisions may hold, and what is said of one that holds something else: file, line, remedy."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import reconcile.reporting
from reconcile import Decision, DecisionError, ReconcileError, read_decisions
from reconcile.deciding import files
from reconcile.deciding.json_lines import line_of
from reconcile.deciding.settling import merge
from reconcile.reporting.decision_json import decision_json

SCHEMA = Path(reconcile.reporting.__file__).parent / "schemas" / "reconcile-decisions-1.schema.json"
PRINT, WORDS = "0123456789abcdef" * 4, "0123456789abcdef"
MATCH: dict[str, Any] = {
    "kind": "match",
    "action": "confirm",
    "target": "133",
    "outcomes": ["141", "142"],
    "by": "张三",
    "date": "2024-03-01",
    "note": "",
    "target_words": WORDS,
    "outcome_words": {"141": WORDS, "142": "f" * 16},
}
FINDING: dict[str, Any] = {
    "kind": "finding",
    "action": "waive",
    "fingerprint": PRINT,
    "rule": "shortfall",
    "target": "133",
    "outcome": None,
    "by": "李四",
    "date": "2024-03-02",
    "note": "口径不同",
}
NOTE: dict[str, Any] = {
    "kind": "note",
    "target": "133",
    "by": "张三",
    "date": "2024-02-29",
    "note": "再问\n一次",
    "target_words": WORDS,
}
WHOLE: dict[str, Any] = {
    "schema": "reconcile-decisions/1",
    "inputs": [{"role": "plan", "path": "plan.txt", "sha256": PRINT}],
    "decisions": [MATCH, FINDING, NOTE],
}


def written(folder: Path, text: str | bytes, name: str = "d.json") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def refused(folder: Path, text: str | bytes) -> str:
    """The one line that is said of a file, without its name."""
    path = written(folder, text)
    with pytest.raises(DecisionError) as caught:
        read_decisions(path)
    said = str(caught.value)
    assert "\n" not in said
    assert len(said) < 600
    assert caught.value.exit_status == 2
    assert said.startswith(path.as_posix())
    return said[len(path.as_posix()) :]


def with_entry(entry: dict[str, Any], **changes: Any) -> str:
    """A file with one changed entry, which stands on line 4."""
    changed = json.dumps(entry | changes)
    return f'{{"schema":\n "reconcile-decisions/1",\n "decisions": [\n{changed}\n]}}'


def test_every_kind_is_read(tmp_path: Path) -> None:
    decisions = read_decisions(written(tmp_path, json.dumps(WHOLE, ensure_ascii=False)))
    words = (("141", WORDS), ("142", "f" * 16))
    assert decisions == (
        Decision("confirm", "张三", "2024-03-01", "", "133", ("141", "142"), target_words=WORDS, outcome_words=words),
        Decision("waive", "李四", "2024-03-02", "口径不同", "133", fingerprint=PRINT, rule="shortfall"),
        Decision("note", "张三", "2024-02-29", "再问\n一次", "133", target_words=WORDS),
    )
    assert [decision_json(decision) for decision in decisions] == WHOLE["decisions"]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    text = json.dumps(WHOLE, indent=1).replace("\n", "\r\n")
    assert len(read_decisions(written(tmp_path, b"\xef\xbb\xbf" + text.encode("ascii")))) == 3


@pytest.mark.parametrize(
    ("entry", "changes", "said"),
    [
        (MATCH, {"by": ""}, ":4: 'by' is empty; see docs/decisions.md"),
        (MATCH, {"by": 3}, ":4: 'by' must be a text, not a number; write it in quotes"),
        (MATCH, {"by": "a\nb"}, ":4: 'by' holds the unprintable character U+000A; leave it out"),
        (MATCH, {"by": "a\0b"}, ":4: 'by' holds the unprintable character U+0000; leave it out"),
        (MATCH, {"note": "a\ud800b"}, ":4: 'note' holds the unprintable character U+D800; leave it out"),
        (MATCH, {"date": "2023-02-29"}, ":4: '2023-02-29' is no date; write it as YYYY-MM-DD, such as 2024-03-01"),
        (MATCH, {"date": "20240301"}, ":4: '20240301' is no date; write it as YYYY-MM-DD, such as 2024-03-01"),
        (
            MATCH,
            {"date": "２０２４-03-01"},
            ":4: '２０２４-03-01' is no date; write it as YYYY-MM-DD, such as 2024-03-01",
        ),
        (MATCH, {"date": None}, ":4: null is no date; write it as YYYY-MM-DD, such as 2024-03-01"),
        (MATCH, {"action": "conform"}, ":4: there is no action 'conform'; did you mean 'confirm'?"),
        (MATCH, {"action": "waive"}, ":4: there is no action 'waive'; known are confirm, reject, choose"),
        (MATCH, {"kind": "matches"}, ":4: there is no kind 'matches'; did you mean 'match'?"),
        (
            MATCH,
            {"kind": ["match"]},
            ":4: 'kind' must be one of match, finding, note, not a list; see docs/decisions.md",
        ),
        (MATCH, {"noted": ""}, ":4: there is no key 'noted' in a match; did you mean 'note'?"),
        (MATCH, {"outcomes": "141"}, ":4: 'outcomes' must be a list of ids, not '141'; see docs/decisions.md"),
        (MATCH, {"outcomes": [141]}, ":4: 'outcomes' must be a text, not a number; write it in quotes"),
        (MATCH, {"outcomes": ["141", "141"]}, ":4: the outcome '141' is named twice; name each once"),
        (MATCH, {"outcomes": ["140"]}, ":4: the words of the outcome '140' are missing; copy them from the report"),
        (MATCH, {"outcomes": ["141"]}, ":4: the outcome '142' is not among those decided on; leave it out"),
        (
            MATCH,
            {"action": "reject", "outcomes": []},
            ":4: no outcome is rejected; name those that do not answer the target",
        ),
        (
            MATCH,
            {"target_words": "x"},
            ":4: 'target_words' must be 16 hexadecimal digits, not 'x'; copy it from the report",
        ),
        (
            MATCH,
            {"outcome_words": [1]},
            ":4: 'outcome_words' must map outcomes to hashes, not a list; see docs/decisions.md",
        ),
        (FINDING, {"note": " \n"}, ":4: the note is empty; say in it why the finding is waived"),
        (
            FINDING,
            {"fingerprint": PRINT.upper()},
            f":4: 'fingerprint' must be 64 hexadecimal digits, not '{PRINT.upper()[:39]}…'; copy it from the report",
        ),
        (FINDING, {"target": True}, ":4: 'target' must be a text, not true; write it in quotes"),
        (NOTE, {"note": ""}, ":4: the note is empty; write what is to be shown"),
        (NOTE, {"action": "note"}, ":4: there is no key 'action' in a note; known are kind, target, by, date, note,"),
    ],
)
def test_what_an_entry_must_not_hold(tmp_path: Path, entry: dict[str, Any], changes: dict[str, Any], said: str) -> None:
    assert refused(tmp_path, with_entry(entry, **changes)).startswith(said)


@pytest.mark.parametrize("entry", [MATCH, FINDING, NOTE], ids=lambda entry: entry["kind"])
def test_what_an_entry_must_hold(tmp_path: Path, entry: dict[str, Any]) -> None:
    optional = {"match": {"note"}, "finding": {"target", "outcome"}, "note": set()}[entry["kind"]]
    for key in entry:
        text = with_entry({name: value for name, value in entry.items() if name != key})
        if key in optional:
            assert len(read_decisions(written(tmp_path, text))) == 1
        else:
            assert refused(tmp_path, text).startswith(":4: the")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: the file is no JSON: Expecting value at column 1; see docs/decisions.md"),
        ("{\n]", ":2: the file is no JSON: Expecting property name enclosed in double quotes at column 1"),
        ("[]", ":1: this is no file of decisions: it must be an object with 'schema' 'reconcile-decisions/1'"),
        ('{"decisions":\n []}', ":1: this is no file of decisions"),
        ('{"decisions":\n [],\n"schema":\n 3}', ":4: this is no file of decisions"),
        ('{"schema": "reconcile/1"}', ":1: this is no file of decisions"),
        ('{"schema": "reconcile-decisions/1"}', ":1: there is no list 'decisions'"),
        ('{"schema": "reconcile-decisions/1", "decisions":\n\n {}}', ":3: 'decisions' must be a list"),
        ('{"schema": "reconcile-decisions/1", "decisions": [\n3]}', ":2: an object is expected here"),
        (
            '{"schema": "reconcile-decisions/1",\n"decision": []}',
            ":2: there is no key 'decision' here; did you mean 'de",
        ),
        (
            '{"schema": "reconcile-decisions/1", "decisions": [],\n"inputs": [\n{"pfad": ""}]}',
            ":3: there is no key 'pfad'",
        ),
        (
            '{"schema": "reconcile-decisions/1", "decisions": [],\n"inputs": [\n{"path": 1}]}',
            ":3: 'path' must be a text",
        ),
        (
            '{"schema": "reconcile-decisions/1", "decisions": [\n{"kind": "note",\n"by": "a",\n"by": "b"}]}',
            ":4: the key 'by' stands twice; leave one of them out",
        ),
        (
            '{"schema": "reconcile-decisions/1", "decisions": [],\n"decisions": []}',
            ":2: the key 'decisions' stands twice; leave one of them out",
        ),
        (
            with_entry(MATCH).replace('"outcome_words": {', '"outcome_words": {\n"142": "",'),
            ":5: the key '142' stands twice; leave one of them out",
        ),
        (b'{"schema":\n"\xff"}', ":2: the file is not UTF-8; save it as UTF-8"),
        ('{"schema": "reconcile-decisions/1"}'.encode("utf-16"), ":1: the file is not UTF-8"),
        ("[" * 100_000, ": its values are nested too deep"),
        ('{"a":' * 100_000, ": its values are nested too deep"),
        (
            with_entry(NOTE).replace('"note": "', '"note": "\0'),
            ":4: the file is no JSON: Invalid control character at column",
        ),
        (with_entry(MATCH, target=float("nan")), ":4: 'target' must be a text, not a number"),
        (with_entry(MATCH).replace('"133"', "9" * 5000), ":4: 'target' must be a text, not a number"),
        (with_entry(MATCH, **{"x" * 100_000: 1}), f":4: there is no key '{'x' * 39}…' in a match; known are kind, "),
    ],
)
def test_a_file_that_is_something_else(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert refused(tmp_path, text).startswith(said)


@pytest.mark.parametrize("ending", [".xls", ".et", ".ods", ".csv", ".XLSM"])
def test_a_workbook_saved_as_something_else_is_told_so(tmp_path: Path, ending: str) -> None:
    with pytest.raises(DecisionError) as caught:
        read_decisions(written(tmp_path, b"\xd0\xcf\x11\xe0", "audit" + ending))
    assert f"audit{ending}: decisions are read from .json and .xlsx, not from {ending.lower()}; " in str(caught.value)
    assert "save the workbook that was filled in as .xlsx" in str(caught.value)
    with pytest.raises(DecisionError, match="cannot be read: No such file"):
        read_decisions(tmp_path / f"none{ending}")


def test_a_file_that_cannot_be_read_or_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path / "missing.json", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(DecisionError, match="cannot be read: "):
            read_decisions(path)
    monkeypatch.setattr(files, "MOST_STRUCTURED_BYTES", 1024 * 1024)
    assert refused(tmp_path, " " * (1024 * 1024 + 1)).startswith(": the file is larger than 1 MB; give it in several")


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=4) | st.integers(0, 9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=12,
    ),
    st.sampled_from([None, 0, 2]),
    st.booleans(),
)
def test_the_line_of_every_value_is_where_it_begins(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)

    def check(at: Any, path: tuple[str | int, ...]) -> None:
        inner = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
        for key, one in inner:
            check(one, (*path, key))
        marked = copy.deepcopy([value])
        holder: Any = marked
        for step in (0, *path[:-1]) if path else ():
            holder = holder[step]
        holder[path[-1] if path else 0] = "MARK IT"
        shown = json.dumps(marked[0], indent=indent, ensure_ascii=ascii_only)
        assert line_of(text, path) == shown[: shown.index('"MARK IT"')].count("\n") + 1

    check(value, ())


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, one in inner for place in places(one, (*at, key)))]


VALUES: list[Any] = ["", " ", "x", "2024-03-01", "2024-02-30", PRINT, WORDS, "confirm", "reject", "note", 3, 2.5]
VALUES += [None, True, [], ["141"], ["141", "141"], [3], {}, {"141": WORDS}, {"x": 1}, [{}]]


@settings(
    max_examples=400, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    at=st.sampled_from(places(WHOLE)),
    how=st.sampled_from(["add", "drop", "put"]),
    name=st.sampled_from(["x", "by", "note", "outcome", "kind"]),
    new=st.sampled_from(VALUES),
)
def test_the_schema_accepts_whatever_the_reader_does(
    tmp_path: Path, at: tuple[Any, ...], how: str, name: str, new: Any
) -> None:
    content = copy.deepcopy(WHOLE)
    holder: Any = content
    for key in at[:-1]:
        holder = holder[key]
    inner = holder[at[-1]] if at else content
    if how == "add" and isinstance(inner, dict):
        inner[name] = new
    elif how == "drop" and at:
        del holder[at[-1]]
    elif how == "put" and at:
        holder[at[-1]] = new
    path = written(tmp_path, json.dumps(content))
    validator = jsonschema.Draft202012Validator(
        json.loads(SCHEMA.read_text(encoding="utf-8")), format_checker=jsonschema.FormatChecker(["date"])
    )
    found = [error.message for error in validator.iter_errors(content)]
    try:
        read_decisions(path)
    except ReconcileError as error:
        # What no schema can say: that the words pinned are those of the outcomes named.
        assert found or re.search("the words of the outcome|is not among those", str(error)), (content, error)
    else:
        assert not found, (content, found)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_two_files_together_are_what_they_hold_each_once(tmp_path: Path) -> None:
    one = read_decisions(written(tmp_path, json.dumps(WHOLE)))
    other = read_decisions(written(tmp_path, json.dumps(WHOLE | {"decisions": [NOTE, MATCH, NOTE]})))
    assert merge(one, other) == merge(other, one) == merge(one)


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.integers(0, 2000), st.integers(0, 60), st.binary(max_size=6) | st.sampled_from([b'"', b"{}", b"[[", b"1e999"])
)
def test_a_damaged_file_is_read_or_refused_in_one_line(tmp_path: Path, at: int, length: int, new: bytes) -> None:
    text = json.dumps(WHOLE, ensure_ascii=False, indent=1).encode("utf-8")
    at = min(at, len(text))
    path = written(tmp_path, text[:at] + new + text[at + length :])
    try:
        read_decisions(path)
    except DecisionError as error:
        assert str(error).startswith(f"{path.as_posix()}:")
        assert error.remedy
        assert "\n" not in str(error)
