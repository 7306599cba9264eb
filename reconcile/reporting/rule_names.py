"""The short names of the audit rules, for people; a rule of a pack that is not ours is called by its id."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from reconcile.model import Language
from reconcile.resources import resource_dir


@cache
def rule_names(lang: Language) -> Mapping[str, str]:
    """The name of every rule that ships, by its id.

    Only the names are read here: whether a rule is sound is for the run that applied it to say.
    """
    names = {}
    for path in sorted((resource_dir("rules") / "audit").glob("*.toml")):
        with path.open("rb") as stream:
            rule = tomllib.load(stream)
        names[rule["id"]] = rule["name"][lang]
    return names


def rule_name(rule: str, lang: Language) -> str:
    """What a rule is called in a report."""
    return rule_names(lang).get(rule, rule)
