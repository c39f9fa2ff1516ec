"""Dense arrays from long tables, and long tables from dense arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from index_pipeline.kernel.errors import said
from index_pipeline.language import Both

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Axes:
    """The labels of an array's positions; years ascending."""

    indicator_ids: tuple[str, ...]
    years: tuple[int, ...]
    ref_areas: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Length of each axis: indicators, years, regions."""
        return len(self.indicator_ids), len(self.years), len(self.ref_areas)

    def of(self, columns: Sequence[int]) -> "Axes":
        """Return the axes of the indicators at `columns`."""
        return Axes(tuple(self.indicator_ids[j] for j in columns), self.years, self.ref_areas)

    def at(self, years: Sequence[int]) -> Flags:
        """Return which of the years are among `years`."""
        return np.isin(np.array(self.years), np.array(list(years)))

    def name(self, position: Sequence[int]) -> Both:
        """Name the cell at (indicator, year, region), for a message."""
        indicator, year, region = position
        place = said("indicator", name=self.indicator_ids[indicator])
        return said("in_region", place=place, area=self.ref_areas[region], year=self.years[year])


def axes_of(table: pa.Table, indicator_ids: Sequence[str]) -> Axes:
    """Return the axes that hold `table` (ref_area, time_period, …) for the indicators named."""
    years = sorted(pc.unique(table["time_period"]).to_pylist())
    areas = sorted(pc.unique(table["ref_area"]).to_pylist())
    return Axes(tuple(indicator_ids), tuple(years), tuple(areas))


@dataclass(frozen=True)
class Cells:
    """The cell of an array (indicator, year, region) that each row of a long table belongs to."""

    axes: Axes
    at: tuple[Integers, Integers, Integers]

    @classmethod
    def of(cls, table: pa.Table, first: str = "indicator_id", names: Sequence[str] | None = None) -> "Cells":
        """Find the cells of a table that has one row per cell.

        Args:
            table: Has `ref_area`, `time_period` and the column `first`, none of them null.
            first: The column of the first axis.
            names: The labels of the first axis, by default all values of the column; every row has one of them.
        """
        found = sorted(pc.unique(table[first]).to_pylist()) if names is None else names
        axes = axes_of(table, found)
        return cls(axes, _at(table, axes, first))

    def lay(self, column: pa.ChunkedArray) -> Floats:
        """Return a column of numbers, one per row, as an array; NaN if it is null or has no row."""
        cube = np.full(self.axes.shape, np.nan)
        cube[self.at] = column.cast(pa.float64()).to_numpy()
        return cube

    def take(self, cube: Floats) -> pa.Array:
        """Return the number of each row, null for NaN."""
        return nullable(cube[self.at])


def dense(table: pa.Table, column: str, axes: Axes, of: str = "indicator_id") -> Floats:
    """Return `column` of a long table as an array (indicator, year, region), or (component, year, region).

    Args:
        table: Has `time_period`, `ref_area`, `column` and `of`; at most one row per cell.
        column: A column of numbers.
        axes: Rows outside these axes are left out.
        of: The column of the first axis.

    Returns:
        NaN if the table has no row or the value is null.
    """
    _, years, areas = axes.shape
    indicator, year, area = _at(table, axes, of)
    inside = (indicator >= 0) & (year >= 0) & (area >= 0)
    cell = (indicator * years + year) * areas + area
    values = table[column].cast(pa.float64()).to_numpy()
    cube = np.full(axes.shape, np.nan)
    if inside.all():
        cube.reshape(-1)[cell] = values
    else:
        cube.reshape(-1)[cell[inside]] = values[inside]
    return cube


def known(table: pa.Table, column: str, axes: Axes) -> Flags:
    """Return the (year, region) in which the boolean `column` of a long table is true for at least one indicator."""
    return np.asarray((dense(table, column, axes) > 0).any(axis=0))


def nullable(values: Floats) -> pa.Array:
    """Return `values`, flattened, as an Arrow array with null for NaN."""
    flat = np.ascontiguousarray(values).reshape(-1)
    return pa.array(flat, pa.float64(), mask=np.isnan(flat))


def integers(values: Floats) -> pa.Array:
    """Return whole numbers, flattened, as an Arrow array with null for NaN."""
    flat = np.ascontiguousarray(values).reshape(-1)
    return pa.array(np.nan_to_num(flat).astype(np.int32), mask=np.isnan(flat))


def keys(axes: Axes, first: str) -> dict[str, pa.Array]:
    """Return the columns `first`, `time_period` and `ref_area` of an array on `axes`, flattened."""
    at = np.indices(axes.shape)
    return {
        first: labels(axes.indicator_ids, at[0]),
        "time_period": pa.array(np.array(axes.years, np.int32)[at[1].reshape(-1)]),
        "ref_area": labels(axes.ref_areas, at[2]),
    }


def labels(names: Sequence[str], positions: NDArray[np.integer]) -> pa.Array:
    """Return the name at each position, as an Arrow array of strings."""
    return pa.array(list(names), pa.string()).take(pa.array(np.ascontiguousarray(positions).reshape(-1)))


def _at(table: pa.Table, axes: Axes, first: str) -> tuple[Integers, Integers, Integers]:
    """Return the position of each row on the three axes, −1 if it is outside."""
    return (
        _positions(table[first], pa.array(axes.indicator_ids, pa.string())),
        _positions(table["time_period"], pa.array(axes.years, pa.int32())),
        _positions(table["ref_area"], pa.array(axes.ref_areas, pa.string())),
    )


def _positions(column: pa.ChunkedArray, names: pa.Array) -> Integers:
    found = pc.index_in(column, value_set=names.cast(column.type))
    positions: Integers = pc.fill_null(found, -1).to_numpy().astype(np.int64)
    return positions
