"""Finds, for every target, the outcomes that answer it, whatever their numbers now are.

The weight of a match is a sum of bits, one part for each kind of evidence, as in probabilistic record linkage
(Fellegi and Sunter, 1969): text, owners, shared quantities and place in the order. The assignment is global.
"""

from __future__ import annotations

from reconcile.matching.frames import match_frames
from reconcile.matching.linking import match_outcomes, match_own_rows
from reconcile.matching.pins import Pins
from reconcile.matching.sentences import match_sentences

__all__ = ["Pins", "match_frames", "match_outcomes", "match_own_rows", "match_sentences"]
