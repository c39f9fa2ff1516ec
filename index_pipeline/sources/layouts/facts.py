"""What a sheet says about its table outside of it: indicator, year, region, unit, source, titles and notes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from index_pipeline.sources.labels.periods import december, is_part_of_year, parse_year
from index_pipeline.sources.labels.qualifiers import is_annual
from index_pipeline.sources.labels.unlisted import named_in
from index_pipeline.sources.workbooks.grids import Grid, clean

NOTES = re.compile(
    r"(注|数据来源|资料来源|来源|说明|备注|摘编自|摘自|数|note|source|data source)s?\s*(\d{0,2}\s*[:：.、]|$|《)",
    re.IGNORECASE,
)
"""How a line of notes begins; also where all but its first character is torn off."""

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?!\s*年?\s*(?:=|价|不变价|可比价|为基期|为100))")
"""A year that a text is about, not one whose prices or level it is measured by."""

_WORDS = {
    "measure": ("指标", "indicators?"),
    "time": ("时间", "time", "period", "year"),
    "area": ("地区", "region", "area", "province"),
    "unit": ("单位", "计量单位", "金额单位", "units?"),
    "database": ("数据库", "database"),
    "frequency": ("频率", "frequency"),
}
"""The words before a colon that state a fact, in the bureau's Chinese and English exports."""

_OF_TIME = {"time", "database"}
"""The facts that may say that figures are for a part of a year; the frequency says so in words of its own."""

_FACT = re.compile(
    "(?:" + "|".join(f"(?P<{fact}>{'|'.join(words)})" for fact, words in _WORDS.items()) + r")\s*[:?]+\s*(?P<said>.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A colon may have become question marks, where a file was saved in an encoding that lacks the full-width one."""

_CONTINUED = re.compile(
    r"[\s(\-—\d.表]*续\s*(上?表)?[\s\d一二三四五六七八九十()\-—.]*|.*续表.*|.*\(续[表\d一二三四五六七八九十]*\).*"
    r"|(.*\()?\s*cont(inued|'d|d|\.)\s*\)?[\s\d]*",
    re.IGNORECASE,
)
"""How the second part of a table that goes on says so."""

_DAY = r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*\d{1,2}(?!\d)日?|\s*月)?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
_MADE = "发布|公布|更新|印发|出版|整理|下载|导出|打印|查询|填报|制表|编制"
_CONTEXT = re.compile(
    rf"(?:19|20)\d\d年?版|(?:{_MADE})(?:日期|时间|于|人|:)\D{{0,12}}{_DAY}|(?:{_DAY}|(?:19|20)\d\d年?)\s*(?:{_MADE})"
    rf"|(?:exported|downloaded|retrieved|accessed|updated|printed|published)\D{{0,6}}{_DAY}",
    re.IGNORECASE,
)
"""The year of an edition, or the day on which a file or publication was made: not the time of the figures."""


@dataclass(frozen=True)
class Facts:
    """What is around a table. `measure`, `area`, `years` and `units` are None or empty if nothing is said.

    `units` are stated as units; `asides` are in brackets on their own, and may be. `years` are the first and last
    year that the file says it is for, `titled` the years of its titles with their cells; `database` is the bureau's,
    where its site wrote the file; `part_of_year` is what says that the figures are not for whole years, and its cell.
    `continued` says that the table continues the one before it, and `retitled` are titles that it then has of its own.
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
    titled: tuple[tuple[int, str], ...] = ()
    part_of_year: tuple[str, str | None] | None = None
    continued: bool = False
    retitled: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Return whether nothing at all is stated about the table."""
        return not (self.measure or self.area or self.years or self.units or self.asides or self.titles)

    def after(self, before: "Facts") -> "Facts":
        """Return the facts of a table that continues another: what it does not state itself is as stated there.

        If it does not say that it continues, what was stated as the unit there may be its own.
        """
        own = [title for title in self.titles if not _CONTINUED.fullmatch(title)]
        units = (self.units or before.units) if self.continued else self.units
        return replace(
            self,
            measure=self.measure or before.measure,
            area=self.area or before.area,
            years=self.years or before.years,
            years_cell=self.years_cell if self.years else before.years_cell,
            titled=self.titled if self.years else before.titled,
            units=units,
            asides=self.asides or before.asides or (() if units else before.units),
            titles=(*own, *(title for title in before.titles if title not in own)),
            retitled=tuple(title for title in own if self.continued and _renames(title, before)),
            database=self.database or before.database,
            part_of_year=self.part_of_year or before.part_of_year,
        )


