"""Impute from a region's other indicators: by its profile, or by expectation-maximisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from index_pipeline.framework.framework import Framework, components
from index_pipeline.framework.methods import ExpectationMaximisation, Profile
from index_pipeline.methods.errors import MethodError
from index_pipeline.methods.expectation import NoConvergenceError, expected_values

Joint = Profile | ExpectationMaximisation
Cube = NDArray[np.float64]
"""Values by indicator, year and region; NaN where missing."""


def impute_joint(
    values: pa.Table, steps: dict[str, Joint], breaks: dict[str, set[int]], framework: Framework
) -> pa.Table:
    """Fill the gaps of the indicators in `steps` from the region's other indicators.

    Indicators of the same component (or all of the framework) with the same step are filled together. A region's
    year without any value is not filled.

    Args:
        values: Rows with `ref_area`, `time_period`, `indicator_id`, `obs_value`, `obs_status`, `filled_by`.
        steps: The step of each indicator to fill.
        breaks: First years of a new definition, by indicator: years on two sides of one are not pooled.
        framework: Gives components and directions.

    Returns:
        The rows of the indicators in `steps`; filled ones have status E.

    Raises:
        MethodError: expectation-maximisation has no result; the message names the indicators and years.
    """
    cube, axes = _cube(values)
    filled = cube.copy()
    known = np.asarray(~np.isnan(cube).all(axis=0))
    for group in _groups(steps, framework):
        columns = [axes.indicators.index(name) for name in group.indicators if name in axes.indicators]
        part = cube[columns]
        if isinstance(group.step, Profile):
            lower = [framework.indicators[axes.indicators[j]].direction == "lower_is_better" for j in columns]
            fill = _by_profile(part, group.step, np.array(lower))
        else:
            fill = _by_expectation(part, known, group, axes, breaks)
        wanted = [k for k, j in enumerate(columns) if steps.get(axes.indicators[j]) == group.step]
        target = [columns[k] for k in wanted]
        gaps = np.isnan(cube[target]) & known
        filled[target] = np.where(gaps, fill[wanted], cube[target])
    return _as_rows(values, steps, cube, filled, axes)


@dataclass(frozen=True)
class _Axes:
    indicators: list[str]
    years: NDArray[np.int32]
    at: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class _Group:
    step: Joint
    indicators: list[str]


def _cube(values: pa.Table) -> tuple[Cube, _Axes]:
    names = values["indicator_id"].combine_chunks().dictionary_encode()
    areas = values["ref_area"].combine_chunks().dictionary_encode()
    years, year_codes = np.unique(values["time_period"].to_numpy(), return_inverse=True)
    at = names.indices.to_numpy().astype(np.int64), year_codes, areas.indices.to_numpy().astype(np.int64)
    cube = np.full((len(names.dictionary), len(years), len(areas.dictionary)), np.nan)
    cube[at] = values["obs_value"].to_numpy()
    return cube, _Axes(names.dictionary.to_pylist(), years, at)


def _groups(steps: dict[str, Joint], framework: Framework) -> Iterator[_Group]:
    nodes = [(*node.indicators, *node.supplementary) for node in components(framework.definition.index)]
    for step in dict.fromkeys(steps.values()):
        families = nodes if step.within == "component" else [tuple(name for node in nodes for name in node)]
        for family in families:
            if any(steps.get(name) == step for name in family):
                yield _Group(step, list(family))


def _by_profile(part: Cube, step: Profile, lower_is_better: NDArray[np.bool_]) -> Cube:
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


def _by_expectation(
    part: Cube, known: NDArray[np.bool_], group: _Group, axes: _Axes, breaks: dict[str, set[int]]
) -> Cube:
    step = group.step
    assert isinstance(step, ExpectationMaximisation)
    fill = part.copy()
    cuts = {year for name in group.indicators for year in breaks.get(name, ())}
    for years in _samples(axes.years, step, cuts):
        rows = np.argwhere(known & np.isin(axes.years, axes.years[years])[:, None])
        at = (slice(None), rows[:, 0], rows[:, 1])
        if not np.isnan(part[at]).any():
            continue
        try:
            fill[at] = expected_values(part[at].T, step.ridge, step.tolerance, step.iterations).T
        except NoConvergenceError as error:
            when = "–".join(str(year) for year in sorted({axes.years[years][0], axes.years[years][-1]}))
            raise MethodError(f"indicators {', '.join(group.indicators)}, {when}: {error}") from error
    return fill


def _samples(years: NDArray[np.int32], step: ExpectationMaximisation, cuts: set[int]) -> Iterator[slice]:
    if step.sample == "year":
        yield from (slice(t, t + 1) for t in range(len(years)))
        return
    ends = [0, *(t for t in range(1, len(years)) if any(years[t - 1] < cut <= years[t] for cut in cuts)), len(years)]
    yield from (slice(first, last) for first, last in pairwise(ends))


def _as_rows(values: pa.Table, steps: dict[str, Joint], before: Cube, after: Cube, axes: _Axes) -> pa.Table:
    old, new = before[axes.at], after[axes.at]
    changed = np.isnan(old) & ~np.isnan(new)
    methods = np.array([steps[name].method if name in steps else None for name in axes.indicators], object)
    status, filled_by = values["obs_status"].to_numpy().astype(object), values["filled_by"].to_numpy().astype(object)
    table = values.set_column(
        values.column_names.index("obs_value"), "obs_value", pa.array(new, pa.float64(), from_pandas=True)
    )
    for name, column in (
        ("obs_status", np.where(changed, "E", status)),
        ("filled_by", np.where(changed, methods[axes.at[0]], filled_by)),
    ):
        table = table.set_column(table.column_names.index(name), name, pa.array(column, pa.string()))
    wanted = np.isin(axes.at[0], [k for k, name in enumerate(axes.indicators) if name in steps])
    return table.filter(pa.array(wanted))
