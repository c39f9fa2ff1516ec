"""Tables of regions found in a sheet: which cells hold figures, and which headings belong to each.

A *matrix* has region names in one column or one row, and years or indicators across; `records.py` has the others.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from index_pipeline.sources.facts import NOTES, Facts, facts_of
from index_pipeline.sources.grids import Grid
from index_pipeline.sources.headings import Column, read_headings
from index_pipeline.sources.labels import Vocabulary, parse_year
from index_pipeline.sources.numbers import looks_numeric
from index_pipeline.sources.outlines import Outline, is_index, most_regions, outlines
from index_pipeline.sources.problems import Problem

SUMS = ("合计", "总计", "小计", "平均", "平均值", "中位数", "total", "average", "mean", "各地区合计", "地区合计")


class Located(NamedTuple):
    """One cell with a figure or a mark, and the labels that say what it is."""

    row: int
    column: int
    area: str
    measure: str | None
    year: int | None
    unit: str | None = None
    status: str | None = None
    vintage: str | None = None


@dataclass
class Table:
    """A table of a sheet: its grid, the facts around it, its cells, and what is wrong with its shape.

    `sums` are lines that sum or average regions; `places` are the cells of labels; `closed` tells that notes
    stand behind the last region; `records`, that each line is a record; `coded`, that each line names its series.
    """

    grid: Grid
    facts: Facts
    cells: list[Located] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    records: bool = False
    coded: bool = False


def find_matrices(grid: Grid, words: Vocabulary) -> Iterator[Table]:
    """Find the tables whose regions stand in one column, or in one row; none where there are no regions."""
    column, found = most_regions(grid, words)
    turned = grid.turn()
    row, found_across = most_regions(turned, words)
    if found_across > found:
        yield from (_matrix(turned, outline, words) for outline in outlines(turned, row, words))
    elif found:
        yield from (_matrix(grid, outline, words) for outline in outlines(grid, column, words))


def _matrix(grid: Grid, outline: Outline, words: Vocabulary) -> Table:
    area, columns, header, lines = outline.area, outline.columns, outline.header, outline.lines
    headings = read_headings(grid, header, columns, words)
    body = _body(grid, area, columns, lines, words)
    behind = range(body.stop, lines.stop)
    facts = _facts_around(grid.turn(), area) if grid.turned else facts_of(grid, outline.before, behind)
    table = Table(grid, facts, closed=grid.turned or any(NOTES.match(text) for n in behind for text in grid.rows[n]))
    years_down = next((c for c in columns if headings[c].is_year_column), None)
    units_down = next((c for c in columns if headings[c].is_unit_column), None)
    columns = [c for c in columns if c == years_down or headings[c].year or _has_figures(grid, c, body)]
    lengths = [grid.lengths[number] for number in header] if not grid.turned else []
    expected, last_area = max(lengths, default=0), ""
    for number in body:
        row = grid.rows[number]
        values = [c for c in columns if row[c] and c != years_down and not headings[c].is_index]
        label = row[area] or (last_area if years_down is not None else "")
        last_area = label or last_area
        if not any(looks_numeric(row[c]) for c in values) and not words.region(label):
            continue
        if not label:
            if not is_index(row, area, values):
                table.problems.append(Problem("no_region", grid.sheet, grid.name(number, area)))
            continue
        table.places.setdefault(label, grid.name(number, area))
        if re.sub(r"\s", "", label).lower() in SUMS and not words.region(label):
            table.sums.append(label)
            continue
        if expected and grid.lengths[number] != expected and _is_torn(grid, number, expected, body):
            details: dict[str, object] = {"cells": grid.lengths[number], "expected": expected}
            table.problems.append(Problem("row_length", grid.sheet, grid.name(number, area), label, details))
        year = parse_year(row[years_down]) if years_down is not None else None
        if years_down is not None and year is None:
            table.problems.append(Problem("not_a_year", grid.sheet, grid.name(number, years_down), row[years_down]))
        unit = (row[units_down] or None) if units_down is not None else None
        table.cells += [
            Located(number, c, label, headings[c].measure, headings[c].year or year, unit or headings[c].unit)
            for c in values
        ]
    table.places.update({h.measure: h.cell for c, h in headings.items() if h.measure and c in columns})
    table.problems += _heading_problems(grid, headings, table.cells, years_down=years_down is not None)
    return table


def _facts_around(sheet: Grid, header: int) -> Facts:
    """Read what stands above the line of region names, and the notes wherever they stand below it."""
    below = range(header + 1, len(sheet.rows))
    return facts_of(sheet, range(header), [n for n in below if any(NOTES.match(text) for text in sheet.rows[n])])


def _body(grid: Grid, area: int, columns: Sequence[int], lines: range, words: Vocabulary) -> range:
    """Cut the notes behind a table off: its last line names a region, or has figures under a name that is no note."""
    last = lines.start
    for number in lines:
        row = grid.rows[number]
        figures = any(looks_numeric(row[c]) for c in columns) and not NOTES.match(row[area])
        if words.region(row[area]) or figures:
            last = number
    return range(lines.start, last + 1)


def _has_figures(grid: Grid, column: int, body: range) -> bool:
    return any(looks_numeric(grid.rows[number][column]) for number in body)


def _is_torn(grid: Grid, number: int, expected: int, body: range) -> bool:
    length = grid.lengths[number]
    if length > expected or number == body.stop - 1:
        return True
    return sum(grid.lengths[other] >= expected for other in body) * 2 > len(body)


def _heading_problems(
    grid: Grid, headings: dict[int, Column], cells: list[Located], *, years_down: bool
) -> list[Problem]:
    """Refuse a column with figures and no heading, or one that is no year where the others are."""
    problems = []
    figures: dict[int, Located] = {}
    for cell in cells:
        if looks_numeric(grid.rows[cell.row][cell.column]):
            figures.setdefault(cell.column, cell)
    dated = [c for c in figures if headings[c].year]
    bare = any(headings[c].measure is None for c in dated)
    for column, cell in figures.items():
        heading = headings[column]
        if heading.is_part_of_year:
            problems.append(Problem("part_of_year", grid.sheet, heading.cell, heading.measure))
            continue
        if heading.measure is None and heading.year is None and (len(figures) > 1 or years_down):
            name, text = grid.name(cell.row, column), grid.rows[cell.row][column]
            problems.append(Problem("no_heading", grid.sheet, name, text))
        elif dated and not years_down and (heading.year is None or (heading.measure and bare)):
            problems.append(Problem("unclear_heading", grid.sheet, heading.cell, heading.measure))
    return problems