def _renames(title: str, before: Facts) -> bool:
    """Return whether a title may name another indicator than the table before: neither that one, nor a yearbook."""
    return title not in before.titles and "年鉴" not in title and bool(named_in(title))


class _Statement(NamedTuple):
    """One text around a table: its kind (a fact of `_WORDS`, aside, note or title), and what it states."""

    kind: str
    said: str
    text: str
    cell: str
    years: tuple[int, int] | None = None
    is_part_of_year: bool = False
    continues: bool = False


def facts_of(grid: Grid, rows: Iterable[int], after: Sequence[int] = (), span: range | None = None) -> Facts:
    """Read the facts in `rows`, which are before the table, and in `after`, which follow it.

    Where a table has others beside it, `span` are its columns: of the titles in a line it has its own, or one that
    begins left of it.
    """
    found: list[_Statement] = []
    for row in (*rows, *after):
        is_after = row in after
        columns = range(grid.width) if span is None or is_after else sorted(_own_columns(grid.rows[row], span))
        texts = ((column, grid.rows[row][column]) for column in columns)
        found += [_statement(text, grid.name(row, column), is_after=is_after) for column, text in texts if text]
    said: dict[str, list[str]] = defaultdict(list)
    for each in found:
        said[each.kind].append(each.said)
    first = {kind: texts[0] for kind, texts in said.items()}
    stated = next((each for each in found if each.kind == "time" and each.years), None)
    titled = [(*each.years, each.cell) for each in found if each.kind != "time" and each.years]
    sheet = clean(grid.sheet or "")
    sheet_year = parse_year(sheet)
    years = stated.years if stated else None
    if years is None and titled:
        years = min(first_year for first_year, _, _ in titled), max(last for _, last, _ in titled)
    elif years is None and sheet_year:
        years = sheet_year, sheet_year
    parts: list[tuple[str, str | None]] = [(each.text, each.cell) for each in found if each.is_part_of_year]
    if sheet_year is None and is_part_of_year(sheet):
        parts.append((sheet, None))
    return Facts(
        measure=first.get("measure") or None,
        area=first.get("area") or None,
        years=years,
        years_cell=stated.cell if stated else None,
        units=tuple(said["unit"]),
        asides=tuple(said["aside"]),
        titles=tuple(said["title"]),
        notes=tuple(said["note"]),
        database=first.get("database"),
        titled=tuple((begin, cell) for begin, end, cell in titled if begin == end),
        part_of_year=next(iter(parts), None),
        continued=any(each.continues for each in found),
    )


def _statement(text: str, cell: str, *, is_after: bool) -> _Statement:
    """Read one text; `is_after` says that it follows the table, where only facts in words say of what time it is."""
    bare = re.fullmatch(r"\(([^()]*)\)", text)
    if fact := _FACT.fullmatch(bare[1] if bare else text):
        kind, said = next(name for name in _WORDS if fact[name]), fact["said"].strip()
        years = _years(said) if kind == "time" else None
        is_part = not is_annual(said) if kind == "frequency" else kind in _OF_TIME and is_part_of_year(said)
        return _Statement(kind, said, text, cell, years, is_part)
    if is_after or NOTES.match(text):
        return _Statement("aside" if bare else "note", text, text, cell)
    spoken = _CONTEXT.sub("", text)
    is_part = is_part_of_year(spoken)
    years = (year, year) if is_part and (year := december(spoken)) else None
    years = years if is_part or "年鉴" in text else _years(spoken)
    return _Statement("aside" if bare else "title", text, text, cell, years, is_part, bool(_CONTINUED.fullmatch(text)))


def _own_columns(row: Sequence[str], span: range) -> list[int]:
    """Return the columns of a line above a table whose texts may be of it: of each kind its own, if it has any."""
    titles = titles_in(row)
    stated = [c for c, text in enumerate(row) if text and c not in titles]
    own_titles, own_stated = [c for c in titles if c in span], [c for c in stated if c in span]
    return [*(own_titles or [c for c in titles if c < span.start][-1:]), *(own_stated or stated)]


def titles_in(row: Sequence[str]) -> list[int]:
    """Return the columns of a line above a table that have a title, or a line 指标; not a unit, a time, or brackets."""
    facts = [_FACT.fullmatch(text.strip("()")) for text in row]
    stated = [text[:1] == "(" or bool(fact and not fact["measure"]) for text, fact in zip(row, facts, strict=True)]
    return [c for c, text in enumerate(row) if text and not stated[c]]


def _years(text: str) -> tuple[int, int] | None:
    found = [int(year) for year in _YEAR.findall(text)]
    return (min(found), max(found)) if found else None
