"""Vocabulary words as patterns: alternations of literals, longest first, each with the characters it may not touch."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

_NONE: Mapping[str, str] = {}


@cache
def vocabulary(name: str) -> dict[str, Any]:
    """One vocabulary of ``rules/vocabulary``; what reads files is loaded with the first, so that importing is cheap."""
    from reconcile import resources

    return resources.vocabulary(name)


def alternation(
    words: Iterable[str], not_before: Mapping[str, str] = _NONE, not_after: Mapping[str, str] = _NONE
) -> str:
    """A pattern that matches the longest of ``words``, where ``not_before`` and ``not_after`` let it stand.

    Every branch begins with a literal, another than any other branch does, so that a search skips quickly to the
    places where a word can begin and tries few words there; none repeats anything, so that it takes a bounded number of
    steps at each.
    """
    branches: dict[str, list[str]] = {}
    for word in sorted(dict.fromkeys(words), key=lambda word: (-len(word), word)):
        first = re.escape(word[0])
        branch = _branch(word, not_before.get(word, ""), not_after.get(word, ""))
        branches.setdefault(first, []).append(branch.removeprefix(first))
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in branches.items())


def _branch(word: str, not_before: str, not_after: str) -> str:
    branch = re.escape(word)
    if not_before:
        branch += f"(?![{re.escape(not_before)}])"
    if not_after:
        # the look-behind stands last, so that the branch still begins with a literal
        branch += f"(?<![{re.escape(not_after)}]{re.escape(word)})"
    return branch


def endings(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words by their last character, longest first, to find which of them a stretch of text ends with."""
    grouped: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        grouped.setdefault(word[-1], []).append(word)
    return {last: tuple(sorted(group, key=lambda word: (-len(word), word))) for last, group in grouped.items()}


def beginnings(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words by their first character, longest first."""
    grouped: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        grouped.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(group, key=lambda word: (-len(word), word))) for first, group in grouped.items()}


def beginning(text: str, at: int, words: Mapping[str, tuple[str, ...]]) -> str:
    """The longest of ``words`` (as grouped by ``beginnings``) that starts at ``at``."""
    for word in words.get(text[at : at + 1], ()):
        if text.startswith(word, at):
            return word
    return ""


def ending(text: str, at: int, words: Mapping[str, tuple[str, ...]], start: int = 0) -> str:
    """The longest of ``words`` (as grouped by ``endings``) that stands right before ``at`` and not before ``start``.

    >>> ending("装机达到", 4, endings(["达到", "到"]))
    '达到'
    """
    if at > start:
        for word in words.get(text[at - 1], ()):
            if at - len(word) >= start and text.startswith(word, at - len(word)):
                return word
    return ""
