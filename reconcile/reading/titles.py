"""The prose around a table → title, issuer, number and date of the document, and the day it speaks for."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from typing import NamedTuple

from reconcile.resources import vocabulary
from reconcile.variants import simplified

_GAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) | (?=[\u3000-\u9fff\uff00-\uffef])")
# A line of more letters that stand apart from each other was spaced out.
_SPACED_OUT = 6
_DATE = re.compile(r"(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_CHINESE_YEAR = re.compile("[〇○零一二三四五六七八九]{4}(?=年)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
# A year that ends in the next one (2022–23, 2022/23).
_FISCAL_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2} ?[-—–/] ?\d{2}(?!\d)")
_MONTHS = re.compile(r"(?:(\d{1,2})月?\s*[-—–~至到]\s*)?(\d{1,2})月(?:份|底|末)?(?!\d{1,2}日)")
_UNTIL_DAY = re.compile(r"(?:截至|截止|as of|至)\D{0,3}(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})", re.IGNORECASE)
_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# The last day of an English period (year ended 31 March 2019, as at 30 June 2020).
_ENGLISH_DAY = re.compile(
    r"(?:end(?:ed|ing)?|to|at|of|until) (\d{1,2}) (January|February|March|April|May|June|July|August|September|October|"
    r"November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) (\d{4})",
    re.IGNORECASE,
)
_ENGLISH_PERIOD = re.compile(r"(?<![a-z0-9])(year end|full year|half year|h[12]|q[1-4])(?![a-z0-9])", re.IGNORECASE)

# The numbered heading of a part is no title (一、主要指标完成情况).
_PART = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")


class Heading(NamedTuple):
    """What a document says of itself; each is "" (``as_of`` None) where it says nothing."""

    title: str = ""
    issuer: str = ""
    number: str = ""
    date: str = ""
    as_of: str | None = None


def read_heading(above: Sequence[str], below: Sequence[str] = ()) -> Heading:
    """What the lines above and below the first table say of the document.

    >>> heading = read_heading(["# 某市人民政府 2020 年目标上半年推进情况一览表"])
    >>> heading.title, heading.issuer, heading.as_of
    ('某市人民政府2020年目标上半年推进情况一览表', '某市人民政府', '2020-06-30')
    """
    lines = [plain for text in above if (plain := plain_line(text))]
    title = _title(lines)
    date = _date([*lines, *map(plain_line, below)])
    return Heading(
        title,
        _issuer([*lines, *map(plain_line, below)], title),
        next((number for line in lines if (number := _number(line))), ""),
        date,
        as_of(title) or _year_end(title, date),
    )


def plain_line(text: str) -> str:
    """A line without markup and without the blanks that stand next to Chinese characters.

    >>> plain_line("# 市政府 2023 年责任目标 分工方案")
    '市政府2023年责任目标分工方案'
    >>> plain_line("某 市 2 0 2 2 年 完 成 情 况")
    '某市2022年完成情况'
    """
    words = text.split()
    if len(words) > _SPACED_OUT and all(len(word) == 1 for word in words):
        return "".join(words)
    return _GAP.sub("", " ".join(text.strip().lstrip("#>* ").rstrip("* ").split()))


def as_of(title: str) -> str | None:
    """The last day of the period that a title names, as ISO date, or None.

    >>> as_of("2023年度目标完成情况"), as_of("２０２４年１—９月进展情况"), as_of("2023年责任目标分工方案")
    ('2023-12-31', '2024-09-30', None)
    """
    title = _usual_digits(simplified(title))
    day = _UNTIL_DAY.search(title)
    if day:
        return _iso(*map(int, day.groups()))
    english_day = _ENGLISH_DAY.search(title)
    if english_day:
        number, month, year_of = english_day.groups()
        return _iso(int(year_of), _MONTH_NAMES.index(month[:3].lower()) + 1, int(number))
    years = _YEAR.findall(title)
    if not years:
        return None
    year = int(years[-1])
    months = _MONTHS.search(title)
    if months and 1 <= int(months.group(2)) <= 12:
        month = int(months.group(2))
        return _iso(year, month, calendar.monthrange(year, month)[1])
    period = vocabulary("titles")["period"]
    english = _ENGLISH_PERIOD.search(title)
    if english:
        words = english.group(1)
        return f"{year}-{period.get(words.upper()) or period[words.lower()]}"
    for words in sorted(period, key=len, reverse=True):
        if not words.isascii() and words in title:
            return f"{year}-{period[words]}"
    return None


def _year_end(title: str, date: str) -> str | None:
    """The end of the one year that the title of a completion report names, unless its date shows that it was earlier.

    >>> _year_end("2022年政府工作任务完成情况", ""), _year_end("2022年政府工作任务完成情况", "2022-08-01")
    ('2022-12-31', None)
    """
    title = _usual_digits(title)
    years = set(years_in(title))
    lower = simplified(title).lower()
    if len(years) != 1 or _FISCAL_YEAR.search(title):
        return None
    if not any(word in lower for word in vocabulary("titles")["completion"]["words"]):
        return None
    end = f"{years.pop()}-12-31"
    return None if date and date[:4] == end[:4] and date < end else end


def years_in(text: str) -> tuple[int, ...]:
    """The years that a text names, in its order.

    >>> years_in("2022年完成情况与2023年目标"), years_in("完成20230户")
    ((2022, 2023), ())
    """
    return tuple(map(int, _YEAR.findall(text)))


def _usual_digits(text: str) -> str:
    """A text whose full-width digits, and years in Chinese numerals, are written in the usual digits."""
    return _CHINESE_YEAR.sub(lambda found: found.group().translate(_CHINESE_DIGITS), text.translate(_FULL_WIDTH))


def _title(lines: Sequence[str]) -> str:
    rules = vocabulary("titles")["title"]
    ends = ("。", "；", "：")
    short = [line for line in lines if len(line) <= rules["longest"] and not line.endswith(ends)]
    short = [line for line in short if not _PART.match(line)] or short
    for line in reversed(short):
        if any(word in simplified(line) for word in rules["words"]):
            return line
    return short[-1] if short else ""


def _issuer(lines: Sequence[str], title: str) -> str:
    """A line that names an office alone; else what the title begins with."""
    rules = vocabulary("titles")["issuer"]
    endings = tuple(rules["endings"])
    for line in lines:
        name = line
        for word in rules["letterhead"]:
            name = name.removesuffix(word)
        if 4 <= len(name) <= rules["longest"] and simplified(name).endswith(endings):
            return name
    for ending in endings:
        place = simplified(title).find(ending)
        if place > 0 and place + len(ending) <= rules["longest"]:
            name = title[: place + len(ending)]
            if len(name) >= 4:
                return name
    return ""


def _number(line: str) -> str:
    """The number under which a document was issued (某政发〔2023〕1号)."""
    rules = vocabulary("titles")["number"]
    for opening, closing in rules["brackets"]:
        pattern = rf"[\u4e00-\u9fff]{{1,10}}{re.escape(opening)}\d{{4}}{re.escape(closing)}\d{{1,5}}{rules['ending']}"
        found = re.search(pattern, simplified(line))
        if found:
            return line[slice(*found.span())]
    return ""


def _date(lines: Sequence[str]) -> str:
    """The first day that stands alone on a line, or in a short one, as ISO date."""
    for line in lines:
        found = _DATE.search(line)
        if found and len(line) <= 40:
            return _iso(*map(int, found.groups())) or ""
    return ""


def _iso(year: int, month: int, day: int) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return f"{year:04}-{month:02}-{day:02}"
