"""The whole batch: what is missing or changed is reconciled, then the database is built over all parts."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from reconcile.auditing import load_rules, rules_sha256
from reconcile.batching.database import FailedPair, build_database, built_from
from reconcile.batching.folder import DATABASE, OVERVIEW, held, page_of, page_path, part_path, parts_there
from reconcile.batching.manifest import Manifest, read_manifest
from reconcile.batching.overview import write_overview
from reconcile.batching.spreading import each_done
from reconcile.batching.task import Done, Task
from reconcile.config.applying import check_today, project_rules
from reconcile.config.reading import read_config
from reconcile.config.values import Config
from reconcile.days import iso_day
from reconcile.errors import OutputError, ReconcileError
from reconcile.model import Language, Tool
from reconcile.pairs.files import deciding_files, folder_of, pair_files
from reconcile.pairs.processes import Died
from reconcile.pairs.program import result_key
from reconcile.pairs.reconciling import Failure, ended_by_itself, failed, run_of
from reconcile.version import NAME, VERSION


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch did: ``pairs`` in the manifest, ``reconciled`` now, ``kept`` from runs before, and what failed.

    ``removed`` names the pairs of runs before that the manifest no longer lists, and whose files were taken away.
    """

    pairs: int
    reconciled: int
    kept: int
    failed: tuple[FailedPair, ...]
    removed: tuple[str, ...] = ()


def batch(
    manifest: str | Path,
    folder: str | Path,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    report: bool = False,
    rules: Sequence[str | Path] = (),
    config: str | Path | Config | None = None,
    today: str | None = None,
    lang: Language | None = None,
    on_pair: Callable[[int, int], None] | None = None,
) -> BatchResult:
    """Reconcile the pairs of a manifest into the tables of a folder; what is there and up to date is kept.

    ``jobs`` is how many processes of this machine may run (default: one for each core); with ``scheduler`` (the address
    of a Dask scheduler, or ``local`` for one on this machine) its workers do the work instead, which must see the
    documents and the folder under the same paths. ``report`` adds a page for each pair and one over all of them.
    ``rules`` are folders with further audit rules, ``config`` the settings (by default those of a TOML manifest),
    ``today`` (ISO date) the day that waivers are judged against, ``lang`` the language of the pages. ``on_pair`` is
    told how many of how many pairs are done.

    A pair that cannot be judged does not end the others; the result and the table ``errors`` tell it. Raises
    ``ReconcileError`` (or a subclass) where the manifest, the settings or the rules cannot be used, and where the
    folder cannot be written to or is being written to by another batch.
    """
    listed = read_manifest(Path(manifest))
    settings = _settings(listed, Path(folder), rules, config, iso_day(today, "--today"), lang, report)
    with held(settings.folder):
        there = parts_there(settings.folder)
        state = _State()
        tasks = _tasks(listed, settings, there, state)
        # Closed, so that nobody writes into the folder any more when it is given free.
        with closing(each_done(tasks, jobs, scheduler, settings.folder, Path(manifest))) as each:
            for place, done in each:
                _note(state, state.given[place], done)
                if on_pair:
                    on_pair(state.kept + state.reconciled + len(state.failures), len(listed.pairs))
        return _finished(listed, settings, there, state)


class _Settings(NamedTuple):
    """What all pairs share; ``home`` is the folder of the manifest as seen from the working directory."""

    folder: Path
    home: str
    config: Config
    deciding: str
    rules: tuple[str, ...]
    today: str
    lang: Language | None
    report: bool
    tool: Tool


@dataclass(slots=True)
class _State:
    """What is known so far, by the number of a pair in the manifest; ``given`` are those that workers got, in order."""

    keys: dict[int, str] = field(default_factory=dict)
    failures: dict[int, Failure] = field(default_factory=dict)
    given: list[int] = field(default_factory=list)
    kept: int = 0
    reconciled: int = 0


