"""How sure a share is: its confidence interval, by Wilson's score method."""

from __future__ import annotations

from math import sqrt

# The two-sided 95% point of the normal distribution.
_Z = 1.959964


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95% interval of the share ``part`` of ``whole``, as two numbers 0…1; (0, 1) of nothing.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927): it stays
    within 0…1 and is honest of small counts, where the usual interval is not.

    >>> [round(end, 3) for end in wilson(3, 10)], [round(end, 3) for end in wilson(1, 1)], wilson(0, 0)
    ([0.108, 0.603], [0.207, 1.0], (0.0, 1.0))
    """
    if whole == 0:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z / whole
    middle = (share + square / 2) / (1 + square)
    half = sqrt(square * (share * (1 - share) + square / 4)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
