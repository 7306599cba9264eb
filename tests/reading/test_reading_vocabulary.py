"""The words that real documents use for their columns and for what was done, each read as a reader takes it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reconcile.reading.claims import known_claim, read_claim
from reconcile.reading.roles import heading_role

WORDS = tomllib.loads((Path(__file__).parent / "vocabulary.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("role", "heading"), [(role, word) for role, words in WORDS["headings"].items() for word in words]
)
def test_heading(role: str, heading: str) -> None:
    assert heading_role(heading) == role


@pytest.mark.parametrize(("kind", "cell"), [(kind, word) for kind, words in WORDS["claims"].items() for word in words])
def test_claim(kind: str, cell: str) -> None:
    assert read_claim(cell) == kind


def test_a_column_of_such_words_is_known_for_one_of_claims() -> None:
    words = [word for words in WORDS["claims"].values() for word in words if word and not any(map(str.isdigit, word))]
    assert [word for word in words if not known_claim(word)] == ["已改为东城校区"]