def _settings(
    listed: Manifest,
    folder: Path,
    rules: Sequence[str | Path],
    config: str | Path | Config | None,
    today: str | None,
    lang: Language | None,
    report: bool,
) -> _Settings:
    given = read_config(Path(config)) if isinstance(config, (str, Path)) else config or listed.settings or Config()
    check_today(given, today)
    pack = load_rules([Path(each) for each in rules], examples=False)
    # Refused here, and not for every pair: rules in the settings that no pack has.
    project_rules(given, pack)
    expiring = any(waiver.expires for waiver in given.waivers)
    return _Settings(
        folder=folder,
        home=folder_of(listed.source.path),
        config=replace(given, pairs=()),
        deciding=json.dumps([rules_sha256(pack), given.sha256, today if expiring else None]),
        rules=tuple(map(str, rules)),
        today=today or "",
        lang=lang,
        report=report,
        tool=Tool(NAME, VERSION, rules_sha256(pack), config_sha256=given.sha256 or None),
    )


def _tasks(listed: Manifest, settings: _Settings, there: Mapping[Path, str], state: _State) -> Iterator[Task]:
    """The pairs that are missing or changed, each looked at only when a worker is free for it."""
    for number, pair in enumerate(listed.pairs):
        try:
            found = pair_files(listed.source, number, pair, settings.home)
        except ReconcileError as error:
            state.failures[number] = failed(error)
            continue
        shown = partial(_shown, home=settings.home)
        language = pair.lang or settings.lang
        key = result_key([settings.deciding, pair.as_of, language or "", *deciding_files(found, shown)])
        state.keys[number] = key
        part, page = part_path(settings.folder, pair.name), page_path(settings.folder, pair.name)
        if there.get(part) == key and (page.exists() or not settings.report):
            state.kept += 1
            continue
        state.given.append(number)
        yield Task(
            name=pair.name,
            run=run_of(pair, found, language, settings.rules, settings.config, settings.today),
            key=key,
            part=part.as_posix(),
            page=page.as_posix() if settings.report else "",
            shown=tuple((file.path, shown(file.path)) for file in found.files),
        )


def _note(state: _State, number: int, done: Done | Died) -> None:
    """Keep what became of a pair; raises ``OutputError`` where nothing can be written any more."""
    if isinstance(done, Died):
        state.failures[number] = ended_by_itself(done.tries)
    elif done.unwritten:
        unwritten = done.unwritten
        raise OutputError(unwritten.problem, document=unwritten.document, line=unwritten.line, remedy=unwritten.remedy)
    elif done.failure:
        state.failures[number] = done.failure
    else:
        state.reconciled += 1


def _shown(path: str, home: str) -> str:
    """A path as seen from the manifest, whose folder is ``home``."""
    return Path(os.path.relpath(path, home or os.curdir)).as_posix()


def _finished(listed: Manifest, settings: _Settings, there: Mapping[Path, str], state: _State) -> BatchResult:
    """Take away what is out of date, build the database and the overview, and say what was done."""
    folder = settings.folder
    names = [pair.name for pair in listed.pairs]
    places = [part_path(folder, name) for name in names]
    parts = {number: path for number, path in enumerate(places) if number not in state.failures}
    left = {path for path, key in there.items() if key} - {*parts.values()}
    for path in left:
        path.unlink(missing_ok=True)
        page_of(path).unlink(missing_ok=True)
    failures = tuple(_failed_pair(names[number], state.failures[number]) for number in sorted(state.failures))
    made_from = json.dumps([[[names[number], state.keys[number]] for number in parts], failures], ensure_ascii=False)
    digest = hashlib.sha256(made_from.encode("utf-8", "surrogatepass")).hexdigest()
    if built_from(folder / DATABASE) != digest:
        (folder / OVERVIEW).unlink(missing_ok=True)
        build_database(folder / DATABASE, list(parts.values()), failures, digest)
    if settings.report:
        write_overview(folder, settings.tool, settings.lang)
    return BatchResult(
        pairs=len(names),
        reconciled=state.reconciled,
        kept=state.kept,
        failed=failures,
        removed=tuple(sorted(path.stem for path in left.difference(places))),
    )


def result_json(result: BatchResult, folder: Path) -> str:
    """What a batch did, as JSON text: schema ``reconcile-batch/1``."""
    said = {
        "schema": "reconcile-batch/1",
        "folder": folder.as_posix(),
        "pairs": result.pairs,
        "reconciled": result.reconciled,
        "kept": result.kept,
        "failed": [failure._asdict() for failure in result.failed],
        "removed": list(result.removed),
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _failed_pair(name: str, failure: Failure) -> FailedPair:
    return FailedPair(name, failure.said, failure.document, failure.line, failure.exit_status)
