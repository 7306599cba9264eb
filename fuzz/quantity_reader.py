"""Fuzzes the reading of quantities: any text gives quantities that are cut from it exactly, or none.

python fuzz/quantity_reader.py [--seconds N] [--keep FOLDER] [--found FOLDER] [FILE...]
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuzz.driving import drive, watch
from fuzz.seeds import quantity_seeds

MOST_BYTES = 1200


def main() -> None:
    """Fuzz until the time is over or an invariant is broken."""
    watch()
    from fuzz.invariants import check_quantities

    def check(data: bytes) -> None:
        check_quantities(data.decode("utf-8", "replace"))

    drive(check, quantity_seeds(), MOST_BYTES)


if __name__ == "__main__":
    main()
