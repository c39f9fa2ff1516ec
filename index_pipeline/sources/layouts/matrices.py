"""Tables of regions found in a sheet: which cells hold figures, and which headings belong to each.

A *matrix* has region names in one column or one row, and years or indicators across; `records.py` has the others.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from index_pipeline.sources.labels.numbers import looks_numeric
from index_pipeline.sources.labels.periods import is_part_of_year
from index_pipeline.sources.labels.sum_lines import is_beside
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.companions import VALUE_WORDS
from index_pipeline.sources.layouts.derived import SUM, titled_without
from index_pipeline.sources.layouts.described import FEWEST_PARTED, parted
from index_pipeline.sources.layouts.facts import NOTES, Facts, facts_of
from index_pipeline.sources.layouts.headings import stated_year
from index_pipeline.sources.layouts.moved import moved_along, moved_figures
from index_pipeline.sources.layouts.outlines import Outline, is_index, most_regions, outlines
from index_pipeline.sources.layouts.roles import Roles, roles_of
from index_pipeline.sources.layouts.year_to_date import of_whole_years
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.workbooks.grids import Grid


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


class Restating(NamedTuple):
    """A column that restates figures: how (`derived.py`), of which measure if its lines name one, and its cells."""

    kind: str
    measure: str | None
    cells: list[Located]


class _Line(NamedTuple):
    """A line of a matrix: its number, its label, and its columns of figures that are not blank."""

    number: int
    label: str
    values: list[int]


@dataclass
class FoundTable:
    """A table of a sheet: its grid, the facts around it, its cells, and what is wrong with its shape.

    `sums` are lines that sum or average regions, or are of none, `sum_cells` their figures; `derived` are the columns
    that restate the figures; `places` are the cells of labels; `closed` says that notes follow the last region;
    `records`, that each line is a record; `coded`, that each line names its series; `headed` are the years of its
    columns, with figures or without, and `headings` what is written above them.
    """

    grid: Grid
    facts: Facts
    cells: list[Located] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sums: list[str] = field(default_factory=list)
    sum_cells: list[Located] = field(default_factory=list)
    derived: list[Restating] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    headed: set[int] = field(default_factory=set)
    headings: dict[int, str] = field(default_factory=dict)
    closed: bool = False
    records: bool = False
    coded: bool = False


def find_matrices(grid: Grid, words: Vocabulary) -> Iterator[FoundTable]:
    """Find the tables whose regions are in one column, or in one row; none if there are no regions.

    Where hardly any is named alone, they may be named together with their series (北京:GDP).
    """
    turned, named = grid.turn(), dict[int, str]()
    down, across = most_regions(grid, words), most_regions(turned, words)
    if max(down[1], across[1]) < FEWEST_PARTED:
        (grid, named_down), (turned, named_across) = parted(grid, words), parted(turned, words)
        named = max(named_down, named_across, key=len)
    if named:
        down, across = most_regions(grid, words), most_regions(turned, words)
    if across[1] > down[1]:
        yield from (_matrix(turned, outline, words, named) for outline in outlines(turned, across[0], words))
    elif down[1]:
        yield from (_matrix(grid, outline, words, named) for outline in outlines(grid, down[0], words))


def _matrix(grid: Grid, outline: Outline, words: Vocabulary, named: Mapping[int, str]) -> FoundTable:
    """Read a table with its regions in one column: facts, roles of its columns, cells, and what is wrong with it.

    `named` are the series that lines name in one text with their region.
    """
    area = outline.area
    body = _body(grid, area, outline.columns, outline.lines, words)
    behind = range(body.stop, outline.lines.stop)
    facts = _facts(grid, outline, behind)
    roles, problems = roles_of(grid, outline, body, facts.titles, words, named)
    facts, roles = of_whole_years(facts, roles)
    headings = roles.headings
    table = FoundTable(
        grid,
        replace(facts, titles=titled_without(facts.titles, roles.derived.values())),
        problems=problems,
        sums=[headings[c].measure or "" for c, kind in roles.derived.items() if kind == SUM],
        derived=[Restating(kind, None, []) for kind in roles.derived.values()],
        headed={heading.year for heading in headings.values() if heading.year is not None},
        headings={c: heading.text for c, heading in headings.items()},
        closed=grid.turned or any(NOTES.match(text) for n in behind for text in grid.rows[n]),
        coded=roles.series is not None,
    )
    lines = list(_labelled_lines(grid, area, body, roles, words))
    _read_lines(table, area, lines, roles, words)
    table.places.update({h.measure: h.cell for c, h in headings.items() if h.measure and c in roles.figures})
    regions = {n: words.region(grid.rows[n][area]) for n in body}
    table.problems += [
        *_uneven_lines(
            grid, outline, body, [line for line in lines if line.label and not is_beside(line.label, words)]
        ),
        *_heading_problems(grid, roles, table.cells),
        *_merged_figures(grid, [n for n, region in regions.items() if region], roles),
        *moved_figures(grid, regions, behind, roles.figures),
        *moved_along(grid, regions, roles.figures, roles.derived),
    ]
    return table


def _facts(grid: Grid, outline: Outline, behind: Sequence[int]) -> Facts:
    """Read what is said around a table, and in brackets in the corner above its regions."""
    facts = _facts_around(grid.turn(), outline) if grid.turned else facts_of(grid, outline.before, behind, outline.span)
    corners = {n: re.findall(r"\(([^()]+)\)$", grid.rows[n][outline.area]) for n in outline.header}
    asides = [(inside, grid.name(n, outline.area)) for n, found in corners.items() for inside in found]
    part_of_year = next((aside for aside in asides if is_part_of_year(aside[0])), None)
    return replace(
        facts,
        asides=(*facts.asides, *(f"({inside})" for inside, _ in asides)),
        part_of_year=facts.part_of_year or part_of_year,
    )


def _read_lines(table: FoundTable, area: int, lines: Sequence[_Line], roles: Roles, words: Vocabulary) -> None:
    """Add the cells of each line to those of regions, of sums, or of columns that restate them."""
    grid, series = table.grid, ""
    for number, label, values in lines:
        if not label:
            if not is_index(grid.rows[number], area, values):
                table.problems.append(Problem("no_region", grid.sheet, grid.name(number, area)))
            continue
        table.places.setdefault(label, grid.name(number, area))
        if number in roles.named:
            table.places.setdefault(roles.named[number], grid.name(number, area))
        if is_beside(label, words):
            table.sums.append(label)
            named = grid.rows[number][roles.series] if roles.series is not None else ""
            table.sum_cells += _cells(grid, number, label, values, roles, named)
            continue
        series = _series(table, number, roles, area, series, wanted=bool(values))
        table.problems += _year_problems(grid, number, roles)
        table.cells += _cells(grid, number, label, values, roles, series)
        for c, column in zip(roles.derived, table.derived, strict=True):
            column.cells.extend(_cells(grid, number, label, [c], roles, series))


def _labelled_lines(grid: Grid, area: int, body: range, roles: Roles, words: Vocabulary) -> Iterator[_Line]:
    """Yield the lines that have figures or a region.

    Where lines name their year or series, one that names no region is of that of the line above.
    """
    last, repeats = "", roles.years is not None or roles.series is not None
    for number in body:
        row = grid.rows[number]
        values = [c for c in roles.figures if row[c] and not roles.headings[c].is_index]
        label = row[area] or (last if repeats else "")
        last = label or last
        if any(looks_numeric(row[c]) for c in values) or words.region(label):
            yield _Line(number, label, values)


def _uneven_lines(grid: Grid, outline: Outline, body: range, lines: Iterable[_Line]) -> Iterator[Problem]:
    """Give a problem for each line that has fewer or more cells than the headings."""
    expected = 0 if grid.turned else max((grid.lengths[number] for number in outline.header), default=0)
    for number, label, _ in lines if expected else ():
        if _is_uneven(grid, number, expected) and _is_torn(grid, number, expected, body):
            details: dict[str, object] = {"cells": grid.lengths[number], "expected": expected}
            yield Problem("row_length", grid.sheet, grid.name(number, outline.area), label, details)


def _series(table: FoundTable, number: int, roles: Roles, area: int, last: str, *, wanted: bool) -> str:
    """Return the series that a line names; if it names none, left of the regions, that of the line above."""
    if roles.series is None:
        return ""
    grid = table.grid
    series = grid.rows[number][roles.series] or (last if roles.series < area else "")
    place = grid.name(number, roles.series)
    table.places.setdefault(series, place)
    if wanted and not series:
        table.problems.append(Problem("no_series", grid.sheet, place))
    return series


def _cells(grid: Grid, number: int, label: str, values: Sequence[int], roles: Roles, series: str) -> Iterator[Located]:
    """Yield the cells of a line with the labels of their columns, and with those that the line itself names."""
    row = grid.rows[number]
    year = stated_year(row[roles.years]) if roles.years is not None else None
    unit = (row[roles.units] or None) if roles.units is not None else None
    for c in values:
        heading = roles.headings[c]
        measure = labelled(series, heading.measure or roles.named.get(number))
        yield Located(number, c, label, measure, heading.year or year, unit or heading.unit)


def _year_problems(grid: Grid, number: int, roles: Roles) -> Iterator[Problem]:
    """Give a problem if a line does not say its year in the column of years, where there is one."""
    text = grid.rows[number][roles.years] if roles.years is not None else ""
    if roles.years is not None and stated_year(text) is None:
        kind = "part_of_year" if is_part_of_year(text) else "not_a_year"
        yield Problem(kind, grid.sheet, grid.name(number, roles.years), text)


def labelled(series: str, heading: str | None) -> str | None:
    """Return what a figure measures: what its line names, and its heading, unless that is a word such as 数值."""
    if not series or not heading:
        return series or heading
    return series if re.sub(r"\s", "", heading).lower() in VALUE_WORDS else f"{series}\n{heading}"


def _facts_around(sheet: Grid, outline: Outline) -> Facts:
    """Read the titles of a table with regions across, a unit above all its lines, and the notes wherever they are."""
    below = range(outline.area + 1, len(sheet.rows))
    own = facts_of(sheet, outline.before, [n for n in below if any(NOTES.match(text) for text in sheet.rows[n])])
    above = facts_of(sheet, range(outline.area))
    return replace(own, units=own.units or above.units, asides=own.asides or above.asides)


def _body(grid: Grid, area: int, columns: Sequence[int], lines: range, words: Vocabulary) -> range:
    """Cut off the notes after a table: its last line names a region, or has figures and is not a note."""
    last = lines.start
    for number in lines:
        row = grid.rows[number]
        figures = any(looks_numeric(row[c]) for c in columns) and not NOTES.match(row[area])
        if words.region(row[area]) or figures:
            last = number
    return range(lines.start, last + 1)


def _is_uneven(grid: Grid, number: int, expected: int) -> bool:
    """Return whether a line has fewer cells than the headings, or more that are not blank."""
    length = grid.lengths[number]
    return length < expected or any(grid.rows[number][expected:length])


def _is_torn(grid: Grid, number: int, expected: int, body: range) -> bool:
    length = grid.lengths[number]
    if length > expected or number == body.stop - 1:
        return True
    return sum(grid.lengths[other] >= expected for other in body) * 2 > len(body)


def _merged_figures(grid: Grid, lines: Sequence[int], roles: Roles) -> Iterator[Problem]:
    """Give a problem for each merged cell with a figure of several regions, years or measures."""
    for top, left, bottom, right in grid.merged:
        if not looks_numeric(grid.rows[top][left]):
            continue
        within = [roles.headings[c] for c in roles.figures if left <= c <= right]
        if sum(top <= n <= bottom for n in lines) * len({(each.year, each.measure) for each in within}) > 1:
            yield Problem("merged_figure", grid.sheet, grid.name(top, left), grid.rows[top][left])


def _heading_problems(grid: Grid, roles: Roles, cells: list[Located]) -> list[Problem]:
    """Refuse a column with figures and no heading, or one that is not a year if the others are."""
    problems = []
    figures: dict[int, Located] = {}
    for cell in cells:
        if looks_numeric(grid.rows[cell.row][cell.column]):
            figures.setdefault(cell.column, cell)
    dated = [c for c in figures if roles.headings[c].year]
    bare = any(roles.headings[c].measure is None for c in dated)
    for column, cell in figures.items():
        heading = roles.headings[column]
        if heading.is_part_of_year:
            problems.append(Problem("part_of_year", grid.sheet, heading.cell, heading.measure))
            continue
        is_bare = heading.measure is None and heading.year is None
        if is_bare and (len(figures) > 1 or roles.years is not None) and roles.series is None:
            name, text = grid.name(cell.row, column), grid.rows[cell.row][column]
            problems.append(Problem("no_heading", grid.sheet, name, text))
        elif dated and roles.years is None and (heading.year is None or (heading.measure and bare)):
            problems.append(Problem("unclear_heading", grid.sheet, heading.cell, heading.measure))
    return problems
