"""Pictures of the whole report: what they say is what they draw and what their tables hold, whatever is installed."""

from __future__ import annotations

import builtins
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from heze_sample import ROOT, documents, sample
from hostile_sample import hostile

from reconcile import model as m
from reconcile.reporting import render
from reconcile.reporting.lives import lives
from reconcile.reporting.page.html_view import anchor
from reconcile.reporting.pictures import Picture, draw_pictures, pictures_of
from reconcile.reporting.pictures.drawing import Drawing, long
from reconcile.reporting.pictures.numbering import numbering_picture
from reconcile.reporting.pictures.reached import reached_picture, score_of

NAMES = ["reached", "by-leader", "by-owner", "moved", "numbering"]


def picture(name: str, of: m.Reconciliation, lang: m.Language = "en") -> Picture:
    return next(found for found in pictures_of(of, lang) if found.name == name)


def drawing(of: Picture) -> Drawing:
    assert of.drawing
    return of.drawing


def shown(of: Picture, kind: str = "text") -> list[Any]:
    """What the picture writes, or its marks of another kind."""
    rows = [row for layer in drawing(of).layers if layer.kind == kind for row in layer.rows]
    return [row["text"] for row in rows] if kind == "text" else rows


def cells(of: Picture) -> list[list[str]]:
    return [[cell.text for cell in row] for row in of.table.rows]


def svgs(of: m.Reconciliation, lang: m.Language = "zh") -> list[str]:
    pytest.importorskip("vl_convert", reason="the extra plots is not installed")
    drawn, flow = draw_pictures(of, lang, lives(of), anchor)
    return [found for found in (*(each.svg for each in drawn), flow) if found]


def answered(ids: list[str], rows: list[str]) -> m.Reconciliation:
    """A plan of targets with these ids, the row with the id in the same place answering each; "" answers none."""
    item = next(each for each in sample().items if each.target.id == "133")
    outcome = item.outcomes[0]
    items = []
    for place, (target, row) in enumerate(zip(ids, rows, strict=True)):
        restated = replace(outcome.text, line=100 + place)
        outcomes = (replace(outcome, id=row, text=restated),) if row else ()
        match = replace(
            item.match, target=target, outcomes=(row,) if row else (), status="matched" if row else "uncovered"
        )
        items.append(replace(item, target=replace(item.target, id=target), outcomes=outcomes, match=match))
    return replace(sample(), items=tuple(items), unmatched_outcomes=())


def scored(goals: list[tuple[float | None, m.Verdict]], **changes: Any) -> m.Reconciliation:
    """One target with a goal for each ratio and verdict."""
    item = next(each for each in sample().items if each.target.id == "133")
    judged = item.goals[0]
    made = tuple(
        replace(judged, goal=replace(judged.goal, **changes), achievement=None, verdict=verdict, ratio=ratio)
        for ratio, verdict in goals
    )
    return replace(sample(), items=(replace(item, goals=made),))


# Achieved over goal


def test_every_goal_stands_in_the_picture_or_is_counted_beside_it() -> None:
    found = picture("reached", sample())
    goals = [judged for item in sample().items for judged in item.goals]
    assert found.table.count == len(found.table.rows) == len(goals)
    assert len(drawing(found).links) == sum(judged.ratio is not None for judged in goals)
    assert "Of 10 goals, 7 have a ratio" in found.says
    assert "The other 3 have no comparable number" in found.says
    assert found.says.endswith("no number 1, incomparable 1, unreported 1.")


def test_right_is_better_for_a_ceiling_too() -> None:
    under, over = (score_of(scored([(ratio, "met")], comparator="le").items[0].goals[0]) for ratio in (0.8, 1.25))
    assert under == pytest.approx(1.25)
    assert over == pytest.approx(0.8)
    lower = scored([(0.5, "exceeded"), (2.0, "short")], direction="lower")
    assert cells(picture("reached", lower))[0][-1] == "0.5"
    assert cells(picture("reached", lower))[0][4] == "short"
    assert "1 below the goal, 0 at it, 1 above it" in picture("reached", lower).says


def test_a_goal_passed_by_a_hair_is_not_one_just_reached() -> None:
    item = next(each for each in sample().items if each.target.id == "133")
    judged = item.goals[0]
    goal, achieved = judged.goal, judged.achievement
    assert achieved
    near = replace(judged, ratio=1.0, achievement=replace(achieved, value=goal.value * 10001 / 10000))
    of = replace(sample(), items=(replace(item, goals=(near,)),))
    assert "0 at it, 1 above it" in picture("reached", of).says


