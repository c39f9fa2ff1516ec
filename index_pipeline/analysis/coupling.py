"""Coupling and coordination: do a region's pillars develop together?"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.caveats import caveat, columns
from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.analysis.scales import off_scale
from index_pipeline.analysis.scores import profiles
from index_pipeline.framework.framework import Framework, components
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.rounding import reaches, rounding_of
from index_pipeline.tables import COUPLING, WEIGHTS

GRADES = (
    ("极度失调", "extreme imbalance"),
    ("严重失调", "serious imbalance"),
    ("中度失调", "moderate imbalance"),
    ("轻度失调", "slight imbalance"),
    ("濒临失调", "verging on imbalance"),
    ("勉强协调", "bare coordination"),
    ("初级协调", "primary coordination"),
    ("中级协调", "intermediate coordination"),
    ("良好协调", "good coordination"),
    ("优质协调", "high-quality coordination"),
)
"""Names of the ten classes of D, each 0.1 wide, lowest first: a convention, not a test."""

MANY = 5
"""From this number of components on, C is near 1 for most profiles."""


def coupling(scores: pa.Table, weights: pa.Table, framework: Framework) -> pa.Table:
    """Compute coupling C, development T and coordination D of each region's pillars, and the class of D.

    With U the pillars' scores as shares of the scale and α their shares of the index by weight:
    C = k (ΠU)^(1/k) / ΣU, the ratio of geometric to arithmetic mean; T = Σ αU; D = √(C·T). All three are in [0, 1].
    A pillar at the floor makes C and D 0; if all are, C is null. Classes are [0, 0.1), [0.1, 0.2) … [0.9, 1].

    Args:
        scores: `tables.SCORES`, in points of the scale.
        weights: `tables.WEIGHTS`.
        framework: Gives pillars and scale.

    Returns:
        `tables.COUPLING`, one row for each region and year with the score of any pillar; null, with the pillar named
        in the caveat, if one has no score or one outside the scale, and with the method named if scores are not
        on the scale at all (see `scales.off_scale`). No rows for an index with fewer than 2 pillars.

    Source: formulas of C differ between authors and are not equivalent (王淑佳等 2021, 自然资源学报 36(3)); this is the
    plain one.
    """
    share = {
        row["child_id"]: row["share"]
        for row in WEIGHTS.conform(weights).to_pylist()
        if row["component_id"] == framework.index_id
    }
    return COUPLING.of_rows(_rows(scores, share, framework))


def coupling_degree(u: Floats) -> float:
    """Compute C = k (ΠU)^(1/k) / ΣU of U in [0, 1], one per subsystem; NaN if all are 0.

    Raises:
        AnalysisError: there are fewer than two values, or one is missing, negative or above 1.
    """
    values = np.asarray(u, dtype=np.float64)
    if len(values) < 2:
        raise AnalysisError(
            Both(
                f"coupling needs two components or more, not {len(values)}",
                f"耦合度至少需要两个数值，现有 {len(values)} 个",
            )
        )
    for position, value in enumerate(values, start=1):
        if not 0 <= value <= 1:
            raise AnalysisError(
                Both(
                    f"coupling needs values from 0 to 1: value {position} is {value:g}",
                    f"耦合度的数值应在0至1之间：第 {position} 个为 {value:g}",
                )
            )
    if not values.any():
        return float("nan")
    return float(np.prod(values ** (1 / len(values))) / values.mean())


def grade(coordination: float) -> int:
    """Return the class of D in [0, 1]: 1 below 0.1, 2 from 0.1 on, … 10 from 0.9 on; see `rounding.reaches`."""
    return 1 + int(reaches(coordination, np.arange(1, len(GRADES)) / len(GRADES)).sum())


def _rows(scores: pa.Table, share: dict[str, float], framework: Framework) -> Iterator[dict[str, Any]]:
    floor, ceiling = framework.definition.scale
    method = off_scale(framework)
    never = [] if method is None else [caveat("off_scale", method=method)]
    for year in profiles(scores, framework):
        names, k = year.component_ids, len(year.component_ids)
        weights = np.array([share.get(name, 0.0) for name in names])
        for area, points in zip(year.ref_areas, year.scores, strict=True):
            if k < 2 or np.isnan(points).all():
                continue
            shares = (points - floor) / (ceiling - floor)
            caveats = never or list(_obstructed(points, names, framework))
            found = {} if caveats else _coordination(shares, weights)
            if not caveats and k >= MANY:
                caveats.append(caveat("alike", n=k))
            yield {"ref_area": area, "time_period": year.time_period, "n": k, **found, **columns(caveats)}


def _obstructed(scores: Floats, names: Sequence[str], framework: Framework) -> Iterator[Both]:
    (floor, ceiling), near = framework.definition.scale, rounding_of(framework.definition.scale)
    outside = (scores < floor - near) | (scores > ceiling + near)
    for name, which in (("unscored", np.isnan(scores)), ("outside_scale", outside)):
        if which.any():
            yield caveat(name, components=_titles([n for n, w in zip(names, which, strict=True) if w], framework))


def _coordination(u: Floats, weights: Floats) -> dict[str, Any]:
    capped = np.clip(u, 0.0, 1.0)
    c, t = coupling_degree(capped), float(weights @ capped / weights.sum())
    d = float(np.sqrt(c * t)) if capped.any() else 0.0
    zh, en = GRADES[grade(d) - 1]
    return {
        "coupling_degree": c if capped.any() else None,
        "development": t,
        "coordination": d,
        "coordination_grade": grade(d),
        "coordination_grade_zh": zh,
        "coordination_grade_en": en,
    }


def _titles(names: Sequence[str], framework: Framework) -> Both:
    titles = {node.id: node.title for node in components(framework.definition.index)}
    return Both(", ".join(titles[n].get("en") for n in names), "、".join(titles[n].get("zh") for n in names))
