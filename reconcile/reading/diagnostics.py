"""What the reading repaired, lost or doubts, in words."""

from __future__ import annotations

from collections.abc import Sequence

from reconcile.model import Citation, Diagnostic, Message, Passage

_MOST_NAMED = 12
_ROLE_NAMES = {
    "id": "序号",
    "target": "目标内容",
    "outcome": "完成情况",
    "claim": "是否完成",
    "owner": "责任单位",
    "deadline": "完成时限",
}


def _names(ids: Sequence[str], sign: str) -> str:
    shown = sign.join(ids[:_MOST_NAMED])
    return shown if len(ids) <= _MOST_NAMED else f"{shown}{sign}…"


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def missing_ids(gap: tuple[int, int], after: Citation) -> Diagnostic:
    """Numbers that the document's own numbering leaves out; ``after`` cites the row that follows the gap."""
    span = _span(*gap)
    count = gap[1] - gap[0] + 1
    rows = "row" if count == 1 else "rows"
    return Diagnostic(
        "missing-ids",
        Message(
            f"{rows} {span} {'is' if count == 1 else 'are'} missing: the numbering goes on with {gap[1] + 1}",
            f"缺第{span}行（{count}行）：序号直接到{gap[1] + 1}",
        ),
        after,
    )


def many_gaps(gaps: Sequence[tuple[int, int]], after: Citation) -> Diagnostic:
    """The same where there are too many gaps to tell each."""
    spans = [_span(*gap) for gap in gaps]
    count = sum(last - first + 1 for first, last in gaps)
    return Diagnostic(
        "missing-ids",
        Message(
            f"{count} rows are missing, in {len(gaps)} gaps of the numbering: {_names(spans, ', ')}",
            f"序号有{len(gaps)}处间断，共缺{count}行：{_names(spans, '、')}",
        ),
        after,
    )


def fewer_than_announced(announced: int, held: int, place: Citation) -> Diagnostic:
    """The document speaks of more items than were read; ``place`` cites the words that name their number."""
    return Diagnostic(
        "fewer-than-announced",
        Message(
            f"the document announces {announced} items and {held} {'was' if held == 1 else 'were'} read: "
            f"{announced - held} {'is' if announced - held == 1 else 'are'} missing",
            f"文中称共{announced}项，实际读到{held}项，缺{announced - held}项",
        ),
        place,
    )


