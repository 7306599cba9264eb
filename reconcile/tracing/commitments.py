"""From sentences to commitments: which words of the report carry one promise, and what became of it in the plan."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from reconcile.assessment.clauses import Span
from reconcile.model import Commitment, CommitmentStatus, Passage, PromisedNumber, Target
from reconcile.reading.prose import part_of
from reconcile.resources import vocabulary
from reconcile.tracing.changes import exchanged
from reconcile.tracing.counting import counted_targets, targets_beside
from reconcile.tracing.linking import Words, link_clauses, read_words
from reconcile.tracing.numbers import Carried, carry, is_about, parts_beside
from reconcile.tracing.promises import Number, Sentence, numbers_of, read_sentences, words_of

Targets = frozenset[int]


class _Piece(NamedTuple):
    """Words of a sentence that went to the same targets; ``own`` are those of one promise among several in them."""

    span: Span
    targets: Targets
    own: Span | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """The targets with their numbers, and the words of both sides."""

    targets: Sequence[Target]
    numbers: tuple[tuple[Number, ...], ...]
    words: Words
    taken: Targets
    whole: bool


def trace_commitments(
    targets: Sequence[Target],
    commitments: Sequence[Commitment],
    thresholds: Mapping[str, float],
    *,
    whole: bool = True,
) -> tuple[Commitment, ...]:
    """The promises of the report in its order, each with the targets it became and what was changed on the way.

    ``commitments`` are the sentences that announce work; each is cut into the promises it holds. Clauses that went to
    the same targets are one promise; numbers of one clause that went to different targets are several. ``thresholds``
    hold the share of its nouns above which a promise may be hidden in some target (``audit.commitment_nowhere``); where
    targets of the plan are missing (``whole``), it may be hidden in those, and none is dropped.
    """
    sentences = read_sentences(commitments, thresholds)
    numbers = tuple(numbers_of(target.text, thresholds) for target in targets)
    words = read_words(targets, numbers, sentences)
    links = link_clauses(words, sentences)
    plan = _Plan(targets, numbers, words, frozenset().union(*links.values()), whole)
    return tuple(
        _commitment(plan, sentence, piece, thresholds)
        for s, sentence in enumerate(sentences)
        for piece in _pieces(plan, sentence, [links.get((s, c), frozenset()) for c in range(len(sentence.clauses))], s)
    )


def _pieces(plan: _Plan, sentence: Sentence, linked: Sequence[Targets], position: int) -> list[_Piece]:
    """The promises of one sentence, in reading order."""
    pieces: list[_Piece] = []
    for c, span in enumerate(sentence.clauses):
        targets = (
            linked[c]
            or _by_number(plan, sentence.numbers_in(span), linked)
            or _by_neighbour(plan, sentence, (position, c), linked)
        )
        if pieces and _belongs(sentence, pieces[-1], targets):
            pieces[-1] = _Piece((pieces[-1].span[0], span[1]), targets)
        else:
            pieces.append(_Piece(span, targets))
    return _joined([part for piece in pieces for part in _dealt_out(plan, sentence, piece)])


def _belongs(sentence: Sentence, piece: _Piece, targets: Targets) -> bool:
    """Whether a clause that went there goes on with the promise before it: a number ends what went nowhere."""
    return piece.targets == targets and (bool(targets) or not sentence.numbers_in(piece.span))


def _by_number(plan: _Plan, numbers: Sequence[Number], linked: Sequence[Targets]) -> Targets:
    """The targets of a clause whose words stand in none: those whose number it is, or whose numbers add up to it."""
    if not any(number.role == "goal" for number in numbers):
        return frozenset()
    for near in sorted(set(linked), key=lambda each: (-len(each), sorted(each))):
        carried = carry(numbers, {target: plan.numbers[target] for target in near}) if len(near) > 1 else []
        if carried and all(len(each.carriers) > 1 for each in carried):
            return near
    least = float(vocabulary("tracing")["link"]["number"])
    return frozenset(
        target
        for target, planned in enumerate(plan.numbers)
        for other in planned
        for number in numbers
        if "goal" == number.role == other.role and number.goal.measure and is_about(number, other, least)
    )


def _by_neighbour(plan: _Plan, sentence: Sentence, place: tuple[int, int], linked: Sequence[Targets]) -> Targets:
    """The target of the clause before or after, where it holds enough of this one's words for its place there.

    A clause with a number of its own is too much of a promise to be told by the place it stands at.
    """
    least = float(vocabulary("tracing")["link"]["neighbour"])
    c = place[1]
    if sentence.numbers_in(sentence.clauses[c]):
        return frozenset()
    for targets in (linked[n] for n in (c - 1, c + 1) if 0 <= n < len(linked)):
        if targets and max(plan.words.inside(plan.words.clauses[place], target) for target in targets) >= least:
            return targets
    return frozenset()


def _dealt_out(plan: _Plan, sentence: Sentence, piece: _Piece) -> list[_Piece]:
    """The promises of one piece: one for each target that carries numbers of its own, or the piece as it is.

    A number that nothing carries, in words that no target of the piece holds, went nowhere while the others were kept.
    """
    numbers = sentence.numbers_in(piece.span)
    if not piece.targets or not numbers:
        return [piece]
    carried = [each.targets for each in carry(numbers, {target: plan.numbers[target] for target in piece.targets})]
    text, (start, end) = sentence.passage.text, piece.span
    respectively = vocabulary("measures")["lists"]["respectively"] in text[start:end]
    rest = piece.targets.difference(*carried)
    lost = [position for position, each in enumerate(carried) if not each]
    if (
        any(len(each) > 1 for each in carried)
        or len(lost) == len(carried)
        or (rest and (lost or respectively or len(rest) > 1))
    ):
        return [piece]
    befores = [start, *(number.quantity.span[1] for number in numbers)]
    cuts = [_cut(text, before, number.start) for before, number in zip(befores, numbers, strict=False)]
    if rest and cuts[0][0] <= start:
        return [piece]
    owners = [rest, *carried] if rest else carried
    cuts = cuts if rest else cuts[1:]
    spans = list(zip([start, *(cut[1] for cut in cuts)], [*(cut[0] for cut in cuts), end], strict=True))
    if any(numbers[position].role != "goal" or _stands_in(plan, sentence, spans[position], piece) for position in lost):
        return [piece]
    parts = _joined([_Piece(span, targets) for span, targets in zip(spans, owners, strict=True)])
    if respectively and len(parts) > 1:
        return [_Piece(piece.span, part.targets, part.span) for part in parts]
    return parts


def _stands_in(plan: _Plan, sentence: Sentence, span: Span, piece: _Piece) -> bool:
    """Whether the words around one number of a piece stand in one of its targets."""
    words = words_of(sentence.passage.text, sentence.numbers, span)
    return plan.words.held(words, sorted(piece.targets)) >= float(vocabulary("tracing")["link"]["clause"])


def _joined(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Pieces with those put together that follow each other and went to the same targets."""
    result: list[_Piece] = []
    for piece in pieces:
        last = result[-1] if result else None
        if last and last.own is None and piece.own is None and last.targets and last.targets == piece.targets:
            result[-1] = _Piece((last.span[0], piece.span[1]), piece.targets)
        else:
            result.append(piece)
    return result


