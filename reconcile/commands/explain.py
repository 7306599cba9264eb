"""The command ``reconcile explain``: why one target was matched and judged so."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from reconcile.commands.options import (
    AsOf,
    ConfigFile,
    Decisions,
    Files,
    LangOption,
    Packs,
    TextOrJson,
    Today,
    WorkReport,
)
from reconcile.commands.running import reconcile_files
from reconcile.errors import ReconcileError


def explain(
    target_id: Annotated[str, typer.Argument(help="The target's id as printed in the plan, such as 133.")],
    files: Files,
    report: WorkReport = None,
    as_of: AsOf = None,
    lang: LangOption = None,
    rules: Packs = None,
    config: ConfigFile = None,
    today: Today = None,
    decisions: Decisions = None,
    format: Annotated[TextOrJson, typer.Option(help="How the explanation is printed.")] = TextOrJson.text,
) -> None:
    """Why one target was matched and judged so: weights, runner-up, numbers weighed, rules that fired."""
    from reconcile.reporting.explanation import explain_item

    result = reconcile_files(
        files, report=report, as_of=as_of, lang=lang, rules=rules, config=config, today=today, decisions=decisions
    )
    item = next((item for item in result.items if item.target.id == target_id), None)
    if item is None:
        known = f"{result.items[0].target.id} to {result.items[-1].target.id}"
        raise ReconcileError(
            f"there is no target {target_id!r}", document=files[0].as_posix(), remedy=f"its targets run from {known}"
        )
    if format is TextOrJson.json:
        from reconcile.reporting.explanation_json import render_explanation_json

        sys.stdout.write(render_explanation_json(result, item.target.id))
        return
    promises = [each for each in result.commitments if target_id in each.targets]
    decided = [each for each in result.decisions if each.decision.target == target_id]
    sys.stdout.write(explain_item(item, lang.value if lang else result.lang, result.as_of, promises, decided))
