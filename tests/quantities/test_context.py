"""Level four: what a number counts, of which kind it is, lists, headers; and the API that others stand on."""

import dataclasses
from decimal import Decimal
from itertools import pairwise

import pytest

from reconcile.model import Quantity
from reconcile.quantities import extract_quantities
from reconcile.quantities.header import header_unit
from reconcile.quantities.lists import subjects


def _measures(text: str) -> list[str]:
    return [q.measure for q in extract_quantities(text)]


def _bases(text: str) -> list[str]:
    return [q.basis for q in extract_quantities(text)]


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("新增护理型养老床位1500张", "护理型养老床位"),
        ("建设50个“如康家园”残疾人之家", "“如康家园”残疾人之家"),
        ("设立20亿元的乡村振兴基金", "乡村振兴基金"),
        ("改造提升高标准农田40万亩", "高标准农田"),
        ("培训合格率98%", "培训合格率"),
        ("提升改造高平路(八一路—丹阳路)等道路6条", "道路"),
        ("确保40%以上的县域医共体达到省级标准", "县域医共体"),
        ("新增有资质的建筑业企业150家", "有资质的建筑业企业"),
        ("完成投资：3.2亿元", "投资"),
        ("遴选10个教育强镇筑基试点乡镇", "教育强镇筑基试点乡镇"),
        ("加快中科禾华、中丰田光电等30个在建项目投产达效", "在建项目"),
        ("空气质量稳定退出全国后20位", "空气质量"),
    ],
)
def test_the_measure_is_the_noun_that_is_counted(text: str, measure: str) -> None:
    assert _measures(text) == [measure]


def test_a_measure_is_cited_where_it_stands() -> None:
    text = "新建并开通 5G 基站 1700 个以上"
    (quantity,) = extract_quantities(text)
    assert (quantity.measure, text[slice(*quantity.measure_span)]) == ("5G 基站", "5G 基站")


def test_growth_has_one_form_whatever_the_text_says() -> None:
    for text in ("产值增长5%", "产值同比增长5%", "产值增速达到5%", "产值增幅5%", "产值较上年提高5%"):
        (quantity,) = extract_quantities(text)
        assert (quantity.measure, quantity.basis, quantity.sign) == ("产值增长", "growth", 1)
    for text in ("能耗下降3%", "能耗降低3%", "能耗同比减少3%", "能耗负增长3%"):
        (quantity,) = extract_quantities(text)
        assert (quantity.measure, quantity.value, quantity.sign) == ("能耗下降", Decimal(3), -1)


def test_a_level_reached_is_no_growth() -> None:
    assert _bases("覆盖率提高到97%") == ["share"]
    assert _bases("不良贷款率降至1.36%") == ["share"]


def test_what_lacks_a_noun_takes_that_of_the_figure_before() -> None:
    assert _measures("一般公共预算收入128亿元,同比增长2.8%,完成年度任务的68%") == [
        "一般公共预算收入",
        "一般公共预算收入增长",
        "一般公共预算收入完成率",
    ]
    assert _measures("改造老旧小区153个、3.6万户") == ["老旧小区", "老旧小区"]


def test_nothing_is_inherited_across_a_full_stop() -> None:
    assert _measures("新增床位1500张。同比增长5%")[1] == "增长"


def test_a_bound_of_money_belongs_to_its_noun() -> None:
    assert _measures("新签约过亿元项目300个以上") == ["项目", "过亿元项目"]
    assert _measures("新增营业收入过10亿元企业5家") == ["营业收入", "营业收入过10亿元企业"]
    assert _measures("签订10个投资过亿元项目") == ["投资过亿元项目", "投资"]


def test_a_list_pairs_with_a_list() -> None:
    quantities = extract_quantities("营业收入、利润分别增长11%和18%")
    assert [(q.measure, q.value) for q in quantities] == [("营业收入增长", Decimal(11)), ("利润增长", Decimal(18))]
    quantities = extract_quantities("实现营收854.8亿元,产值869.1亿元,同比增速分别为12.6%、11.5%")
    assert [q.measure for q in quantities[2:]] == ["营收增长", "产值增长"]
    quantities = extract_quantities("企业35家、合作社6家,总数分别达到126家、21家")
    assert [q.measure for q in quantities[2:]] == ["企业", "合作社"]


