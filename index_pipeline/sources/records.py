"""Tables with a line per record: region, year, figures."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from index_pipeline.sources.companions import (
    PART_WORDS,
    SERIES_WORDS,
    VALUE_WORDS,
    companions,
    contradictions,
    parts_of_years,
    regions_of,
)
from index_pipeline.sources.derived import derived_columns, restates, titled_without
from index_pipeline.sources.facts import NOTES, facts_of
from index_pipeline.sources.grids import Grid
from index_pipeline.sources.headings import UNIT_WORDS, YEAR_WORDS, dated_label, read_headings
from index_pipeline.sources.labels import Vocabulary
from index_pipeline.sources.layouts import FoundTable, Located, Restating, labelled
from index_pipeline.sources.numbers import MARKS, NotANumberError, looks_numeric, read_number
from index_pipeline.sources.periods import is_part_of_year, parse_year
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.sum_lines import is_beside, is_sum
from index_pipeline.tables import STATUSES

COLUMNS = {
    "area": (
        *("地区", "省份", "省", "省市", "地区名称", "地区名", "省份名称", "省级行政区", "所属省份", "行政区", "区域"),
        *("ref_area", "region", "area", "province", "prov", "region_name", "area_name", "province_name"),
    ),
    "year": YEAR_WORDS,
    "series": SERIES_WORDS,
    "value": VALUE_WORDS,
    "status": ("obs_status",),
    "unit": UNIT_WORDS,
    "vintage": ("vintage",),
    "part": PART_WORDS,
}
"""Headings by which the columns of a table of records are known; `part` has parts of a year."""

_FURTHER_YEARS = re.compile(r"(?!.*(年鉴|出版|发布|公布|版本|下载|导出)).*(年份|年度|_?year)")
"""Headings of a column of years that is not of the years of publication."""

SEARCHED = 30
"""Lines in which the headings of a table of records are looked for."""


def find_records(grid: Grid, words: Vocabulary) -> Iterator[FoundTable]:
    """Find a table with a column for the region and one for the year; none if no line has both headings.

    If there is a column of values, each line is one figure; else each further column is an indicator. Of several
    columns that could be the region's, it is the one that names most regions.
    """
    for header, row in enumerate(grid.rows[:SEARCHED]):
        columns = _columns(row)
        if not {"year", "series"} & columns.keys():
            continue
        if "year" not in columns and _has_periods(grid, header, columns["series"]):
            columns["year"] = columns.pop("series")
        area = _area(grid, header, columns, words) if "year" in columns else None
        if area is not None:
            yield _records(grid, header, {**columns, "area": area}, words)
            return


def _has_periods(grid: Grid, header: int, column: int) -> bool:
    """Return whether a column headed 属性 (Attribute) has years, as it has if columns of years were stacked."""
    texts = {row[column] for row in grid.rows[header + 1 :] if row[column]}
    dated = [text for text in texts if parse_year(text) or is_part_of_year(text) or dated_label(text)]
    return len(dated) * 2 > len(texts)


def _area(grid: Grid, header: int, columns: dict[str, int], words: Vocabulary) -> int | None:
    found = {
        column: len(
            {
                region.ref_area
                for row in grid.rows[header + 1 :]
                if (region := words.region(row[column])) and region.role == "assessed"
            }
        )
        for column in range(grid.width)
    }
    named = columns.get("area")
    best = max(found, key=lambda column: (found[column], column == named, -column))
    return best if found[best] > 1 or best == named else named


def _columns(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, text in enumerate(row):
        bare = re.sub(r"\s", "", text).lower()
        for role, headings in COLUMNS.items():
            if bare in headings:
                found.setdefault(role, number)
    return found


def _records(grid: Grid, header: int, columns: dict[str, int], words: Vocabulary) -> FoundTable:
    heading = grid.rows[header]
    others = [c for c, text in enumerate(heading) if text and c not in columns.values()]
    others = [
        c for c in others if re.sub(r"\s", "", heading[c]).lower() not in COLUMNS["area"] or not _texts(grid, header, c)
    ]
    after = _notes_from(grid, header)
    facts = facts_of(grid, range(header), range(after, len(grid.rows)))
    table = FoundTable(grid, facts, closed=after < len(grid.rows), records=True)
    lines = regions_of(grid, range(header + 1, after), columns["area"], words)
    restating = {c for c, text in enumerate(heading) if restates(text)}
    beside = [
        c for c in range(grid.width) if c not in {*columns.values(), *restating} and not words.match(heading[c]).series
    ]
    series, problem = companions(grid, [header], beside, lines, words)
    twice = list(contradictions(grid, [header], set(range(grid.width)) - {columns["area"]}, lines, words))
    table.problems += twice or ([problem] if problem else [])
    table.problems += _second_columns(grid, header, columns, range(header + 1, after))
    if "part" in columns:
        table.problems += parts_of_years(grid, columns["part"], range(header + 1, after))
    if "series" not in columns and series is not None:
        columns["series"] = series
    measures = [c for c in others if c != series and (c in restating or _has_figures(grid, lines, c))]
    figures = [*measures, *([columns["value"]] if "value" in columns else [])]
    headings = read_headings(grid, range(header, header + 1), figures, words)
    derived = derived_columns(headings, figures, facts.titles, words)
    table.facts = replace(facts, titles=titled_without(facts.titles, derived.values()))
    measures = [c for c in measures if c not in derived]
    heading = tuple("" if c in derived else text for c, text in enumerate(heading))
    restated: dict[tuple[int, str], list[Located]] = {}
    table.coded = "series" in columns
    table.places.update({heading[c]: grid.name(header, c) for c in measures})
    expected, area, named = grid.lengths[header], "", ""
    for number in range(header + 1, after):
        row = grid.rows[number]
        if not any(row):
            continue
        area = row[columns["area"]] or area
        if grid.lengths[number] != expected:
            details: dict[str, object] = {"cells": grid.lengths[number], "expected": expected}
            table.problems.append(Problem("row_length", grid.sheet, grid.name(number, 0), None, details))
            continue
        values = [columns["value"]] if "value" in columns else [c for c in measures if row[c]]
        text = row[columns["year"]]
        dated = dated_label(text)
        year = dated[0] if dated else parse_year(text)
        if is_sum(text) and year is None:
            table.sums.append(text)
        elif year is None or is_part_of_year(text):
            kind = "part_of_year" if is_part_of_year(text) else "not_a_year"
            table.problems.append(Problem(kind, grid.sheet, grid.name(number, columns["year"]), text))
        elif not area:
            table.problems.append(Problem("no_region", grid.sheet, grid.name(number, columns["area"])))
        else:
            table.places.setdefault(area, grid.name(number, columns["area"]))
            named = dated[1] if dated else row[columns["series"]] if table.coded else ""
            records = [_record(row, number, c, heading, (area, named, year), columns) for c in values]
            table.problems += [fault for record in records for fault in _record_problems(grid, record, columns)]
            if table.coded and not named and "series" in columns:
                place = grid.name(number, columns["series"])
                table.problems += [Problem("no_series", grid.sheet, place)] if any(row[c] for c in values) else []
            if named and records and records[0].measure:
                place = grid.name(number, columns["year" if dated else "series"])
                table.places.setdefault(records[0].measure, place)
            if is_beside(area, words):
                table.sums.append(area)
                table.sum_cells += records
            else:
                table.cells += records
                for c in derived if "vintage" not in columns else ():  # of which vintage they are is not known
                    cell = Located(number, c, area, headings[c].measure, year)
                    restated.setdefault((c, named), []).append(cell)
    table.derived = [Restating(derived[c], named or None, cells) for (c, named), cells in restated.items()]
    return table


def _second_columns(grid: Grid, header: int, columns: dict[str, int], lines: range) -> Iterator[Problem]:
    """Give a problem for each line with another figure, or another year, in a further column of figures or of years."""
    for column, text in enumerate(grid.rows[header]):
        bare = re.sub(r"\s", "", text).lower()
        role = "value" if bare in VALUE_WORDS else "year" if _FURTHER_YEARS.fullmatch(bare) else ""
        if role not in columns or column == columns[role]:
            continue
        for number in lines:
            own, other = grid.rows[number][columns[role]], grid.rows[number][column]
            read = parse_year if role == "year" else _figure
            if read(own) is not None and read(other) is not None and read(own) != read(other):
                details: dict[str, object] = {"other": other, "other_cell": grid.name(number, column), role: own}
                yield Problem(f"two_{role}s", grid.sheet, grid.name(number, columns[role]), own, details)


def _figure(text: str) -> Decimal | None:
    """Return the number of a cell, None if it is not one."""
    try:
        number = read_number(text)
    except NotANumberError:
        return None
    return number.value if number else None


def _texts(grid: Grid, header: int, column: int) -> bool:
    return not any(looks_numeric(row[column]) for row in grid.rows[header + 1 :])


def _has_figures(grid: Grid, lines: Iterable[int], column: int) -> bool:
    """Return whether a column has figures, or is blank: a column of text beside them is not a measure."""
    texts = [grid.rows[number][column] for number in lines if grid.rows[number][column]]
    return not texts or any(looks_numeric(text) or text in MARKS for text in texts)


def _record_problems(grid: Grid, record: Located, columns: dict[str, int]) -> Iterator[Problem]:
    text = grid.rows[record.row][record.column]
    if record.status is not None and (record.status not in STATUSES or (record.status == "M" and text)):
        yield Problem("unknown_status", grid.sheet, grid.name(record.row, columns["status"]), record.status)
    if record.vintage is not None:
        try:
            date.fromisoformat(record.vintage)
        except ValueError:
            yield Problem("not_a_day", grid.sheet, grid.name(record.row, columns["vintage"]), record.vintage)


def _record(
    row: Sequence[str],
    number: int,
    column: int,
    heading: Sequence[str],
    labels: tuple[str, str, int],
    columns: dict[str, int],
) -> Located:
    def said(role: str) -> str | None:
        return (row[columns[role]] or None) if role in columns else None

    area, series, year = labels
    alone = "value" in columns or (series and sum(bool(text) for text in heading) == len(columns) + 1)
    measure = (series or None) if alone else labelled(series, heading[column])
    return Located(number, column, area, measure, year, said("unit"), said("status"), said("vintage"))


def _notes_from(grid: Grid, header: int) -> int:
    """Return the line at which notes begin after the records: one with a single text that begins as notes do."""
    last = len(grid.rows)
    while last > header + 1:
        filled = [text for text in grid.rows[last - 1] if text]
        if filled and not (len(filled) == 1 and NOTES.match(filled[0])):
            break
        last -= 1
    return last
