"""Units: which is read, what it measures, and exact conversion."""

from decimal import Decimal

import pytest

from reconcile.quantities import compatible, convert, dimension_of, extract_quantities
from reconcile.quantities.units import read_unit


@pytest.mark.parametrize(
    ("text", "unit", "dimension"),
    [
        ("个百分点", "个百分点", "points"),
        ("个工作日", "个工作日", "working-days"),
        ("个", "个", "counter"),
        ("平方公里", "平方公里", "area"),
        ("吨标准煤/万元", "吨标准煤/万元", "coal-equivalent/万元"),
        ("元/月/人", "元/月/人", "money/月/人"),
        ("吨/年", "吨/年", "mass/年"),
        ("微克每立方米", "微克每立方米", "mass/立方米"),
        ("千瓦时", "千瓦时", "energy"),
        ("千瓦", "千瓦", "power"),
        ("人次", "人次", "counter"),
        ("km of road", "km", "length"),
        ("美元", "美元", "money-usd"),
    ],
)
def test_the_longest_unit_is_read(text: str, unit: str, dimension: str) -> None:
    read = read_unit(text, 0)
    assert read is not None
    assert (read.text, read.dimension) == (unit, dimension)


@pytest.mark.parametrize(
    "text", ["项目", "家庭", "处理", "户籍", "场地", "台风", "种植", "条件", "所有", "分别", "mother"]
)
def test_a_word_that_begins_like_a_unit_is_none(text: str) -> None:
    assert read_unit(text, 0) is None


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        ("1.5", "亿元", "万元", "15000"),
        ("15", "亩", "公顷", "1"),
        ("1", "平方公里", "亩", "1500"),
        ("3", "公里", "米", "3000"),
        ("2", "吨", "斤", "4000"),
        ("1", "千瓦时", "度", "1"),
        ("1", "兆瓦", "千瓦", "1000"),
        ("24", "小时", "天", "1"),
        ("2", "年", "个月", "24"),
        ("5", "‰", "%", "0.5"),
        ("10", "个基点", "个百分点", "0.1"),
        ("3", "万美元", "美元", "30000"),
        ("30", "万元/年", "元/年", "300000"),
    ],
)
def test_conversion_is_exact(value: str, unit: str, to: str, result: str) -> None:
    assert convert(Decimal(value), unit, to) == Decimal(result)


@pytest.mark.parametrize(
    ("unit", "to"), [("亩", "公里"), ("元", "美元"), ("%", "个百分点"), ("家", "个"), ("吨/年", "吨"), ("", "个")]
)
def test_what_does_not_measure_the_same_is_not_converted(unit: str, to: str) -> None:
    assert convert(Decimal(1), unit, to) is None


def test_compatibility_of_units() -> None:
    assert compatible("家", "家") == "same"
    assert compatible("亩", "公顷") == "convertible"
    assert compatible("家", "个") == compatible("人", "名") == compatible("人", "人次") == "counter"
    assert compatible("人", "亩") == compatible("元", "美元") == compatible("%", "个百分点") == "no"
    assert compatible("", "") == "same"
    assert compatible("没有这个单位", "个") == "no"


def test_every_quantity_bears_the_dimension_of_its_unit() -> None:
    text = "投资3亿元,造林5亩,铺路2公里,储粮8吨,装机6万千瓦,增长5%,提高2个百分点,新建3家"
    quantities = extract_quantities(text)
    assert [q.dimension for q in quantities] == [
        "money",
        "area",
        "length",
        "mass",
        "power",
        "ratio",
        "points",
        "counter",
    ]
    assert all(q.dimension == dimension_of(q.unit) for q in quantities)
