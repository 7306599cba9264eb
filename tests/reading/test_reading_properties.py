"""Random tables in every delimiter give their records back; random text never does worse than a clear refusal."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.errors import DocumentError
from reconcile.model import Document, Passage
from reconcile.reading import read_outcome, read_plan, read_report

Exact = Callable[[str, Document, Iterable[Passage]], None]
HEADINGS = ("序号", "责任目标内容", "完成情况", "是否完成", "责任单位")
WORDS = st.text(alphabet="建成新增改造道路桥梁床位张个处10283.%，、“”（） ", min_size=1, max_size=30)
FILLED = WORDS.map(lambda words: f"建{words}成")
OWNERS = st.lists(st.sampled_from(["市教育局", "市财政局", "市民政局", "团市委"]), min_size=1, max_size=3, unique=True)
ROWS = st.lists(st.tuples(FILLED, FILLED, st.sampled_from(["是", "否"]), OWNERS), min_size=1, max_size=12)
NOISE = st.text(
    alphabet=st.one_of(
        st.sampled_from("\t|,\"'\n\r-:#序号责任目标内容完成情况是否1234。；、 \u200b\u202e\ufeff\x0b\x0c\x85\u2028"),
        st.characters(),
    ),
    max_size=400,
)


def tab_separated(table: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in table)


def markdown(table: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join([lines[0], "|" + "---|" * len(table[0]), *lines[1:]])


def comma_separated(table: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\n").writerows(table)
    return out.getvalue()


WRITERS = {"outcome.txt": tab_separated, "outcome.md": markdown, "outcome.csv": comma_separated}


@pytest.mark.parametrize("name", sorted(WRITERS))
@given(rows=ROWS)
@settings(max_examples=40, deadline=None)
def test_random_tables_are_read_back(name: str, exact: Exact, rows: list[tuple[str, str, str, list[str]]]) -> None:
    table = [list(HEADINGS)]
    table += [
        [str(k), target, done, claim, " ".join(owners)] for k, (target, done, claim, owners) in enumerate(rows, 1)
    ]
    text = WRITERS[name](table)
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", newline="")
        report = read_outcome(path)
    read = [
        (o.text.text, o.responses[0].narrative.text, o.claim_text, [owner.name for owner in o.owners])
        for o in report.outcomes
    ]
    assert read == [(target, done, claim, owners) for target, done, claim, owners in rows]
    passages = [p for o in report.outcomes for p in (o.text, o.responses[0].narrative)]
    exact(text, report.documents[0], passages)


@given(rows=ROWS, left=st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_tables_side_by_side_are_read_back(
    exact: Exact, rows: list[tuple[str, str, str, list[str]]], left: int
) -> None:
    """A left table of ``left`` rows and the rest on its right, or below it where the right would be longer."""
    cells = [[str(k), t, d, c, " ".join(o)] for k, (t, d, c, o) in enumerate(rows, 1)]
    half = max(left, (len(cells) + 1) // 2)
    empty = [""] * len(HEADINGS)
    pairs = [cells[i] + (cells[i + half] if i + half < len(cells) else empty) for i in range(min(half, len(cells)))]
    text = tab_separated([list(HEADINGS) * 2, *pairs])
    with TemporaryDirectory() as folder:
        path = Path(folder) / "outcome.txt"
        path.write_text(text, encoding="utf-8")
        report = read_outcome(path)
    assert [o.id for o in report.outcomes] == [str(k) for k in range(1, len(rows) + 1)]
    assert [o.text.text for o in report.outcomes] == [row[0] for row in rows]
    exact(text, report.documents[0], [o.text for o in report.outcomes])


@pytest.mark.parametrize("name", ["noise.txt", "noise.csv", "noise.md"])
@given(noise=NOISE, head=st.booleans())
@settings(max_examples=60, deadline=None)
def test_noise_is_counted_or_refused(name: str, exact: Exact, noise: str, head: bool) -> None:
    text = (
        "序号,目标任务,完成情况\n1,甲,乙\n" if name == "noise.csv" else "序号\t目标任务\t完成情况\n1\t甲\t乙\n"
    ) * head
    text += noise
    data = text.encode("utf-8", errors="surrogatepass")
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        for reader in (read_plan, read_outcome, read_report):
            try:
                read = reader(path)
            except DocumentError:
                continue
            document = read.documents[0] if hasattr(read, "documents") else read.document
            decoded = data.decode("utf-8", errors="replace").removeprefix("\ufeff")
            assert document.accounting.total == len("".join(decoded.split()))
            assert document.accounting.residue >= 0
