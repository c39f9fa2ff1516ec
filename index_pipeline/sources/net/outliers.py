"""Outliers: a figure out of its own history and out of what the other regions do in its year.

A change from one year to the next is measured as a difference of asinh(value / unit), which is the logarithm of the
ratio for all but the smallest figures, and allows zeros and negative ones. What the middle region does in the year is
subtracted: the residual is compared with the residuals in the store for the series.
"""

import math
from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.language import Both
from index_pipeline.sources.net.finding import Doubt, factor, finding
from index_pipeline.sources.net.panel import SeriesPanel, lagged, medians

REACH = 3
"""Years by which an earlier figure may precede the one that is compared with it."""

REGIONS = 5
"""Regions from which a median change says something."""

HISTORY = 3
"""Years of changes in the store from which a series' own history decides."""

BEYOND = 2.0
"""How many times the largest change of a median region a year has to leave the others by, to be out of line."""

OUT = ((2.0, 6.0), (1.5, 9.0))
"""When a rest is out of the history: it is so many times the largest known one, and so many standard deviations.

The deviations are robust ones, of the region, the series, the year and the size together.
"""

SMALLEST = math.log(1.1)
"""A rest below ten percent is never refused."""

LEAST = math.log(1.2)
"""Nor a year whose median region changes by less than twenty percent."""

USUAL = 10.0
"""How many times the spread of a usual year is plausible for a single change."""


