"""Files made to exhaust, mislead or break the reader: one clear line or a diagnostic, within bounds, each time."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from format_writers import WRITERS, Part, TablePart, as_docx, as_pdf, as_xlsx

from reconcile.errors import DocumentError
from reconcile.reading import read_outcome, read_plan, read_report, source
from reconcile.reading.limits import MOST_CELLS

ROOT = Path(__file__).resolve().parents[2]
HEAD = "序号\t目标任务\t完成情况\t是否完成\t责任单位\n"
ROW = "{}\t新增床位500张\t新增床位520张\t是\t市民政局\n"
TABLE: list[Part] = [
    TablePart([HEAD.strip().split("\t"), ["1", "新增床位500张", "新增床位520张", "是", "市民政局"]], [])
]
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def container(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return stream.getvalue()


def docx(body: str, declaration: str = "") -> bytes:
    return container({"word/document.xml": f"{declaration}<w:document {WORD}><w:body>{body}</w:body></w:document>"})


def xlsx(sheet: str, strings: str = "", target: str = "worksheets/sheet1.xml", declaration: str = "") -> bytes:
    return container(
        {
            "xl/workbook.xml": f'<workbook {SHEET} xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">'
            f'<Relationship Id="r1" Target="{target}"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f"{declaration}<worksheet {SHEET}>{sheet}</worksheet>",
            "xl/sharedStrings.xml": f"<sst {SHEET}>{strings}</sst>",
        }
    )


def text_cell(reference: str, text: str = "x") -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def pdf(*objects: bytes) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def page(resources: bytes, content: bytes) -> tuple[bytes, ...]:
    return (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<<%s>>/Contents 4 0 R>>" % resources,
        content,
    )


def bomb() -> bytes:
    """A megabyte that inflates to more than half a gigabyte."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file, file.open("word/document.xml", "w") as part:
        part.write(f"<w:document {WORD}><w:body>".encode())
        for _ in range(520):
            part.write(b" " * (1 << 20))
        part.write(b"</w:body></w:document>")
    return stream.getvalue()


