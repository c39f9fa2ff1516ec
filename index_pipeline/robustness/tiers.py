"""Probability of each tier: how often a region's rank falls between the cuts."""

import numpy as np
import pyarrow as pa

from index_pipeline.kernel.arrays import Axes, Floats, Integers, keys, nullable
from index_pipeline.kernel.cells import dense
from index_pipeline.kernel.ranks import Ranks
from index_pipeline.robustness.model import Model
from index_pipeline.rounding import reaches
from index_pipeline.tables import TIER_PROBABILITIES


def tier_probabilities(
    ordered: Ranks, model: Model, scores: Floats, axes: Axes, tiers: pa.Table | None = None
) -> pa.Table:
    """Count the draws in which each region's rank falls within each tier.

    A tier is a span of ranks, as wide as the number of regions that it holds. That number is stated by `tiers` of
    `robustness` for every component; or it is counted for the index and each year, from a table of tiers or from the
    score borders of `robustness` at the published scores: a score is not comparable between normalisations, a rank
    is. Regions beyond the last tier stated belong to it.

    Args:
        ordered: Ranks (component, year, region, draw), from `quantiles.sort_draws`.
        model: Gives the tiers of `robustness`.
        scores: Published scores (component, year, region).
        axes: Names components, years and regions.
        tiers: `tables.TIERS`, the published tiers of the index, instead of those of `robustness`.

    Returns:
        `tables.TIER_PROBABILITIES`; empty if no tiers are stated.
    """
    robustness, index = model.robustness, model.framework.index_id
    if tiers is not None or robustness.tier_borders:
        if index not in axes.indicator_ids:
            return TIER_PROBABILITIES.empty()
        at = axes.indicator_ids.index(index)
        axes, ordered = axes.of([at]), ordered[at : at + 1]
        cuts = _counted(scores[at], axes, robustness.tier_borders, tiers)[None]
    elif robustness.tiers:
        cuts = np.broadcast_to(np.cumsum(robustness.tiers)[:-1], (*ordered.shape[:2], len(robustness.tiers) - 1))
    else:
        return TIER_PROBABILITIES.empty()
    scored = (ordered > 0).sum(-1).astype(float)
    within = [((ordered > 0) & (ordered <= cut[..., None, None])).sum(-1) for cut in np.moveaxis(cuts, -1, 0)]
    shares = np.diff(np.stack([np.zeros_like(scored), *within, scored]), axis=0)
    with np.errstate(invalid="ignore"):
        shares /= np.where(scored > 0, scored, np.nan)
    key = keys(axes, "component_id")
    parts = [
        pa.table(key | {"tier": pa.array(np.full(share.size, tier)), "probability": nullable(share)})
        for tier, share in enumerate(shares, start=1)
    ]
    return TIER_PROBABILITIES.conform(pa.concat_tables(parts))


def _counted(scores: Floats, axes: Axes, borders: tuple[float, ...], tiers: pa.Table | None) -> Integers:
    """Return the last rank of every tier but the last, (year, tier)."""
    if tiers is None:
        return np.asarray(reaches(scores[..., None], np.array(borders)).sum(axis=1))
    named = tiers.append_column("component_id", pa.repeat(axes.indicator_ids[0], tiers.num_rows))
    tier = dense(named, "tier", axes, of="component_id")[0]
    number = 1 if np.isnan(tier).all() else int(np.nanmax(tier))
    return np.asarray((tier[..., None] <= np.arange(1, number)).sum(axis=1))