def _cut(text: str, start: int, number: int) -> Span:
    """Where a promise ends and the next begins between two numbers: at the last separator, which belongs to neither."""
    separators = vocabulary("tracing")["between"]["separators"]
    place = max((text.rfind(mark, start, number) for mark in separators if not mark.isspace()), default=-1)
    if place < 0:
        return start, start
    begin = place + 1
    while begin < number and text[begin].isspace():
        begin += 1
    return place, begin


def _commitment(plan: _Plan, sentence: Sentence, piece: _Piece, thresholds: Mapping[str, float]) -> Commitment:
    """What became of one promise."""
    own = piece.own or piece.span
    numbers = sentence.numbers_in(own)
    carried = carry(numbers, {target: plan.numbers[target] for target in piece.targets})
    carried = [each if each.targets else _beside(plan, piece, n) for n, each in zip(numbers, carried, strict=True)]
    targets = sorted(piece.targets.union(*(each.targets for each in carried)))
    promised = [(number, each) for number, each in zip(numbers, carried, strict=True) if number.role != "qualifier"]
    nearest = _nearest(plan.words, [number for number, _ in promised]) if plan.whole and not targets else 1.0
    entries = tuple(
        _promised_number(plan, sentence.passage, number, each, k) for k, (number, each) in enumerate(promised, start=1)
    )
    return Commitment(
        passage=part_of(sentence.passage, *piece.span),
        section=sentence.section,
        targets=tuple(plan.targets[target].id for target in targets),
        status=_status(entries, len(targets), nearest, _is_held(plan, sentence, piece, targets), thresholds),
        numbers=entries,
        own=sentence.passage.cite(*piece.own) if piece.own else None,
        nearest=nearest,
    )


