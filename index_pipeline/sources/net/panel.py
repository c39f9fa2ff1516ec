"""The figures of one series as arrays of region by year: what the file says, and what the store has."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index_pipeline.framework.codes import CodeLists, Series
from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.sources.figures import Figure
from index_pipeline.sources.store.by_series import EPOCH, Store, number


class Explained(Protocol):
    """Anything that is about figures."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures."""


@dataclass(frozen=True)
class SeriesPanel:
    """The figures of one series. All arrays are regions (rows) by years (columns), NaN if there is no value.

    Attributes:
        series: What the figures are of.
        areas: The codes of the rows; `assessed` marks those that are regions, `total` is the row of the national
            total, None if there is none.
        years: The years of the columns, without a gap.
        figures: The file's figures; None if it has none.
        read: Their values; `step` is one unit in the last digit of each.
        current: The store's newest value on the day of release.
        stored: `current`; if there is none, the first value that was published later.
        fresh: Whether the file's figure equals no vintage of it in the store, and nothing was found about it yet.
        withdrawn: Whether the file withdraws the figure: it has a place in it and no value.
        later: Whether it equals a vintage that was published after its day of release.
        explained: Whether something was found about it.
        vintages: Region, year and value of each vintage in the store, as places in these arrays.
    """

    series: Series
    areas: tuple[str, ...]
    assessed: Flags
    total: int | None
    years: Integers
    figures: npt.NDArray[np.object_]
    read: Floats
    step: Floats
    current: Floats
    stored: Floats
    fresh: Flags
    withdrawn: Flags
    later: Flags
    explained: Flags
    vintages: tuple[Integers, Integers, Floats]

    @property
    def together(self) -> Floats:
        """The file's values, and the store's if the file has none."""
        return np.where(np.isfinite(self.read), self.read, self.stored)

    @cached_property
    def unit(self) -> float:
        """The smallest difference that counts: the step of most figures, at least a ten-thousandth of their median."""
        steps, values = self.step[np.isfinite(self.step)], self.together
        values = np.abs(values[np.isfinite(values)])
        return max(float(np.median(steps)) if len(steps) else 0, 1e-4 * float(np.median(values)), 1e-12)

    def near_break(self) -> Flags:
        """Mark the years of a new definition, and the two after each: its first figures are often revised."""
        broken = np.zeros(len(self.years), bool)
        for year in self.series.breaks:
            broken |= (self.years >= year) & (self.years <= year + 2)
        return broken

    def redefined(self, since: Integers) -> Flags:
        """Mark the figures whose series got a new definition after the years `since`."""
        broken = np.zeros(self.read.shape, bool)
        for year in self.series.breaks:
            broken |= (self.years >= year) & (since < year)
        return broken

    def one(self, row: int, column: int) -> Flags:
        """Mark one figure."""
        mask = np.zeros(self.read.shape, bool)
        mask[row, column] = True
        return mask

    def fresh_of(self, *columns: int) -> Flags:
        """Mark the fresh figures of years, by their columns."""
        return np.asarray(self.fresh & np.isin(np.arange(len(self.years)), columns))

    def at(self, mask: Flags) -> tuple[Figure, ...]:
        """Return the file's figures where `mask` is true, by region and year."""
        return tuple(figure for figure in self.figures[mask] if figure is not None)

    def figure(self, row: int, column: int) -> Figure:
        """Return the file's figure of a region and year that has one."""
        return self.at(self.one(row, column))[0]

    def without(self, found: Iterable[Explained]) -> "SeriesPanel":
        """Return the panel with the figures that something was found about explained, no longer fresh."""
        explained = {id(figure) for one in found for figure in one.figures}
        if not explained:
            return self
        said = np.array([id(figure) in explained for figure in self.figures.flat]).reshape(self.fresh.shape)
        return replace(self, fresh=self.fresh & ~said, explained=self.explained | said)


def panels(figures: Iterable[Figure], store: Store, released: date, codes: CodeLists) -> list[SeriesPanel]:
    """Arrange figures by series."""
    by_series: dict[str, list[Figure]] = {}
    for figure in figures:
        by_series.setdefault(figure.series_id, []).append(figure)
    return [_panel(own, store, released, codes) for own in by_series.values()]


