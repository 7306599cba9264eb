"""Loads the rules that ship with the program and those of further packs: folders of TOML files, one rule a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from reconcile.auditing.checking import check_rules
from reconcile.auditing.confinement import load_confined
from reconcile.auditing.packs import pack_files, pack_limits
from reconcile.auditing.rule import Rule
from reconcile.auditing.rule_files import read_rule
from reconcile.errors import RuleError
from reconcile.resources import resource_dir


def load_rules(packs: Sequence[Path] = (), *, examples: bool = True) -> tuple[Rule, ...]:
    """The rules that ship with the program, then those of further packs (folders), each pack by rule id.

    Raises ``RuleError`` with the file and the line for anything broken: a part missing or unknown, a placeholder that
    the SELECT has no column for, SQL that is not one SELECT over the fact tables, a rule id given twice. The SQL of
    the rules that ship is not parsed here, which would cost every run a tenth of a second: ``check_rules`` does so in
    the tests, and what the database or a message makes of it is checked when it runs. Packs are parsed and checked in
    a process of their own, with the limits of ``rules/vocabulary/packs.toml``. Without ``examples``, those of the rules
    that ship are left out, which is all that a run needs.
    """
    rules = {rule.id: rule for rule in _own_rules(examples)}
    limits = pack_limits()
    for folder in packs:
        for rule in load_confined(pack_files(folder, limits=limits), limits):
            if rule.id in rules:
                raise RuleError(
                    f"the rule {rule.id!r} is already defined in {rules[rule.id].path}",
                    document=rule.path,
                    line=1,
                    remedy="give this one another id and file name",
                )
            rules[rule.id] = rule
    return tuple(rules.values())


def load_pack(folder: Path) -> tuple[Rule, ...]:
    """The rules of one folder alone, which may be the one that ships: then its SQL is checked, too.

    Raises ``RuleError`` as ``load_rules`` does.
    """
    if folder.resolve() == _own_folder().resolve():
        rules = _own_rules(examples=True)
        check_rules(rules)
        return rules
    return tuple(rule for rule in load_rules([folder]) if rule.confined)


def _own_folder() -> Path:
    return resource_dir("rules") / "audit"


# They ship with the program, so that many runs of one process read them once.
@cache
def _own_rules(examples: bool) -> tuple[Rule, ...]:
    return tuple(read_rule(path, text, examples=examples) for path, text in pack_files(_own_folder()))
