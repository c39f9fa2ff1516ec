"""Gaps: fresh figures whose last known year is more than `REACH` years before, against what such a time changes.

A change over several years is measured and freed of the median region's as in `outliers`, and compared with the changes
over as many years in the store. Of the shipped store's figures, each compared with that of four to twelve years before
as if nothing were known between, one is questioned: pollution treatment of 西藏 in 2021, a thousandth of that of 2013.
"""

import math
from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.sources.net.finding import Doubt, factor, finding
from index_pipeline.sources.net.outliers import HISTORY, REACH, out_of_history, ratio_of_others, rests, settled, spread
from index_pipeline.sources.net.panel import SeriesPanel, lagged
from index_pipeline.sources.net.store import Floats, Mask

UNHEARD = math.log(60)
"""A rest that counts where the store has too few years to say how far the series' regions part."""

SIGMAS = 12.0
"""How many robust standard deviations of its year such a rest is from the median region."""


def gaps(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find fresh figures that are far from the last known one of their region, more than `REACH` years before."""
    values = panel.together
    for years in gap_lengths(panel):
        before = lagged(values, years)
        far = panel.fresh & panel.assessed[:, None] & _apart(panel, years) & _far(panel, before, years)
        for row, column in np.argwhere(far).tolist():
            start = column - years
            yield finding(
                "outlier",
                panel,
                panel.one(row, column),
                codes,
                before=int(panel.years[start]),
                earlier=f"{values[row, start]:.15g}",
                after=int(panel.years[column]),
                later=f"{values[row, column]:.15g}",
                others=factor(ratio_of_others(panel, row, start, column)),
            )


def gap_lengths(panel: SeriesPanel) -> list[int]:
    """Return how many years fresh figures are after the last known one, where those are more than `REACH`."""
    return [years for years in range(REACH + 1, len(panel.years)) if (_apart(panel, years) & panel.fresh).any()]


def _apart(panel: SeriesPanel, years: int) -> Mask:
    """Mark the figures whose last known year is so many before."""
    values, apart = panel.together, np.isfinite(lagged(panel.together, years))
    for back in range(1, years):
        apart &= ~np.isfinite(lagged(values, back))
    return apart


def _far(panel: SeriesPanel, before: Floats, years: int) -> Mask:
    """Mark changes since `before` that are out of the history of changes over as many years.

    Where there is no such history, or a new definition lies between, only what is unheard of is marked.
    """
    change = np.arcsinh(panel.together / panel.unit) - np.arcsinh(before / panel.unit)
    unheard, known = _unheard(panel, change, before), _history(panel, years)
    if known is None:
        return unheard
    return np.where(panel.redefined(panel.years - years), unheard, out_of_history(panel, change, known, np.abs(before)))


def _unheard(panel: SeriesPanel, change: Floats, before: Floats) -> Mask:
    """Mark changes far beyond what the regions of their year do, whatever the series."""
    rest = rests(change, panel.assessed)
    year = np.nan_to_num(spread(np.where(panel.assessed[:, None], rest, np.nan), 0))
    sigma = np.sqrt(year[None, :] ** 2 + 1 / (1 + np.nan_to_num(np.abs(before)) / panel.unit))
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(rest) > np.maximum(UNHEARD, SIGMAS * sigma))


def _history(panel: SeriesPanel, years: int) -> Floats | None:
    """Return the store's changes over so many years; if there are too few, over fewer, in proportion; None if none."""
    scaled = np.arcsinh(settled(panel) / panel.unit)
    for lag in range(min(years, len(panel.years) - 1), 0, -1):
        known = scaled - lagged(scaled, lag)
        known[:, panel.redefined(panel.years - lag)[0]] = np.nan
        if np.isfinite(known[panel.assessed]).any(axis=0).sum() >= HISTORY:
            return np.asarray(known * (years / lag))
    return None
