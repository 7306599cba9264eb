"""The overview across places as a browser shows it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from accessibility import lay_out, violations
from heze_sample import sample
from overview_sample import HOSTILE, PAIRS, many, overview, pair, tally

from reconcile.reporting import write
from reconcile.reporting.overview import Overview, render_overview

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


@pytest.fixture
def open_overview(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens an overview; afterwards there must have been no console message, no error, no request but for files."""
    contexts: list[Any] = []
    trouble: list[str] = []

    def opened(shown: Overview, fragment: str = "", lang: str = "zh", **options: Any) -> Any:
        path = tmp_path / "overview.html"
        path.write_text(render_overview(shown, lang), encoding="utf-8")  # type: ignore[arg-type]
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("request", lambda request: None if request.url.startswith("file:") else trouble.append(request.url))
        page.goto(path.as_uri() + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert trouble == []


def names(page: Any) -> list[str]:
    """The pairs that the league table shows, in its order."""
    found = page.locator(".pairs tr[data-s]:not([hidden]) th").all_text_contents()
    return [str(name) for name in found]


def wait_for(page: Any, shown: str) -> None:
    """Until the page says so."""
    from playwright.sync_api import expect

    expect(page.locator("#shown")).to_have_text(shown)


def heading(page: Any, words: str) -> Any:
    return page.locator(".pairs thead th", has_text=re.compile(f"^{words}"))


def test_the_worst_stands_first_and_what_cannot_be_ranked_last(open_overview: Open) -> None:
    page = open_overview(overview())
    assert names(page) == ["大市", "差市", "好市", "中市", "小县"]
    assert heading(page, "未达到的95%区间").get_attribute("aria-sort") == "descending"
    page.locator(".worst a").first.click(trial=True)
    assert page.locator(".worst li").count() == 3


def test_each_column_sorts_both_ways_and_says_so(open_overview: Open) -> None:
    page = open_overview(overview(), lang="en")
    errors = heading(page, "Errors")
    errors.get_by_role("button").click()
    assert names(page) == ["大市", "小县", "好市", "中市", "差市"]
    assert errors.get_attribute("aria-sort") == "descending"
    assert page.locator(".pairs [aria-sort]").count() == 1
    # One list, since numbers of errors can be compared throughout.
    assert page.locator("tbody.part:visible").count() == 0
    errors.get_by_role("button").click()
    assert names(page) == ["差市", "好市", "中市", "小县", "大市"]
    heading(page, "Goals met").get_by_role("button").click()
    assert names(page) == ["大市", "差市", "好市", "中市", "小县"]
    assert page.locator("tbody.part:visible").count() == 3
    page.wait_for_url("**#sort=6")


def test_the_address_keeps_the_view(open_overview: Open) -> None:
    page = open_overview(many(100), "#sort=-2&find=%E7%AC%AC9")
    found = names(page)
    assert set(found) == {"第9号市", *(f"第{number}号市" for number in range(90, 100))}
    assert page.input_value("#find") == "第9"
    assert page.locator("#shown").text_content() == "筛出 11 组，共 100 组"
    page.fill("#find", "第97")
    page.wait_for_url("**find=%E7%AC%AC97*")
    assert names(page) == ["第97号市"]
    page.fill("#find", "无此")
    wait_for(page, "没有符合的组")
    assert names(page) == []


def test_rows_of_many_batches_are_sorted_as_one(open_overview: Open) -> None:
    page = open_overview(many(130))
    assert page.locator("tbody.rows").count() == 4
    before = names(page)
    heading(page, "名称").get_by_role("button").click()
    assert names(page) == [f"第{number}号市" for number in range(130)]
    heading(page, "未达到的95%区间").get_by_role("button").click()
    assert names(page) == before


def test_what_is_missing_stands_last_either_way(open_overview: Open) -> None:
    page = open_overview(overview((*PAIRS, pair("空", tally(0, 0), as_of=None))), lang="en")
    for _ in range(2):
        heading(page, "As of").get_by_role("button").click()
        assert names(page)[-1] == "空"


def test_other_tables_sort_too(open_overview: Open) -> None:
    page = open_overview(overview(), lang="en")
    fields = page.locator("#fields")
    fields.get_by_role("button", name="Goals short").click()
    fields.get_by_role("button", name="Goals short").click()
    assert fields.locator("tbody th").all_text_contents() == ["(not told)", "Education"]


def test_reads_without_javascript(open_overview: Open) -> None:
    page = open_overview(overview(), java_script_enabled=False)
    assert names(page) == ["大市", "差市", "好市", "中市", "小县"]
    assert page.locator("#find").is_hidden()
    assert page.locator(".pairs button").count() == 0
    page.locator("details.reading summary").first.click()
    assert page.locator("details.reading p").first.is_visible()


def test_a_number_leads_to_its_targets_in_the_report_of_the_pair(open_overview: Open, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    write(sample(), tmp_path / "reports" / "菏 泽#1.html", lang="zh")
    short = [item.target.id for item in sample().items if any(goal.verdict == "short" for goal in item.goals)]
    page = open_overview(overview((pair("菏 泽#1", tally(20, len(short))),)))
    page.locator(f".pairs td a:has(+ small:text-is('{len(short)}/{20 + len(short)}'))").click()
    page.wait_for_selector("#shown:not(:empty)")
    assert page.locator("input[name=verdict][value=short]").is_checked()
    assert page.locator("#list .item:visible .id").all_text_contents() == short


def test_words_of_documents_do_not_run(open_overview: Open) -> None:
    page = open_overview(overview((pair(HOSTILE, tally(30, 3)), *PAIRS)))
    heading(page, "名称").get_by_role("button").click()
    page.fill("#find", "<script>")
    wait_for(page, "筛出 1 组，共 6 组")
    assert page.evaluate("window.hacked") is None
    assert page.locator("[style]:not(tbody), img, iframe, form").count() == 0
    policy = page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; img-src data:; "
        r"base-uri 'none'; form-action 'none'",
        policy,
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_never_scrolls_sideways(open_overview: Open, lang: str) -> None:
    page = open_overview(many(30), lang=lang)
    lay_out(page)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    for size in (1280, 640, 390, 320):
        page.set_viewport_size({"width": size, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= size


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_league_table_fits_the_window_and_no_heading_is_cut(open_overview: Open, lang: str) -> None:
    page = open_overview(many(30), lang=lang)
    lay_out(page)
    assert page.evaluate("(e => e.scrollWidth - e.clientWidth)(document.querySelector('#league .wide'))") == 0
    # Neither words nor numbers stand in the next column.
    cut = page.locator(".pairs thead th, .pairs .rows td").evaluate_all(
        "all => all.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).map((cell) => cell.textContent)"
    )
    assert cut == []


@pytest.mark.parametrize(
    ("lang", "scheme", "size"), [("zh", "light", 1280), ("zh", "dark", 390), ("en", "light", 390), ("en", "dark", 1280)]
)
def test_axe_finds_nothing(open_overview: Open, lang: str, scheme: str, size: int) -> None:
    page = open_overview(overview(), lang=lang, color_scheme=scheme, viewport={"width": size, "height": 900})
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    assert violations(page) == []


def test_a_reader_of_the_screen_is_told_of_a_table(open_overview: Open) -> None:
    page = open_overview(overview(), lang="en")
    row = page.get_by_role("table").first.get_by_role("row", name=re.compile("大市"))
    assert row.get_by_role("rowheader").text_content() == "大市"
    assert row.get_by_role("cell").count() == 12
    assert page.get_by_role("table").first.get_by_role("columnheader").count() == 13


def test_prints_every_pair_on_a4_with_the_headings_on_every_page(open_overview: Open, tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber", reason="pdfplumber is not installed")
    page = open_overview(many(90))
    path = tmp_path / "page.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    with pdfplumber.open(path) as document:
        texts = ["".join(unicodedata.normalize("NFKC", printed.extract_text()).split()) for printed in document.pages]
        sizes = {(round(printed.width), round(printed.height)) for printed in document.pages}
    assert sizes == {(842, 595)}
    assert all(f"第{number}号市" in "".join(texts) for number in range(90))
    tables = [text for text in texts if re.search(r"第\d+号市\d{4}-12-31", text)]
    assert len(tables) > 2
    for text in tables:
        assert "其中有可比数字" in text
