"""The values that flow through the engine: frozen, slotted, without behaviour beyond reading themselves.

Every stage takes values of this module and returns new ones. Words are those of the project's
table of words: a *target* is promised, an *outcome* answers it, an *owner* is responsible, a *unit* is a
unit of measurement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from reconcile.pinning import words_hash

if TYPE_CHECKING:
    from pathlib import Path

    import pandas

ClaimKind = Literal["done", "not_done", "silent"]
Comparator = Literal["eq", "ge", "le", "approx", "range", "rank", "full"]
Basis = Literal["implied", "expected", "part", "of_plan", "growth", "share", "cumulative", "stock", "period"]
Verdict = Literal["exceeded", "met", "short", "on_pace", "behind", "no_number", "incomparable", "unreported"]
EvidenceGrade = Literal["quantified", "milestone", "activity", "intention", "none"]
MatchStatus = Literal["matched", "review", "uncovered", "dropped"]
MatchKind = Literal["one", "split", "merged", "none"]
DriftKind = Literal["goal-dropped", "goal-altered", "text", "owner"]
CommitmentStatus = Literal["", "kept", "edited", "split", "dropped"]
Change = Literal["same", "deleted", "inserted"]
Standing = Literal["reached", "under_way", "undone"]
Severity = Literal["error", "warning", "info"]
Confidence = Literal["high", "medium", "low"]
Role = Literal["plan", "outcome", "report"]
DecisionKind = Literal["match", "finding", "note"]
DecisionAction = Literal["confirm", "reject", "choose", "accept", "waive", "note"]
DecisionStatus = Literal["applied", "void", "conflict", "superseded"]
Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Message:
    """One statement in both languages of the reports."""

    en: str
    zh: str

    def in_language(self, lang: Language) -> str:
        """The statement in one language.

        >>> Message("row 29 is missing", "缺第29行").in_language("zh")
        '缺第29行'
        """
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Citation:
    """Where words stand in a document.

    ``line`` and ``column`` count from 1, in lines and characters of the decoded text. Where lines do not exist,
    ``place`` names the page or cell, and they count the rows read and the characters of the row; ``text`` holds the
    exact characters.
    """

    path: str
    line: int
    column: int
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a document together with the place they stand at.

    ``text`` is as printed, never normalised, so that any part of it can be cited. A passage put together from
    several places (a cell wrapped over lines) lists them in ``pieces`` as (offset in ``text``, line, column), and in
    ``places`` their pages or cells where lines do not exist.
    """

    text: str
    path: str = ""
    line: int = 0
    column: int = 0
    place: str = ""
    pieces: tuple[tuple[int, int, int], ...] = ()
    places: tuple[str, ...] = ()

    def cite(self, start: int = 0, end: int | None = None) -> Citation:
        """The citation of the characters ``start`` to ``end`` (0-based, end exclusive; default: all of them).

        >>> Passage("新增床位4433张", "out.txt", line=7, column=20).cite(4, 9)
        Citation(path='out.txt', line=7, column=24, text='4433张', place='')
        """
        line, column = self.line, self.column + start
        place = self.place
        for index, (offset, piece_line, piece_column) in enumerate(self.pieces):
            if offset <= start:
                line, column = piece_line, piece_column + start - offset
                place = self.places[index] if self.places else place
        return Citation(self.path, line, column, self.text[start:end], place)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something the reading repaired, lost or doubts. ``records`` names the ids concerned, as printed."""

    kind: str
    message: Message
    citation: Citation | None = None
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accounting:
    """Counts of the non-blank characters of a document by what became of them; they add up to ``total``."""

    record: int = 0
    header: int = 0
    separator: int = 0
    prose: int = 0
    residue: int = 0

    @property
    def total(self) -> int:
        """All non-blank characters."""
        return self.record + self.header + self.separator + self.prose + self.residue


@dataclass(frozen=True, slots=True)
class Document:
    """One input file: what it is, and what of it was and was not readable.

    ``as_of`` is the day its title says it speaks for (ISO date) or None; ``records`` counts the rows read. ``text`` is
    the whole text as it was decoded, in the lines and columns that citations count, its lines parted by a line feed.
    """

    path: str
    role: Role
    sha256: str
    encoding: str
    title: str = ""
    issuer: str = ""
    number: str = ""
    date: str = ""
    as_of: str | None = None
    records: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    accounting: Accounting = field(default_factory=Accounting)
    residues: tuple[Passage, ...] = ()
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Owner:
    """A responsible unit, its name as printed with stray spaces removed; lead or support where the document says so."""

    name: str
    role: Literal["", "lead", "support"] = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A cell kept beside the record it belongs to, with the heading that it stands under as printed.

    ``role`` is what its column holds: ``ratio`` a share of the plan (完成率 | 84%); ``unit`` the unit of measurement of
    the row's numbers (单位 | 万人); ``goal`` a number alone in one of several columns of targets (目标值 | 6.5): the
    target's text is what it measures, its unit is in the row's ``unit`` note, in ``heading`` (目标值(万人)) or nowhere;
    ``value`` the amount reached, alone in a column beside the words of the outcome (完成值 | 42), its unit as a goal's;
    ``name`` the project or the kind of work that a target is promised of, where another column holds the promise
    (项目名称 | 环城路); ``other`` what is known and not judged (备注, 上年完成情况); ``unknown`` what no vocabulary
    knows; in a plan also ``outcome`` and ``claim``. A number alone under a heading of outcomes is the response's
    narrative, its unit the ``unit`` note.
    """

    role: str
    heading: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Target:
    """One planned item. ``id`` is as printed, ``@n`` where none is, ``133@2`` where it is repeated."""

    id: str
    text: Passage
    leaders: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()
    deadline: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def words(self) -> str:
        """The hash of its words, which a decision on it names."""
        return words_hash(self.text.text)


