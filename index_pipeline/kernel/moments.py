"""Mean, deviation, skew and kurtosis of many samples at once, and winsorisation by them.

A sample is a row of an array (samples, values); NaN is left out. Sums are taken in units of a power of two, so that
they neither over- nor underflow.
"""

from dataclasses import dataclass

import numpy as np

from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.rounding import exponents, is_constant, reaches, ties, unit


def mean_and_deviation(x: Floats) -> tuple[Floats, Floats]:
    """Return mean and standard deviation (n − 1) along the last axis, which stays with length 1."""
    within, exponent = unit(x), exponents(x)
    observed = ~np.isnan(within)
    with np.errstate(invalid="ignore", divide="ignore"):
        n = observed.sum(-1, keepdims=True)
        mean = np.where(observed, within, 0.0).sum(-1, keepdims=True) / n
        squares = np.where(observed, (within - mean) ** 2, 0.0).sum(-1, keepdims=True)
        return np.ldexp(mean, exponent), np.ldexp(np.sqrt(squares / (n - 1)), exponent)


def deviations(x: Floats, axis: int = -1) -> Floats:
    """Return the distances from the mean along `axis`: exactly 0 where the numbers are one up to rounding."""
    one = np.expand_dims(is_constant(x, axis), axis)
    return np.where(one, 0.0, x - x.mean(axis, keepdims=True))


def length(x: Floats, axis: int = -1) -> Floats:
    """Return √Σx² along `axis`, which stays with length 1; NaN if all are missing."""
    size = np.ldexp(np.sqrt(np.nansum(unit(x, axis) ** 2, axis=axis, keepdims=True)), exponents(x, axis))
    return np.where(np.isnan(x).all(axis, keepdims=True), np.nan, size)


def skew_and_kurtosis(x: Floats) -> tuple[Floats, Floats]:
    """Return type-2 skewness and excess kurtosis of each sample, as in Excel and pandas.

    With d the deviations from the mean, ``√(n(n−1)) / (n−2) · √n Σd³ / (Σd²)^1.5`` and
    ``((n+1)(r−3) + 6)(n−1) / ((n−2)(n−3))`` with ``r = n Σd⁴ / (Σd²)²``.

    Returns:
        NaN if a sample has fewer than 3 (4) values, or one value only.

    Source: Joanes and Gill (1998), The Statistician 47.
    """
    within = unit(x)
    observed = ~np.isnan(within)
    n, whole = observed.sum(1).astype(float), bool(observed.all())
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (within if whole else np.where(observed, within, 0.0)).sum(1) / n
        d = within - mean[:, None]
        d = unit(d if whole else np.where(observed, d, 0.0))
        square = d * d
        m2, m3, m4 = square.sum(1), np.einsum("ij,ij->i", square, d), np.einsum("ij,ij->i", square, square)
        skew = np.sqrt(n * (n - 1)) / (n - 2) * np.sqrt(n) * m3 / m2**1.5
        kurtosis = ((n + 1) * (n * m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    varies = ~is_constant(x)
    return np.where(varies & (n >= 3), skew, np.nan), np.where(varies & (n >= 4), kurtosis, np.nan)


@dataclass(frozen=True)
class Caps:
    """Winsorisation of each sample: values beyond `lower` and `upper` are set to them; `moved` is their number."""

    lower: Floats
    upper: Floats
    moved: Integers
    passes: Flags


def winsorise(x: Floats, points: int, skew_limit: float, kurtosis_limit: float) -> Caps:
    """Move the farthest values of each sample to the next distinct one until it passes or `points` have been moved.

    The greatest value moves while skew is not negative, else the least; ties move together, so that the number moved
    can exceed `points`.

    Args:
        x: (samples, values), NaN left out.
        points: The search stops when this many values of a sample have been moved.
        skew_limit: A sample passes where |skew| is under it …
        kurtosis_limit: … or excess kurtosis is under it; with −∞ for both it goes on until `points` are moved.

    Returns:
        The limits of each sample: −∞ and ∞ where none was moved at that end.

    Source: Becker et al. (2022), COINr, Journal of Open Source Software 7(78); the thresholds are JRC practice.
    """
    unbounded = np.full(len(x), np.inf)
    caps = Caps(-unbounded, unbounded, np.zeros(len(x), int), np.ones(len(x), bool))
    skew, kurtosis = skew_and_kurtosis(x)
    active = np.flatnonzero(~passes(skew, kurtosis, skew_limit, kurtosis_limit))
    caps.passes[active] = False
    samples = [_Sample(x[row]) for row in active]
    while len(active):
        for row, sample in zip(active, samples, strict=True):
            if skew[row] >= 0:
                caps.upper[row] = sample.below(min(sample.greatest, caps.upper[row]))
            else:
                caps.lower[row] = sample.above(max(sample.least, caps.lower[row]))
        z, low, high = x[active], caps.lower[active, None], caps.upper[active, None]
        caps.moved[active] = ((z < low) | (z > high)).sum(1)
        skew[active], kurtosis[active] = skew_and_kurtosis(np.clip(z, low, high))
        caps.passes[active] = passes(skew[active], kurtosis[active], skew_limit, kurtosis_limit)
        goes_on = ~caps.passes[active] & (caps.moved[active] < points)
        active, samples = active[goes_on], [sample for sample, kept in zip(samples, goes_on, strict=True) if kept]
    return caps


def passes(skew: Floats, kurtosis: Floats, skew_limit: float, kurtosis_limit: float) -> Flags:
    """Return whether |skew| or kurtosis of each sample is under its limit, so that it needs no treatment."""
    return ~(reaches(np.abs(skew), skew_limit) & reaches(kurtosis, kurtosis_limit))


class _Sample:
    """The known values of a sample in ascending order, and which of them are tied with the one before."""

    def __init__(self, x: Floats) -> None:
        self.ordered = np.sort(x[~np.isnan(x)])
        self.starts = np.flatnonzero(np.concatenate([[True], ~ties(self.ordered, "own")]))

    @property
    def least(self) -> float:
        return float(self.ordered[0])

    @property
    def greatest(self) -> float:
        return float(self.ordered[-1])

    def below(self, value: float) -> float:
        """Return the greatest of the values below `value` and those that it is tied with; NaN if there is none."""
        group = self._group(value)
        return float(self.ordered[self.starts[group] - 1]) if group else np.nan

    def above(self, value: float) -> float:
        """Return the least of the values above `value` and those that it is tied with; NaN if there is none."""
        group = self._group(value) + 1
        return float(self.ordered[self.starts[group]]) if group < len(self.starts) else np.nan

    def _group(self, value: float) -> int:
        return int(np.searchsorted(self.starts, np.searchsorted(self.ordered, value, "right"))) - 1
