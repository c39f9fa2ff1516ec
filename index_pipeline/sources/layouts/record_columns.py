"""The columns of a table of records: its line of headings, and what each column is for."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index_pipeline.characters import CHINESE
from index_pipeline.sources.labels.numbers import MARKS, NotANumberError, looks_numeric, read_number
from index_pipeline.sources.labels.periods import is_part_of_year, parse_year
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.companions import (
    PART_WORDS,
    SERIES_WORDS,
    VALUE_WORDS,
    companions,
    contradictions,
    parts_of_years,
    regions_of,
)
from index_pipeline.sources.layouts.derived import derived_columns, has_restated, of_the_table
from index_pipeline.sources.layouts.headings import UNIT_WORDS, YEAR_WORDS, ColumnHeading, dated_label, read_headings
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.workbooks.grids import Grid

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


@dataclass(frozen=True)
class RecordColumns:
    """What the columns of a table of records are for.

    `roles` are those of `COLUMNS`, `measures` have an indicator each, and `headed` are the headings of both, blank
    where they only say that figures are of what the title names (总量). `derived` restate the figures (`derived.py`).
    `headings` are those of all of these.
    """

    roles: Mapping[str, int]
    measures: tuple[int, ...]
    headed: tuple[str, ...]
    derived: Mapping[int, str]
    headings: Mapping[int, ColumnHeading]


def find_header(grid: Grid, words: Vocabulary) -> tuple[int, dict[str, int]] | None:
    """Find the line of headings of a table of records, and the roles of its columns; None if no line has them.

    There is a column for the region and one for the year. If there is one of values, each line is one figure; else
    each further column is an indicator. Of several columns that could be the region's, it is the one that names most
    regions.
    """
    for header, row in enumerate(grid.rows[:SEARCHED]):
        columns = _roles(row)
        if not {"year", "series"} & columns.keys():
            continue
        if "year" not in columns and _has_periods(grid, header, columns["series"]):
            columns["year"] = columns.pop("series")
        area = _area(grid, header, columns, words) if "year" in columns else None
        if area is not None:
            return header, {**columns, "area": area}
    return None


def columns_of(
    grid: Grid, header: int, roles: Mapping[str, int], body: range, titles: Sequence[str], words: Vocabulary
) -> tuple[RecordColumns, list[Problem]]:
    """Find out what each column is for; a column by which lines are not complete records is a problem."""
    heading = grid.rows[header]
    lines = regions_of(grid, body, roles["area"], words)
    restating = {c for c, text in enumerate(heading) if has_restated(text, (grid.rows[n][c] for n in body))}
    taken = {*roles.values(), *restating}
    beside = [c for c in range(grid.width) if c not in taken and not words.match(heading[c]).series]
    series, problem = companions(grid, [header], beside, lines, words)
    twice = list(contradictions(grid, [header], set(range(grid.width)) - {roles["area"]}, lines, words))
    problems = twice or ([problem] if problem else [])
    problems += _second_columns(grid, header, roles, body)
    if "part" in roles:
        problems += parts_of_years(grid, roles["part"], body)
    if series is not None:
        roles = {"series": series, **roles}
    others = [c for c, text in enumerate(heading) if text and c not in roles.values()]
    others = [c for c in others if _bare(heading[c]) not in COLUMNS["area"] or not _texts(grid, header, c)]
    measures = [c for c in others if c != series and (c in restating or _has_figures(grid, lines, c))]
    figures = [*measures, *([roles["value"]] if "value" in roles else [])]
    headings = read_headings(grid, range(header, header + 1), figures, words)
    derived = derived_columns(headings, figures, titles, words)
    own = tuple(c for c in measures if c not in derived)
    if len(own) == 1 and "series" not in roles:
        headings |= {c: of_the_table(headings[c], titles, words) for c in own}
    unnamed = {*derived, *(c for c in own if headings[c].measure is None)}
    headed = tuple("" if c in unnamed else text for c, text in enumerate(heading))
    return RecordColumns(roles, own, headed, derived, headings), problems


def _has_periods(grid: Grid, header: int, column: int) -> bool:
    """Return whether a column headed 属性 (Attribute) has years, as it has if columns of years were stacked."""
    texts = {row[column] for row in grid.rows[header + 1 :] if row[column]}
    dated = [text for text in texts if parse_year(text) or is_part_of_year(text) or dated_label(text)]
    return len(dated) * 2 > len(texts)


def _area(grid: Grid, header: int, columns: Mapping[str, int], words: Vocabulary) -> int | None:
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


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text).lower()


def _roles(row: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, text in enumerate(row):
        bare = _bare(text)
        for role, headings in COLUMNS.items():
            if bare in headings:
                found.setdefault(role, number)
    return found


def _second_columns(grid: Grid, header: int, columns: Mapping[str, int], lines: range) -> Iterator[Problem]:
    """Give a problem for each line with another figure, or another year, in a further column of figures or of years."""
    for column, text in enumerate(grid.rows[header]):
        bare = _bare(text)
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
    """Return whether a column has figures or signs for them, or is blank; words for none (无) are in remarks too."""
    texts = [grid.rows[number][column] for number in lines if grid.rows[number][column]]
    signs = (text for text in texts if text in MARKS and not CHINESE.search(text))
    return not texts or any(signs) or any(map(looks_numeric, texts))
