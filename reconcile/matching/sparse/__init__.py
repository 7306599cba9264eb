"""Matching of large tables: the same evidence, weighed only for pairs that a sparse index proposes.

Time and memory grow about linearly with the rows: every row asks the index with its rarest character n-grams, owners
and figures, up to a fixed number of looked-up rows; only what comes back is weighed, in arrays instead of objects.
"""
