"""Code lists: regions, series, units. Plain rows of `indicators/*.csv`, looked up by code."""

import csv
import difflib
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Self, TypeVar

from index_pipeline.causes import cause
from index_pipeline.characters import as_cell, is_number, shortened
from index_pipeline.framework.fault import Fault, FaultsError, said
from index_pipeline.language import Both

LARGEST_FILE = 20_000_000
"""Bytes of the largest code list that is read: 3,000 counties take a fiftieth of it."""

Item = TypeVar("Item")


class CodeListError(FaultsError):
    """A code list cannot be read; the message names file, line and field."""


@dataclass(frozen=True)
class Unit:
    """A unit of measure; units of one `dimension` convert by `factor` (value × factor = value in the base unit)."""

    unit: str
    title_zh: str
    title_en: str
    dimension: str
    factor: float
    labels: tuple[str, ...]

    @property
    def counts_whole(self) -> bool:
        """Whether it counts things or persons one by one, so that no figure in it has a fraction."""
        return self.factor == 1 and self.dimension in ("count", "persons")


@dataclass(frozen=True)
class Region:
    """An area that figures are stated for.

    `role` is `assessed` (scored and ranked), `total` (the national figure), `separate` (not assessed, shown as
    数据另列), `merged` (its figures are part of `parent`; lists that name it apart count towards `parent`) or
    `group` (a sum of regions, never stored).
    """

    ref_area: str
    title_zh: str
    title_en: str
    short_zh: str
    level: str
    role: str
    parent: str
    labels: tuple[str, ...]
    attributes: dict[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Series:
    """A measured quantity as its publisher states it.

    `breaks` are the first years of a new definition: no gap is filled across one. `minimum`, `maximum` bound a
    plausible figure; `jump` is the largest plausible factor from one year to the next. `part_of` is the series that
    it is a part of, so that none of its figures is above that one's. `sampled` figures are counts of samples of
    different sizes: only their ratios say anything.
    """

    series_id: str
    title_zh: str
    title_en: str
    unit: str
    labels: tuple[str, ...]
    breaks: tuple[int, ...]
    minimum: float | None
    maximum: float | None
    jump: float | None
    note: str
    part_of: str = ""
    sampled: bool = False


@dataclass(frozen=True)
class Tile:
    """Place of a region on a grid of squares instead of a map; column and row count from 1, top left."""

    ref_area: str
    column: int
    row: int


@dataclass(frozen=True)
class Link:
    """Two regions that are neighbours; `kind` is `land`, or `convention` if they have no common border."""

    pair: str
    ref_area: str
    other_area: str
    kind: str


RATES = {"percent", "index_previous_year"}
"""Dimensions of units that no total is measured in."""


ITEMS: dict[str, type] = {"regions.csv": Region, "series.csv": Series, "units.csv": Unit}
"""What a row of a list is that may have columns of its own."""


@dataclass(frozen=True)
class CodeLists:
    """The code lists of one framework. An empty list means that its codes are not checked."""

    regions: dict[str, Region]
    series: dict[str, Series]
    units: dict[str, Unit]
    tiles: dict[str, Tile] = field(default_factory=dict)
    links: tuple[Link, ...] = ()

    def is_rate(self, series_id: str) -> bool:
        """Return whether the figures of a series are rates or means, by its unit or title: they do not add up."""
        series = self.series.get(series_id)
        if series is None:
            return False
        by_unit = "_per_" in series.unit or self.dimension(series_id) in RATES
        return by_unit or any(word in series.title_zh for word in ("平均", "人均", "占比", "比重"))

    def dimension(self, series_id: str) -> str:
        """Return the dimension of a series' unit; '' if series or unit is not listed."""
        series = self.series.get(series_id)
        unit = self.units.get(series.unit) if series else None
        return unit.dimension if unit else ""

    def wholes(self, series_id: str) -> set[str]:
        """Return what a series is a part of (`part_of`), what that is a part of, and so on."""
        found: set[str] = set()
        name = series_id
        while name in self.series and (name := self.series[name].part_of) and name not in found:
            found.add(name)
        return found

    def area_title(self, ref_area: str) -> Both:
        """Return the name of a region in both languages; its code if it has none."""
        return _title(self.regions.get(ref_area), ref_area)

    def unit_title(self, unit: str) -> Both:
        """Return the name of a unit in both languages; its code if it has none."""
        return _title(self.units.get(unit), unit)

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> Self:
        """Read `regions.csv`, `series.csv`, `units.csv`, `tilegrid.csv` and `adjacency.csv`, if `files` has them.

        Raises:
            CodeListError: a column is missing, a code is repeated, or a number cannot be read.
        """
        return cls(
            regions={r.ref_area: r for r in _read(files, "regions.csv", _region, "ref_area")},
            series={s.series_id: s for s in _read(files, "series.csv", _series, "series_id")},
            units={u.unit: u for u in _read(files, "units.csv", _unit, "unit")},
            tiles={t.ref_area: t for t in _read(files, "tilegrid.csv", _tile, "ref_area")},
            links=tuple(_read(files, "adjacency.csv", _link, "pair")),
        )


def _title(item: "Region | Unit | None", code: str) -> Both:
    zh, en = (item.title_zh, item.title_en) if item else ("", "")
    return Both(en or zh or code, zh or en or code)


def _read(files: Mapping[str, bytes], name: str, make: Callable[[dict[str, str]], Item], code: str) -> list[Item]:
    if name not in files:
        return []
    rows = _rows(name, files[name])
    if name in ITEMS:
        _refuse_misspelt(name, list(rows[0]) if rows else [])
    items: list[Item] = []
    seen: set[str] = set()
    for line, row in enumerate(rows, start=2):
        place = said("line", file=name, name=line)
        cells = {key: (value or "").strip() for key, value in row.items() if key}
        for text in (*cells, *cells.values()):
            if as_cell(text) != text and not is_number(text):
                raise CodeListError([Fault.of("formula", place, name=shortened(text), sign=text[0])])
        try:
            item = make(cells)
        except KeyError as error:
            raise CodeListError([Fault.of("no_column", place, name=str(error))]) from error
        except FaultsError as error:
            raise CodeListError([fault.within(place) for fault in error.found]) from error
        except ValueError as error:
            raise CodeListError([Fault.of("other", place, why=cause(error))]) from error
        identifier = getattr(item, code)
        if not identifier or identifier in seen:
            raise CodeListError(
                [Fault.of("code_twice" if identifier else "code_empty", place, column=code, name=identifier)]
            )
        seen.add(identifier)
        items.append(item)
    return items


def _refuse_misspelt(name: str, columns: list[str]) -> None:
    """Refuse a column that is nearly one that the list may have: its cells would be passed over without a word.

    Raises:
        CodeListError: a column looks like one that is not there.
    """
    absent = {each.name for each in fields(ITEMS[name])} - set(columns)
    faults = [
        Fault.of("unknown_column", said("line", file=name, name=1), name=column, near=close[0])
        for column in filter(None, columns)
        if (close := difflib.get_close_matches(column, absent, n=1, cutoff=0.8))
    ]
    if faults:
        raise CodeListError(faults)


def _rows(name: str, content: bytes) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if not reader.fieldnames:
            raise CodeListError([Fault.of("empty_list", name)])
        return list(reader)
    except UnicodeDecodeError as error:
        raise CodeListError([Fault.of("not_utf8", name)]) from error
    except csv.Error as error:
        raise CodeListError([Fault.of("not_csv", name, why=cause(error))]) from error


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) == 4):
        raise FaultsError([Fault.of("not_a_year", name=text)])
    return int(text)


