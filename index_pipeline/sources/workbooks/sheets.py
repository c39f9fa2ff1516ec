"""What every reader of workbooks returns: sheets of strings as a user sees them, or the problem of the file."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

MOST_CELLS = 300_000
"""Cells of the largest table that is read: 31 regions × 20 years × 60 indicators are 37,200."""

OVER_MOST_CELLS = f"over {MOST_CELLS:,} cells", f"超过{MOST_CELLS:,}格"
"""Why a larger table is not read, in English and Chinese."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

Cell = tuple[int, int]
"""Row and column, counted from 0."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""

Sheet = dict[str, Any]
"""Name, whether it is hidden, rows of texts, merged areas, and what was left out because nobody sees it."""


_CHINESE_END = re.compile(r"[\u4e00-\u9fff）]\s*$")
_DIGITS = re.compile(r"[\s\d.,%+\-−()（）]*\d[\s\d.,%+\-−()（）]*")
"""The text of a figure: digits and the signs beside them."""


class NotReadError(Exception):
    """A problem of the file: its kind, its places and the details of its message, a pair if it has two languages."""

    def __init__(self, kind: str, sheet: str | None = None, cells: Iterable[str] = (), **details: object):
        super().__init__(kind)
        self.answer = {"kind": kind, "sheet": sheet, "cells": list(cells), "details": details}


def too_large(row: int, column: int, sheet: str | None = None) -> NotReadError:
    """Return the problem of a sheet whose last cell is too far from its first."""
    where = f"its last cell is in line {row + 1:,} and column {column + 1:,}, or further"
    where_zh = f"最后一个单元格在第{row + 1:,}行第{column + 1:,}列或更远"
    return NotReadError("too_large", sheet, why=(where, where_zh))


def make_sheet(
    name: str | None,
    cells: dict[Cell, str],
    merged: Iterable[Area] = (),
    hidden_rows: Iterable[int] = (),
    hidden_columns: Iterable[int] = (),
    *,
    hidden: bool = False,
    struck: Iterable[Cell] = (),
    unseen: int = 0,
    uncomputed: Iterable[Cell] = (),
    comments: Iterable[tuple[Cell, str]] = (),
    is_form: bool = False,
) -> Sheet:
    """Lay cells out as rows of equal length; what hidden rows and columns hold is left out.

    The text of a merged area is kept if a part of the area is visible.

    Args:
        name: The sheet's name; None if it has none.
        cells: What cells show.
        merged: Areas of merged cells.
        hidden_rows: Hidden rows.
        hidden_columns: Hidden columns.
        hidden: Whether the sheet is hidden.
        struck: Cells whose text is struck through.
        unseen: Number of cells whose format shows nothing of their value.
        uncomputed: Formulas without a result of their own.
        comments: The comments of cells.
        is_form: Whether a person filled the workbook in: formulas that were not computed are then empty cells, and
            rows and columns that are hidden are read, as people filter and hide lines while they work.

    Raises:
        NotReadError: the sheet would have more than `MOST_CELLS` cells, or a visible formula was not computed.
    """
    rows, columns = (set[int](), set[int]()) if is_form else (set(hidden_rows), set(hidden_columns))
    stale = {cell for cell in uncomputed if not _is_out(cell, rows, columns)}
    if stale and not is_form:
        raise NotReadError("formula", name, (cell_name(*cell) for cell in sorted(stale)))
    if stale:
        cells = {cell: text for cell, text in cells.items() if cell not in stale}
    areas = [area for area in merged if area[2] <= LAST_ROW and area[3] <= LAST_COLUMN]
    kept = {(a, b) for a, b, c, d in areas if _is_seen(a, c, rows) and _is_seen(b, d, columns)}
    seen = {cell: text for cell, text in cells.items() if text and (cell in kept or not _is_out(cell, rows, columns))}
    left_out = [cell for cell, text in cells.items() if text.strip() and cell not in seen]
    height = max((row for row, _ in seen), default=-1) + 1
    width = max((column for _, column in seen), default=-1) + 1
    if height * width > MOST_CELLS:
        raise too_large(height - 1, width - 1, name)
    laid = [[""] * width for _ in range(height)]
    for (row, column), text in seen.items():
        laid[row][column] = text
    return {
        "name": name,
        "hidden": hidden,
        "rows": laid,
        "merged": areas,
        "hidden_rows": sorted({row for row, _ in left_out} & rows),
        "hidden_columns": sorted({column for row, column in left_out if row not in rows}),
        "struck": [cell for cell in struck if cell in seen],
        "unseen": unseen,
        "comments": [(*cell, text) for cell, text in comments if cell in seen],
    }


def joined_runs(runs: Iterable[tuple[str, bool]]) -> str:
    """Join the runs of a cell's text; each says whether it is set apart: raised, lowered or struck through.

    Beside digits it is a mark and no digit, as in 32540.8¹: it is put in brackets, 32540.8[1], so that the cell is not
    read as a number. In any other text, such as a unit (m²), it is text, but for the mark of a note behind a name.
    """
    known = with_marks(runs)
    whole = "".join(text for text, _ in known)
    own = "".join(text for text, apart in known if not apart)
    if not any(apart for _, apart in known) or not _DIGITS.fullmatch(own.strip() or whole):
        return whole
    return "".join(f"[{text}]" if apart and text.strip() else text for text, apart in known)


def with_marks(runs: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Put digits that are set apart behind Chinese signs in brackets, 甲厂[1]: they are the mark of a note."""
    marked: list[tuple[str, bool]] = []
    for text, apart in runs:
        is_mark = apart and text.strip().isdecimal() and marked and _CHINESE_END.search(marked[-1][0])
        marked.append((f"[{text.strip()}]" if is_mark else text, apart and not is_mark))
    return marked


def cell_name(row: int, column: int) -> str:
    """Name a cell as spreadsheets do: `C5`."""
    return f"{letters(column)}{row + 1}"


def column_of(name: str) -> int:
    """Return the column, counted from 0, that letters name: the inverse of `letters`."""
    column = 0
    for letter in name:
        column = 26 * column + ord(letter) - 64
    return column - 1


@lru_cache(20_000)
def letters(column: int) -> str:
    """Name a column, counted from 0, as spreadsheets do."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _is_out(cell: Cell, rows: set[int], columns: set[int]) -> bool:
    return cell[0] in rows or cell[1] in columns


def _is_seen(first: int, last: int, hidden: set[int]) -> bool:
    return not hidden or not all(number in hidden for number in range(first, min(last, first + MOST_CELLS) + 1))
