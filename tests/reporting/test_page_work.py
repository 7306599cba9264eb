"""Work in the page: filters with their counts, search, order, keys, the view in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from heze_sample import sample
from hostile_sample import hostile

from reconcile import model as m

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
PLAN_ORDER = ["10", "18", "50", "59", "71", "133", "136", "154", "173", "2"]


def wait_for(page: Any, count: int) -> None:
    """Until so many targets are shown: the search waits for the typist to pause."""
    from playwright.sync_api import expect

    expect(page.locator(".item:visible")).to_have_count(count)


def visible(page: Any) -> list[str]:
    found = page.locator(".item:visible .id").all_text_contents()
    return [str(text) for text in found]


def tick(page: Any, facet: str, value: str, on: bool = True) -> None:
    box = page.locator(f"input[name={facet}][value='{value}']")
    if not box.is_visible():
        page.locator(f".facet:has(input[name={facet}]) > summary").click()
    box.set_checked(on)


def counts(page: Any, facet: str) -> dict[str, int]:
    found = page.locator(f".facet li:has(input[name={facet}])").evaluate_all(
        "lines => lines.map((line) => [line.querySelector('input').value, +line.querySelector('.n').textContent])"
    )
    return {str(value): int(count) for value, count in found}


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.closest('.item')?.id ?? document.activeElement.id"))


def test_filters_and_keeps_its_state_in_the_address(open_page: Open) -> None:
    page = open_page(sample())
    tick(page, "severity", "error")
    assert visible(page) == ["50", "59", "154"]
    tick(page, "rule", "shortfall")
    assert visible(page) == ["50"]
    assert page.locator("#shown").text_content() == "筛出 1 项，共 10 项"
    address = page.url
    assert address.endswith("#severity=error&rule=shortfall")
    page.click("#reset")
    assert len(visible(page)) == 10
    again = open_page(sample(), address[address.index("#") :])
    assert visible(again) == ["50"]
    assert again.locator("input[name=rule][value=shortfall]").is_visible()


def test_a_second_choice_in_a_filter_widens_and_another_filter_narrows(open_page: Open) -> None:
    page = open_page(sample())
    tick(page, "verdict", "short")
    short = visible(page)
    tick(page, "verdict", "short", on=False)
    tick(page, "verdict", "incomparable")
    incomparable = visible(page)
    tick(page, "verdict", "short")
    both = visible(page)
    assert short
    assert both == [id for id in PLAN_ORDER if id in short + incomparable]
    tick(page, "severity", "error")
    assert visible(page) == [id for id in both if id in ("50", "59", "154")]


def test_counts_follow_the_other_filters(open_page: Open) -> None:
    page = open_page(sample())
    assert counts(page, "severity")["error"] == 3
    tick(page, "owner", "市残联")
    for facet in ("severity", "rule", "verdict", "claim"):
        for value, count in counts(page, facet).items():
            tick(page, facet, value)
            assert len(visible(page)) == count, (facet, value)
            tick(page, facet, value, on=False)
    # Other owners would widen the choice: their counts stay.
    assert counts(page, "owner")["市残联"] == 1
    assert sum(counts(page, "owner").values()) > 10


def test_filters_by_leader_owner_verdict_status_claim_and_evidence(open_page: Open) -> None:
    page = open_page(sample())
    expected = {
        "leader": ("曹临", ["10"]),
        "owner": ("市残联", ["136"]),
        "verdict": ("incomparable", ["59"]),
        "status": ("review", ["154"]),
        "claim": ("done", ["10", "18", "50", "59", "71", "133", "136", "154", "173"]),
        "evidence": ("intention", ["154"]),
    }
    for name, (value, ids) in expected.items():
        tick(page, name, value)
        assert visible(page) == ids, name
        tick(page, name, value, on=False)


def test_search_is_blind_to_blanks_and_width_and_to_the_words_of_the_page(open_page: Open) -> None:
    from playwright.sync_api import expect

    page = open_page(sample())
    for words, ids in (
        ("护理型 高速", []),
        ("护理型 ４４３３", ["133"]),
        ("4433张", ["133"]),
        ("护理型养老床位 4433 张", ["133"]),
        ("2 0 个 领航企业", ["50"]),
        ("20个领航企业", ["50"]),
        ("市残联", ["136"]),
        ("匹配依据", []),
    ):
        page.fill("#q", words)
        expect(page.locator(".item:visible .id")).to_have_text(ids)


def test_sorts(open_page: Open) -> None:
    page = open_page(sample())
    page.select_option("select[name=sort]", "worst")
    assert visible(page)[:6] == ["50", "59", "154", "10", "71", "18"]
    page.wait_for_url("**#sort=worst")
    page.select_option("select[name=sort]", "ratio")
    assert visible(page)[:2] == ["50", "136"]
    page.select_option("select[name=sort]", "")
    assert visible(page) == PLAN_ORDER


def test_keys_walk_open_and_search(open_page: Open) -> None:
    page = open_page(sample(), "#target-18")
    assert focused(page) == "target-18"
    page.keyboard.press("j")
    assert focused(page) == "target-50"
    page.keyboard.press("e")
    assert page.locator("#target-50 .body").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#target-50 .body").is_hidden()
    assert focused(page) == "target-50"
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page) == "target-10"
    page.keyboard.press("Enter")
    assert page.locator("#target-10 .body").is_visible()
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("jke?/133")
    assert page.input_value("#q") == "jke?/133"


def test_keys_skip_what_is_filtered_out_and_cross_to_the_uncovered(open_page: Open) -> None:
    page = open_page(sample(), "#severity=error")
    page.locator("#target-50 summary").focus()
    page.keyboard.press("j")
    assert focused(page) == "target-59"
    page.click("#reset")
    page.locator("#target-173 summary").focus()
    page.keyboard.press("j")
    assert focused(page) == "target-2"


def test_help_tells_the_keys_and_can_switch_them_off(open_page: Open) -> None:
    page = open_page(sample(), "#target-18")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    assert page.locator("#help kbd").all_text_contents() == ["/", "j", "k", "e", "Esc", "?"]
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    assert page.locator("#help").is_hidden()
    assert focused(page) == "target-18"
    page.click("#show-help")
    page.locator("#keys-on").uncheck()
    page.locator("#help [data-close]").click()
    for _ in range(2):
        page.locator("#target-18 summary").focus()
        page.keyboard.press("j")
        assert focused(page) == "target-18"
        page.reload()


def test_an_uncovered_target_is_a_row_that_filters_and_links_find(open_page: Open) -> None:
    page = open_page(sample(), "#severity=error")
    assert page.locator("#uncovered").is_hidden()
    tick(page, "severity", "error", on=False)
    tick(page, "status", "uncovered")
    assert visible(page) == ["2"]
    assert page.locator("#list").inner_text().strip() == ""
    page.fill("#q", "护理型")
    wait_for(page, 0)
    assert page.locator("#uncovered").is_hidden()
    page.evaluate("location.hash = 'target-2'")
    wait_for(page, 10)
    assert focused(page) == "target-2"
    page.click("#open")
    assert page.locator("details[open] .body:visible").count() == 9


def test_expands_and_collapses_all_that_is_shown(open_page: Open) -> None:
    page = open_page(sample())
    tick(page, "severity", "error")
    page.click("#open")
    assert page.locator(".item details[open]").count() == 3
    page.click("#close")
    assert page.locator(".item details[open]").count() == 0


def test_a_link_to_a_filtered_target_brings_it_back_and_going_back_the_view(open_page: Open) -> None:
    page = open_page(sample())
    tick(page, "severity", "error")
    page.evaluate("location.hash = 'target-133'")
    wait_for(page, 10)
    assert page.locator("#target-133 .body").is_visible()
    page.go_back()
    wait_for(page, 3)


def test_a_link_with_a_choice_that_is_not_there_shows_everything(open_page: Open) -> None:
    page = open_page(sample(), "#severity=fatal&owner=nobody&sort=colour")
    assert visible(page) == PLAN_ORDER


def test_without_javascript_nothing_is_shown_that_needs_it(open_page: Open) -> None:
    page = open_page(sample(), java_script_enabled=False)
    page.locator("#target-133 summary").click()
    assert page.locator("#target-133 .doc").first.is_visible()
    assert page.locator("button:visible, input:visible, select:visible, textarea:visible").count() == 0
    assert len(visible(page)) == 10


def test_filters_of_hostile_names_filter_and_run_nothing(open_page: Open) -> None:
    page = open_page(hostile())
    for place in range(page.locator("input[name=owner]").count()):
        box = page.locator("input[name=owner]").nth(place)
        if not box.is_visible():
            page.locator(".facet:has(input[name=owner]) > summary").click()
        box.check()
        assert len(visible(page)) >= 1
        address = page.url
        box.uncheck()
        again = open_page(hostile(), address[address.index("#") :])
        assert again.locator("input[name=owner]").nth(place).is_checked()
        again.close()
    assert page.evaluate("window.hacked") is None


def test_twenty_thousand_targets_are_filtered_all_and_counted(open_page: Open) -> None:
    uncovered, found = sample().items[0], sample().items[2]
    outcome = found.outcomes[0]

    def copy(number: int) -> m.Item:
        id = f"n{number}"
        owner = m.Owner(f"第{number % 40}局")
        return replace(
            found,
            target=replace(found.target, id=id, owners=(owner,)),
            outcomes=(replace(outcome, id=id, responses=()),),
            match=replace(found.match, target=id, outcomes=(id,)),
            goals=(),
            findings=(),
            drift=(),
            rewording=(),
        )

    many = replace(sample(), items=(uncovered, *(copy(number) for number in range(19_999))), commitments=())
    page = open_page(many, "#owner=第7局")
    assert page.locator("#shown").text_content() == "筛出 500 项，共 20000 项"
    assert counts(page, "status") == {"matched": 500, "uncovered": 0}
    page.click("#reset")
    assert page.locator("#shown").text_content() == "全部 20000 项"
    page.select_option("select[name=sort]", "confidence")
    page.evaluate("location.hash = 'target-n19998'")
    assert page.locator("#target-n19998 .body").is_visible()