@pytest.mark.parametrize("ratio", [0.0, 1e-9, 1e9])
def test_what_is_beyond_the_axis_stands_at_its_end_and_the_end_says_so(ratio: float) -> None:
    found = picture("reached", scored([(ratio, "met"), (1.0, "met")]))
    ends = [text for text in shown(found) if text[0] in "≤≥"]
    assert ends == (["≥ 100"] if ratio > 1 else ["≤ 0.01"])
    marks = shown(found, "symbol")
    assert all(0 < row["x"] < drawing(found).width for row in marks)


def test_marks_never_cover_each_other_and_stand_exactly_in_their_place() -> None:
    found = picture("reached", scored([(1 + n % 7 / 100, "met") for n in range(60)]))
    links = drawing(found).links
    assert len(links) == 60
    for place, one in enumerate(links):
        for other in links[:place]:
            assert abs(one.x - other.x) >= one.width - 1e-6 or abs(one.y - other.y) >= one.height - 1e-6
    assert len({round(link.x, 6) for link in links}) == 7
    assert min(link.y for link in links) >= 0


def test_too_many_goals_for_a_mark_each_are_counted_in_columns_and_it_is_said() -> None:
    many = scored([(0.5 + n / 3000, "met" if n % 2 else "short") for n in range(3000)])
    found = picture("reached", many)
    assert "Too many goals" in found.reading
    heights = Counter[str]()
    for row in shown(found, "rect"):
        heights[row["fill"]] += row["height"]
    one, other = heights.values()
    assert one == pytest.approx(other, rel=0.01)
    assert found.table.count == 3000
    assert len(found.table.rows) == 300


def test_without_goals_there_is_no_picture_of_them() -> None:
    none = replace(sample(), items=tuple(replace(item, goals=()) for item in sample().items))
    assert "reached" not in [found.name for found in pictures_of(none, "en")]
    silent = scored([(None, "no_number")])
    assert reached_picture(silent, "en").drawing is None
    assert "The other has no comparable number" in reached_picture(silent, "en").says


# Findings


@pytest.mark.parametrize(
    ("by", "name", "counts"),
    [
        ("leader", "王昌华", ["3", "2", "0", "5"]),
        # Named by the completion report alone.
        ("leader", "臧伟", ["0", "3", "0", "3"]),
        ("owner", "市民政局", ["0", "0", "1", "1"]),
    ],
)
def test_findings_count_for_everyone_whom_their_target_names(by: str, name: str, counts: list[str]) -> None:
    row = next(row for row in picture(f"by-{by}", sample()).table.rows if row[0].text == name)
    assert [cell.text for cell in row[1:]] == counts
    assert row[-1].query == urlencode({by: name})
    assert [cell.query for cell in row[1:4] if cell.text == "0"] == [""] * counts[:3].count("0")


def test_the_worst_comes_first_and_names_too_many_are_counted_together() -> None:
    item = next(each for each in sample().items if each.target.id == "50")
    names = [f"局{n:02}" for n in range(50)]
    items = tuple(
        replace(
            item,
            target=replace(item.target, owners=(m.Owner(name),)),
            outcomes=(),
            findings=item.findings[:1] * (n + 1),
        )
        for n, name in enumerate(names)
    )
    found = picture("by-owner", replace(sample(), items=items, findings=()))
    assert [row[0] for row in cells(found)] == names[::-1]
    written = shown(found)
    assert [text for text in written if text.startswith("局")] == names[:29:-1]
    assert f"30 others: errors {sum(range(1, 31))}, warnings 0, notes 0" in written
    assert "errors 50" in found.says


def test_waived_findings_count_nowhere_and_findings_of_nobody_are_told() -> None:
    waived = m.Waiver("known", "审计科")
    items = tuple(
        replace(item, findings=tuple(replace(finding, waived=waived) for finding in item.findings))
        for item in sample().items
    )
    none = pictures_of(replace(sample(), items=items, findings=()), "en")
    assert [found.name for found in none] == ["reached", "moved", "numbering"]
    alone = replace(sample().findings[0], outcome=None)
    assert "One more names nobody." in picture("by-leader", replace(sample(), findings=(alone,))).says


