"""Tables with a line per record: region, year, figures."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from index_pipeline.sources.labels.periods import is_part_of_year
from index_pipeline.sources.labels.sum_lines import is_beside, is_sum
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.derived import FURTHER, titled_without
from index_pipeline.sources.layouts.facts import NOTES, facts_of
from index_pipeline.sources.layouts.headings import dated_label, stated_year
from index_pipeline.sources.layouts.matrices import FoundTable, Located, Restating, labelled
from index_pipeline.sources.layouts.preliminary import PRELIMINARY
from index_pipeline.sources.layouts.record_columns import RecordColumns, columns_of, find_header
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.workbooks.grids import Grid
from index_pipeline.tables import STATUSES


def find_records(grid: Grid, words: Vocabulary) -> Iterator[FoundTable]:
    """Find a table with a line per record; none if no line has the headings of one."""
    if found := find_header(grid, words):
        yield _records(grid, *found, words)


def _records(grid: Grid, header: int, roles: Mapping[str, int], words: Vocabulary) -> FoundTable:
    """Read the lines below the headings: the figures of each, and what is wrong with it."""
    body = range(header + 1, _notes_from(grid, header))
    facts = facts_of(grid, range(header), range(body.stop, len(grid.rows)))
    columns, problems = columns_of(grid, header, roles, body, facts.titles, words)
    table = FoundTable(
        grid,
        replace(facts, titles=titled_without(facts.titles, columns.derived.values())),
        problems=problems,
        places={columns.headed[c]: grid.name(header, c) for c in columns.measures if columns.headed[c]},
        closed=body.stop < len(grid.rows),
        records=True,
        coded="series" in columns.roles,
        headings={c: heading.text for c, heading in columns.headings.items()},
    )
    restated: dict[tuple[int, str], list[Located]] = {}
    area = ""
    for number in body:
        area = grid.rows[number][roles["area"]] or area
        if not any(grid.rows[number]):
            continue
        if grid.lengths[number] != grid.lengths[header]:
            details: dict[str, object] = {"cells": grid.lengths[number], "expected": grid.lengths[header]}
            table.problems.append(Problem("row_length", grid.sheet, grid.name(number, 0), None, details))
        elif labels := _labels(table, number, area, columns):
            _add(table, number, labels, columns, restated, words)
    of_vintages = "vintage" in columns.roles  # it is not known which vintage is restated
    for (c, series), cells in restated.items():
        kind = FURTHER if of_vintages else columns.derived[c]
        table.derived.append(Restating(kind, series or None, cells))
    return table


class _Labels(NamedTuple):
    """What a record says it is of: region, series ("" if its heading says that), year, and whether both are one."""

    area: str
    series: str
    year: int
    is_dated: bool


def _labels(table: FoundTable, number: int, area: str, columns: RecordColumns) -> _Labels | None:
    """Return the labels of a line; None, with a problem unless it is a sum, if it lacks one."""
    grid, roles = table.grid, columns.roles
    row, text = grid.rows[number], grid.rows[number][roles["year"]]
    dated = dated_label(text)
    year = dated[0] if dated else stated_year(text)
    if is_sum(text) and year is None:
        table.sums.append(text)
    elif year is None or is_part_of_year(text):
        kind = "part_of_year" if is_part_of_year(text) else "not_a_year"
        table.problems.append(Problem(kind, grid.sheet, grid.name(number, roles["year"]), text))
    elif not area:
        table.problems.append(Problem("no_region", grid.sheet, grid.name(number, roles["area"])))
    else:
        named = dated[1] if dated else row[roles["series"]] if table.coded else ""
        return _Labels(area, named, year, dated is not None)
    return None


def _add(
    table: FoundTable,
    number: int,
    labels: _Labels,
    columns: RecordColumns,
    restated: dict[tuple[int, str], list[Located]],
    words: Vocabulary,
) -> None:
    """Add the figures of a line to those of regions, of sums, or of columns that restate them."""
    grid, roles = table.grid, columns.roles
    row = grid.rows[number]
    area, series, year, is_dated = labels
    table.places.setdefault(area, grid.name(number, roles["area"]))
    values = [roles["value"]] if "value" in roles else [c for c in columns.measures if row[c]]
    records = [_record(row, number, c, labels, columns) for c in values]
    table.problems += [fault for record in records for fault in _record_problems(grid, record, roles)]
    if "series" in roles and not series and any(row[c] for c in values):
        table.problems.append(Problem("no_series", grid.sheet, grid.name(number, roles["series"])))
    if series and records and records[0].measure:
        table.places.setdefault(records[0].measure, grid.name(number, roles["year" if is_dated else "series"]))
    if is_beside(area, words):
        table.sums.append(area)
        table.sum_cells += records
        return
    table.cells += records
    for c in columns.derived:
        cell = Located(number, c, area, columns.headings[c].measure, year)
        restated.setdefault((c, series), []).append(cell)


def _record_problems(grid: Grid, record: Located, columns: Mapping[str, int]) -> Iterator[Problem]:
    text = grid.rows[record.row][record.column]
    if record.status is not None and (record.status not in {*STATUSES, PRELIMINARY} or (record.status == "M" and text)):
        yield Problem("unknown_status", grid.sheet, grid.name(record.row, columns["status"]), record.status)
    if record.vintage is not None:
        try:
            date.fromisoformat(record.vintage)
        except ValueError:
            yield Problem("not_a_day", grid.sheet, grid.name(record.row, columns["vintage"]), record.vintage)


def _record(row: Sequence[str], number: int, column: int, labels: _Labels, columns: RecordColumns) -> Located:
    roles, series = columns.roles, labels.series

    def said(role: str) -> str | None:
        return (row[roles[role]] or None) if role in roles else None

    alone = "value" in roles or (series and sum(bool(text) for text in columns.headed) == len(roles) + 1)
    measure = (series or None) if alone else labelled(series, columns.headed[column]) or None
    unit = said("unit") or (columns.headings[column].unit if not columns.headed[column] else None)
    return Located(number, column, labels.area, measure, labels.year, unit, said("status"), said("vintage"))


def _notes_from(grid: Grid, header: int) -> int:
    """Return the line at which notes begin after the records: one with a single text that begins as notes do."""
    last = len(grid.rows)
    while last > header + 1:
        filled = [text for text in grid.rows[last - 1] if text]
        if filled and not (len(filled) == 1 and NOTES.match(filled[0])):
            break
        last -= 1
    return last
