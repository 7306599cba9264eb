"""The command ``reconcile rules``: the audit rules, one of them, or a test of a pack."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reconcile.commands.options import EXIT_FINDINGS, ConfigFile, LangOption, Packs, TextOrJson
from reconcile.errors import ReconcileError

if TYPE_CHECKING:
    from reconcile.model import Language


def rules(
    id: Annotated[
        str | None, typer.Argument(help="One rule, such as shortfall; or test, to run the examples of a pack.")
    ] = None,
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The pack to test.")] = None,
    rules: Packs = None,
    config: ConfigFile = None,
    lang: LangOption = None,
    format: Annotated[TextOrJson, typer.Option(help="How the rules, or the results of a test, are printed.")] = (
        TextOrJson.text
    ),
) -> None:
    """The audit rules, one rule with its reasons and examples, or a test of a pack: reconcile rules test DIR.

    The severities are those of the project. A test prints a line for each rule and exits with 1 where an example fails.
    """
    if id == "test" or folder is not None:
        _test_rules(id, folder, format)
        return
    from reconcile.auditing import load_rules
    from reconcile.config.applying import project_rules
    from reconcile.config.finding import find_config
    from reconcile.config.reading import read_config
    from reconcile.config.values import Config
    from reconcile.reporting.rule_pages import list_rules, render_rules_json, rule_page

    place = config or find_config()
    settings = read_config(place) if place else Config()
    pack = load_rules(rules or [])
    project_rules(settings, pack)
    language: Language = lang.value if lang else "en"
    if id is None and format is TextOrJson.json:
        sys.stdout.write(render_rules_json(pack, settings.severities))
        return
    if id is None:
        sys.stdout.write(list_rules(pack, language, settings.severities))
        return
    rule = next((rule for rule in pack if rule.id == id), None)
    if rule is None:
        raise ReconcileError(f"there is no rule {id!r}", remedy="see the names with: reconcile rules")
    if format is TextOrJson.json:
        sys.stdout.write(render_rules_json([rule], settings.severities))
        return
    sys.stdout.write(rule_page(rule, language, settings.severities.get(rule.id)))


def _test_rules(id: str | None, folder: Path | None, format: TextOrJson) -> None:
    from reconcile.auditing import load_pack, try_rules
    from reconcile.reporting.rule_pages import render_tests

    if id != "test" or folder is None:
        raise ReconcileError("one rule, or a test of one folder is asked for", remedy="write: reconcile rules test DIR")
    pack = load_pack(folder)
    failed = try_rules(pack)
    sys.stdout.write(render_tests(pack, failed, format.value))
    if any(failed):
        raise typer.Exit(EXIT_FINDINGS)
