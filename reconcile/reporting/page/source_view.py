"""The source documents as the page shows them: numbered lines, the words that are cited marked so that links find them.

Short documents are shown whole. Of long ones only the lines that errors and warnings cite are shown, the worst first
until there is no more room, each with the line before and after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reconcile.model import Citation, Document, Item, Outcome, Reconciliation
from reconcile.reporting.attention import concerns
from reconcile.reporting.tables import forward_slashes

# Together the documents of one report are shown whole up to this many characters; of longer ones, lines up to so many.
WHOLE_UP_TO = 300_000
LINES_UP_TO = 150_000
_LONGEST_LINE = 20_000


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a line: the fragments of the citations that begin with it, and how many that began before end.

    ``ends`` are closed before ``begins`` are opened, so that what is opened and closed nests.
    """

    text: str
    begins: tuple[str, ...] = ()
    ends: int = 0


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line with its number, the place it stands at in formats without lines, and the targets told of in it."""

    number: int
    place: str
    words: tuple[Words, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceView:
    """The lines of one document that are shown; ``whole`` where none but blank ones are left out."""

    document: Document
    lines: tuple[SourceLine, ...]
    whole: bool


def sign_of(number: int) -> str:
    """The sign that stands for a document wherever its words are cited, from the first of them on.

    >>> sign_of(1), sign_of(21)
    ('①', '(21)')
    """
    return chr(0x2460 + number - 1) if number <= 20 else f"({number})"


def numbers_of(documents: Iterable[Document]) -> Mapping[str, int]:
    """The number of each document by its path with forward slashes, from 1."""
    paths = dict.fromkeys(forward_slashes(document.path) for document in documents)
    return {path: number for number, path in enumerate(paths, 1)}


def fragment(citation: Citation, numbers: Mapping[str, int]) -> str | None:
    """The fragment that the cited words bear in the view of their document; None where that is none of the inputs."""
    number = numbers.get(forward_slashes(citation.path))
    if number is None or not citation.text:
        return None
    return f"s{number}.{citation.line}.{citation.column}.{len(citation.text)}"


def source_views(reconciliation: Reconciliation) -> tuple[SourceView, ...]:
    """Each document whose text is known, with the lines of it that are shown."""
    documents = {forward_slashes(document.path): document for document in reconciliation.inputs}
    lines = {path: document.text.split("\n") for path, document in documents.items() if document.text}
    numbers = numbers_of(reconciliation.inputs)
    whole = sum(len(document.text) for document in documents.values()) <= WHOLE_UP_TO
    cited = _cited_anywhere(reconciliation) if whole else _cited_by_the_worst(reconciliation, lines)
    by_line: dict[tuple[str, int], dict[str, Citation]] = defaultdict(dict)
    for citation in cited:
        name = fragment(citation, numbers)
        if name is not None:
            by_line[forward_slashes(citation.path), citation.line].setdefault(name, citation)
    told = _targets_of_lines(reconciliation.items)
    return tuple(
        _view(document, lines[path], path, by_line, told, whole)
        for path, document in documents.items()
        if path in lines
    )


def linked(views: Iterable[SourceView]) -> frozenset[str]:
    """The fragments that the views hold: what a link can lead to."""
    return frozenset(name for view in views for line in view.lines for words in line.words for name in words.begins)


def _view(
    document: Document,
    lines: Sequence[str],
    path: str,
    by_line: Mapping[tuple[str, int], Mapping[str, Citation]],
    told: Mapping[tuple[str, int], Collection[str]],
    whole: bool,
) -> SourceView:
    cited = [number for number in range(1, len(lines) + 1) if (path, number) in by_line]
    near = {number + step for number in cited for step in (-1, 0, 1)}
    shown = [number for number, line in enumerate(lines, 1) if (whole or number in near) and line.strip()]
    made = []
    for number in shown:
        here = by_line.get((path, number), {})
        place = next((citation.place for citation in here.values() if citation.place), "")
        words = _words(lines[number - 1], here)
        made.append(SourceLine(number, place, words, tuple(dict.fromkeys(told.get((path, number), ())))))
    return SourceView(document, tuple(made), whole)


def _words(line: str, cited: Mapping[str, Citation]) -> tuple[Words, ...]:
    """The line cut where citations begin and end; one that would end after another it begins in ends with that."""
    spans = []
    for name, citation in cited.items():
        start = citation.column - 1
        length = _common(line, start, citation.text)
        if length:
            spans.append((start, start + length, name))
    spans.sort(key=lambda span: (span[0], -span[1]))
    edges: dict[int, tuple[list[str], int]] = defaultdict(lambda: ([], 0))
    open_ends: list[int] = []
    for start, end, name in spans:
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        end = min([end, *open_ends[-1:]])
        open_ends.append(end)
        names, ends = edges[start]
        edges[start] = ([*names, name], ends)
        names, ends = edges[end]
        edges[end] = (names, ends + 1)
    edges.setdefault(0, ([], 0))
    places = sorted(edges)
    return tuple(
        Words(line[place:after], tuple(edges[place][0]), edges[place][1])
        for place, after in zip(places, [*places[1:], len(line)], strict=True)
    )


def _common(line: str, start: int, words: str) -> int:
    """How many characters of the cited words stand in the line from ``start`` on: the rest is in a later line."""
    found = line[start : start + len(words)]
    if found == words:
        return len(words)
    pairs = zip(found, words, strict=False)
    return next(
        (length for length, (one, other) in enumerate(pairs) if one != other and not other.isspace()), len(found)
    )


def _targets_of_lines(items: Iterable[Item]) -> Mapping[tuple[str, int], list[str]]:
    """For each line of a document the targets that it states or tells of."""
    told: dict[tuple[str, int], list[str]] = defaultdict(list)
    for item in items:
        passages = [item.target.text]
        for outcome in item.outcomes:
            passages += [outcome.text, *(response.narrative for response in outcome.responses)]
        for passage in passages:
            if passage.text:
                told[forward_slashes(passage.path), passage.line].append(item.target.id)
    return told


def _cited_anywhere(reconciliation: Reconciliation) -> Iterator[Citation]:
    """Every citation that the page prints."""
    for item in reconciliation.items:
        yield item.target.text.cite()
        yield from _cited_of_item(item)
        for outcome in item.outcomes:
            yield from _cited_of_row(outcome)
    for outcome in reconciliation.unmatched_outcomes:
        yield from _cited_of_row(outcome)
    yield from (citation for finding in reconciliation.findings for citation in finding.citations)
    for commitment in reconciliation.commitments:
        yield commitment.citation
    for document in reconciliation.inputs:
        yield from (diagnostic.citation for diagnostic in document.diagnostics if diagnostic.citation)
        yield from (residue.cite() for residue in document.residues)


def _cited_of_row(outcome: Outcome) -> Iterator[Citation]:
    yield outcome.text.cite()
    yield from (response.narrative.cite() for response in outcome.responses)


def _cited_of_item(item: Item) -> Iterator[Citation]:
    yield from (citation for finding in item.findings for citation in finding.citations)
    for judged in item.goals:
        yield judged.goal.citation
        if judged.achievement:
            yield judged.achievement.citation
        if judged.last_year:
            yield judged.last_year.citation
    for drift in item.drift:
        yield from (citation for citation in (drift.planned, drift.restated) if citation)
    milestone = item.milestone
    said = (milestone.asked_citation, milestone.reached_citation, milestone.undone)
    yield from (citation for citation in said if citation)
    yield from (count.citation for count in milestone.counts)


def _cited_by_the_worst(reconciliation: Reconciliation, lines: Mapping[str, Sequence[str]]) -> Iterator[Citation]:
    """What errors and warnings cite, the worst first, until the lines they stand in are as long as may be."""
    room, seen = LINES_UP_TO, set[tuple[str, int]]()
    for concern in concerns(reconciliation):
        for citation in (citation for finding in concern.findings for citation in finding.citations):
            path, line = forward_slashes(citation.path), citation.line
            if (path, line) not in seen and path in lines and 0 < line <= len(lines[path]):
                length = sum(len(text) for text in lines[path][max(line - 2, 0) : line + 1])
                if length > _LONGEST_LINE:
                    continue
                room -= length
                if room < 0:
                    return
                seen.add((path, line))
            yield citation
