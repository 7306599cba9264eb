"""The reference part of the page on writing rules, made from what the code knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reconcile.auditing.database import MACROS, word_lists
from reconcile.auditing.markdown import table
from reconcile.auditing.tables import TABLES
from reconcile.resources import vocabulary


def rules_reference() -> str:
    """Markdown: the fact tables with every column, the functions, the word lists and the thresholds."""
    functions: Mapping[str, Sequence[str]] = vocabulary("functions")["allowed"]
    parts = ["## Fact tables", _CONVENTIONS]
    for facts in TABLES.values():
        rows = [(f"`{column.name}`", column.type, column.doc) for column in facts.columns]
        parts += [f"### {facts.name}", facts.doc, table(("column", "type", "holds"), rows)]
    parts += ["## Functions", "Beside the operators, a rule may call"]
    parts += [table(("function", "gives"), [(f"`{name}`", doc) for name, doc in MACROS.items()]), "and of SQL:"]
    parts += [table(("for", "functions"), [(group, ", ".join(names)) for group, names in functions.items()])]
    parts += ["## Words", "The lists that `says` knows, from `rules/vocabulary/auditing.toml`."]
    parts += [table(("list", "words"), [(f"`{name}`", ", ".join(words)) for name, words in word_lists().items()])]
    parts += ["## Thresholds", "The rows of `thresholds`, from `rules/vocabulary/thresholds.toml`."]
    figures = [
        (f"`{section}.{name}`", str(value))
        for section, values in vocabulary("thresholds").items()
        for name, value in values.items()
    ]
    parts += [table(("name", "value"), figures)]
    return "\n\n".join(parts) + "\n"


_CONVENTIONS = """\
Values are in base scale (15亿元 is 1500000000, 5.5% is 5.5). Text is never NULL: where there is none it is `''`; the
ids `target_id` and `outcome_id` are NULL where a row belongs to no target or no outcome; numbers are NULL where there
is none.
Columns named `cite` or ending in `_cite` are for `citations` only."""
