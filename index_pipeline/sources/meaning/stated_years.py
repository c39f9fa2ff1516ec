"""Years that a table states: in headings, titles and options, and the days on which figures were released."""

from collections.abc import Iterator, Sequence
from datetime import date

from index_pipeline.clock import EARLIEST_YEAR
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.options import Options
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.readers import ReadTable


def year_problems(table: ReadTable, options: Options) -> Iterator[Problem]:
    """Give a problem where headings, titles and options name different years, or none, or a part of a year."""
    headed = set(table.cells["time_period"].to_pylist())
    undated, headed = None in headed, headed - {None}
    stated, cell = table.facts.years, table.facts.years_cell
    if table.facts.part_of_year:
        text, place = table.facts.part_of_year
        yield Problem("part_of_year", table.sheet, place, text)
    single = single_year(table)
    if options.year is not None and headed and headed != {options.year}:
        said = f"{min(headed)}–{max(headed)}" if len(headed) > 1 else min(headed)
        yield Problem("year_conflict", table.sheet, details={"stated": said, "given": options.year})
    elif options.year is not None and single and single != options.year:
        yield Problem("year_conflict", table.sheet, cell, details={"stated": single, "given": options.year})
    elif undated and not single and options.year is None:
        yield _several_years(table) or Problem("missing_year", table.sheet)
    if stated and cell:
        said = single or f"{stated[0]}–{stated[1]}"
        for year in sorted(y for y in headed if not stated[0] <= y <= stated[1]):
            yield Problem("stated_years", table.sheet, cell, details={"year": year, "stated": said})
    elif stated and table.facts.titled and not any(stated[0] <= y <= stated[1] for y in headed) and headed:
        other, place = table.facts.titled[0]
        details = {"headed": f"{min(headed)}–{max(headed)}" if len(headed) > 1 else min(headed), "titled": other}
        yield Problem("titled_year", table.sheet, place, details=details)


def _several_years(table: ReadTable) -> Problem | None:
    """Say that titles name different years, for example because an English one is left from the last edition."""
    titled = dict(reversed(table.facts.titled))
    if len(titled) < 2:
        return None
    named = ", ".join(f"{year} ({place})" for year, place in sorted(titled.items()))
    return Problem("several_years", table.sheet, details={"years": named})


def single_year(table: ReadTable) -> int | None:
    """Return the year that the file says its table is for, if it says one."""
    stated = table.facts.years
    return stated[0] if stated and stated[0] == stated[1] else None


def impossible_years(figures: Sequence[Figure], options: Options) -> Iterator[Problem]:
    """Refuse figures of a year that has not ended, or from before there were any; the first of each year is named."""
    first = {figure.time_period: figure for figure in reversed(figures)}
    for year, figure in sorted(first.items()):
        if year >= options.today.year:
            details: dict[str, object] = {"year": year, "released": options.today.isoformat()}
            yield Problem("future_year", figure.sheet, figure.cell, figure.text, details)
        elif year < EARLIEST_YEAR:
            yield Problem("early_year", figure.sheet, figure.cell, figure.text, {"year": year})


def impossible_vintages(figures: Sequence[Figure], options: Options) -> Iterator[Problem]:
    """Refuse a figure's own day of release before the end of its year, or after today, as `--released` is."""
    for figure in figures:
        if figure.vintage and not date(figure.time_period, 12, 31) <= figure.vintage <= options.today:
            details = {"vintage": figure.vintage, "today": options.today, "year": figure.time_period}
            kind = "vintage_future" if figure.vintage > options.today else "vintage_early"
            yield Problem(kind, figure.sheet, figure.cell, figure.text, dict(details))
