"""Whatever way a number is written, it is read back; whatever text is given, the spans cut its exact characters."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.quantities import extract_quantities
from reconcile.quantities.characters import normalise
from reconcile.quantities.numerals import read_chinese

# the first example loads the vocabularies
PATIENT = settings(deadline=None)
DIGITS = "零一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
UNITS = st.sampled_from(["个", "家", "元", "亩", "公里", "吨", "%", "平方米", "人次", "千瓦"])
SPACES = st.sampled_from(["", " ", "  ", "\u3000", "\xa0", "\u2009"])


def chinese(number: int) -> str:
    """A whole number below 10¹² in Chinese numerals."""
    if number == 0:
        return DIGITS[0]
    groups, text = [], ""
    while number:
        groups.append(number % 10000)
        number //= 10000
    for at in range(len(groups) - 1, -1, -1):
        group = groups[at]
        if group == 0:
            continue
        if text and group < 1000:
            text += DIGITS[0]
        text += _below_ten_thousand(group) + ("", "万", "亿")[at]
    return text[1:] if text.startswith("一十") else text


def _below_ten_thousand(number: int) -> str:
    text, skipped = "", False
    for place, char in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += (DIGITS[0] if skipped and text else "") + DIGITS[digit] + char
            skipped = False
        else:
            skipped = True
    return text


@PATIENT
@given(st.integers(0, 10**12 - 1))
def test_every_whole_number_in_chinese_reads_back(number: int) -> None:
    numeral = read_chinese(chinese(number))
    assert numeral is not None
    assert numeral.value == number


@PATIENT
@given(st.integers(20, 10**11), UNITS)
def test_chinese_numerals_with_a_unit_read_back_in_text(number: int, unit: str) -> None:
    quantities = extract_quantities(f"完成{chinese(number)}{unit}。")
    assert [(q.value, q.unit) for q in quantities] == [(Decimal(number), unit)]


@PATIENT
@given(st.decimals(0, 10**9, places=2), UNITS, st.booleans(), st.booleans())
def test_arabic_numerals_of_every_form_read_back(number: Decimal, unit: str, grouped: bool, wide: bool) -> None:
    printed = f"{number:,.2f}" if grouped else f"{number:.2f}"
    shown = printed.translate(FULL_WIDTH) if wide else printed
    (quantity,) = extract_quantities(f"完成{shown}{unit}以上,")
    assert (quantity.value, quantity.unit, quantity.comparator) == (number, unit, "ge")
    assert quantity.text == f"{shown}{unit}以上"


@PATIENT
@given(
    st.decimals("0.1", 9999, places=1),
    st.sampled_from([("千", 1000), ("万", 10**4), ("百万", 10**6), ("千万", 10**7), ("亿", 10**8), ("万亿", 10**12)]),
    st.sampled_from(["元", "人", "户", "亩", "吨"]),
    SPACES,
    SPACES,
)
def test_scale_words_multiply_and_blanks_mean_nothing(
    number: Decimal, scale: tuple[str, int], unit: str, first: str, second: str
) -> None:
    text = f"新增{first}{number}{second}{scale[0]}{first}{unit}{second}。"
    (quantity,) = extract_quantities(text)
    assert (quantity.value, quantity.unit) == (number * scale[1], unit)
    assert quantity.text == text[slice(*quantity.span)]


@PATIENT
@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from("—-~～至到"), st.sampled_from(["个", "家", "亩", "%"]))
def test_ranges_read_back(low: int, more: int, dash: str, unit: str) -> None:
    (quantity,) = extract_quantities(f"培育{low}{dash}{low + more}{unit}")
    assert (quantity.value, quantity.value_high) == (Decimal(low), Decimal(low + more))
    assert quantity.unit == unit
    assert quantity.comparator == "range"


ALPHABET = (
    "新增一二三十百千万亿零两几数余多0123456789.,，、。；：()（）“”《》—-~至到个家元亩%％"
    "年月日号第前后约超过以上下增长分别和占完成率 \t\n　Gkm$"
)
TEXT = st.text(
    st.sampled_from(ALPHABET),
    max_size=60,
)


@settings(max_examples=400, deadline=None)
@given(TEXT | st.text(max_size=40))
def test_spans_cut_the_exact_characters_of_any_text(text: str) -> None:
    end = 0
    for quantity in extract_quantities(text):
        start, stop = quantity.span
        assert end <= start < stop <= len(text)
        assert quantity.text == text[start:stop]
        assert quantity.value.is_finite()
        first, last = quantity.measure_span
        assert 0 <= first <= last <= len(text)
        end = stop


@PATIENT
@given(TEXT)
def test_normalising_keeps_every_character_or_a_blank(text: str) -> None:
    line = normalise(text)
    if line.origin is None:
        assert len(line.text) == len(text)
    else:
        assert len(line.origin) == len(line.text)
        assert line.origin == sorted(set(line.origin))


@PATIENT
@given(TEXT)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert extract_quantities(text) == extract_quantities(text)
