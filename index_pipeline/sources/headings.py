"""Headings over several lines and columns, taken apart into indicator, year and unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index_pipeline.sources.grids import Grid
from index_pipeline.sources.labels import Vocabulary, parse_year

YEAR_WORDS = ("年份", "年度", "年", "时间", "日期", "year", "time", "time_period", "period", "yr")
UNIT_WORDS = ("单位", "计量单位", "unit", "unit_measure")
_DATED = re.compile(r"((?:19|20)\d\d)\s*年(?!末|度|底)\s*(\D.*)", re.DOTALL)
_PART_OF_YEAR = re.compile(r"第?[一二三四1-4]季度?|[上下]半年|\d{1,2}\s*([-—–~至]\s*\d{1,2})?\s*月(份?累计|份)?")
_BRACKETED = re.compile(r"\(((?:19|20)\d\d)年?度?\)")


@dataclass(frozen=True)
class Column:
    """What stands above a column: `measure` in lines, group headings first; `cell` names its last line."""

    measure: str | None
    year: int | None
    unit: str | None
    cell: str
    is_year_column: bool = False
    is_unit_column: bool = False
    is_index: bool = False
    is_part_of_year: bool = False


def read_headings(grid: Grid, header: range, columns: Sequence[int], words: Vocabulary) -> dict[int, Column]:
    """Take the headings of `columns` apart, line by line of `header`."""
    texts = {number: _filled(grid, number, header, columns) for number in header}
    return {c: _column(grid, header, c, [texts[number][c] for number in header], words) for c in columns}


def _column(grid: Grid, header: range, column: int, texts: list[str], words: Vocabulary) -> Column:
    year, unit, lines, part_of_year = None, None, list[str](), False
    for text in dict.fromkeys(text for text in texts if text):
        for part in (text,) if parse_year(text) else text.split("\n"):
            inside = _BRACKETED.search(part)
            year = year or (int(inside[1]) if inside else None)
            line = _BRACKETED.sub("", part) if inside else part
            found = parse_year(line)
            dated = _DATED.fullmatch(line)
            if dated and _PART_OF_YEAR.fullmatch(dated[2].strip()):
                part_of_year = True
                lines.append(line)
            elif found or dated:
                year = year or found or int(dated[1] if dated else 0)
                lines += [dated[2]] if dated else []
            elif words.unit(line) and (line.startswith("(") or lines or unit):
                unit = unit or line
                lines += [line] if line.startswith("(") else []
            elif line and not re.fullmatch(r"\d{1,3}|[甲乙丙丁]", line):
                lines.append(line)
    last = max((number for number, text in zip(header, texts, strict=True) if text), default=header.stop - 1)
    bare = "".join(lines).replace(" ", "").lower()
    return Column(
        measure="\n".join(lines) or None,
        year=year,
        unit=unit,
        cell=grid.name(max(last, 0), column),
        is_year_column=bare in YEAR_WORDS,
        is_part_of_year=part_of_year,
        is_unit_column=bare in UNIT_WORDS,
        is_index=bare in {"序号", "编号", "no", "no.", "代码", "行政区划代码", "地区代码", "code"},
    )


def _filled(grid: Grid, number: int, header: range, columns: Sequence[int]) -> dict[int, str]:
    """Return a line of headings, each group heading repeated over the columns that it spans.

    Merged cells say what a heading spans. Where a line has none, an upper line with fewer headings than one below it
    has group headings, each up to the next.
    """
    row = grid.rows[number]
    texts = {c: row[c] for c in columns}
    spanning = [area for area in grid.merged if area[0] <= number <= area[2] and area[3] > area[1]]
    if spanning:
        for top, left, _, right in spanning:
            if top == number:
                texts.update({c: row[left] for c in range(left, right + 1) if c in texts})
        return texts
    below = [other for other in header if other > number]
    own = sum(bool(text) for text in texts.values())
    last = ""
    for c in columns:
        last = row[c] or last
        lower = [other for other in below if grid.rows[other][c]]
        if not row[c] and any(sum(bool(grid.rows[o][k]) for k in columns) > own for o in lower):
            texts[c] = last
    return texts
