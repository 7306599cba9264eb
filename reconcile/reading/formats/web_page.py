"""A web page (.html, .mht) → rows: its tables as cells with their spans, the words around them as prose.

Cells are placed as the HTML standard's table model does (section 4.9.12). A table that holds other tables only lays
out the page, and is read as the blocks in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reconcile.errors import DocumentError
from reconcile.reading.decode import decode
from reconcile.reading.formats.grid import CellBudget, Span, grid_rows, laid_out, line_rows
from reconcile.reading.formats.xml import integer, tag_of
from reconcile.reading.rows import Place, Row

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOT_SHOWN = frozenset({"script", "style", "template", "noscript", "select", "textarea", "svg", "object", "iframe"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "time", "tt", "u", "var", "wbr", "o:p",
})  # fmt: skip
# The limits of the standard on colspan and rowspan.
_MOST_COLUMNS, _MOST_ROWS = 1000, 65_534
# A table of so few rows and cells may frame an article of so many lines, which is most of its words.
_MOST_FRAME_ROWS, _MOST_FRAME_CELLS, _LEAST_LINES = 6, 2, 4
_MOSTLY = 0.6


def read_web_page(text: str, name: str) -> list[Row]:
    """The rows of a page: every word that is shown, in its order."""
    root = _parsed(text, name)
    if root is None:
        return []
    reader = _Reader(name)
    reader.read(root)
    return reader.rows


def _parsed(text: str, name: str) -> _Element | None:
    from lxml import etree

    data = text.replace("\x00", "\ufffd").encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root: _Element | None = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        raise DocumentError(
            "its elements are nested deeper than any page's", document=name, remedy="copy the table into a spreadsheet"
        )
    return root


def page_of_archive(data: bytes, text: str, name: str) -> str:
    """The page of a web archive (.mht), which mail programs and old browsers save; any other text as it is."""
    if not text[:200].lstrip("\ufeff \r\n").lower().startswith(("mime-version:", "from: <saved by")):
        return text
    import email
    import email.policy

    for part in email.message_from_bytes(data, policy=email.policy.compat32).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return decode(page, name, declared=True).text
    return text


class _Reader:
    """Walks a page from its start to its end without recursion, so that no depth of nesting can hurt it."""

    def __init__(self, name: str) -> None:
        self.rows: list[Row] = []
        self._budget = CellBudget(name)
        self._tables = 0
        self._paragraphs = 0
        self._words: list[str] = []

    def read(self, root: _Element) -> None:
        """Read the page below ``root``."""
        layout = {table for inner in root.iter("table") for table in _next_outer(inner)}
        layout.update(table for table in root.iter("table") if table not in layout and _frames_text(table))
        for event, element in _events(root, layout):
            tag = tag_of(element)
            if event == "table":
                self._end_line()
                self._add_table(element)
                self._words.append(element.tail or "")
            elif event == "skip":
                self._words.append(element.tail or "")
            elif event == "start":
                if tag not in _INLINE:
                    self._end_line()
                self._words.append(element.text or "")
            else:
                if tag not in _INLINE:
                    self._end_line()
                self._words.append(element.tail or "")
        self._end_line()

    def _end_line(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words.clear()
        if text:
            self._paragraphs += 1
            self._add_lines(text, Place(f"第{self._paragraphs}段"))

    def _add_lines(self, text: str, place: Place) -> None:
        self.rows.extend(line_rows(text, self._next_line(), place))

    def _next_line(self) -> int:
        return self.rows[-1].line + 1 if self.rows else 1

    def _add_table(self, table: _Element) -> None:
        spans: list[list[Span | None]] = []
        outside: list[str] = []
        if tag_of(table) == "dl":
            terms = [Span(_text_of(each)) for each in table]
            spans.extend([term, value] for term, value in zip(terms[::2], terms[1::2], strict=True))
        else:
            for part in _rows_of(table, outside):
                spans.append([_span(cell) for cell in part if tag_of(cell) in ("td", "th")])
                outside.extend(_stray_words(part))
        for words in outside:
            if words.strip():
                self._words.append(words)
                self._end_line()
        self._tables += 1
        number = self._tables
        grid = laid_out(
            [[span._replace(rows=span.rows or len(spans)) for span in row if span] for row in spans], self._budget
        )
        self.rows.extend(
            grid_rows(
                grid, self._next_line(), number, lambda row: Place(f"表{number} 第{row + 1}行第", "列", "figures")
            )
        )


def _next_outer(table: _Element) -> Iterator[_Element]:
    """The table that this one stands in."""
    outer = next(table.iterancestors("table"), None)
    if outer is not None:
        yield outer


def _frames_text(table: _Element) -> bool:
    """Whether a table only frames an article: most of its words stand in one cell of several lines, alone in a row."""
    rows = [[cell for cell in row if tag_of(cell) in ("td", "th")] for row in table.iter("tr")]
    if not rows or len(rows) > _MOST_FRAME_ROWS or max(map(len, rows)) > _MOST_FRAME_CELLS:
        return False
    texts = [_text_of(row[0]) for row in rows if len(row) == 1]
    longest = max(texts, key=len, default="")
    return longest.count("\n") + 1 >= _LEAST_LINES and len(longest) > _MOSTLY * len(_text_of(table))


def _events(root: _Element, layout: set[_Element]) -> Iterator[tuple[str, _Element]]:
    """Starts and ends of elements; a table of data and what is not shown come as one event each."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = tag_of(element)
        is_list = tag == "dl" and _names_terms(element)
        if tag in _NOT_SHOWN or is_list or (tag == "table" and element not in layout):
            if event == "start":
                walk.skip_subtree()
                yield ("table" if tag in ("table", "dl") else "skip"), element
        else:
            yield event, element


