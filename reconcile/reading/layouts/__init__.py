"""Layouts that a document may have where no ordinary table is found in it, each read into rows of cells.

Every module proposes one kind of layout; ``choosing`` weighs what comes out of each, and the best one wins.
"""
