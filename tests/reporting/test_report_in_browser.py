"""The page as a browser shows it: what works in it, what it asks of the network, and that no document text runs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from accessibility import violations
from heze_sample import ROOT, sample
from hostile_sample import hostile

from reconcile import model as m
from reconcile.reporting import write
from reconcile.reporting.page import decision_hooks, html_view

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


def wait_for(page: Any, count: int) -> None:
    """Until so many targets are shown: the search waits for the typist to pause."""
    from playwright.sync_api import expect

    expect(page.locator(".item:visible")).to_have_count(count)


def visible(page: Any) -> list[str]:
    found = page.locator(".item:visible .id").all_text_contents()
    return [str(text) for text in found]


def test_shows_every_target_in_plan_order_and_the_uncovered_after_them(open_page: Open) -> None:
    page = open_page(sample())
    assert visible(page) == ["10", "18", "50", "59", "71", "133", "136", "154", "173", "2"]
    assert page.title() == "责任目标对账审计报告 · 市政府2023年经济社会发展责任目标分工方案"
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_the_worst_target_is_one_step_away(open_page: Open) -> None:
    page = open_page(sample())
    page.locator(".worst a").first.click()
    page.wait_for_url("**#target-50")
    assert page.locator("#target-50 details").get_attribute("open") is not None
    assert page.locator("#target-50 .body").is_visible()


def test_a_number_in_a_table_leads_to_its_targets(open_page: Open) -> None:
    page = open_page(sample(), lang="en")
    page.get_by_role("row", name=re.compile("claimed done")).first.get_by_role("link", name="3").click()
    assert visible(page) == ["10", "18", "59"]


def test_a_link_past_targets_that_have_no_height_yet_lands_where_it_says(open_page: Open) -> None:
    uncovered, item = sample().items[0], sample().items[7]
    many = tuple(replace(item, target=replace(item.target, id=f"n{number}")) for number in range(150))
    page = open_page(replace(sample(), items=(uncovered, *many)))
    page.click("nav a[href='#uncovered']")
    settled = page.evaluate(
        """() => new Promise((done) => {
            const look = (frames) => {
                const top = document.querySelector("#uncovered").getBoundingClientRect().top;
                if (top > 0 && top < 120 && frames < 20 || !frames) done(top);
                else requestAnimationFrame(() => look(frames - 1));
            };
            look(30);
        })"""
    )
    assert 0 < settled < 120


def test_goal_and_achievement_bear_the_same_number_in_both_texts(open_page: Open) -> None:
    page = open_page(sample(), "#target-50")
    sides = page.locator("#target-50 .two > section")
    marks = [side.locator("mark[class^=g]").all_text_contents() for side in (sides.nth(0), sides.nth(1))]
    assert marks == [["20 个领航企业", "20 个重点项目", "20%左右"], ["12.6%", "20个重点项目"]]
    badges = [side.locator("sup").all_text_contents() for side in (sides.nth(0), sides.nth(1))]
    assert [[badge.strip("\u2060") for badge in found] for found in badges] == [["1", "2", "3"], ["3", "2"]]
    assert sides.nth(1).locator("del").all_text_contents() == [",力争营业收入增长 20%左右"]


def test_can_be_read_without_javascript(open_page: Open) -> None:
    page = open_page(sample(), java_script_enabled=False)
    assert page.locator("#filters").is_hidden()
    assert len(visible(page)) == 10
    page.locator("#target-133 summary").click()
    assert page.locator("#target-133 .goals").is_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [sample, hostile], ids=["sample", "hostile"])
def test_never_scrolls_sideways(open_page: Open, make: Any, lang: str) -> None:
    page = open_page(make(), lang=lang)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    for size in (1280, 640, 390, 320):
        page.set_viewport_size({"width": size, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= size


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_hostile_document_runs(open_page: Open, lang: str) -> None:
    page = open_page(hostile(), lang=lang)
    page.click("#open")
    text = page.locator("#items").text_content()
    page.locator("input[name=severity][value=error]").check()
    page.fill("#q", "<script>")
    wait_for(page, 1)
    assert page.evaluate("window.hacked") is None
    assert page.locator("script:not([type='application/json'])").count() == 1
    assert page.locator("img, iframe, object, embed, form, [onerror], [onload], [style]").count() == 0
    assert "<script>window.hacked=1</script>" in text
    assert "{{ 7*7 }}{% raw %}{{config}}</style></script>" in text
    assert "49" not in text
    assert "⟨U+202E⟩" in text
    assert "\x1b" not in page.content()


def test_the_policy_stops_what_is_not_the_reports_own(chromium: Any, tmp_path: Path) -> None:
    write(sample(), tmp_path / "a.html")
    context = chromium.new_context()
    page = context.new_page()
    page.goto((tmp_path / "a.html").as_uri())
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; img-src data:; "
        r"base-uri 'none'; form-action 'none'",
        policy,
    )
    # Playwright evaluates past the policy; an element put into the page does not get past it.
    stopped = page.evaluate(
        """() => new Promise((done) => {
            document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "window.hacked = 1";
            document.body.append(script);
        })"""
    )
    assert stopped == "script-src-elem"
    assert page.evaluate("window.hacked") is None
    context.close()


def many(monkeypatch: pytest.MonkeyPatch) -> m.Reconciliation:
    """The sample repeated, told as a page of many targets is, in several batches."""
    monkeypatch.setattr(html_view, "DENSE_FROM", 100)
    monkeypatch.setattr(decision_hooks, "DENSE_FROM", 100)
    once = sample()

    def again(item: m.Item, turn: int) -> m.Item:
        target = replace(item.target, id=f"{item.target.id}-{turn}")
        outcomes = tuple(replace(outcome, id=f"{outcome.id}-{turn}") for outcome in item.outcomes)
        return replace(item, target=target, outcomes=outcomes)

    return replace(once, items=tuple(again(item, turn) for turn in range(15) for item in once.items))


def test_axe_finds_nothing_in_a_page_of_many_targets(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(many(monkeypatch))
    page.evaluate("for (const item of [...document.querySelectorAll('.batch .item')].slice(0, 12)) item.open = true")
    assert violations(page, {"include": [["#items"]], "exclude": [["#uncovered"]]}) == []


def test_many_targets_are_filtered_sorted_and_opened_in_their_batches(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reconciliation = many(monkeypatch)
    page = open_page(reconciliation)
    assert page.locator(".batch").count() == 4
    page.locator("input[name=severity][value=error]").check()
    short = [item.target.id for item in reconciliation.items if any(f.severity == "error" for f in item.findings)]
    assert page.locator("#list .item:not([hidden]) .id").all_text_contents() == short
    page.locator("select[name=sort]").select_option("ratio")
    page.locator("#reset").click()
    assert page.locator(".batch:not([hidden])").count() == 4
    listed = page.locator("#list .item:not([hidden]) .id").all_text_contents()
    page.locator("select[name=sort]").select_option("ratio")
    ratios = page.locator("#list .item").evaluate_all("all => all.map((item) => item.dataset.s.split(' ')[2])")
    known = [float(ratio) for ratio in ratios if ratio != "-"]
    assert known == sorted(known)
    assert ratios[len(known) :] == ["-"] * (len(ratios) - len(known))
    assert len(listed) == len(ratios)
    page.goto(page.url.split("#")[0] + "#target-133-7")
    assert page.locator("[id='target-133-7'] .body").is_visible()


def test_the_rows_of_many_targets_are_offered_in_their_words(open_page: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_page(many(monkeypatch), "#target-50-7", before="localStorage.setItem('reconcile-reviewer', '复核人')")
    page.locator("[id='target-50-7'] [data-act=choose]").click()
    words = page.locator("#chooser .words").first.text_content()
    target = next(item for item in sample().items if item.target.id == "50")
    assert len(words) > 20
    assert target.target.text.text.startswith(words.rstrip("…")[:15]) or words[:15] in target.outcomes[0].text.text


@pytest.mark.parametrize(
    ("lang", "scheme", "size"), [("zh", "light", 1280), ("zh", "dark", 390), ("en", "light", 390), ("en", "dark", 1280)]
)
def test_axe_finds_nothing(open_page: Open, lang: str, scheme: str, size: int) -> None:
    page = open_page(sample(), lang=lang, color_scheme=scheme, viewport={"width": size, "height": 900})
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert violations(page) == []


def test_prints_every_target_whole(open_page: Open) -> None:
    page = open_page(sample())
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".item .goals:visible").count() == 6
    assert page.locator("nav").is_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".item details[open]").count() == 0


def with_texts(reconciliation: m.Reconciliation) -> m.Reconciliation:
    """The sample with the texts of its documents, as reading keeps them, under a name of its own."""
    inputs = [replace(d, text=(ROOT / d.path).read_text(encoding="utf-8")) for d in reconciliation.inputs]
    return replace(reconciliation, inputs=tuple(inputs), items=reconciliation.items[1:])


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no-script"])
def test_a_citation_jumps_to_its_words_in_the_source(open_page: Open, scripted: bool) -> None:
    page = open_page(with_texts(sample()), "#target-50", java_script_enabled=scripted)
    if not scripted:
        page.locator("#target-50 summary").click()
    quoted = page.locator("#target-50 .found .quotes li").first
    words = quoted.locator("q").text_content()
    quoted.locator("a").click()
    page.wait_for_selector("span:target")
    assert "20%左右" in words
    assert page.locator("span:target").text_content() == words
    assert page.locator("span:target").is_visible()
    assert page.locator("li:has(span:target)").get_attribute("value") == "94"
    page.locator("li:has(span:target) a").last.click()
    page.wait_for_url("**#target-50")


def test_what_goal_achievement_and_last_year_are_stands_beside_their_bars(open_page: Open) -> None:
    page = open_page(sample(), "#target-133")
    goal = page.locator("#target-133 .goal")
    rows = [" ".join(text.split()) for text in goal.locator("tr").all_inner_texts()]
    assert rows[:2] == ["目标 1500张", "完成 4433张"]
    widths = goal.locator("svg path").evaluate_all("paths => paths.map(path => path.getBBox().width)")
    assert widths[0] < widths[1] == 100


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_in_the_view_of_the_sources(open_page: Open, lang: str) -> None:
    page = open_page(with_texts(sample()), lang=lang)
    assert violations(page, {"include": [["#sources"], [".worst"], ["#documents"]]}) == []


def test_prints_on_a4_with_the_title_and_the_page_number_on_every_page(open_page: Open, tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber", reason="pdfplumber is not installed")
    page = open_page(sample())
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    path = tmp_path / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    with pdfplumber.open(path) as document:
        assert len(document.pages) > 2
        for number, printed in enumerate(document.pages, 1):
            assert (round(printed.width), round(printed.height)) == (595, 842)
            # The printed font has signs of its own for some radicals.
            text = "".join(unicodedata.normalize("NFKC", printed.extract_text()).split())
            assert "市政府2023年经济社会发展责任目标分工方案" in text
            assert f"{number}/{len(document.pages)}" in text
