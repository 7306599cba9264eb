"""Documents damaged at random: a result or one clear refusal, never a traceback, never a number without its source."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reconcile import ReconcileError, reconcile
from reconcile.model import Reconciliation
from tests.truth import ROOT

HEZE = ROOT / "data" / "heze-2023"
SOURCES = {
    "plan": HEZE / "plan.txt",
    "left": HEZE / "outcome-140-199.txt",
    "right": HEZE / "outcome-044-085.txt",
    "half": ROOT / "data" / "heze-2020" / "h1-progress.txt",
}
ODD = ["\t", "\n", "|", " ", "，", "9", "%", "亿", "\u200f", "\ufeff", "", "序号", "是", "<script>", "{{ x }}", "=1+1"]


def damage(text: str, random_: random.Random) -> bytes:
    """The text with lines cut, moved or doubled, characters replaced, and now and then a byte flipped."""
    lines = text.split("\n")
    for _ in range(random_.randint(1, 12)):
        place = random_.randrange(len(lines))
        match random_.randrange(5):
            case 0:
                lines[place] = lines[place][: random_.randrange(len(lines[place]) + 1)]
            case 1:
                lines.insert(random_.randrange(len(lines)), lines.pop(place))
            case 2:
                lines.insert(place, lines[place])
            case 3:
                at = random_.randrange(len(lines[place]) + 1)
                lines[place] = lines[place][:at] + random_.choice(ODD) + lines[place][at + random_.randrange(3) :]
            case _:
                cells = lines[place].split("\t")
                random_.shuffle(cells)
                lines[place] = "\t".join(cells)
    raw = bytearray("\n".join(lines).encode())
    if random_.random() < 0.3:
        raw[random_.randrange(len(raw))] = random_.randrange(256)
    return bytes(raw)


def check(result: Reconciliation) -> None:
    for item in result.items:
        for judged in item.goals:
            if judged.goal.origin == "target":
                sources = [item.target.text.text, *(note.passage.text for note in item.target.notes)]
                assert any(judged.goal.citation.text in source for source in sources)
            if judged.achievement:
                answers = [r.narrative.text for o in item.outcomes for r in o.responses]
                answers += [note.passage.text for outcome in item.outcomes for note in outcome.notes]
                assert any(judged.achievement.citation.text in answer for answer in answers)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_damaged_documents(seed: int, tmp_path: Path) -> None:
    random_ = random.Random(seed)
    files = {}
    for name, source in SOURCES.items():
        files[name] = tmp_path / f"{name}.txt"
        text = source.read_text(encoding="utf-8")
        files[name].write_bytes(damage(text, random_) if random_.random() < 0.7 else text.encode())
    for inputs in ((files["plan"], [files["left"], files["right"]]), (files["half"], [])):
        try:
            result = reconcile(*inputs)
        except ReconcileError as error:
            assert str(error).startswith(str(tmp_path.as_posix())), error
            assert "\n" not in str(error)
        else:
            check(result)
