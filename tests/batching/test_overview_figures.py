from __future__ import annotations

from pathlib import Path

import pytest
from batch_tables import batch_tables

from reconcile.batching.offices import kinds_of_office
from reconcile.batching.overview import write_overview
from reconcile.batching.summarising import QUERIES, summarise_batch
from reconcile.model import Tool
from reconcile.reporting.overview import Example, Overview, Tally
from tests.programs import Answer, run

TOOL = Tool("reconcile", "1.0", "0" * 64)
# 市教育局 and 县教育局 are one kind of office; 市财政局 stands behind one level of government only.
EDUCATION = Tally(
    targets=3,
    matched=3,
    answered=3,
    claimed_done=3,
    quantified=1,
    milestone=1,
    in_error=2,
    goals=5,
    met=2,
    short=1,
    on_pace=1,
    behind=1,
)


@pytest.fixture
def overview() -> Overview:
    return summarise_batch(batch_tables(), TOOL, lambda name: f"reports/{name}.html" if name == "甲市" else None)


def test_every_count_of_a_pair_is_what_its_rows_say(overview: Overview) -> None:
    first, second = overview.pairs
    assert (first.name, first.report, first.as_of) == ("甲市", "reports/甲市.html", "2023-12-31")
    assert first.tally == Tally(
        targets=4,
        matched=2,
        review=1,
        uncovered=1,
        answered=3,
        claimed_done=2,
        quantified=1,
        in_error=1,
        goals=6,
        met=2,
        short=1,
        open=2,
    )
    assert (first.findings, first.waived) == ({"error": 2, "warning": 1, "info": 0}, 1)
    assert (second.report, second.as_of) == (None, None)
    assert second.tally == Tally(
        targets=2,
        matched=1,
        dropped=1,
        answered=1,
        claimed_done=1,
        milestone=1,
        in_error=1,
        goals=2,
        on_pace=1,
        behind=1,
    )


def test_a_failed_pair_is_told_and_counts_nowhere(overview: Overview) -> None:
    assert [failure.name for failure in overview.failures] == ["丙市"]
    assert "丙市" not in {pair.name for pair in overview.pairs}


def test_a_rule_counts_findings_targets_and_pairs_without_the_waived(overview: Overview) -> None:
    rules = {rule.rule: rule for rule in overview.rules}
    shortfall = rules["shortfall"]
    assert (shortfall.severity, shortfall.findings, shortfall.targets, shortfall.pairs) == ("error", 3, 2, 2)
    # One of two targets is more than one of four.
    assert shortfall.worst == (
        Example("乙县", 1, 2, "rule=shortfall"),
        Example("甲市", 1, 4, "rule=shortfall"),
    )
    duplicate = rules["duplicate-outcome"]
    assert (duplicate.findings, duplicate.targets, duplicate.pairs, duplicate.worst) == (1, 0, 1, ())


def test_fields_of_work_are_called_by_their_names(overview: Overview) -> None:
    fields = {group.label.en: group for group in overview.fields}
    assert fields["Education"].tally == EDUCATION
    assert fields["Education"].pairs == 2
    assert fields["Education"].label.zh == "教育"
    assert fields[""].tally.targets == 2


def test_offices_of_one_kind_are_taken_together_and_a_target_counts_once_for_each(overview: Overview) -> None:
    owners = {group.label.zh: group for group in overview.owners}
    assert set(owners) == {"教育局", "市财政局"}
    assert overview.owners_count == 2
    education = owners["教育局"]
    assert education.tally == EDUCATION
    assert (education.names, education.names_count) == (("市教育局", "县教育局"), 2)
    assert education.worst[0].query == "owner=%E5%8E%BF%E6%95%99%E8%82%B2%E5%B1%80&severity=error"
    assert owners["市财政局"].tally.goals == 1


def test_the_queries_on_the_page_give_the_figures_on_the_page(overview: Overview) -> None:
    connection = batch_tables()

    def answers(name: str) -> dict[str, tuple[int, ...]]:
        return {label: tuple(n or 0 for n in row) for label, *row in connection.execute(QUERIES[name]).fetchall()}

    def counts(tally: Tally) -> tuple[int, ...]:
        return tuple(getattr(tally, name) for name in Tally.__dataclass_fields__)

    assert answers("pairs") == {pair.name: (1, *counts(pair.tally)) for pair in overview.pairs}
    assert {row[1:] for row in answers("fields").values()} == {counts(group.tally) for group in overview.fields}
    assert answers("rules")["shortfall"] == (0, 3, 2, 2)
    assert answers("owners")["市财政局"] == (1, *counts(next(g.tally for g in overview.owners if g.pairs == 1)))


@pytest.mark.parametrize(
    ("name", "others", "kind"),
    [
        ("市教育局", ["县教育局"], "教育局"),
        ("菏泽市教育局", ["县教育局"], "教育局"),
        ("市教育局", ["市财政局"], "市教育局"),
        ("市教育局", ["教育局"], "教育局"),
        ("市场监管局", ["县市场监管局", "市市场监管局"], "市场监管局"),
        ("市市场监督管理局", ["市场监管局", "区市场监督管理局"], "市场监督管理局"),
        ("县发改委", ["市发展改革委", "县教育局", "区发展改革委"], "发展改革委"),
        ("市工信局", ["市工业和信息化局", "市工业和信息化局"], "市工业和信息化局"),
        ("各县区人民政府", ["牡丹区人民政府", "单县人民政府"], "各县区人民政府"),
        ("团市委", ["团县委"], "团市委"),
        ("Highways Department", ["Schools Department"], "Highways Department"),
    ],
)
def test_only_what_is_sure_to_be_one_kind_of_office_is_taken_together(name: str, others: list[str], kind: str) -> None:
    counts = {name: 1} | dict.fromkeys(others, 2)
    assert kinds_of_office(counts)[name] == kind


def test_two_places_of_one_office_are_one_kind() -> None:
    kinds = kinds_of_office({"牡丹区人民政府": 3, "单县人民政府": 1, "交投集团": 1})
    assert kinds == {"牡丹区人民政府": "人民政府", "单县人民政府": "人民政府", "交投集团": "交投集团"}


def test_a_batch_with_reports_writes_the_overview_over_its_pages(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reconcile.batching.spreading.run_each", lambda work, jobs, _: enumerate(map(work, jobs)))
    written = folder / "out" / "overview.html"

    def batch(*more: str) -> None:
        answer: Answer = run(folder, capsys, monkeypatch, "batch", "manifest.csv", "-o", "out", *more)
        assert answer.status == 0

    batch()
    assert not written.exists()
    batch("--report", "--lang", "en")
    assert "<title>Plans against outcomes across places</title>" in written.read_text(encoding="utf-8")
    batch("--report")
    first = written.read_bytes()
    for name in ("%E7%94%B2%E5%B8%82", "%E4%B9%99%E5%B8%82", "%E4%B8%99%E5%B8%82"):
        assert f'<a href="reports/{name}.html"' in first.decode("utf-8")
    batch("--report")
    assert written.read_bytes() == first
    # A page that somebody took away is no longer led to; what is counted stays.
    (folder / "out" / "reports" / "乙市.html").unlink()
    write_overview(folder / "out", TOOL)
    page = written.read_text(encoding="utf-8")
    assert "reports/%E4%B9%99%E5%B8%82.html" not in page
    assert "乙市" in page
