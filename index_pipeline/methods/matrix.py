"""Scores of one component's children as a matrix, regions in rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


@dataclass(frozen=True)
class Matrix:
    """Scores of a component's children (columns) in one year, by region (rows); NaN where missing."""

    component_id: str
    time_period: int
    ref_areas: list[str]
    children: list[str]
    scores: NDArray[np.float64]
    weights: NDArray[np.float64]


def matrices(parts: pa.Table) -> Iterator[Matrix]:
    """Split `parts` (component_id, child_id, ref_area, time_period, weight, score) by component and year."""
    if not parts.num_rows:
        return
    components, years = _codes(parts, "component_id"), parts["time_period"].to_numpy()
    areas, children = _codes(parts, "ref_area"), _codes(parts, "child_id")
    scores, weights = parts["score"].to_numpy(), parts["weight"].to_numpy()
    keys = np.stack([components.codes, years], axis=1)
    for key in np.unique(keys, axis=0):
        rows = np.flatnonzero((keys == key).all(axis=1))
        at_areas, at_children = np.unique(areas.codes[rows]), np.unique(children.codes[rows])
        i, j = np.searchsorted(at_areas, areas.codes[rows]), np.searchsorted(at_children, children.codes[rows])
        grid, weight = np.full((len(at_areas), len(at_children)), np.nan), np.zeros(len(at_children))
        grid[i, j], weight[j] = scores[rows], weights[rows]
        yield Matrix(
            components.names[key[0]],
            int(key[1]),
            [areas.names[a] for a in at_areas],
            [children.names[c] for c in at_children],
            grid,
            weight,
        )


@dataclass(frozen=True)
class _Codes:
    codes: NDArray[Any]
    names: list[str]


def _codes(table: pa.Table, column: str) -> _Codes:
    encoded = table[column].combine_chunks().dictionary_encode()
    return _Codes(encoded.indices.to_numpy(), encoded.dictionary.to_pylist())