def inflating_stream() -> bytes:
    squeezed = zlib.compress(b"0 0 m 1 1 l S\n" * 20_000_000)
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(squeezed), squeezed)
    return pdf(*page(b"", stream))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (bomb, "inflate to more than 512 MB"),
    "laughs.docx": (lambda: docx("&m;", '<!DOCTYPE a [<!ENTITY l "ha"><!ENTITY m "&l;&l;&l;">]>'), "entities"),
    "external.docx": (lambda: docx("&x;", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hosts">]>'), "entities"),
    "wide-entities.docx": (
        lambda: container({"word/document.xml": '\ufeff<!DOCTYPE a [<!ENTITY x "y">]><a/>'.encode("utf-16-le")}),
        "entities",
    ),
    "deep.docx": (lambda: docx("<w:tbl><w:tr><w:tc>" * 900 + "</w:tc></w:tr></w:tbl>" * 900), "damaged"),
    "deep-runs.docx": (lambda: docx("<w:p>" + "<w:ins>" * 900 + "</w:ins>" * 900 + "</w:p>"), "nested more than"),
    "wide.docx": (
        lambda: docx(
            "<w:tbl>"
            + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>'
            * 2000
            + "</w:tbl>"
        ),
        "cells",
    ),
    "cut-off.docx": (lambda: as_docx(TABLE)[:3000], "damaged"),
    "no-document.docx": (lambda: container({"word/document.bin": b""}), "no document"),
    "entities.xlsx": (lambda: xlsx("<sheetData/>", declaration='<!DOCTYPE a [<!ENTITY l "x">]>'), "entities"),
    "far-cells.xlsx": (
        lambda: xlsx(
            "<sheetData>"
            + "".join(f'<row r="{r}">{text_cell(f"A{r}")}{text_cell(f"XFD{r}")}</row>' for r in range(1, 1000))
            + "</sheetData>"
        ),
        "cells",
    ),
    "one-string-often.xlsx": (
        lambda: xlsx(
            "<sheetData>"
            + "".join(f'<row r="{r}"><c r="A{r}" t="s"><v>0</v></c></row>' for r in range(1, 999))
            + "</sheetData>",
            f"<si><t>{'甲' * 400_000}</t></si>",
        ),
        "characters",
    ),
    "outside.xlsx": (lambda: xlsx("<sheetData/>", target="../../../../etc/passwd"), "no sheets"),
    "broken.xlsx": (lambda: xlsx("<sheetData><row>"), "damaged"),
    "damaged-part.xlsx": (
        lambda: (lambda data: data[: len(data) // 2] + b"\xff\xfe\xfd" + data[len(data) // 2 + 3 :])(as_xlsx(TABLE)),
        "damaged",
    ),
    "loop.pdf": (
        lambda: pdf(
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>",
            b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 3 0 R>>",
        ),
        "no text",
    ),
    "form-in-itself.pdf": (
        lambda: pdf(
            *page(b"/XObject<</A 5 0 R>>", b"<</Length 5>>stream\n/A Do\nendstream"),
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>/Length 11>>stream\n"
            b"/A Do /A Do\nendstream",
        ),
        "no text",
    ),
    "scanned.pdf": (lambda: pdf(*page(b"", b"<</Length 0>>stream\n\nendstream")), "probably scanned"),
    "cut-off.pdf": (lambda: as_pdf(TABLE)[:1500], "damaged"),
    "noise.pdf": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 100, "damaged"),
    "noise.xls": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 900 + "Workbook".encode("utf-16-le") + b"\x02" * 3000,
        "damaged",
    ),
    "deep.html": (lambda: b"<html>" + b"<div>" * 100_000 + b"x", "nested deeper"),
    "tables-in-tables.html": (lambda: b"<html>" + b"<table><tr><td>" * 3000 + b"x", "nested deeper"),
    "spans.html": (lambda: b"<table>" + b"<tr><td rowspan=65534 colspan=1000>x</td></tr>" * 15_000, "cells"),
    "empty.html": (lambda: b"<html><body><script>var x</script></body></html>", "no words"),
    "deep.json": (lambda: b"[" * 1_000_000, "nested more than"),
    "deep-records.json": (lambda: b'[{"a":' * 300 + b"1" + b"}]" * 300, "nested more than"),
    "keys.json": (lambda: json.dumps([{f"k{number}": 1} for number in range(5000)]).encode(), "cells"),
    "broken.json": (lambda: '[{"序号":1,\n"目标任务":}]'.encode(), "broken.json:2: this is no JSON"),
    "archive.zip": (lambda: container({"a.txt": "x"}), "zip archive"),
    "text.odt": (lambda: container({"content.xml": "<x/>"}), "OpenDocument"),
    "fixed.ofd": (lambda: container({"OFD.xml": "<x/>"}), "OFD"),
    "lines.csv": (lambda: HEAD.replace("\t", ",").encode() + b'"a\n' * 2_600_000, "2,500,000 lines"),
}


def refusal(path: Path, reader: Callable[[Path], object] = read_outcome) -> str:
    with pytest.raises(DocumentError) as caught:
        reader(path)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    make, expected = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(make())
    assert expected in refusal(path)


@pytest.mark.slow
def test_an_inflating_pdf_is_given_up_within_bounds(tmp_path: Path) -> None:
    path = tmp_path / "inflating.pdf"
    path.write_bytes(inflating_stream())
    said = refusal(path)
    assert "MB of memory" in said or "for one page" in said


def test_a_sheet_with_one_huge_merge_is_read(tmp_path: Path) -> None:
    cells = "".join(
        text_cell(f"{'ABC'[column]}1", word) for column, word in enumerate(["序号", "目标任务", "完成情况"])
    )
    path = tmp_path / "merge.xlsx"
    path.write_bytes(
        xlsx(
            f'<sheetData><row r="1">{cells}</row><row r="2">{text_cell("A2", "1")}{text_cell("B2", "新增床位")}'
            f'{text_cell("C2", "520张")}</row></sheetData><mergeCells><mergeCell ref="D3:XFD1048576"/>'
            '<mergeCell ref="A2:A1048576"/></mergeCells>'
        )
    )
    assert [each.responses[0].narrative.text for each in read_outcome(path).outcomes] == ["520张"]


TEXTS: dict[str, tuple[str, int | None]] = {
    "one line of many tabs": (HEAD + "1" + "\t" * 1_000_000, None),
    "tabs before the header": ("\t" * 1_000_000 + HEAD, None),
    "a long cell": (HEAD + ROW.format(1).replace("520张", "520张，" * 200_000), 1),
    "a long line": ("新增床位500张，" * 100_000, None),
    "pipes": ("|" * 1_000_000, None),
    "quotes": (HEAD.replace("\t", ",") + '"' * 1_000_001, None),
    "open quotes": (HEAD.replace("\t", ",") + '"a\n' * 20_000, None),
    "blanks": (HEAD + ROW.format(1) + " " * 1_000_000, 1),
    "blank lines": (HEAD + ROW.format(1) + "\n" * 1_000_000, 1),
    "returns": (HEAD + ROW.format(1) + "\r" * 1_000_000, 1),
    "dashes": ("- " * 500_000, None),
    "brackets": (HEAD + ROW.format(1).replace("市民政局", "(" * 100_000), 1),
    "figures": (HEAD + ROW.format("9" * 100_000), None),
}


@pytest.mark.parametrize("name", sorted(TEXTS))
@pytest.mark.parametrize("ending", [".txt", ".csv", ".md"])
def test_texts_without_measure_are_read_or_refused(tmp_path: Path, name: str, ending: str) -> None:
    text, records = TEXTS[name]
    path = tmp_path / f"document{ending}"
    path.write_text(text, encoding="utf-8", newline="")
    for reader in (read_plan, read_outcome, read_report):
        try:
            read = reader(path)
        except DocumentError as error:
            assert len(str(error)) < 1000
            assert "\n" not in str(error)
            continue
        document = read.documents[0] if hasattr(read, "documents") else read.document
        assert document.accounting.total == sum(not sign.isspace() for sign in text)
    if records is not None and ending == ".txt":
        assert len(read_outcome(path).outcomes) == records


def test_signs_that_nothing_is_printed_for_count_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "outcome.txt"
    path.write_text(
        "序\u200b号\t目标\u202e任务\t完成情况\t是否完成\t责任单位\n\u200b1\t新增床位\t\u2066520张\t是\u200f\t市民政\u200b局\n",
        encoding="utf-8",
    )
    report = read_outcome(path)
    outcome = report.outcomes[0]
    assert (outcome.id, outcome.claim) == ("1", "done")
    assert [owner.name for owner in outcome.owners] == ["市民政局"]
    note = next(each for each in report.documents[0].diagnostics if each.kind == "invisible-characters")
    assert note.message.en.startswith("6 characters")
    assert note.citation is not None
    assert note.citation.line in (1, 2)


MEAN = ["<script>alert(1)</script>", "{{7*7}}%s%n{0}", "../../etc/passwd", "=cmd|' /C calc'!A0", "$(touch x)`id`"]


@pytest.mark.parametrize("format", sorted(WRITERS))
def test_what_a_cell_holds_is_data(tmp_path: Path, format: str) -> None:
    """Markup, format strings, paths, formulas and commands in cells are words like any other."""
    rows = [[str(number), f"新增{mean}床位", f"完成{mean}", "是", "市民政局"] for number, mean in enumerate(MEAN, 1)]
    path = tmp_path / f"outcome.{format}"
    path.write_bytes(WRITERS[format]([TablePart([HEAD.strip().split("\t"), *rows], [])]))
    read = ["".join(each.text.text.split()) for each in read_outcome(path).outcomes]
    assert read == ["".join(row[1].split()) for row in rows]


def test_half_a_surrogate_pair_in_json_is_no_character(tmp_path: Path) -> None:
    path = tmp_path / "outcome.json"
    path.write_text(
        '[{"序号": 1, "目标任务": "新\\ud800增", "完成情况": "520张", "备\\udc00注": "x"}]', encoding="utf-8"
    )
    assert read_outcome(path).outcomes[0].text.text == "新\ufffd增"


def test_a_name_given_twice_in_a_json_record_is_kept_twice(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text('[{"序号": 1, "目标任务": "新增床位", "备注": "甲", "备注": "乙"}]', encoding="utf-8")
    assert [note.passage.text for note in read_plan(path).targets[0].notes] == ["甲", "乙"]


def test_numbers_in_json_stay_as_printed(tmp_path: Path) -> None:
    path = tmp_path / "outcome.json"
    path.write_text('[{"序号": 007e0, "目标任务": "x"}]'.replace("007e0", "7"), encoding="utf-8")
    long = "9" * 5000
    path.write_text(f'[{{"序号": 7, "目标任务": "增长12.60", "完成情况": 12.60, "备注": {long}}}]', encoding="utf-8")
    outcome = read_outcome(path).outcomes[0]
    assert (outcome.id, outcome.responses[0].narrative.text) == ("7", "12.60")
    assert outcome.notes[0].passage.text == long


class TestFiles:
    def test_a_link_is_followed(self, tmp_path: Path) -> None:
        (tmp_path / "real.txt").write_text(HEAD + ROW.format(1), encoding="utf-8")
        link = tmp_path / "link.txt"
        link.symlink_to("real.txt")
        assert read_outcome(link).documents[0].path.endswith("link.txt")

    @pytest.mark.parametrize("target", [".", "missing", "link.txt"])
    def test_a_link_to_no_file_is_refused(self, tmp_path: Path, target: str) -> None:
        link = tmp_path / "link.txt"
        link.symlink_to(target)
        assert refusal(link)

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
    def test_a_device_is_refused(self) -> None:
        assert "not a regular file" in refusal(Path("/dev/zero"))

    def test_a_file_that_changes_while_it_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "outcome.txt"
        path.write_text(HEAD + ROW.format(1), encoding="utf-8")
        original, calls = os.fstat, []

        def growing(descriptor: int) -> os.stat_result:
            state = original(descriptor)
            calls.append(state)
            if len(calls) == 1:
                with path.open("a", encoding="utf-8") as stream:
                    stream.write(ROW.format(2))
            return state

        monkeypatch.setattr(source.os, "fstat", growing)
        assert "changed while it was read" in refusal(path)

    def test_a_file_too_large_is_refused_before_it_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "large.txt"
        with path.open("wb") as stream:
            stream.truncate(300 * 1024 * 1024)
        assert "larger than 256 MB" in refusal(path)
        with (tmp_path / "large.pdf").open("wb") as stream:
            stream.write(b"%PDF-1.7")
            stream.truncate(80 * 1024 * 1024)
        assert "larger than 64 MB" in refusal(tmp_path / "large.pdf")


def run(*arguments: str, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "reconcile", *arguments]
    return subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60, **more)  # type: ignore[call-overload, no-any-return]


class TestProgram:
    def test_standard_input_in_any_format(self) -> None:
        for format in ("docx", "pdf", "html"):
            done = run("extract", "-", "--format", "json", input=WRITERS[format](TABLE))
            assert done.returncode == 0, done.stderr
            assert json.loads(done.stdout)["records"][0]["narrative"] == "新增床位520张"

    def test_nothing_on_standard_input(self) -> None:
        done = run("extract", "-", input=b"")
        assert done.returncode == 2
        assert done.stderr.decode().count("\n") == 1
        assert "-: the document is empty" in done.stderr.decode()

    def test_a_refused_document_leaves_no_report(self, tmp_path: Path) -> None:
        path = tmp_path / "laughs.docx"
        path.write_bytes(REFUSED["laughs.docx"][0]())
        done = run(str(path), "-o", str(tmp_path / "audit.html"))
        assert done.returncode == 2
        assert done.stderr.decode().count("\n") == 1
        assert os.listdir(tmp_path) == ["laughs.docx"]  # noqa: PTH208

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
    def test_no_space_for_the_report(self, tmp_path: Path) -> None:
        path = tmp_path / "outcome.txt"
        path.write_text(HEAD + ROW.format(1), encoding="utf-8")
        done = run(str(path), "-o", "/dev/full", "--format", "json")
        assert done.returncode == 2
        assert "cannot be written" in done.stderr.decode()
        assert b"Traceback" not in done.stderr

    def test_markup_in_cells_does_not_get_into_the_page(self, tmp_path: Path) -> None:
        path = tmp_path / "outcome.docx"
        rows = [["1", "新增<script>alert(1)</script>5张", "<img src=x onerror=alert(1)>完成5张", "是", "市民政局"]]
        path.write_bytes(as_docx([TablePart([HEAD.strip().split("\t"), *rows], [])]))
        done = run(str(path), "-o", str(tmp_path / "audit.html"))
        assert done.returncode == 0, done.stderr
        html = (tmp_path / "audit.html").read_text(encoding="utf-8")
        assert "<script>alert" not in html
        assert "<img src=x" not in html

    @pytest.mark.skipif(os.name != "posix", reason="needs signals")
    def test_an_interrupt_while_a_pdf_is_read(self, tmp_path: Path) -> None:
        path = tmp_path / "inflating.pdf"
        path.write_bytes(inflating_stream())
        process = subprocess.Popen(
            [sys.executable, "-m", "reconcile", str(path), "-o", str(tmp_path / "audit.html")],
            cwd=ROOT,
            stderr=subprocess.PIPE,
        )
        child = None
        while child is None and process.poll() is None:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            child = next(iter(children.read_text(encoding="utf-8").split()), None) if children.exists() else ""
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
        assert process.returncode == 130
        assert said == b"reconcile: interrupted\n"
        assert not (tmp_path / "audit.html").exists()

    def test_no_other_file_is_read(self, tmp_path: Path) -> None:
        """Every file that is opened is the document, or belongs to the program or to Python."""
        paths = []
        for format in ("docx", "xlsx", "html", "json"):
            path = tmp_path / f"outcome.{format}"
            path.write_bytes(WRITERS[format](TABLE))
            paths.append(str(path))
        code = (
            "import sys; opened = []; sys.addaudithook(lambda event, values: opened.append((event, str(values[0]))) "
            "if event in ('open', 'socket.connect', 'subprocess.Popen') else None)\n"
            "from reconcile.reading import read_outcome\n"
            "for path in sys.argv[1:]: read_outcome(path)\n"
            "print('\\n'.join(' '.join(each) for each in opened))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *paths], cwd=ROOT, capture_output=True, text=True, check=True
        )
        places = (str(ROOT), sys.prefix, sys.base_prefix, *paths)
        foreign = [
            line for line in done.stdout.splitlines() if not line.partition(" ")[2].startswith((*places, "3", "4", "5"))
        ]
        assert foreign == []


@pytest.mark.parametrize("format", ["docx", "xlsx", "html", "json"])
def test_damaged_bytes_are_read_or_refused(tmp_path: Path, format: str) -> None:
    """Two hundred documents with bytes flipped, cut out or doubled."""
    whole = WRITERS[format](["2023年完成情况", *TABLE])
    chance = random.Random(format)
    for number in range(200):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            kind = chance.randrange(3)
            if kind == 0:
                data[at] ^= 1 << chance.randrange(8)
            elif kind == 1:
                del data[at : at + chance.randint(1, 40)]
            else:
                data[at:at] = data[at : at + chance.randint(1, 40)]
        path = tmp_path / f"{number}.{format}"
        path.write_bytes(data)
        try:
            read_outcome(path)
        except DocumentError as error:
            assert "\n" not in str(error)


@pytest.mark.slow
@pytest.mark.parametrize("text", ["a", "新增床位500张，", "\t", "|", "-", '"', "a\t", "(", "1"])
def test_a_line_of_fifty_megabytes(tmp_path: Path, text: str) -> None:
    path = tmp_path / "document.txt"
    path.write_text(HEAD + ROW.format(1) + text * (50_000_000 // len(text.encode())), encoding="utf-8")
    try:
        read_outcome(path)
    except DocumentError as error:
        assert len(str(error)) < 1000


@pytest.mark.slow
def test_two_hundred_megabytes_of_text(tmp_path: Path) -> None:
    path = tmp_path / "outcome.txt"
    narrative = "新增护理型养老床位520张，" * 20
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEAD)
        for number in range(1, 300_001):
            stream.write(f"{number}\t新增床位500张\t{narrative}\t是\t市民政局\n")
    assert path.stat().st_size > 200_000_000
    assert len(read_outcome(path).outcomes) == 300_000


@pytest.mark.slow
def test_a_table_of_a_million_rows(tmp_path: Path) -> None:
    assert MOST_CELLS >= 1_000_000 * 5
    path = tmp_path / "outcome.csv"
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEAD.replace("\t", ","))
        for number in range(1, 1_000_001):
            stream.write(ROW.format(number).replace("\t", ","))
    assert len(read_outcome(path).outcomes) == 1_000_000
