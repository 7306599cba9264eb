"""The whole check: files → cache or reconciliation → baseline and waivers, from a configuration to a CheckResult."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reconcile.auditing import load_rules, rules_sha256
from reconcile.checking.baseline import AcceptedPair, read_baseline
from reconcile.checking.cache import FOLDER, Miss, entry_key, entry_path, read_entry
from reconcile.checking.comparing import compared, gone_inputs, holding, input_states, renamed_pairs, waiver_states
from reconcile.checking.reconciling import Done, Job, not_judged, reconcile_all
from reconcile.checking.records import Record, read_record
from reconcile.checking.values import CheckedPair, CheckResult
from reconcile.config.applying import check_today, project_rules
from reconcile.days import iso_day
from reconcile.errors import ReconcileError
from reconcile.pairs.files import InputFile, deciding_files, folder_of, pair_files
from reconcile.pairs.processes import cores
from reconcile.pairs.reconciling import Failure, failed, nothing_answered, run_of

if TYPE_CHECKING:
    from reconcile.auditing import Rule
    from reconcile.config.values import Config, WaiverEntry
    from reconcile.model import Language


class Check(NamedTuple):
    """A check and what is to be said of its cache, which is no part of the result: that is the same either way."""

    result: CheckResult
    remarks: tuple[str, ...]


def check(
    config: Config,
    *,
    rules: Sequence[str | Path] = (),
    today: str | None = None,
    lang: Language | None = None,
    jobs: int | None = None,
    cache: Path | None = None,
    cached: bool = True,
) -> Check:
    """Hold every pair of a configuration against what was accepted.

    ``config`` is what ``reconcile.config.reading.read_config`` made of a file. ``rules`` are folders with further audit
    rules; ``today`` (ISO date) is the day that waivers are judged against; ``lang`` the language of the reports, by
    default that of the documents; ``jobs`` how many processes may run (default: one for each core). ``cache`` is where
    results are kept (default: ``.reconcile-cache`` beside the configuration), unless ``cached`` is False.

    A pair that cannot be judged does not end the others; the result tells it. Raises ``ReconcileError`` (or a subclass)
    where the configuration has no pairs, or it, the rules or the baseline cannot be used.
    """
    if not config.pairs:
        raise config.source.broken(
            "there is no [[pair]] in it, so there is nothing to check",
            remedy='name the files, such as [[pair]] name = "2023" plan = "plan.txt" outcome = "outcome-*.txt"',
        )
    today = iso_day(today, "--today")
    check_today(config, today)
    pack = load_rules([Path(folder) for folder in rules], examples=False)
    applied = project_rules(config, pack)
    folder = folder_of(config.source.path)
    home = Path(folder)
    baseline_path = home / config.baseline
    baseline = read_baseline(baseline_path)
    accepted = baseline or {}
    store = (cache or home / FOLDER) if cached else None
    settings = _Settings(folder, _deciding(config, pack), tuple(map(str, rules)), store)
    prepared = [_prepared(config, number, settings) for number in range(len(config.pairs))]
    records, remarks = _records([one.job for one in prepared], jobs or cores())
    held = holding(config.waivers, today)
    names = [pair.name for pair in config.pairs]
    renamed = renamed_pairs({name: one.files for name, one in zip(names, prepared, strict=True)}, accepted)
    pairs = tuple(
        replace(
            _checked(name, one.files, record, accepted.get(renamed.get(name, name), AcceptedPair()), held, home),
            formerly=renamed.get(name, ""),
        )
        for name, one, record in zip(names, prepared, records, strict=True)
    )
    result = CheckResult(
        config=(home / Path(config.source.path).name).as_posix(),
        baseline=baseline_path.as_posix(),
        has_baseline=baseline is not None,
        pairs=pairs,
        waivers=waiver_states(config.waivers, held, pairs),
        left_over=tuple(sorted({*accepted} - {*names, *renamed.values()})),
        rules=applied,
        rules_sha256=rules_sha256(pack),
        config_sha256=config.sha256,
        today=today,
        lang=lang or ("zh" if any(pair.lang == "zh" for pair in pairs if pair.status == "read") else "en"),
    )
    return Check(result, remarks)


class _Settings(NamedTuple):
    """What all pairs share: the folder of their paths, what decides their records, rule packs, the cache's folder."""

    folder: str
    deciding: str
    rules: tuple[str, ...]
    store: Path | None


