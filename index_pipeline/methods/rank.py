"""Rank: place the regions by their scores."""

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.methods import _sql
from index_pipeline.methods.columns import with_levels


def rank(scores: pa.Table) -> pa.Table:
    """Rank the regions in each component and year, 1 best; ties share the better rank.

    Scores are tied that are equal up to rounding (see `rounding.ties`). ``rank_change = rank(t − 1) − rank(t)``, so
    that a rise is positive; ``score_change = s(t) − s(t − 1)``. A region without a score has no rank, and no change
    where either year has none.

    Args:
        scores: `tables.SCORES`.

    Returns:
        `tables.RANKINGS`, one row per row of `scores`; `ranked` is the number of regions with a score.
    """
    placed = with_levels(scores, "score", "greatest", ["component_id", "time_period"])
    return tables.RANKINGS.conform(_sql.run("rank", {"scores": placed}))
