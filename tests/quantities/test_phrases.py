"""How well labelled phrases are read: figures that are printed, and floors that hold them."""

import pytest
from quantity_labels import Score, phrases, score

FLOORS = {
    "documents": {"f1": 0.99, "span": 0.99, "unit": 0.99, "comparator": 0.99, "measure in part": 0.97, "basis": 0.97},
    "scanned": {"f1": 0.99, "span": 0.99, "unit": 0.99, "comparator": 0.99, "measure in part": 0.9, "basis": 0.9},
    "kinds": {"f1": 0.99, "span": 0.99, "unit": 0.99, "comparator": 0.99, "measure in part": 0.97, "basis": 0.97},
    "other_places": {
        "f1": 0.99,
        "span": 0.99,
        "unit": 0.99,
        "comparator": 0.99,
        "measure in part": 0.97,
        "basis": 0.97,
    },
    "headers": {"f1": 1.0, "span": 1.0, "unit": 1.0, "comparator": 1.0, "measure in part": 1.0, "basis": 0.9},
}
WORD_FOR_WORD = 0.93


@pytest.fixture(scope="module", params=sorted(FLOORS))
def scored(request: pytest.FixtureRequest) -> tuple[str, Score]:
    return request.param, score(phrases(request.param))


def test_there_are_as_many_phrases_as_promised() -> None:
    assert len(phrases(*FLOORS)) >= 400


def test_labelled_phrases_are_read(scored: tuple[str, Score], capsys: pytest.CaptureFixture[str]) -> None:
    section, result = scored
    rates = {respect: round(result.rate(respect), 4) for respect in sorted(result.right)}
    with capsys.disabled():
        print(f"\n{section}: {result.labelled} quantities, value F1 {result.f1:.4f}, {rates}")
    report = "\n".join(result.wrong)
    floors = FLOORS[section]
    assert result.f1 >= floors["f1"], report
    for respect, floor in floors.items():
        assert respect == "f1" or result.rate(respect) >= floor, f"{respect}\n{report}"
    assert result.rate("measure") >= WORD_FOR_WORD, report
    assert result.rate("sign") == 1.0, report
    assert result.rate("approximate") == 1.0, report
