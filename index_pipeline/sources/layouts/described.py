"""Tables of databases (CEIC, Wind): between the names of regions and the years, the series of each are described."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.headings import ColumnHeading
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.workbooks.grids import Grid

_WORDS = re.compile(
    "频率|数列ID|序列ID|指标ID|SR码|数据来源|来源|状态|更新时间|最后更新时间|首次观测日期"
    r"|frequency|series id|sr code|source|status|last update( time)?|first obs\. date|mnemonic",
    re.IGNORECASE,
)


_BETWEEN = re.compile("[:_—-]")
"""What is between a region and a series in one text."""

FEWEST_PARTED = 3
"""Regions that a column names together with a series, so that it is one of regions."""


def descriptions(headings: Mapping[int, ColumnHeading], columns: Sequence[int]) -> list[int]:
    """Return the columns before the first year that describe a series: its frequency, source, mean …

    None if no heading is one by which databases are known. A column of units is not among them.
    """
    dated = [c for c in columns if headings[c].year or headings[c].is_part_of_year]
    before = [c for c in columns if dated and c < dated[0] and not headings[c].is_unit_column]
    return before if any(_WORDS.fullmatch(_last(headings[c])) for c in before) else []


def not_annual(
    grid: Grid, headings: Mapping[int, ColumnHeading], described: Sequence[int], body: Sequence[int]
) -> list[Problem]:
    """Return a problem if the column 频率 (Frequency) says that a series is not for whole years."""
    for c in described:
        if _last(headings[c]).lower() in {"频率", "frequency"}:
            for number in body:
                text = grid.rows[number][c]
                if text and not re.match(r"年(?!中)|annual|yearly", text, re.IGNORECASE):
                    return [Problem("part_of_year", grid.sheet, grid.name(number, c), text)]
    return []


def named_series(grid: Grid, area: int, body: Sequence[int]) -> tuple[int | None, dict[int, str]]:
    """Return the column left of that of regions that names the series with the region, GDP:北京, and the series."""
    for column in range(area):
        texts = {n: grid.rows[n][column] for n in body if grid.rows[n][area]}
        if texts and all(grid.rows[n][area] in text for n, text in texts.items()):
            return column, {n: text.replace(grid.rows[n][area], "").strip(" :_-—") for n, text in texts.items()}
    return None, {}


def parted(grid: Grid, words: Vocabulary) -> tuple[Grid, dict[int, str]]:
    """Separate regions from the series that they are named with in one text: 北京:GDP, 地区生产总值:北京.

    Returns:
        The grid with the names of regions alone in the column that has most such texts, and the series of each line;
        the grid as it is and no series if fewer than `FEWEST_PARTED` regions are named so.
    """
    texts = {text for row in grid.rows for text in row if _BETWEEN.search(text)}
    parts = {text: both for text in texts if (both := _parts(text, words))}
    columns = [
        {number: parts[text] for number, text in enumerate(column) if text in parts}
        for column in (zip(*grid.rows, strict=True) if parts else ())
    ]
    best = max(range(len(columns)), key=lambda c: _number_of_regions(columns[c]), default=0)
    if not columns or _number_of_regions(columns[best]) < FEWEST_PARTED:
        return grid, {}
    regions = {number: region for number, (region, _) in columns[best].items()}
    rows = tuple(
        (*row[:best], regions.get(number, row[best]), *row[best + 1 :]) for number, row in enumerate(grid.rows)
    )
    return replace(grid, rows=rows), {number: series for number, (_, series) in columns[best].items()}


def _number_of_regions(named: Mapping[int, tuple[str, str]]) -> int:
    return len({region for region, _ in named.values()})


def _parts(text: str, words: Vocabulary) -> tuple[str, str] | None:
    """Return the region before or behind the first or last sign of a text, and what else it names; None if neither."""
    signs = [found.start() for found in _BETWEEN.finditer(text)]
    for at in (signs[0], signs[-1]):
        for region, series in ((text[:at], text[at + 1 :]), (text[at + 1 :], text[:at])):
            if region and series and words.region(region.strip()):
                return region.strip(), series.strip()
    return None


def _last(heading: ColumnHeading) -> str:
    return (heading.measure or "").split("\n")[-1]
