"""Numbers and dates of a spreadsheet as it shows them: 0.126 under the format ``0.0%`` is 12.6%.

Format codes follow ECMA-376 part 1, section 18.8.31. What a code says that only changes looks (colours, widths, fill)
is left out.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from functools import lru_cache

_BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"',
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'yyyy"年"m"月"',
    35: 'm"月"d"日"', 36: 'yyyy"年"m"月"', 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|上午/下午|General|G/通用格式|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|[aA]{3,4}'
    r"|[0#?][0#?,]*(?:\.[0#?]*)?,*|\.[0#?]+|[eE][+-]0+|[\s\S]"
)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_SIGNIFICANT = 15
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = "一二三四五六日"
_LONGEST_CODE = 255


def builtin_code(number: int) -> str:
    """The code of a format that spreadsheets know by number."""
    return _BUILTIN.get(number, "General")


def shown(value: str | float, code: str, since_1904: bool = False) -> str:
    """A number as it is shown under a format code.

    >>> shown(0.126, "0.0%"), shown(45291, "yyyy/m/d"), shown(1234.5, "#,##0.00"), shown(-3, '0"张";(0"张")')
    ('12.6%', '2023/12/31', '1,234.50', '(3张)')
    >>> shown("0.30000000000000004", "General"), shown(1500, "General"), shown(65000, '0!.0,"万"')
    ('0.3', '1500', '6.5万')
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite() or abs(number.adjusted()) > 300:
        return str(value)
    section, signed = _section(code[:_LONGEST_CODE], number)
    if section is None:
        return plain_number(number)
    tokens = _tokens(section)
    if _holds_date(tokens):
        return _date(number, tokens, since_1904) or plain_number(number)
    return _number(number, tokens, signed)


