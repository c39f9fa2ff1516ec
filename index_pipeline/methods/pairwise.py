"""Pairwise comparison of regions: outranking scores."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from index_pipeline.methods.errors import MethodError
from index_pipeline.methods.matrix import Matrix, matrices
from index_pipeline.rounding import ROUNDING, levels

COMPARED_AT_ONCE = 500_000
"""Pairs of regions that are compared at a time: bounds memory, whatever their number."""

MOST_REGIONS = 50_000
"""More regions than this are not compared pair by pair: the time grows with the square of their number."""

SHARES = pa.schema(
    [
        ("component_id", pa.string()),
        ("ref_area", pa.string()),
        ("time_period", pa.int32()),
        ("share", pa.float64()),
    ]
)


def pairwise(parts: pa.Table, *, majority: bool) -> pa.Table:
    """Score the regions of each year by comparing each with each other one.

    The outranking of i over k is ``Σ w[s_i > s_k] + ½ Σ w[s_i = s_k]`` over ``Σ w``, the sums over the children
    that both have a score for, so that it does not depend on the order of rows and i over k and k over i add up
    to 1; scores are equal that are tied up to rounding. The share of i is the mean of its outrankings; with
    `majority`, the mean of 1, ½ or 0 as an outranking is above, at or below ½ (Copeland's wins less losses, put between
    0 and 1). Two regions without a child in common are not compared; a region that is compared with none has no share.

    Args:
        parts: Scores of the children of one component, without gaps, as `combine.parts_of` gives them.
        majority: Whether a pair counts as won or lost.

    Returns:
        `component_id`, `ref_area`, `time_period`, `share` between 0 and 1.

    Raises:
        MethodError: there are more regions than are compared pair by pair.

    Source: Munda and Nardo (2009), Applied Economics 41; Becker et al. (2022), COINr, on outrankMatrix().
    """
    rows = [row for matrix in matrices(parts) for row in _shares(matrix, majority)]
    return pa.Table.from_pylist(rows, schema=SHARES)


def outranking(
    scores: NDArray[np.float64], weights: NDArray[np.float64], rows: slice = slice(None)
) -> NDArray[np.float64]:
    """Return the outranking of each region (row) over each other one; NaN over itself and for no child in common.

    Args:
        scores: regions × children, NaN where missing; those that are tied are equal.
        weights: One a child.
        rows: The regions to compare with all; every one by default.
    """
    own = scores[rows]
    better, shared = np.zeros((len(own), len(scores))), np.zeros((len(own), len(scores)))
    for column, others, weight in zip(own.T, scores.T, weights, strict=True):
        better += weight * (column[:, None] > others)
        better += 0.5 * weight * (column[:, None] == others)
        shared += weight * (~np.isnan(column)[:, None] & ~np.isnan(others))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = better / shared
    share[np.arange(len(own)), np.arange(len(scores))[rows]] = np.nan
    return share


def _shares(matrix: Matrix, majority: bool) -> Iterator[dict[str, object]]:
    n = len(matrix.ref_areas)
    if n > MOST_REGIONS:
        raise MethodError(
            f"component {matrix.component_id}, {matrix.time_period}: its aggregation compares each region with each "
            f"other one, which is done for up to {MOST_REGIONS:,} regions and not for {n:,}: choose another aggregation"
        )
    scores = np.column_stack([levels(column, "greatest") for column in matrix.scores.T])
    size = max(1, COMPARED_AT_ONCE // n)
    for start in range(0, n, size):
        rows = slice(start, min(start + size, n))
        compared = outranking(scores, matrix.weights, rows)
        if majority:
            compared = (np.sign(np.where(np.abs(compared - 0.5) <= ROUNDING, 0.0, compared - 0.5)) + 1) / 2
        counts = (~np.isnan(compared)).sum(axis=1)
        totals = np.nansum(compared, axis=1)
        for area, count, total in zip(matrix.ref_areas[rows], counts, totals, strict=True):
            if count:
                yield {
                    "component_id": matrix.component_id,
                    "ref_area": area,
                    "time_period": matrix.time_period,
                    "share": float(total / count),
                }
