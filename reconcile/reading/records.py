"""The lines of a record → a target or an outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reconcile.model import ClaimKind, Note, Outcome, Owner, Passage, Response, Target
from reconcile.reading.claims import joined_claim, known_claim, narrative_claim, read_claim
from reconcile.reading.fields import Entry, columns_passage, id_passage, join_passages, line_notes
from reconcile.reading.people import read_leaders, read_owners

_SENTENCE_ENDS = "。；！？;!?.…”）)"


class Draft(NamedTuple):
    """A record before it has its final id: the lines it is made of, in reading order."""

    lines: list[Entry]

    @property
    def printed_id(self) -> str:
        """The id as printed, "" where none is."""
        return self.lines[0].id or next((entry.id for entry in self.lines if entry.id), "")

    @property
    def has_target(self) -> bool:
        """Whether any line names a target."""
        return any(entry.target for entry in self.lines)

    def place(self, path: str) -> Passage:
        """Where the record stands: its id, or its first words."""
        line = next((entry for entry in self.lines if entry.id), self.lines[0])
        return id_passage(line, path)


def build_target(draft: Draft, record_id: str, path: str) -> Target:
    """The target that a record of a plan names; leaders and owners of its continuation lines are added to it."""
    lines = draft.lines
    return Target(
        record_id,
        _target_passage(lines, path),
        _leaders(lines),
        _owners(lines),
        _deadline(lines),
        _notes(lines, path),
    )


def build_outcome(draft: Draft, record_id: str, path: str) -> Outcome:
    """The outcome that a record of a completion report holds, one response for each narrative."""
    lines = draft.lines
    responses: tuple[Response, ...]
    if len(lines) == 1:
        responses = (_response(lines, path),)
        claim, text = responses[0].claim, responses[0].claim_text
    else:
        responses = tuple([_response(group, path) for group in _response_lines(lines)])
        claim = joined_claim([response.claim for response in responses])
        text = "、".join(dict.fromkeys(response.claim_text for response in responses if response.claim_text))
    return Outcome(
        record_id,
        _target_passage(lines, path),
        responses,
        claim,
        text,
        _deadline(lines),
        _notes(lines, path),
    )


def is_continuation(entry: Entry) -> bool:
    """Whether a line holds nothing but more of the narrative above it: a cell broken over a page."""
    return bool(entry.narrative) and not (
        entry.id or entry.target or entry.leader or entry.claim or entry.deadline or entry.has_owner
    )


def _response_lines(lines: Sequence[Entry]) -> list[list[Entry]]:
    """The lines of each response: one without a narrative shares that of the line above, else of the first below."""
    groups: list[list[Entry]] = []
    waiting: list[Entry] = []
    for entry in lines:
        if not entry.narrative:
            (groups[-1] if groups else waiting).append(entry)
        elif groups and is_continuation(entry) and not _ends_sentence(groups[-1]):
            groups[-1].append(entry)
        else:
            groups.append([*waiting, entry])
            waiting = []
    return groups or [waiting]


def _ends_sentence(group: Sequence[Entry]) -> bool:
    narrative = next(entry.narrative for entry in reversed(group) if entry.narrative)
    return narrative[-1] in _SENTENCE_ENDS


def _response(lines: Sequence[Entry], path: str) -> Response:
    narrated = lines if len(lines) == 1 else [entry for entry in lines if entry.narrative] or lines[:1]
    narrative = join_passages([columns_passage(entry.line, entry.fields.narrative, path) for entry in narrated], "")
    if not lines[0].fields.claim:
        claim, text = _remarked(lines) or narrative_claim(narrative.text)
    elif len(lines) == 1:
        text = lines[0].claim
        claim = read_claim(text)
    else:
        texts = list(dict.fromkeys([entry.claim for entry in lines if entry.claim]))
        text = "、".join(texts)
        claim = joined_claim([read_claim(each) for each in texts])
    leader = "、".join(_leaders(lines))
    return Response(leader, _owners(lines), narrative, claim, text, narrated[0].deadline or _deadline(lines))


def _remarked(lines: Sequence[Entry]) -> tuple[ClaimKind, str] | None:
    """The claim that a remark beside the narrative makes (备注 | 欠进度), where it is nothing but a status word."""
    for entry in lines:
        row, first = entry.line
        for index in entry.fields.remarks:
            text = row.cell(first + index)
            if known_claim(text) and any(map(str.isalpha, text)):
                return read_claim(text), text
    return None


def _target_passage(lines: Sequence[Entry], path: str) -> Passage:
    """The target's words; a cell that was broken over lines is put together again."""
    named = [entry for entry in lines if entry.target]
    if len(named) < 2:
        entry = named[0] if named else lines[0]
        return columns_passage(entry.line, entry.fields.target, path)
    return join_passages([columns_passage(entry.line, entry.fields.target, path) for entry in named], "")


def _deadline(lines: Sequence[Entry]) -> str:
    """The first deadline that the lines name."""
    return lines[0].deadline or next((entry.deadline for entry in lines if entry.deadline), "")


def _leaders(lines: Sequence[Entry]) -> tuple[str, ...]:
    if len(lines) == 1:
        return read_leaders(lines[0].leader)
    return tuple(dict.fromkeys(name for entry in lines for name in read_leaders(entry.leader)))


def _owners(lines: Sequence[Entry]) -> tuple[Owner, ...]:
    columns = lines[0].fields.owners
    if len(lines) == 1 and len(columns) == 1:
        row, first = lines[0].line
        return read_owners(row.cell(first + columns[0][0]), columns[0][1])
    owners: dict[Owner, None] = {}
    for entry in lines:
        if entry.has_owner:
            row, first = entry.line
            for index, role in columns:
                owners.update(dict.fromkeys(read_owners(row.cell(first + index), role)))
    return tuple(owners)


def _notes(lines: Sequence[Entry], path: str) -> tuple[Note, ...]:
    return tuple([note for entry in lines if entry.fields.notes for note in line_notes(entry, path)])