def outliers(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find years in which most regions are out of line, then fresh figures that are."""
    for question in (_leaps, _odd_years, _odd_figures):
        found = list(question(panel, codes))
        yield from found
        panel = panel.without(found)


def _leaps(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find years in which most of ten or more regions change by more than the series' jump."""
    change, back = changes(panel.together, panel.unit)
    jumps = _jumps(panel, change, back)
    for column in np.flatnonzero((jumps & panel.fresh).any(axis=0)).tolist():
        compared = int((np.isfinite(change[:, column]) & panel.assessed).sum())
        mask = jumps & panel.fresh_of(column)
        if mask.sum() * 2 > compared >= 10:
            jump, before = f"{panel.series.jump:g}", int(panel.years[column]) - 1
            yield finding("many_jumps", panel, mask, codes, compared=compared, jump=jump, before=before)


def _odd_years(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find fresh years from and to which the median region changes one way and back, beyond any other year."""
    change, back = changes(panel.together, panel.unit)
    counted = np.isfinite(change) & panel.assessed[:, None]
    middle = np.where(counted.sum(axis=0) >= REGIONS, medians(np.where(counted, change, np.nan), 0), np.nan)
    turns = (panel.fresh.sum(axis=0) >= REGIONS)[:-1] & (middle[:-1] * middle[1:] < 0)
    steady = np.isfinite(middle) & ~np.append(turns, False) & ~np.insert(turns, 0, False)
    if steady.sum() < HISTORY:
        return
    largest = max(BEYOND * float(np.abs(middle[steady]).max()), LEAST)
    for column in np.flatnonzero(turns).tolist():
        after = column + 1
        if min(abs(middle[column]), abs(middle[after])) > largest:
            year = panel.fresh_of(column)
            first, second = (factor(math.exp(float(middle[number]))) for number in (column, after))
            before, later = int(panel.years[column] - back[:, column].max()), int(panel.years[after])
            yield finding("odd_year", panel, year, codes, first=first, second=second, before=before, after=later)


def _odd_figures(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find fresh figures that change by more than the series' jump, or beyond its history and its year."""
    change, back = changes(panel.together, panel.unit)
    rows, columns = np.indices(change.shape)
    far = _jumps(panel, change, back) | _beyond(panel, change, back)
    far &= ~panel.explained & ~panel.explained[rows, columns - back]
    blamed = {(row, column): end for row, column, end in _blamed(panel, far, back)}
    spikes = np.argwhere(_spikes(panel) & (back > 0)).tolist()
    for (row, column), end in (blamed | {(row, column): column for row, column in spikes}).items():
        yield outlier(panel, row, column, end - int(back[row, end]), end, codes)


def outlier(panel: SeriesPanel, row: int, column: int, start: int, end: int, codes: CodeLists) -> Doubt:
    """Return the finding that the figure of a region and year is at fault for its change between two years."""
    return finding(
        "outlier",
        panel,
        panel.one(row, column),
        codes,
        before=int(panel.years[start]),
        earlier=f"{panel.together[row, start]:.15g}",
        after=int(panel.years[end]),
        later=f"{panel.together[row, end]:.15g}",
        others=_of_others(_ratio_of_others(panel, row, start, end)),
    )


def _of_others(ratio: float) -> Both:
    """Say how the median of the other regions changes; nothing if the file and the store have none."""
    if not math.isfinite(ratio):
        return Both("", "")
    said = factor(ratio)
    return Both(f", and the median of the other regions changes {said}-fold", f"，其他地区的中位变动为 {said} 倍")


def _blamed(panel: SeriesPanel, far: Flags, back: Integers) -> Iterator[tuple[int, int, int]]:
    """Yield region and year of the fresh figure behind each change that is too far, and the year that ends the change.

    Of the two figures of a change it is the one that the next change leaves again; else the later one, if it is fresh.
    """
    for row in np.flatnonzero(far.any(axis=1)):
        ends = np.flatnonzero(far[row])
        starts = ends - back[row, ends]
        blamed: dict[int, int] = {}
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if start in blamed:
                continue
            if panel.fresh[row, end]:
                blamed[end] = end
            elif panel.fresh[row, start]:
                blamed[start] = end
        for column, end in blamed.items():
            yield int(row), column, end


def changes(values: Floats, unit: float) -> tuple[Floats, Integers]:
    """Return the change of each value since the one before it, up to `REACH` years back, and how many years back."""
    scaled = np.arcsinh(values / unit)
    earlier, back = np.full(values.shape, np.nan), np.zeros(values.shape, np.int64)
    for years in range(1, min(REACH, values.shape[1] - 1) + 1):
        moved = lagged(scaled, years)
        missing = ~np.isfinite(earlier) & np.isfinite(moved)
        earlier[missing], back[missing] = moved[missing], years
    return scaled - earlier, back


def rests(change: Floats, assessed: Flags) -> Floats:
    """Subtract the median change of the assessed regions from each year's changes, if there are five or more."""
    counted = np.isfinite(change) & assessed[:, None]
    middle = medians(np.where(counted, change, np.nan), 0)
    return change - np.where(counted.sum(axis=0) >= REGIONS, middle, 0)


def largest_change(panel: SeriesPanel) -> float:
    """Return the largest plausible change from one year to the next, as `changes` measures it.

    It is the series' `jump`, the tenfold if it has none; more if the store knows a larger change, or if a
    usual year of the file, the middle one of four or more, spreads that much.
    """
    jump = math.log(panel.series.jump or 10)
    known = np.abs(changes(settled(panel), panel.unit)[0])
    spreads = spread(changes(np.where(panel.assessed[:, None], panel.read, np.nan), panel.unit)[0], 0)
    spreads = spreads[np.isfinite(spreads)]
    usual = USUAL * float(np.median(spreads)) if len(spreads) > HISTORY else 0.0
    return max(jump, usual, float(np.nanmax(known)) if np.isfinite(known).any() else 0.0)


def settled(panel: SeriesPanel) -> Floats:
    """Return the store's figures from before the file that were published by its date."""
    return np.where(panel.fresh & ~np.isfinite(panel.current), np.nan, panel.stored)


def _jumps(panel: SeriesPanel, change: Floats, back: Integers) -> Flags:
    """Mark changes within a year beyond the largest plausible one; a fall to zero only if it is twice as far."""
    if panel.series.jump is None:
        return np.zeros(change.shape, bool)
    rows, columns = np.indices(change.shape)
    values = panel.together
    earlier = values[rows, columns - back]
    largest = largest_change(panel)
    with np.errstate(invalid="ignore"):
        found = (back == 1) & (values * earlier > 0) & (np.abs(change) > largest)
        if (panel.series.minimum or 0) >= 0:
            found |= (back >= 1) & (values == 0) & (-change > 2 * largest)
    found[:, np.isin(panel.years, panel.series.breaks)] = False
    return np.asarray(found)


def _beyond(panel: SeriesPanel, change: Floats, back: Integers) -> Flags:
    """Mark changes that are out of the history of the series' changes."""
    rows, columns = np.indices(change.shape)
    earlier = np.abs(panel.together[rows, columns - back])
    return out_of_history(panel, change, changes(settled(panel), panel.unit)[0], earlier)


def _spikes(panel: SeriesPanel) -> Flags:
    """Mark fresh figures that leave the years on both sides of them further than any did in the history."""
    bends = np.abs(np.nan_to_num(bent := _bends(panel.together, panel.unit)))
    highest = np.ones(bends.shape, bool)
    highest[:, 1:] &= bends[:, 1:] >= bends[:, :-1]
    highest[:, :-1] &= bends[:, :-1] >= bends[:, 1:]
    out = out_of_history(panel, bent, _bends(settled(panel), panel.unit), np.abs(panel.together))
    return out & highest & panel.fresh


def _bends(values: Floats, unit: float) -> Floats:
    """Return how far each value is from the middle of the years before and after it, on the scale of `changes`."""
    scaled, bent = np.arcsinh(values / unit), np.full(values.shape, np.nan)
    bent[:, 1:-1] = scaled[:, 1:-1] - (scaled[:, :-2] + scaled[:, 2:]) / 2
    return bent


def out_of_history(panel: SeriesPanel, measured: Floats, known: Floats, sizes: Floats) -> Flags:
    """Mark what is beyond the known of the series, and far out by region, series, year and size together.

    `measured` and `known` are changes or bends, with the file and before it; `sizes` the values they start from.
    """
    history = rests(known, panel.assessed)
    history[:, np.isin(panel.years, panel.series.breaks)] = np.nan
    history = history[panel.assessed]
    years = np.isfinite(history).any(axis=0)
    if years.sum() < HISTORY:
        return np.zeros(measured.shape, bool)
    history = history[:, years]
    largest = float(np.nanmax(np.abs(history)))
    series = float(spread(history, None))
    number = np.minimum(np.isfinite(history).sum(axis=1), 8)
    own = np.full(len(panel.areas), series)
    own[panel.assessed] = np.sqrt((np.nan_to_num(spread(history, 1)) ** 2 * number + series**2 * 4) / (number + 4))
    rest = rests(measured, panel.assessed)
    year = np.nan_to_num(spread(np.where(panel.assessed[:, None], rest, np.nan), 0))
    size = 1 / (1 + np.nan_to_num(sizes) / panel.unit)
    sigma = np.sqrt(own[:, None] ** 2 + year[None, :] ** 2 + size)
    with np.errstate(invalid="ignore"):
        size_of_rest = np.where(np.abs(rest) > SMALLEST, np.abs(rest), 0)
        far = np.any(
            [(size_of_rest > many * largest) & (size_of_rest > sigmas * sigma) for many, sigmas in OUT], axis=0
        )
    far[:, panel.near_break()] = False
    return np.asarray(far & panel.assessed[:, None])


def spread(rest: Floats, axis: int | None) -> Floats:
    """Return the median absolute residual, as the standard deviation of a normal distribution that has it."""
    return 1.4826 * (medians(np.abs(rest).reshape(-1), 0) if axis is None else medians(np.abs(rest), axis))


def _ratio_of_others(panel: SeriesPanel, row: int, start: int, end: int) -> float:
    """Return the median ratio of the other regions between two years."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = panel.together[:, end] / panel.together[:, start]
    others = ratio[panel.assessed & (np.arange(len(ratio)) != row) & np.isfinite(ratio)]
    return float(np.median(others)) if len(others) else math.nan
