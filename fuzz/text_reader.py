"""Fuzzes the reading of text documents: any bytes are read as a plan, a completion report and a work report.

python fuzz/text_reader.py [--seconds N] [--keep FOLDER] [--found FOLDER] [FILE...]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from fuzz.driving import drive, watch
from fuzz.seeds import reader_seeds

MOST_BYTES = 6000
# Formats that are read by other programs' code, partly in a process of their own: their bytes are not fuzzed here.
BINARY = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0")


def main() -> None:
    """Fuzz until the time is over or an invariant is broken."""
    watch()
    from fuzz.invariants import check_text_reading

    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"document{ending}" for ending in (".txt", ".csv", ".md", ".tsv")]

        def check(data: bytes) -> int | None:
            if not data or b"%PDF" in data or data.startswith(BINARY):
                return -1
            # The ending is one of four, by the content, so that an input fails again when it is run alone.
            path = paths[sum(data) % len(paths)]
            path.write_bytes(data)
            check_text_reading(path)
            return None

        drive(check, reader_seeds(), MOST_BYTES)


if __name__ == "__main__":
    main()
