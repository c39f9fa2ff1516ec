"""Shrink rates of small counts towards their mean: gamma-Poisson empirical Bayes."""

import numpy as np

from index_pipeline.kernel.arrays import Floats


def shrunk(counts: Floats, exposures: Floats) -> Floats:
    """Return the rates of counts c with exposures e, shrunk towards the mean of each sample, the last axis.

    ``m = Σc/Σe``, ``v = max(0, Σe(c/e − m)²/Σe − m/ē)``, ``α = m²/v``, ``β = m/v``, and the rate is
    ``(c + α) / (e + β)``. If v = 0, the counts do not distinguish regions and every rate is m.

    Args:
        counts: (…, region); NaN if missing.
        exposures: Of the same shape; a region without exposure has no rate.

    Returns:
        Rates of the same shape; NaN if a count or an exposure is missing, or an exposure is 0.

    Source: Clayton and Kaldor (1987), Biometrics 43; moment estimates as in Marshall (1991), Applied Statistics 40.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(exposures == 0, np.nan, counts / exposures)
        known = ~np.isnan(ratio)
        exposure = np.where(known, exposures, 0.0).sum(-1, keepdims=True)
        mean_exposure = exposure / known.sum(-1, keepdims=True)
        m = np.where(known, counts, 0.0).sum(-1, keepdims=True) / exposure
        spread = np.where(known, exposures * (ratio - m) ** 2, 0.0).sum(-1, keepdims=True) / exposure
        v = np.maximum(spread - m / mean_exposure, 0.0)
        found = np.where((m == 0) | (v == 0), m, (counts + m**2 / v) / (exposures + m / v))
    return np.where(known, found, np.nan)
