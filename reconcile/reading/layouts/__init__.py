"""Layouts that a document may have where no ordinary table is found in it, each read into rows of cells.

Every module proposes one kind of layout; ``choosing`` weighs what comes out of each, and the best one wins.
"""

from reconcile.reading.layouts.choosing import PROSE, Found, find_layout, find_prose

__all__ = ["PROSE", "Found", "find_layout", "find_prose"]