def repeated_ids(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Ids that more than one record bears; ``place`` cites the first that comes again."""
    return Diagnostic(
        "repeated-id",
        Message(
            f"ids borne by more than one row: {_names(ids, ', ')}; the later ones are called {ids[0]}@2 and so on",
            f"重复出现的序号：{_names(ids, '、')}，后面的依次记作{ids[0]}@2等",
        ),
        place,
        tuple(ids),
    )


def id_order(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Ids that are lower than the one before them."""
    return Diagnostic(
        "id-order",
        Message(f"ids out of order: {_names(ids, ', ')}", f"序号未按顺序排列：{_names(ids, '、')}"),
        place,
        tuple(ids),
    )


def encoding_guessed(encoding: str, confidence: float) -> Diagnostic:
    """The text is not UTF-8 and was read as something else; ``confidence`` (0…1) is how sure that is."""
    return Diagnostic(
        "encoding",
        Message(
            f"the text is not UTF-8; it was read as {encoding} (confidence {confidence:.0%})",
            f"文本不是UTF-8编码，按{encoding}读取（把握{confidence:.0%}）",
        ),
    )


def encoding_damaged(encoding: str, damaged: int, first: Citation | None) -> Diagnostic:
    """Places whose bytes could not be decoded; each is shown as �."""
    return Diagnostic(
        "encoding",
        Message(
            f"{damaged} places could not be decoded as {encoding} and are shown as �",
            f"有{damaged}处字节无法按{encoding}解码，以�表示",
        ),
        first,
    )


def unknown_column(heading: str, role: str, place: Citation) -> Diagnostic:
    """A heading that no vocabulary knows; ``role`` is what its content made of it, "" where it is kept as a note."""
    if role:
        message = Message(
            f"the heading {heading!r} is not known; by its content the column was read as {role}",
            f"未收录的表头“{heading}”，根据内容按“{_ROLE_NAMES[role]}”列读取",
        )
    else:
        message = Message(
            f"the heading {heading!r} is not known; its cells are kept as notes",
            f"未收录的表头“{heading}”，其内容作为备注保留",
        )
    return Diagnostic("unknown-column", message, place)


def residue(passages: Sequence[Passage], characters: int) -> Diagnostic:
    """Words that could be put nowhere."""
    return Diagnostic(
        "residue",
        Message(
            f"{characters} characters belong to no column or row, the first of them {passages[0].text[:20]!r}",
            f"有{characters}个字符不属于任何列或行，首处为“{passages[0].text[:20]}”",
        ),
        passages[0].cite(),
    )


def no_day() -> Diagnostic:
    """A completion report that does not say until when it reports."""
    return Diagnostic(
        "no-day",
        Message(
            "the title does not say until when this reports; without --as-of goals are held to their full value",
            "标题没有写明数据截止日期；未用--as-of指定时，各目标按全额判定",
        ),
    )


def no_claim_column(place: Citation) -> Diagnostic:
    """A completion report without a column of self-assessments."""
    return Diagnostic(
        "no-claim-column",
        Message(
            "there is no column that says whether a target is done; status words in the narratives were taken instead",
            "没有“是否完成”一类的列，改从完成情况的文字中读取状态词",
        ),
        place,
    )


def merged_cells(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Rows put together from the lines of a torn merged cell, in which a cell may stand a line off."""
    return Diagnostic(
        "merged-cells",
        Message(
            f"{_rows(ids)}: merged cells reassembled; owners and leaders may be shifted by a line",
            f"第{_span_of(ids)}行：合并单元格已重新拼合，责任单位和领导可能错开一行",
        ),
        place,
        tuple(ids),
    )


def carried_cells(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Rows whose id or owners are printed once for several rows, and were taken from the row above."""
    return Diagnostic(
        "carried-cells",
        Message(
            f"{_rows(ids)}: the number or the owners, printed once for several rows, were taken from the row above",
            f"第{_span_of(ids)}行：编号或责任单位只在上一行列出，已沿用",
        ),
        place,
        tuple(ids),
    )


def joined_lines(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Rows that go on over several lines, each complete in itself: nothing about them is doubtful."""
    return Diagnostic(
        "joined-lines",
        Message(
            f"{_rows(ids)}: several lines, each with its own leader and narrative, were read as one row",
            f"第{_span_of(ids)}行：由多行组成，每行各有领导和完成情况，已并为一行",
        ),
        place,
        tuple(ids),
    )


def _span_of(ids: Sequence[str]) -> str:
    return ids[0] if len(ids) == 1 else f"{ids[0]}–{ids[-1]}"


def _rows(ids: Sequence[str]) -> str:
    return f"{'row' if len(ids) == 1 else 'rows'} {_span_of(ids)}"


def row_cut_off(record_id: str, place: Citation) -> Diagnostic:
    """The last row of a document, which ends before its time."""
    return Diagnostic(
        "row-cut-off",
        Message(
            f"row {record_id} is cut off: its last columns are empty, those of all other rows are filled",
            f"第{record_id}行不完整：最后几列为空，而其他各行均有内容",
        ),
        place,
        (record_id,),
    )


def misread_digits(record_id: str, number: Citation) -> Diagnostic:
    """A number in which a letter stands for a zero."""
    return Diagnostic(
        "misread-digits",
        Message(
            f"row {record_id}: in “{number.text}” a letter stands where a zero was printed; it is read as a zero",
            f"第{record_id}行：“{number.text}”中的字母应为数字零，已按零读取",
        ),
        number,
        (record_id,),
    )


def target_holds_narrative(record_id: str, place: Citation) -> Diagnostic:
    """A target cell into which the narrative was copied."""
    return Diagnostic(
        "target-holds-narrative",
        Message(
            f"row {record_id}: the target's cell holds the narrative; what was promised is not known",
            f"第{record_id}行：目标内容一栏填的是完成情况，原定目标不明",
        ),
        place,
        (record_id,),
    )


def empty_target(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Rows that name no target."""
    return Diagnostic(
        "empty-target",
        Message(f"rows without a target: {_names(ids, ', ')}", f"目标内容为空的行：{_names(ids, '、')}"),
        place,
        tuple(ids),
    )


def empty_narrative(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Rows that claim to be done and say nothing of what was done."""
    return Diagnostic(
        "empty-narrative",
        Message(
            f"rows that claim to be done without a word on what was done: {_names(ids, ', ')}",
            f"自报完成但完成情况为空的行：{_names(ids, '、')}",
        ),
        place,
        tuple(ids),
    )


def other_ending(ending: str, format: str) -> Diagnostic:
    """A file that is not what the ending of its name says."""
    return Diagnostic(
        "format",
        Message(
            f"the name ends in {ending}, but the file is {format} by what it holds, and was read as that",
            f"文件名以{ending}结尾，但内容是{format}，已按内容读取",
        ),
    )


def invisible_signs(count: int, first: Citation) -> Diagnostic:
    """Signs that nothing is printed for, some of which turn round the order in which others are shown."""
    return Diagnostic(
        "invisible-characters",
        Message(
            f"{count} characters that nothing is printed for (zero-width or direction marks) are in the text; they "
            "count for nothing where names are compared, and what a screen shows may stand in another order",
            f"文中有{count}个不可见字符（零宽字符或文字方向标记）；比对名称时不计，屏幕显示的顺序可能与实际不同",
        ),
        first,
    )


def deleted_words(characters: int) -> Diagnostic:
    """Words that tracked changes took out."""
    return Diagnostic(
        "tracked-changes",
        Message(
            f"{characters} characters that tracked changes deleted were left out; accept or reject the changes first",
            f"修订标记中已删除的{characters}个字符未读取；请接受或拒绝修订后再核对",
        ),
    )


def hidden_sheet(sheet: str) -> Diagnostic:
    """A sheet that the workbook hides."""
    return Diagnostic(
        "hidden",
        Message(f"the sheet {sheet!r} is hidden; it was read all the same", f"工作表“{sheet}”是隐藏的，仍已读取"),
    )


def hidden_rows(sheet: str, rows: Sequence[int]) -> Diagnostic:
    """Rows that a sheet hides."""
    names = [str(row) for row in rows]
    return Diagnostic(
        "hidden",
        Message(
            f"hidden rows of {sheet!r} were read all the same: {_names(names, ', ')}",
            f"工作表“{sheet}”的隐藏行仍已读取：{_names(names, '、')}",
        ),
    )


def hidden_columns(sheet: str, columns: Sequence[str]) -> Diagnostic:
    """Columns that a sheet hides."""
    return Diagnostic(
        "hidden",
        Message(
            f"hidden columns of {sheet!r} were read all the same: {_names(columns, ', ')}",
            f"工作表“{sheet}”的隐藏列仍已读取：{_names(columns, '、')}",
        ),
    )


def uncalculated(sheet: str, cells: Sequence[str]) -> Diagnostic:
    """Formulas whose result was never saved."""
    return Diagnostic(
        "no-result",
        Message(
            f"formulas of {sheet!r} without a saved result were read as blank: {_names(cells, ', ')}; open the file in "
            "Excel or WPS and save it",
            f"工作表“{sheet}”中没有保存计算结果的公式按空白读取：{_names(cells, '、')}；请用Excel或WPS打开后重新保存",
        ),
    )


def pages_without_text(pages: Sequence[int]) -> Diagnostic:
    """Pages of a PDF that are pictures."""
    names = [str(page) for page in pages]
    return Diagnostic(
        "no-text",
        Message(
            f"pages without text, probably scanned, could not be read: {_names(names, ', ')}",
            f"没有文字层的页面（可能是扫描件）无法读取：第{_names(names, '、')}页",
        ),
    )


def unruled_table(pages: Sequence[int], confidence: float, doubtful: bool) -> Diagnostic:
    """Tables of a PDF that no rules part, read by where their words stand, and how sure the rows are."""
    named = [str(page) for page in pages]
    ask = "; compare some rows with the document" if doubtful else ""
    return Diagnostic(
        "unruled-table",
        Message(
            f"page{'s' if len(pages) > 1 else ''} {_names(named, ', ')}: the table has no ruling lines; its cells were "
            f"told by where the words stand (confidence {confidence:.0%}){ask}",
            f"第{_names(named, '、')}页：表格没有框线，各格按文字所在位置划分（把握{confidence:.0%}）"
            + ("；请抽查若干行与原文核对" if doubtful else ""),
        ),
    )


def unread_table(rows: int, first: Citation) -> Diagnostic:
    """A table under no known headings beside one that was read."""
    return Diagnostic(
        "unread-table",
        Message(
            f"a table of {rows} rows has no known headings and was read as text: it begins {first.text[:20]!r}",
            f"一个{rows}行的表格没有可识别的表头，按正文处理，首格为“{first.text[:20]}”",
        ),
        first,
    )


def repaired_text(how: str) -> Diagnostic:
    """Text that was decoded wrongly and saved, and could be turned back without loss."""
    return Diagnostic(
        "encoding",
        Message(
            f"the text was garbled ({how} and saved so); it was turned back without loss, and citations count in the "
            "text turned back",
            f"文本曾被错误解码后保存（{how}），已无损还原，引文位置按还原后的文本计算",
        ),
    )


def unsure_cells(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Rows without borders whose cells may end elsewhere than where they were parted."""
    return Diagnostic(
        "unsure-cells",
        Message(
            f"nothing tells for certain where cells end in rows {_names(ids, ', ')}; compare them with the document",
            f"以下各行没有分隔，单元格的分界不能确定，请对照原文核对：{_names(ids, '、')}",
        ),
        place,
        tuple(ids),
    )


def torn_off(places: Sequence[str], first: Citation) -> Diagnostic:
    """Lines right below a record that may be more of it, and were read as text around the table."""
    named = list(dict.fromkeys(places))
    return Diagnostic(
        "torn-off",
        Message(
            f"lines that may go on with the row above were put into no row, and nothing in them was judged: "
            f"{_names(named, ', ')}; compare them with the document",
            f"以下行可能是上一行的延续，但未能归入任何行，其中内容未参与判定，请对照原文核对：{_names(named, '、')}",
        ),
        first,
    )


def broken_rows(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Rows whose cells were broken over lines, as at the end of a page, and put together again."""
    return Diagnostic(
        "broken-rows",
        Message(
            f"cells broken over lines were put together again in rows {_names(ids, ', ')}",
            f"以下各行的单元格被断成多行，已重新拼合：{_names(ids, '、')}",
        ),
        place,
        tuple(ids),
    )


def shifted_cells(ids: Sequence[str], place: Citation) -> Diagnostic:
    """Rows with fewer cells than columns, whose cells were moved to the columns that they fit."""
    return Diagnostic(
        "shifted-cells",
        Message(
            f"rows with too few cells, moved to the columns that they fit by what they hold: {_names(ids, ', ')}",
            f"以下各行缺少单元格，已按内容移到相符的列：{_names(ids, '、')}",
        ),
        place,
        tuple(ids),
    )


def prose_searched(clauses: int, first: Citation) -> Diagnostic:
    """A completion report without any table, whose clauses are held against the targets one by one."""
    return Diagnostic(
        "prose-searched",
        Message(
            f"no table was found; {clauses} clauses of the text that say what was done are searched for answers to the "
            "targets, and what no clause answers is not held against anyone",
            f"没有找到表格，在正文{clauses}个说明完成情况的语句中查找各目标的对应内容；找不到的不作认定",
        ),
        first,
    )


_LAYOUTS = {
    "labels": ("items with labelled parts (责任单位：…)", "“标签：内容”式条目"),
    "paragraphs": ("numbered paragraphs, a target with what was done in each", "编号段落，每段先目标后完成情况"),
    "restated": ("prose that restates each target and tells what was done of it", "重述目标再说明完成情况的正文"),
    "spaces": ("cells parted by spaces", "以空格分隔的单元格"),
    "stacked": ("one cell a line", "每行一个单元格"),
    "run-together": ("cells run together without borders", "单元格连写、没有分隔"),
    "transposed": ("a table whose headings stand in its first column", "表头在第一列的转置表格"),
    "headless": (
        "a table without known headings, its columns told by what they hold",
        "表头无法识别的表格，按内容判断各列",
    ),
}


def layout_found(name: str, confidence: float, doubtful: bool, first: Citation) -> Diagnostic:
    """The document holds no ordinary table and was read in another layout; ``confidence`` is 0…1."""
    english, chinese = _LAYOUTS[name]
    share = f"{confidence:.0%}"
    more = "; compare some rows with the document before relying on them" if doubtful else ""
    more_chinese = "，请先抽查几行再使用" if doubtful else ""
    return Diagnostic(
        "layout-doubtful" if doubtful else "layout",
        Message(
            f"no ordinary table was found; the document was read as {english}, confidence {share}{more}",
            f"没有找到普通表格，按{chinese}读取，把握{share}{more_chinese}",
        ),
        first,
    )