def _names_terms(element: _Element) -> bool:
    """Whether a list of terms holds nothing but terms, each with one description."""
    children = list(element)
    tags = [tag_of(child) for child in children]
    words = [element.text or "", *(child.tail or "" for child in children)]
    return bool(tags) and tags == ["dt", "dd"] * (len(tags) // 2) and not any(map(str.strip, words))


def _rows_of(table: _Element, outside: list[str]) -> Iterator[_Element]:
    """The rows of a table, those of its head first and of its foot last as they are shown; other words are kept."""
    order = {"thead": 0, "tfoot": 2}
    groups: list[tuple[int, list[_Element]]] = []
    for child in table:
        tag = tag_of(child)
        outside.append(child.tail or "")
        if tag == "tr":
            groups.append((1, [child]))
        elif tag in ("thead", "tbody", "tfoot"):
            outside.extend([child.text or "", *(each.tail or "" for each in child)])
            groups.append((order.get(tag, 1), [each for each in child if tag_of(each) == "tr"]))
            outside.extend(_text_of(each) for each in child if tag_of(each) != "tr")
        elif tag not in _NOT_SHOWN and tag not in ("colgroup", "col"):
            outside.append(_text_of(child))
    outside.insert(0, table.text or "")
    for _, rows in sorted(groups, key=lambda group: group[0]):
        yield from rows


def _stray_words(row: _Element) -> Iterator[str]:
    """Words of a row that stand in none of its cells."""
    yield row.text or ""
    for child in row:
        if tag_of(child) not in ("td", "th"):
            yield _text_of(child)
        yield child.tail or ""


def _span(cell: _Element) -> Span:
    rows = min(integer((cell.get("rowspan") or "").strip(), 1), _MOST_ROWS)
    columns = min(max(integer((cell.get("colspan") or "").strip(), 1), 1), _MOST_COLUMNS)
    return Span(_text_of(cell), rows, columns)


def _text_of(element: _Element) -> str:
    """What an element shows: blanks run together as a browser does, blocks and breaks parted by line ends."""
    from lxml import etree

    lines: list[str] = []
    words: list[str] = []

    def end_line() -> None:
        line = " ".join("".join(words).split())
        words.clear()
        if line:
            lines.append(line)

    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        tag = tag_of(inner)
        shown = tag not in _NOT_SHOWN
        if inner is not element and tag not in _INLINE and shown:
            end_line()
        if event == "start":
            if shown:
                words.append(inner.text or "")
            else:
                walk.skip_subtree()
        elif inner is not element:
            words.append(inner.tail or "")
    end_line()
    return "\n".join(lines)
