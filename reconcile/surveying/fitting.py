"""How well documents fit each other, by their words."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = re.compile(r"[\W_]+")
_SAMPLE = 60
_ALIKE = 60
_WITHIN = 75


def restated_share(texts: Sequence[str], targets: Sequence[str]) -> float:
    """The share 0…1 of ``texts`` (an even sample of them) that restate one of ``targets``.

    >>> restated_share(["新增养老床位1500张", "建成公园3处"], ["1.新增养老床位1500张以上", "改造道路10条"])
    0.5
    """
    from rapidfuzz import fuzz, process

    known = [_plain(target) for target in targets]
    sample = _sample(texts)
    hits = sum(
        process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None
        for text in map(_plain, sample)
    )
    return hits / len(sample) if sample else 0.0


def traced_share(targets: Sequence[str], promises: Sequence[str]) -> float:
    """The share 0…1 of ``targets`` (an even sample of them) that stand within one of ``promises``."""
    from rapidfuzz import fuzz, process

    known = [_plain(promise) for promise in promises]
    sample = _sample(targets)
    hits = sum(
        process.extractOne(text, known, scorer=fuzz.partial_ratio, score_cutoff=_WITHIN) is not None
        for text in map(_plain, sample)
    )
    return hits / len(sample) if sample else 0.0


def _sample(texts: Sequence[str]) -> list[str]:
    if len(texts) <= _SAMPLE:
        return list(texts)
    return [texts[n * len(texts) // _SAMPLE] for n in range(_SAMPLE)]


def _plain(text: str) -> str:
    return _MARKS.sub("", text).lower()