def plain_number(number: Decimal) -> str:
    """A number without a format: as many digits as a spreadsheet keeps, no exponent.

    >>> plain_number(Decimal("12.600")), plain_number(Decimal("1.5E+3"))
    ('12.6', '1500')
    """
    with localcontext() as context:
        context.prec = _SIGNIFICANT
        text = format(+number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_text_code(code: str) -> bool:
    """Whether a format shows whatever the cell holds, numbers included, as text."""
    return code.strip() in ("@", "General", "G/通用格式", "")


def _section(code: str, number: Decimal) -> tuple[str | None, bool]:
    """The part of a code that a number is shown by (None for none), and whether that part shows the sign itself."""
    sections = _sections(code)
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition and _meets(number, condition.group(1), Decimal(condition.group(2))):
                return section, False
        rest = [section for section, met in zip(sections, (*conditions, None, None), strict=False) if not met]
        return (rest[0] if rest else None), False
    if len(sections) > 1 and number < 0:
        return sections[1], True
    if len(sections) > 2 and number == 0:
        return sections[2], True
    return sections[0], False


def _meets(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": number < limit, ">": number > limit, "=": number == limit,
        "<=": number <= limit, ">=": number >= limit, "<>": number != limit,
    }[sign]  # fmt: skip


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[str, ...]:
    sections = [""]
    for token in _TOKEN.findall(code):
        if token == ";":
            sections.append("")
        else:
            sections[-1] += token
    return tuple(sections)


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[str, ...]:
    # In Chinese editions "!" escapes the sign after it, as a backslash does.
    return tuple(_TOKEN.findall(re.sub(r"!(.)", r"\\\1", section)))


@lru_cache(maxsize=512)
def _holds_date(tokens: tuple[str, ...]) -> bool:
    return any(
        token[0] in "yYmMdDhHsS" or _ELAPSED.fullmatch(token) or token in ("AM/PM", "上午/下午") for token in tokens
    )


def _literal(token: str) -> str | None:
    """What a token shows whatever the number, None where it is a place for digits."""
    if token[0] == '"':
        return token[1:-1]
    if token[0] == "\\" and len(token) == 2:
        return token[1]
    if token[0] in "_*" and len(token) == 2:
        return ""
    if token[0] == "[":
        return token[2:].partition("-")[0].rstrip("]") if token.startswith("[$") else ""
    return None


def _number(number: Decimal, tokens: tuple[str, ...], signed: bool) -> str:
    """A number in the digits of a format without dates."""
    bare = [token for token in tokens if _literal(token) is None]
    if any(token in ("General", "G/通用格式", "@") for token in bare):
        inner = plain_number(abs(number) if signed else number)
        return "".join(
            literal if (literal := _literal(token)) is not None else inner if token[0] in "G@" else token
            for token in tokens
        ).strip()
    if any(token[0] in "eE" for token in bare) or "/" in bare:
        return plain_number(number)
    digits = next((token for token in bare if token[0] in "0#?."), "")
    # "0\.0," (thousands shown as tens of thousands) has its digits in two places: both are one number.
    parts = [index for index, token in enumerate(tokens) if _literal(token) is None and token[0] in "0#?."]
    if not digits:
        return "".join(_literal(token) if _literal(token) is not None else token for token in tokens).strip()  # type: ignore[misc]
    if len(parts) > 1:
        return _in_parts(number, tokens, parts, signed)
    whole, _, rest = digits.partition(".")
    scale = len(digits) - len(digits.rstrip(","))
    amount = abs(number).scaleb(-3 * scale + 2 * sum(token == "%" for token in bare))
    text = _digits(amount, whole.rstrip(",") if not rest else whole, rest.rstrip(","))
    words = "".join(
        text if index == parts[0] else literal if (literal := _literal(token)) is not None else token
        for index, token in enumerate(tokens)
    )
    return (
        f"-{words.strip()}"
        if number < 0 and not signed and any(sign in "123456789" for sign in text)
        else words.strip()
    )


def _in_parts(number: Decimal, tokens: tuple[str, ...], parts: list[int], signed: bool) -> str:
    """A number whose digits are broken by a literal: each later part takes as many digits as it has places."""
    scale = sum(len(tokens[index]) - len(tokens[index].rstrip(",")) for index in parts)
    places = {index: sum(sign in "0#?" for sign in tokens[index]) for index in parts}
    amount = abs(number).scaleb(-3 * scale).quantize(Decimal(1), ROUND_HALF_UP)
    left = format(amount, "f").rjust(sum(places.values()), "0")
    out = []
    for index in range(len(tokens) - 1, -1, -1):
        literal = _literal(tokens[index])
        if literal is not None or index not in places:
            out.append(tokens[index] if literal is None else literal)
        elif index == parts[0]:
            out.append(left)
        else:
            out.append(left[len(left) - places[index] :])
            left = left[: len(left) - places[index]]
    words = "".join(reversed(out)).strip()
    return f"-{words}" if number < 0 and not signed else words


def _digits(amount: Decimal, whole: str, rest: str) -> str:
    """A number without sign in the places of a format: 0 always shows a digit, # only one that counts."""
    with localcontext() as context:
        context.prec = 330
        rounded = format(amount.quantize(Decimal(1).scaleb(-len(rest)), ROUND_HALF_UP), "f")
    units, _, decimals = rounded.partition(".")
    needed = sum(sign == "0" for sign in rest)
    while len(decimals) > needed and decimals.endswith("0"):
        decimals = decimals[:-1]
    units = units.lstrip("0").rjust(sum(sign == "0" for sign in whole), "0")
    if "," in whole:
        units = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", units)
    point = "." if decimals else ""
    return units + point + decimals


def _date(number: Decimal, tokens: tuple[str, ...], since_1904: bool) -> str:
    """A day and time in a format, "" where no calendar has it."""
    days = float(number)
    if not 0 <= days < 2_958_466:
        return ""
    # Spreadsheets count a 29 February 1900 that never was.
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if days >= 60 else 31)
    try:
        moment = start + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return ""
    twelve = any(token in ("AM/PM", "上午/下午") for token in tokens)
    out: list[str] = []
    before = ""
    for index, token in enumerate(tokens):
        kind = token[0].lower()
        if _ELAPSED.fullmatch(token):
            unit = token[1].lower()
            out.append(str(int(days * {"h": 24, "m": 1440, "s": 86_400}[unit])))
            before = unit
            continue
        literal = _literal(token)
        if literal is not None:
            out.append(literal)
            continue
        after = next((each[0].lower() for each in tokens[index + 1 :] if each[0] in "yYmMdDhHsS"), "")
        out.append(_date_part(moment, token, kind == "m" and (before == "h" or after == "s"), twelve))
        if kind in "ymdhs":
            before = kind
    return "".join(out).strip()


def _date_part(moment: datetime, token: str, minutes: bool, twelve: bool) -> str:
    kind, size = token[0].lower(), len(token)
    if token in ("AM/PM", "上午/下午"):
        return token.split("/")[moment.hour >= 12]
    if kind == "y":
        return f"{moment.year:04}" if size > 2 else f"{moment.year % 100:02}"
    if kind == "m" and not minutes and size in (3, 4):
        return _MONTHS[moment.month - 1][: 3 if size == 3 else None]
    if kind == "d" and size > 2:
        return _WEEK[moment.weekday()][: 3 if size == 3 else None]
    if kind == "a" and size > 2:
        return ("星期" if size == 4 else "") + _DAYS[moment.weekday()]
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    values = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": hour, "s": moment.second}
    if kind not in values:
        return token
    return f"{values[kind]:02}" if len(token.partition(".")[0]) > 1 else str(values[kind])
