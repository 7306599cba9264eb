"""A reconciliation of a document that tries everything: markup, script, templates, formulas, controls, long words."""

from __future__ import annotations

from decimal import Decimal

from reconcile import model as m

SCRIPT = "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>"
TEMPLATE = "{{ 7*7 }}{% raw %}{{config}}</style></script>-->]]><svg onload=window.hacked=1>"
LONG = "永" * 400 + "W" * 400
EMOJI = "👩‍👩‍👧‍👦🏳️‍🌈 完成 \u202e逆向\u202c \x00\x07\x1b[31m红\x1b[0m"
FORMULA = '=HYPERLINK("http://example.invalid","1")'
MARKDOWN = "| a | **b** [c](javascript:alert(1)) `d` @someone #12 ![e](http://example.invalid/e.png)\n# heading\n---"
ID = "1\"'><script>window.hacked=1</script> \t/../%2e"
TEXTS = (SCRIPT, TEMPLATE, LONG, EMOJI, FORMULA, MARKDOWN)


def _item(number: int, text: str) -> m.Item:
    planned = m.Passage(text, "<b>.txt", number + 1, 1)
    told = m.Passage(text + "1500张" + text, "<b>.txt", number + 1, 5000)
    id = ID if number == 0 else f"{number}"
    outcome = m.Outcome(
        id, planned, (m.Response(text, (m.Owner(text, "lead"),), told, "done", text, text),), "done", text, text
    )
    cited = planned.cite(0, 3)
    goal = m.Goal(1, text, "ge", Decimal(1500), "<u>张", cited)
    answer = m.Achievement(Decimal(10), "<u>张", "cumulative", id, told.cite(len(text), len(text) + 5))
    message = m.Message(text, text)
    return m.Item(
        m.Target(id, planned, (text,), (m.Owner(text),), text),
        (outcome,),
        m.Match(id, (id,), "review", "one", m.MatchParts(1, 2, 3, 4), 0.5, 1.0, m.RunnerUp(text, 2.0), message),
        (m.JudgedGoal(goal, answer, "short", 0.007, message),),
        "quantified",
        (m.ResponseAssessment(id, 0, "quantified"),),
        (m.Drift("text", id, cited, cited, message),),
        m.Milestone(text, text, 1, 2, cited, cited, cited),
        (
            m.Finding(f"rule-{text[:20]}", "error", "high", message, (cited,), "f", id, id, m.Waiver(text, text)),
            m.Finding("shortfall", "error", "low", message, (cited, told.cite()), "g", id, id),
        ),
    )


def hostile() -> m.Reconciliation:
    """Every text of it is hostile, wherever a text can stand."""
    message = m.Message(SCRIPT, SCRIPT)
    passage = m.Passage(SCRIPT + EMOJI, "<b>.txt", 1, 1)
    document = m.Document(
        "<b>.txt",
        "plan",
        "0" * 64,
        SCRIPT,
        TEMPLATE,
        SCRIPT,
        SCRIPT,
        SCRIPT,
        None,
        6,
        (m.Diagnostic("kind", message, passage.cite(), (SCRIPT,)),),
        m.Accounting(1, 1, 1, 1, 1),
        (passage,),
    )
    items = tuple(_item(number, text) for number, text in enumerate(TEXTS))
    return m.Reconciliation(
        m.Tool("reconcile", SCRIPT, "0" * 64),
        (document, m.Document("b.txt", "outcome", "0" * 64, "utf-8", LONG)),
        None,
        items,
        (items[0].outcomes[0],),
        (m.Commitment(passage, SCRIPT, (ID,), "edited"),),
        (m.Finding("r", "warning", "high", message, (passage.cite(),), "h", None, ID),),
        (message,),
    )
