"""Fill gaps by the rules of the framework."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Carry, GroupMean, GroupMedian, Imputation, Interpolate
from index_pipeline.kernel.arrays import Axes, Flags, Floats, Integers
from index_pipeline.kernel.joint import fill_jointly

Plan = tuple[Imputation, ...]

METHODS = ("interpolate", "carry", "mean", "median", "profile", "expectation_maximisation")
"""The method that fills a gap, by the code of `Imputed.method`."""

OWN_FIGURES = 2
"""The first N of `METHODS` use the region's own figures, and so count towards coverage."""

NOT_FILLED = -1


@dataclass(frozen=True)
class Imputed:
    """Values (indicator, draw, year, region) with gaps filled, NaN if no step fills one; and the method of each."""

    values: Floats
    method: NDArray[np.int8]

    @property
    def own(self) -> Flags:
        """Which values are based on the region's own figures."""
        return ~np.isnan(self.values) & (self.method < OWN_FIGURES)


def impute(values: Floats, kept: Flags, plans: Sequence[Plan], axes: Axes, framework: Framework) -> Imputed:
    """Fill gaps, one step of each indicator's plan after the other.

    ``interpolate``: x_a + (x_b − x_a)(t − a)/(b − a) between a region's figures of years a and b; ``carry``: the
    nearest earlier (or later) figure for at most `limit` years; neither crosses a break of definition. ``mean``,
    ``median``: of the regions with a value in that year, within a group; a region without a group gets none.
    ``profile`` and ``expectation_maximisation``: see `joint.fill_jointly`. An indicator without any value in a year
    stays so, and a region's year without any figure is not filled from other regions.

    Args:
        values: (indicator, draw, year, region), in each indicator's unit, of every indicator; NaN if missing.
        kept: (draw, year, region): the years of regions that passed screening; the others stay missing.
        plans: One per indicator.
        axes: Names indicators, years and regions.
        framework: Gives breaks of definition, components and the regions' groups.

    Raises:
        MethodError: expectation-maximisation has no result.

    Source: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 3.
    """
    filled, method = values.copy(), np.full(values.shape, NOT_FILLED, np.int8)
    breaks = [framework.methods_of(name).breaks for name in axes.indicator_ids]
    for position in range(max(map(len, plans), default=0)):
        steps = {j: plan[position] for j, plan in enumerate(plans) if len(plan) > position}
        before, known = filled.copy(), ~np.isnan(filled).all(0)
        for step in dict.fromkeys(steps.values()):
            columns = [j for j, other in steps.items() if other == step and np.isnan(before[j]).any()]
            if not columns:
                continue
            if isinstance(step, (Interpolate, Carry)):
                j, draw, i = np.nonzero((np.isnan(before) & kept)[columns].any(2))
                j = np.array(columns)[j]
                series = j, draw, slice(None), i
                x, gap = before[series], np.isnan(before[series]) & kept[draw, :, i]
                own = np.where(method[series] >= OWN_FIGURES, np.nan, x)
                fill = _from_own(own, step, _segments(breaks, axes)[j], axes)
                filled[series] = np.where(gap, fill, x)
                method[series] = np.where(gap & ~np.isnan(fill), METHODS.index(step.method), method[series])
                continue
            x = before[columns]
            if isinstance(step, (GroupMean, GroupMedian)):
                fill = np.where(known, _from_group(x, step, axes, framework), np.nan)
            else:
                fill = fill_jointly(before, dict.fromkeys(columns, step), breaks, axes, framework)[columns]
            gap = np.isnan(x) & kept
            filled[columns] = np.where(gap, fill, x)
            method[columns] = np.where(gap & ~np.isnan(fill), METHODS.index(step.method), method[columns])
    return Imputed(filled, method)


def _segments(breaks: Sequence[Collection[int]], axes: Axes) -> Integers:
    """Return (indicator, year): the number of breaks up to each year."""
    years = np.array(axes.years)
    return np.stack([np.searchsorted(np.array(sorted(cuts), int), years, side="right") for cuts in breaks])


def _from_own(own: Floats, step: Interpolate | Carry, segments: Integers, axes: Axes) -> Floats:
    """Return what a step fills into series (series, year) from their own figures; `segments` is of the same shape."""
    years = np.array(axes.years, float)
    value_before, year_before = _last_seen(own, years, segments)
    backwards = slice(None, None, -1)
    value_after, year_after = (
        a[:, backwards] for a in _last_seen(own[:, backwards], years[backwards], segments[:, backwards])
    )
    if isinstance(step, Carry):
        if step.direction == "backward":
            return np.where(year_after - years <= step.limit, value_after, np.nan)
        return np.where(years - year_before <= step.limit, value_before, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (value_after - value_before) * (years - year_before) / (year_after - year_before)
    return value_before + share


def _last_seen(x: Floats, years: Floats, segments: Integers) -> tuple[Floats, Floats]:
    """Return the last value up to each year, and its year, within the same segment of definition."""
    value, year = x.copy(), np.where(np.isnan(x), np.nan, years)
    for t in range(1, len(years)):
        gap = np.isnan(value[:, t]) & (segments[:, t] == segments[:, t - 1])
        value[:, t] = np.where(gap, value[:, t - 1], value[:, t])
        year[:, t] = np.where(gap, year[:, t - 1], year[:, t])
    return value, year


def _from_group(x: Floats, step: GroupMean | GroupMedian, axes: Axes, framework: Framework) -> Floats:
    fill = np.full(x.shape, np.nan)
    for members in _groups(step.by, axes, framework):
        part = x[..., members]
        observed = ~np.isnan(part)
        if isinstance(step, GroupMean):
            with np.errstate(invalid="ignore", divide="ignore"):
                middle = np.where(observed, part, 0.0).sum(-1, keepdims=True) / observed.sum(-1, keepdims=True)
        else:
            middle = _median(part, observed)
        fill[..., members] = middle
    return fill


def _median(part: Floats, observed: Flags) -> Floats:
    count, ordered = observed.sum(-1, keepdims=True), np.sort(part, axis=-1)
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, part.shape[-1] - 1)
    return (np.take_along_axis(ordered, low, -1) + np.take_along_axis(ordered, high, -1)) / 2


def _groups(attribute: str | None, axes: Axes, framework: Framework) -> list[Integers]:
    """Return the members of each group; a region without a group is in none."""
    if attribute is None:
        return [np.arange(len(axes.ref_areas))]
    regions = framework.codes.regions
    group = [regions[area].attributes.get(attribute, "") if area in regions else "" for area in axes.ref_areas]
    return [np.flatnonzero(np.array(group) == name) for name in dict.fromkeys(group) if name]
