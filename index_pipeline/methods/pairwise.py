"""Pairwise comparison of regions: outranking scores."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from index_pipeline.methods.matrix import Matrix, matrices

ROUNDING = 1e-12
"""Sums of weights that differ from a half by less are a half."""

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
    to 1. The share of i is the mean of its outrankings; with `majority`, the mean of 1, ½ or 0 as an outranking is
    above, at or below ½ (Copeland's wins less losses, put between 0 and 1). Two regions without a child in common
    are not compared; a region that is compared with none has no share.

    Args:
        parts: Scores of the children of one component, without gaps, as `combine.parts_of` gives them.
        majority: Whether a pair counts as won or lost.

    Returns:
        `component_id`, `ref_area`, `time_period`, `share` between 0 and 1.

    Source: Munda and Nardo (2009), Applied Economics 41; Becker et al. (2022), COINr, on outrankMatrix().
    """
    rows = [row for matrix in matrices(parts) for row in _shares(matrix, majority)]
    return pa.Table.from_pylist(rows, schema=SHARES)


def outranking(scores: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the outranking of each region (row) over each other one; NaN on the diagonal and for no child in common.

    Args:
        scores: regions × children, NaN where missing.
        weights: One a child.
    """
    n = len(scores)
    better, shared = np.zeros((n, n)), np.zeros((n, n))
    for column, weight in zip(scores.T, weights, strict=True):
        both = ~np.isnan(column)[:, None] & ~np.isnan(column)[None, :]
        above, level = column[:, None] > column[None, :], column[:, None] == column[None, :]
        better += weight * np.where(above, 1.0, np.where(level, 0.5, 0.0))
        shared += weight * both
    with np.errstate(invalid="ignore", divide="ignore"):
        share = better / shared
    np.fill_diagonal(share, np.nan)
    return share


def _shares(matrix: Matrix, majority: bool) -> Iterator[dict[str, object]]:
    compared = outranking(matrix.scores, matrix.weights)
    if majority:
        wins = np.where(np.abs(compared - 0.5) < ROUNDING, 0.0, compared - 0.5)
        compared = (np.sign(wins) + 1) / 2
    counts = (~np.isnan(compared)).sum(axis=1)
    totals = np.nansum(np.sort(compared, axis=1), axis=1)  # sorted, so that equal regions have equal sums
    for area, count, total in zip(matrix.ref_areas, counts, totals, strict=True):
        if count:
            share = float(total / count)
            yield {
                "component_id": matrix.component_id,
                "ref_area": area,
                "time_period": matrix.time_period,
                "share": share,
            }
