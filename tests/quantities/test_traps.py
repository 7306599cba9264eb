"""Numbers that only name, date or order something are left alone."""

from collections import Counter

import pytest
from quantity_labels import stepped_on, traps

TRAPS = list(traps())
# one in a hundred; the best public reader steps on nine in ten
ALLOWED = len(TRAPS) // 100


def test_there_are_traps_of_every_class() -> None:
    classes = Counter(kind for kind, _, _ in TRAPS)
    assert len(TRAPS) >= 170
    assert set(classes) >= {
        "dates",
        "documents",
        "roads",
        "models",
        "grades",
        "slogans",
        "ordinals",
        "telephones",
        "idioms",
        "english",
    }


def test_few_traps_are_stepped_on(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = [(kind, sentence, words) for kind, sentence, words in TRAPS if stepped_on(sentence, words)]
    with capsys.disabled():
        print(f"\ntraps stepped on: {len(wrong)} of {len(TRAPS)}")
    assert len(wrong) <= ALLOWED, wrong


@pytest.mark.parametrize(
    ("sentence", "counted"),
    [
        ("国道106改造120公里", "120公里"),
        ("新建5G基站1700个", "1700个"),
        ("第二批15家企业", "15家"),
        ("“231”产业项目26个", "26个"),
        ("2023年新增床位1500张", "1500张"),
        ("PM2.5平均浓度46微克/立方米", "46微克/立方米"),
        ("12345热线受理86件", "86件"),
        ("二期工程投资3亿元", "3亿元"),
    ],
)
def test_a_name_does_not_hide_the_quantity_beside_it(sentence: str, counted: str) -> None:
    from reconcile.quantities import extract_quantities

    assert [q.text for q in extract_quantities(sentence)] == [counted]
