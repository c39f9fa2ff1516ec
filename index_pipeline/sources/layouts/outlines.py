"""Where the tables of a sheet lie: columns of region names, lines of headings and lines of figures."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index_pipeline.characters import CHINESE
from index_pipeline.sources.labels.forms import series_form
from index_pipeline.sources.labels.numbers import MARKS, NotANumberError, read_number
from index_pipeline.sources.labels.periods import parse_year
from index_pipeline.sources.labels.qualifiers import left_over
from index_pipeline.sources.labels.unlisted import named_in
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.facts import NOTES, titles_in
from index_pipeline.sources.workbooks.grids import Grid

CORNERS = (
    *("地区", "省份", "省市", "省", "地区名称", "行政区", "区域", "指标", "项目"),
    *("region", "area", "province", "item"),
)
"""Headings of a column of regions or indicators."""

_CORNER = re.compile(
    r"(地区|省份|省市?区?|指标|年份|行政区划?)(名称?|别|类别|分组)?([(/\\|、].{0,12})?(region|area|province|item|indicators?|year)?"
)
"""Such a heading with more in it, 地区名称 or 地区(省)Region; not a title such as 地区生产总值."""


@dataclass(frozen=True)
class Outline:
    """One table: its column of region names, the columns of its figures, and its lines.

    `beside` are all columns but that of region names; of those left of it, none is in `columns`. `span` are the
    table's columns on a sheet that has another table beside it.
    `before` are the lines above its headings, `header` those of its headings; `lines` begin with its first line of
    figures and end where the next table begins. In a turned grid, `before` are the columns of its titles.
    """

    area: int
    columns: list[int]
    beside: list[int]
    before: range
    header: range
    lines: range
    span: range


def most_regions(grid: Grid, words: Vocabulary) -> tuple[int, int]:
    """Return the column that names most regions, and their number; a region that it names again does not count.

    A column names regions by labels or by codes, whichever are more: a figure beside a label may equal a code, as a
    GDP of 500000 yuan equals that of 重庆市.
    """
    counts = [
        max(_count(column, words, codes=False), _count(column, words, codes=True))
        for column in zip(*grid.rows, strict=True)
    ]
    best = max(range(len(counts)), key=lambda number: (counts[number], -number), default=0)
    return best, counts[best][0] if counts else 0


def _count(column: Sequence[str], words: Vocabulary, *, codes: bool) -> tuple[int, int]:
    """Return how many regions the codes or the labels of a column name, and how often."""
    found = [
        region.ref_area for text in column if text and (region := words.region(text)) and _is_number(text) == codes
    ]
    return len(set(found)), len(found)


def outlines(grid: Grid, main: int, words: Vocabulary) -> Iterator[Outline]:
    """Find the tables of a sheet whose names of regions are in the column `main`, and in others right of it."""
    for area, columns, beside in _blocks(grid, main, words):
        end, span = 0, range(min([area, *beside]), max([area, *beside]) + 1)
        starts = _starts(grid, area, columns, span, words)
        for number, (first, header) in enumerate(starts):
            stop = len(grid.rows)
            if number + 1 < len(starts):
                stop = _end(grid, area, range(first, starts[number + 1][1].start), words)
            before = range(area) if grid.turned else range(end, header.start)
            yield from _by_title(grid, Outline(area, columns, beside, before, header, range(first, stop), span), words)
            end = stop


def _by_title(grid: Grid, whole: Outline, words: Vocabulary) -> Iterator[Outline]:
    """Split a table where a further title is above some of its columns; in a turned grid, between them."""
    found = _titles_between(grid, whole) if grid.turned else _titles_beside(grid, whole, words)
    starts = [min(whole.span.start, whole.area), *found]
    for start, end in zip(starts, [*found, whole.span.stop], strict=True):
        columns = [c for c in whole.columns if start <= c < end]
        figures = [c for c in columns if _has_numbers(grid, whole.lines, [c])]
        if not found or figures:
            beside = [c for c in whole.beside if c < whole.area or start <= c < end]
            before = range(start, figures[0]) if grid.turned and start in found else whole.before
            span = range(start, end) if found else whole.span
            yield replace(whole, columns=columns, beside=beside, before=before, span=span)


def _titles_beside(grid: Grid, table: Outline, words: Vocabulary) -> list[int]:
    """Return the columns at which a further title above a table begins: behind the blank column before it, if any.

    A translation is none, nor are words that limit nothing (按当年价格计算), unless a blank column is before them.
    """
    lines = [*table.header, *table.lines]
    blank = [c for c in table.columns if not any(grid.rows[n][c] for n in lines)]
    starts: set[int] = set()
    for row in (grid.rows[n] for n in table.before):
        named = [c for c in titles_in(row) if c in table.span and named_in(row[c]) and "年鉴" not in row[c]]
        named = [c for c in named if CHINESE.search(row[c])] or named
        for first, c in itertools.pairwise(named):
            gap = max((b for b in blank if first <= b <= c), default=None)
            is_title = left_over(series_form(row[c]), "") or bool(words.named_by(row[c]).series)
            if c not in table.columns[:1] and (gap is not None or is_title):
                starts.add(c if gap is None else gap + 1)
    return sorted(starts)


def _titles_between(grid: Grid, table: Outline) -> list[int]:
    """Return the columns of a turned grid that have only a title, if bare years alone follow up to the next title."""
    texts = {c: [text for row in grid.rows if (text := row[c])] for c in table.columns}
    titles = [c for c, said in texts.items() if len(said) == 1 and named_in(said[0]) and not NOTES.match(said[0])]
    starts = []
    for start, end in itertools.pairwise([*titles, grid.width]):
        figures = [c for c in table.columns if start < c < end and _has_numbers(grid, table.lines, [c])]
        if figures and all(any(parse_year(grid.rows[n][c]) for n in table.header) for c in figures):
            starts.append(start)
    return starts


def _end(grid: Grid, area: int, lines: range, words: Vocabulary) -> int:
    """Return where a table ends that has another one below: after its last region and its notes."""
    end = max((number for number in lines if words.region(grid.rows[number][area])), default=lines.start) + 1
    while end < lines.stop and any(NOTES.match(text) for text in grid.rows[end]):
        end += 1
    return end


def is_index(row: Sequence[str], area: int, values: Sequence[int]) -> bool:
    """Return whether a line numbers the columns: 1, 2, 3 …"""
    texts = [row[c] for c in values]
    if (
        row[area].strip("()") not in {"", "甲", "乙", "栏次", "序号"}
        or len(texts) < 2
        or not re.fullmatch(r"\d{1,2}", texts[0])
    ):
        return False
    return texts == [str(number) for number in range(int(texts[0]), int(texts[0]) + len(texts))]


def _blocks(grid: Grid, main: int, words: Vocabulary) -> list[tuple[int, list[int], list[int]]]:
    """Split a sheet into blocks side by side: a column of region names, and the columns right of it up to the next.

    Columns that name the same regions again, as in English, are left out of the second list, not out of the third,
    which has also those left of the first block. Between columns of figures they begin a block, unless they are codes.
    """

    def codes(column: int) -> dict[int, str]:
        found = ((number, words.region(row[column])) for number, row in enumerate(grid.rows) if row[column])
        return {number: region.ref_area for number, region in found if region}

    own = codes(main)
    areas, aliases = [main], set()
    for column in range(grid.width):
        other = codes(column) if column != main else {}
        if len(other) < 2:
            continue
        same = sum(own.get(row) == code for row, code in other.items())
        is_behind = column > main and _has_numbers(grid, other, range(areas[-1] + 1, column))
        is_code = _has_numbers(grid, other, [column])
        is_again = same >= len(other) * 0.6
        if is_again and (is_code or not is_behind or not _has_numbers(grid, other, range(column + 1, grid.width))):
            aliases.add(column)
        elif is_behind:
            areas.append(column)
    ends = [*areas[1:], grid.width]
    return [
        (
            area,
            [c for c in range(area + 1, end) if c not in aliases],
            [c for c in range(area + 1 if number else 0, end) if c != area],
        )
        for number, (area, end) in enumerate(zip(areas, ends, strict=True))
    ]


def _has_numbers(grid: Grid, lines: Iterable[int], columns: Iterable[int]) -> bool:
    return any(_is_number(grid.rows[line][column]) for column in columns for line in lines)


def _starts(grid: Grid, area: int, columns: Sequence[int], span: range, words: Vocabulary) -> list[tuple[int, range]]:
    """Find each table of a block, one below the other: its first line of figures and its lines of headings."""
    starts: list[tuple[int, range]] = []
    lower, heading_seen = 0, True
    for number in range(len(grid.rows)):
        if heading_seen and words.region(grid.rows[number][area]):
            first, header = _header(grid, area, columns, span, range(lower, number), words)
            starts.append((first, header))
            heading_seen = False
        elif not heading_seen and _is_heading(grid.rows[number], area, columns, words):
            lower, heading_seen = number, True
    return starts


def _is_heading(row: Sequence[str], area: int, columns: Sequence[int], words: Vocabulary) -> bool:
    if words.region(row[area]) or NOTES.match(row[area]):
        return False
    texts = [row[c] for c in columns if row[c] and row[c] not in MARKS]
    is_corner = _is_corner(row[area])
    if any(_is_number(text) and not parse_year(text) for text in texts):
        return False
    years = any(parse_year(text) for text in texts)
    return is_corner or not row[area] if years else len(texts) >= 2 or (bool(texts) and is_corner)


def _header(
    grid: Grid, area: int, columns: Sequence[int], span: range, above: range, words: Vocabulary
) -> tuple[int, range]:
    """Collect the lines of headings upwards from the first region; figures above it belong to an unknown region."""
    first, top, corner = above.stop, above.stop, False
    for number in reversed(above):
        row = grid.rows[number]
        filled = [c for c in span if row[c]]
        values = [c for c in filled if c in columns]
        if not filled:
            if top < first and corner:
                break
            continue
        stated = any(re.match(r"(计量)?单位\s*:|unit\s*:", row[c], re.IGNORECASE) for c in filled if c >= area)
        if stated and not _is_corner(row[area]):
            break
        if _is_body(grid, number, area, values, above):
            first = top = number
            continue
        lone = len(filled) == 1 and not _is_corner(row[area])
        is_led = filled[0] <= area and values[:1] != columns[:1] and not grid.turned
        if is_led and values and words.named_by(row[filled[0]]).series:
            break  # titles beside each other
        if lone and (filled[0] <= area or corner or _spans(grid, number, filled[0], columns)):
            break
        corner = corner or _is_corner(row[area])
        top = number
    return first, range(top, first)


def _is_body(grid: Grid, number: int, area: int, values: Sequence[int], above: range) -> bool:
    """Return whether a line has figures: its numbers are not years, or they are, but below headings with a name."""
    row = grid.rows[number]
    numbers = [row[c] for c in values if _is_number(row[c])]
    if not numbers or _is_corner(row[area]) or is_index(row, area, values):
        return False
    below_headings = any(_is_corner(grid.rows[upper][area]) for upper in range(above.start, number))
    return not all(parse_year(text) for text in numbers) or (bool(row[area]) and below_headings)


def _is_number(text: str) -> bool:
    try:
        return read_number(text) is not None
    except NotANumberError:
        return False


def _is_corner(text: str) -> bool:
    bare = re.sub(r"\s", "", text).lower()
    return bare in CORNERS or _CORNER.fullmatch(bare) is not None


def _spans(grid: Grid, row: int, column: int, columns: Sequence[int]) -> bool:
    return len(columns) > 1 and any(
        top <= row <= bottom and left <= column <= right and right - left + 1 >= len(columns)
        for top, left, bottom, right in grid.merged
    )
