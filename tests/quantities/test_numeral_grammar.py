"""Levels one and two alone: numerals, scale words, fractions."""

from decimal import Decimal

import pytest

from reconcile.quantities.fractions import read_fraction
from reconcile.quantities.numerals import read_chinese
from reconcile.quantities.scaled import Scaled, next_candidate, read_scaled


@pytest.mark.parametrize(
    ("run", "value"),
    [
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("廿四", 24),
        ("一百零六", 106),
        ("一百五", 150),
        ("一百五十", 150),
        ("两千零八", 2008),
        ("三千六", 3600),
        ("两万三", 23000),
        ("一万零五百", 10500),
        ("十二万三千四百五十六", 123456),
        ("一亿零五百万", 105000000),
        ("一万五千亿", 1500000000000),
        ("四万亿", 4000000000000),
        ("二零二三", 2023),
        ("壹佰贰拾叁", 123),
        ("叁仟伍佰", 3500),
        ("零", 0),
        ("三兆", 3000000000000),
    ],
)
def test_chinese_numerals(run: str, value: int) -> None:
    numeral = read_chinese(run)
    assert numeral is not None
    assert (numeral.value, numeral.high) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("run", "low", "high"),
    [
        ("两三", 2, 3),
        ("三五", 3, 5),
        ("三四十", 30, 40),
        ("十七八", 17, 18),
        ("二三百", 200, 300),
        ("一两万", 10000, 20000),
    ],
)
def test_two_digits_side_by_side_are_a_range(run: str, low: int, high: int) -> None:
    numeral = read_chinese(run)
    assert numeral is not None
    assert (numeral.value, numeral.high, numeral.approximate) == (Decimal(low), Decimal(high), True)


@pytest.mark.parametrize(
    ("run", "bound"), [("十几", 10), ("几百", 100), ("数千", 1000), ("几十万", 100000), ("二十几", 20)]
)
def test_indefinite_numerals_have_a_bound(run: str, bound: int) -> None:
    numeral = read_chinese(run)
    assert numeral is not None
    assert (numeral.value, numeral.approximate) == (Decimal(bound), True)


@pytest.mark.parametrize("run", ["三十四五六点", "一二十三四", "点五点", "五五百"])
def test_runs_that_are_no_number_are_not_forced_into_one(run: str) -> None:
    numeral = read_chinese(run)
    assert numeral is None or numeral.high is not None


def _read(text: str) -> Scaled:
    match = next_candidate(text, 0)
    assert match is not None
    scaled = read_scaled(text, match)
    assert scaled is not None
    return read_fraction(text, scaled)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6.5万", "65000"),
        ("1.2亿", "120000000"),
        ("3万4000", "34000"),
        ("25万6千", "256000"),
        ("3千5百万", "35000000"),
        ("4.78万亿", "4780000000000"),
        ("10000万", "100000000"),
        ("1亿2000万", "120000000"),
        ("1万5", "15000"),
        ("十五点八万", "158000"),
        ("1,234,567.89", "1234567.89"),
        ("3.2 million", "3200000"),
        ("1.5bn", "1500000000"),
        ("12k", "12000"),
        ("1.2e3", "1200"),
        ("460万", "4600000"),
        ("300余万", "3000000"),
    ],
)
def test_scale_words_of_every_mixture(text: str, value: str) -> None:
    scaled = _read(text)
    assert scaled.value == Decimal(value)
    assert scaled.end == len(text)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("百分之三十", "30", "%"),
        ("百分之九十五点五", "95.5", "%"),
        ("千分之2.4", "2.4", "‰"),
        ("百分百", "100", "%"),
        ("一半", "0.5", ""),
        ("五分之一", "0.2", ""),
        ("五又二分之一", "5.5", ""),
        ("三成", "30", "%"),
        ("三成五", "35", "%"),
        ("七五折", "75", "%"),
        ("1/4", "0.25", ""),
    ],
)
def test_parts_of_a_whole(text: str, value: str, unit: str) -> None:
    scaled = _read(text)
    assert (scaled.value, scaled.unit, scaled.end) == (Decimal(value), unit, len(text))


@pytest.mark.parametrize("text", ["460万千瓦", "5千米", "220千伏", "12百分点"])
def test_a_scale_word_is_not_torn_from_the_unit_that_begins_with_it(text: str) -> None:
    assert _read(text).value in (4600000, 5, 220, 12)


@pytest.mark.parametrize("text", ["三成员", "24/7天", "2023/24"])
def test_what_only_looks_like_a_fraction_is_none(text: str) -> None:
    assert not _read(text).fraction
    assert _read(text).unit == ""
