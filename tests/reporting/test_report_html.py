from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from heze_sample import ROOT, sample
from hostile_sample import hostile

from reconcile import model as m
from reconcile.reporting import pictures, render, rule_names
from reconcile.reporting.explanation import explain_item
from reconcile.reporting.figures import share_reached
from reconcile.reporting.page import html_view
from reconcile.reporting.page.bars import Bar, bar, waterfall
from reconcile.reporting.page.html_view import anchor, short_place
from reconcile.reporting.page.source_view import numbers_of, source_views
from reconcile.reporting.translations import translator


class Page(HTMLParser):
    """The elements of a page with their attributes, and the words of its style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.raw: dict[str, str] = {}
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        # Data of the page is no script: it is of a type that no browser runs.
        self.inside = "data" if tag == "script" and attrs else tag

    def handle_data(self, data: str) -> None:
        if self.inside in ("style", "script"):
            self.raw[self.inside] = self.raw.get(self.inside, "") + data
        self.inside = ""

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.mark.parametrize("make", [sample, hostile], ids=["sample", "hostile"])
def test_every_link_leads_to_a_place_in_the_page_and_every_place_has_one_name(make: Any, lang: m.Language) -> None:
    page = Page(render(make(), "html", lang))
    ids = Counter(page.values("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    assert {link.removeprefix("#") for link in page.values("href") if link != "data:,"} <= set(ids)
    named = [ids[name] for value in page.values("aria-labelledby") for name in value.split()]
    assert named
    assert all(named)


@pytest.mark.parametrize("make", [sample, hostile], ids=["sample", "hostile"])
def test_asks_for_nothing_and_runs_only_its_own_script(make: Any, lang: m.Language) -> None:
    page = Page(render(make(), "html", lang))
    tags = Counter(tag for tag, _ in page.elements)
    assert tags["style"] == 1
    assert [found for tag, found in page.elements if tag == "script"] == [
        {"type": "application/json", "id": "about"},
        {},
    ]
    assert not tags.keys() & {"img", "iframe", "object", "embed", "form", "base", "audio", "video"}
    assert all(value.startswith("#") or value == "data:," for value in page.values("href"))
    assert not any(name.startswith("on") or name in ("style", "src") for _, found in page.elements for name in found)
    policy = next(found["content"] for tag, found in page.elements if found.get("http-equiv"))
    for kind in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(page.raw[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_hostile_text_stays_text(lang: m.Language) -> None:
    text = render(hostile(), "html", lang)
    assert "<script>window" not in text
    assert "<img" not in text
    assert "{{ 7*7 }}" in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", text)


def test_a_hostile_title_cannot_leave_the_stylesheet() -> None:
    plan = replace(sample().inputs[0], title='"}</style><script>window.hacked=1</script>')
    page = Page(render(replace(sample(), inputs=(plan,)), "html", "en"))
    assert sum(tag == "script" and "type" not in found for tag, found in page.elements) == 1
    assert "hacked" not in page.raw["style"]


def test_items_stand_in_plan_order_whatever_their_findings(lang: m.Language) -> None:
    page = Page(render(sample(), "html", lang))
    ids = [found["id"] for _, found in page.elements if found.get("class") == "item"]
    uncovered, *others = sample().items
    assert ids == [anchor(item.target.id) for item in (*others, uncovered)]


def test_uncovered_targets_are_a_table_that_says_why_once(lang: m.Language) -> None:
    first = sample().items[0]
    second = replace(first, target=replace(first.target, id="3"))
    waived = replace(second, findings=(replace(first.findings[0], waived=m.Waiver("缺页", "审计一科")),))
    text = render(replace(sample(), items=(first, second)), "html", lang)
    assert text.count(first.match.reason.in_language(lang)) == 1
    assert first.findings[0].message.in_language(lang) not in text
    assert [found["id"] for tag, found in Page(text).elements if tag == "tr" and "id" in found] == [
        "target-2",
        "target-3",
    ]
    assert "<article" not in text
    # Of a target of which there is more to say, all of it is said.
    assert render(replace(sample(), items=(first, waived)), "html", lang).count("<article") == 1


def test_document_text_is_marked_as_chinese_in_an_english_page() -> None:
    page = Page(render(sample(), "html", "en"))
    headings = [found for tag, found in page.elements if tag == "h3" and found and "id" not in found]
    assert len(headings) == len(sample().items) - 1
    assert all(found["lang"] == "zh" for found in headings)
    assert not any("lang" in found for tag, found in Page(render(sample(), "html", "zh")).elements if tag == "h3")


def test_says_what_could_not_be_read(lang: m.Language) -> None:
    text = render(sample(), "html", lang)
    for document in sample().inputs:
        assert document.sha256 in text
        assert all(diagnostic.message.in_language(lang) in text for diagnostic in document.diagnostics)
    assert "③ 3:26" in text


def test_a_waived_finding_is_shown_with_its_reason_and_not_counted(lang: m.Language) -> None:
    item = sample().items[6]
    waived = replace(item.findings[0], waived=m.Waiver("目标系省里下达", "审计一科"))
    text = render(replace(sample(), items=(replace(item, findings=(waived,)),), findings=()), "html", lang)
    assert "目标系省里下达" in text
    assert "审计一科" in text
    assert Page(text).values("data-k")[0].split()[0].startswith("c")


def test_a_run_without_targets_findings_or_reports_renders(lang: m.Language) -> None:
    bare = m.Reconciliation(sample().tool, (sample().inputs[0],), None, ())
    assert render(bare, "html", lang).count("<article") == 0


def test_one_document_that_is_its_own_plan_has_its_title(lang: m.Language) -> None:
    alone = replace(sample(), inputs=(sample().inputs[1],))
    assert f">{sample().inputs[1].title}</h1>" in render(alone, "html", lang)


def test_the_same_sign_never_means_two_documents() -> None:
    first, second = sample().inputs[0], replace(sample().inputs[1], path="other/plan.txt")
    numbers = numbers_of([first, second])
    cited = [m.Citation(path, 3, 7, "x") for path in (first.path, second.path, "none.txt")]
    assert [short_place(citation, numbers) for citation in cited] == ["① 3:7", "② 3:7", "none.txt:3:7"]
    assert short_place(m.Citation(first.path, 3, 7, "x", "清单!B3"), numbers) == "① 清单!B3"


def test_the_bars_of_a_verdict_are_on_one_scale() -> None:
    exceeded, short = sample().items[6].goals[0], sample().items[3].goals[2]
    lengths = [bar(exceeded), bar(short)]
    assert [(found.goal, found.reached) for found in lengths if found] == [("33.8", "100"), ("100", "63")]
    before = m.LastYear(Decimal(8866), "张", "period", exceeded.goal.citation)
    assert bar(replace(exceeded, last_year=before)) == Bar("16.9", "50", "100")
    assert bar(replace(exceeded, achievement=None, last_year=before)) == Bar("16.9", None, "100")
    assert bar(sample().items[4].goals[0]) is None
    assert bar(sample().items[0].goals[0]) is None


def test_the_steps_of_a_match_add_up_to_its_weight_also_where_one_goes_back() -> None:
    match = m.Match("1", ("1",), "matched", "one", m.MatchParts(6, -2, 1, 5), runner_up=m.RunnerUp("2", 5.0))
    fall = waterfall(match)
    assert [(step.start, step.length) for step in fall.parts.values()] == [
        ("0", "60"),
        ("60", "-20"),
        ("40", "10"),
        ("50", "50"),
    ]
    assert (fall.total.start, fall.total.length) == ("0", "100")
    assert fall.runner_up is not None
    assert fall.runner_up.length == "50"
    # Zero stands where the parts before it left room.
    low = waterfall(replace(match, parts=m.MatchParts(-5, 10, 5, 0), runner_up=None))
    assert (low.parts["text"].start, low.parts["text"].length, low.total.start) == ("33.3", "-33.3", "33.3")


def test_a_match_in_review_says_why(lang: m.Language) -> None:
    item = next(item for item in sample().items if item.match.status == "review")
    reason = item.match.reason.in_language(lang)
    assert reason in render(replace(sample(), items=(item,)), "html", lang)
    assert reason in explain_item(item, lang)
    assert "×2.96" in explain_item(sample().items[6], lang)


@pytest.mark.parametrize(
    ("ratio", "zh", "en"),
    [
        (0.333, "完成33.3%", "33.3% of the goal"),
        (2.955, "×2.96", "×2.96"),
        (1.003, "×1.003", "×1.003"),
        (0.9999, "完成>99.9%", ">99.9% of the goal"),
        (2.0, "×2", "×2"),
        (1.0, "", ""),
        (None, "", ""),
    ],
)
def test_how_much_of_a_goal_was_reached(ratio: float | None, zh: str, en: str) -> None:
    goal = replace(sample().items[6].goals[0], ratio=ratio)
    assert (share_reached(goal, translator("zh")), share_reached(goal, translator("en"))) == (zh, en)


def test_staying_under_a_ceiling_is_no_shortfall() -> None:
    goal = sample().items[6].goals[0]
    ceiling = replace(goal, goal=replace(goal.goal, comparator="le"), ratio=0.89)
    assert share_reached(ceiling, translator("zh")) == "为目标的89%"


def test_stylesheet_and_script_are_whole_and_small() -> None:
    page = Page(render(sample(), "html", "zh"))
    assert len(page.raw["script"].encode()) < 45_000
    assert len(page.raw["style"].encode()) < 34_000
    parts = (ROOT / "reports" / "html" / "script").glob("*.js")
    assert all(part.read_text(encoding="utf-8").strip() in page.raw["script"] for part in parts)


def with_texts(reconciliation: m.Reconciliation) -> m.Reconciliation:
    """The sample with the texts of its documents, as reading keeps them."""
    inputs = [replace(d, text=(ROOT / d.path).read_text(encoding="utf-8")) for d in reconciliation.inputs]
    return replace(reconciliation, inputs=tuple(inputs))


def test_every_citation_of_a_finding_leads_to_its_words_in_the_source(lang: m.Language) -> None:
    reconciliation = with_texts(sample())
    page = Page(render(reconciliation, "html", lang))
    links, ids = set(page.values("href")), set(page.values("id"))
    cited = [citation for finding in reconciliation.all_findings for citation in finding.citations]
    numbers = numbers_of(reconciliation.inputs)
    assert cited
    for citation in cited:
        name = f"s{numbers[citation.path]}.{citation.line}.{citation.column}.{len(citation.text)}"
        assert f"#{name}" in links
        assert name in ids


def test_the_source_view_holds_every_line_once_and_the_cited_words_nest() -> None:
    reconciliation = with_texts(sample())
    views = source_views(reconciliation)
    assert [view.whole for view in views] == [True] * len(reconciliation.inputs)
    for view in views:
        lines = view.document.text.split("\n")
        assert [line.number for line in view.lines] == [n for n, line in enumerate(lines, 1) if line.strip()]
        for line in view.lines:
            assert "".join(words.text for words in line.words) == lines[line.number - 1]
            depth = 0
            for words in line.words:
                depth -= words.ends
                assert depth >= 0
                depth += len(words.begins)
            assert depth == 0


def test_of_long_documents_the_lines_that_the_worst_findings_cite_are_shown_with_their_neighbours() -> None:
    reconciliation = with_texts(sample())
    long = tuple(replace(d, text=d.text + "\n" * 3 + "。" * 200_000) for d in reconciliation.inputs)
    views = source_views(replace(reconciliation, inputs=long))
    worst = next(f for f in reconciliation.all_findings if f.severity == "error" and f.citations).citations[0]
    view = next(view for view in views if view.document.path == worst.path)
    assert not view.whole
    assert {worst.line - 1, worst.line, worst.line + 1} & {
        n for n, text in enumerate(view.document.text.split("\n"), 1) if text.strip()
    } <= {line.number for line in view.lines}
    assert all(len(line.words) < 1000 and len(line.words[0].text) < 200_000 for line in view.lines)


def test_many_targets_are_shown_in_words_without_bars_and_nothing_is_left_out(
    lang: m.Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(html_view, "DENSE_FROM", 3)
    text = render(sample(), "html", lang)
    page = Page(text)
    assert [found["id"] for tag, found in page.elements if tag == "details" and "data-k" in found] == [
        anchor(item.target.id) for item in sample().items[1:]
    ]
    assert not any(tag == "svg" and "bars" in found.get("class", "") for tag, found in page.elements)
    plain = unescape(re.sub(r"<[^>]*>|\u2060\d", "", text))
    for item in sample().items[1:]:
        assert all(finding.message.in_language(lang) in plain for finding in item.findings)
        for outcome in item.outcomes:
            assert all(response.narrative.text in plain for response in outcome.responses)


def test_the_method_lists_the_rules_that_ran_with_what_the_project_made_of_them() -> None:
    text = render(sample(), "html", "zh")
    start = text.index('<section id="method"')
    method = unescape(re.sub(r"<[^>]*>", " ", text[start : text.index("</section>", start)]))
    rows = [" ".join(line.split()) for line in method.splitlines() if "shortfall" in line or "stale-period" in line]
    assert rows == ["未达目标 shortfall 错误 1 1a1a1a1a1a1a", "数据时点过旧 stale-period 停用 – 3c3c3c3c3c3c"]
    assert "大幅超额 overachieved 警告 原为提示" in " ".join(method.split())
    assert "阈值 overachieved.ratio 定为3（原为2）" in method


def test_a_range_has_both_its_ends_on_the_bar_and_a_rank_says_why_it_has_none() -> None:
    wide = next(item for item in sample().items if item.target.id == "133")
    judged = wide.goals[0]
    spread = replace(
        judged, goal=replace(judged.goal, comparator="range", value=Decimal(1000), value_high=Decimal(2000))
    )
    lengths = bar(spread)
    assert lengths is not None
    assert (lengths.goal_from, lengths.goal) == ("22.6", "45.1")
    item = replace(wide, goals=(spread, replace(judged, goal=replace(judged.goal, comparator="rank"))))
    text = render(replace(sample(), items=(item,)), "html", "zh")
    assert 'd="M22.6 1.5H45.1M22.6' in text
    assert "名次不画条" in text


def test_quotation_marks_inside_quotation_marks_are_single() -> None:
    item = sample().items[2]
    words = replace(item.findings[0].citations[0], text="建设“如康家园”50个")
    quoting = replace(item.findings[0], citations=(words,))
    text = render(replace(sample(), items=(replace(item, findings=(quoting,)),)), "html", "zh")
    assert "<q>建设‘如康家园’50个</q>" in text


def test_golden(lang: m.Language, golden: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        rule_names, "rule_names", lambda lang: {"shortfall": "未达目标" if lang == "zh" else "Shortfall"}
    )
    # What the plotting library draws is its own; the page is the same whatever its version.
    monkeypatch.setattr(pictures, "draw", lambda titled, _: tuple("<svg></svg>" for _ in titled))
    body = render(sample(), "html", lang)
    golden(f"heze.{lang}.html", body[body.index("<body>") : body.index("<script>")])


def test_the_heze_report_is_small_enough_to_send_by_mail() -> None:
    from reconcile.engine import reconcile

    folder = ROOT / "data" / "heze-2023"
    reports = [folder / "outcome-044-085.txt", folder / "outcome-140-199.txt"]
    result = reconcile(folder / "plan.txt", reports, report=folder / "work-report.txt")
    text = render(result, "html", "zh")
    assert text.count('class="item"') == 200
    assert len(text.encode()) < 1_500_000
