"""Level three alone: ranges, comparators, ranks, what is full, shared units, signs."""

from decimal import Decimal

import pytest

from reconcile.quantities.figures import Figure, read_figures


def _one(text: str) -> Figure:
    figures = read_figures(text)
    assert len(figures) == 1, figures
    return figures[0]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("2—3个", "2", "3", "个"),
        ("2-3个", "2", "3", "个"),
        ("2~3个", "2", "3", "个"),
        ("2——3个", "2", "3", "个"),
        ("3至5家", "3", "5", "家"),
        ("6%—6.5%", "6", "6.5", "%"),
        ("6.5-7%", "6.5", "7", "%"),
        ("1万-5万元", "10000", "50000", "元"),
        ("10—15亿元", "1000000000", "1500000000", "元"),
        ("5000-1万元", "5000", "10000", "元"),
        ("在10和20之间", "10", "20", ""),
        ("百分之三十到四十", "30", "40", "%"),
        ("两三个", "2", "3", "个"),
        ("3、4个", "3", "4", "个"),
        ("between 10 and 15 km", "10", "15", "km"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str) -> None:
    figure = _one(text)
    assert (figure.value, figure.high, figure.unit, figure.comparator) == (Decimal(low), Decimal(high), unit, "range")


@pytest.mark.parametrize("text", ["5个、6家", "5-3个", "6%—7个"])
def test_what_only_stands_side_by_side_is_no_range(text: str) -> None:
    assert all(figure.high is None for figure in read_figures(text))


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("100家以上", "ge"),
        ("100家及以上", "ge"),
        ("不低于100家", "ge"),
        ("不少于100家", "ge"),
        ("超过100家", "ge"),
        ("突破100家", "ge"),
        ("逾100家", "ge"),
        ("≥100家", "ge"),
        (">100家", "ge"),
        (">=100家", "ge"),
        ("at least 100 km", "ge"),
        ("over 100 km", "ge"),
        ("至少新建100家", "ge"),
        ("过亿元项目", "ge"),
        ("100家以内", "le"),
        ("100家以下", "le"),
        ("不超过100家", "le"),
        ("不高于100家", "le"),
        ("控制在100家", "le"),
        ("不足100家", "le"),
        ("≤100家", "le"),
        ("no more than 100 km", "le"),
        ("up to 100 km", "le"),
        ("约100家", "approx"),
        ("100家左右", "approx"),
        ("近100家", "approx"),
        ("about 100 km", "approx"),
        ("100家", "eq"),
        ("达到100家", "eq"),
        ("签约100家", "eq"),
        ("通过100家", "eq"),
        ("100余家", "eq"),
        ("附近100家", "eq"),
        ("节约100吨", "eq"),
    ],
)
def test_comparators(text: str, comparator: str) -> None:
    from reconcile.quantities import extract_quantities

    quantities = extract_quantities(text)
    assert [q.comparator for q in quantities] == [comparator]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("增长5.5%左右", "5.5%左右"),
        ("超过14亿元", "超过14亿元"),
        ("过亿元项目", "过亿元"),
        ("端口突破180万个", "突破180万个"),
        ("控制在5.5%以内", "5.5%以内"),
        ("达到460万千瓦以上", "460万千瓦以上"),
        ("退出后20位", "后20位"),
        ("城市的后 20 位", "后 20 位"),
        ("50家（含）以上", "50家（含）以上"),
    ],
)
def test_the_words_that_bound_a_number_are_cited_with_it(text: str, cited: str) -> None:
    from reconcile.quantities import extract_quantities

    assert [q.text for q in extract_quantities(text)] == [cited]


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("进入全省前3名", 3),
        ("全省前三", 3),
        ("退出全国后20位", 20),
        ("居全省第2位", 2),
        ("位列全国第八位", 8),
        ("居全省首位", 1),
        ("排名全省第一", 1),
    ],
)
def test_ranks(text: str, rank: int) -> None:
    figure = _one(text)
    assert (figure.value, figure.comparator) == (Decimal(rank), "rank")


@pytest.mark.parametrize("text", ["第2位发言人", "前9批企业", "目前3名", "提前3天完成", "先后5次"])
def test_what_only_looks_like_a_rank_is_none(text: str) -> None:
    assert all(figure.comparator != "rank" for figure in read_figures(text))


@pytest.mark.parametrize("text", ["实现全覆盖", "动态清零", "全部建成", "已全部改造完成", "应保尽保", "全部达到标准"])
def test_everything_is_a_hundred_per_cent_in_words(text: str) -> None:
    figure = _one(text)
    assert (figure.value, figure.unit, figure.comparator) == (Decimal(100), "%", "full")


@pytest.mark.parametrize("text", ["全覆盖工程", "未全部完成", "两个清零"])
def test_words_that_name_or_deny_are_not_full(text: str) -> None:
    assert not [figure for figure in read_figures(text) if figure.comparator == "full"]


def test_numbers_joined_by_or_share_their_unit() -> None:
    figures = read_figures("每人救助5000或10000元")
    assert [(figure.value, figure.unit) for figure in figures] == [(Decimal(5000), "元"), (Decimal(10000), "元")]


@pytest.mark.parametrize(
    ("text", "value"),
    [("零下10℃", -10), ("-3.5", Decimal("-3.5")), ("负二十", -20), ("为-2%", -2), ("增幅达-0.5%", Decimal("-0.5"))],
)
def test_signs(text: str, value: Decimal) -> None:
    assert _one(text).value == value


def test_currencies_stand_before_their_number() -> None:
    figures = [_one(text) for text in ("$3.2 million", "US$ 5m", "RMB 500 million", "€20m", "¥100")]
    assert [(figure.value, figure.unit) for figure in figures] == [
        (Decimal(3200000), "$"),
        (Decimal(5000000), "US$"),
        (Decimal(500000000), "RMB"),
        (Decimal(20000000), "€"),
        (Decimal(100), "¥"),
    ]
