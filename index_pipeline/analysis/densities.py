"""Kernel densities of scores, comparable between years."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.errors import AnalysisError, refuse_unless_whole
from index_pipeline.analysis.scores import CrossSection, cross_sections
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.rounding import is_constant
from index_pipeline.tables import DENSITIES

REACH = 3
"""The grid extends this many bandwidths beyond the lowest and the highest score."""

FEWEST_POINTS = 2 * REACH + 2


def densities(
    scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None, points: int = 201
) -> pa.Table:
    """Estimate the density of each component's scores in each year, f(x) = 1/(nh) Σ φ((x − x_i)/h).

    The bandwidth h of a component is the mean over its years of that of `bandwidth`, and its grid of `points` goes
    from 3h below its lowest score of all years to 3h above its highest, so that curves differ only by their scores.
    h is at least the distance of two points: of a narrower kernel the grid would show some peaks and miss others.
    The kernel ignores the ends of the scale: some mass may be beyond them.

    Args:
        scores: `tables.SCORES`, in points of the scale.
        framework: Gives the order of components.
        component_ids: Components to take; the index and its pillars if None.
        points: Number of points of the grid, 8 or more.

    Returns:
        `tables.DENSITIES`, density per point of the scale; no rows for a component that varies in no year.

    Raises:
        AnalysisError: the framework has no component of that name, or `points` is not a whole number of at least 8.

    Source: Silverman (1986), Density Estimation, eq. 3.31.
    """
    refuse_unless_whole("points", points, FEWEST_POINTS)
    sections = cross_sections(scores, framework, component_ids)
    by_component = (list(years) for _, years in groupby(sections, key=lambda section: section.component_id))
    return DENSITIES.of_rows(row for years in by_component for row in _component(years, points))


def bandwidth(values: Floats) -> float:
    """Compute h = 0.9 · min(s, IQR/1.34) · n^(−1/5), with s of n − 1 and quantiles of type 7.

    If the quartiles coincide, only s is used; 0 if nothing varies.

    Args:
        values: One value per region; two or more, none missing.

    Raises:
        AnalysisError: there are fewer than two values.
    """
    x = np.asarray(values, dtype=np.float64)
    if len(x) < 2:
        raise AnalysisError(
            Both(f"a bandwidth needs at least two values, not {len(x)}", f"带宽至少需要两个数值，现有 {len(x)} 个")
        )
    if is_constant(x):
        return 0.0
    s = x.std(ddof=1)
    quartiles = np.quantile(x, [0.25, 0.75])
    within = s if is_constant(quartiles) else np.ptp(quartiles) / 1.34
    return float(0.9 * min(s, within) * len(x) ** -0.2)


def density(values: Floats, at: Floats, h: float) -> Floats:
    """Compute f(x) = 1/(nh) Σ φ((x − x_i)/h) with the Gaussian kernel φ, at each x of `at`.

    Raises:
        AnalysisError: the bandwidth h is not above 0, or there is no value.
    """
    if not h > 0 or not len(values):
        raise AnalysisError(
            Both(
                f"a density needs a bandwidth above 0 and values: h is {h:g}, n is {len(values)}",
                f"核密度需要大于0的带宽和至少一个数值：h 为 {h:g}，n 为 {len(values)}",
            )
        )
    distance = (np.asarray(at)[:, None] - np.asarray(values)) / h
    found: Floats = np.exp(-0.5 * distance**2).sum(axis=1) / (len(values) * h * np.sqrt(2 * np.pi))
    return found


def _component(years: Sequence[CrossSection], points: int) -> Iterator[dict[str, Any]]:
    found = [bandwidth(section.scores) for section in years if len(section.scores) > 1]
    h = float(np.mean(found)) if found else 0.0
    if h == 0:
        return
    least, greatest = (end(end(section.scores) for section in years) for end in (min, max))
    h = max(h, float(greatest - least) / (points - 1 - 2 * REACH))
    grid = np.linspace(least - REACH * h, greatest + REACH * h, points)
    for section in years:
        for point, (x, value) in enumerate(zip(grid, density(section.scores, grid, h), strict=True), start=1):
            yield {
                "component_id": section.component_id,
                "time_period": section.time_period,
                "point": point,
                "n": len(section.scores),
                "bandwidth": h,
                "score": float(x),
                "density": float(value),
            }