def _panel(figures: list[Figure], store: Store, released: date, codes: CodeLists) -> SeriesPanel:
    series_id = figures[0].series_id
    series = codes.series.get(series_id) or Series(series_id, "", "", "", (), (), None, None, None, "")
    held, names = store.of_series(series_id), list(store.area_names)
    areas = sorted({names[code] for code in np.unique(held.area)} | {figure.ref_area for figure in figures})
    place = {area: row for row, area in enumerate(areas)}
    wide = [figure.time_period for figure in figures] + held.year.tolist()
    years = np.arange(min(wide), max(wide) + 1)
    shape = len(areas), len(years)
    read, step, objects = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, None, object)
    for figure in figures:
        key = place[figure.ref_area], figure.time_period - years[0]
        read[key], step[key], objects[key] = number(figure), float(figure.step), figure
    own = np.array([place.get(name, -1) for name in names], np.int64)
    row, column, value = own[held.area], held.year - years[0], held.value
    day, limit = held.day, (released - EPOCH).days
    order = np.argsort(day, kind="stable")
    early, late = order[day[order] <= limit], order[day[order] > limit][::-1]
    current, stored = np.full(shape, np.nan), np.full(shape, np.nan)
    current[row[early], column[early]] = value[early]
    stored[row[late], column[late]] = value[late]
    stored = np.where(np.isfinite(current), current, stored)
    known, later = np.zeros(shape, bool), np.zeros(shape, bool)
    equal = same(value, read[row, column], step[row, column])
    known[row[equal], column[equal]] = True
    later[row[equal & (day > limit)], column[equal & (day > limit)]] = True
    roles = {area: codes.regions[area].role if area in codes.regions else "assessed" for area in areas}
    return SeriesPanel(
        series,
        tuple(areas),
        np.array([roles[area] == "assessed" for area in areas]),
        next((place[area] for area in areas if roles[area] == "total"), None),
        years,
        objects,
        read,
        step,
        current,
        stored,
        np.isfinite(read) & ~known,
        np.isfinite(step) & ~np.isfinite(read),
        later,
        np.zeros(shape, bool),
        (row, column, value),
    )


def of_other(
    panel: SeriesPanel, store: Store, series_id: str, until: date = date.max
) -> tuple[Integers, Integers, Floats]:
    """Return row, column and value of a series' stored vintages of the panel's regions and years, the newest last.

    Vintages after the day `until` are left out.
    """
    rows = {name: row for row, name in enumerate(panel.areas)}
    held, places = store.of_series(series_id), np.array([rows.get(name, -1) for name in store.area_names], np.int64)
    held = held.at(np.argsort(held.day, kind="stable"))
    row, column = places[held.area], held.year - panel.years[0]
    inside = (row >= 0) & (column >= 0) & (column < len(panel.years)) & (held.day <= (until - EPOCH).days)
    return row[inside], column[inside], held.value[inside]


def same(stored: Floats, value: Floats, step: Floats) -> Flags:
    """Return whether a stored value is a figure's: equal in all the digits that the file shows."""
    with np.errstate(invalid="ignore"):
        return np.abs(stored - value) <= step / 2 * (1 + 1e-9) + 1e-12 * np.abs(value)


def lagged(values: Floats, years: int) -> Floats:
    """Return the value of so many years before, NaN if there is none."""
    moved = np.full(values.shape, np.nan)
    moved[:, years:] = values[:, :-years]
    return moved


def medians(values: Floats, axis: int) -> Floats:
    """Return the median of the known values along an axis; NaN without any.

    What `np.nanmedian` returns, in a fifth of its time.
    """
    ordered = np.sort(values, axis)  # NaN last
    number = (~np.isnan(values)).sum(axis, keepdims=True)
    low, high = (np.take_along_axis(ordered, np.maximum(n, 0), axis) for n in ((number - 1) // 2, number // 2))
    return np.asarray(np.where(number > 0, (low + high) / 2, np.nan).squeeze(axis))