# Where rows moved


def test_a_row_that_left_the_order_is_told_from_those_that_kept_it() -> None:
    found = picture("moved", answered(["1", "2", "3", "4", "5"], ["2", "3", "4", "5", "1"]))
    assert cells(found) == [["5", "1", "4 places earlier", "matched"]]
    assert "4 rows keep the plan's order, 1 moved" in found.says
    thick = [row for row in shown(found, "rule") if row["strokeWidth"] > 1]
    assert len(thick) == 1
    assert thick[0]["y"] > thick[0]["y2"]


def test_a_shift_of_all_numbers_moves_nothing() -> None:
    found = picture("moved", answered(["1", "2", "3"], ["9", "10", "11"]))
    assert cells(found) == []
    assert "3 rows keep the plan's order, 0 moved" in found.says


def test_uncovered_targets_and_missing_rows_are_open_stretches_with_their_numbers() -> None:
    ids = [str(n) for n in range(1, 61)]
    rows = [str(n) if n <= 20 or n > 40 else "" for n in range(1, 61)]
    written = shown(picture("moved", answered(ids, rows)))
    assert written == [
        "1–20",
        "21–40 uncovered",
        "41–60",
        "1–20",
        "21–40 missing",
        "41–60",
        "Plan",
        "Completion report",
    ]


def test_a_document_that_is_its_own_plan_has_no_rows_to_move() -> None:
    own = replace(sample(), inputs=tuple(document for document in documents() if document.role == "outcome"))
    assert "moved" not in [found.name for found in pictures_of(own, "en")]


# Numbering


def numbered(ids: list[str]) -> Picture:
    return numbering_picture(answered([str(n) for n in range(len(ids))], ids), "en")


def test_each_number_is_there_missing_or_repeated() -> None:
    found = numbered(["2", "3", "3@2", "6", "@9"])
    assert cells(found) == [
        ["missing", "1", "1"],
        ["there", "2", "1"],
        ["repeated", "3", "1"],
        ["missing", "4–5", "2"],
        ["there", "6", "1"],
    ]
    assert "numbered up to 6; 3 of these numbers have a row. Missing 3: 1, 4–5. Repeated 1: 3." in found.says
    assert "One more row has no number." in found.says
    assert "2" in shown(found)
    assert [link.target for link in drawing(found).links] == ["0", "1", "3"]


def test_a_misprinted_number_takes_no_more_squares_than_any_other() -> None:
    found = numbered(["1", "2", "987654321"])
    squares = shown(found, "rect")
    assert len(squares) < 520
    assert "Missing 987,654,318" in found.says
    assert "1,000,000 numbers" in found.reading or "2,000,000 numbers" in found.reading


def test_rows_without_numbers_are_said_to_have_none() -> None:
    found = numbered(["@1", "@2", "甲"])
    assert found.drawing is None
    assert "3 rows of the report are not numbered" in found.says


# All of them


def boxes(of: Drawing) -> list[tuple[str, float, float, float]]:
    """Every label with its left and right end and the middle of its line."""
    found = []
    for layer in of.layers:
        for row in layer.rows if layer.kind == "text" else ():
            align = {**layer.shared, **row}.get("align", "left")
            left = row["x"] - long(row["text"]) * {"left": 0, "center": 0.5, "right": 1}[align]
            found.append((row["text"], left, left + long(row["text"]), row["y"]))
    return found


def extremes() -> m.Reconciliation:
    return scored([(0.001, "short"), (0.3, "short"), (0.31, "short"), (0.32, "behind"), (1.0, "met")])


def towering() -> m.Reconciliation:
    return scored([(1.0, "met")] * 120 + [(1.01, "exceeded"), (500.0, "exceeded")])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("make", [sample, hostile, extremes, towering])
def test_no_label_leaves_its_picture_or_touches_another(make: Any, lang: m.Language) -> None:
    for drawn in (found.drawing for found in pictures_of(make(), lang) if found.drawing):
        labels = boxes(drawn)
        for place, (text, left, right, y) in enumerate(labels):
            assert left >= -4, text
            assert right <= drawn.width + 4, text
            assert 4 <= y <= drawn.height - 4, text
            for other, its_left, its_right, its_y in labels[:place]:
                assert abs(y - its_y) >= 11 or right <= its_left + 1 or its_right <= left + 1, (text, other)
        marks = [row for layer in drawn.layers for row in layer.rows]
        assert all(0 <= row["y"] <= drawn.height for row in marks)


