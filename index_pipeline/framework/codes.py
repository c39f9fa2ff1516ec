"""Code lists: regions, series, units, looked up by code."""

from dataclasses import dataclass, field

from index_pipeline.language import Both


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


def _title(item: "Region | Unit | None", code: str) -> Both:
    zh, en = (item.title_zh, item.title_en) if item else ("", "")
    return Both(en or zh or code, zh or en or code)
