"""Rank: place the regions by their scores."""

import numpy as np
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.kernel import ranks as kernel
from index_pipeline.kernel.arrays import Floats, integers
from index_pipeline.kernel.cells import Cells


def rank(scores: pa.Table) -> pa.Table:
    """Rank the regions in each component and year, 1 best; ties share the better rank.

    Scores that are equal up to rounding are tied (see `rounding.ties`). ``rank_change = rank(t − 1) − rank(t)``, so
    that a rise is positive; ``score_change = s(t) − s(t − 1)``. A region without a score has no rank, and no
    region has one if all have the same score; there is no change if either year has no rank.

    Args:
        scores: `tables.SCORES`.

    Returns:
        `tables.RANKINGS`, one row per row of `scores`; `ranked` is the number of regions with a score.
    """
    if not scores.num_rows:
        return tables.RANKINGS.empty()
    cells = Cells.of(scores, "component_id")
    score = cells.lay(scores["score"])
    found = kernel.rank(score)
    place = np.where(found > 0, found, np.nan)
    ranked_score = np.where(found > 0, score, np.nan)
    ranked = np.broadcast_to((~np.isnan(score)).sum(axis=2, keepdims=True), score.shape)
    columns = {
        "rank": integers(cells.of_rows(place)),
        "ranked": pa.array(cells.of_rows(ranked)),
        "score_change": cells.take(ranked_score - _year_before(ranked_score, cells)),
        "rank_change": integers(cells.of_rows(_year_before(place, cells) - place)),
    }
    ordered = scores.select(["ref_area", "time_period", "component_id", "score"])
    for name, column in columns.items():
        ordered = ordered.append_column(name, column)
    return tables.RANKINGS.conform(ordered, scores)


def _year_before(values: Floats, cells: Cells) -> Floats:
    """Return the values (component, year, region) of the year before each year; NaN if there is none."""
    before, years = np.full(values.shape, np.nan), cells.axes.years
    for t, year in enumerate(years):
        if t and years[t - 1] == year - 1:
            before[:, t] = values[:, t - 1]
    return before
