"""The life of a promise in every output: report passage, target, outcome, verdict."""

from __future__ import annotations

import builtins
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from heze_sample import documents, sample

from reconcile import model as m
from reconcile.reporting import pictures, render
from reconcile.reporting.lives import ENDS, flows, lives, origins, ways_of
from reconcile.reporting.page.html_view import anchor
from reconcile.reporting.pictures.drawing import Titled, draw
from reconcile.reporting.pictures.flow import flow_drawing
from reconcile.reporting.translations import translator


def result() -> m.Reconciliation:
    """The sample, with a promise that became two targets and one that was not traced."""
    whole = sample()
    first, second = (item.target.id for item in whole.items[-2:])
    kept = whole.commitments[0]
    split = replace(kept, targets=(first, second), status="split")
    lost = replace(kept, targets=(), status="")
    return replace(whole, commitments=(*whole.commitments, split, lost))


def test_there_is_a_way_for_each_promise_and_target_and_for_each_target_alone() -> None:
    whole = result()
    found = lives(whole)
    named = {target for each in whole.commitments for target in each.targets}
    assert len(found) == 1 + 1 + 2 + 1 + sum(item.target.id not in named for item in whole.items)
    assert [life.origin for life in found[:5]] == ["kept", "dropped", "split", "split", "untraced"]
    assert {life.origin for life in found[5:]} == {"plan_only"}


def test_without_a_work_report_there_are_no_lives() -> None:
    whole = replace(sample(), inputs=tuple(d for d in documents() if d.role != "report"), commitments=())
    assert lives(whole) == ()
    assert set(origins(whole).values()) == {0}


def test_the_counts_agree_wherever_they_are_shown() -> None:
    found = lives(result())
    assert sum(flows(found).values()) == len(found) == sum(sum(row.values()) for row in ways_of(found).values())


def test_a_promise_ends_as_badly_as_the_worst_goal_that_carries_it() -> None:
    found = {life.item.target.id: life.end for life in lives(result()) if life.item}
    for item in result().items:
        verdicts = {judged.verdict for judged in item.goals}
        if item.outcomes and verdicts:
            assert found[item.target.id] == min(verdicts, key=ENDS.index)


def test_json_tells_the_life_of_a_promise() -> None:
    report = json.loads(render(result(), "json", "zh"))
    split = report["commitments"][2]
    assert [way["target"] for way in split["life"]] == split["targets"]
    for place, commitment in enumerate(report["commitments"]):
        for item in report["items"]:
            assert (place in item["commitments"]) == (item["target"]["id"] in commitment["targets"])


def test_the_frame_has_a_row_for_each_way() -> None:
    frame = result().to_frame("commitments")
    assert len(frame) == len(lives(result()))
    assert list(frame["status"][:5]) == ["kept", "dropped", "split", "split", "untraced"]
    assert frame["numbers"].dtype == "int64"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_the_same_numbers_as_the_picture(lang: m.Language) -> None:
    page = render(result(), "html", lang)
    section = page[page.index('<section id="promises"') :]
    rows = re.findall(r"<td>(\d+)\n", section[: section.index("</table>")])
    assert sum(map(int, rows)) == len(lives(result()))


def test_the_picture_is_the_same_bytes_every_time_and_has_no_style() -> None:
    pytest.importorskip("vl_convert")
    titled = Titled(flow_drawing(lives(result()), translator("zh")), "承诺“1条”<b>")
    drawn = draw([titled], anchor)
    assert drawn == draw([titled], anchor)
    assert drawn
    (svg,) = drawn
    assert 'role="img" aria-label="承诺“1条”&lt;b&gt;"' in svg
    assert "style" not in svg
    assert "graphics-" not in svg
    assert "NaN" not in svg


def test_every_node_of_the_picture_bears_its_number() -> None:
    labels = [
        row for layer in flow_drawing(lives(result()), translator("en")).layers for row in layer.rows if "text" in row
    ]
    for side in ("right", "center", "left"):
        counts = [int(row["text"].split()[-1]) for row in labels if row["align"] == side]
        assert sum(counts) == len(lives(result()))


def test_without_the_plotting_library_the_table_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "vl_convert":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    page = render(result(), "html", "en")
    assert "plan-reconcile[plots]" in page
    assert '<figure class="flow">' not in page
    assert '<table class="lives">' in page


def test_no_picture_is_drawn_where_there_is_no_work_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any) -> str:
        raise AssertionError("drawn")

    monkeypatch.setattr(pictures, "flow_drawing", never)
    whole = replace(sample(), inputs=tuple(d for d in documents() if d.role != "report"), commitments=())
    assert 'id="promises"' not in render(whole, "html", "zh")


def test_last_year_stands_beside_the_goal() -> None:
    whole = sample()
    item = next(each for each in whole.items if each.goals and each.outcomes)
    judged = item.goals[0]
    said = m.LastYear(judged.goal.value * 2, judged.goal.unit, "period", judged.goal.citation)
    shown = replace(item, goals=(replace(judged, last_year=said), *item.goals[1:]))
    page = render(replace(whole, items=(shown,)), "html", "en")
    assert "last year" in page
    frame = replace(whole, items=(shown,)).to_frame("goals")
    assert frame["last_year"][0] == float(said.value)
    assert "last_year" in render(replace(whole, items=(shown,)), "csv", "en").splitlines()[0]
