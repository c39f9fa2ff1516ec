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

    Indicators of the same component (or all of the framework) with the same step are filled together; once, where draws
    have the same figures of them.

    Args:
        values: (indicator, draw, year, region), in each indicator's unit; NaN if missing.
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
    for group in _groups(steps, breaks, axes, framework):
        wanted = [k for k, j in enumerate(group.columns) if steps.get(j) == group.step]
        target = [group.columns[k] for k in wanted]
        fills: dict[bytes, Floats] = {}
        for draw, present in enumerate(known):
            part = values[group.columns, draw]
            figures = part.tobytes() + present.tobytes()
            if figures not in fills:
                fills[figures] = _filled(part, present, group, axes)
            gaps = np.isnan(part[wanted]) & present
            filled[target, draw] = np.where(gaps, fills[figures][wanted], part[wanted])
    return filled


@dataclass(frozen=True)
class _Group:
    """The positions of indicators filled together, the directions that are turned, and the years with a break."""

    step: Joint
    columns: list[int]
    lower_is_better: Flags
    cuts: set[int]


def _groups(
    steps: Mapping[int, Joint], breaks: Sequence[Collection[int]], axes: Axes, framework: Framework
) -> Iterator[_Group]:
    position = {name: j for j, name in enumerate(axes.indicator_ids)}
    nodes = [(*node.indicators, *node.supplementary) for node in components(framework.definition.index)]
    for step in dict.fromkeys(steps.values()):
        families = nodes if step.within == "component" else [tuple(name for node in nodes for name in node)]
        for family in families:
            columns = [position[name] for name in family if name in position]
            if any(steps.get(j) == step for j in columns):
                lower = [framework.indicators[axes.indicator_ids[j]].direction == "lower_is_better" for j in columns]
                yield _Group(step, columns, np.array(lower), {year for j in columns for year in breaks[j]})


def _filled(part: Floats, known: Flags, group: _Group, axes: Axes) -> Floats:
    """Return the fill of each value of a group (indicator, year, region)."""
    if isinstance(group.step, Profile):
        return _by_profile(part, group.step, group.lower_is_better)
    return _by_expectation(part, known, group.step, group, axes)


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


def _by_expectation(part: Floats, known: Flags, step: ExpectationMaximisation, group: _Group, axes: Axes) -> Floats:
    fill, years = part.copy(), np.array(axes.years)
    for sample in _samples(years, step, group.cuts):
        rows = np.argwhere(known & np.isin(years, years[sample])[:, None])
        at = (slice(None), rows[:, 0], rows[:, 1])
        if not np.isnan(part[at]).any():
            continue
        try:
            fill[at] = expected_values(part[at].T, step.ridge, step.tolerance, step.iterations).T
        except NoConvergenceError as error:
            when = "–".join(str(year) for year in sorted({years[sample][0], years[sample][-1]}))
            names = said("indicators", name=", ".join(axes.of(group.columns).indicator_ids))
            raise MethodError.at(said("in_years", place=names, years=when), error.said) from error
    return fill


def _samples(years: Integers, step: ExpectationMaximisation, cuts: set[int]) -> Iterator[slice]:
    if step.sample == "year":
        yield from (slice(t, t + 1) for t in range(len(years)))
        return
    ends = [0, *(t for t in range(1, len(years)) if any(years[t - 1] < cut <= years[t] for cut in cuts)), len(years)]
    yield from (slice(first, last) for first, last in pairwise(ends))
