"""What decisions do to a run: to its matches, its findings, its items, and what it says of them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from decided_documents import PLAN, REPORT, file_of, item_of, on_finding, on_match, written

from reconcile import DecisionError, Reconciliation, reconcile, reporting
from reconcile.model import Decided, Decision, ReviewNote, Waiver
from reconcile.reporting import render
from reconcile.reporting.terminal import render_summary


@pytest.fixture
def documents(tmp_path: Path) -> tuple[Path, Path]:
    return written(tmp_path)


@pytest.fixture
def plain(documents: tuple[Path, Path]) -> Reconciliation:
    return reconcile(*documents)


def answers(result: Reconciliation) -> dict[str, tuple[str, ...]]:
    return {item.target.id: item.match.outcomes for item in result.items}


def statuses(result: Reconciliation) -> list[str]:
    return [judged.status for judged in result.decisions]


def test_nothing_decided_changes_nothing_and_says_so(documents: tuple[Path, Path], plain: Reconciliation) -> None:
    assert plain.decisions == ()
    assert plain.tool.decisions_sha256 is None
    empty = reconcile(*documents, decisions=file_of(documents[0].parent, []))
    assert empty.tool.decisions_sha256 is not None
    assert replace(empty, tool=plain.tool) == plain


def test_a_confirmed_match_is_sure_and_says_by_whom(documents: tuple[Path, Path], plain: Reconciliation) -> None:
    # 新建道路20条 fits the second and the third target alike.
    before = item_of(plain, "2") if answers(plain)["2"] else item_of(plain, "3")
    assert before.match.status == "review"
    held = before.target.id
    after = reconcile(*documents, decisions=[on_match(plain, "confirm", held, ["2"], note="看过原件")])
    match = item_of(after, held).match
    assert (match.status, match.confidence, match.outcomes) == ("matched", 1.0, ("2",))
    assert match.decided == Decided("confirm", "张三", "2024-03-01", "看过原件")
    assert match.reason.en == ""
    assert [finding.confidence for finding in before.findings if finding.confidence != "low"] == []
    assert statuses(after) == ["applied"]
    assert answers(after) == answers(plain)


def test_a_row_chosen_for_one_target_is_taken_from_the_other(
    documents: tuple[Path, Path], plain: Reconciliation
) -> None:
    held, free = ("2", "3") if answers(plain)["2"] else ("3", "2")
    after = reconcile(*documents, decisions=[on_match(plain, "choose", free, ["2"])])
    assert answers(after) == answers(plain) | {free: ("2",), held: ()}
    rejected = reconcile(*documents, decisions=[on_match(plain, "reject", held, ["2"])])
    assert answers(rejected) == answers(plain) | {free: ("2",), held: ()}
    assert item_of(rejected, held).match.decided == Decided("reject", "张三", "2024-03-01", "")
    assert item_of(rejected, free).match.decided is None


def test_a_target_that_no_row_answers_has_the_reviewer_as_the_reason(
    documents: tuple[Path, Path], plain: Reconciliation
) -> None:
    after = reconcile(*documents, decisions=[on_match(plain, "choose", "1", [])])
    item = item_of(after, "1")
    assert (item.outcomes, item.match.kind) == ((), "none")
    assert item.match.reason.en == "张三 decided on 2024-03-01 that no row answers it"
    assert item.match.reason.zh == "张三于2024-03-01认定没有对应的完成情况行"
    assert [outcome.id for outcome in after.unmatched_outcomes] == ["1", "4"]
    assert {goal.verdict for goal in item.goals} == {"unreported"}


def test_a_row_chosen_for_two_targets_answers_both(documents: tuple[Path, Path], plain: Reconciliation) -> None:
    both = [on_match(plain, "choose", "2", ["2"]), on_match(plain, "choose", "3", ["2"], by="李四")]
    after = reconcile(*documents, decisions=both)
    assert [item_of(after, id).match.kind for id in "23"] == ["merged", "merged"]
    assert [item_of(after, id).match.outcomes for id in "23"] == [("2",), ("2",)]
    split = reconcile(*documents, decisions=[on_match(plain, "choose", "1", ["1", "4"])])
    assert item_of(split, "1").match.kind == "split"
    assert [outcome.id for outcome in item_of(split, "1").outcomes] == ["1", "4"]


def test_the_same_decisions_on_the_new_result_change_nothing_more(
    documents: tuple[Path, Path], plain: Reconciliation
) -> None:
    decisions = [
        on_match(plain, "choose", "2", ["4"]),
        on_match(plain, "reject", "4", ["3"], by="李四"),
        on_finding(plain, "waive", "shortfall", "1"),
    ]
    after = reconcile(*documents, decisions=decisions)
    folder = documents[0].parent
    # As a reviewer would have them who exported what the new result says.
    again = [judged.decision for judged in after.decisions if judged.status == "applied"]
    assert reconcile(*documents, decisions=[file_of(folder, again)]) == after
    twice = reconcile(*documents, decisions=[file_of(folder, again, "a.json"), file_of(folder, again[::-1], "b.json")])
    assert twice == after


def test_changed_words_void_what_was_decided_on_them_and_nothing_else(tmp_path: Path, plain: Reconciliation) -> None:
    decisions = [
        on_match(plain, "confirm", "1", ["1"]),
        on_match(plain, "choose", "2", ["4"]),
        on_finding(plain, "waive", "shortfall", "1"),
        Decision("note", "张三", "2024-03-01", "请核", "4", target_words=item_of(plain, "4").target.words),
    ]
    changed = written(tmp_path, report=REPORT.replace("新建学校8所", "新建学校9所"))
    after = reconcile(*changed, decisions=decisions)
    said = {judged.decision.action: (judged.status, judged.reason.en) for judged in after.decisions}
    assert said["confirm"] == ("void", "the words of row 1 have changed")
    assert said["waive"][0] == "void"
    assert said["choose"] == ("applied", "")
    assert said["note"] == ("applied", "")
    assert item_of(after, "1").match.decided is None
    assert all(finding.waived is None for finding in item_of(after, "1").findings)
    laid_out_anew = written(tmp_path, PLAN.replace("新建学校10所", "新建 学校 10所"), REPORT)
    assert "void" not in statuses(reconcile(*laid_out_anew, decisions=decisions))


def test_a_waived_finding_is_marked_and_fails_no_run(documents: tuple[Path, Path], plain: Reconciliation) -> None:
    waive = on_finding(plain, "waive", "shortfall", "1", note="省里口径不同")
    after = reconcile(*documents, decisions=[waive])
    [finding] = [each for each in item_of(after, "1").findings if each.rule == "shortfall"]
    assert finding.waived == Waiver("省里口径不同", "张三")
    assert finding.decided == Decided("waive", "张三", "2024-03-01", "省里口径不同")
    accepted = reconcile(*documents, decisions=[on_finding(plain, "accept", "shortfall", "1", note="")])
    [finding] = [each for each in item_of(accepted, "1").findings if each.rule == "shortfall"]
    assert finding.waived is None
    assert finding.decided == Decided("accept", "张三", "2024-03-01", "")


def test_two_who_differ_on_a_finding_are_both_listed_and_neither_is_followed(
    documents: tuple[Path, Path], plain: Reconciliation
) -> None:
    waive, accept = (
        on_finding(plain, "waive", "shortfall", "1"),
        on_finding(plain, "accept", "shortfall", "1", by="李四"),
    )
    after = reconcile(*documents, decisions=[waive, accept])
    assert statuses(after) == ["conflict", "conflict"]
    assert all(finding.decided is None and finding.waived is None for finding in item_of(after, "1").findings)
    reasons = {judged.decision.by: judged.reason.zh for judged in after.decisions}
    assert reasons == {"张三": "未采用：李四于2024-03-01认定属实", "李四": "未采用：张三于2024-03-01予以豁免"}
    other_rule = replace(waive, rule="overachieved")
    assert statuses(reconcile(*documents, decisions=[other_rule])) == ["void"]


def test_of_two_rows_printed_twice_only_the_finding_named_is_waived(tmp_path: Path) -> None:
    plan = PLAN.replace("4\t招聘教师300名\t市教育局\n", "4\t新建学校10所\t市教育局\n")
    documents = written(
        tmp_path,
        plan,
        REPORT.replace("3\t招聘教师300名\t市教育局\t招聘教师310名", "3\t新建学校10所\t市教育局\t新建学校8所"),
    )
    plain = reconcile(*documents)
    prints = [
        [finding.fingerprint for finding in item_of(plain, id).findings if finding.rule == "shortfall"] for id in "14"
    ]
    assert len(prints[0]) == len(prints[1]) == 1
    after = reconcile(*documents, decisions=[on_finding(plain, "waive", "shortfall", "4")])
    waived = [finding.target for finding in after.all_findings if finding.waived]
    assert waived == ["4"]


def test_notes_stand_with_their_item_the_oldest_first(documents: tuple[Path, Path], plain: Reconciliation) -> None:
    words = item_of(plain, "1").target.words
    later = Decision("note", "张三", "2024-03-02", "已问过", "1", target_words=words)
    earlier = Decision("note", "李四", "2024-03-01", "请核", "1", target_words=words)
    after = reconcile(*documents, decisions=[later, earlier])
    assert item_of(after, "1").notes == (
        ReviewNote("李四", "2024-03-01", "请核"),
        ReviewNote("张三", "2024-03-02", "已问过"),
    )


def test_a_document_that_is_its_own_plan(tmp_path: Path) -> None:
    table = tmp_path / "progress.txt"
    table.write_text(REPORT, encoding="utf-8")
    plain = reconcile(table)
    decisions = [on_match(plain, "reject", "1", ["1"]), on_match(plain, "choose", "3", ["4"])]
    after = reconcile(table, decisions=decisions)
    assert answers(after) == {"1": (), "2": ("2",), "3": ("4",), "4": ("4",)}
    assert [outcome.id for outcome in after.unmatched_outcomes] == ["1", "3"]
    assert item_of(after, "1").match.status == "uncovered"
    everything = [on_match(plain, "confirm", item.target.id, item.match.outcomes) for item in plain.items]
    assert answers(reconcile(table, decisions=everything)) == answers(plain)


PROSE = """××县人民政府关于2023年工作情况的报告

