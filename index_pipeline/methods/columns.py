"""Columns of figures as arrays: the values of each indicator, and the samples of them that a method is fitted on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from index_pipeline.framework.methods import Period
from index_pipeline.framework.model import Years
from index_pipeline.rounding import Size, levels


@dataclass(frozen=True)
class Columns:
    """Values of one indicator that are not missing, with the region and year of each."""

    ref_areas: NDArray[Any]
    years: NDArray[np.int32]
    values: NDArray[np.float64]

    def samples(self, fitted_on: Period, reference: Years) -> "Iterator[Sample]":
        """Yield what a method is fitted on: the values of the reference period, of all years, or of each year."""
        if fitted_on == "year":
            for year in np.unique(self.years):
                yield Sample(int(year), int(year), int(year), self.values[self.years == year])
            return
        first, last = reference.first, reference.last
        if fitted_on == "panel" and len(self.years):
            first, last = int(self.years.min()), int(self.years.max())
        yield Sample(None, first, last, self.values[(self.years >= first) & (self.years <= last)])


@dataclass(frozen=True)
class Sample:
    """Values of one indicator that a method is fitted on: of one `year`, or of the years `first` to `last`."""

    year: int | None
    first: int
    last: int
    values: NDArray[np.float64]

    @property
    def when(self) -> str:
        """The years, for a message."""
        return f" in {self.year}" if self.year else " over the period that goalposts are fitted on"


NOTHING = Columns(np.array([], object), np.array([], np.int32), np.array([], np.float64))
"""The values of an indicator that has none."""


def by_indicator(table: pa.Table, value: str) -> dict[str, Columns]:
    """Split `table` by `indicator_id`: the rows where the column `value` is not null, in the order of the table."""
    table = table.select(["indicator_id", "ref_area", "time_period", value])
    present = table.filter(pc.is_valid(table[value])) if table[value].null_count else table
    ids = present["indicator_id"].combine_chunks().dictionary_encode()
    areas = present["ref_area"].combine_chunks().dictionary_encode()
    area_names = np.array(areas.dictionary.to_pylist(), dtype=object)
    codes = ids.indices.to_numpy().astype(np.min_scalar_type(max(len(ids.dictionary), 1)))  # small integers sort fast
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(ids.dictionary) + 1))
    area_codes, years = areas.indices.to_numpy(), present["time_period"].to_numpy()
    values = present[value].to_numpy()
    split = {}
    for k, name in enumerate(ids.dictionary.to_pylist()):
        rows = order[ends[k] : ends[k + 1]]
        split[name] = Columns(area_names[area_codes[rows]], years[rows], values[rows])
    return split


def with_levels(table: pa.Table, column: str, size: Size, by: list[str]) -> pa.Table:
    """Add the column `level`: `column` with one number for those of a sample that are tied (see `rounding.levels`).

    Args:
        table: Long table.
        column: Numbers; null stays null.
        size: What differences are related to.
        by: The columns that say which sample a row is of.
    """
    group = np.zeros(table.num_rows, np.int64)
    for name in by:
        encoded = table[name].combine_chunks().dictionary_encode()
        group = group * max(len(encoded.dictionary), 1) + pc.fill_null(encoded.indices, 0).to_numpy()
    found = levels(table[column].to_numpy(), size, group)
    return table.append_column("level", pa.array(found, pa.float64(), from_pandas=True))
