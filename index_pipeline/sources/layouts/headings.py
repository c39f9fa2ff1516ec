"""Headings over several lines and columns, split into indicator, year and unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index_pipeline.sources.labels.forms import PUBLISHED
from index_pipeline.sources.labels.periods import is_part_of_year, parse_year, without_twelve_months
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.workbooks.grids import Grid

YEAR_WORDS = (
    *("年份", "年度", "年", "时间", "日期", "year", "time", "time_period", "period", "yr"),
    *("统计年份", "统计年度", "数据年份", "数据年度", "所属年份", "所属年度"),
)
UNIT_WORDS = ("单位", "计量单位", "unit", "unit_measure")
_DATED = re.compile(r"((?:19|20)\d\d)\s*(?:年(?!末|度|底)|(?:年[末度底]?)?\s*(?=\())\s*(\D.*)", re.DOTALL)
_YEAR_LAST = re.compile(
    r"([^\d()]*[^\W\d_]\s*(?:\([^()]*\))?)[\s_,.·-]*((?:19|20)\d\d)(?:年[末度底]?)?\s*(\([^()]*\))?"
)
"""A year behind a label and before or behind its unit: GDP_2023(亿元). It is one only behind the label of a series."""

_YEAR_END = re.compile(r"(?:截[至止]到?)?((?:19|20)\d\d)年?[末底](\D+)")
"""The end of a year before a label: 2023年末常住人口."""

_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)(?!\s*年?\s*(?:=|价|不变价|可比价|为基期|为100))")
NOT_YET = re.compile(
    r"预计|预测|预期|预估|计划数|目标值|forecast|projected|(?<=\d)\s*年?\s*[EF](?![A-Za-z])", re.IGNORECASE
)
"""Words of a heading whose figures are not results yet."""
_NUMBER = re.compile(r"\d{1,3}|[甲乙丙丁]")
_NUMBER_OF_COLUMN = re.compile(
    rf"{_NUMBER.pattern}|\([甲乙丙丁]\)|(?:\(\d{{1,2}}\)|\d{{1,2}}|[①-⑳])(?:\s*=[\s\d()①-⑳+\-*/×÷%]+)?"
)
"""How a line below the headings numbers the columns: 1, (2), ③, (3)=(1)/(2)."""
_BRACKETED = re.compile(r"\(((?:19|20)\d\d)年?(?:度|年?[末底])?\)")

_NOTED_YEAR = re.compile(r"(?<=[\d年])\s*[①-⑳⑴-⒇*]+$|(?<=\d\d\d\d|\d\d\d年)\s*\(?[ap]\)?$", re.IGNORECASE)
"""Marks of notes behind a year; p, by which its figures are preliminary, and a, by which they are actual ones."""

_PUBLISHED = re.compile(rf"\(?{PUBLISHED}\)?", re.IGNORECASE)
"""Which publication of a year its figures are of, behind the year: 2024年(初步核算数)."""


@dataclass(frozen=True)
class ColumnHeading:
    """What is above a column: `measure` in lines, group headings first; `cell` names its last line.

    `text` is all of it as it is written. If it names several years, or figures that are forecast, `measure` is all of
    it: no series has such a label.
    """

    measure: str | None
    year: int | None
    unit: str | None
    cell: str
    text: str = ""
    is_year_column: bool = False
    is_unit_column: bool = False
    is_index: bool = False
    is_part_of_year: bool = False


def read_headings(grid: Grid, header: range, columns: Sequence[int], words: Vocabulary) -> dict[int, ColumnHeading]:
    """Split the headings of `columns`, line by line of `header`."""
    texts = {number: _filled(grid, number, header, columns) for number in header}
    return {c: _column(grid, header, c, [texts[number][c] for number in header], words) for c in columns}


def stated_year(text: str) -> int | None:
    """Read a year that a line states: with a mark of a note, or with which publication of it the figures are of."""
    part = _part(text)
    return part.year if part.rest == "" or _PUBLISHED.fullmatch(part.rest or "") else None


def dated_label(text: str) -> tuple[int, str] | None:
    """Separate a year from the label after it: 2023年地区生产总值; None if there is no label, or no year."""
    dated = _DATED.fullmatch(text)
    return (int(dated[1]), dated[2]) if dated and not _PUBLISHED.fullmatch(dated[2]) else None


class _Part(NamedTuple):
    """A line of a heading: its text, what is left of that without its year, and the years that it names.

    `rest` is None if the line states no year, nor 1-12月; `years` are those of the figures and any others.
    """

    text: str
    rest: str | None
    year: int | None
    years: frozenset[int]


def _part(text: str) -> _Part:
    text = _NOTED_YEAR.sub("", text)
    if (bare := without_twelve_months(text)) != text:
        return _Part(bare, bare, None, frozenset())
    inside = _BRACKETED.search(text)
    text = _BRACKETED.sub("", text) if inside else text
    alone, dated = parse_year(text), _DATED.fullmatch(text)
    year = int(inside[1]) if inside else alone or (int(dated[1]) if dated else None)
    others = [] if alone else [int(number) for number in _YEARS.findall(text)]
    rest = dated[2].strip() if dated else "" if alone else None
    return _Part(text, rest, year, frozenset([*others, *([year] if year else [])]))


def _year_first(text: str, words: Vocabulary) -> str:
    """Write a year that is behind the label of a series, or a year's end before it, as headings usually have it."""
    last, end = _YEAR_LAST.fullmatch(text), _YEAR_END.fullmatch(text)
    year = last[2] if last else end[1] if end else ""
    labels = [last[1] + (last[3] or "")] if last else [f"年末{end[2]}", end[2]] if end else []
    label = next((label for label in labels if words.match(label).series), None)
    return f"{year}年{label}" if label else text


