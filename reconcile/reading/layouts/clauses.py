"""The clauses of a paragraph: between commas where it is Chinese, whole sentences where it is English."""

from __future__ import annotations

import re
from typing import NamedTuple

from reconcile.reading.claims import narrative_claim

_QUOTED = re.compile(r"“[^“”]{5,120}”|「[^「」]{5,120}」|\"[^\"]{5,120}\"")
_SENTENCE_END = re.compile(r"[。！？；;!?]+[”’」』）)]*|\.(?=\s+[A-Z]|\s*\Z)")
_COMMA = re.compile(r"[，,](?!\d{3})|：(?!\d)")
_OPEN, _CLOSE = "“「（(《", "”」）)》"


class Clause(NamedTuple):
    """Where a clause begins and ends, and whether it begins a sentence."""

    start: int
    end: int
    begins: bool


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a paragraph; what stands in brackets or quotation marks is not parted.

    >>> [text[a:b] for text in ["计划12场，实际15场（含县区3场，乡镇9场）。"] for a, b, _ in clauses_of(text)]
    ['计划12场，', '实际15场（含县区3场，乡镇9场）。']
    """
    out: list[Clause] = []
    ends = {found.end(): True for found in _SENTENCE_END.finditer(text)}
    if not text.isascii():
        ends = {**{found.end(): False for found in _COMMA.finditer(text)}, **ends}
    start, depth, begins = 0, 0, True
    for place, sign in enumerate(text, 1):
        depth += (sign in _OPEN) - (sign in _CLOSE and depth > 0)
        if place in ends and (depth == 0 or ends[place]):
            out.append(Clause(start, place, begins))
            start, begins, depth = place, ends[place], 0
    if start < len(text):
        out.append(Clause(start, len(text), begins))
    return [_bare(text, clause) for clause in out if text[clause.start : clause.end].strip()]


def _bare(text: str, clause: Clause) -> Clause:
    words = text[clause.start : clause.end]
    return clause._replace(start=clause.start + len(words) - len(words.lstrip()))


def quoted_end(text: str) -> int:
    """Where a target ends that stands in quotation marks before a word of self-assessment; 0 for any other text.

    >>> text = "“建成公厕30座”未如期完成。目前建成19座。"
    >>> text[quoted_end(text):]
    '未如期完成。目前建成19座。'
    """
    found = _QUOTED.match(text)
    return found.end() if found and narrative_claim(text[found.end() :])[0] != "silent" else 0
