"""Chance: how likely it is that figures agree although none was copied."""

import math

import numpy as np

from index_pipeline.kernel.arrays import Flags, Floats
from index_pipeline.sources.net.panel import SeriesPanel

RARE = math.log(1e-7)
"""Natural logarithm of the probability below which agreement is not chance."""

FEWEST = 10
"""Pairs of figures that have to be compared before it is known how often a series repeats itself."""

UNKNOWN = 0.95
"""How often figures may agree rightly where nothing says how often they do."""


def by_digits(panel: SeriesPanel) -> Floats:
    """Return the probability that each figure equals one of its kind by chance, by the digits that it shows.

    Zeros at the end may be rounding and are not counted as digits.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        shown = np.rint(np.abs(panel.read) / panel.step)
        digits = np.where(shown >= 1, np.floor(np.log10(np.maximum(shown, 1))), 0)
    for _ in range(12):
        rounded = (shown >= 10) & (shown % 10 == 0)
        if not rounded.any():
            break
        shown, digits = np.where(rounded, shown / 10, shown), np.where(rounded, digits - 1, digits)
    return np.clip(10.0**-digits, 1e-6, 0.9)


def unlikely(agree: Flags, compared: Flags, usual: float, digits: Floats) -> float:
    """Bound the logarithm of the probability that so many of the compared figures agree by chance (Chernoff).

    Args:
        agree: The figures that agree.
        compared: Those that could.
        usual: How often such figures agree legitimately; NaN if only their digits say.
        digits: `by_digits`.
    """
    number = int(agree.sum())
    most = max(int(compared.sum()), number)
    likely = max(usual, mean) if (mean := float(digits[agree].mean())) and not math.isnan(usual) else mean
    share = number / most
    if share <= likely:
        return 0.0
    rest = 0.0 if share >= 1 else (1 - share) * math.log((1 - share) / (1 - likely))
    return -most * (share * math.log(share / likely) + rest)


def usual(equal: Flags, compared: Flags) -> float:
    """Return how often figures agree legitimately, from those that are settled; NaN if there are too few to say."""
    number = int(compared.sum())
    return min(UNKNOWN, 1.25 * (int((equal & compared).sum()) + 1) / (number + 2)) if number >= FEWEST else math.nan


def usual_between_regions(known: Floats) -> float:
    """Return how often two regions agree in one year; 0 if there are too few to say."""
    equal = pairs = 0
    for column in known.T:
        values = column[np.isfinite(column) & (column != 0)]
        counts = np.unique(values, return_counts=True)[1]
        equal += int((counts * (counts - 1) // 2).sum())
        pairs += len(values) * (len(values) - 1) // 2
    return 1.25 * (equal + 1) / (pairs + 2) if pairs >= FEWEST else 0.0
