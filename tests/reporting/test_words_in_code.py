"""What reports say stands in the catalogue of both languages, not in the code in one of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reconcile import reporting

FOLDER = Path(reporting.__file__).parent
MODULES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.py"))
# The reference of rules is English with the Chinese name beside each; the others are a field that programs read and
# the remedy of an error.
ENGLISH = frozenset(
    {" Draws its lines at ", "the folder that the program was run in", "see the variable GITHUB_STEP_SUMMARY"}
)
# Scale words of numbers, bounds of the Chinese characters, the name of a language in its own.
CHINESE = frozenset({"亿", "万", "一", "\u9fff", "中文"})


def strings(module: str) -> Iterator[str]:
    """The text in the code of a module, without docstrings and the messages of errors."""
    tree = ast.parse((FOLDER / module).read_text(encoding="utf-8"))
    apart: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            apart.add(id(node.value))
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id.endswith("Error"):
            apart |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in apart:
            yield node.value


@pytest.mark.parametrize("module", MODULES)
def test_no_chinese_sentence_stands_in_the_code(module: str) -> None:
    assert [text for text in strings(module) if re.search("[\u4e00-\u9fff]", text) and text not in CHINESE] == []


def speaks_both_languages(module: str) -> bool:
    return "reporting.translations import" in (FOLDER / module).read_text(encoding="utf-8")


@pytest.mark.parametrize("module", [module for module in MODULES if speaks_both_languages(module)])
def test_no_english_sentence_stands_in_the_code_of_reports_in_both_languages(module: str) -> None:
    # Markup, scripts and policies are no sentences.
    sentences = [text for text in strings(module) if re.search("[a-z]{2,} [a-z]{2,}", text)]
    assert [text for text in sentences if not re.search("[<>\"'=;]", text) and text not in ENGLISH] == []
