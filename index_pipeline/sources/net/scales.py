"""Scales: figures in another unit than their series', all of them, a year of them, a part of a year, or one."""

import math
from collections.abc import Iterator

import numpy as np

from index_pipeline.framework.codes import CodeLists
from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.sources.labels.numbers import plain
from index_pipeline.sources.net.finding import Doubt, factor, finding
from index_pipeline.sources.net.outliers import REACH, largest_change
from index_pipeline.sources.net.panel import SeriesPanel, lagged

SCALE = 0.7
"""Decimal logarithm from which the median ratio to earlier figures is a matter of units (5 times), not of growth."""

WIDER = 0.06
"""Decimal logarithm by which `SCALE` widens for each further year than `REACH` between two figures.

In the shipped store no median ratio exceeds this: it is up to 3.4 times after four years, 5.1 after six, 7.4 after
eight, 16.6 after twelve; it falls below a fifth only where a new definition lies between.
"""

NOT_COMPARABLE = 1000
"""A declared jump that reaches this, as of counts from samples and from censuses, leaves no scale to other years."""

FEWEST = 3
"""Comparisons that a median needs."""

EXACT = 1e-6
"""How near the ratio to a stored figure of the same year is to a power of ten where digits were lost or added."""

NEAR = 0.1
"""How near, as a decimal logarithm, ratios to other years are to a power of ten where a unit is off."""

GAP = 2.5
"""Decimal logarithm of the gap between two groups of regions that growth or size does not explain."""


def scales(panel: SeriesPanel, codes: CodeLists) -> Iterator[Doubt]:
    """Find a median ratio to known figures beyond 5 or 1/5; else parts that are a power of ten off; else two levels.

    A figure is compared with the stored one of its year, else with the nearest year up to three back, else with the
    file's own years before it, else with the last stored year, however long ago; with its own year alone if the series'
    years are not comparable (`NOT_COMPARABLE`). After more than three years the bound widens by `WIDER` a year.
    """
    known, before = _known(panel)
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.where(panel.read * known > 0, np.log10(np.abs(panel.read / known)), np.nan)
    compared = np.isfinite(power)
    beyond = power - _by_time(panel, power, before)
    if _is_off(beyond[compared]):
        if (compared & panel.fresh).any():
            yield _whole(panel, np.isfinite(panel.read), power, known, before, codes)
        return
    for column in np.flatnonzero((compared & panel.fresh).any(axis=0)):
        year = np.zeros(compared.shape, bool)
        year[:, column] = compared[:, column]
        if _is_off(beyond[year]):
            found = _whole(panel, year, power, known, before, codes)
            panel = panel.without([found])
            yield found
    yield from _parts(panel, power, known, before, codes)
    yield from _levels(panel, compared, codes)


def _known(panel: SeriesPanel) -> tuple[Floats, Integers]:
    """Return the figure that each is compared with, and its year."""
    known = panel.stored.copy()
    before = np.broadcast_to(panel.years, known.shape).copy()
    if (panel.series.jump or 0) >= NOT_COMPARABLE:
        return known, before
    longest = len(panel.years) - 1
    near = range(1, min(REACH, longest) + 1)
    for source, distances in ((panel.stored, near), (panel.read, near), (panel.stored, range(REACH + 1, longest + 1))):
        for back in distances:
            earlier = lagged(source, back)
            missing = ~np.isfinite(known) & np.isfinite(earlier)
            known[missing] = earlier[missing]
            before[missing] -= back
    return known, before


def _by_time(panel: SeriesPanel, power: Floats, before: Integers) -> Floats:
    """Return how much of a ratio to a figure of more than `REACH` years before the years between explain.

    Growth does, and a fall where a new definition lies between.
    """
    most = WIDER * np.maximum(panel.years - before - REACH, 0)
    return np.clip(power, np.where(panel.redefined(before), -most, 0), most)


def _is_off(powers: Floats) -> bool:
    return len(powers) >= FEWEST and abs(float(np.median(powers))) >= SCALE


def _whole(panel: SeriesPanel, mask: Flags, power: Floats, known: Floats, before: Integers, codes: CodeLists) -> Doubt:
    middle = float(np.nanmedian(power[mask]))
    distance = np.where(mask & np.isfinite(power), np.abs(power - middle), np.inf)
    place = np.unravel_index(np.argmin(distance), distance.shape)
    example = panel.figure(int(place[0]), int(place[1]))
    years = np.flatnonzero((mask & np.isfinite(power)).any(axis=0))
    return finding(
        "wrong_scale",
        panel,
        mask,
        codes,
        example,
        year=f"{panel.years[years[0]]}–{panel.years[years[-1]]}" if len(years) > 1 else panel.years[years[0]],
        factor=factor(10**middle),
        value="" if example.value is None else plain(example.value),
        before=before[place],
        earlier=f"{known[place]:.15g}",
    )


def _parts(panel: SeriesPanel, power: Floats, known: Floats, before: Integers, codes: CodeLists) -> Iterator[Doubt]:
    """Find fresh figures a power of ten off: just so for the year's stored figure, else beyond the series' jump."""
    nearest = np.rint(power)
    own = np.isfinite(panel.stored)
    largest = largest_change(panel) * np.maximum(panel.years - before, 1) / math.log(10)
    with np.errstate(invalid="ignore"):
        off = panel.fresh & (np.abs(nearest) >= 1) & (np.abs(power) > largest) & (np.abs(power - nearest) <= NEAR)
        off |= panel.fresh & own & (np.abs(nearest) >= 1) & (np.abs(power - nearest) <= EXACT)
    for step in np.unique(nearest[off]):
        part = off & (nearest == step)
        if part.sum() >= FEWEST:
            yield finding("part_scale", panel, part, codes, factor=factor(10.0**step))
            continue
        for row, column in np.argwhere(part).tolist():
            by, earlier = factor(10 ** float(power[row, column])), f"{known[row, column]:.15g}"
            one = panel.one(row, column)
            yield finding("slip", panel, one, codes, factor=by, before=before[row, column], earlier=earlier)


def _levels(panel: SeriesPanel, compared: Flags, codes: CodeLists) -> Iterator[Doubt]:
    """Find a year of regions without history that fall into two groups, each of five or more, far apart."""
    fresh = panel.fresh & ~compared & panel.assessed[:, None] & (panel.read > 0)
    for column in np.flatnonzero(fresh.sum(axis=0) >= 10):
        rows = np.flatnonzero(fresh[:, column])
        powers = np.log10(panel.read[rows, column])
        order = np.argsort(powers)
        gaps = np.diff(powers[order])
        middle = gaps[4:-4]
        if not len(middle) or middle.max() < GAP:
            continue
        split = int(np.argmax(middle)) + 5
        mask = np.zeros(fresh.shape, bool)
        mask[rows, column] = True
        smaller = panel.figure(int(rows[order[split - 1]]), int(column))
        larger = panel.figure(int(rows[order[split]]), int(column))
        yield finding(
            "two_scales",
            panel,
            mask,
            codes,
            smaller,
            factor=factor(10 ** float(middle.max())),
            small=split,
            large=len(rows) - split,
            other=codes.area_title(larger.ref_area),
            other_value=larger.text,
        )
