"""Which severities fail: what ``--fail-on`` means, for exit statuses and for reports that have failures in them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from reconcile.model import Severity

FailOn = Literal["error", "warning", "never"]

FAILING: Mapping[FailOn, tuple[Severity, ...]] = MappingProxyType(
    {"error": ("error",), "warning": ("error", "warning"), "never": ()}
)
