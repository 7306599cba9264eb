"""Reviewers' decisions: reads them from files, settles them among each other, and holds a run to them.

``files.read_decisions`` reads what a file holds, ``settling`` says which of them stand, ``matches`` what they do to the
matching and ``applying`` to its result. Nothing is imported here: a run without decisions does not pay for them.
"""
