"""What fuzzing starts from: cuts of the published documents, the layouts of the tests, the words of vocabularies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAYOUTS = ROOT / "tests" / "reading" / "layouts"
CUT = 12
MOST_WORD = 24
ENCODINGS = ("gb18030", "big5", "utf-16", "utf-8-sig")


def published_cuts() -> Iterator[tuple[str, str]]:
    """Each published document in parts of some lines under its own headings, with a name."""
    for path in sorted(ROOT.glob("data/heze-*/*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        heads = [line for line in lines if line.lstrip("| ").startswith("序号")][:1]
        for at in range(0, len(lines), CUT):
            part = lines[at : at + CUT]
            yield f"{path.stem}-{at:03}", "\n".join(part if heads and heads[0] in part else heads + part)


def layouts() -> Iterator[tuple[str, str]]:
    """The small documents in each layout, with a name."""
    for path in sorted(LAYOUTS.iterdir()):
        if path.suffix in (".txt", ".md", ".json"):
            yield path.stem, path.read_text(encoding="utf-8")


def reader_seeds() -> Iterator[bytes]:
    """Documents for the text reader, some of them in other encodings and as comma-separated values."""
    for number, (_, text) in enumerate((*layouts(), *published_cuts())):
        yield text.encode()
        encoding = ENCODINGS[number % len(ENCODINGS)]
        yield text.encode(encoding, errors="replace")
        if "\t" in text:
            yield text.replace(",", "，").replace("\t", ",").encode()


def quantity_seeds() -> Iterator[bytes]:
    """Sentences and cells of the published documents, and the phrases of the tests."""
    for _, text in published_cuts():
        for piece in re.split(r"[\n\t|。]+", text):
            if piece.strip():
                yield piece.strip().encode()
    for path in sorted((ROOT / "tests" / "quantities").glob("*.toml")):
        for word in _words(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield word.encode()


def dictionary() -> str:
    """The words of the vocabularies, as libFuzzer reads a dictionary."""
    words: set[str] = set()
    for path in sorted((ROOT / "rules" / "vocabulary").glob("*.toml")):
        words.update(_words(tomllib.loads(path.read_text(encoding="utf-8"))))
    entries = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in sorted(words)]
    return "".join(f'"{entry}"\n' for entry in entries if 0 < len(entry) <= 4 * MOST_WORD)


def write_seeds(seeds: Iterator[bytes], folder: Path) -> int:
    """Write each seed to a file of its own; the number of them."""
    number = 0
    for number, seed in enumerate(dict.fromkeys(seeds), 1):
        (folder / f"{number:05}").write_bytes(seed)
    return number


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (word for each in value.items() for part in each for word in _words(part))
    elif isinstance(value, list):
        yield from (word for each in value for word in _words(each))
