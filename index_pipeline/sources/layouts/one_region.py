"""Tables of one region, which a line or title around them names: indicators down and years across, or the reverse."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from index_pipeline.sources.labels.forms import series_form
from index_pipeline.sources.labels.numbers import looks_numeric
from index_pipeline.sources.labels.qualifiers import left_over
from index_pipeline.sources.labels.unlisted import named_in
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.derived import derived_columns, of_the_table, titled_without
from index_pipeline.sources.layouts.facts import Facts, facts_of
from index_pipeline.sources.layouts.headings import UNIT_WORDS, ColumnHeading, read_headings, stated_year
from index_pipeline.sources.layouts.matrices import FoundTable, Located, Restating, labelled
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.workbooks.grids import Grid, clean

_PLACE = re.compile(r"(?<!全)(?:市|县|州|盟|旗|(?<!地)区)$")
"""How the name of a place within a region ends: 南京市; not 全市, which is the whole of a municipality."""

_MAKER = re.compile(r"(?:制表|编制|填报|报送|整理|审核)\w*:")
"""How a line begins that says who made the table."""


def find_one_region(grid: Grid, words: Vocabulary) -> Iterator[FoundTable]:
    """Find a table of one region, with indicators down and years across, or the reverse.

    A line 地区：… names the region; or a title or the sheet's name begins with its full name, and neither says anything
    else by which the figures could be of a part of it.
    """
    turned = grid.turn()
    (header, years), (turned_header, turned_years) = _most_years(grid), _most_years(turned)
    if max(years, turned_years) > 0:
        table = _one_region(*((turned, turned_header) if turned_years > years else (grid, header)), words)
        if table.facts.area is not None:
            yield table


def _most_years(grid: Grid) -> tuple[int, int]:
    counts = [sum(stated_year(text) is not None for text in row) for row in grid.rows]
    best = max(range(len(counts)), key=lambda number: (counts[number], -number), default=0)
    return best, counts[best] if counts else 0


def _one_region(grid: Grid, header: int, words: Vocabulary) -> FoundTable:
    """Read a table whose line `header` has years: facts, headings, and the figures of each indicator."""
    heading, below = grid.rows[header], range(header + 1, len(grid.rows))
    dated = [c for c, text in enumerate(heading) if stated_year(text)]
    units = next((c for c, text in enumerate(heading[: dated[0]]) if text in UNIT_WORDS), None)
    label = next((c for c in reversed(range(dated[0])) if c != units and _has_labels(grid, below, c)), None)
    columns = [c for c in range(0 if label is None else label + 1, grid.width) if c != units]
    body = [n for n in below if any(looks_numeric(grid.rows[n][c]) for c in columns)]
    labels = dict(_labels(grid, below, body, label, words))
    facts = _facts(grid, header, label or 0, body, dated)
    facts = replace(facts, area=_area(facts, grid, labels.values(), words))
    headings = read_headings(grid, range(header, min(body, default=header + 1)), columns, words)
    figures = [c for c in columns if headings[c].year or any(looks_numeric(grid.rows[n][c]) for n in body)]
    bare = {c: of_the_table(heading, facts.titles, words) for c, heading in headings.items()}
    derived = derived_columns(bare, figures, facts.titles, words)
    table = FoundTable(
        grid,
        replace(facts, titles=titled_without(facts.titles, derived.values())),
        problems=list(_heading_problems(grid, [headings[c] for c in figures if c not in derived])),
        places={text: grid.name(n, label or 0) for n, text in labels.items() if text},
        headings={c: heading.text for c, heading in headings.items()},
        closed=bool(facts.notes),
    )
    for number, text in labels.items():
        unit = (grid.rows[number][units] or None) if units is not None else None
        _read_line(table, number, text, unit, {c: bare[c] for c in figures}, derived)
    return table


def _read_line(
    table: FoundTable,
    number: int,
    label: str,
    unit: str | None,
    headings: Mapping[int, ColumnHeading],
    derived: Mapping[int, str],
) -> None:
    """Add the figures of the line of an indicator, and the cells that restate them."""
    grid, area = table.grid, table.facts.area or ""
    values = [c for c, heading in headings.items() if heading.year and c not in derived and grid.rows[number][c]]
    if not label:
        cells = [(grid.name(number, c), grid.rows[number][c]) for c in values]
        table.problems += [Problem("no_heading", grid.sheet, *cell) for cell in cells[:1]]
        return
    for c in values:
        said = labelled(label, headings[c].measure)
        table.cells.append(Located(number, c, area, said, headings[c].year, unit or headings[c].unit))
    for c, kind in derived.items():
        table.derived.append(Restating(kind, label, [Located(number, c, area, headings[c].measure, headings[c].year)]))


def _heading_problems(grid: Grid, headings: Iterable[ColumnHeading]) -> Iterator[Problem]:
    """Give a problem for each column of figures that is not of a whole year."""
    for heading in headings:
        if heading.is_part_of_year or (heading.measure and not heading.year):
            kind = "part_of_year" if heading.is_part_of_year else "unclear_heading"
            yield Problem(kind, grid.sheet, heading.cell, heading.measure)


def _labels(
    grid: Grid, below: range, body: Sequence[int], label: int | None, words: Vocabulary
) -> Iterator[tuple[int, str]]:
    """Yield the lines of figures with their labels, below the line that limits them: 一、城镇居民, 其中：南京市."""
    section = ""
    for number in below:
        text = grid.rows[number][label] if label is not None else ""
        if number in body:
            yield number, f"{section}\n{text}" if section and text else text
        elif text:
            section = text if words.limit([text]) or _PLACE.search(text) else ""


def _has_labels(grid: Grid, lines: range, column: int) -> bool:
    return any(text and not looks_numeric(text) for text in (grid.rows[n][column] for n in lines))


def _facts(grid: Grid, header: int, label: int, body: list[int], dated: list[int]) -> Facts:
    """Read what is said before and after the table, in the lines of the sheet as it is written."""
    if grid.turned:
        sheet = grid.turn()
        return facts_of(sheet, range(max(label, 0)), range(max(dated) + 1, len(sheet.rows)))
    return facts_of(grid, range(header), range(max(body, default=header) + 1, len(grid.rows)))


def _area(facts: Facts, grid: Grid, labels: Iterable[str], words: Vocabulary) -> str | None:
    """Return the region that the line 地区 names, or else titles, brackets and the sheet's name; None if none does."""
    if facts.area is not None:
        return facts.area
    own = "\n".join(map(series_form, labels))
    around = [text.strip("()") for text in (*facts.titles, *facts.asides) if "年鉴" not in text]
    around = [text for text in around if not _MAKER.match(text)]
    sheet = clean(grid.sheet or "")
    short = words.region(sheet)
    named = [_named(text, own, words) for text in (*around, short.title_zh if short else sheet)]
    regions = {region for region, _ in named if region}
    return regions.pop() if len(regions) == 1 and all(is_whole for _, is_whole in named) else None


def _named(text: str, own: str, words: Vocabulary) -> tuple[str | None, bool]:
    """Return the region whose full name a text begins with, and whether the rest could limit no figure.

    Args:
        text: A title, text in brackets or the sheet's name.
        own: The labels of the table's indicators: what they have as well limits nothing.
        words: Gives the names of regions.
    """
    said = named_in(text)
    end = next((end for end in range(len(said), 0, -1) if _is_full_name(said[:end], words)), 0)
    rest = said[end:]
    return said[:end] or None, "全国" not in rest and not left_over(series_form(rest), own)


def _is_full_name(text: str, words: Vocabulary) -> bool:
    """Return whether a text is the full name of an assessed region: 吉林 may be the city."""
    region = words.region(text)
    return region is not None and region.role == "assessed" and text in {region.title_zh, region.title_en}