class _Prepared(NamedTuple):
    """A pair with its files, or why it has none."""

    files: tuple[InputFile, ...]
    job: Job | Done


def _deciding(config: Config, pack: Sequence[Rule]) -> str:
    """All that decides a record beside the files. Waivers do not: they are held against the findings afterwards."""
    words = [sorted(words) for words in config.words]
    return json.dumps([rules_sha256(pack), config.severities, config.thresholds, words], sort_keys=True)


def _prepared(config: Config, number: int, settings: _Settings) -> _Prepared:
    pair = config.pairs[number]
    try:
        found = pair_files(config.source, number, pair, settings.folder)
    except ReconcileError as error:
        return _Prepared((), not_judged(failed(error)))
    store = settings.store
    run = run_of(pair, found, pair.lang, settings.rules, replace(config, waivers=(), pairs=()))
    job = Job(
        run,
        entry=entry_path(store, config.source.path, pair.name) if store else None,
        key=entry_key([settings.deciding, pair.as_of, pair.lang or "", *deciding_files(found)]),
    )
    return _Prepared(found.files, job)


def _records(jobs: Sequence[Job | Done], processes: int) -> tuple[list[Record | Done], tuple[str, ...]]:
    """The record of each job, from the cache or made now, or what failed; and what is to be said of the cache."""
    records: dict[int, Record | Done] = {}
    left: dict[int, Job] = {}
    damaged: list[Path] = []
    for place, job in enumerate(jobs):
        if isinstance(job, Done):
            records[place] = job
            continue
        entry: Record | Miss = read_entry(job.entry, job.key) if job.entry else "none"
        if isinstance(entry, Record):
            records[place] = entry
            continue
        left[place] = job
        if job.entry and entry == "damaged":
            damaged.append(job.entry)
    remarks = [f"{path.as_posix()}: the entry of the cache is damaged; it is made anew" for path in damaged]
    if any(isinstance(job, Job) and job.entry for job in jobs):
        taken = sum(isinstance(record, Record) for record in records.values())
        remarks.append(f"{taken} of {len(jobs)} pairs are taken from the cache")
    unkept = 0
    for place, done in zip(left, reconcile_all(list(left.values()), processes), strict=True):
        records[place] = done if done.error else read_record(done.record)
        unkept += not done.kept
    if unkept:
        remarks.append(f"{unkept} pairs could not be put into the cache: its folder cannot be written to")
    return [records[place] for place in range(len(jobs))], tuple(remarks)


def _checked(
    name: str,
    files: tuple[InputFile, ...],
    record: Record | Done,
    accepted: AcceptedPair,
    held: Mapping[str, WaiverEntry],
    home: Path,
) -> CheckedPair:
    if isinstance(record, Record):
        if any(item.answers for item in record.items):
            return compared(name, record, files, accepted, held, home)
        record = not_judged(_unanswered(files))
    return CheckedPair(
        name=name,
        status="failed",
        error=record.error,
        exit_status=record.exit_status,
        inputs=input_states(files, accepted, home),
        gone=gone_inputs(files, accepted, home) if files else (),
    )


def _unanswered(files: Sequence[InputFile]) -> Failure:
    """What is said where nothing was matched, which must not pass for a plan without findings."""
    outcomes = ", ".join(file.path for file in files if file.role == "outcome")
    return nothing_answered(next((file.path for file in files if file.role == "plan"), outcomes), outcomes)
