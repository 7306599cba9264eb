"""What looks wrong with the records that were read: gaps in the numbering, torn rows, cells in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reconcile.model import Citation, Diagnostic, Outcome, Passage, Target
from reconcile.reading import diagnostics as said
from reconcile.reading.documents import Reading
from reconcile.reading.fields import goes_on_by_merge
from reconcile.reading.ids import missing_ranges, number_of, out_of_order
from reconcile.reading.records import Draft
from reconcile.resources import vocabulary

_ENUMERATOR = re.compile(r"(?:^|[。；;\s])\s*[(（]?\d{1,2}[.、)）](?!\d)")
_SIGNS = re.compile(r"[\W_]+")
_LONG_TARGET = 60
_MOST_GAPS = 10
_USUALLY_FILLED = 0.9


def numbering(numbered: Sequence[tuple[Reading, list[str]]]) -> list[list[Diagnostic]]:
    """Gaps, repeats and breaks of order in the ids of the files of one report, for each file.

    A gap is told where the numbering goes on after it, and only where no file of the report fills it.
    """
    notes = _gaps(numbered)
    for file, (reading, ids) in enumerate(numbered):
        notes[file].extend(_carried(reading, ids))
        repeated = [index for index, record_id in enumerate(ids) if record_id.endswith("@2") and record_id != "@2"]
        if repeated:
            place = reading.drafts[repeated[0]].place(reading.path).cite()
            notes[file].append(said.repeated_ids([ids[index][:-2] for index in repeated], place))
        late = out_of_order(ids)
        if late:
            place = reading.drafts[ids.index(late[0])].place(reading.path).cite()
            notes[file].append(said.id_order(late, place))
    return notes


def check_announced(readings: Sequence[Reading]) -> list[list[Diagnostic]]:
    """For each file of one report, whether it announces more items than all files together hold."""
    held = sum(len(reading.drafts) for reading in readings)
    return [
        [said.fewer_than_announced(reading.announced.items, held, reading.announced.citation)]
        if reading.announced and reading.announced.items > held
        else []
        for reading in readings
    ]


def _gaps(numbered: Sequence[tuple[Reading, list[str]]]) -> list[list[Diagnostic]]:
    first_of: dict[int, tuple[int, int]] = {}
    for file, (_, ids) in enumerate(numbered):
        for index, record_id in enumerate(ids):
            number = number_of(record_id)
            if number is not None:
                first_of.setdefault(number, (file, index))
    gaps: list[list[tuple[int, int]]] = [[] for _ in numbered]
    for gap in missing_ranges(record_id for _, ids in numbered for record_id in ids):
        gaps[first_of[gap[1] + 1][0]].append(gap)
    notes: list[list[Diagnostic]] = []
    for own, (reading, _) in zip(gaps, numbered, strict=True):
        after = [reading.drafts[first_of[last + 1][1]].place(reading.path).cite() for _, last in own[:_MOST_GAPS]]
        if len(own) > _MOST_GAPS:
            notes.append([said.many_gaps(own, after[0])])
        else:
            notes.append([said.missing_ids(gap, place) for gap, place in zip(own, after, strict=True)])
    return notes


def check_targets(targets: Sequence[Target]) -> list[Diagnostic]:
    """Targets without words."""
    empty = [target for target in targets if not target.text.text]
    notes = [said.empty_target([target.id for target in empty], empty[0].text.cite())] if empty else []
    return notes + _misread((target.id, target.text) for target in targets)


def _carried(reading: Reading, ids: Sequence[str]) -> list[Diagnostic]:
    """The records that bear cells of a line above."""
    found = [i for i, draft in enumerate(reading.drafts) if any(entry.carried for entry in draft.lines)]
    if not found:
        return []
    return [said.carried_cells([ids[i] for i in found], reading.drafts[found[0]].place(reading.path).cite())]


def check_outcomes(reading: Reading, ids: Sequence[str], outcomes: Sequence[Outcome]) -> list[Diagnostic]:
    """What is doubtful about the outcomes of one file."""
    notes = []
    if not reading.fields.claim:
        notes.append(said.no_claim_column(reading.header.cite()))
    notes.extend(_torn(reading, ids))
    empty = [outcome for outcome in outcomes if not outcome.text.text]
    if empty:
        notes.append(said.empty_target([outcome.id for outcome in empty], empty[0].text.cite()))
    silent = [o for o in outcomes if o.claim == "done" and not any(r.narrative.text for r in o.responses)]
    if silent:
        notes.append(said.empty_narrative([outcome.id for outcome in silent], silent[0].text.cite()))
    notes.extend(
        said.target_holds_narrative(outcome.id, outcome.text.cite())
        for outcome in outcomes
        if _holds_narrative(outcome.text.text, outcome.responses[0].narrative.text)
    )
    notes.extend(
        _misread(
            (outcome.id, text)
            for outcome in outcomes
            for text in (outcome.text, *(response.narrative for response in outcome.responses))
        )
    )
    if _is_cut_off(reading.drafts):
        last = reading.drafts[-1]
        notes.append(said.row_cut_off(ids[-1], last.place(reading.path).cite()))
    return notes


def _misread(texts: Iterable[tuple[str, Passage]]) -> list[Diagnostic]:
    """The records, as (id, text), with numbers in which a letter was read for a zero (2O亿元)."""
    zero = vocabulary("numerals")["misread"]["zero"]
    found: dict[str, Citation] = {}
    for id, text in texts:
        number = re.search(zero, text.text)
        if number is not None:
            found.setdefault(id, text.cite(*number.span()))
    return [said.misread_digits(id, number) for id, number in found.items()]


def _torn(reading: Reading, ids: Sequence[str]) -> list[Diagnostic]:
    """Records of several lines, neighbours of the same kind told together."""
    runs: list[tuple[bool, list[int]]] = []
    for index, draft in enumerate(reading.drafts):
        if len(draft.lines) == 1:
            continue
        doubtful = _may_be_shifted(draft)
        if runs and runs[-1][0] == doubtful and runs[-1][1][-1] == index - 1:
            runs[-1][1].append(index)
        else:
            runs.append((doubtful, [index]))
    return [
        (said.merged_cells if doubtful else said.joined_lines)(
            [ids[index] for index in run], reading.drafts[run[0]].place(reading.path).cite()
        )
        for doubtful, run in runs
    ]


def _may_be_shifted(draft: Draft) -> bool:
    """Whether a torn record has lines without a narrative or without a leader: their cells may be a line off."""
    if all(goes_on_by_merge(entry) for entry in draft.lines if not entry.id):
        return False  # the document itself says which cells are merged
    leaders = any(entry.leader for entry in draft.lines)
    return any(not entry.narrative or (leaders and not entry.leader) for entry in draft.lines)


def _holds_narrative(target: str, narrative: str) -> bool:
    """Whether the target is (nearly) the narrative, and reads like one: enumerated or long."""
    if not target or not narrative or abs(len(target) - len(narrative)) > 8:
        return False
    if len(target) < _LONG_TARGET and not _ENUMERATOR.search(target):
        return False
    a, b = _SIGNS.sub("", target), _SIGNS.sub("", narrative)
    return (a in b or b in a) and abs(len(a) - len(b)) <= 4


def _is_cut_off(drafts: Sequence[Draft]) -> bool:
    """Whether the last record's last columns are empty although those of nearly all others are filled."""
    if len(drafts) < 4:
        return False
    last, others = drafts[-1], drafts[:-1]
    if any(entry.has_owner for entry in last.lines) and any(entry.claim for entry in last.lines):
        return False
    owners = sum(any(entry.has_owner for entry in draft.lines) for draft in others)
    claims = sum(any(entry.claim for entry in draft.lines) for draft in others)
    usual = _USUALLY_FILLED * len(others)
    no_owner = owners >= usual and not any(entry.has_owner for entry in last.lines)
    no_claim = claims >= usual and not any(entry.claim for entry in last.lines)
    return no_owner or no_claim