def _number(text: str) -> float | None:
    number = None if not text else float(text) if is_number(text) else math.nan
    if number is not None and not math.isfinite(number):
        raise FaultsError([Fault.of("not_a_number", name=text)])
    return number


def _flag(text: str) -> bool:
    if text not in ("", "yes"):
        raise FaultsError([Fault.of("not_a_flag", name=text)])
    return text == "yes"


def _factor(text: str) -> float:
    factor = _number(text)
    if factor is None or factor <= 0:
        raise FaultsError([Fault.of("not_positive", name=text)])
    return factor


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        unit=row["unit"],
        title_zh=row.get("title_zh", ""),
        title_en=row.get("title_en", ""),
        dimension=row.get("dimension") or row["unit"],
        factor=_factor(row.get("factor") or "1"),
        labels=_split(row.get("labels", "")),
    )


def _region(row: dict[str, str]) -> Region:
    known = {"ref_area", "title_zh", "title_en", "short_zh", "level", "role", "parent", "labels"}
    return Region(
        ref_area=row["ref_area"],
        title_zh=row.get("title_zh", ""),
        title_en=row.get("title_en", ""),
        short_zh=row.get("short_zh", ""),
        level=row.get("level", ""),
        role=row.get("role") or "assessed",
        parent=row.get("parent", ""),
        labels=_split(row.get("labels", "")),
        attributes={key: value for key, value in row.items() if key not in known},
    )


def _series(row: dict[str, str]) -> Series:
    minimum, maximum = _number(row.get("minimum", "")), _number(row.get("maximum", ""))
    if minimum is not None and maximum is not None and minimum >= maximum:
        raise FaultsError([Fault.of("bounds_order", minimum=f"{minimum:g}", maximum=f"{maximum:g}")])
    return Series(
        series_id=row["series_id"],
        title_zh=row.get("title_zh", ""),
        title_en=row.get("title_en", ""),
        unit=row.get("unit", ""),
        labels=_split(row.get("labels", "")),
        breaks=tuple(_year(text) for text in _split(row.get("breaks", ""))),
        minimum=minimum,
        maximum=maximum,
        jump=_number(row.get("jump", "")),
        note=row.get("note", ""),
        part_of=row.get("part_of", ""),
        sampled=_flag(row.get("sampled", "")),
    )


def _tile(row: dict[str, str]) -> Tile:
    return Tile(ref_area=row["ref_area"], column=int(row["column"]), row=int(row["row"]))


def _link(row: dict[str, str]) -> Link:
    pair = "–".join(sorted([row["ref_area_a"], row["ref_area_b"]]))
    return Link(pair, row["ref_area_a"], row["ref_area_b"], row.get("kind") or "land")
