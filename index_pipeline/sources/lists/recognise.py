"""Whether a table is a list of entries or one of figures: each has its own command."""

import re
from collections.abc import Sequence

from index_pipeline.sources.lists.headings import Columns, find_columns
from index_pipeline.sources.lists.roles import Role
from index_pipeline.sources.lists.rows import Row, sheet_rows
from index_pipeline.sources.workbooks.grids import Grid

MOST_ROWS = 40
"""Rows of a table that are looked at."""

_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+%?")
_NUMBERED: tuple[Role, ...] = ("serial", "year", "batch", "grade")
"""What columns of a list hold numbers."""


def is_list(grid: Grid) -> bool:
    """Return whether a sheet is a list: headings of number and name, and no figures below but numbers and years."""
    sheet = {"name": "", "rows": grid.rows[:MOST_ROWS], "merged": grid.merged}
    rows = list(sheet_rows(sheet, several=False))
    columns, below = _table(rows)
    is_numbered = columns is not None and all("serial" in group for group in columns.groups)
    return is_numbered and bool(below) and not any(map(_is_number, below))


def is_of_figures(rows: Sequence[Row]) -> bool:
    """Return whether most cells are figures, without headings of a list and its columns of numbers and years."""
    _, below = _table(rows)
    return 2 * sum(map(_is_number, below)) > len(below)


def _table(rows: Sequence[Row]) -> tuple[Columns | None, list[str]]:
    """Return the first headings of a list, and the texts of the rows of several below, but numbers and years."""
    for start in range(min(len(rows), MOST_ROWS)):
        if found := find_columns(rows, start):
            columns, height = found
            free = {column for group in columns.groups for role in _NUMBERED for column in group.get(role, ())}
            below = [row.cells for row in rows[start + height :] if len(row.texts) > 1]
            return columns, [text for row in below for n, text in enumerate(row) if text and n not in free]
    return None, [text for row in rows if len(row.texts) > 1 for text in row.texts]


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text.strip()) is not None