def test_the_bound_of_the_last_in_a_list_holds_for_all_of_it() -> None:
    assert [q.comparator for q in extract_quantities("收入分别增长8%和8.5%以上")] == ["ge", "ge"]
    assert [q.comparator for q in extract_quantities("甲8家、乙9家以上")] == ["eq", "ge"]


def test_subjects_are_cut_to_the_number_wanted() -> None:
    text = "城乡和园区、镇村、企业"
    assert [text[slice(*part)] for part in subjects(text, 0, len(text), 3)] == ["城乡和园区", "镇村", "企业"]
    assert subjects(text, 0, len(text), 7) == []


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("预计全年完成投资50亿元", "expected"),
        ("有望新增就业8000人", "expected"),
        ("计划招聘教师3000名", "expected"),
        ("前三季度进出口460亿元", "part"),
        ("1—5月完成投资32亿元", "part"),
        ("上半年完成投资32亿元", "part"),
        ("1-12月完成投资32亿元", "period"),
        ("完成年度任务的85.3%", "of_plan"),
        ("任务完成率134%", "of_plan"),
        ("产值同比增长8.3%", "growth"),
        ("存款较年初增加56亿元", "growth"),
        ("参保率97%", "share"),
        ("占全部投资的65%", "share"),
        ("累计培训农民1.6万人次", "cumulative"),
        ("年末存款余额5600亿元", "stock"),
        ("保有量达到185万辆", "stock"),
        ("新增床位1500张", "period"),
        ("完成行动计划培训800人", "period"),
        ("草拟方案3个", "period"),
        ("增加储备粮8万吨", "period"),
    ],
)
def test_basis(text: str, basis: str) -> None:
    assert _bases(text) == [basis]


def test_a_forecast_holds_to_the_end_of_its_sentence_and_no_further() -> None:
    assert _bases("预计产值达到50亿元,增长5%;新增企业30家") == ["expected", "expected", "period"]
    assert _bases("计划招聘教师3000名,实际招聘教师3130名") == ["expected", "period"]
    assert _bases("预计完成投资5亿元,实际完成投资6亿元") == ["expected", "period"]


def test_a_unit_may_stand_in_the_header_alone() -> None:
    (quantity,) = extract_quantities("1200", "计划投资额(万元)")
    assert (quantity.value, quantity.unit, quantity.dimension) == (Decimal(12000000), "元", "money")
    (quantity,) = extract_quantities("1.2亿元", "计划投资额(万元)")
    assert (quantity.value, quantity.unit) == (Decimal(120000000), "元")
    assert extract_quantities("0.85", "完成率")[0].value == 85
    assert extract_quantities("85.3", "完成率")[0].value == Decimal("85.3")
    assert header_unit("责任单位") is None


def test_quantities_come_in_reading_order_and_do_not_overlap() -> None:
    text = "新增床位1500张,完成全覆盖,居全省首位,培育2—3个产业,增长5.5%左右。"
    quantities = extract_quantities(text)
    spans = [q.span for q in quantities]
    assert spans == sorted(spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert all(q.text == text[slice(*q.span)] for q in quantities)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "，。", "没有数字", "一", "%", "亿元", "“", "("])
def test_texts_without_quantities(text: str) -> None:
    assert [q for q in extract_quantities(text) if text != "一"] == []


def test_a_quantity_is_a_value_of_the_model() -> None:
    (quantity,) = extract_quantities("新增护理型养老床位４４３３张")
    assert isinstance(quantity, Quantity)
    assert quantity == Quantity(
        "４４３３张", (9, 14), Decimal(4433), "张", "eq", None, "counter", "护理型养老床位", (2, 9), "period", False, 1
    )
    with pytest.raises(dataclasses.FrozenInstanceError):
        quantity.value = Decimal(1)  # type: ignore[misc]
