from __future__ import annotations

import re
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from overview_sample import HOSTILE, PAIRS, many, overview, pair, tally

from reconcile.model import Language
from reconcile.reporting.overview import Failure, render_overview
from reconcile.reporting.overview.intervals import wilson
from reconcile.reporting.overview.ranking import pairs_worst_first, standing
from reconcile.reporting.overview.spread import Spread, spreads
from reconcile.reporting.overview.values import Tally, total


def words(page: str) -> str:
    """What a reader sees of a page, on one line."""
    body = page[page.index("<body") : page.rindex("<script>")]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def listed(page: str) -> list[str]:
    """The names in the league table, in its order."""
    return re.findall(r'<tr role="row" data-s="[^"]*">.*?<th [^>]*>(?:<a [^>]*>)?([^<]*)', page)


def test_the_interval_is_wilsons() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    for part, whole, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert [round(end, 4) for end in wilson(part, whole)] == [low, high]


def test_worst_is_what_is_surely_bad_and_few_goals_are_not_ranked() -> None:
    assert [each.name for each in pairs_worst_first(PAIRS)] == ["大市", "差市", "好市", "中市", "小县"]
    assert [standing(each.tally) for each in pairs_worst_first(PAIRS)] == ["ranked"] * 3 + ["under_way", "few"]


def test_a_large_share_of_few_goals_does_not_pass_a_somewhat_smaller_one_of_many() -> None:
    few, many_goals = pair("少", tally(7, 5)), pair("多", tally(120, 80))
    assert [each.name for each in pairs_worst_first([few, many_goals])] == ["多", "少"]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (Tally(met=9), "few"),
        (Tally(met=10), "ranked"),
        (Tally(met=8, on_pace=2), "few"),
        (Tally(met=40, on_pace=10), "ranked"),
        (Tally(met=39, on_pace=11), "under_way"),
        (Tally(open=90), "few"),
    ],
)
def test_who_is_ranked(counts: Tally, expected: str) -> None:
    assert standing(counts) == expected


def test_every_figure_has_its_denominator() -> None:
    counted = total([each.tally for each in PAIRS])
    said = words(render_overview(overview(), "en"))
    for figure in (
        "5 / 6 pairs judged 83.3%",
        f"{counted.matched} / {counted.targets} targets have a matched outcome",
        f"{counted.claimed_done} / {counted.answered} targets claimed done",
        f"{counted.carried} / {counted.claimed_done} claims with a number",
        "40 / 163 goals fell short 24.5%",
        "26 / 244 targets with an error",
        "findings: errors 35 · warnings 25 · notes 15",
    ):
        assert figure in said
    assert counted.decided == 163


def test_the_league_table_says_each_share_with_its_counts_and_leads_to_them() -> None:
    page = render_overview(overview(), "zh")
    row = next(line for line in page.splitlines() if "大市" in line and "data-s" in line)
    report = "reports/%E5%A4%A7%E5%B8%82.html"
    for cell in (
        f'<a href="{report}">大市</a>',
        f'<a href="{report}#status=matched">97.6%</a> <small>80/82</small>',
        f'<a href="{report}#claim=done&amp;evidence=quantified">50%</a> <small>40/80</small>',
        f'<a href="{report}#verdict=exceeded&amp;verdict=met">50%</a> <small>30/60</small>',
        f'<a href="{report}#verdict=short">50%</a> <small>30/60</small>',
        "<small>38–62%</small>",
        f'<a href="{report}#verdict=no_number&amp;verdict=incomparable">25%</a> <small>20/80</small>',
        f'<a href="{report}#severity=error">31</a>',
    ):
        assert cell in row
    assert listed(page) == ["大市", "差市", "好市", "中市", "小县"]
    assert re.findall(r'data-s="[^"]*"><td role="cell">([^<]*)<', page) == ["1", "2", "3", "–", "–"]


def test_what_is_behind_before_the_end_of_the_term_is_shown_apart_and_leads_to_what_is_behind() -> None:
    page = render_overview(overview(), "en")
    row = next(line for line in page.splitlines() if "中市" in line and "data-s" in line)
    assert '#verdict=short&amp;verdict=behind">12.3%</a> <small>7/57</small>' in row
    assert words(page).index("Term not over") < words(page).index("中市") < words(page).index("Too few goals to rank")


