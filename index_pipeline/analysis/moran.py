"""Moran's I, global and local, and its significance by permutation."""

from dataclasses import dataclass

import numpy as np

from index_pipeline.analysis.errors import refuse_unless_whole
from index_pipeline.analysis.neighbours import Neighbours
from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.rounding import ROUNDING, is_constant

BLOCK = 1_000
"""Number of permutations computed at a time."""

HELD = 100_000_000
"""Permutations times regions that are drawn at most: they are held in memory."""

GREATEST_SEED = 2**31 - 1
"""The greatest number that the column `seed` holds."""


@dataclass(frozen=True)
class Moran:
    """Moran's I with its expectation and variance under randomisation, and z = (I − E) / √V; NaN if undefined."""

    moran: float
    expected: float
    variance: float
    z_value: float


@dataclass(frozen=True)
class LocalMoran:
    """Spatial lag Σ w_ij (y_j − ȳ), I_i and quadrant of each region; NaN and None if it has no neighbour."""

    lag: Floats
    moran: Floats
    quadrants: tuple[str | None, ...]


def is_defined(values: Floats, near: Neighbours) -> bool:
    """Return whether Moran's I is defined: at least three values that are not missing and vary, and a link."""
    return bool(len(values) > 2 and np.isfinite(values).all() and not is_constant(values) and near.linked.any())


def morans_i(values: Floats, near: Neighbours, weighting: str) -> Moran:
    """Compute I = (n/S₀) Σ w_ij (y_i − ȳ)(y_j − ȳ) / Σ (y_i − ȳ)², E = −1/(n − 1) and V under randomisation.

    Isolates count in n, mean and variance and have weights of 0. V needs four values.

    Args:
        values: One value per region, of any unit. All are NaN if `is_defined` is false.
        near: The regions' neighbours.
        weighting: One of `neighbours.WEIGHTINGS`.

    Source: Cliff and Ord (1981), Spatial Processes, ch. 2; as in PySAL's esda.
    """
    w = near.weights(weighting)
    if not is_defined(values, near):
        return Moran(np.nan, np.nan, np.nan, np.nan)
    z = values - values.mean()
    n, s0 = len(values), w.sum()
    expected = -1 / (n - 1)
    found = float(n / s0 * (z @ w @ z) / (z @ z))
    variance = _variance(z, w)
    return Moran(found, expected, variance, (found - expected) / variance**0.5 if variance > 0 else np.nan)


def morans_i_p_value(values: Floats, near: Neighbours, weighting: str, orders: Integers) -> float:
    """Compute the two-sided p of I: twice the smaller tail of its permutations, I itself included, at most 1.

    Half of it is the one-sided p that PySAL calls `p_sim`.

    Args:
        values: One value per region; p is NaN if `is_defined` is false.
        near: The regions' neighbours.
        weighting: One of `neighbours.WEIGHTINGS`.
        orders: Permutations of the regions, one per row: `draw_permutations`.
    """
    w = near.weights(weighting)
    if not is_defined(values, near):
        return float("nan")
    z = values - values.mean()
    observed, close = z @ w @ z, ROUNDING * (np.abs(z) @ w @ np.abs(z))
    higher = lower = 0
    for start in range(0, len(orders), BLOCK):
        mixed = z[orders[start : start + BLOCK]]
        drawn = ((mixed @ w) * mixed).sum(axis=1)
        higher += int((drawn >= observed - close).sum())
        lower += int((drawn <= observed + close).sum())
    return _two_sided(higher, lower, len(orders))


def local_morans_i(values: Floats, near: Neighbours, weighting: str) -> LocalMoran:
    """Compute I_i = (y_i − ȳ)/m₂ · Σ w_ij (y_j − ȳ), with m₂ = Σ (y_i − ȳ)²/n.

    PySAL divides by Σ (y_i − ȳ)²/(n − 1) instead, so that its values are (n − 1)/n of these. The quadrant says
    whether the region (first letter) and its lag (second) are above the mean, H, or not, L; a deviation of 0 up to
    rounding is not above it. All are NaN and None if `is_defined` is false.

    Source: Anselin (1995), Geographical Analysis 27.
    """
    w = near.weights(weighting)
    if not is_defined(values, near):
        return LocalMoran(np.full(len(values), np.nan), np.full(len(values), np.nan), (None,) * len(values))
    z = values - values.mean()
    lag = np.where(near.isolates, np.nan, w @ z)
    found = z / (z @ z / len(z)) * lag
    nothing = ROUNDING * np.abs(values).max()
    quadrants = tuple(
        None if alone else ("H" if own > nothing else "L") + ("H" if others > nothing * links else "L")
        for alone, own, others, links in zip(near.isolates, z, lag, w.sum(axis=1), strict=True)
    )
    return LocalMoran(lag, found, quadrants)


def local_p_values(values: Floats, near: Neighbours, orders: Integers) -> Floats:
    """Compute the two-sided p of each I_i by conditional permutation; NaN for an isolate, or if not `is_defined`.

    The region keeps its value and draws its neighbours' from those of all others. p does not depend on whether
    weights are row-standardised.

    Args:
        values: One value per region.
        near: The regions' neighbours.
        orders: Permutations of the n − 1 other regions, one per column: `draw_permutations`, transposed.
    """
    found = np.full(len(values), np.nan)
    if not is_defined(values, near):
        return found
    z, counts, number = values - values.mean(), near.counts, orders.shape[1]
    for i in np.flatnonzero(~near.isolates):
        drawn = z[i] * np.delete(z, i).take(orders[: counts[i]]).sum(axis=0)
        observed = z[i] * z[near.linked[i]].sum()
        close = ROUNDING * abs(z[i]) * np.abs(z).sum()
        higher = int(np.count_nonzero(drawn >= observed - close))
        lower = int(np.count_nonzero(drawn <= observed + close))
        found[i] = _two_sided(higher, lower, number)
    return found


def draw_permutations(n: int, number: int, seed: int) -> Integers:
    """Draw `number` permutations of 0 … n − 1, one per row.

    Raises:
        AnalysisError: `number` is not a whole number above 0, or more than `HELD` allows; `seed` is not one from 0 to
            `GREATEST_SEED`.
    """
    refuse_unless_whole("permutations", number, 1, HELD // max(n, 1))
    refuse_unless_whole("seed", seed, 0, GREATEST_SEED)
    orders = np.tile(np.arange(n), (number, 1))
    return np.random.default_rng(seed).permuted(orders, axis=1)


def false_discovery(p_values: Floats) -> Floats:
    """Adjust p values by Benjamini and Hochberg (1995); NaN stays NaN and is not counted."""
    from scipy.stats import false_discovery_control

    tested: Flags = ~np.isnan(p_values)
    adjusted = np.full(len(p_values), np.nan)
    if tested.any():
        adjusted[tested] = false_discovery_control(p_values[tested], method="bh")
    return adjusted


def _two_sided(higher: int, lower: int, number: int) -> float:
    return min(1.0, 2 * (min(higher, lower) + 1) / (number + 1))


def _variance(z: Floats, w: Floats) -> float:
    n = len(z)
    if n < 4:
        return np.nan
    s0, s1 = w.sum(), ((w + w.T) ** 2).sum() / 2
    s2 = ((w.sum(axis=0) + w.sum(axis=1)) ** 2).sum()
    k = (z**4).mean() / (z**2).mean() ** 2
    moment = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * s0**2) - k * ((n**2 - n) * s1 - 2 * n * s2 + 6 * s0**2)
    return float(moment / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2)
