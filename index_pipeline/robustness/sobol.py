"""Sobol indices: the share of an output's variance that each factor explains, alone and with all its interactions."""

from dataclasses import dataclass

import numpy as np

from index_pipeline.kernel.arrays import Floats
from index_pipeline.robustness.streams import DESIGN_RESAMPLES
from index_pipeline.rounding import ROUNDING


@dataclass(frozen=True)
class Indices:
    """Indices (factor, output); NaN if the output does not vary."""

    first_order: Floats
    total: Floats


def sobol_indices(y: Floats, factors: int) -> Indices:
    """Estimate the indices from the outputs of a design.

    ``S_i = mean(y_B (y_ABi − y_A)) / V`` and ``S_Ti = Σ(y_A − y_ABi)² / (2NV)``, V the sample variance (n − 1) of y_A
    and y_B together.

    Args:
        y: (row, output), rows in the order A, B, AB_1 … AB_d; AB_i is A with factor i taken from B.
        factors: d.

    Raises:
        ValueError: the rows are not N(d + 2), N at least 2.

    Source: Saltelli et al. (2010), Computer Physics Communications 181; the form is that of COINr.
    """
    return _estimate(*_products(y, factors), np.full((1, len(y) // (factors + 2)), 1.0), 0)


def bootstrap(y: Floats, factors: int, resamples: int, seed: int) -> Indices:
    """Estimate the indices (resample, factor, output) of designs resampled by row of A, B and AB_i together."""
    rows = len(y) // (factors + 2)
    rng = np.random.default_rng([seed, DESIGN_RESAMPLES])
    picked = rng.integers(rows, size=(resamples, rows))
    counts = np.zeros((resamples, rows))
    np.add.at(counts, (np.arange(resamples)[:, None], picked), 1.0)
    return _estimate(*_products(y, factors), counts, slice(None))


def _products(y: Floats, factors: int) -> tuple[Floats, Floats]:
    """Return the terms of the sums: (row, 2d + 2, output) products and squares."""
    n, rest = divmod(len(y), factors + 2)
    if rest or n < 2:
        raise ValueError(f"{len(y)} rows are not N × ({factors} + 2) with N of 2 or more")
    a, b, *mixed = y.reshape(factors + 2, n, -1)
    first = [b * (ab - a) for ab in mixed]
    total = [(a - ab) ** 2 for ab in mixed]
    return np.stack([*first, *total], axis=1), np.stack([a + b, a**2 + b**2], axis=1)


def _estimate(products: Floats, moments: Floats, counts: Floats, at: int | slice) -> Indices:
    n, factors = counts.shape[1], products.shape[1] // 2
    # einsum adds in one order on any number of processors; a matrix product may not
    sums = np.einsum("bn,nfo->bfo", counts, products)
    once, squared = np.moveaxis(np.einsum("bn,nmo->bmo", counts, moments), 1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = (squared - once**2 / (2 * n)) / (2 * n - 1)
        variance = np.where(variance > ROUNDING * squared / n, variance, np.nan)[:, None]
        return Indices((sums[:, :factors] / n / variance)[at], (sums[:, factors:] / (2 * n) / variance)[at])
