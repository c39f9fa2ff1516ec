"""Compare two methodologies: the same regions, scored and ranked twice."""

from typing import Literal

import numpy as np
import pyarrow as pa

from index_pipeline.kernel.arrays import Axes, Floats, integers, keys, nullable
from index_pipeline.kernel.cells import axes_of, dense
from index_pipeline.rounding import levels
from index_pipeline.tables import COMPARISON, COMPARISON_SUMMARY


def compare(rankings: pa.Table, other: pa.Table) -> pa.Table:
    """Put two rankings in one table: every component, region and year of the first.

    Args:
        rankings: `tables.RANKINGS` of the first methodology.
        other: `tables.RANKINGS` of the other.

    Returns:
        `tables.COMPARISON`; a component, region or year that the other does not have is null there.
    """
    axes = _axes(rankings)
    scores, ranks = _both(rankings, other, "score", axes), _both(rankings, other, "rank", axes)
    columns = {
        "score": nullable(scores[0]),
        "other_score": nullable(scores[1]),
        "score_shift": nullable(scores[1] - scores[0]),
        "rank": integers(ranks[0]),
        "other_rank": integers(ranks[1]),
        "rank_shift": integers(ranks[0] - ranks[1]),
    }
    return COMPARISON.conform(pa.table(keys(axes, "component_id") | columns))


def summarise(rankings: pa.Table, other: pa.Table) -> pa.Table:
    """Measure how far two rankings agree, by component and year.

    Spearman's ρ and Kendall's τ (type b) of the scores, the mean absolute rank shift ``(1/n) Σ|rank − other rank|``
    and the largest, over the regions that both rank; null for fewer than two of them, or equal scores.

    Args:
        rankings: `tables.RANKINGS` of the first methodology.
        other: `tables.RANKINGS` of the other.

    Returns:
        `tables.COMPARISON_SUMMARY`, for every component and year of the first.
    """
    axes = _axes(rankings)
    scores, ranks = _both(rankings, other, "score", axes), _both(rankings, other, "rank", axes)
    rows = [
        {"component_id": component, "time_period": year, **_agreement(scores[:, c, t], ranks[:, c, t])}
        for c, component in enumerate(axes.indicator_ids)
        for t, year in enumerate(axes.years)
    ]
    return COMPARISON_SUMMARY.of_rows(rows)


def correlation(x: Floats, y: Floats, method: Literal["spearman", "kendall"]) -> float | None:
    """Return Spearman's or Kendall's correlation of two vectors; None for fewer than two values, or tied ones."""
    from scipy.stats import kendalltau, spearmanr

    a, b = levels(x, "greatest"), levels(y, "greatest")
    if len(x) < 2 or not np.ptp(a) or not np.ptp(b):
        return None
    function = spearmanr if method == "spearman" else kendalltau
    return float(function(a, b).statistic)


def _agreement(scores: Floats, ranks: Floats) -> dict[str, object]:
    both = ~np.isnan(ranks).any(0)
    shift = np.abs(ranks[0, both] - ranks[1, both])
    return {
        "regions": int(both.sum()),
        "spearman": correlation(scores[0, both], scores[1, both], "spearman"),
        "kendall": correlation(scores[0, both], scores[1, both], "kendall"),
        "mean_absolute_rank_shift": float(shift.mean()) if both.any() else None,
        "largest_rank_shift": int(shift.max()) if both.any() else None,
    }


def _axes(rankings: pa.Table) -> Axes:
    return axes_of(rankings, sorted(rankings["component_id"].unique().to_pylist()))


def _both(rankings: pa.Table, other: pa.Table, column: str, axes: Axes) -> Floats:
    return np.stack([dense(table, column, axes, of="component_id") for table in (rankings, other)])
