"""Impute from a region's other indicators: by its profile, or by expectation-maximisation."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.methods import ExpectationMaximisation, Profile
from index_pipeline.kernel.arrays import Axes, Flags, Floats, Integers
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.kernel.expectation import NoConvergenceError, expected_values

Joint = Profile | ExpectationMaximisation


def fill_jointly(
    values: Floats, steps: Mapping[int, Joint], breaks: Sequence[Collection[int]], axes: Axes, framework: Framework
) -> Floats:
    """Fill gaps of the indicators in `steps` from the region's other indicators.

    Indicators of the same component (or all of the framework) with the same step are filled together.

    Args:
        values: (indicator, year, region), in each indicator's unit; NaN if missing.
        steps: The step of each indicator to fill, by its position.
        breaks: First years of a new definition of each indicator: years before and after a break are not pooled.
        axes: Names indicators, years and regions.
        framework: Gives components and directions.

    Returns:
        Values of the same shape; only those of the indicators in `steps`, where a region has a figure in the year,
        are filled.

    Raises:
        MethodError: expectation-maximisation has no result; the message names the indicators and years.
    """
    filled, known = values.copy(), np.asarray(~np.isnan(values).all(axis=0))
    named = {axes.indicator_ids[j]: step for j, step in steps.items()}
    for group in _groups(named, framework):
        columns = [axes.indicator_ids.index(name) for name in group.indicators if name in axes.indicator_ids]
        part = values[columns]
        if isinstance(group.step, Profile):
            lower = [framework.indicators[axes.indicator_ids[j]].direction == "lower_is_better" for j in columns]
            fill = _by_profile(part, group.step, np.array(lower))
        else:
            cuts = {year for j in columns for year in breaks[j]}
            fill = _by_expectation(part, known, group, np.array(axes.years), cuts)
        wanted = [k for k, j in enumerate(columns) if steps.get(j) == group.step]
        target = [columns[k] for k in wanted]
        filled[target] = np.where(np.isnan(values[target]) & known, fill[wanted], values[target])
    return filled


@dataclass(frozen=True)
class _Group:
    step: Joint
    indicators: list[str]


def _groups(steps: Mapping[str, Joint], framework: Framework) -> Iterator[_Group]:
    nodes = [(*node.indicators, *node.supplementary) for node in components(framework.definition.index)]
    for step in dict.fromkeys(steps.values()):
        families = nodes if step.within == "component" else [tuple(name for node in nodes for name in node)]
        for family in families:
            if any(steps.get(name) == step for name in family):
                yield _Group(step, list(family))


def _by_profile(part: Floats, step: Profile, lower_is_better: Flags) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        least, greatest = np.fmin.reduce(part, axis=2)[..., None], np.fmax.reduce(part, axis=2)[..., None]
        turned = lower_is_better[:, None, None]
        position = np.where(turned, greatest - part, part - least) / (greatest - least)
    fill = np.empty_like(part)
    for k in range(len(part)):
        others = np.ma.masked_invalid(np.delete(position, k, axis=0))
        level = others.mean(axis=0) if step.statistic == "mean" else np.ma.median(others, axis=0)
        own = np.ma.filled(np.ma.asarray(level, float), np.nan) if len(others) else np.full(part.shape[1:], np.nan)
        span = (greatest - least)[k]
        fill[k] = np.where(turned[k], greatest[k] - own * span, least[k] + own * span)
    return fill


def _by_expectation(part: Floats, known: Flags, group: _Group, years: Integers, cuts: set[int]) -> Floats:
    step = group.step
    assert isinstance(step, ExpectationMaximisation)
    fill = part.copy()
    for sample in _samples(years, step, cuts):
        rows = np.argwhere(known & np.isin(years, years[sample])[:, None])
        at = (slice(None), rows[:, 0], rows[:, 1])
        if not np.isnan(part[at]).any():
            continue
        try:
            fill[at] = expected_values(part[at].T, step.ridge, step.tolerance, step.iterations).T
        except NoConvergenceError as error:
            when = "–".join(str(year) for year in sorted({years[sample][0], years[sample][-1]}))
            names = said("indicators", name=", ".join(group.indicators))
            raise MethodError.at(said("in_years", place=names, years=when), error.said) from error
    return fill


def _samples(years: Integers, step: ExpectationMaximisation, cuts: set[int]) -> Iterator[slice]:
    if step.sample == "year":
        yield from (slice(t, t + 1) for t in range(len(years)))
        return
    ends = [0, *(t for t in range(1, len(years)) if any(years[t - 1] < cut <= years[t] for cut in cuts)), len(years)]
    yield from (slice(first, last) for first, last in pairwise(ends))
