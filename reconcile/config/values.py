"""What a project can set, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reconcile.config.files import Source
from reconcile.model import Language
from reconcile.reading.words import NO_WORDS, Words

RuleSetting = Literal["error", "warning", "info", "off"]

BASELINE = "reconcile-baseline.json"


@dataclass(frozen=True, slots=True)
class Pair:
    """A plan and the files that report on it, as paths or globs relative to the configuration's file.

    Without a plan the rows of the outcome restate their own targets. ``decisions`` are files of reviewers' decisions.
    """

    name: str
    outcome: tuple[str, ...]
    plan: tuple[str, ...] = ()
    report: str = ""
    as_of: str = ""
    lang: Language | None = None
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaiverEntry:
    """One finding that was accepted: why, by whom, and the last day (ISO date) that it holds, "" for ever."""

    fingerprint: str
    reason: str
    by: str
    expires: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """What a project set. Without arguments: nothing.

    ``severities`` maps a rule to its severity or ``off``, ``thresholds`` a figure's dotted name to its value, only
    where the file says so. ``words`` are the project's own headings and claim words. ``sha256`` pins the settings that
    decide findings (rules, thresholds, waivers, words), not how they are laid out; None where there is no file.
    """

    severities: Mapping[str, RuleSetting] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    waivers: tuple[WaiverEntry, ...] = ()
    pairs: tuple[Pair, ...] = ()
    baseline: str = BASELINE
    words: Words = NO_WORDS
    source: Source = field(default_factory=Source)
    sha256: str | None = None
