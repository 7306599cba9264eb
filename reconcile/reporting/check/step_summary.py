"""The summary of a step of GitHub Actions: Markdown appended to a file that the runner names."""

from __future__ import annotations

from pathlib import Path

from reconcile.errors import OutputError
from reconcile.model import Language
from reconcile.reporting.translations import translate

# The runner refuses the whole summary of a step that is larger.
MOST_BYTES = 1024 * 1024


def append_summary(path: Path, markdown: str, lang: Language, most: int = MOST_BYTES) -> None:
    """Append a report to the summary; what does not fit is cut off at the end of a line, and the last line says so.

    ``most`` is the greatest size of the file in bytes. Raises ``OutputError`` where it cannot be written to.
    """
    try:
        there = path.stat().st_size if path.exists() else 0
        with path.open("ab") as stream:
            stream.write(_fitting(markdown, max(0, most - there), lang))
    except OSError as error:
        remedy = "see the variable GITHUB_STEP_SUMMARY"
        raise OutputError(f"it cannot be written: {error.strerror}", document=str(path), remedy=remedy) from error


def _fitting(markdown: str, room: int, lang: Language) -> bytes:
    whole = markdown.encode("utf-8", "backslashreplace")
    if len(whole) <= room:
        return whole
    said = f"\n\n> {translate(lang, 'check.summary_cut')}\n".encode()
    kept = whole[: max(0, room - len(said))]
    kept = kept[: kept.rfind(b"\n") + 1]
    return kept + said if len(kept) + len(said) <= room else b""
