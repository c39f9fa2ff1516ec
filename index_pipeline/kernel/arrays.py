"""Arrays of numbers by indicator, year and region, and the columns of tables that they make."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from index_pipeline.kernel.errors import said
from index_pipeline.language import Both
from index_pipeline.rounding import Flags as Flags
from index_pipeline.rounding import Floats as Floats

VALUES_AT_ONCE = 500_000
"""Indicators are fitted together up to this number of values: more of them need memory, and no less time."""

ROWS_IN_MEMORY = 65_536
"""Rows of a column of one value that take memory."""

Integers = NDArray[np.int64]
Kind = TypeVar("Kind", bound=Hashable)


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


def alike(kinds: Sequence[Kind], size: int) -> Iterator[tuple[Kind, list[int]]]:
    """Yield the positions of indicators of one kind, in blocks that are computed together.

    Args:
        kinds: One per indicator.
        size: Number of values of an indicator.
    """
    number = max(1, VALUES_AT_ONCE // max(1, size))
    of_kind: dict[Kind, list[int]] = {}
    for j, kind in enumerate(kinds):
        of_kind.setdefault(kind, []).append(j)
    for kind, columns in of_kind.items():
        yield from ((kind, columns[first : first + number]) for first in range(0, len(columns), number))


def concatenated(arrays: Sequence[Floats], columns: Sequence[int]) -> tuple[Floats, Integers]:
    """Return the arrays of the indicators at `columns`, one after the other, and the indicator of each row."""
    return np.concatenate([arrays[j] for j in columns]), np.repeat(columns, [len(arrays[j]) for j in columns])


def spans(of: Integers) -> dict[int, slice]:
    """Return the rows of each indicator, `of` the indicator of each row: those of one follow one another."""
    ends = [*(np.flatnonzero(np.diff(of)) + 1).tolist(), len(of)]
    return {int(of[start]): slice(start, end) for start, end in pairwise([0, *ends]) if end > start}


def combinations(*parts: Integers) -> tuple[Integers, Integers]:
    """Return the distinct combinations of `parts` in order, (combination, part), and which each position has."""
    code = np.zeros(len(parts[0]), int)
    for part in parts:
        code = code * (part.max() + 2) + part + 1
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    return np.stack([part[first] for part in parts], axis=1), which


def nullable(values: Floats) -> pa.Array:
    """Return `values`, flattened, as an Arrow array with null for NaN."""
    flat = np.ascontiguousarray(values).reshape(-1)
    return pa.array(flat, pa.float64(), mask=np.isnan(flat))


def integers(values: Floats) -> pa.Array:
    """Return whole numbers, flattened, as an Arrow array with null for NaN."""
    flat = np.ascontiguousarray(values).reshape(-1)
    return pa.array(np.nan_to_num(flat).astype(np.int32), mask=np.isnan(flat))


def repeated(value: str | None, rows: int, kind: pa.DataType) -> pa.ChunkedArray:
    """Return a column of one value, null for None: however long it is, the memory of its first rows serves all."""
    chunk = pa.repeat(pa.scalar(value, kind), min(rows, ROWS_IN_MEMORY))
    whole, rest = divmod(rows, ROWS_IN_MEMORY)
    return pa.chunked_array([*[chunk] * whole, chunk[:rest]], kind)


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
