"""Skew and kurtosis, and winsorisation by them: functions of a vector."""

import numpy as np
from numpy.typing import NDArray

from index_pipeline.rounding import exponents, is_constant, levels, reaches, unit

Vector = NDArray[np.float64]


def skew(x: Vector) -> float | None:
    """Return the type-2 sample skewness of `x` (as in Excel and pandas); None for fewer than 3 or equal values.

    ``√(n(n−1)) / (n−2) · √n Σd³ / (Σd²)^1.5`` with d the deviations from the mean.

    Source: Joanes and Gill (1998), The Statistician 47.
    """
    n = len(x)
    if n < 3 or is_constant(x):
        return None
    d = _deviations(x)
    squares = float(np.sum(d * d))
    return float(np.sqrt(n * (n - 1)) / (n - 2) * np.sqrt(n) * np.sum(d * d * d) / squares**1.5)


def kurtosis(x: Vector) -> float | None:
    """Return the type-2 sample excess kurtosis of `x` (as in Excel and pandas); None for fewer than 4 or equal values.

    ``((n+1)(r−3) + 6)(n−1) / ((n−2)(n−3))`` with ``r = n Σd⁴ / (Σd²)²``.

    Source: Joanes and Gill (1998), The Statistician 47.
    """
    n = len(x)
    if n < 4 or is_constant(x):
        return None
    d = _deviations(x)
    squares = float(np.sum(d * d))
    r = n * float(np.sum((d * d) * (d * d))) / squares**2
    return ((n + 1) * (r - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


def passes(x: Vector, skew_limit: float, kurtosis_limit: float) -> bool:
    """Return whether |skew| or kurtosis is under its limit, so that `x` needs no treatment."""
    s, k = skew(x), kurtosis(x)
    return s is None or k is None or not (reaches(abs(s), skew_limit) and reaches(k, kurtosis_limit))


def winsorise(x: Vector, points: int, skew_limit: float, kurtosis_limit: float) -> tuple[Vector, int]:
    """Move the farthest values to the next distinct one until `x` passes or `points` values have been moved.

    The greatest value moves while skew is not negative, else the least; ties move together, so that the number
    moved can exceed `points`.

    Args:
        x: Values without gaps.
        points: Where as many values have been moved, the search stops.
        skew_limit: Values pass where |skew| is under it …
        kurtosis_limit: … or excess kurtosis is under it.

    Returns:
        The values after moving, in the order given, and the number of them that were moved.

    Source: Becker et al. (2022), COINr, Journal of Open Source Software 7(78); the thresholds are JRC practice.
    """
    highest, lowest = levels(x, "own"), -levels(-x, "own")
    y, moved = x.copy(), 0
    while moved < points and not passes(y, skew_limit, kurtosis_limit):
        if (skew(y) or 0.0) >= 0:
            y = np.minimum(y, x[highest < y.max()].max())
        else:
            y = np.maximum(y, x[lowest > y.min()].min())
        moved = int(np.sum(y != x))
    return y, moved


def length(x: Vector) -> float:
    """Return √Σx², whatever the size of x."""
    within, exponent = unit(x), int(exponents(x)[0])
    return float(np.ldexp(np.sqrt(within @ within), exponent))


def mean_and_deviation(x: Vector) -> tuple[float, float]:
    """Return mean and standard deviation (n − 1), whatever the size of x."""
    within, exponent = unit(x), int(exponents(x)[0])
    return float(np.ldexp(within.mean(), exponent)), float(np.ldexp(within.std(ddof=1), exponent))


def _deviations(x: Vector) -> Vector:
    """Return the deviations from the mean in units of a power of two, the largest of them between ½ and 1."""
    within = unit(x)
    return unit(within - within.mean())
