"""Gaps: fresh figures whose last known year is more than `REACH` years before, against what such a time changes.

A change over several years is measured and freed of the median region's as in `outliers`, and compared with the changes
over as many years in the store. Of the shipped store's figures, each compared with that of four to twelve years before
as if nothing were known between, one is questioned: pollution treatment of 西藏 in 2021, a thousandth of that of 2013.
"""

import math
from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.sources.net.finding import Doubt
from index_pipeline.sources.net.outliers import HISTORY, REACH, out_of_history, outlier, rests, settled, spread
from index_pipeline.sources.net.panel import SeriesPanel, lagged

EXTREME = math.log(60)
"""A rest that counts where the store has too few years to say how far the series' regions part."""

SIGMAS = 12.0
"""How many robust standard deviations of its year such a rest is from the median region."""


def gaps(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find fresh figures that are far from the last known one of their region, more than `REACH` years before."""
    gap = np.where(panel.fresh & panel.assessed[:, None], years_since_known(panel.together), 0)
    for years in np.unique(gap[gap > REACH]).tolist():
        far = (gap == years) & _far(panel, lagged(panel.together, years), years)
        for row, column in np.argwhere(far).tolist():
            yield outlier(panel, row, column, column - years, column, codes)


def years_since_known(values: Floats) -> Integers:
    """Return how many years before each cell the last value of its region is; 0 if there is none."""
    columns = np.arange(values.shape[1])
    known = np.maximum.accumulate(np.where(np.isfinite(values), columns, -1), axis=1)
    last = np.concatenate([np.full((len(values), 1), -1), known[:, :-1]], axis=1)
    return np.where(last < 0, 0, columns - last)


def _far(panel: SeriesPanel, before: Floats, years: int) -> Flags:
    """Mark changes since `before` that are out of the history of changes over as many years.

    Without such a history, and across a new definition, only extreme changes are marked (`_extreme`).
    """
    change = np.arcsinh(panel.together / panel.unit) - np.arcsinh(before / panel.unit)
    extreme, known = _extreme(panel, change, before), _history(panel, years)
    if known is None:
        return extreme
    return np.where(panel.redefined(panel.years - years), extreme, out_of_history(panel, change, known, np.abs(before)))


def _extreme(panel: SeriesPanel, change: Floats, before: Floats) -> Flags:
    """Mark changes far beyond what the regions of their year do, whatever the series."""
    rest = rests(change, panel.assessed)
    year = np.nan_to_num(spread(np.where(panel.assessed[:, None], rest, np.nan), 0))
    sigma = np.sqrt(year[None, :] ** 2 + 1 / (1 + np.nan_to_num(np.abs(before)) / panel.unit))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(rest) > np.maximum(EXTREME, SIGMAS * sigma))


def _history(panel: SeriesPanel, years: int) -> Floats | None:
    """Return the store's changes over so many years; if there are too few, over fewer, in proportion; None if none."""
    scaled = np.arcsinh(settled(panel) / panel.unit)
    for lag in range(min(years, len(panel.years) - 1), 0, -1):
        known = scaled - lagged(scaled, lag)
        known[:, panel.redefined(panel.years - lag)[0]] = np.nan
        if np.isfinite(known[panel.assessed]).any(axis=0).sum() >= HISTORY:
            return np.asarray(known * (years / lag))
    return None
