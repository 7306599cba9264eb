"""What of a promise's measure was exchanged for other words on its way into the plan."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

from reconcile.assessment.measures import likeness
from reconcile.matching.text import normalise
from reconcile.resources import vocabulary

# Measures that share less than this are of different things: nothing was exchanged, another number is meant.
_LEAST_ALIKE = 0.25


def exchanged(promised: str, planned: str) -> tuple[str, str]:
    """The words of a promised measure that the plan gave up and those that it has instead; ("", "") where it kept it.

    Words that were only left out or added count where they say of what level or part it is (市县级 → 市级).

    >>> exchanged("农村千兆速率固定网络端口", "农村百兆速率固定网络端口")
    ('千', '百')
    >>> exchanged("市县级储备粮", "市级储备粮")
    ('县', '')
    >>> exchanged("院士合作协同创新中心", "院士协同创新中心"), exchanged("水利工程建设投资", "水利设施投资")
    (('', ''), ('', ''))
    """
    one, other = _plain(promised), _plain(planned)
    if not one or not other or one == other or likeness(promised, planned) < _LEAST_ALIKE:
        return "", ""
    gone, new = [], []
    for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind != "equal":
            gone.append(one[a:b])
            new.append(other[c:d])
    left, instead = "".join(gone), "".join(new)
    if Counter(left) == Counter(instead):
        return "", ""
    scopes = vocabulary("tracing")["altered"]["scope"]
    if (left and instead) or any(each in scopes for each in (*gone, *new)):
        return left, instead
    return "", ""


def _plain(measure: str) -> str:
    """A measure without the words that do not tell measures apart."""
    text = normalise(measure)
    for word in vocabulary("tracing")["altered"]["empty"]:
        text = text.replace(word, "")
    return text
