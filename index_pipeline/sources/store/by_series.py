"""Stored figures as arrays: those of a series, and those of a region and year near a value, without a pass over all."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.kernel.arrays import Floats, Integers
from index_pipeline.sources.figures import Figure

EPOCH = date(1970, 1, 1)

LAST_YEAR = 10_000

Names = dict[str, int]
"""The place of each name in an array."""


@dataclass(frozen=True)
class Vintages:
    """Stored vintages as columns of equal length. A withdrawn figure has the value NaN."""

    series: Integers
    area: Integers
    year: Integers
    day: Integers
    value: Floats

    @classmethod
    def joined(cls, parts: Sequence["Vintages"]) -> "Vintages":
        """Put parts one after another."""
        return cls(*(np.concatenate([getattr(part, column.name) for part in parts]) for column in fields(cls)))

    def __len__(self) -> int:
        """Return the number of vintages."""
        return len(self.value)

    def at(self, rows: Integers) -> "Vintages":
        """Return these rows."""
        return Vintages(*(getattr(self, column.name)[rows] for column in fields(self)))

    def of_series(self, series: int) -> "Vintages":
        """Return those of a series, in their order."""
        order, keys = self._by_series
        first, last = np.searchsorted(keys, [series, series + 1])
        return self.at(order[first:last])

    def near(self, area: int, year: int, low: float, high: float) -> Integers:
        """Return the rows of a region and year with a value from `low` to `high`."""
        order, places, values = self._by_place
        place = area * LAST_YEAR + year
        first, last = np.searchsorted(places, [place, place + 1])
        begin, end = np.searchsorted(values[first:last], low), np.searchsorted(values[first:last], high, "right")
        return order[first + begin : first + end]

    @cached_property
    def _by_series(self) -> tuple[Integers, Integers]:
        order = np.argsort(self.series, kind="stable")
        return order, self.series[order]

    @cached_property
    def _by_place(self) -> tuple[Integers, Integers, Floats]:
        place = _place(self.area, self.year)
        order = np.lexsort((self.value, place))
        return order, place[order], self.value[order]


@dataclass(frozen=True)
class Store:
    """Every stored vintage, in parts: a few figures are added without sorting all others again."""

    series_names: Names
    area_names: Names
    parts: tuple[Vintages, ...]

    @classmethod
    def of(cls, observations: pa.Table) -> "Store":
        """Take the columns of `tables.OBSERVATIONS`."""
        series, area = (_encoded(observations[name]) for name in ("series_id", "ref_area"))
        return cls(
            series[0],
            area[0],
            (
                Vintages(
                    series[1],
                    area[1],
                    observations["time_period"].to_numpy().astype(np.int64),
                    observations["vintage"].cast(pa.int32()).to_numpy().astype(np.int64),
                    observations["obs_value"].to_numpy().astype(np.float64),
                ),
            ),
        )

    def of_series(self, series_id: str) -> Vintages:
        """Return every vintage of a series."""
        code = self.series_names.get(series_id, -1)
        return Vintages.joined([part.of_series(code) for part in self.parts])

    def near(self, area: str, year: int, low: float, high: float) -> Iterator[Vintages]:
        """Yield, part by part, the vintages of a region and year with a value from `low` to `high`."""
        code = self.area_names.get(area, -1)
        yield from (part.at(rows) for part in self.parts if len(rows := part.near(code, year, low, high)))

    def with_figures(self, figures: Sequence[Figure], day: date) -> "Store":
        """Return the store as it would be with `figures`, published on `day`."""
        at = (day - EPOCH).days
        return self._with([(f.series_id, f.ref_area, f.time_period, at, number(f)) for f in figures])

    def with_table(self, observations: pa.Table) -> "Store":
        """Return the store with a few more rows of `tables.OBSERVATIONS`."""
        rows = observations.select(["series_id", "ref_area", "time_period", "vintage", "obs_value"]).to_pylist()
        keys = ("series_id", "ref_area", "time_period")
        return self._with(
            [
                (*(r[k] for k in keys), (r["vintage"] - EPOCH).days, math.nan if (v := r["obs_value"]) is None else v)
                for r in rows
            ]
        )

    def _with(self, rows: Sequence[tuple[str, str, int, int, float]]) -> "Store":
        """Add a part; one that is no longer small beside the part before it is joined to it: there are few parts."""
        series, area = dict(self.series_names), dict(self.area_names)
        more = [(series.setdefault(row[0], len(series)), area.setdefault(row[1], len(area)), *row[2:4]) for row in rows]
        keys = np.array(more, np.int64).reshape(-1, 4)
        parts = [
            *self.parts,
            Vintages(keys[:, 0], keys[:, 1], keys[:, 2], keys[:, 3], np.array([row[4] for row in rows], np.float64)),
        ]
        while len(parts) > 1 and 2 * len(parts[-1]) >= len(parts[-2]):
            parts[-2:] = [Vintages.joined(parts[-2:])]
        return Store(series, area, tuple(parts))


def number(figure: Figure) -> float:
    """Return the value of a figure; NaN if it is withdrawn."""
    return float("nan") if figure.value is None else float(figure.value)


def _place(area: Integers, year: Integers) -> Integers:
    return area * LAST_YEAR + year


def _encoded(column: pa.ChunkedArray) -> tuple[Names, Integers]:
    encoded = pc.dictionary_encode(column).combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # there are no rows
        return {}, np.empty(0, np.int64)
    names = {name: code for code, name in enumerate(encoded.dictionary.to_pylist())}
    return names, encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
