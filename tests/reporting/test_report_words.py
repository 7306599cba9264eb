from __future__ import annotations

import re
import string
from dataclasses import replace
from typing import Any, get_args

import pytest
from heze_sample import ROOT, sample
from hostile_sample import MARKDOWN, hostile

from reconcile import model as m
from reconcile.assessment.refusals import Refusal
from reconcile.engine import STAGES
from reconcile.reporting import render, rule_names
from reconcile.reporting.attention import asides, concerns
from reconcile.reporting.columns import width, wrap
from reconcile.reporting.headline import headlines, opening
from reconcile.reporting.overview.ranking import STANDINGS
from reconcile.reporting.page.marking import cut, offset_of
from reconcile.reporting.summary import summarise
from reconcile.reporting.terminal import print_summary, render_summary
from reconcile.reporting.translations import catalogue, translator
from reconcile.reporting.wording import compare_wording, same_wording
from reconcile.trending import values as v

# Keys that are put together from a word of the model: every word must have its wording, no other may.
FAMILIES: dict[str, tuple[str, ...]] = {
    "role": get_args(m.Role),
    "severity": get_args(m.Severity),
    "confidence": get_args(m.Confidence),
    "status": get_args(m.MatchStatus),
    "status_means": get_args(m.MatchStatus),
    "claim": get_args(m.ClaimKind),
    "evidence": get_args(m.EvidenceGrade),
    "evidence_means": get_args(m.EvidenceGrade),
    "verdict": get_args(m.Verdict),
    "verdict_means": get_args(m.Verdict),
    "comparator": get_args(m.Comparator),
    "convention": (*get_args(m.Comparator), "lower"),
    "refusal": tuple(word for word in get_args(Refusal) if word),
    "weight": ("unit", "measure", "basis", "words", "checks", "place"),
    "basis": tuple(word for word in get_args(m.Basis) if word != "period"),
    "drift": get_args(m.DriftKind),
    "standing": get_args(m.Standing),
    "owner": ("lead", "support"),
    "end": ("no_goal", "none"),
    "origin": ("kept", "edited", "split", "dropped", "untraced", "plan_only"),
    "characters": ("record", "header", "separator", "prose", "residue"),
    "rules": ("title", "why", "what_to_do", "message"),
    "progress": (*STAGES, "pairs", "writing"),
    "action": get_args(m.DecisionAction),
    "decided": get_args(m.DecisionAction),
    "decision_status": get_args(m.DecisionStatus),
    "match_kind": get_args(m.MatchKind),
    "comparator_name": get_args(m.Comparator),
    "basis_name": get_args(m.Basis),
    "goal_origin": ("target", "outcome"),
    "junit": ("review", "uncovered", "dropped"),
    "pictures": (
        *(
            f"{word}_{by}{more}"
            for by in ("leader", "owner")
            for word, more in (("by", ""), ("by", "_says"), ("others", ""))
        ),
        *("row_there", "row_missing", "row_twice"),
    ),
    "overview": (*STANDINGS, "spread_matched", "spread_claimed", "spread_carried", "spread_met"),
    "trend_kind": get_args(v.StatementKind),
    "trend_says": get_args(v.StatementKind),
    "trend_notice": get_args(v.NoticeKind),
}


def keys_in_use() -> set[str]:
    sources = [*(ROOT / "reports" / "html").rglob("*.html"), *(ROOT / "reconcile" / "reporting").rglob("*.py")]
    sources += [ROOT / "reconcile" / "config" / "applying.py", ROOT / "reconcile" / "deciding" / "workbook.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    literal = set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["'](?=[,) ])""", text)) & set(catalogue("zh"))
    literal |= set(re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z_-]+)["']""", text))
    # The workbook names its sheets and columns by keys.
    literal |= {f"column.{key}" for key in re.findall(r"""\bColumn\(\s*"([a-z_0-9]+)\"""", text)}
    literal |= {f"column.characters_{kind}" for kind in FAMILIES["characters"]}
    literal |= {f"workbook.{name}" for name in re.findall(r"""\badd_table\(\s*book,\s*"([a-z]+)\"""", text)}
    literal |= {"workbook.diagnostics", "workbook.residues", "workbook.cuts", "workbook.unlinked"}
    filters = {f"filter.{facet}" for facet in ("severity", "rule", "verdict", "status", "claim", "evidence")}
    return literal | filters | {"filter.leader", "filter.owner"}


def families() -> set[str]:
    return {f"{family}.{word}" for family, words in FAMILIES.items() for word in words}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_wording_is_missing_and_none_unused(lang: m.Language) -> None:
    there, needed = set(catalogue(lang)), keys_in_use() | families()
    assert needed - there == set()
    assert there - needed == set()


def test_both_languages_put_in_the_same_values() -> None:
    def values(wording: str | dict[str, str]) -> set[str]:
        texts = wording.values() if isinstance(wording, dict) else [wording]
        return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, wording in catalogue("zh").items():
        assert values(wording) == values(catalogue("en")[key]), key


