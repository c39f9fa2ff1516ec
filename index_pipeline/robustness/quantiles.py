"""Quantiles of ranks over draws."""

import numpy as np

from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.ranks import Ranks


def sort_draws(ranks: Ranks) -> Ranks:
    """Sort ranks (draw, …) over the draws, which become the last axis; draws without a rank, 0, come first."""
    return np.sort(np.ascontiguousarray(np.moveaxis(ranks, 0, -1)), axis=-1)


def quantile(ordered: Ranks, probability: float) -> Floats:
    """Return a quantile of type 7 (linear between order statistics) over the draws that have a rank; NaN for none.

    Args:
        ordered: (…, draw), from `sort_draws`.
        probability: Between 0 and 1.
    """
    draws = ordered.shape[-1]
    without = (ordered == 0).sum(-1)
    place = without + (draws - without - 1) * probability
    low = np.clip(np.floor(place), 0, draws - 1).astype(int)
    lower, upper = (
        np.take_along_axis(ordered, at[..., None], -1)[..., 0].astype(float)
        for at in (low, np.minimum(low + 1, draws - 1))
    )
    return np.where(without < draws, lower + (place - low) * (upper - lower), np.nan)
