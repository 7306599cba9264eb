"""Decisions in the page: made, kept, undone, exported, brought in again, and applied by the next run."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from accessibility import violations
from heze_sample import ROOT, sample
from hostile_sample import ID, hostile

from reconcile import model as m

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def item_of(id: str, reconciliation: m.Reconciliation | None = None) -> m.Item:
    return next(item for item in (reconciliation or sample()).items if item.target.id == id)


def decide_box(page: Any, id: str) -> Any:
    """The controls at a target, opened."""
    element = page.locator(f"#target-{id}")
    if element.locator("details").get_attribute("open") is None:
        element.locator("summary").click()
    box = element.locator(".decide.whole")
    box.wait_for()
    return box


def press(box: Any, act: str) -> None:
    box.locator(f"[data-act={act}]").click()


def name(page: Any, reviewer: str) -> None:
    page.fill("#reviewer input", reviewer)
    page.locator("#reviewer [data-ok]").click()


def pressed(box: Any) -> list[str]:
    found = box.locator("[aria-pressed=true]").evaluate_all("buttons => buttons.map((one) => one.dataset.act)")
    return [str(act) for act in found]


def exported(page: Any, folder: Path) -> tuple[str, Any]:
    with page.expect_download() as started:
        page.click("#export")
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path.name, json.loads(path.read_text(encoding="utf-8"))


def as_file(*decisions: Any) -> str:
    return json.dumps({"schema": "reconcile-decisions/1", "inputs": [], "decisions": decisions}, ensure_ascii=False)


def given(folder: Path, *decisions: Any) -> Path:
    path = folder / "given.json"
    path.write_text(as_file(*decisions), encoding="utf-8")
    return path


def on_match(
    id: str, action: str = "confirm", by: str = "李四", date: str = "2024-03-01", **other: Any
) -> dict[str, Any]:
    item = item_of(id)
    words = {outcome.id: outcome.words for outcome in item.outcomes}
    decision = {"kind": "match", "action": action, "target": id, "outcomes": list(words), "by": by, "date": date}
    return {**decision, "note": "", "target_words": item.target.words, "outcome_words": words, **other}


def bring(page: Any, path: Path) -> str:
    page.set_input_files("#import", path)
    page.locator("#imported").wait_for()
    text = page.locator("#imported").inner_text()
    page.locator("#imported [data-close]").click()
    return str(text)


def told(page: Any) -> str:
    return str(page.locator("#told").text_content())


def test_a_decision_asks_for_the_name_once_and_bears_the_reviewers_day(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample(), timezone_id="Asia/Shanghai")
    # 00:30 on the second in Shanghai is still the first in London.
    page.clock.set_fixed_time("2024-03-01T16:30:00Z")
    box = decide_box(page, "50")
    press(box, "confirm")
    assert pressed(box) == []
    page.locator("#reviewer [data-ok]").click()
    assert page.locator("#reviewer .problem").is_visible()
    name(page, " 张三 ")
    assert pressed(box) == ["confirm"]
    press(decide_box(page, "133"), "reject")
    assert page.locator("#reviewer").is_hidden()
    file, content = exported(page, tmp_path)
    assert file == "decisions-张三.json"
    assert [(d["target"], d["action"], d["by"], d["date"]) for d in content["decisions"]] == [
        ("50", "confirm", "张三", "2024-03-02"),
        ("133", "reject", "张三", "2024-03-02"),
    ]


def test_the_name_is_given_with_the_enter_key_and_the_decision_holds(open_page: Open) -> None:
    page = open_page(sample())
    box = decide_box(page, "50")
    press(box, "confirm")
    page.keyboard.type("张三")
    page.keyboard.press("Enter")
    assert pressed(box) == ["confirm"]
    assert box.locator("[data-act=confirm]").evaluate("button => button === document.activeElement")


def test_exports_the_format_and_order_that_the_program_reads(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample())
    page.clock.set_fixed_time("2024-03-01T04:00:00Z")
    box = decide_box(page, "133")
    box.locator("textarea").fill("与财务数据核对\n再问一次")
    box.locator("textarea").blur()
    name(page, "张三")
    first = page.locator("#target-50 .found > li").first
    decide_box(page, "50")
    press(first, "accept")
    first.locator("input").fill("已核实")
    first.locator("input").press("Enter")
    press(decide_box(page, "50"), "none")
    name_of_file, content = exported(page, tmp_path)
    item, noted = item_of("50"), item_of("133")
    finding = page.locator("#target-50 .found > li").first.get_attribute("data-finding")
    rule = next(f.rule for f in item.findings if f.fingerprint == finding)
    said = {"by": "张三", "date": "2024-03-01"}
    assert content == {
        "schema": "reconcile-decisions/1",
        "inputs": [{"role": d.role, "path": d.path, "sha256": d.sha256} for d in sample().inputs],
        "decisions": [
            {"kind": "match", "action": "choose", "target": "50", "outcomes": [], **said, "note": "",
             "target_words": item.target.words, "outcome_words": {}},
            {"kind": "finding", "action": "accept", "fingerprint": finding, "rule": rule, "target": "50",
             "outcome": item.outcomes[0].id, **said, "note": "已核实"},
            {"kind": "note", "target": "133", **said, "note": "与财务数据核对\n再问一次",
             "target_words": noted.target.words},
        ],
    }  # fmt: skip
    first_text = (tmp_path / name_of_file).read_text(encoding="utf-8")
    assert first_text.startswith('{\n  "schema": "reconcile-decisions/1",\n')
    page.reload()
    exported(page, tmp_path)
    assert (tmp_path / name_of_file).read_text(encoding="utf-8") == first_text


def test_a_waiver_holds_only_with_its_reason(open_page: Open) -> None:
    page = open_page(sample())
    decide_box(page, "50")
    finding = page.locator("#target-50 .found > li").first
    press(finding, "waive")
    name(page, "张三")
    field = finding.locator("input")
    assert finding.locator(".problem").is_visible()
    assert field.evaluate("field => field === document.activeElement")
    assert told(page) == "尚无复核决定。"
    field.fill("   ")
    field.press("Enter")
    assert pressed(finding) == []
    field.fill("任务已于年中调整")
    field.press("Enter")
    assert pressed(finding) == ["waive"]
    assert finding.locator(".problem").is_hidden()
    assert told(page) == "复核决定1项，未导出1项。"
    field.fill("")
    field.press("Enter")
    assert pressed(finding) == []
    assert finding.locator(".problem").is_visible()
    assert told(page) == "尚无复核决定。"


def test_another_row_is_found_by_its_words_and_chosen(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample())
    box = decide_box(page, "50")
    press(box, "choose")
    name(page, "张三")
    choices = page.locator("#chooser li")
    rows = {outcome.id for item in sample().items for outcome in item.outcomes}
    assert choices.count() == len(rows | {outcome.id for outcome in sample().unmatched_outcomes})
    assert choices.first.locator(".id").text_content() == item_of("50").outcomes[0].id
    page.locator("#chooser [data-ok]").click()
    assert page.locator("#chooser .problem").is_visible()
    other = item_of("133").outcomes[0]
    page.fill("#chooser input[type=search]", "护理型 高速")
    assert choices.count() == 0
    page.fill("#chooser input[type=search]", "护理型 床位")
    assert choices.locator(".id").all_text_contents() == [other.id]
    choices.locator("input").check()
    page.fill("#chooser input[type=search]", item_of("10").outcomes[0].id)
    page.locator(f"#chooser li input[value='{item_of('10').outcomes[0].id}']").check()
    page.locator("#chooser [data-ok]").click()
    assert pressed(box) == ["choose"]
    _, content = exported(page, tmp_path)
    (decision,) = content["decisions"]
    assert set(decision["outcomes"]) == {item_of("10").outcomes[0].id, other.id}
    assert decision["outcome_words"][other.id] == other.words
    assert all(id in box.locator(".chosen").inner_text() for id in decision["outcomes"])


def test_an_uncovered_target_can_be_given_a_row(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample())
    page.locator("#target-2 .decide-row").click()
    box = page.locator(".below .decide.whole")
    assert box.locator("[data-act]:visible").evaluate_all("all => all.map((one) => one.dataset.act)") == [
        "choose",
        "none",
    ]
    press(box, "choose")
    name(page, "张三")
    page.locator("#chooser li input").first.check()
    page.locator("#chooser [data-ok]").click()
    _, content = exported(page, tmp_path)
    assert [(d["target"], d["action"], len(d["outcomes"])) for d in content["decisions"]] == [("2", "choose", 1)]
    assert content["decisions"][0]["target_words"] == item_of("2").target.words


def test_decisions_outlive_the_page_until_they_are_exported(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample())
    press(decide_box(page, "50"), "confirm")
    name(page, "张三")
    assert told(page) == "复核决定1项，未导出1项。"
    page.reload()
    assert told(page) == "复核决定1项，未导出1项。"
    assert page.locator("#target-50 .reviewed").text_content() == "已复核"
    assert pressed(decide_box(page, "50")) == ["confirm"]
    exported(page, tmp_path)
    assert told(page) == "复核决定1项，均已导出。"
    page.reload()
    assert told(page) == "复核决定1项，均已导出。"
    press(decide_box(page, "50"), "confirm")
    assert told(page) == "尚无复核决定。"
    assert page.locator("#export").is_enabled()
    assert page.locator("#target-50 .reviewed").count() == 0


def test_what_is_being_written_is_kept_when_the_page_goes(open_page: Open) -> None:
    page = open_page(sample())
    press(decide_box(page, "50"), "confirm")
    name(page, "张三")
    decide_box(page, "50").locator("textarea").type("核对")
    page.reload()
    assert decide_box(page, "50").locator("textarea").input_value() == "核对"


def test_two_windows_on_one_report_agree(open_page: Open) -> None:
    page = open_page(sample())
    press(decide_box(page, "50"), "confirm")
    name(page, "张三")
    other = open_page(sample(), context=page.context)
    press(decide_box(other, "133"), "reject")
    page.wait_for_function("document.getElementById('told').textContent === '复核决定2项，未导出2项。'")
    assert pressed(decide_box(page, "133")) == ["reject"]


def test_undo_takes_back_one_step_at_a_time(open_page: Open) -> None:
    page = open_page(sample())
    box = decide_box(page, "50")
    press(box, "confirm")
    name(page, "张三")
    press(box, "reject")
    press(decide_box(page, "133"), "confirm")
    page.click("#undo")
    assert told(page) == "已撤销：目标133。"
    assert pressed(decide_box(page, "133")) == []
    page.click("#undo")
    assert pressed(box) == ["confirm"]
    page.click("#undo")
    assert pressed(box) == []
    assert page.locator("#undo").is_disabled()


def test_a_file_brought_in_is_taken_back_as_a_whole(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample())
    press(decide_box(page, "50"), "confirm")
    name(page, "张三")
    bring(page, given(tmp_path, on_match("50", "reject"), on_match("133"), on_match("10")))
    assert told(page) == "复核决定4项，未导出1项。"
    page.click("#undo")
    assert told(page) == "已撤销：导入复核决定。"
    page.reload()
    assert told(page) == "复核决定1项，未导出1项。"
    assert page.locator(".reviewed").all_text_contents() == ["已复核"]


def test_filters_by_what_is_decided(open_page: Open) -> None:
    page = open_page(sample())
    press(decide_box(page, "50"), "confirm")
    name(page, "张三")
    page.locator(".facet:has(input[name=decided]) > summary").click()
    page.locator("input[name=decided][value=yes]").check()
    assert page.locator(".item:visible .id").all_text_contents() == ["50"]
    assert page.locator("#shown").text_content() == "筛出 1 项，共 10 项"
    page.wait_for_url("**#decided=yes")


def test_another_reviewers_file_is_merged_and_contradictions_are_listed(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample())
    page.clock.set_fixed_time("2024-03-01T04:00:00Z")
    press(decide_box(page, "50"), "confirm")
    name(page, "张三")
    press(decide_box(page, "133"), "confirm")
    says = bring(
        page,
        given(tmp_path, on_match("50", "reject", note="不是同一项"), on_match("133"), on_match("10"), on_match("10")),
    )
    row = f"第{item_of('50').outcomes[0].id}行"
    assert says.splitlines()[:1] == ["导入复核决定"]
    assert "导入3项。" in says
    assert "本页已有1项。" in says
    assert re.search(r"意见不一.*：1项", says)
    assert f"目标50：张三（2024-03-01）：确认对应{row} / 李四（2024-03-01）：否定对应{row}：不是同一项" in says
    box = decide_box(page, "50")
    assert box.locator(".clash").first.is_visible()
    assert box.locator(".others").first.text_content() == f"李四（2024-03-01）：否定对应{row}：不是同一项"
    assert page.locator("#target-50 .reviewed").text_content() == "意见不一"
    assert page.locator("#target-133 .reviewed").text_content() == "已复核"
    assert told(page) == "复核决定5项，未导出2项。"
    _, content = exported(page, tmp_path)
    assert [(d["target"], d["by"]) for d in content["decisions"]] == [
        ("10", "李四"), ("50", "张三"), ("50", "李四"), ("133", "张三"), ("133", "李四"),
    ]  # fmt: skip


def test_what_a_file_need_not_say_may_be_left_out(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample())
    decision = on_match("50")
    del decision["note"]
    fingerprint = item_of("50").findings[0].fingerprint
    accepted = {"kind": "finding", "action": "accept", "fingerprint": fingerprint, "rule": "goal-dropped"}
    assert "导入2项。" in bring(page, given(tmp_path, decision, {**accepted, "by": "李四", "date": "2024-03-01"}))


def test_of_one_reviewer_the_later_day_holds(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample())
    bring(page, given(tmp_path, on_match("50", date="2024-03-02")))
    says = bring(page, given(tmp_path, on_match("50", "reject", date="2024-03-01")))
    assert "未导入1项" in says
    says = bring(page, given(tmp_path, on_match("50", "reject", date="2024-03-05")))
    assert "导入1项" in says
    row = f"第{item_of('50').outcomes[0].id}行"
    assert decide_box(page, "50").locator(".others").first.text_content() == f"李四（2024-03-05）：否定对应{row}"


def test_what_was_decided_on_other_words_is_not_taken_in_and_listed(open_page: Open, tmp_path: Path) -> None:
    page = open_page(sample())
    gone = {"kind": "finding", "action": "accept", "fingerprint": "0" * 64, "rule": "shortfall", "target": "50"}
    says = bring(
        page,
        given(
            tmp_path,
            on_match("50", target_words="0" * 16),
            on_match("133", outcome_words={item_of("133").outcomes[0].id: "0" * 16}),
            {**on_match("10"), "target": "999"},
            {**gone, "outcome": None, "by": "李四", "date": "2024-03-01", "note": ""},
        ),
    )
    assert "未导入4项" in says
    assert "目标999：李四" in says
    assert "目标50 · shortfall：李四" in says
    assert told(page) == "尚无复核决定。"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", ""),
        ("[]", "schema"),
        ('{"schema": "reconcile-decisions/2", "decisions": []}', "schema"),
        (as_file(on_match("50", by=" ")), "decisions[0].by"),
        (as_file(on_match("50", date="2024-3-1")), "decisions[0].date"),
        (as_file(on_match("50", date="2024-02-30")), "decisions[0].date"),
        (as_file(on_match("50", "reject", outcomes=[], outcome_words={})), "decisions[0].outcomes"),
        (as_file(on_match("50", outcome_words={})), "decisions[0].outcome_words"),
        (as_file(on_match("50"), on_match("50", extra=1)), "decisions[1].extra"),
        (as_file(on_match("50", "waive")), "decisions[0].action"),
        (as_file(None), "decisions[0].kind"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_says_where_and_changes_nothing(
    open_page: Open, tmp_path: Path, text: str, where: str
) -> None:
    page = open_page(sample())
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    says = bring(page, path)
    assert "other.json" in says
    assert where in says
    assert told(page) == "尚无复核决定。"


def test_where_the_browser_keeps_nothing_the_page_says_so_and_goes_on(open_page: Open, tmp_path: Path) -> None:
    denied = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })"
    page = open_page(sample(), before=denied)
    assert page.locator("#denied").is_visible()
    press(decide_box(page, "50"), "confirm")
    name(page, "张三")
    assert pressed(decide_box(page, "50")) == ["confirm"]
    leaving = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert page.evaluate(leaving)
    _, content = exported(page, tmp_path)
    assert len(content["decisions"]) == 1
    assert not page.evaluate(leaving)


def test_hostile_words_are_text_in_every_dialog(open_page: Open, tmp_path: Path) -> None:
    page = open_page(hostile())
    box = page.locator(".item").first
    box.locator("summary").click()
    press(box.locator(".decide.whole"), "choose")
    name(page, "<img src=x onerror=window.hacked=1>")
    page.fill("#chooser input[type=search]", "<script>")
    choice = page.locator("#chooser li").first
    assert choice.locator(".id").text_content() == ID
    choice.locator("input").check()
    page.locator("#chooser [data-ok]").click()
    box.locator(".decide.whole textarea").fill("<img src=x onerror=window.hacked=1>")
    box.locator(".decide.whole textarea").blur()
    file, content = exported(page, tmp_path)
    assert re.fullmatch(r"decisions-[\w.-]+\.json", file)
    assert content["decisions"][0]["target"] == ID
    assert content["decisions"][0]["outcomes"] == [ID]
    assert content["decisions"][0]["outcome_words"] == {ID: hostile().items[0].outcomes[0].words}
    page.evaluate("localStorage.clear()")
    page.reload()
    bring(page, tmp_path / file)
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, script:not([type='application/json']):not(:last-of-type)").count() == 0


@pytest.mark.parametrize(("lang", "scheme", "size"), [("zh", "light", 1280), ("en", "dark", 390)])
def test_axe_finds_nothing_in_the_controls(open_page: Open, tmp_path: Path, lang: str, scheme: str, size: int) -> None:
    page = open_page(sample(), lang=lang, color_scheme=scheme, viewport={"width": size, "height": 900})

    def check(state: str) -> None:
        assert [(state, *found) for found in violations(page)] == []

    page.evaluate("for (const item of document.querySelectorAll('.item')) item.style.contentVisibility = 'visible'")
    page.evaluate("for (const facet of document.querySelectorAll('.filters, .facet')) facet.open = true")
    finding = page.locator("#target-50 .found > li").first
    box = decide_box(page, "50")
    press(finding, "waive")
    check("name")
    name(page, "Zhang San")
    press(box, "confirm")
    press(decide_box(page, "133"), "reject")
    page.set_input_files("#import", given(tmp_path, on_match("50", "reject"), on_match("133", target_words="0" * 16)))
    page.locator("#imported").wait_for()
    check("import")
    page.keyboard.press("Escape")
    check("controls")
    press(box, "choose")
    check("chooser")
    page.keyboard.press("Escape")
    page.click("#show-help")
    check("help")
    page.keyboard.press("Escape")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, label.button, .facet label, .line")].filter((one) => {
            const { width, height } = one.getBoundingClientRect();
            return height && (height < 24 || width < 24);
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size


def test_the_bar_never_hides_what_has_the_focus(open_page: Open) -> None:
    page = open_page(sample(), viewport={"width": 390, "height": 700})
    decide_box(page, "50")
    page.locator("#target-50 summary").focus()
    hidden = """() => {
        const here = document.activeElement;
        const { left, top, width, height } = here.getBoundingClientRect();
        const at = document.elementFromPoint(left + width / 2, top + height / 2);
        return here.closest("#list") && !here.contains(at) && !at?.contains(here) ? here.outerHTML.slice(0, 80) : "";
    }"""
    for _ in range(16):
        page.keyboard.press("Tab")
        assert page.evaluate(hidden) == ""


def test_what_is_decided_in_the_page_is_what_the_next_run_applies(open_page: Open, tmp_path: Path) -> None:
    from reconcile import reconcile

    heze = ROOT / "data" / "heze-2023"
    documents = (heze / "plan.txt", [heze / "outcome-044-085.txt", heze / "outcome-140-199.txt"])
    result = reconcile(*documents)
    doubtful = [item.target.id for item in result.items if item.match.status == "review"]
    found = next(item for item in result.items if item.match.status == "matched" and item.findings)
    page = open_page(result)
    press(decide_box(page, doubtful[0]), "confirm")
    name(page, "张三")
    press(decide_box(page, doubtful[1]), "reject")
    press(decide_box(page, doubtful[2]), "choose")
    page.locator("#chooser li input").nth(5).check()
    page.locator("#chooser [data-ok]").click()
    press(decide_box(page, doubtful[3]), "none")
    decide_box(page, found.target.id).locator("textarea").fill("须调取原始凭证")
    waived = page.locator(f"#target-{found.target.id} .found > li").first
    press(waived, "waive")
    waived.locator("input").fill("已核实")
    waived.locator("input").press("Enter")
    file, content = exported(page, tmp_path)
    again = reconcile(*documents, decisions=[tmp_path / file])
    assert [(judged.status, judged.reason.zh) for judged in again.decisions] == [("applied", "")] * 6
    after = {item.target.id: item for item in again.items}
    before = {item.target.id: item for item in result.items}
    assert after[doubtful[0]].match.status == "matched"
    assert after[doubtful[0]].match.outcomes == before[doubtful[0]].match.outcomes
    assert not set(after[doubtful[1]].match.outcomes) & set(before[doubtful[1]].match.outcomes)
    chosen = next(d["outcomes"] for d in content["decisions"] if d.get("action") == "choose" and d["outcomes"])
    assert list(after[doubtful[2]].match.outcomes) == chosen
    assert after[doubtful[3]].match.outcomes == ()
    assert [note.note for note in after[found.target.id].notes] == ["须调取原始凭证"]
    fingerprint = waived.get_attribute("data-finding")
    assert next(f.waived.reason for f in after[found.target.id].findings if f.fingerprint == fingerprint) == "已核实"
    told_page = open_page(again, f"#target-{doubtful[0]}")
    assert "张三" in told_page.locator(f"#target-{doubtful[0]} .body > .decided").text_content()
    assert "6" in told_page.locator("#decisions-h").text_content()
