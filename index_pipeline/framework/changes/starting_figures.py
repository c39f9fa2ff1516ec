"""The table of figures that a first framework is made from: wide as a spreadsheet or COINr's iData, or tidy."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index_pipeline.characters import is_number
from index_pipeline.errors import UserError
from index_pipeline.language import Both

CODE = ("uCode", "ref_area", "code", "代码", "地区代码")
NAME = ("uName", "name", "region", "country", "地区", "名称")
YEAR = ("Time", "time_period", "year", "年份", "年")
"""Headings of the columns of codes, names and years in a wide table."""

TIDY = ("ref_area", "time_period", "series_id", "obs_value")
"""Columns of a tidy table."""

MISSING = {"", "NA", "NaN", "N/A", "..", "…", "—", "-"}
"""Cells without a figure."""

MINUS = str.maketrans("−–－", "---")
"""Signs that are written for a minus."""

Row = Mapping[str, str]


class StartError(UserError):
    """A first framework cannot be made of a table; the message says which column or code is at fault."""


@dataclass
class StartingFigures:
    """What a table of figures holds.

    Attributes:
        regions: Name of each region, by its code.
        groups: Of each region, its text in each column that is not of numbers, by the code of the column.
        figures: Text of each figure, by region, year and series; empty if it is missing.
        titles: Name of each series, by its code.
    """

    regions: dict[str, str] = field(default_factory=dict)
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    figures: dict[tuple[str, int, str], str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def add(self, area: str, year: int, series: str, figure: str) -> None:
        """Add a figure; refuse one that differs from the figure of an earlier row."""
        kept = self.figures.setdefault((area, year, series), figure)
        if kept != figure:
            raise StartError(
                Both(
                    f"{area}, {year}: two rows have different figures of {self.titles[series]}, “{kept}” and "
                    f"“{figure}”: keep one row",
                    f"{area}，{year}年：两行的“{self.titles[series]}”数据不同（“{kept}”“{figure}”）：请只保留一行",
                )
            )


def read_figures(table: Sequence[Row], year: int | None) -> StartingFigures:
    """Read a table of figures, which has a row at least.

    Args:
        table: Rows, each a mapping of headings to cells.
        year: Year of a wide table that has no column of years.

    Raises:
        StartError: the table has no year, a cell of years is none, a column is empty or has numbers and texts, or a
            region and year has two different figures.
    """
    return _tidy(table) if all(name in table[0] for name in TIDY) else _wide(table, year)


def _wide(table: Sequence[Row], stated: int | None) -> StartingFigures:
    names = list(table[0])
    name, year = (next((n for n in known if n in names), None) for known in (NAME, YEAR))
    code = next((n for n in CODE if n in names), name or names[0])
    if year is None and stated is None:
        raise StartError(
            Both(
                f"no column of years ({', '.join(YEAR)}): add one, or give the year of the table with --year",
                f"没有年份列（{'、'.join(YEAR)}）：请补充该列，或用 --year 指明年份",
            )
        )
    others = [n for n in names if n not in {code, name, year} and n]
    numeric = [n for n in others if _is_numeric(n, table, code)]
    codes = dict(zip(numeric, _codes(numeric), strict=True))
    texts = [n for n in others if n not in numeric]
    groups = dict(zip(texts, _codes(texts), strict=True))
    found = StartingFigures(titles={codes[n]: n for n in numeric})
    for row in table:
        area = row[code].strip()
        if not area:
            continue
        found.regions[area] = row[name].strip() if name else area
        found.groups[area] = {groups[n]: row[n].strip() for n in texts}
        for n in numeric:
            found.add(area, _year(row[year]) if year else stated or 0, codes[n], _figure(row[n]))
    return found


def _tidy(table: Sequence[Row]) -> StartingFigures:
    found = StartingFigures()
    for row in table:
        area, series = row["ref_area"].strip(), row["series_id"].strip()
        found.regions[area] = (row.get("title") or area).strip()
        found.titles[series] = series
        found.add(area, _year(row["time_period"]), series, _figure(row["obs_value"]))
    return found


def _is_numeric(name: str, table: Sequence[Row], code: str) -> bool:
    """Return whether a column is of numbers, not of texts; refuse one that has both, or nothing."""
    known = [(row[code].strip(), text) for row in table if (text := _figure(row[name]))]
    texts = [(area, text) for area, text in known if not is_number(text)]
    if not known:
        raise StartError(Both(f"column “{name}” is empty: fill it in, or delete it", f"“{name}”列为空：请填写或删除"))
    if 0 < len(texts) < len(known):
        area, text = texts[0]
        raise StartError(
            Both(
                f"column “{name}” has numbers and texts, such as “{text}” of {area}: write a number there, or nothing "
                "if the figure is missing; a column of groups has texts alone",
                f"“{name}”列既有数值又有文字，如{area}的“{text}”：请改为数值，缺数时留空；分组列只填文字",
            )
        )
    return not texts


def _figure(cell: str) -> str:
    """Return a number without the commas between its thousands; '' if there is none."""
    text = cell.strip()
    return "" if text in MISSING else re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.translate(MINUS))


def _year(cell: str) -> int:
    text = cell.strip().removesuffix("年").removesuffix(".0")
    if not (text.isdecimal() and len(text) == 4):
        raise StartError(Both(f"“{cell}” is not a year, such as 2023", f"“{cell}”不是年份，如 2023"))
    return int(text)


def _codes(headings: Sequence[str]) -> list[str]:
    """Return a code per heading: its Latin letters and digits, or i1, i2 … if it begins with no such letter."""
    found: list[str] = []
    for number, heading in enumerate(headings, start=1):
        code = re.sub(r"[^A-Za-z0-9]+", "_", heading).strip("_")[:60]
        code = code if re.match("[A-Za-z]", code) else f"i{number}"
        found.append(code if code not in found else f"{code}_{number}")
    return found