def test_a_picture_has_no_style_no_script_and_one_text_alternative() -> None:
    for of in (sample(), hostile()):
        for svg in svgs(of):
            elements = list(ElementTree.fromstring(svg).iter())
            names = {name for element in elements for name in element.attrib}
            assert {element.tag for element in elements} <= {"svg", "g", "a", "title", "path", "line", "text"}
            assert not {name for name in names if name == "style" or name.startswith("on") or "xlink" in name}
            assert [element.get("role") for element in elements if element.get("role")] == ["img"]
            assert "NaN" not in svg
            # Links are for the pointer alone; the keyboard finds them in the table.
            for link in (element for element in elements if element.tag == "a"):
                assert link.get("tabindex") == "-1"
                assert re.fullmatch(r"#target-[\w.~@-]+", link.get("href", ""))


def test_pictures_are_the_same_bytes_whatever_the_seed_and_the_fonts(tmp_path: Any) -> None:
    mine = svgs(sample())
    (tmp_path / "fonts.conf").write_text("<?xml version='1.0'?><fontconfig></fontconfig>", encoding="utf-8")
    code = (
        "import sys; from heze_sample import sample; from reconcile.reporting.page.html_view import anchor;"
        "from reconcile.reporting.lives import lives; from reconcile.reporting.pictures import draw_pictures;"
        "drawn, flow = draw_pictures(sample(), 'zh', lives(sample()), anchor);"
        "sys.stdout.buffer.write('\\n'.join([*(each.svg for each in drawn), flow]).encode())"
    )
    surroundings = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "HOME": str(tmp_path),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'reporting'}",
    }
    other = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, check=True)
    assert other.stdout.decode() == "\n".join(mine)


def test_pictures_of_very_many_targets_stay_light() -> None:
    ids = [str(n) for n in range(1, 3001)]
    rows = [str((n * 1009) % 3001 + 1) for n in range(1, 3001)]
    of = answered(ids, rows)
    for svg in svgs(of):
        assert len(svg.encode()) < 200_000
    assert "Too many rows for a line each" in picture("moved", of).reading


@pytest.mark.browser
def test_a_mark_leads_the_pointer_to_its_target_and_the_keyboard_passes_it_by(open_page: Any) -> None:
    pytest.importorskip("vl_convert", reason="the extra plots is not installed")
    page = open_page(sample())
    mark = page.locator("#picture-reached svg a").first
    assert "12.6%" in mark.locator("title").text_content()
    # Waits until the mark stands still and nothing covers it, then presses where the pointer would.
    mark.click()
    page.wait_for_url("**#target-50")
    assert page.locator("#target-50 .body").is_visible()
    assert page.evaluate("[...document.querySelectorAll('.picture svg a')].every((link) => link.tabIndex < 0)")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_take_their_colours_from_the_page(open_page: Any, scheme: str) -> None:
    pytest.importorskip("vl_convert", reason="the extra plots is not installed")
    page = open_page(sample(), color_scheme=scheme)
    first = "#picture-by-leader svg .mark-rect path"
    colour = page.evaluate(f"getComputedStyle(document.querySelector('{first}')).fill")
    assert colour == {"light": "rgb(163, 24, 28)", "dark": "rgb(255, 157, 148)"}[scheme]


def test_without_the_plotting_library_words_and_tables_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "vl_convert":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    page = render(sample(), "html", "en")
    section = page[page.index('<section id="pictures"') :]
    section = section[: section.index("</section>")]
    assert "plan-reconcile[plots]" in section
    assert "<svg" not in section
    assert re.findall(r'<figure id="picture-([a-z-]+)"', section) == NAMES
    assert section.count('<table class="data">') == len(NAMES)


def test_the_library_is_started_only_for_the_page() -> None:
    code = (
        "import sys; from heze_sample import sample; from reconcile.reporting import render;"
        "[render(sample(), format, 'zh') for format in ('json', 'csv', 'markdown')];"
        "sys.exit('vl_convert' in sys.modules)"
    )
    path = f"{ROOT}{os.pathsep}{ROOT / 'tests' / 'reporting'}"
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": path}, check=True)
