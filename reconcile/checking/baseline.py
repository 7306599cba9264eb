"""The findings that a project has accepted, in a file that stands beside its configuration and is reviewed like code.

Schema ``reconcile-baseline/1``, which ``reporting/schemas/reconcile-baseline-1.schema.json`` describes: one line for
each input and each finding, in an order that does not depend on where things stand in the documents, so that a
difference of two versions shows what was accepted and what went.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from reconcile.checking.values import AcceptedFinding, BaselineInput, CheckedPair, CheckResult
from reconcile.errors import ConfigError, ReconcileError
from reconcile.model import Finding, Role, Severity
from reconcile.reporting.files import write_whole
from reconcile.reporting.plain_text import one_line

SCHEMA = "reconcile-baseline/1"
_LONGEST = 120
_REMEDY = "take it from version control, or write it anew with: reconcile check --update-baseline"


@dataclass(frozen=True, slots=True)
class AcceptedPair:
    """What a baseline keeps of one pair: the inputs as they were, and the accepted findings by fingerprint."""

    inputs: tuple[BaselineInput, ...] = ()
    findings: Mapping[str, AcceptedFinding] = field(default_factory=lambda: MappingProxyType({}))


Baseline = Mapping[str, AcceptedPair]


def read_baseline(path: Path) -> Baseline | None:
    """The accepted findings by the name of their pair, None where there is no file.

    Raises ``ConfigError`` for a file that cannot be read or is no baseline, such as one with the marks of a merge.
    """
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _broken(path, f"the baseline cannot be read: {error.strerror}", remedy="check its permissions") from error
    except json.JSONDecodeError as error:
        raise _broken(path, f"the baseline is no JSON: {error.msg}", error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise _broken(path, "the baseline is no JSON in UTF-8") from error
    said = content.get("schema") if isinstance(content, dict) else None
    if said != SCHEMA:
        raise _broken(path, f"the file is no baseline that is known: its schema is {said!r}, not {SCHEMA!r}")
    try:
        return {pair["name"]: _accepted_pair(pair) for pair in content["pairs"]}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise _broken(path, f"the baseline is not as its schema says: {type(error).__name__} {error}") from error


def write_baseline(result: CheckResult) -> None:
    """Accept all findings that stand and are not waived: the file is then the old one or the new one, never a part.

    Raises ``ReconcileError`` where a pair could not be judged, and writes nothing.
    """
    failed = [pair.name for pair in result.pairs if pair.status == "failed"]
    if failed or not result.pairs:
        raise ReconcileError(
            f"the baseline is left as it is: {', '.join(failed) or 'no pair'} could not be judged",
            document=result.baseline,
            remedy="mend what is said of it, then accept the findings",
        )
    write_whole(result.baseline, baseline_text(result))


def baseline_text(result: CheckResult) -> str:
    """The baseline that accepts what stands in a check, as the text of its file."""
    folder = Path(result.config).parent
    pairs = [_pair_lines(pair, folder) for pair in sorted(result.pairs, key=lambda pair: pair.name)]
    return f'{{"schema": {json.dumps(SCHEMA)},\n "pairs": [\n  ' + ",\n  ".join(pairs) + "\n ]}\n"


def relative_path(path: str, folder: Path) -> str:
    """A path as seen from the folder of the configuration, with forward slashes.

    >>> relative_path("audits/2023/plan.txt", Path("audits"))
    '2023/plan.txt'
    """
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        # Another drive.
        return path


def _pair_lines(pair: CheckedPair, folder: Path) -> str:
    inputs = [
        {"role": file.role, "path": relative_path(file.path, folder), "sha256": file.sha256} for file in pair.inputs
    ]
    findings = sorted(_accepted(pair), key=lambda finding: (finding.rule, finding.fingerprint))
    lines = [
        {
            "rule": finding.rule,
            "fingerprint": finding.fingerprint,
            "severity": finding.severity,
            "target": finding.target,
            "outcome": finding.outcome,
            "message": _short(finding.message.in_language(pair.lang)),
        }
        for finding in findings
    ]
    return f'{{"name": {_compact(pair.name)},\n   "inputs": {_block(inputs)},\n   "findings": {_block(lines)}}}'


def _accepted(pair: CheckedPair) -> Iterator[Finding]:
    return (checked.finding for checked in pair.all_findings if checked.state != "waived")


def _short(message: str) -> str:
    words = one_line(message)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _block(lines: list[dict[str, Any]]) -> str:
    return "[\n    " + ",\n    ".join(map(_compact, lines)) + "\n   ]" if lines else "[]"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _accepted_pair(pair: Any) -> AcceptedPair:
    findings = (
        AcceptedFinding(
            fingerprint=_text(entry["fingerprint"]),
            rule=_text(entry["rule"]),
            severity=_one_of(entry["severity"], get_args(Severity)),
            message=_text(entry["message"]),
            target=entry.get("target"),
            outcome=entry.get("outcome"),
        )
        for entry in pair["findings"]
    )
    inputs = (
        BaselineInput(_one_of(entry["role"], get_args(Role)), _text(entry["path"]), _text(entry["sha256"]))
        for entry in pair["inputs"]
    )
    return AcceptedPair(tuple(inputs), {finding.fingerprint: finding for finding in findings})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise ValueError(f"{value!r} is none of {', '.join(known)}")
    return value


def _broken(path: Path, problem: str, line: int = 0, remedy: str = _REMEDY) -> ConfigError:
    return ConfigError(problem, document=path.as_posix(), line=line, remedy=remedy)