def _beside(plan: _Plan, piece: _Piece, number: Number) -> Carried:
    """What carries a number together with targets that came from nothing and stand beside those of its promise."""
    beside = targets_beside(plan.targets, piece.targets, plan.taken)
    counted = counted_targets(plan.targets, piece.targets, beside, number)
    if counted or not piece.targets:
        return Carried(counted=counted)
    own, others = ({target: plan.numbers[target] for target in some} for some in (sorted(piece.targets), beside))
    return Carried(parts_beside(number, own, others))


def _is_held(plan: _Plan, sentence: Sentence, piece: _Piece, targets: Sequence[int]) -> bool:
    """Whether the words of a promise stand in its target; of one among several (分别), whether that stands in them."""
    limits, text = vocabulary("tracing")["kept"], words_of(sentence.passage.text, sentence.numbers, piece.span)
    if piece.own and targets:
        return plan.words.standing(targets[0], text) >= float(limits["dealt_out"])
    return plan.words.held(text, targets) >= float(limits["words"])


def _status(
    numbers: Sequence[PromisedNumber], targets: int, nearest: float, held: bool, thresholds: Mapping[str, float]
) -> CommitmentStatus:
    """Dropped only where the promise has a number whose nouns stand nowhere in the plan; "" where that is doubtful."""
    if not targets:
        return "dropped" if numbers and nearest < thresholds["audit.commitment_nowhere"] else ""
    if targets > 1:
        return "split"
    return "kept" if all(_is_kept(number) for number in numbers) and held else "edited"


def _is_kept(number: PromisedNumber) -> bool:
    goal = number.goal
    return number.altered == ("", "") and any(
        (goal.value, goal.value_high, goal.comparator) == (planned.value, planned.value_high, planned.comparator)
        for _, planned in number.carriers
    )


def _promised_number(plan: _Plan, passage: Passage, number: Number, carried: Carried, k: int) -> PromisedNumber:
    """One number of a promise with what carries it."""
    carriers = tuple((plan.targets[target].id, other.goal) for target, other in carried.carriers)
    alone = carried.carriers[0] if len(carried.carriers) == 1 else None
    return PromisedNumber(
        goal=replace(number.goal, k=k),
        carriers=carriers,
        counted=tuple(plan.targets[target].id for target in carried.counted),
        altered=exchanged(number.goal.measure, alone[1].goal.measure) if alone else ("", ""),
        quoted=(
            number.quoted(passage),
            *(other.quoted(plan.targets[target].text) for target, other in carried.carriers),
        ),
    )


def _nearest(words: Words, numbers: Sequence[Number]) -> float:
    """The greatest share 0…1 of the nouns that a promise counts which one target holds; 1 where it counts none."""
    separators = "[" + vocabulary("tracing")["between"]["separators"] + "]"
    nouns = [part for number in numbers for part in re.split(separators, number.goal.measure) if len(part) > 1]
    return max((words.held(noun) for noun in nouns), default=1.0)
