"""Runs the examples of rules: those of the program in this process, those of packs confined."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.auditing.confinement import confined_examples
from reconcile.auditing.examples import FailedExample, failed_examples
from reconcile.auditing.rule import Rule


def run_examples(rule: Rule) -> list[FailedExample]:
    """The examples of a rule that do not behave; each prints as one line with the file and the line.

    Raises ``RuleError`` where the rule's SQL fails on the facts of an example.
    """
    return try_rules([rule])[0]


def try_rules(rules: Sequence[Rule]) -> list[list[FailedExample]]:
    """What ``run_examples`` gives for each of the rules."""
    strangers = [rule for rule in rules if rule.confined]
    confined = iter(confined_examples(strangers) if strangers else ())
    return [next(confined) if rule.confined else failed_examples(rule) for rule in rules]
