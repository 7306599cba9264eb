from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reconcile.auditing import load_rules, run_examples, run_rules
from reconcile.auditing.reference import rules_reference
from reconcile.reporting.rule_reference import rule_pages
from tests.auditing.builder import item, outcome, reconciliation, target
from tests.truth import ROOT

PAGE = ROOT / "docs" / "writing-rules.md"
START = "<!-- reference: generated from the code by tests/auditing/test_rule_pages.py --regenerate -->"
END = "<!-- end of reference -->"


@pytest.mark.parametrize(
    ("page", "made"),
    [(PAGE, rules_reference), (ROOT / "docs" / "rules.md", lambda: rule_pages(load_rules()))],
    ids=["tables", "rules"],
)
def test_the_reference_is_that_of_the_code(page: Path, made: Callable[[], str], request: pytest.FixtureRequest) -> None:
    text = page.read_text(encoding="utf-8")
    before, after = text.index(START) + len(START), text.index(END)
    if request.config.getoption("--regenerate"):
        text = f"{text[:before]}\n\n{made()}\n{text[after:]}"
        page.write_text(text, encoding="utf-8")
        before, after = text.index(START) + len(START), text.index(END)
    assert text[before:after].strip() == made().strip(), (
        "run: python -m pytest tests/auditing/test_rule_pages.py --regenerate"
    )


def test_the_rule_on_the_page_works_as_it_is_printed(tmp_path: Path) -> None:
    block = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    (tmp_path / "many-owners.toml").write_text(block[1], encoding="utf-8")
    rules = load_rules([tmp_path])
    assert run_examples(rules[-1]) == []
    shared = target("1", "推动重点镇发展", owners=("市财政局", "市教育局", "市商务局", "市水务局"))
    found = run_rules(reconciliation(item(shared, outcome("1", "推动重点镇发展", "有序推进"))), rules).items[0].findings
    said = [finding.message.zh for finding in found if finding.rule == "many-owners"]
    assert said == ["该目标由4个单位共同负责（市财政局、市教育局、市商务局、市水务局），应明确由谁对自报结果负责。"]


def test_the_python_on_the_page_prints_nothing_for_sound_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = PAGE.read_text(encoding="utf-8")
    rule, code = re.search(r"```toml\n(.*?)```", text, re.DOTALL), re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert rule
    assert code
    (tmp_path / "our-rules").mkdir()
    (tmp_path / "our-rules" / "many-owners.toml").write_text(rule[1].replace("> 3", "> 2"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(code[1], "page", "exec"), {})
    assert capsys.readouterr().out.startswith("our-rules/many-owners.toml:")
