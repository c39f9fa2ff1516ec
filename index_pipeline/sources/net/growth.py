"""Growth: a year in which most regions grow by one factor, as figures that are extrapolated do."""

from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Floats
from index_pipeline.sources.net.finding import Doubt, finding
from index_pipeline.sources.net.panel import SeriesPanel, same

REGIONS = 8
"""Regions with figures exact enough to compare, from which one factor for most of them says something."""

SHARE = 0.5
"""Share of these regions that grow by one factor, from which a year is asked about.

In no year of the shipped store is it above 0.31, that of the growth index, whose figures have few digits.
"""

EXACT = 2e-3
"""Greatest width of the factors that a figure's last digit leaves open, relative to the factor."""


def common_growth(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find years in which most fresh figures are one multiple of those of the nearest known year before, or after."""
    usable = panel.assessed[:, None] & ~panel.explained & (panel.together > 0)
    known = np.where(usable, panel.together, np.nan)
    fresh = panel.fresh & np.isfinite(known)
    for column in np.flatnonzero(fresh.sum(axis=0) >= REGIONS).tolist():
        for other in _nearest(known, fresh[:, column], column):
            agree, compared = _alike(panel, fresh[:, column], known[:, other], column)
            if agree.sum() <= SHARE * compared:
                continue
            year = np.zeros(fresh.shape, bool)
            year[:, column] = agree
            before = int(panel.years[other])
            ratio = float(np.median(panel.read[agree, column] / known[agree, other]))
            yield finding("common_growth", panel, year, codes, other=before, compared=compared, ratio=f"{ratio:.5g}")
            break


def _nearest(known: Floats, asked: Flags, column: int) -> list[int]:
    """Return the nearest year before and the nearest one after in which enough of the asked regions have a figure."""
    shared = np.flatnonzero((np.isfinite(known) & asked[:, None]).sum(axis=0) >= REGIONS)
    return [*shared[shared < column][-1:].tolist(), *shared[shared > column][:1].tolist()]


def most_shared(low: Floats, high: Floats) -> float:
    """Return the middle of what most of the ranges from `low` to `high` share."""
    starts, ends = np.sort(low), np.sort(high)
    sharing = np.searchsorted(starts, starts, "right") - np.searchsorted(ends, starts, "left")
    first = starts[sharing.argmax()]
    return float(first + ends[np.searchsorted(ends, first)]) / 2


def _alike(panel: SeriesPanel, asked: Flags, base: Floats, column: int) -> tuple[Flags, int]:
    """Return the regions whose figures are one multiple of `base`, and how many were compared.

    A figure may be any value that rounds to it, and so leaves a range of multiples open; the multiple that most ranges
    share is taken. Figures that are equal are for `copies`.
    """
    value, half = panel.read[:, column], panel.step[:, column] / 2
    low, high = (value - half) / base, (value + half) / base
    exact = asked & np.isfinite(base) & (high - low <= EXACT * low)
    if exact.sum() < REGIONS:
        return np.zeros(len(value), bool), int(exact.sum())
    ratio = most_shared(low[exact], high[exact])
    return exact & (low <= ratio) & (high >= ratio) & ~same(base, value, panel.step[:, column]), int(exact.sum())