一、2023年工作回顾
一年来，我们坚持稳中求进。民生保障持续加强，新增护理型养老床位648张，改造城镇老旧小区12个，惠及居民3100户。
交通条件不断改善，新建改建农村公路86.4公里。全县上下凝心聚力、奋勇争先。
"""


def test_clauses_of_prose_are_decided_on_as_rows_are(tmp_path: Path) -> None:
    plan, table = written(
        tmp_path,
        PLAN
        + "5\t新增护理型养老床位600张\t市民政局\n6\t改造城镇老旧小区15个\t市住建局\n7\t发放贷款1.5亿元\t市人社局\n",
    )
    prose = tmp_path / "prose.txt"
    prose.write_text(PROSE, encoding="utf-8")
    plain = reconcile(plan, [table, prose])
    beds, flats = answers(plain)["5"], answers(plain)["6"]
    assert beds
    assert flats
    everything = [on_match(plain, "confirm", item.target.id, item.match.outcomes) for item in plain.items]
    after = reconcile(plan, [table, prose], decisions=everything)
    assert answers(after) == answers(plain)
    assert {item.match.status for item in after.items if item.outcomes} == {"matched"}
    assert item_of(after, "5").match.parts == item_of(plain, "5").match.parts
    rejected = reconcile(plan, [table, prose], decisions=[on_match(plain, "reject", "5", beds)])
    assert answers(rejected) == answers(plain) | {"5": ()}
    mixed = reconcile(plan, [table, prose], decisions=[on_match(plain, "choose", "1", ["1", *beds])])
    assert answers(mixed) == answers(plain) | {"1": ("1", *beds), "5": ()}
    moved = reconcile(plan, [table, prose], decisions=[on_match(plain, "choose", "7", flats)])
    assert answers(moved) == answers(plain) | {"7": flats, "6": ()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reports_tell_counts_reasons_and_marks(documents: tuple[Path, Path], plain: Reconciliation, lang: str) -> None:
    decisions = [
        on_match(plain, "confirm", "1", ["1"], note="看过|原件"),
        on_match(plain, "confirm", "4", ["3"]),
        on_match(plain, "reject", "4", ["3"], by="李四"),
        replace(on_match(plain, "confirm", "2", []), target_words="0" * 16),
        on_finding(plain, "accept", "shortfall", "1", by="王五", note=""),
    ]
    result = replace(reconcile(*documents, decisions=decisions), lang=lang)
    terminal, markdown = render_summary(result, columns=200), render(result, "markdown")
    expected = {
        "zh": [
            "已采用 2 · 已失效 1 · 有冲突 2",
            "目标2 确认对应 无对应行（张三，2024-03-01）：责任目标2的文字已有改动",
            "王五于2024-03-01认定属实",
        ],
        "en": [
            "applied 2 · void 1 · in conflict 2",
            "the words of target 2 have changed",
            "Found right by 王五 on 2024-03-01",
        ],
    }[lang]
    for text in (terminal, markdown):
        assert all(words in text for words in expected), text
    assert "看过|原件" in terminal
    assert "看过\\|原件" in markdown
    content = json.loads(render(result, "json"))
    schema = Path(reporting.__file__).parent / "schemas" / "reconcile-1.schema.json"
    jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(content)
    assert content["summary"]["decisions"] == {"applied": 2, "void": 1, "conflict": 2, "superseded": 0}
    assert content["items"][0]["match"]["decided"]["note"] == "看过|原件"
    assert content["tool"]["decisions_sha256"] == result.tool.decisions_sha256
    assert [entry["status"] for entry in content["decisions"]] == statuses(result)
    frame = result.to_frame("decisions")
    assert frame.status.tolist() == statuses(result)
    assert result.to_frame("items").decided_by.tolist()[0] == "张三"
    header, *rows = render(result, "csv").lstrip("\ufeff").split("\r\n")
    cells = dict(zip(header.split(","), rows[0].split(","), strict=True))
    assert (cells["decided"], cells["decided_by"], cells["accepted"]) == ("confirm", "张三", "shortfall")
    assert (cells["decisions_applied"], cells["decisions_void"]) == ("2", "0")


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "reconcile", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, encoding="utf-8", check=False)


def test_the_command_line_applies_files_and_ignores_what_is_waived(
    documents: tuple[Path, Path], plain: Reconciliation
) -> None:
    folder = documents[0].parent
    errors = [finding for finding in plain.all_findings if finding.severity == "error"]
    waived = [
        Decision("waive", "张三", "2024-03-01", "已核", each.target, fingerprint=each.fingerprint, rule=each.rule)
        for each in errors
    ]
    one, other = file_of(folder, waived[:1], "a.json"), file_of(folder, waived[1:], "b.json")
    assert command(*documents, "--fail-on", "error", "-q").returncode == 1
    done = command(*documents, "--decisions", one, "--decisions", other, "--fail-on", "error", "-o", folder / "o.json")
    assert done.returncode == 0, done.stderr
    assert f"decisions: {len(errors)} applied, 0 void, 0 in conflict" in done.stderr
    target = errors[0].target or ""
    told = command("explain", target, *documents, "--decisions", one, "--lang", "en")
    assert "Waived by 张三 on 2024-03-01: 已核" in told.stdout
    void = file_of(folder, [replace(on_match(plain, "reject", "1", ["1"]), target_words="0" * 16)], "void.json")
    told = command("explain", "1", *documents, "--decisions", void, "--lang", "en")
    assert "void: Target 1 reject match row 1 (张三, 2024-03-01): the words of target 1 have changed" in told.stdout


def test_files_without_a_decision_and_decisions_that_were_superseded_are_told(
    documents: tuple[Path, Path], plain: Reconciliation
) -> None:
    folder = documents[0].parent
    empty = file_of(folder, [], "none.json")
    for output in ([], ["-o", folder / "o.json"]):
        assert "decisions: the files hold none\n" in command(*documents, "--decisions", empty, *output).stderr
    early = on_match(plain, "reject", "1", ["1"])
    late = replace(early, action="confirm", date="2024-03-02")
    both = file_of(folder, [early, late], "both.json")
    done = command(*documents, "--decisions", both, "-o", folder / "o.json")
    assert "decisions: 1 applied, 0 void, 0 in conflict, 1 superseded\n" in done.stderr


def test_a_broken_file_ends_the_run_in_one_line_and_writes_nothing(documents: tuple[Path, Path]) -> None:
    broken = documents[0].parent / "d.json"
    broken.write_text('{"schema": "reconcile-decisions/1", "decisions": [\n{"kind": "nots"}]}', encoding="utf-8")
    written_to = documents[0].parent / "o.json"
    done = command(*documents, "--decisions", broken, "-o", written_to)
    assert done.returncode == 2
    assert done.stderr == f"reconcile: {broken.as_posix()}:2: there is no kind 'nots'; did you mean 'note'?\n"
    assert not written_to.exists()
    with pytest.raises(DecisionError):
        reconcile(*documents, decisions=broken)


def test_a_run_without_decisions_loads_nothing_for_them(documents: tuple[Path, Path]) -> None:
    code = (
        "import sys; from reconcile import reconcile; reconcile(*sys.argv[1:]);"
        "print([name for name in sys.modules if name.startswith('reconcile.deciding')])"
    )
    line = [sys.executable, "-c", code, *map(str, documents)]
    assert subprocess.run(line, capture_output=True, text=True, check=True).stdout == "[]\n"
