"""Columns of figures as arrays: the values of each indicator, with their regions and years."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


@dataclass(frozen=True)
class Columns:
    """Values of one indicator that are not missing, with the region and year of each."""

    ref_areas: NDArray[Any]
    years: NDArray[np.int32]
    values: NDArray[np.float64]


def by_indicator(table: pa.Table, value: str) -> dict[str, Columns]:
    """Split `table` by `indicator_id`: the rows where the column `value` is not null, in the order of the table."""
    present = table.filter(pc.is_valid(table[value]))
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
