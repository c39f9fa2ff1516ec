"""Expectation-maximisation: the expected values of missing data under a multivariate normal distribution."""

import numpy as np

from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.errors import NoResultError, said
from index_pipeline.rounding import exponents, is_constant, unit


class NoConvergenceError(NoResultError):
    """The iterations did not converge, or the values cannot determine the distribution; the message says which."""


def expected_values(x: Floats, ridge: float, tolerance: float, iterations: int) -> Floats:
    """Fill the gaps of `x` by their expected values under the normal that EM fits to it.

    With o the observed and m the missing columns of a row, the E-step takes ``x_m = μ_m + Σ_mo Σ_oo⁻¹ (x_o − μ_o)``
    and the conditional covariance ``Σ_mm − Σ_mo Σ_oo⁻¹ Σ_om``; the M-step takes μ as the mean of the filled rows
    and Σ as their covariance (divisor n) plus the mean conditional covariance; Σ's correlations are divided by
    ``1 + ridge``. It begins with the observed means and variances, uncorrelated, and ends when no parameter of
    the standardised values moves by `tolerance`. Observed values are returned unchanged. A column without
    values stays missing; a column with one value is filled by it and is otherwise ignored; a row without values
    gets the means.

    Args:
        x: n rows × k columns, NaN if missing.
        ridge: At least 0.
        tolerance: In standard deviations.
        iterations: Most iterations.

    Raises:
        NoConvergenceError: there are at most as many rows as columns and no ridge, or the iterations did not converge.

    Source: Dempster, Laird and Rubin (1977), JRSS B 39; Little and Rubin (2002), Statistical Analysis with Missing
    Data, section 11.2.
    """
    filled = x.copy()
    missing = np.isnan(x)
    counts, constant = (~missing).sum(axis=0), is_constant(x, axis=0)
    for column in np.flatnonzero(counts):
        if constant[column]:
            filled[missing[:, column], column] = x[~missing[:, column], column][0]
    varied = np.flatnonzero(~constant).tolist()
    if not varied or not missing[:, varied].any():
        return filled
    rows = int((~missing[:, varied]).any(axis=1).sum())
    if rows <= len(varied) and not ridge:
        raise NoConvergenceError(said("too_few_rows", rows=rows, indicators=len(varied)))
    part, exponent = unit(x[:, varied], axis=0), exponents(x[:, varied], axis=0)
    centre, spread = np.nanmean(part, axis=0), np.nanstd(part, axis=0)
    fitted = _fit((part - centre) / spread, ridge, tolerance, iterations) * spread + centre
    filled[:, varied] = np.where(missing[:, varied], np.ldexp(fitted, exponent), x[:, varied])
    return filled


def _fit(z: Floats, ridge: float, tolerance: float, iterations: int) -> Floats:
    n, k = z.shape
    missing = np.isnan(z)
    patterns, which = np.unique(missing, axis=0, return_inverse=True)
    groups = [
        (np.flatnonzero(which.ravel() == p), np.flatnonzero(~gaps), np.flatnonzero(gaps))
        for p, gaps in enumerate(patterns)
        if gaps.any()
    ]
    mean, covariance = np.zeros(k), np.eye(k)
    y = np.where(missing, 0.0, z)
    for _ in range(iterations):
        added = np.zeros((k, k))
        for rows, seen, gaps in groups:
            slope = _slope(covariance[np.ix_(seen, seen)], covariance[np.ix_(seen, gaps)])
            y[np.ix_(rows, gaps)] = mean[gaps] + (z[np.ix_(rows, seen)] - mean[seen]) @ slope
            left = covariance[np.ix_(gaps, gaps)] - covariance[np.ix_(gaps, seen)] @ slope
            added[np.ix_(gaps, gaps)] += len(rows) * left
        new_mean = y.mean(axis=0)
        new_covariance = ((y - new_mean).T @ (y - new_mean) + added) / n
        new_covariance = (new_covariance + ridge * np.diag(np.diag(new_covariance))) / (1 + ridge)
        moved = max(np.abs(new_mean - mean).max(), np.abs(new_covariance - covariance).max())
        mean, covariance = new_mean, new_covariance
        if moved < tolerance:
            return y
    raise NoConvergenceError(said("no_convergence", iterations=iterations))


def _slope(seen: Floats, across: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(seen, across), np.float64)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(seen, across)[0], np.float64)
