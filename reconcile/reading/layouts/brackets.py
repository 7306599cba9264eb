"""Owners in brackets at the end of a target (市住建局牵头，市财政局配合)."""

from __future__ import annotations

from reconcile.reading.cells import is_owner
from reconcile.reading.layouts.cuts import Cut
from reconcile.reading.layouts.segments import sub
from reconcile.resources import vocabulary

_PAIRS = {"）": "（", ")": "(", "】": "【", "]": "["}
_ENDS = "。.；;"


def owners_at_end(part: Cut) -> tuple[Cut, Cut | None]:
    """A target without the owners in brackets that end it, and those (None where none are).

    >>> name, owners = owners_at_end(Cut("新增床位500张。（市民政局牵头，各县区配合）", 1, 1))
    >>> name.text, owners.text
    ('新增床位500张。', '市民政局牵头，各县区配合')
    >>> owners_at_end(Cut("完成投资12亿元（含设备）", 1, 1))[1] is None
    True
    """
    text = part.text.rstrip(_ENDS + " ")
    if not text or text[-1] not in _PAIRS:
        return part, None
    opening, depth = -1, 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] in _PAIRS) - (text[place] in _PAIRS.values())
        if depth == 0:
            opening = place
            break
    if opening < 0:
        return part, None
    inner = sub(part, opening + 1, len(text) - 1)
    words = vocabulary("layouts")["owners"]["words"]
    if not inner.text or not (is_owner(inner.text) or any(word in inner.text for word in words)):
        return part, None
    return sub(part, 0, opening), inner
