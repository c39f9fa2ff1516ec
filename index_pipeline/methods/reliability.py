"""Cronbach's alpha: to what extent the children of a component measure the same thing."""

import numpy as np

from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.moments import deviations
from index_pipeline.rounding import ROUNDING


def alpha(x: Floats) -> float:
    """Return Cronbach's alpha, k² · mean(covariances) / sum(variances and covariances), of (region, child).

    Covariances are of the sample (n − 1), pairwise complete. NaN for fewer than two children or regions, or
    if the sum of the children does not vary: if nothing does, or shares add up to a whole.

    Source: Cronbach (1951), Psychometrika 16; the form is that of COINr.
    """
    k = x.shape[1]
    if k < 2:
        return np.nan
    covariance = pairwise_covariance(x)
    whole = covariance.sum()
    varies = whole > ROUNDING * np.abs(covariance).sum()
    return float(k * k * covariance[~np.eye(k, dtype=bool)].mean() / whole) if varies else np.nan


def pairwise_covariance(x: Floats) -> Floats:
    """Return sample covariances (n − 1) of the columns, each over the rows in which both have a value."""
    covariance = np.full((x.shape[1],) * 2, np.nan)
    for i in range(x.shape[1]):
        for j in range(i, x.shape[1]):
            both = ~np.isnan(x[:, i]) & ~np.isnan(x[:, j])
            if both.sum() > 1:
                a, b = deviations(x[both, i]), deviations(x[both, j])
                covariance[i, j] = covariance[j, i] = a @ b / (both.sum() - 1)
    return covariance
