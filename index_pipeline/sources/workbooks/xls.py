"""Workbooks of Excel 97 and before: what their visible cells show."""

import io
import struct
from collections.abc import Iterable, Iterator
from typing import Any

import xlrd

from index_pipeline.sources.workbooks.sheets import (
    MOST_CELLS,
    Sheet,
    joined_runs,
    make_sheet,
    too_large,
)
from index_pipeline.sources.workbooks.shown import BUILT_IN, shown

FORMULA, UNCALCED, RECALCID, EOF = 0x0006, 0x005E, 0x01C1, 0x000A


def read_xls(content: bytes, *, is_form: bool = False) -> list[Sheet]:
    """Read the sheets of a workbook; of hidden sheets only the names, except in a form.

    The text of a BIFF8 workbook is UTF-16, whatever its record of a code page says.

    Raises:
        NotReadError: a sheet is too large, or a visible formula was not computed.
        Exception: whatever the library raises for a broken file.
    """
    book = xlrd.open_workbook(
        file_contents=content, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
    )
    is_computed = book.biff_version < 80 or any(kind == RECALCID for kind, _ in _records(book, book.base))
    return [
        _sheet(book, number, is_computed=is_computed, is_form=is_form)
        if visible == 0 or is_form
        else make_sheet(book.sheet_names()[number], {}, hidden=True)
        for number, visible in enumerate(book._sheet_visibility)
    ]


def _sheet(book: Any, number: int, *, is_computed: bool, is_form: bool) -> Sheet:
    sheet = book.sheet_by_index(number)
    if sheet.nrows * sheet.ncols > MOST_CELLS:
        raise too_large(sheet.nrows - 1, sheet.ncols - 1, sheet.name)
    hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0}
    uncomputed = _uncomputed(book, book._sh_abs_posn[number], is_computed=is_computed)
    own = {known.format_key: known.format_str for known in book.format_list}
    codes = [own.get(xf.format_key) or BUILT_IN.get(xf.format_key) for xf in book.xf_list]
    cells, unseen = {}, 0
    for row in range(sheet.nrows):
        kinds, styles = sheet.row_types(row), sheet._cell_xf_indexes[row]
        for column, (kind, value) in enumerate(zip(kinds, sheet.row_values(row), strict=True)):
            if kind in {xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE}:
                text = shown(value, codes[styles[column]], since_1904=book.datemode == 1)
                unseen += not text
            elif kind == xlrd.XL_CELL_BOOLEAN:
                text = "TRUE" if value else "FALSE"
            elif kind == xlrd.XL_CELL_ERROR:
                text = xlrd.error_text_from_code.get(value, "#ERROR!")
            else:
                text = joined_runs(_runs(book, value, sheet.rich_text_runlist_map.get((row, column), ())))
            if book.font_list[book.xf_list[styles[column]].font_index].struck_out:
                text = joined_runs([(text, True)])
            if text:
                cells[row, column] = text
    merged = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    return make_sheet(
        sheet.name,
        cells,
        merged,
        hidden_rows,
        hidden_columns,
        comments=[(cell, note.text) for cell, note in sheet.cell_note_map.items()],
        unseen=unseen,
        uncomputed=uncomputed,
        is_form=is_form,
    )


def _runs(book: Any, text: str, changes: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Split a text where its font changes; say of each run whether it is raised, lowered or struck through."""
    begin, apart = 0, False
    for end, font in (*changes, (len(text), None)):
        yield text[begin:end], apart
        begin = end
        apart = font is not None and bool(book.font_list[font].escapement or book.font_list[font].struck_out)


def _uncomputed(book: Any, start: int, *, is_computed: bool) -> list[tuple[int, int]]:
    """Return the cells of formulas whose results are placeholders.

    Excel marks a sheet that it saved without computing it, and every workbook that it has computed; libraries do
    neither, and write 0 or an empty string.
    """
    cells, is_stale = [], False
    for kind, data in _records(book, start):
        if kind == UNCALCED:
            is_stale = True
        elif kind == FORMULA and len(data) >= 14:
            row, column = struct.unpack_from("<HH", data)
            result = data[6:14]
            is_placeholder = result == bytes(8) or (result[6:] == b"\xff\xff" and result[0] == 3)
            cells.append(((row, column), is_placeholder))
    return sorted(cell for cell, is_placeholder in cells if is_stale or (is_placeholder and not is_computed))


def _records(book: Any, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part of the workbook's stream, to its end; charts within it are skipped."""
    stream, position, depth = book.mem, start, 0
    while position + 4 <= book.base + book.stream_len:
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind in {0x0009, 0x0209, 0x0409, 0x0809}:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, bytes(stream[position + 4 : position + 4 + length])
        position += 4 + length
