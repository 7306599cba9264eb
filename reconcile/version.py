"""The program's name and version, as printed in every output."""

from __future__ import annotations

NAME = "reconcile"
VERSION = "0.1.0"
