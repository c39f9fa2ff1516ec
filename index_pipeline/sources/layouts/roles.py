"""What each column of a table is for: names, years, units, figures, and what restates the figures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index_pipeline.sources.labels.numbers import looks_numeric
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.companions import (
    PART_WORDS,
    companions,
    contradictions,
    names_parts,
    parts_of_years,
    regions_of,
)
from index_pipeline.sources.layouts.derived import derived_columns, has_restated, of_the_table, whole_of
from index_pipeline.sources.layouts.described import descriptions, named_series, not_annual
from index_pipeline.sources.layouts.headings import ColumnHeading, read_headings
from index_pipeline.sources.layouts.outlines import Outline
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.workbooks.grids import Grid


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
    grid: Grid, outline: Outline, body: range, titles: Sequence[str], words: Vocabulary, parted: Mapping[int, str]
) -> tuple[Roles, list[Problem]]:
    """Find out what each column is for; a column by which lines are not complete regions is a problem.

    Args:
        grid: The sheet.
        outline: Where the table is.
        body: Its lines of figures.
        titles: The titles above it.
        words: Gives the names of regions, series and units.
        parted: The series that lines name in one text with their region.
    """
    headings, columns = _headings(grid, outline, words)
    years = next((c for c in columns if headings[c].is_year_column), None)
    units = next((c for c in columns if headings[c].is_unit_column), None)
    described = descriptions(headings, columns) if years is None else []
    naming, named = named_series(grid, outline.area, body) if described and not parted else (None, dict(parted))
    passed_over = {years, units, naming, *(c for c in described if not names_parts(headings[c].measure))}
    beside = [c for c in (columns if grid.turned else outline.beside) if c not in passed_over]
    series, problems = _series(grid, outline, body, beside, headings, words)
    problems = [*not_annual(grid, headings, described, body), *problems]
    for c in [c for c in columns if (headings[c].measure or "").strip().lower() in PART_WORDS]:
        problems += parts_of_years(grid, c, regions_of(grid, body, outline.area, words))
    others = [c for c in columns if c not in {years, series, *described}]
    figures = [c for c in others if _has_figures(grid, c, headings[c], body)]
    if series is not None:
        return Roles(years, units, series, tuple(figures), {}, headings, named), problems
    dated = years is not None or any(headings[c].year for c in figures)
    whole = None if dated else whole_of([headings[c].measure or "" for c in figures], titles, words)
    bare = {c: of_the_table(headings[c], titles, words, whole) for c in figures}
    derived = derived_columns(bare, figures, titles, words)
    figures = [c for c in figures if c not in derived]
    is_one = len({bare[c].measure for c in figures}) == 1
    headings |= {c: heading for c, heading in bare.items() if c in derived or is_one or heading.measure}
    return Roles(years, units, None, tuple(figures), derived, headings, named), problems


def _headings(grid: Grid, outline: Outline, words: Vocabulary) -> tuple[dict[int, ColumnHeading], list[int]]:
    """Return the headings of all columns, and the columns of figures: also those left of the regions that may be."""
    headings = read_headings(grid, outline.header, outline.columns, words)
    if grid.turned:
        return headings, list(outline.columns)
    before = read_headings(grid, outline.header, [c for c in outline.beside if c < outline.area], words)
    left = [c for c, heading in before.items() if heading.year or words.match(heading.measure or "").series]
    return {**headings, **before}, [*left, *outline.columns]


def _series(
    grid: Grid,
    outline: Outline,
    body: range,
    beside: Sequence[int],
    headings: Mapping[int, ColumnHeading],
    words: Vocabulary,
) -> tuple[int | None, list[Problem]]:
    """Return the column of `beside` that names the series of each line, and what is wrong with the others."""
    texts = {c: [grid.rows[number][c] for number in body] for c in headings}
    passed_over = {
        c
        for c, each in headings.items()
        if each.year or each.is_part_of_year or has_restated(each.measure or "", texts[c])
    }
    regions = regions_of(grid, body, outline.area, words)
    series, problem = companions(grid, outline.header, [c for c in beside if c not in passed_over], regions, words)
    twice = list(contradictions(grid, outline.header, outline.beside, regions, words))
    return series, twice or ([problem] if problem else [])


def _has_figures(grid: Grid, column: int, heading: ColumnHeading, body: range) -> bool:
    """Return whether a column has a year or figures, or restates some, also in words: 第12位, ↑4.7."""
    texts = [grid.rows[number][column] for number in body]
    if heading.year or any(looks_numeric(text) for text in texts):
        return True
    return has_restated(heading.measure or "", texts) and any(re.search(r"\d", text) for text in texts)