def test_chinese_reports_speak_chinese() -> None:
    for key, wording in catalogue("zh").items():
        # What is put in, and what only parts it, is of no language.
        letters = re.search("[A-Za-z]", re.sub(r"\{[^}]*\}|%[a-z]+", "", str(wording)))
        assert not letters or re.search("[\u4e00-\u9fff]", str(wording)) or key == "page.lang", key


@pytest.fixture
def own_rule_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Golden reports do not change when a rule that ships is renamed."""
    monkeypatch.setattr(
        rule_names, "rule_names", lambda lang: {"shortfall": "未达目标" if lang == "zh" else "Shortfall"}
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.usefixtures("own_rule_names")
def test_markdown_and_terminal_golden(lang: m.Language, golden: Any) -> None:
    golden(f"heze.{lang}.md", render(sample(), "markdown", lang))
    golden(f"heze.{lang}.txt", render_summary(sample(), lang))


def test_markdown_is_short_and_worst_first() -> None:
    text = render(sample(), "markdown", "zh")
    assert len(text) < 4000
    assert text.index("目标50") < text.index("目标154") < text.index("目标10**")


def test_markdown_says_how_many_it_left_out() -> None:
    many = replace(sample(), items=sample().items * 6)
    text = render(many, "markdown", "en")
    assert text.count("- **Target") == 25
    assert f"{len(concerns(many)) - 25} more are in the full report." in text


def test_markdown_shows_document_text_as_text() -> None:
    text = render(hostile(), "markdown", "en")
    assert "<script" not in text
    assert "<img" not in text
    assert "\\| a \\| \\*\\*b\\*\\* \\[c\\](javascript:alert(1)) \\`d\\` @<!-- -->someone \\#<!-- -->12" in text
    assert "\n# heading" not in text
    assert MARKDOWN not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("columns", [80, 50])
@pytest.mark.parametrize("make", [sample, hostile], ids=["sample", "hostile"])
def test_terminal_fits_its_columns(make: Any, columns: int, lang: m.Language) -> None:
    text = render_summary(make(), lang, columns=columns, verbose=True)
    assert max(width(line) for line in text.splitlines()) <= columns


@pytest.mark.parametrize("make", [sample, hostile], ids=["sample", "hostile"])
def test_terminal_without_colour_holds_no_escape(make: Any) -> None:
    assert "\x1b" not in render_summary(make())


def test_terminal_with_colour_says_the_same() -> None:
    colored = render_summary(sample(), color=True)
    assert "\x1b[1;31m错误\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render_summary(sample())


def test_terminal_escapes_of_documents_do_not_act() -> None:
    assert "\x1b[31m红" not in render_summary(hostile(), color=True, verbose=True)


def test_terminal_prints(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    print_summary(sample())
    assert capsys.readouterr().out == render_summary(sample())


@pytest.mark.parametrize("columns", [7, 20, 79])
def test_wrapping_loses_nothing_and_obeys_chinese_line_ends(columns: int) -> None:
    text = "完成投资180.06亿元，占计划的100.03%（其中“七网”建设投资20亿元以上），均已完成。" * 3
    lines = wrap(text, columns)
    assert "".join(lines) == text
    assert all(width(line) <= columns for line in lines)
    assert not any(line[0] in "，。）”、" for line in lines)
    assert not any(line[-1] in "（“" for line in lines)


def test_the_worst_comes_first_and_waived_findings_do_not_count() -> None:
    order = [concern.item.target.id if concern.item else None for concern in concerns(sample())]
    assert order == ["50", "59", "154", "10", "71", None, "18"]
    item = sample().items[3]
    waived = tuple(replace(finding, waived=m.Waiver("known", "审计科")) for finding in item.findings)
    without = replace(sample(), items=(replace(item, findings=waived),), findings=())
    assert concerns(without) == ()
    assert summarise(without).waived == 2
    assert summarise(without).findings == {"error": 0, "warning": 0, "info": 0}
    assert list(asides(sample())) == ["overachieved", "target-uncovered"]


def test_an_outcome_that_answers_two_targets_is_counted_once() -> None:
    item = sample().items[6]
    twice = replace(sample(), items=(item, item), unmatched_outcomes=())
    assert (summarise(twice).outcomes, summarise(twice).targets) == (1, 2)


def test_words_are_found_on_the_second_line_of_a_wrapped_cell() -> None:
    wrapped = m.Passage("新增床位4433张", "a.txt", 7, 20, pieces=((4, 8, 3),))
    assert offset_of(wrapped, wrapped.cite(4, 9)) == 4
    assert offset_of(wrapped, m.Citation("a.txt", 8, 3, "4433张")) == 4
    assert offset_of(wrapped, m.Citation("a.txt", 7, 24, "4433张")) is None
    assert offset_of(wrapped, m.Citation("b.txt", 8, 3, "4433张")) is None


def test_words_that_answer_two_goals_bear_both_numbers() -> None:
    text = m.Passage("153个、3.6万户全部完工", "a.txt", 1, 1)
    pieces = cut(text, [(1, text.cite(0, 4)), (1, text.cite(10, 14)), (2, text.cite(5, 14))], [text.cite(10, 14)])
    assert "".join(piece.text for piece in pieces) == text.text
    assert [(piece.text, piece.goals, piece.ends, piece.cited) for piece in pieces] == [
        ("153个", (1,), (1,), False),
        ("、", (), (), False),
        ("3.6万户", (2,), (), False),
        ("全部完工", (1, 2), (1, 2), True),
    ]


def test_spacing_and_width_are_no_change_of_wording() -> None:
    assert same_wording(
        compare_wording("改造提升老旧小区 153 个，3.6 万户（ＡＢ）", "改造提升老旧小区153个,3.6万户(ab)")
    )


def test_a_changed_number_is_shown_whole() -> None:
    changes = compare_wording("农村百兆端口突破 180 万个", "农村千兆端口183.5万个")
    assert [(change.kind, change.text) for change in changes if change.kind != "kept"] == [
        ("removed", "百"),
        ("added", "千"),
        ("removed", "突破 180"),
        ("added", "183.5"),
    ]


def test_two_very_long_texts_are_shown_whole_and_at_once() -> None:
    changes = compare_wording("甲" * 50_000, "乙" * 50_000)
    assert [change.kind for change in changes] == ["removed", "added"]


def headline_of(reconciliation: m.Reconciliation, lang: m.Language = "zh") -> dict[str, str]:
    t = translator(lang)
    return {line.name: f"{line.part}/{line.whole} {line.note}" for line in headlines(summarise(reconciliation), t)}


def opening_of(reconciliation: m.Reconciliation, lang: m.Language = "zh") -> str:
    return opening(summarise(reconciliation), translator(lang))


def claimed(reconciliation: m.Reconciliation, claim: m.ClaimKind) -> m.Reconciliation:
    items = tuple(
        replace(item, outcomes=tuple(replace(outcome, claim=claim) for outcome in item.outcomes))
        for item in reconciliation.items
    )
    return replace(reconciliation, items=items)


def judged(reconciliation: m.Reconciliation, verdict: m.Verdict) -> m.Reconciliation:
    items = tuple(
        replace(item, goals=tuple(replace(goal, verdict=verdict) for goal in item.goals))
        for item in reconciliation.items
    )
    return replace(reconciliation, items=items)


def test_a_row_damaged_in_reading_puts_no_claim_in_doubt() -> None:
    torn = next(item for item in sample().items if item.target.id == "18")
    assert [finding.rule for finding in torn.findings] == ["reading-damaged"]
    assert summarise(replace(sample(), items=(torn,))).claimed_done_in_doubt == 0
    also = replace(torn.findings[0], rule="shortfall")
    assert summarise(replace(sample(), items=(replace(torn, findings=(*torn.findings, also)),))).claimed_done_in_doubt


def test_a_goal_whose_time_has_not_run_out_is_never_called_short() -> None:
    behind = headline_of(judged(sample(), "behind"))["量化目标达到或超过"]
    assert "落后进度 10" in behind
    assert "未达到 0" in behind
    assert "behind 10 · short 0" in headline_of(judged(sample(), "behind"), "en")["goals met or exceeded"]
    assert "进度" not in headline_of(sample())["量化目标达到或超过"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_said_to_be_a_part_of_nothing(lang: m.Language) -> None:
    silent = claimed(sample(), "silent")
    unanswered = replace(sample(), items=sample().items[:1], unmatched_outcomes=())
    for reconciliation in (silent, unanswered):
        assert not any(words.startswith("0/0") for words in headline_of(reconciliation, lang).values())
        assert not re.search(r"(?<!\d)0", opening_of(reconciliation, lang))
        assert opening_of(reconciliation, lang) in render(reconciliation, "html", lang)
        assert "0 / 0" not in render_summary(reconciliation, lang)
    empty = replace(sample(), items=(), unmatched_outcomes=(), findings=())
    assert "none has" in opening_of(empty, "en")
    assert render_summary(empty, lang)
    assert "没有一项自报完成" in opening_of(silent)
    assert "None is claimed done" in opening_of(silent, "en")
    sound = replace(sample(), items=sample().items[6:8])
    assert "没有一项存疑" in opening_of(sound)
    assert "none of them is in doubt" in opening_of(sound, "en")


def test_a_document_without_a_title_is_called_by_the_name_of_its_file() -> None:
    nameless = replace(sample().inputs[0], path="data/2023/plan.csv", title="")
    for format in ("html", "markdown"):
        text = render(replace(sample(), inputs=(nameless,)), format, "zh")
        title = r"<h1>plan\.csv</h1>" if format == "html" else r"\*\*plan\.csv\*\*"
        assert re.search(title, text)
