"""The same computations in bare NumPy: no checks, no missing values, no tables. What the hardware allows, nearly."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SKEW, KURTOSIS, POINTS = 2.0, 3.5, 5
"""When a sample is treated, and how many of its values are moved at most."""


def treated(x: Floats) -> Floats:
    """Winsorise each row of (indicator, value) until skew or kurtosis is under its limit, else take logarithms."""
    out = x.copy()
    for j in np.flatnonzero(~_passes(x)):
        y, moved = x[j].copy(), 0
        ascending = np.sort(y)
        while moved < POINTS and not _passes(y[None])[0]:
            moved += 1
            if _moments(y[None])[0][0] >= 0:
                np.minimum(y, ascending[-1 - moved], out=y)
            else:
                np.maximum(y, ascending[moved], out=y)
        out[j] = y if _passes(y[None])[0] else np.log(x[j] + 1)
    return out


def normalised(x: Floats) -> Floats:
    """Put each row on the scale of 0 to 100 by its extremes."""
    least, greatest = x.min(1, keepdims=True), x.max(1, keepdims=True)
    return 100 * (x - least) / (greatest - least)


def build(x: Floats, pillars: int) -> tuple[Floats, NDArray[np.intp]]:
    """Return scores and ranks (component, year, region) of values (indicator, year, region), all weights equal."""
    scores = normalised(treated(x.reshape(len(x), -1))).reshape(pillars, -1, *x.shape[1:]).mean(1)
    scores = np.concatenate([scores, scores.mean(0, keepdims=True)])
    return scores, np.argsort(np.argsort(-scores, axis=-1), axis=-1) + 1


def replicates(x: Floats, pillars: int, number: int, seed: int = 0) -> tuple[Floats, Floats, Floats]:
    """Return median, 5th and 95th percentile, and probabilities of each rank and each order of two regions.

    Weights vary by a quarter at both levels, and normalisation is one of two.
    """
    rng = np.random.default_rng(seed)
    y = treated(x)
    z = 50 + 15 * (y - y.mean(1, keepdims=True)) / y.std(1, ddof=1, keepdims=True)
    options = np.stack([normalised(y), z]).reshape(2, pillars, -1, x.shape[1])
    chosen = rng.integers(0, 2, number)
    within = rng.uniform(0.75, 1.25, (number, pillars, len(x) // pillars))
    within /= within.sum(2, keepdims=True)
    across = rng.uniform(0.75, 1.25, (number, pillars))
    across /= across.sum(1, keepdims=True)
    themes = np.empty((number, pillars, x.shape[1]))
    for option, scores in enumerate(options):
        rows = chosen == option
        themes[rows] = np.matmul(within[rows][:, :, None], scores)[:, :, 0]
    ranks = np.argsort(np.argsort(-(across[:, None] @ themes)[:, 0], axis=1), axis=1) + 1
    share = (ranks[:, :, None] == np.arange(1, x.shape[1] + 1)).mean(0)
    return np.quantile(ranks, (0.5, 0.05, 0.95), axis=0), share, (ranks[:, :, None] < ranks[:, None]).mean(0)


def _passes(x: Floats) -> NDArray[np.bool_]:
    skew, kurtosis = _moments(x)
    return (np.abs(skew) < SKEW) | (kurtosis < KURTOSIS)


def _moments(x: Floats) -> tuple[Floats, Floats]:
    n, d = x.shape[1], x - x.mean(1, keepdims=True)
    square = d * d
    m2, m3, m4 = square.sum(1), (square * d).sum(1), (square * square).sum(1)
    skew = np.sqrt(n * (n - 1)) / (n - 2) * np.sqrt(n) * m3 / m2**1.5
    return skew, ((n + 1) * (n * m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
