"""What each column of a table is for: names, years, units, figures, and what restates the figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index_pipeline.sources.companions import (
    PART_WORDS,
    companions,
    contradictions,
    names_parts,
    parts_of_years,
    regions_of,
)
from index_pipeline.sources.derived import derived_columns, of_the_table, restates
from index_pipeline.sources.described import descriptions, named_series, not_annual
from index_pipeline.sources.grids import Grid
from index_pipeline.sources.headings import ColumnHeading, read_headings
from index_pipeline.sources.labels import Vocabulary
from index_pipeline.sources.numbers import looks_numeric
from index_pipeline.sources.outlines import Outline
from index_pipeline.sources.problems import Problem


@dataclass(frozen=True)
class Roles:
    """What the columns of a table are for: years, units and series of the lines, and figures with their headings.

    `derived` are columns that restate the figures, and how (`derived.py`). `named` is the series of a line if a
    database names it beside the region.
    """

    years: int | None
    units: int | None
    series: int | None
    figures: tuple[int, ...]
    derived: dict[int, str]
    headings: dict[int, ColumnHeading]
    named: dict[int, str]


def roles_of(
    grid: Grid, outline: Outline, body: range, titles: Sequence[str], words: Vocabulary
) -> tuple[Roles, list[Problem]]:
    """Find out what each column is for; a column by which lines are not complete regions is a problem.

    Args:
        grid: The sheet.
        outline: Where the table is.
        body: Its lines of figures.
        titles: The titles above it.
        words: Gives the names of regions, series and units.
    """
    area, header, columns = outline.area, outline.header, outline.columns
    headings = read_headings(grid, header, columns, words)
    if not grid.turned:
        before = read_headings(grid, header, [c for c in outline.beside if c < area], words)
        left = [c for c, heading in before.items() if heading.year or words.match(heading.measure or "").series]
        columns, headings = [*left, *columns], {**headings, **before}
    years = next((c for c in columns if headings[c].is_year_column), None)
    units = next((c for c in columns if headings[c].is_unit_column), None)
    described = descriptions(headings, columns) if years is None else []
    problems = not_annual(grid, headings, described, body)
    naming, named = named_series(grid, area, body) if described else (None, {})
    dated = {c for c, heading in headings.items() if heading.year or heading.is_part_of_year}
    passed_over = {years, units, naming, *dated, *(c for c in described if not names_parts(headings[c].measure))}
    restating = {c for c, heading in headings.items() if restates(heading.measure or "")}
    beside = [c for c in (columns if grid.turned else outline.beside) if c not in passed_over | restating]
    regions = regions_of(grid, body, area, words)
    series, problem = companions(grid, header, beside, regions, words)
    problems += list(contradictions(grid, header, outline.beside, regions, words)) or ([problem] if problem else [])
    for c in [c for c in columns if (headings[c].measure or "").strip().lower() in PART_WORDS]:
        problems += parts_of_years(grid, c, regions)
    figures = [
        c
        for c in columns
        if c not in {years, series, *described}
        and (headings[c].year or _has_figures(grid, c, body) or (c in restating and _has_digits(grid, c, body)))
    ]
    derived: dict[int, str] = {}
    if series is None:
        bare = {c: of_the_table(headings[c], titles, words) for c in figures}
        derived = derived_columns(bare, figures, titles, words)
        figures = [c for c in figures if c not in derived]
        is_one = len({bare[c].measure for c in figures}) == 1
        headings |= {c: heading for c, heading in bare.items() if c in derived or is_one or heading.measure}
    return Roles(years, units, series, tuple(figures), derived, headings, named), problems


def _has_digits(grid: Grid, column: int, body: range) -> bool:
    """Return whether a column has numbers in words: 第12位, ↑4.7."""
    return any(re.search(r"\d", grid.rows[number][column]) for number in body)


def _has_figures(grid: Grid, column: int, body: range) -> bool:
    return any(looks_numeric(grid.rows[number][column]) for number in body)
