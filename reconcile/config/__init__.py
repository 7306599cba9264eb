"""A project's own settings: ``reconcile.toml``, or the table ``[tool.reconcile]`` of a ``pyproject.toml``.

``find_config`` finds the file, ``read_config`` reads it; what the settings do to a run is in ``applying``.
``reporting/reconcile-config.schema.json`` describes the same file for editors, and a test holds the two together.
"""

from __future__ import annotations

from reconcile.config.files import find_config
from reconcile.config.reading import read_config
from reconcile.config.values import Config, Pair, WaiverEntry

__all__ = ["Config", "Pair", "WaiverEntry", "find_config", "read_config"]
