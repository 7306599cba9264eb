"""Runs a fuzz target from seeds made by code, for so many seconds, and says what it found."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from fuzz.damage import damage_text
from fuzz.seeds import dictionary, write_seeds

# Seconds after which one input counts as hanging, and megabytes of memory that are too many.
HANGS_AFTER = 10
MOST_MEGABYTES = 2048
PACKAGES = ("reconcile.reading", "reconcile.quantities")


def drive(check: Callable[[bytes], int | None], seeds: Iterator[bytes], most_bytes: int) -> None:
    """Fuzz ``check`` with what the command line says; the process ends with the status of libFuzzer.

    ``check`` raises for an input that breaks an invariant. Half of the inputs are changed as documents are damaged,
    half as libFuzzer and the dictionary of the vocabularies would.
    """
    import atheris

    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long to run (default: 60)")
    parser.add_argument("--keep", type=Path, help="folder that keeps the inputs found, and is started from again")
    parser.add_argument("--found", type=Path, default=Path(), help="folder for inputs that fail (default: here)")
    arguments, inputs = parser.parse_known_args()

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        text = data.decode("utf-8", "ignore") if seed % 2 else ""
        changed = damage_text(text, Random(seed)).encode() if text else atheris.Mutate(data, most)
        return bytes(changed[:most])

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "words.dict").write_text(dictionary(), encoding="ascii")
        corpus = arguments.keep or folder / "kept"
        started = folder / "seeds"
        for each in (corpus, started, arguments.found):
            each.mkdir(parents=True, exist_ok=True)
        print(f"{write_seeds(seeds, started)} seeds", file=sys.stderr)
        options = [
            f"-max_total_time={arguments.seconds}",
            f"-timeout={HANGS_AFTER}",
            f"-rss_limit_mb={MOST_MEGABYTES}",
            f"-max_len={most_bytes}",
            f"-dict={folder / 'words.dict'}",
            f"-artifact_prefix={arguments.found.resolve()}/",
            "-print_final_stats=1",
            "-verbosity=0",
        ]
        # Given files are run once each, to see a failure again.
        where = inputs or [str(corpus), str(started)]
        atheris.Setup([sys.argv[0], *options, *where], check, custom_mutator=mutate)
        atheris.Fuzz()


def watch() -> None:
    """Import the readers so that what they run is counted as coverage. Call it before anything else imports them."""
    import atheris

    with atheris.instrument_imports(include=["reconcile"]):
        for name in PACKAGES:
            package = importlib.import_module(name)
            for module in pkgutil.walk_packages(package.__path__, f"{name}."):
                importlib.import_module(module.name)
