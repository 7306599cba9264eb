"""Documents damaged at random: a result or one clear refusal, never a traceback, never a number without its source."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.mutations import fate
from fuzz.damage import damage_text, flip_bytes
from fuzz.invariants import uncited
from reconcile import ReconcileError, reconcile
from tests.truth import ROOT

HEZE = ROOT / "data" / "heze-2023"
SOURCES = {
    "plan": HEZE / "plan.txt",
    "left": HEZE / "outcome-140-199.txt",
    "right": HEZE / "outcome-044-085.txt",
    "half": ROOT / "data" / "heze-2020" / "h1-progress.txt",
}


def damaged(text: str, random_: random.Random) -> bytes:
    data = damage_text(text, random_, most=12).encode()
    return flip_bytes(data, random_, most=1) if random_.random() < 0.3 else data


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_damaged_documents(seed: int, tmp_path: Path) -> None:
    random_ = random.Random(seed)
    files = {}
    for name, source in SOURCES.items():
        files[name] = tmp_path / f"{name}.txt"
        text = source.read_text(encoding="utf-8")
        files[name].write_bytes(damaged(text, random_) if random_.random() < 0.7 else text.encode())
    for inputs in ((files["plan"], [files["left"], files["right"]]), (files["half"], [])):
        try:
            result = reconcile(*inputs)
        except ReconcileError as error:
            assert str(error).startswith(str(tmp_path.as_posix())), error
            assert "\n" not in str(error)
        else:
            assert uncited(result) == []


@pytest.mark.parametrize(
    "numbers",
    [range(8), *(pytest.param(range(at, at + 20), marks=pytest.mark.slow) for at in range(20, 200, 20))],
    ids=str,
)
def test_damaged_documents_in_every_format_and_layout(numbers: range, tmp_path: Path) -> None:
    fates = [fate(number, 1, tmp_path) for number in numbers]
    assert [each for each in fates if each.kind not in ("read", "refused")] == []
    assert any(each.kind == "read" for each in fates)


def test_a_number_that_its_citation_does_not_hold_is_told() -> None:
    result = reconcile(SOURCES["half"])
    assert uncited(result) == []
    item = next(item for item in result.items if item.goals and item.goals[0].goal.citation.text == "300名以上")
    judged = item.goals[0]
    other = replace(judged, goal=replace(judged.goal, value=judged.goal.value + 2))
    moved = replace(judged, goal=replace(judged.goal, citation=replace(judged.goal.citation, column=1)))
    for wrong in (other, moved):
        assert len(uncited(replace(result, items=(replace(item, goals=(wrong,)),)))) == 1