@dataclass(frozen=True, slots=True)
class Response:
    """What one leader or owner reports inside an outcome. Several leaders that share a merged cell are joined by 、."""

    leader: str
    owners: tuple[Owner, ...]
    narrative: Passage
    claim: ClaimKind
    claim_text: str = ""
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of a completion report: the restated target and one response or more."""

    id: str
    text: Passage
    responses: tuple[Response, ...]
    claim: ClaimKind
    claim_text: str = ""
    deadline: str = ""
    notes: tuple[Note, ...] = ()

    @property
    def owners(self) -> tuple[Owner, ...]:
        """The owners of all responses, each once, in reading order."""
        return tuple(dict.fromkeys(owner for response in self.responses for owner in response.owners))

    @property
    def words(self) -> str:
        """The hash of its restated target and all its narratives, which a decision on it names."""
        return words_hash(self.text.text, *(response.narrative.text for response in self.responses))


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as read: its document and its targets in printed order."""

    document: Document
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class CompletionReport:
    """One or more files that together report on a plan: their documents and all outcomes, in printed order."""

    documents: tuple[Document, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number read from text, with what it counts.

    ``value`` and ``value_high`` are in base scale (6.5万人 → 65000 人; 15亿元 → 1500000000 元; 5.5% → 5.5 %);
    ``value_high`` is set for ranges. ``span`` and ``measure_span`` are (start, end) in the text that was read and
    give back its exact characters. ``sign`` is -1 for a fall (下降3.35%), the value staying positive.
    """

    text: str
    span: tuple[int, int]
    value: Decimal
    unit: str
    comparator: Comparator = "eq"
    value_high: Decimal | None = None
    dimension: str = ""
    measure: str = ""
    measure_span: tuple[int, int] = (0, 0)
    basis: Basis = "period"
    approximate: bool = False
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Goal:
    """One measurable promise. ``direction`` is "lower" where less is better; ``k`` counts the target's goals from 1.

    ``tolerance`` is how far beyond a goal with 左右 still counts as met and not exceeded, in the goal's unit.
    """

    k: int
    measure: str
    comparator: Comparator
    value: Decimal
    unit: str
    citation: Citation
    value_high: Decimal | None = None
    dimension: str = ""
    basis: Basis = "period"
    direction: Literal["higher", "lower"] = "higher"
    origin: Literal["target", "outcome"] = "target"
    tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Actual:
    """A passage of the work report on the year before, with the headings it stands under joined by " / "."""

    passage: Passage
    section: str


@dataclass(frozen=True, slots=True)
class PromisedNumber:
    """One number of a commitment and the numbers of the plan that carry it, as (target id, number of that target).

    Several carriers add up to it; ``counted`` are targets that are counted one by one (4条高速: four targets).
    ``altered`` are the words of its measure that the plan gave up, and those that it has instead. ``quoted`` are
    the number with its measure, and those of its carriers, as printed.
    """

    goal: Goal
    carriers: tuple[tuple[str, Goal], ...] = ()
    counted: tuple[str, ...] = ()
    altered: tuple[str, str] = ("", "")
    quoted: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise in the prose of the work report; all but the passage and its section are filled when it is traced.

    ``own`` cites the words of this promise alone where the passage holds several (分别). ``nearest`` is the greatest
    share 0…1 of the nouns it counts that one target holds (1 where it cannot be told). The status is "" where it was
    not traced.
    """

    passage: Passage
    section: str
    targets: tuple[str, ...] = ()
    status: CommitmentStatus = ""
    numbers: tuple[PromisedNumber, ...] = ()
    own: Citation | None = None
    nearest: float = 0.0

    @property
    def citation(self) -> Citation:
        """Where the promise stands."""
        return self.own or self.passage.cite()


@dataclass(frozen=True, slots=True)
class WorkReport:
    """A work report read as prose: the promises of the coming year and the passages on the year before."""

    document: Document
    commitments: tuple[Commitment, ...]
    actuals: tuple[Actual, ...] = ()


@dataclass(frozen=True, slots=True)
class LastYear:
    """What was reached the year before of what a goal counts, in the goal's unit, and where that stands.

    ``clause`` is the clause it is told in. ``part`` says that it covers only a part of what the goal counts (新建 of
    新建改建), so that the whole was no less.
    """

    value: Decimal
    unit: str
    basis: Basis
    citation: Citation
    clause: str = ""
    part: bool = False


@dataclass(frozen=True, slots=True)
class Achievement:
    """The quantity that answers a goal: value in the goal's unit, and where it stands."""

    value: Decimal
    unit: str
    basis: Basis
    outcome: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Candidate:
    """A quantity weighed as the answer to a goal: its parts add up to ``score``.

    ``refused`` names the kind of reason why it cannot be the answer, ``refused_by`` the words that give it.
    """

    quantity: Quantity
    citation: Citation
    outcome: str
    score: float
    parts: tuple[tuple[str, float], ...]
    refused: str = ""
    refused_by: str = ""


@dataclass(frozen=True, slots=True)
class JudgedGoal:
    """A goal, the achievement chosen for it, the verdict, and the candidates that were weighed (best first).

    ``ratio`` is achieved over promised where both are comparable amounts, else None. ``reason`` says in one clause
    why the verdict is what it is.
    """

    goal: Goal
    achievement: Achievement | None
    verdict: Verdict
    ratio: float | None = None
    reason: Message = field(default_factory=lambda: Message("", ""))
    candidates: tuple[Candidate, ...] = ()
    last_year: LastYear | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided, as a file of decisions gives it; ``date`` is an ISO date.

    On the match of ``target``: ``confirm`` its ``outcomes``, ``reject`` them, or ``choose`` others (none: no row
    answers it). On the finding with ``fingerprint`` (of ``rule``, ``target`` and ``outcome``): ``accept`` it, or
    ``waive`` it with the reason in ``note``. Or a ``note`` on ``target``. ``target_words`` and ``outcome_words``, as
    (id, hash), pin the words decided on; "" and () where the file does not tell them.
    """

    action: DecisionAction
    by: str
    date: str
    note: str = ""
    target: str | None = None
    outcomes: tuple[str, ...] = ()
    fingerprint: str = ""
    rule: str = ""
    outcome: str | None = None
    target_words: str = ""
    outcome_words: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> DecisionKind:
        """What it is on: a match, a finding, or nothing but a note."""
        if self.action in ("accept", "waive"):
            return "finding"
        return "note" if self.action == "note" else "match"


@dataclass(frozen=True, slots=True)
class JudgedDecision:
    """A decision and what became of it; ``reason`` says why it was not applied, and is empty where it was.

    ``void``: the words have changed, or what it is on is no longer there; ``conflict``: two reviewers, or one of them
    on one day, decided differently, and neither was followed; ``superseded``: the same reviewer decided anew later.
    """

    decision: Decision
    status: DecisionStatus
    reason: Message = field(default_factory=lambda: Message("", ""))


@dataclass(frozen=True, slots=True)
class Decided:
    """The mark of an applied decision on a match or a finding: what a reviewer did, who, when (ISO date) and why."""

    action: DecisionAction
    by: str
    date: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """What a reviewer noted on an item, and when (ISO date)."""

    by: str
    date: str
    note: str


@dataclass(frozen=True, slots=True)
class MatchParts:
    """The weights that add up to a match's weight, in bits: one for each kind of evidence."""

    text: float = 0.0
    owners: float = 0.0
    quantities: float = 0.0
    order: float = 0.0

    @property
    def total(self) -> float:
        """Their sum, rounded as each part is."""
        return round(self.text + self.owners + self.quantities + self.order, 3)


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The next best outcome for a target, and its weight."""

    outcome: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """The link between a target and the outcomes that answer it.

    ``weight`` is the sum of ``parts`` in bits (log2 of the odds); ``confidence`` is 0…1; ``margin`` is the weight
    over the runner-up's. Without an outcome the status is ``uncovered`` or ``dropped`` and ``reason`` says why.
    ``decided`` is the reviewer's decision that it rests on: ``confirm`` or ``choose`` gave it its outcomes, after
    ``reject`` it was matched anew.
    """

    target: str
    outcomes: tuple[str, ...]
    status: MatchStatus
    kind: MatchKind
    parts: MatchParts = field(default_factory=MatchParts)
    confidence: float = 0.0
    margin: float = 0.0
    runner_up: RunnerUp | None = None
    reason: Message = field(default_factory=lambda: Message("", ""))
    decided: Decided | None = None

    @property
    def weight(self) -> float:
        """The sum of the parts."""
        return self.parts.total


@dataclass(frozen=True, slots=True)
class Drift:
    """One way in which the restated target differs from the planned one.

    ``planned`` cites the words of the plan, ``restated`` those of the outcome (None where they are gone);
    ``goal`` is the ``k`` of the goal concerned, or None.
    """

    kind: DriftKind
    outcome: str
    planned: Citation | None
    restated: Citation | None
    message: Message
    goal: int | None = None


@dataclass(frozen=True, slots=True)
class Rewording:
    """Words of a target that stayed, went or came when it was restated; all of them in order are both texts."""

    change: Change
    words: str


@dataclass(frozen=True, slots=True)
class StageCount:
    """How many of what a target promises a number of stand at one stage: 2条已建成, 7条正在完善手续, 1条暂缓.

    ``standing`` holds the stage against the one that the target asks for; ``stage`` is its name on the ladder, ""
    where the words name none, and ``rank`` its place there, 0 for none.
    """

    value: Decimal
    unit: str
    standing: Standing
    stage: str
    rank: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Milestone:
    """The stage that the target asks for and the stage that the narrative reaches, as names of the stage ladder.

    Either is "" where none is named. ``undone`` cites words by which the narrative itself says that the event has
    not happened, stopped or changed (尚未, 暂缓, 已改为), ``later`` words that foretell its end for a time
    after the year that the report speaks for (计划明年5月底前建成). ``counts`` tells how many stand at which stage,
    where the narrative gives numbers.
    """

    asked: str = ""
    reached: str = ""
    asked_rank: int = 0
    reached_rank: int = 0
    asked_citation: Citation | None = None
    reached_citation: Citation | None = None
    undone: Citation | None = None
    later: Citation | None = None
    counts: tuple[StageCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiver:
    """Why a finding was waived, and by whom."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired. ``fingerprint`` hashes the rule and the words cited, never a line number.

    ``decided`` is a reviewer's decision on it; one that a reviewer waived has ``waived`` too, as has one that the
    project's configuration waives.
    """

    rule: str
    severity: Severity
    confidence: Confidence
    message: Message
    citations: tuple[Citation, ...]
    fingerprint: str
    target: str | None = None
    outcome: str | None = None
    waived: Waiver | None = None
    decided: Decided | None = None


@dataclass(frozen=True, slots=True)
class ResponseAssessment:
    """The evidence that one response offers for its target, with the words it was graded on."""

    outcome: str
    index: int
    evidence: EvidenceGrade
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class NumbersRead:
    """The quantities of one text of an item: its target, a restated target or a narrative, read by itself."""

    text: str
    quantities: tuple[Quantity, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One target with all that was established about it.

    ``rewording`` holds the target and its one restatement word by word, where the two differ by more than punctuation.
    ``numbers`` keeps what was read from its texts, each text once, so that nothing further on reads it again.
    ``notes`` are what reviewers noted on it, the oldest first.
    """

    target: Target
    outcomes: tuple[Outcome, ...]
    match: Match
    goals: tuple[JudgedGoal, ...] = ()
    evidence: EvidenceGrade = "none"
    responses: tuple[ResponseAssessment, ...] = ()
    drift: tuple[Drift, ...] = ()
    milestone: Milestone = field(default_factory=Milestone)
    findings: tuple[Finding, ...] = ()
    rewording: tuple[Rewording, ...] = ()
    numbers: tuple[NumbersRead, ...] = ()
    notes: tuple[ReviewNote, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleRun:
    """One audit rule of a run: what it is called, and the severity that it has of its own and in this project.

    ``severity`` is None where the project switched the rule off. ``sha256`` pins all that decides what it finds.
    """

    id: str
    name: Message
    own_severity: Severity
    severity: Severity | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Tool:
    """What produced a reconciliation; the hashes pin the rules, the configuration and the decisions applied.

    ``rules`` are those that were loaded, ``thresholds`` the figures that the project set otherwise: dotted name, value,
    and the value that the program has.
    """

    name: str
    version: str
    rules_sha256: str
    config_sha256: str | None = None
    decisions_sha256: str | None = None
    rules: tuple[RuleRun, ...] = ()
    thresholds: tuple[tuple[str, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The whole result of a run. All outputs are views of this value.

    ``findings`` holds only what belongs to no item; ``all_findings`` adds those of the items. ``as_of`` is an ISO
    date or None. ``decisions`` are all that were given, each with what became of it, in plan order.
    """

    tool: Tool
    inputs: tuple[Document, ...]
    as_of: str | None
    items: tuple[Item, ...]
    unmatched_outcomes: tuple[Outcome, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    findings: tuple[Finding, ...] = ()
    notices: tuple[Message, ...] = ()
    lang: Language = "zh"
    decisions: tuple[JudgedDecision, ...] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Every finding: those of items in plan order, then those of none."""
        return tuple(f for item in self.items for f in item.findings) + self.findings

    def to_frame(
        self, view: Literal["items", "goals", "findings", "matches", "commitments", "decisions"] = "items"
    ) -> pandas.DataFrame:
        """One tidy table of the result as a pandas DataFrame; its columns are documented in ``reporting.frames``."""
        from reconcile.reporting.frames import to_frame

        return to_frame(self, view)

    def write(self, path: str | Path, lang: Language | None = None) -> None:
        """Write a report; the ending of ``path`` chooses the format. The file is written whole or not at all."""
        from reconcile.reporting import write

        write(self, path, lang=lang)
