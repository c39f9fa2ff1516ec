"""The cells of arrays that the rows of long tables belong to."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from index_pipeline.kernel.arrays import Axes, Flags, Floats, Integers, nullable


@dataclass(frozen=True)
class Cells:
    """The cell of an array (indicator, year, region) that each row of a long table belongs to.

    Attributes:
        axes: Labels of the array: indicators and regions sorted, years ascending.
        number: Of each row's cell, in the flattened array.
    """

    axes: Axes
    number: Integers

    @classmethod
    def of(cls, table: pa.Table, first: str = "indicator_id") -> "Cells":
        """Find the cells of a table that has one row per cell.

        Steps that follow one another share their columns of keys: the cells of the last tables are kept.

        Args:
            table: Has `ref_area`, `time_period` and the column `first`, none of them null.
            first: The column of the first axis.
        """
        kept, years = _kept(_Column(table[first]), _Column(table["ref_area"])), table["time_period"].to_numpy()
        for of_years, cells in kept:
            if np.array_equal(of_years, years):
                return cells
        cells = _found(table[first], years, table["ref_area"])
        kept[:] = [(years.copy(), cells)]
        return cells

    @property
    def units(self) -> Integers:
        """Number of each row's year and region, in a flattened array (year, region)."""
        _, years, areas = self.axes.shape
        return self.number % max(years * areas, 1)

    def lay(self, column: pa.ChunkedArray) -> Floats:
        """Return a column of numbers, one per row, as an array; NaN if it is null or has no row."""
        cube = np.full(self.axes.shape, np.nan)
        cube.reshape(-1)[self.number] = column.cast(pa.float64()).to_numpy()
        return cube

    def of_rows(self, cube: NDArray[Any]) -> NDArray[Any]:
        """Return the element of each row."""
        return cube.reshape(-1)[self.number]

    def take(self, cube: Floats) -> pa.Array:
        """Return the number of each row, null for NaN."""
        return nullable(self.of_rows(cube))


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
    cells = Cells.of(table, of)
    cube = cells.lay(table[column])
    if cells.axes == axes:
        return cube
    pairs = zip(
        (axes.indicator_ids, axes.years, axes.ref_areas),
        (cells.axes.indicator_ids, cells.axes.years, cells.axes.ref_areas),
        strict=True,
    )
    wanted, found = zip(*(_common(one, other) for one, other in pairs), strict=True)
    chosen = np.full(axes.shape, np.nan)
    chosen[np.ix_(*wanted)] = cube[np.ix_(*found)]
    return chosen


def axes_of(table: pa.Table, indicator_ids: tuple[str, ...] | list[str]) -> Axes:
    """Return the axes that hold `table` (ref_area, time_period, …) for the indicators named."""
    return Axes(tuple(indicator_ids), _distinct_years(table["time_period"].to_numpy()), distinct(table["ref_area"]))


def distinct(texts: pa.ChunkedArray) -> tuple[str, ...]:
    """Return the texts of a column, each once, in order."""
    return _codes_of(_Column(texts)).names


def known(table: pa.Table, column: str, axes: Axes) -> Flags:
    """Return the (year, region) in which the boolean `column` of a long table is true for at least one indicator."""
    return np.asarray((dense(table, column, axes) > 0).any(axis=0))


def _common(wanted: tuple[Any, ...], found: tuple[Any, ...]) -> tuple[list[int], list[int]]:
    """Return the positions of the labels that both have, in one and in the other."""
    at = {label: n for n, label in enumerate(found)}
    both = [(n, at[label]) for n, label in enumerate(wanted) if label in at]
    return [n for n, _ in both], [n for _, n in both]


def _found(first: pa.ChunkedArray, years: NDArray[np.int32], ref_area: pa.ChunkedArray) -> Cells:
    one, area, listed = _codes_of(_Column(first)), _codes_of(_Column(ref_area)), _distinct_years(years)
    axes = Axes(one.names, listed, area.names)
    year = np.searchsorted(np.array(listed, years.dtype), years)
    number = (one.codes.astype(np.int64) * len(listed) + year) * len(area.names) + area.codes
    number.flags.writeable = False
    return Cells(axes, number)


def _distinct_years(found: NDArray[np.int32]) -> tuple[int, ...]:
    if not len(found) or int(found.max()) - int(found.min()) > len(found):
        return tuple(np.unique(found).tolist())
    return tuple((np.flatnonzero(np.bincount(found - found.min())) + found.min()).tolist())


@dataclass(frozen=True)
class _Codes:
    """A column of texts as numbers: `codes` of each row among `names`, which are sorted."""

    names: tuple[str, ...]
    codes: NDArray[np.unsignedinteger]


class _Column:
    """A column of texts; it equals another one over the same memory, as Arrow's texts are not written again."""

    def __init__(self, texts: pa.ChunkedArray) -> None:
        self.texts = texts
        self._memory = tuple(
            (chunk.offset, len(chunk), *(buffer.address for buffer in chunk.buffers() if buffer))
            for chunk in texts.chunks
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Column) and self._memory == other._memory

    def __hash__(self) -> int:
        return hash(self._memory)


@lru_cache(maxsize=6)
def _codes_of(column: _Column) -> _Codes:
    """Number the texts of a column."""
    encoded = column.texts.combine_chunks().dictionary_encode()
    names = encoded.dictionary.to_pylist()
    ordered = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.min_scalar_type(len(names)))
    rank[ordered] = np.arange(len(names))
    return _Codes(tuple(names[n] for n in ordered), rank[encoded.indices.to_numpy()])


@lru_cache(maxsize=2)
def _kept(_first: _Column, _ref_area: _Column) -> "list[tuple[NDArray[np.int32], Cells]]":
    """Return the cells found last for two columns, with the years that they were found for, or nothing.

    The years are compared, as memory of numbers may be written again.
    """
    return []
