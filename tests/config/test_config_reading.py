"""What a configuration may hold, and what is said of one that holds something else: the file, the line, the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile import ConfigError, ReconcileError
from reconcile.config.finding import find_config
from reconcile.config.reading import read_config
from reconcile.config.toml_lines import line_of
from reconcile.config.values import Config, Pair, WaiverEntry

PRINT = "0123456789abcdef" * 4
WAIVER = f'[[waiver]]\nfingerprint = "{PRINT}"\nreason = "known"\nby = "audit office"\n'

WHOLE = f"""\
baseline = "accepted.json"

[[pair]]
name = "heze-2023"
plan = "plan.txt"
outcome = ["outcome-*.txt", "late.txt"]
report = "report.txt"
as_of = 2023-12-31
lang = "en"

[[pair]]
name = "half-year"
outcome = "progress.txt"
as_of = "2020-06-30"

[rules]
shortfall = "warning"
"overachieved" = "off"

[thresholds]
audit.overachieved = 3
verdict.about_points = 0.25

{WAIVER}expires = 2024-06-30
"""


def written(folder: Path, text: str, name: str = "reconcile.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_read(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, WHOLE))
    assert config.baseline == "accepted.json"
    assert config.severities == {"shortfall": "warning", "overachieved": "off"}
    assert config.thresholds == {"audit.overachieved": 3.0, "verdict.about_points": 0.25}
    assert config.waivers == (WaiverEntry(PRINT, "known", "audit office", "2024-06-30"),)
    assert config.pairs == (
        Pair("heze-2023", ("outcome-*.txt", "late.txt"), ("plan.txt",), "report.txt", "2023-12-31", "en"),
        Pair("half-year", ("progress.txt",), as_of="2020-06-30"),
    )


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, "# nothing yet\n"))
    assert (config.severities, config.thresholds, config.waivers, config.pairs) == ({}, {}, (), ())
    assert config.baseline == "reconcile-baseline.json"


def test_a_table_of_pyproject_says_the_same(tmp_path: Path) -> None:
    inside = WHOLE.replace("[[", "[[tool.reconcile.").replace("\n[r", "\n[tool.reconcile.r")
    inside = inside.replace("\n[t", "\n[tool.reconcile.t").replace("reconcile.tool.reconcile", "reconcile")
    whole = "[project]\nname = 'x'\n\n[tool.reconcile]\n" + inside
    there, here = read_config(written(tmp_path, whole, "pyproject.toml")), read_config(written(tmp_path, WHOLE))
    assert there.sha256 == here.sha256
    assert (there.pairs, there.baseline) == (here.pairs, here.baseline)


BROKEN = [
    ("[rule]\nshortfall = 'off'", 1, "'rule'", "'rules'"),
    ("\n\n[rules]\nshortfall = 'offf'", 4, "'offf'", "error, warning, info, off"),
    ("[rules]\nshortfall = 1", 2, "shortfall", "error, warning, info, off"),
    ("[rules]\nshortfall = ['off']", 2, "shortfall", "error, warning, info, off"),
    ("rules = 3", 1, "must be a table", "docs/configuration.md"),
    ("[thresholds]\naudit.overacheived = 3", 2, "audit.overacheived", "'audit.overachieved'"),
    ("[thresholds.audit]\n# high\noveracheived = 3", 3, "audit.overacheived", "'audit.overachieved'"),
    ("[thresholds]\naudits.overachieved = 3", 2, "audits", "'audit'"),
    ("[thresholds]\n'audit.overachieved' = 3", 2, "quotes", "audit.overachieved = "),
    ("[thresholds]\naudit = 3", 2, "must be a table", "docs"),
    ("[thresholds]\naudit.overachieved = '3'", 2, "'3'", "number"),
    ("[thresholds]\naudit.overachieved = true", 2, "is true", "number"),
    ("[thresholds]\naudit.overachieved = -1", 2, "-1", "from 0 on"),
    ("[thresholds]\naudit.overachieved = nan", 2, "nan", "from 0 on"),
    ("[thresholds]\naudit.overachieved = inf", 2, "inf", "from 0 on"),
    (f"[thresholds]\naudit.overachieved = 1{'0' * 400}", 2, "overachieved", "from 0 on"),
    (WAIVER.replace('reason = "known"\n', ""), 1, "'reason'", "why"),
    (WAIVER + WAIVER.replace(PRINT, "f" * 64).replace('by = "audit office"\n', ""), 5, "'by'", "by whom"),
    (WAIVER.replace("audit office", "  "), 4, "not blank", "docs"),
    (WAIVER.replace("by =", "who ="), 4, "'who'", "known are"),
    (WAIVER.replace("reason =", "raeson ="), 3, "'raeson'", "'reason'"),
    (WAIVER.replace(PRINT, PRINT[:12]), 2, "no fingerprint", "64"),
    (WAIVER + "expires = 2024-02-30\n", 5, "no TOML", "docs"),
    (WAIVER + "expires = '2024-02-30'\n", 5, "2024-02-30", "YYYY-MM-DD"),
    (WAIVER + "expires = '20240229'\n", 5, "20240229", "YYYY-MM-DD"),
    (WAIVER + "expires = 2024-02-29T10:00:00\n", 5, "no day", "YYYY-MM-DD"),
    (WAIVER + "expires = 2024\n", 5, "no day", "YYYY-MM-DD"),
    (WAIVER + "\n# again\n" + WAIVER, 8, "twice", "take one"),
    ("waiver = 'x'", 1, "list of tables", "[[waiver]]"),
    ("[waiver]\nby = 'x'", 1, "list of tables", "[[waiver]]"),
    ("[[pair]]\noutcome = 'a'", 1, "'name'", "a name of its own"),
    ("[[pair]]\nname = 'a'", 1, "'outcome'", "files"),
    ("[[pair]]\nname = 'a'\noutcome = []", 3, "outcome", "docs"),
    ("[[pair]]\nname = 'a'\noutcome = [\n 'x',\n 3\n]", 3, "3", "docs"),
    ("[[pair]]\nname = 'a'\noutcome = 'x'\nlang = 'de'", 4, "'de'", "zh or en"),
    ("[[pair]]\nname = 'a'\noutcome = 'x'\nas-of = 2023-12-31", 4, "'as-of'", "'as_of'"),
    ("[[pair]]\nname = 'a'\noutcome = 'x'\n[[pair]]\nname = 'a'\noutcome = 'y'", 5, "two pairs", "another name"),
    ("baseline = 3", 1, "baseline", "docs"),
    ("baseline = ", 1, "no TOML", "docs"),
    ("a = [1,\n2", 2, "no TOML", "docs"),
]


@pytest.mark.parametrize(("text", "line", "problem", "remedy"), BROKEN, ids=[str(n) for n in range(len(BROKEN))])
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, line: int, problem: str, remedy: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert caught.value.exit_status == 2
    assert (caught.value.document, caught.value.line) == (path.as_posix(), line)
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy
    assert "\n" not in str(caught.value)


def test_the_line_is_that_of_pyproject(tmp_path: Path) -> None:
    path = written(tmp_path, "[project]\nname = 'x'\n[tool.reconcile.rules]\nshortfall = 'no'\n", "pyproject.toml")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:4: the rule shortfall is set to 'no'"):
        read_config(path)


def test_pyproject_without_the_table_is_refused_when_it_is_given(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no table \[tool\.reconcile\]"):
        read_config(written(tmp_path, "[project]\nname = 'x'\n", "pyproject.toml"))


def test_a_table_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="must be a table"):
        read_config(written(tmp_path, "[tool]\nreconcile = 3\n", "pyproject.toml"))


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "reconcile.toml"
    path.write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert read_config(path).sha256 == read_config(written(tmp_path, WHOLE, "plain.toml")).sha256
    path.write_bytes(b"\xef\xbb\xbf[rules]\r\n\r\nshortfall = 'no'\r\n")
    with pytest.raises(ConfigError, match=r"reconcile\.toml:3:"):
        read_config(path)


@pytest.mark.parametrize("encoding", ["utf-16", "gb18030"])
def test_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "reconcile.toml"
    path.write_bytes("# 配置\n".encode(encoding))
    with pytest.raises(ConfigError, match="not UTF-8; save it as UTF-8"):
        read_config(path)


def test_what_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.toml"):
        with pytest.raises(ConfigError, match="cannot be read"):
            read_config(path)


def test_a_file_nested_too_deep_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no TOML"):
        read_config(written(tmp_path, "a = " + "[" * 100_000))


def test_all_errors_are_of_the_one_family() -> None:
    assert issubclass(ConfigError, ReconcileError)


def test_the_hash_is_that_of_what_decides_findings(tmp_path: Path) -> None:
    def pinned(text: str) -> str | None:
        return read_config(written(tmp_path, text)).sha256

    second = WAIVER.replace(PRINT, "f" * 64)
    assert pinned(WAIVER + second) == pinned("# note\n" + second + "\n\n" + WAIVER)
    assert pinned("") == pinned("baseline = 'other.json'\n[[pair]]\nname = 'a'\noutcome = 'b'\n")
    kinds = ["", "[rules]\nshortfall = 'off'", "[thresholds]\naudit.overachieved = 3", WAIVER, WAIVER + second]
    kinds += ["[rules]\nshortfall = 'info'", WAIVER.replace("known", "new"), WAIVER + "expires = 2024-06-30"]
    assert len({pinned(text) for text in kinds}) == len(kinds)
    assert Config().sha256 is None


def test_the_nearest_file_upwards_wins(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    outer = written(tmp_path, "")
    assert find_config(deep) == outer
    written(tmp_path / "a", "[project]\nname = 'reconcile'\n", "pyproject.toml")
    assert find_config(deep) == outer
    middle = written(tmp_path / "a", "[tool]\nreconcile.rules.shortfall = 'off'\n", "pyproject.toml")
    assert find_config(deep) == middle
    assert find_config(tmp_path) == outer
    beside = written(tmp_path / "a", "")
    assert find_config(deep) == beside
    (deep / "reconcile.toml").mkdir()
    assert find_config(deep) == beside


@pytest.mark.parametrize(
    "text",
    [
        "[tool.reconcile]",
        "[ tool . reconcile ]",
        '["tool"."reconcile".rules]',
        "[tool]\nreconcile.baseline = 'a.json'",
        "[tool]\n[tool.black]\nline-length = 3\n[[tool.reconcile.pair]]",
        "tool = { reconcile = {} }",
        "tool . reconcile.baseline = 'a.json'",
        "'tool'.'reconcile' = {}",
    ],
)
def test_the_table_is_seen_however_it_is_written(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text, "pyproject.toml")
    assert find_config(tmp_path) == path
    written(tmp_path, "[project]\nname = 'reconcile'\n[tool.mypy]\nfiles = ['tool.reconcile']", "pyproject.toml")
    assert find_config(tmp_path) != path


def test_in_the_working_directory_it_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "")
    monkeypatch.chdir(tmp_path)
    assert find_config() == Path("reconcile.toml")


def test_a_broken_pyproject_that_may_hold_settings_is_not_passed_over(tmp_path: Path) -> None:
    written(tmp_path, "[tool.reconcile.rules]\nshortfall = \n", "pyproject.toml")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:2:"):
        find_config(tmp_path)


DECOYS = '''\
# shortfall = "no"
title = """
[rules]
shortfall = "text"
"""
list = [
  { shortfall = 1 },
  "shortfall = 2", # [rules]
]

[other]
shortfall = 3

["rules" . "deep"]
"shortfall" = 4
plain = 5

[[many]]
shortfall = 6
[[many]]
shortfall = 7
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("list",), 6),
        (("list", 0, "shortfall"), 6),
        (("other", "shortfall"), 12),
        (("rules",), 14),
        (("rules", "deep"), 14),
        (("rules", "deep", "shortfall"), 15),
        (("rules", "deep", "missing"), 14),
        (("many", 0), 18),
        (("many", 1), 20),
        (("many", 1, "shortfall"), 21),
        (("nowhere",), 1),
    ],
)
def test_a_key_is_found_where_it_is_set_and_not_where_it_is_spoken_of(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(DECOYS, path) == line
