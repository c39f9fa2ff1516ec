"""Tables of one region, which a line above them names: indicators down and years across, or the reverse."""

from collections.abc import Iterator

from index_pipeline.sources.facts import facts_of
from index_pipeline.sources.grids import Grid
from index_pipeline.sources.headings import UNIT_WORDS
from index_pipeline.sources.layouts import FoundTable, Located
from index_pipeline.sources.numbers import looks_numeric
from index_pipeline.sources.periods import parse_year
from index_pipeline.sources.problems import Problem


def find_one_region(grid: Grid) -> Iterator[FoundTable]:
    """Find a table of one region, named in a line 地区：…, with indicators down and years across, or the reverse."""
    header, years = _most_years(grid)
    turned = grid.turn()
    turned_header, turned_years = _most_years(turned)
    if max(years, turned_years) > 0 and facts_of(grid, range(len(grid.rows))).area is not None:
        yield _one_region(turned, turned_header) if turned_years > years else _one_region(grid, header)


def _most_years(grid: Grid) -> tuple[int, int]:
    counts = [sum(parse_year(text) is not None for text in row) for row in grid.rows]
    best = max(range(len(counts)), key=lambda number: (counts[number], -number), default=0)
    return best, counts[best] if counts else 0


def _one_region(grid: Grid, header: int) -> FoundTable:
    years = {c: year for c, text in enumerate(grid.rows[header]) if (year := parse_year(text))}
    units = next((c for c, text in enumerate(grid.rows[header][: min(years)]) if text in UNIT_WORDS), None)
    label = next((c for c in reversed(range(min(years))) if c != units), -1)
    body = [n for n in range(header + 1, len(grid.rows)) if any(looks_numeric(grid.rows[n][c]) for c in years)]
    sheet = grid.turn() if grid.turned else grid
    if grid.turned:
        facts = facts_of(sheet, range(max(label, 0)), range(max(years) + 1, len(sheet.rows)))
    else:
        facts = facts_of(sheet, range(header), range(max(body, default=header) + 1, len(sheet.rows)))
    table = FoundTable(grid, facts, closed=bool(facts.notes))
    for number in body:
        row = grid.rows[number]
        measure = row[label] if label >= 0 else ""
        values = [c for c in years if row[c]]
        if not measure:
            table.problems.append(Problem("no_heading", grid.sheet, grid.name(number, values[0]), row[values[0]]))
        else:
            table.places[measure] = grid.name(number, label)
            unit = (row[units] or None) if units is not None else None
            table.cells += [Located(number, c, facts.area or "", measure, years[c], unit) for c in values]
    return table
