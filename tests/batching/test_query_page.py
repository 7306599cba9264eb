"""docs/query.md holds the tables and questions that there are; its examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from batch_folders import batch_of_places

from reconcile.batching.querying import query
from reconcile.batching.questions import load_questions
from reconcile.batching.reference import questions_reference, tables_reference
from reconcile.reporting.answers import render_answer
from tests.truth import ROOT

PAGE = ROOT / "docs" / "query.md"
START = "<!-- {}: generated from {} by tests/batching/test_query_page.py --regenerate -->"
END = "<!-- end of {} -->"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which ``results`` is a batch."""
    folder = tmp_path_factory.mktemp("page")
    batch_of_places(folder / "results")
    return folder


def answer(folder: Path, sql: str) -> str:
    with query(folder, sql) as found:
        return "".join(render_answer(found, "markdown"))


@pytest.mark.parametrize(("part", "source"), [("questions", "rules/questions"), ("tables", "the code")])
def test_the_reference_is_that_of_the_code(
    part: str, source: str, results: Path, request: pytest.FixtureRequest
) -> None:
    answers = {question.name: answer(results / "results", question.sql) for question in load_questions()}
    made = questions_reference(answers) if part == "questions" else tables_reference()
    text = PAGE.read_text(encoding="utf-8")
    start = START.format(part, source)
    before, after = text.index(start) + len(start), text.index(END.format(part))
    if request.config.getoption("--regenerate"):
        PAGE.write_text(f"{text[:before]}\n\n{made}\n{text[after:]}", encoding="utf-8")
        return
    assert text[before:after].strip() == made.strip(), (
        "run: python -m pytest tests/batching/test_query_page.py --regenerate"
    )


def test_the_python_on_the_page_runs(
    results: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(results)
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    for block in blocks:
        exec(compile(block, "page", "exec"), {})
    printed = capsys.readouterr().out
    assert len(blocks) == 2
    assert "transport" in printed
    assert "baidu-2023 " in printed


def test_the_sql_on_the_page_runs(results: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    monkeypatch.chdir(results)
    text = PAGE.read_text(encoding="utf-8")
    shell = text[: text.index("## Questions")]
    for statement in re.findall(r'^\$ reconcile query results "(.*?)"', shell, re.MULTILINE):
        assert answer(Path("results"), statement)
    (block,) = re.findall(r"```sql\n(.*?)```", shell, re.DOTALL)
    with duckdb.connect("results/reconcile.duckdb", read_only=True) as connection:
        for statement in connection.extract_statements(block):
            assert connection.execute(statement).fetchall()
