"""Totals: regions against the national figure, if the store shows that they add up to it."""

from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.sources.net.finding import Doubt, factor, finding
from index_pipeline.sources.net.panel import SeriesPanel

FEWEST = 4
"""Other years that have to show how regions add up."""

ROUNDED = 1e-5
"""Relative difference that publishers leave between rounded figures and their sum."""

UNPROVED = 0.005
"""The same where only the other years of the file show how regions add up."""

REGIONS = 10
"""Regions from which the sum of all others says something."""


MOST_REGIONS = 20
"""Regions below all of which no national figure is, be it their sum or a mean: none of 666 of the shipped store is."""


def totals(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find years with fresh figures whose regions do not add up to the national one as in other years.

    Also a region whose figure is the sum of all others: a line of totals under the name of a region; and a national
    figure below that of every region.
    """
    yield from _regions_that_are_sums(panel, codes)
    if panel.total is None:
        return
    yield from _below_all(panel, panel.total, codes)
    values = panel.together[panel.assessed]
    total = panel.together[panel.total]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(np.isfinite(values).all(axis=0), values.sum(axis=0), np.nan) / total
    fresh = panel.fresh & (panel.assessed[:, None] | (np.arange(len(panel.areas)) == panel.total)[:, None])
    asked = np.isfinite(share) & fresh.any(axis=0)
    steps = np.nansum(np.where(np.isfinite(panel.read), panel.step, 0), axis=0) / 2
    for column in np.flatnonzero(asked).tolist():
        others, least = share[np.isfinite(share) & ~asked], ROUNDED
        if len(others) < FEWEST:
            others, least = share[np.isfinite(share) & (np.arange(len(share)) != column)], UNPROVED
        if len(others) < FEWEST:
            yield from _slips(panel, column, codes)
            continue
        low, high = np.min(others), np.max(others)
        middle = float(np.median(others))
        if not 0.5 <= middle <= 1.5:  # not a sum: a mean, or a share
            return
        slack = max(high - low, float(steps[column] / total[column]), least)
        exact = high - low < 1e-3 and abs(middle - 1) < 1e-3
        if low - 2 * slack - (0 if exact else 0.02) <= share[column] <= high + 2 * slack + (0 if exact else 0.02):
            continue
        year = np.zeros(fresh.shape, bool)
        year[:, column] = fresh[:, column]
        yield finding(
            "sum_differs",
            panel,
            year,
            codes,
            sum=f"{float(values[:, column].sum()):.15g}",
            total=f"{float(total[column]):.15g}",
            usual=f"{100 * middle:.4g}",
        )


def _below_all(panel: SeriesPanel, nation: int, codes: CodeLists) -> Iterator[Doubt]:
    values = np.where(panel.assessed[:, None], panel.together, np.inf)
    values[np.isnan(values)] = np.inf
    with np.errstate(invalid="ignore"):
        below = panel.fresh[nation] & (panel.read[nation] < values.min(axis=0))
    below &= np.isfinite(values).sum(axis=0) >= MOST_REGIONS
    for column in np.flatnonzero(below).tolist():
        least = f"{float(values[:, column].min()):.15g}"
        yield finding("nation_below_all", panel, panel.one(nation, column), codes, least=least)


def _regions_that_are_sums(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    values = np.where(panel.assessed[:, None], panel.together, np.nan)
    whole = np.nansum(values, axis=0)
    fresh = panel.fresh & panel.assessed[:, None] & (panel.read > 0)
    enough = np.isfinite(values).sum(axis=0) >= REGIONS
    total = panel.together[panel.total] if panel.total is not None else np.full(len(panel.years), np.nan)
    with np.errstate(invalid="ignore"):
        slack = np.minimum(panel.step * np.isfinite(values).sum(axis=0) / 2, 1e-3 * values)
        is_sum = np.abs(2 * values - whole) <= slack
        is_sum |= (
            (panel.read == total) & (whole > 1.5 * total) & (whole < 2.5 * total)
        )  # the others add up to it as well
        is_sum &= fresh & enough
    for row, column in np.argwhere(is_sum).tolist():
        yield finding("total_as_region", panel, panel.one(row, column), codes)


def _slips(panel: SeriesPanel, column: int, codes: CodeLists) -> Iterator[Doubt]:
    """Find the one figure without which the regions would add up to the national one, were it a power of ten off."""
    values = np.where(panel.assessed, panel.together[:, column], 0.0)
    total = float(panel.together[panel.total, column])
    tens = 10.0 ** np.array([-4, -3, -2, -1, 1, 2, 3, 4])
    if abs(values.sum() - total) <= ROUNDED * abs(total):
        return
    sums = values.sum() + values[:, None] * (tens - 1)
    asked = panel.fresh[:, column] & (values != 0)
    rows, powers = np.nonzero((np.abs(sums - total) <= ROUNDED * abs(total)) & asked[:, None])
    if len(rows) == 1:
        one = panel.one(int(rows[0]), column)
        yield finding("slip_by_total", panel, one, codes, factor=factor(float(tens[powers[0]])))
