"""A document that is laid out anew, but says the same, raises nothing new."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from check_folders import CONFIG, OUTCOME, PLAN, ROOT

from tests.programs import write

Rows = list[list[str]]
HEZE = ROOT / "data" / "heze-2023"
HALF_YEAR = ROOT / "data" / "heze-2020" / "h1-progress.txt"


def table(text: str) -> tuple[str, Rows]:
    """The title of a document of one table, and its rows."""
    title, _, *rows = text.strip().splitlines()
    return title, [row.split("\t") for row in rows]


def as_text(title: str, rows: Rows) -> str:
    return f"{title}\n\n" + "\n".join("\t".join(row) for row in rows) + "\n"


def reordered(text: str, seed: int = 1) -> str:
    title, (header, *rows) = table(text)
    Random(seed).shuffle(rows)
    return as_text(title, [header, *rows])


def renumbered(text: str) -> str:
    title, (header, *rows) = table(text)
    return as_text(title, [header, *([str(100 + int(row[0])), *row[1:]] for row in rows)])


def as_markdown(text: str) -> str:
    title, (header, *rows) = table(text)
    lines = [header, ["---"] * len(header), *rows]
    return f"{title}\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in lines) + "\n"


def as_csv(text: str, wrap: str = "") -> bytes:
    """As a spreadsheet saves it; ``wrap`` are words with a line end among them."""
    title, rows = table(text)
    if wrap:
        rows = [[cell.replace(wrap, f"{wrap[:2]}\n{wrap[2:]}") for cell in row] for row in rows]
    stream = io.StringIO()
    csv.writer(stream).writerows([[title.strip("# ")], *rows])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def as_workbook(text: str) -> bytes:
    title, rows = table(text)
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in ([title.strip("# ")], *rows):
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def with_blank_lines_and_blanks(text: str) -> str:
    """Lines further down, ends of another kind, and blanks at the ends of cells."""
    title, rows = table(text)
    return "\r\n\r\n\r\n" + as_text(title, [[f" {cell}  " for cell in row] for row in rows]).replace("\n", "\r\n")


def fullwidth(text: str) -> str:
    """Digits as another typewriter prints them, but for the numbers of the rows."""
    title, (header, *rows) = table(text)
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return as_text(title, [header, *([row[0], *(cell.translate(wide) for cell in row[1:])] for row in rows)])


def new_findings(answer: Any) -> list[str]:
    return [f"{each['rule']} {each['target']}" for each in answer.json["findings"] if each["state"] == "new"]


def relaid(project: Path, ending: str, make: Callable[[str], str | bytes]) -> None:
    """Put both documents in another layout in the place of those that stand there."""
    for name, text in (("plan", PLAN), ("outcome", OUTCOME)):
        (project / "2023" / f"{name}.txt").unlink()
        made = make(text)
        (project / "2023" / f"{name}{ending}").write_bytes(made if isinstance(made, bytes) else made.encode())
    write(project / "reconcile.toml", CONFIG.replace("plan.txt", f"plan{ending}").replace("*.txt", f"*{ending}"))


@pytest.mark.parametrize(
    ("ending", "make"),
    [
        (".txt", with_blank_lines_and_blanks),
        (".txt", reordered),
        (".txt", renumbered),
        (".txt", fullwidth),
        (".md", as_markdown),
        (".csv", as_csv),
        (".xlsx", as_workbook),
    ],
    ids=["blanks", "reordered", "renumbered", "fullwidth", "markdown", "csv", "workbook"],
)
def test_the_same_words_in_another_layout_raise_nothing(
    check: Any, project: Path, ending: str, make: Callable[[str], str | bytes]
) -> None:
    check("--update-baseline")
    relaid(project, ending, make)
    answer = check("--format", "json")
    assert (answer.status, new_findings(answer), answer.json["fixed"]) == (0, [], [])
    assert answer.json["summary"]["unchanged"]["error"] == 2


def test_a_cell_that_is_wrapped_over_lines_raises_nothing(check: Any, project: Path) -> None:
    check("--update-baseline")
    relaid(project, ".csv", lambda text: as_csv(text, wrap="老旧小区"))
    answer = check("--format", "json")
    assert (answer.status, new_findings(answer)) == (0, [])


def test_published_documents_with_their_lines_moved_raise_nothing(check: Any, project: Path) -> None:
    """Blank lines before every page, and the prose before the table gone: every place in them is another."""
    plan = (HEZE / "plan.txt").read_text(encoding="utf-8")
    outcome = (HEZE / "outcome-140-199.txt").read_text(encoding="utf-8")
    for name, text in (("plan", plan), ("outcome", outcome)):
        write(project / "2023" / f"{name}.txt", text)
    check("--update-baseline")
    write(project / "2023" / "plan.txt", "\n\n\n" + plan.replace("\n", "  \r\n"))
    write(project / "2023" / "outcome.txt", "\n\n" + outcome.replace("\t", " \t "))
    answer = check("--format", "json")
    assert (answer.status, new_findings(answer), answer.json["fixed"]) == (0, [], [])
    assert sum(answer.json["summary"]["unchanged"].values()) > 50
