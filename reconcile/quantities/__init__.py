"""Quantities in official prose: what a number says, what it counts, and of which kind it is. Usable by itself.

``extract_quantities(text)`` reads numeral → scaled number → figure (with unit and bounds) → quantity in context; each
level is a module. Vocabularies lie in ``rules/vocabulary`` and are read at the first call.
"""

from reconcile.quantities.extract import extract_quantities, quantities_of
from reconcile.quantities.units import compatible, convert, dimension_of

__all__ = ["compatible", "convert", "dimension_of", "extract_quantities", "quantities_of"]
