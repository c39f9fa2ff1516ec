"""Similar regions: those with the nearest profile of scores."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.scores import Profiles, profiles
from index_pipeline.framework.framework import Framework
from index_pipeline.tables import SIMILAR_REGIONS

MOST_PAIRED, NEAREST = 300, 20
"""If there are more regions than the first, each is listed with only the second number: all pairs are too many."""

LEAST_SHARED = 0.5
"""Least share of the components that both regions need a score of."""


def similar_regions(scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None) -> pa.Table:
    """List the other regions by their distance from each region, nearest first, year by year.

    The distance is Euclidean over the scores, each component with the same weight: √(k/m · Σ (x_i − y_i)²) over the m
    of k components that both have; pairs with fewer than half of them are left out. Equal distances are in the
    order of the framework's regions. If there are more than 300 regions, the nearest 20 of each are listed.

    Args:
        scores: `tables.SCORES`, in points of the scale.
        framework: Gives pillars and regions.
        component_ids: Components to compare, such as the themes; the pillars if None.

    Returns:
        `tables.SIMILAR_REGIONS`, distances in points.

    Raises:
        AnalysisError: the framework has no component of that name.
    """
    years = profiles(scores, framework, component_ids)
    return SIMILAR_REGIONS.of_rows(row for year in years for row in _rows(year))


def _rows(year: Profiles) -> Iterator[dict[str, Any]]:
    k, n = len(year.component_ids), len(year.ref_areas)
    listed = n if n <= MOST_PAIRED else NEAREST
    for i, area in enumerate(year.ref_areas):
        gaps = year.scores - year.scores[i]
        shared = (~np.isnan(gaps)).sum(axis=1)
        squares = np.nansum(gaps**2, axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            distances = np.sqrt(k / shared * squares)
        distances[(shared < max(1, LEAST_SHARED * k)) | (np.arange(len(shared)) == i)] = np.inf
        near = np.argsort(distances, kind="stable")[:listed]
        for position, j in enumerate(near[np.isfinite(distances[near])].tolist(), start=1):
            yield {
                "ref_area": area,
                "time_period": year.time_period,
                "other_area": year.ref_areas[j],
                "distance": float(distances[j]),
                "position": position,
                "n": int(shared[j]),
            }
