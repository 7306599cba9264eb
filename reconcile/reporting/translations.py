"""The words of the reports in both languages: ``reports/translations/zh.toml`` and ``en.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from reconcile.errors import RuleError
from reconcile.model import Language
from reconcile.quotation import nested
from reconcile.resources import resource_dir

Translate = Callable[..., str]


@cache
def catalogue(lang: Language) -> Mapping[str, str | dict[str, str]]:
    """All wordings of one language by dotted key; one with a plural is a mapping of "one" and "other".

    Raises ``RuleError`` with the file where it is missing or broken.
    """
    path = resource_dir("reports") / "translations" / f"{lang}.toml"
    try:
        with path.open("rb") as stream:
            return dict(_flat(tomllib.load(stream), ""))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"the translations cannot be read: {error}", document=str(path)) from error


def _flat(table: dict[str, Any], prefix: str) -> list[tuple[str, str | dict[str, str]]]:
    wordings: list[tuple[str, str | dict[str, str]]] = []
    for key, value in table.items():
        if isinstance(value, dict) and set(value) != {"one", "other"}:
            wordings += _flat(value, f"{prefix}{key}.")
        else:
            wordings.append((f"{prefix}{key}", value))
    return wordings


def translate(lang: Language, key: str, **values: object) -> str:
    """The wording of ``key`` with ``values`` put in; ``n`` chooses between one and more.

    >>> translate("en", "count.targets", n=1), translate("en", "count.targets", n=1200)
    ('1 target', '1,200 targets')
    """
    wording = catalogue(lang)[key]
    if isinstance(wording, dict):
        wording = wording["one" if values["n"] == 1 else "other"]
    return nested(wording.format(**values))


def translator(lang: Language) -> Translate:
    """``translate`` for one language: called with a key and its values."""
    return partial(translate, lang)
