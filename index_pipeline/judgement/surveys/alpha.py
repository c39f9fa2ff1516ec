"""Krippendorff's alpha: how far coders agree beyond chance, for any number of them and with gaps."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from index_pipeline.framework.robustness import SEED
from index_pipeline.kernel.arrays import Floats
from index_pipeline.rounding import levels

Level = Literal["nominal", "ordinal", "interval"]

RESAMPLES = 2000
CONFIDENCE = 0.95


def alpha(codes: Floats, level: Level) -> float | None:
    """Return Krippendorff's alpha: ``α = 1 − D_o/D_e``.

    ``D_o`` is the mean squared difference δ² of the codes within units, ``D_e`` that of all codes that have a partner
    in their unit. δ² is 1 for any two codes that differ (nominal), the square of the number of codes from one to the
    other, both ends counted half (ordinal), or of their difference (interval).

    Args:
        codes: (coder, unit); NaN if a coder gave none. Units with fewer than two codes do not count.
        level: Level of measurement.

    Returns:
        Alpha; None if it is not defined: no unit has two codes, or all codes are equal.

    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
    """
    values, pairs = _coincidences(codes)
    return _alpha(values, pairs.sum(0), level)


def interval(codes: Floats, level: Level, clusters: Sequence[object] | None = None) -> tuple[float, float] | None:
    """Return the 95 % bootstrap interval of alpha, by percentiles of type 7 over 2,000 samples of units.

    Units of one cluster are drawn together. Samples in which alpha is not defined are left out.

    Args:
        codes: As for `alpha`.
        level: As for `alpha`.
        clusters: Of each unit; each unit is its own cluster by default.

    Returns:
        Lower and upper end; None if no sample has an alpha.

    Source: Zapf, Castell, Morawietz and Karch (2016), BMC Medical Research Methodology 16:93.
    """
    values, pairs = _coincidences(codes)
    names = list(range(codes.shape[1])) if clusters is None else list(clusters)
    position = {name: place for place, name in enumerate(dict.fromkeys(names))}
    by_cluster = np.zeros((len(position), *pairs.shape[1:]))
    np.add.at(by_cluster, [position[name] for name in names], pairs)
    number = len(position)
    drawn = np.random.default_rng(SEED).multinomial(number, np.full(number, 1 / number), RESAMPLES)
    samples = np.tensordot(drawn, by_cluster, 1)
    found = [value for sample in samples if (value := _alpha(values, sample, level)) is not None]
    if not found:
        return None
    lower, upper = np.quantile(found, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(lower), float(upper)


def percent(codes: Floats) -> float | None:
    """Return the share of equal codes among all pairs of codes within units, between 0 and 1; None without a pair."""
    counts = _counts(codes)[1]
    number = counts.sum(1)
    pairs = (number * (number - 1)).sum()
    return float((counts * (counts - 1)).sum() / pairs) if pairs else None


def _counts(codes: Floats) -> tuple[Floats, Floats]:
    """Return the values that occur, in order, and how often each unit has each (unit, value); tied ones are equal."""
    tied = levels(codes.reshape(-1), "greatest").reshape(codes.shape)
    values = np.unique(tied[~np.isnan(tied)])
    return values, (tied[:, :, None] == values).sum(0).astype(float)


def _coincidences(codes: Floats) -> tuple[Floats, Floats]:
    """Return the values that occur and each unit's part of the matrix of coincidences (unit, value, value)."""
    values, counts = _counts(codes)
    number = counts.sum(1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(len(values))
    return values, np.divide(pairs, np.maximum(number - 1, 1)[:, None, None])


def _alpha(values: Floats, coincidences: Floats, level: Level) -> float | None:
    number = coincidences.sum(0)
    if level == "ordinal":
        values = np.cumsum(number) - number / 2
    difference = values[:, None] - values
    squared = (difference != 0).astype(float) if level == "nominal" else difference**2
    expected = (np.outer(number, number) * squared).sum()
    if not expected > 0:
        return None
    return float(1 - (number.sum() - 1) * (coincidences * squared).sum() / expected)
