"""The sentences that announce work, cut into clauses, with the numbers that each promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reconcile.assessment.clauses import Span, clauses
from reconcile.assessment.goals import GoalRole, read_numbers
from reconcile.model import Citation, Commitment, Goal, Passage, Quantity
from reconcile.quantities import extract_quantities
from reconcile.resources import vocabulary


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a text: what it promises, its role, and the quantity with its spans in the text."""

    goal: Goal
    role: GoalRole
    quantity: Quantity

    @property
    def start(self) -> int:
        """Where it begins in its text."""
        return self.quantity.span[0]

    def quoted(self, passage: Passage) -> Citation:
        """The number with its measure, as they stand in the passage it was read from."""
        spans = [self.quantity.span, *filter(any, [self.quantity.measure_span])]
        return passage.cite(min(span[0] for span in spans), max(span[1] for span in spans))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the report: its clauses without the marks around them, and its numbers."""

    passage: Passage
    section: str
    clauses: tuple[Span, ...]
    numbers: tuple[Number, ...]

    def numbers_in(self, span: Span) -> tuple[Number, ...]:
        """The numbers that begin inside a span."""
        return tuple(number for number in self.numbers if span[0] <= number.start < span[1])


def read_sentences(commitments: Sequence[Commitment], thresholds: Mapping[str, float]) -> tuple[Sentence, ...]:
    """Every sentence that announces work, with its clauses and numbers."""
    result = []
    for commitment in commitments:
        numbers = numbers_of(commitment.passage, thresholds)
        spans = (_stripped(commitment.passage.text, span, numbers) for span in clauses(commitment.passage.text))
        result.append(
            Sentence(
                commitment.passage, commitment.section, tuple(span for span in spans if span[0] < span[1]), numbers
            )
        )
    return tuple(result)


def numbers_of(passage: Passage, thresholds: Mapping[str, float]) -> tuple[Number, ...]:
    """The numbers of a passage, each with what it is for."""
    quantities = extract_quantities(passage.text)
    read = read_numbers(passage, quantities, thresholds)
    return tuple(Number(goal, role, quantity) for (goal, role), quantity in zip(read, quantities, strict=True))


def words_of(text: str, numbers: Iterable[Number], span: Span | None = None) -> str:
    """A span of a text (default: all of it) without the digits of its numbers, so that words are compared alone."""
    start, end = span or (0, len(text))
    kept, last = [], start
    for number in numbers:
        first, after = number.quantity.span
        if start <= first < end:
            kept += [text[last:first], "".join(sign for sign in text[first:after] if not sign.isdigit())]
            last = after
    return "".join(kept) + text[last:end]


def _stripped(text: str, span: Span, numbers: Sequence[Number]) -> Span:
    """A clause without white space around it and without a lead-in (主要目标为:) before its first number."""
    start, end = span
    first = min((number.start for number in numbers if start <= number.start < end), default=end)
    colon = max(text.rfind(mark, start, first) for mark in vocabulary("tracing")["between"]["lead_in"])
    start = max(start, colon + 1)
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
