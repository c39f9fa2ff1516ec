"""Noise of register counts: what the index would be if other entries had been designated by chance."""

import numpy as np

from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.shrinkage import shrunk
from index_pipeline.robustness.figures import Count


def count_noise(counts: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """Draw counts around the observed ones, each Gamma(c + ½, 1), the same entries with the same noise each year.

    A stock grows by independent Gamma(Δ, 1) for Δ entries that are new, and shrinks by a share Beta(c + ½, Δ) for Δ
    that were revoked, so that two years differ only by the entries in which they differ and each year by itself is
    Gamma(c + ½, 1): the posterior of a Poisson rate under Jeffreys' prior.

    Args:
        counts: (year, region), entries in force; NaN if not known.
        draws: Number of draws.
        rng: Random number generator.

    Returns:
        (draw, year, region); NaN if `counts` is.
    """
    noisy = np.full((draws, *counts.shape), np.nan)
    last, drawn = np.full(counts.shape[1], np.nan), np.full((draws, counts.shape[1]), np.nan)
    for year, count in enumerate(counts):
        first = np.isnan(last) & ~np.isnan(count)
        more, fewer = count > last, count < last
        drawn[:, first] = rng.standard_gamma(count[first] + 0.5, (draws, int(first.sum())))
        drawn[:, more] += rng.standard_gamma((count - last)[more], (draws, int(more.sum())))
        drawn[:, fewer] *= rng.beta(count[fewer] + 0.5, (last - count)[fewer], (draws, int(fewer.sum())))
        known = ~np.isnan(count)
        last[known] = count[known]
        noisy[:, year, known] = drawn[:, known]
    return noisy


def rates(counted: Count, noisy: Floats, versions: np.ndarray) -> Floats:
    """Return the indicator that noisy counts (draw, year, region) give, each draw with the exposure of its version.

    Small counts are shrunk in the same way as the published ones.
    """
    exposure = counted.exposure[versions]
    if counted.shrunk:
        return shrunk(noisy, exposure)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(exposure == 0, np.nan, noisy / exposure)
