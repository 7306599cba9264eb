"""Quotation marks inside others: single ones, as Chinese (GB/T 15834) and English have them."""

from __future__ import annotations

import re

_SINGLE = {"“": "‘", "”": "’"}
# A mark that opens before the last one closed; few texts have one, and this is quicker than to count depths.
_INSIDE = re.compile("“[^”“]*“")


def nested(text: str) -> str:
    """A text whose quotation marks inside others are single ones; unchanged where they do not pair.

    >>> nested("目标“发放“如康”贷”不及上年")
    '目标“发放‘如康’贷”不及上年'
    """
    if not _INSIDE.search(text) or text.count("“") != text.count("”"):
        return text
    depth, signs = 0, []
    for sign in text:
        depth += (sign == "“") - (sign == "”" and depth <= 1)
        inner = depth > 1
        signs.append(_SINGLE.get(sign, sign) if inner else sign)
        depth -= sign == "”" and inner
    return "".join(signs) if depth == 0 else text


def quotable(text: str) -> str:
    """A text as it stands between quotation marks that are put round it.

    >>> quotable("发放“如康”贷"), quotable("只有开头“的")
    ('发放‘如康’贷', '只有开头‘的')
    """
    return "".join(_SINGLE.get(sign, sign) for sign in text)