def test_only_what_can_be_compared_is_drawn_and_nothing_beyond_the_scale() -> None:
    page = render_overview(overview(), "en")
    rows = {
        name: next(line for line in page.splitlines() if f">{name}<" in line and "data-s" in line)
        for name in listed(page)
    }
    assert [name for name, row in rows.items() if "<svg" in row] == ["大市", "差市", "好市", "中市"]
    assert "<small>34–100%</small>" in rows["小县"]
    assert ('class="ci worse"' in rows["大市"], 'class="ci better"' in rows["好市"]) == (True, True)
    ends = [float(end) for end in re.findall(r'<path d="M[\d.]+ 5H([\d.]+)"', page)]
    assert 80 < max(ends) <= 100


def test_a_pair_without_a_report_has_no_link() -> None:
    bare = tuple(replace(each, report=None) for each in PAIRS)
    assert "reports/" not in render_overview(overview(bare), "zh")


def test_failed_pairs_stand_with_their_errors() -> None:
    said = words(render_overview(overview(), "en"))
    assert "One pair could not be judged and is in no figure." in said
    assert "坏区 plan.txt: no table of targets; look at it" in said
    assert "Pairs that failed" not in words(render_overview(overview(failures=()), "en"))


def test_rules_stand_by_severity_and_groups_worst_first() -> None:
    said = words(render_overview(overview(), "en"))
    assert said.index("35 14.3% 35/244") < said.index("9 3.3% 8/244")
    assert said.index("Education 3") < said.index("(not told) 2")
    assert "教育局 市教育局, 县教育局 … 9 names" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_every_pair_failed_the_page_says_so(lang: Language) -> None:
    failures = tuple(Failure(name, "x.txt: broken") for name in ("甲", "乙"))
    bare = replace(overview((), failures), rules=(), fields=(), owners=(), owners_count=0)
    said = words(render_overview(bare, lang))
    assert ("No pair could be judged." if lang == "en" else "没有一组能够判断。") in said
    assert "0 / 2" in said


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_words_of_documents_are_data(lang: Language) -> None:
    pairs = (pair(HOSTILE, tally(30, 3)), *PAIRS)
    page = render_overview(overview(pairs, (Failure(HOSTILE, HOSTILE),)), lang)
    assert "<script>window" not in page
    assert "{{ 7*7 }}" in page
    assert "\u202e" not in page
    assert page.count("<script>") == 1


def test_the_same_overview_gives_the_same_bytes() -> None:
    assert render_overview(overview(), "zh") == render_overview(overview(), "zh")


def test_a_page_of_three_thousand_pairs_is_no_larger_than_ten_megabytes() -> None:
    assert len(render_overview(many(3000), "zh").encode()) < 10_000_000


def test_quartiles_are_those_of_the_pairs_that_can_be_compared() -> None:
    found = {spread.key: spread for spread in spreads(PAIRS)}
    assert found["overview.spread_met"].shares == (0.5, 0.8, 0.95)
    assert found["overview.spread_met"].cuts == (0.5, 0.65, 0.8, 0.875, 0.95)
    # 小县 has four targets only.
    assert len(found["overview.spread_matched"].shares) == 4
    assert Spread("", (0.4,)).cuts == (0.4,) * 5


def test_the_spread_is_told_in_words_where_nothing_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    page = render_overview(overview(), "en")
    assert "The plotting library is not installed" in page
    assert "<figure" not in page
    assert "Goals met, of those due with a number 3 50% 65% 80% 87.5% 95%" in words(page)


def test_the_picture_says_what_it_shows() -> None:
    pytest.importorskip("vl_convert", reason="the extra plots is not installed")
    page = render_overview(overview(), "en")
    label = re.search(r'role="img" aria-label="([^"]*)"', page)
    assert label
    assert (
        "Goals met, of those due with a number, 3 pairs: least 50%, quartiles 65%, 80% and 87.5%, greatest 95%."
        in label[1]
    )


def test_the_query_below_a_table_is_shown_as_it_is() -> None:
    assert "<code>SELECT 1 AS one WHERE 2 &lt; 3</code>" in render_overview(overview(), "zh")


def test_no_word_of_the_overview_names_a_place() -> None:
    folder = Path(__file__).resolve().parents[2] / "reports" / "html" / "overview"
    assert not re.search("[\u4e00-\u9fff]", "".join(path.read_text(encoding="utf-8") for path in folder.iterdir()))
