"""Hostile texts: the work grows with the length of the text and no faster, and nothing fails."""

import re
import sys
from collections.abc import Iterator
from types import FrameType

import pytest

from reconcile.quantities import (
    bare,
    basis,
    characters,
    chinese_words,
    clauses,
    comparators,
    extract_quantities,
    fractions,
    lists,
    measure,
    names,
    phrase,
    ranges,
    scaled,
)

HOSTILE = [
    "1",
    "一",
    "万",
    "亿",
    "一万",
    "1万",
    "1,",
    "1,111",
    "1.",
    "1、",
    "1—",
    "1至",
    "1个",
    "1 ",
    " ",
    "1个和",
    "分别1%、",
    "(1个",
    "(",
    "“",
    "《",
    "“1",
    "几",
    "几十",
    "百分之",
    "1/",
    "3分之",
    "全部",
    "应",
    "全部完",
    "同比增长1%,",
    "预计1亿元",
    "占1%",
    "的",
    "等1个",
    "1个的",
    "第",
    "第1位",
    "前1名",
    "-1",
    "1-",
    "at least 1 ",
    "1 million ",
    "新增",
    "完成投资",
    "过亿元项目",
    "1000000",
    "零",
    "点",
    "一点",
    "0",
    "1:",
    "年",
    "2023年",
    "G1",
]


class _Counter:
    """Counts the calls that the interpreter makes, in Python and into C."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, _frame: FrameType, event: str, _argument: object) -> None:
        self.calls += event in ("call", "c_call")


def _calls(text: str) -> int:
    counter = _Counter()
    sys.setprofile(counter)
    try:
        extract_quantities(text)
    finally:
        sys.setprofile(None)
    return counter.calls


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_with_the_length(piece: str) -> None:
    extract_quantities(piece)
    short, long = (piece * (size // len(piece)) for size in (1_000, 4_000))
    assert _calls(long) <= 6 * _calls(short) + 2_000


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_texts_are_read_to_the_end(piece: str) -> None:
    text = piece * (20_000 // len(piece)) + "。新增床位1500张"
    quantities = extract_quantities(text)
    assert quantities[-1].text.endswith("1500张") or quantities[-1].span[1] == len(text)


def _patterns() -> Iterator[re.Pattern[str]]:
    holders: list[object] = [
        module.__dict__[name]()
        for module in (
            bare,
            basis,
            characters,
            chinese_words,
            clauses,
            comparators,
            fractions,
            lists,
            measure,
            names,
            phrase,
            ranges,
            scaled,
        )
        for name in ("_words", "_patterns", "_boundary", "_joints", "_full")
        if name in module.__dict__
    ]
    for holder in holders:
        values = [holder] if isinstance(holder, re.Pattern) else list(vars(holder).values())
        for value in values:
            parts = (
                value if isinstance(value, tuple) else tuple(value.values()) if isinstance(value, dict) else (value,)
            )
            yield from (part for part in parts if isinstance(part, re.Pattern))


def _repeats_inside(pattern: str) -> int:
    """How deeply repetitions without a bound are nested in a pattern."""
    parser = re._parser  # type: ignore[attr-defined]

    def depth(items: object) -> int:
        deepest = 0
        for item in items if isinstance(items, (list, tuple, parser.SubPattern)) else ():
            inner = depth(item)
            if isinstance(item, tuple) and item and str(item[0]) in ("MAX_REPEAT", "MIN_REPEAT"):
                inner = depth(item[1][2]) + (item[1][1] is parser.MAXREPEAT)
            deepest = max(deepest, inner)
        return deepest

    return depth(parser.parse(pattern))


def test_no_pattern_repeats_a_repetition() -> None:
    patterns = list(_patterns())
    assert len(patterns) > 20
    assert [pattern.pattern for pattern in patterns if _repeats_inside(pattern.pattern) > 1] == []


def test_numbers_beyond_all_reason_do_not_stop_the_reading() -> None:
    text = f"共{'9' * 5000}个,{'万' * 5000}元,{'一' * 5000}家,新增床位1500张"
    assert extract_quantities(text)[-1].value == 1500
