"""What a sheet says about its table outside of it: indicator, year, region, unit, source, titles and notes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index_pipeline.sources.grids import Grid, clean
from index_pipeline.sources.labels import parse_year

NOTES = re.compile(
    r"(注|数据来源|资料来源|来源|说明|备注|摘编自|摘自|数|note|source|data source)s?\s*(\d{0,2}\s*[:：.、]|$|《)",
    re.IGNORECASE,
)
"""How a line of notes begins; also where all but its first character is torn off."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?!\s*年?\s*(?:=|价|不变价|可比价|为基期|为100))")
"""A year that a text is about, not one whose prices or level it is measured by."""

_FACT = re.compile(r"(指标|时间|地区|单位|计量单位|数据库|频率|unit)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Facts:
    """What stands around a table. `measure`, `area`, `years` and `units` are None or empty where nothing is said.

    `units` are stated as units; `asides` stand in brackets on their own, and may be. `years` are the first and last
    year that the file says it is for; `database` is the bureau's, where its site wrote the file.
    """

    measure: str | None = None
    area: str | None = None
    years: tuple[int, int] | None = None
    years_cell: str | None = None
    units: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    database: str | None = None


def facts_of(grid: Grid, rows: Iterable[int], after: Sequence[int] = ()) -> Facts:
    """Read the facts in `rows`, which stand before the table, and in `after`, which stand behind it."""
    said: dict[str, str] = {}
    units, titles, notes, asides = list[str](), list[str](), list[str](), list[str]()
    years: list[tuple[int, int]] = []
    years_cell = None
    for row in (*rows, *after):
        for column, text in enumerate(grid.rows[row]):
            if not text:
                continue
            fact = _FACT.fullmatch(text)
            if fact and fact[1].lower() in {"单位", "计量单位", "unit"}:
                units.append(fact[2].strip())
            elif fact:
                said.setdefault(fact[1], fact[2].strip())
                if fact[1] == "时间" and (stated := _years(fact[2])):
                    years, years_cell = [stated], grid.name(row, column)
            elif re.fullmatch(r"\([^()]*\)", text):
                asides.append(text)
            elif NOTES.match(text) or row in after:
                notes.append(text)
            else:
                titles.append(text)
    if not years:
        named = {year for title in (*titles, *asides) if "年鉴" not in title for year in _years(title) or ()}
        years = [(min(named), max(named))] if named else []
    if not years and (named_year := parse_year(clean(grid.sheet or ""))):
        years = [(named_year, named_year)]
    return Facts(
        measure=said.get("指标") or None,
        area=said.get("地区") or None,
        years=years[0] if years else None,
        years_cell=years_cell,
        units=tuple(units),
        asides=tuple(asides),
        titles=tuple(titles),
        notes=tuple(notes),
        database=said.get("数据库"),
    )


def _years(text: str) -> tuple[int, int] | None:
    found = [int(year) for year in _YEAR.findall(text)]
    return (min(found), max(found)) if found else None
