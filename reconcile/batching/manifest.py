"""Reads the list of pairs that a batch reconciles: CSV with a heading row, or TOML with a ``[[pair]]`` for each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reconcile.config.files import Source
from reconcile.config.finding import file_bytes
from reconcile.config.reading import PAIR_KEYS, read_config, read_pairs
from reconcile.config.values import Pair
from reconcile.errors import ConfigError, nearest
from reconcile.reading.decode import decode

if TYPE_CHECKING:
    from reconcile.config.values import Config

_LISTS = ("plan", "outcome", "decisions")
_SEVERAL = ";"
_EXAMPLE = "name,plan,outcome,report,as_of"


@dataclass(frozen=True, slots=True)
class Sheet(Source):
    """A CSV manifest as the source of its pairs: ``lines`` are those that each pair begins on."""

    lines: tuple[int, ...] = ()

    def broken(
        self, problem: str, place: Sequence[str | int] = (), remedy: str = f"the columns are {', '.join(PAIR_KEYS)}"
    ) -> ConfigError:
        """The error for the pair at ``place``, with its line."""
        row = next((part for part in place if isinstance(part, int)), None)
        return ConfigError(problem, document=self.path, line=1 if row is None else self.lines[row], remedy=remedy)


@dataclass(frozen=True, slots=True)
class Manifest:
    """The pairs of a batch in their order, and the file that lists them.

    ``settings`` is what a TOML manifest sets beside its pairs (rules, thresholds, waivers), None for CSV.
    """

    pairs: tuple[Pair, ...]
    source: Source
    settings: Config | None = None


def read_manifest(path: Path) -> Manifest:
    """The pairs that a manifest names. In every cell or text that lists files, ``;`` parts them.

    Raises ``ConfigError`` with the line for a file that cannot be read, a column or key that is not known, a pair
    without a name or an outcome, and a name that is given twice (or twice but for upper and lower case, since it is the
    name of a file as well).
    """
    manifest = _read_toml(path) if path.suffix.lower() == ".toml" else _read_csv(path)
    if not manifest.pairs:
        raise manifest.source.broken("the manifest names no pair", remedy=f"write a row for each under {_EXAMPLE}")
    seen: dict[str, str] = {}
    for number, pair in enumerate(manifest.pairs):
        other = seen.setdefault(pair.name.casefold(), pair.name)
        if other != pair.name:
            raise manifest.source.broken(
                f"the names {other!r} and {pair.name!r} differ only in upper and lower case",
                ("pair", number, "name"),
                "give one another name: it is the name of a file as well",
            )
    return manifest


def _read_toml(path: Path) -> Manifest:
    settings = read_config(path)
    pairs = (
        replace(pair, plan=_parted(pair.plan), outcome=_parted(pair.outcome), decisions=_parted(pair.decisions))
        for pair in settings.pairs
    )
    return Manifest(tuple(pairs), settings.source, settings)


def _parted(paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(part.strip() for path in paths for part in path.split(_SEVERAL) if part.strip())


def _read_csv(path: Path) -> Manifest:
    name = path.as_posix()
    text = decode(file_bytes(path), name).text
    rows = _rows(text, name)
    first = next(rows, None)
    if first is None:
        raise ConfigError("the manifest is empty", document=name, remedy=f"begin it with {_EXAMPLE}")
    headings = [heading.strip().lower() for heading in first[1]]
    source = Source(name, text)
    for heading in headings:
        if heading not in PAIR_KEYS:
            raise _heading_error(name, first[0], f"there is no column {heading!r}", nearest(heading, PAIR_KEYS))
    if len(set(headings)) < len(headings):
        raise _heading_error(name, first[0], "a column stands twice in the heading row", "take one of them out")
    entries, lines = [], []
    for line, cells in rows:
        if len(cells) > len(headings) and any(cell.strip() for cell in cells[len(headings) :]):
            raise ConfigError(
                f"the row has {len(cells)} cells under {len(headings)} headings",
                document=name,
                line=line,
                remedy='put a cell that holds a comma into quotes ("a,b.txt")',
            )
        entries.append(_entry(headings, cells))
        lines.append(line)
    source = Sheet(name, text, (), tuple(lines))
    return Manifest(read_pairs(source, entries), source)


def _heading_error(name: str, line: int, problem: str, remedy: str) -> ConfigError:
    return ConfigError(problem, document=name, line=line, remedy=remedy)


def _entry(headings: Sequence[str], cells: Sequence[str]) -> Mapping[str, str | list[str]]:
    """A row as the entry that a TOML manifest would have; blank cells are none."""
    filled = {heading: cell.strip() for heading, cell in zip(headings, cells, strict=False) if cell.strip()}
    return {key: list(_parted([cell])) if key in _LISTS else cell for key, cell in filled.items()}


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise ConfigError(
            f"the manifest is no CSV: {error}", document=name, line=line, remedy="close every quote"
        ) from error
