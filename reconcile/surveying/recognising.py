"""One file → what it is, by what reading finds in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from reconcile.errors import ReconcileError
from reconcile.model import Document
from reconcile.reading import Content, read_content, read_outcome, read_plan, read_report
from reconcile.reading.titles import years_in
from reconcile.resources import vocabulary
from reconcile.surveying.values import Found, LeftOut

_OWN = re.compile(rb'\s*\{\s*"schema"\s*:\s*"reconcile')
_LETTERS = re.compile(r"[^\W\d_]")
_EDGES = "《“\"'（(【[ -—_:："
_LONGEST_PLACE = 12
_FEWEST_LETTERS = 4
_NOT_ONE = "no plan, completion report or work report: "


def recognise(root: Path, path: str) -> Found | LeftOut:
    """What the file at ``path`` under ``root`` is; a file that is none of the three is left out with the reason."""
    if _is_own(root / path):
        return LeftOut(path, "a report of this program")
    try:
        content = read_content(root / path)
        read = _as_outcome(content) or _as_plan(content) or _as_report(content) or _as_prose_outcome(content)
    except ReconcileError as error:
        return LeftOut(path, error.problem)
    if read is None:
        return LeftOut(path, _NOT_ONE + _refusal(content))
    document, texts, ids, doubts = read
    told = [text for text in texts if len(_LETTERS.findall(text)) >= _FEWEST_LETTERS]
    if 2 * len(told) < len(texts) or not told:
        return LeftOut(path, "its table names no targets in words")
    year, doubt = _year(document, path)
    # A work report is known by its words, whatever year it is of.
    if document.role == "report":
        doubt = ""
    return Found(
        path,
        document.role,
        document.title,
        _place(document),
        year,
        document.as_of or "",
        document.number,
        tuple(told),
        frozenset(ids),
        (*doubts, *([doubt] if doubt else [])),
    )


_Read = tuple[Document, Sequence[str], Iterable[str], tuple[str, ...]]


def _is_own(path: Path) -> bool:
    if path.suffix.lower() != ".json":
        return False
    with suppress(OSError), path.open("rb") as stream:
        return _OWN.match(stream.read(200)) is not None
    return False


def _tried(reader: Callable[[], _Read | None]) -> _Read | None:
    with suppress(ReconcileError):
        return reader()
    return None


def _as_outcome(content: Content, prose: bool = False) -> _Read | None:
    def read() -> _Read:
        report = read_outcome(content, prose=prose)
        rows = report.outcomes
        texts = [row.responses[0].narrative.text if prose else row.text.text for row in rows]
        doubts = ("it is prose: read sentence by sentence",) if prose else ()
        return report.documents[0], texts, [row.id for row in rows], doubts

    return _tried(read)


def _as_prose_outcome(content: Content) -> _Read | None:
    read = _as_outcome(content, prose=True)
    return read if read and read[0].as_of else None


def _as_plan(content: Content) -> _Read | None:
    def read() -> _Read:
        plan = read_plan(content)
        return plan.document, [target.text.text for target in plan.targets], [t.id for t in plan.targets], ()

    return _tried(read)


def _as_report(content: Content) -> _Read | None:
    def read() -> _Read:
        report = read_report(content)
        return report.document, [promise.passage.text for promise in report.commitments], (), ()

    return _tried(read)


def _refusal(content: Content) -> str:
    """Why a file is no plan, as reading says it."""
    try:
        read_plan(content)
    except ReconcileError as error:
        return error.problem
    return "nothing in it was understood"


def _year(document: Document, path: str) -> tuple[int, str]:
    """The year that a document is of, and what is doubtful about it: by its day, title, number, then its path."""
    if document.as_of:
        return int(document.as_of[:4]), ""
    for text in (document.title, document.number):
        years = years_in(text)
        if years:
            return years[-1], ""
    for part in reversed(PurePosixPath(path).parts):
        years = years_in(part)
        if years:
            return years[-1], f"its year is taken from the name {part}"
    return 0, ""


def _place(document: Document) -> str:
    """The place that a document is of: its issuer without the words for an office, else what stands before the year."""
    if document.issuer:
        return _bare(_without_year(document.issuer))
    title = document.title
    years = years_in(title)
    before = title[: title.index(str(years[0]))] if years else ""
    place = _bare(before.strip(_EDGES))
    return place if 2 <= len(place) <= _LONGEST_PLACE else ""


def _without_year(issuer: str) -> str:
    """What stands before the year of a title (某县2024年县政府), or after it where it begins with that."""
    years = years_in(issuer)
    if not years:
        return issuer
    before, _, after = issuer.partition(str(years[0]))
    return before.strip(_EDGES) or after.removeprefix("年")


def _bare(office: str) -> str:
    endings: list[str] = vocabulary("titles")["place"]["endings"]
    ending = next((ending for ending in endings if office.endswith(ending) and len(office) > len(ending) + 1), "")
    return office.removesuffix(ending)