def _column(grid: Grid, header: range, column: int, texts: list[str], words: Vocabulary) -> ColumnHeading:
    said = dict.fromkeys(text for text in texts if text)
    lines_of = (part for text in said for part in ([text] if parse_year(text) else text.split("\n")))
    parts = [_part(_year_first(part, words)) for part in lines_of]
    year = next((part.year for part in parts if part.year), None)
    unit, lines, seen_year = None, list[str](), False
    for text, rest, own, _ in parts:
        seen_year = seen_year or own is not None
        if is_part_of_year(text):
            lines.append(text)
        elif rest is not None:
            unit = unit or (rest if words.unit(rest) else None)
            lines += [rest] if rest and not words.unit(rest) and not _PUBLISHED.fullmatch(rest) else []
        elif words.unit(text) and (text.startswith("(") or lines or unit or seen_year):
            unit = unit or text
            lines += [text] if text.startswith("(") and (lines or not seen_year) else []
        elif year and _PUBLISHED.fullmatch(text):
            continue
        elif text and not (_NUMBER if len(said) == 1 else _NUMBER_OF_COLUMN).fullmatch(text):
            lines.append(text)
    if len(frozenset[int]().union(*(part.years for part in parts))) > 1 or any(NOT_YET.search(text) for text in texts):
        lines = list(said)
    last = max((number for number, text in zip(header, texts, strict=True) if text), default=header.stop - 1)
    bare = "".join(lines).replace(" ", "").lower()
    return ColumnHeading(
        measure="\n".join(lines) or None,
        year=year,
        unit=unit,
        cell=grid.name(max(last, 0), column),
        text="\n".join(said),
        is_year_column=bare in YEAR_WORDS,
        is_part_of_year=any(is_part_of_year(part.text) for part in parts),
        is_unit_column=bare in UNIT_WORDS,
        is_index=bare in {"序号", "编号", "no", "no.", "代码", "行政区划代码", "地区代码", "code"},
    )


def _filled(grid: Grid, number: int, header: range, columns: Sequence[int]) -> dict[int, str]:
    """Return a line of headings, each group heading repeated over the columns that it spans.

    Merged cells say what a heading spans. If a line has none, an upper line with fewer headings than one below it
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
