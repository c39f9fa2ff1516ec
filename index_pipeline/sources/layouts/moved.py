"""Figures that are a line or a column off, because a cell was inserted before them or deleted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import pairwise

from index_pipeline.framework.codes import Region
from index_pipeline.language import Both
from index_pipeline.sources.labels.numbers import NotANumberError, looks_numeric, read_number
from index_pipeline.sources.layouts.facts import NOTES
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.workbooks.grids import Grid

NEARLY_ALL = 25
"""Regions from which a table is one of all of them, in which a missing figure at the end says something."""


def moved_figures(
    grid: Grid, lines: Mapping[int, Region | None], behind: range, columns: Sequence[int]
) -> Iterator[Problem]:
    """Give a problem for each column in which figures seem to have moved by a line.

    A cell is blank, and a number is beside the notes; or the cell of the last region alone is blank, where the regions
    are in the order of their codes. In none of the 1447 years of series in the shipped store is the figure of 新疆
    alone missing. A sign for a missing figure (…) is not blank.

    Args:
        grid: The sheet.
        lines: The region of each line of the table, None if it has none.
        behind: The lines that follow the table.
        columns: Its columns of figures.
    """
    named = {n: region.ref_area for n, region in lines.items() if region and region.role in {"assessed", "total"}}
    is_usual = len(named) >= NEARLY_ALL and list(named.values()) == sorted(set(named.values()))
    notes = [grid.rows[n] for n in behind[:1] if any(map(NOTES.match, grid.rows[n]))]
    for column in columns:
        blank = [n for n in named if not grid.rows[n][column]]
        if blank and any(looks_numeric(row[column]) for row in notes):
            cell = grid.name(blank[0], column)
            why = Both(f"{cell} is blank, and a number is beside the notes", f"{cell}为空，而表注一行另有数字")
            yield Problem("moved_figures", grid.sheet, grid.name(behind[0], column), notes[0][column], {"why": why})
        elif is_usual and blank == [max(named)]:
            why = Both("that of the last region alone is missing", "只有最后一个地区没有数值")
            yield Problem("moved_figures", grid.sheet, grid.name(blank[0], column), None, {"why": why})


def moved_along(
    grid: Grid, lines: Mapping[int, Region | None], columns: Sequence[int], derived: Mapping[int, str]
) -> Iterator[Problem]:
    """Give a problem for each line whose figures seem to have moved into the columns that restate them, or out of them.

    All its figures are blank, and what restates them is not; or the last of these columns is blank, and each before it,
    from the last one of figures on, has a value as the next one has in other lines. A share or rank that is not stated
    for a region, as often for 西藏, is blank beside its own figure. A sign for a missing figure (…) is not blank.

    Args:
        grid: The sheet.
        lines: As in `moved_figures`.
        columns: The columns of figures.
        derived: The columns that restate them, and how they do.
    """
    regions = [n for n, region in lines.items() if region and region.role == "assessed"]
    last = [c for c in sorted([*columns, *derived]) if columns and c >= max(columns)]
    for number in regions if derived else ():
        row = grid.rows[number]
        stated = next((c for c in derived if looks_numeric(row[c])), None)
        if columns and stated is not None and not any(row[c] for c in columns):
            cell, other = grid.name(number, columns[0]), grid.name(number, stated)
            why = Both(f"{cell} is blank, and {other} restates it", f"{cell}为空，而{other}有由其得出的数值")
            yield Problem("moved_figures", grid.sheet, cell, row[stated], {"why": why})
        elif _has_moved_left(grid, number, regions, last):
            cell = grid.name(number, last[-1])
            why = Both(f"{cell} is blank, and the cells before it hold what is right of them in other lines",
                       f"{cell}为空，而其左侧各格的数值与其他各行右侧一列相当")  # fmt: skip
            yield Problem("moved_figures", grid.sheet, cell, None, {"why": why})


def _has_moved_left(grid: Grid, number: int, lines: Sequence[int], columns: Sequence[int]) -> bool:
    """Return whether a line is blank in the last of neighbouring columns, and holds in each what the next one does."""
    row = grid.rows[number]
    if len(columns) < 2 or row[columns[-1]] or any(right != left + 1 for left, right in pairwise(columns)):
        return False
    for left, right in pairwise(columns):
        others = [value for n in lines if n != number and (value := _value(grid.rows[n][right])) is not None]
        own = _value(row[left])
        if own is None or not others or not min(others) <= own <= max(others):
            return False
    return True


def _value(text: str) -> Decimal | None:
    with suppress(NotANumberError):
        number = read_number(text)
        return number.value if number else None
    return None
