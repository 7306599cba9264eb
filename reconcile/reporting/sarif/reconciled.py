"""A Reconciliation as a SARIF log."""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from reconcile.auditing import load_rules
from reconcile.model import Document, Language, Reconciliation
from reconcile.reporting.sarif.log import render_log
from reconcile.reporting.sarif.values import Artifact, Notification, Told, result_of
from reconcile.reporting.showing import shown_file


def render_sarif(reconciliation: Reconciliation, lang: Language) -> Iterator[str]:
    """The log of one run, its messages in one language; the findings in plan order, those of no target last.

    Rules of packs that are not the program's own are named, and described by their findings alone.
    """
    tool = reconciliation.tool
    pins = {"rules_sha256": tool.rules_sha256, "config_sha256": tool.config_sha256, "as_of": reconciliation.as_of}
    return render_log(
        Told(
            rules=load_rules(examples=False),
            artifacts=[_artifact(document) for document in reconciliation.inputs],
            results=[result_of(finding, shown_file(reconciliation.inputs)) for finding in reconciliation.all_findings],
            notifications=[Notification("info", notice) for notice in reconciliation.notices],
            lang=lang,
            hashes=[(name, value) for name, value in pins.items() if value],
        )
    )


def _artifact(document: Document) -> Artifact:
    charset = _charset(document.encoding)
    return Artifact(document.path, document.role, document.sha256, charset, text=document.text or None)


def _charset(encoding: str) -> str:
    """The name that an encoding is registered by, "" for what is none (a workbook).

    >>> _charset("utf-8-sig"), _charset("gb18030"), _charset("xlsx")
    ('UTF-8', 'GB18030', '')
    """
    try:
        return codecs.lookup(encoding.removesuffix("-sig")).name.upper()
    except LookupError:
        return ""
