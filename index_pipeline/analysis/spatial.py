"""Spatial patterns of scores: are regions similar to their neighbours, and where?"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.caveats import caveat, columns
from index_pipeline.analysis.moran import (
    draw_permutations,
    false_discovery,
    is_defined,
    local_morans_i,
    local_p_values,
    morans_i,
    morans_i_p_value,
)
from index_pipeline.analysis.neighbours import (
    WEIGHTINGS,
    Neighbours,
    left_out,
    links_by_name,
    neighbour_counts,
    neighbours,
)
from index_pipeline.analysis.scores import CrossSection, cross_sections
from index_pipeline.analysis.zones import area_titles
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.robustness import SEED
from index_pipeline.kernel.arrays import Integers
from index_pipeline.language import Both
from index_pipeline.tables import GLOBAL_MORAN, LOCAL_MORAN, finite

PERMUTATIONS = 9_999
LEVEL = 0.05
"""Greatest adjusted p of a local I that is called significant."""

MOST_REGIONS = 2_000
"""More regions than this are not analysed: time and memory grow with the square of their number."""

FEW = 50
"""Fewer regions than this have a caveat of low power."""


Orders = Callable[[int], Integers]
"""Permutations of a number of regions, one per row or per column."""

Pairs = frozenset[frozenset[str]]
"""Pairs of neighbours."""


def global_moran(
    scores: pa.Table,
    adjacency: pa.Table,
    framework: Framework,
    component_ids: Sequence[str] | None = None,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> pa.Table:
    """Compute Moran's I of each component and year, with and without the links by convention, for both weightings.

    The formulas are those of `moran.morans_i`, p that of `moran.morans_i_p_value`. Neighbours are regions that share a
    border or a corner (queen). Regions without a score are left out with their links; a region that then has no
    neighbour stays in the mean and variance, and is counted in `isolates` and named in the caveat, which also counts
    the ignored pairs. The same permutations are used for every component and year.

    Args:
        scores: `tables.SCORES`, in points of the scale.
        adjacency: `tables.ADJACENCY`: `neighbours.adjacency(framework)`, or the user's own pairs.
        framework: Gives the regions.
        component_ids: Components to take; the index and its pillars if None.
        permutations: Number of permutations.
        seed: Seed of the permutations.

    Returns:
        `tables.GLOBAL_MORAN`; null with its reason as caveat where I is not defined, and for more than 2,000 regions;
        no rows without pairs.

    Raises:
        AnalysisError: a pair has a region that does not exist, the framework has no component of that name, or
            `permutations` or `seed` is not a whole number in its range.

    Source: Cliff and Ord (1981), Spatial Processes; permutations as Anselin (1995), Geographical Analysis 27.
    """
    orders = cache(partial(draw_permutations, number=permutations, seed=seed))
    sections = cross_sections(scores, framework, component_ids)
    rows = []
    for links, pairs in links_by_name(adjacency, framework, _areas(sections)).items():
        for section in sections:
            near = _near(pairs, section)
            for weighting in WEIGHTINGS:
                key = {"links": links, "weighting": weighting, "permutations": permutations, "seed": seed}
                rows.append(_global(section, near, pairs, weighting, orders, framework) | key)
    return GLOBAL_MORAN.of_rows(rows)


def local_moran(
    scores: pa.Table,
    adjacency: pa.Table,
    framework: Framework,
    component_ids: Sequence[str] | None = None,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> pa.Table:
    """Compute the local Moran's I of each region, its quadrant, and its p by conditional permutation.

    The formulas are those of `moran.local_morans_i` and `moran.local_p_values`. p is adjusted by Benjamini and Hochberg
    over the regions of one component, year and set of links; `significant` is an adjusted p of at most 0.05.

    Args:
        scores: `tables.SCORES`, in points of the scale.
        adjacency: `tables.ADJACENCY`.
        framework: Gives the regions.
        component_ids: Components to take; the index and its pillars if None.
        permutations: Number of permutations.
        seed: Seed of the permutations.

    Returns:
        `tables.LOCAL_MORAN`; null for a region without neighbours, where I is not defined, and for more than 2,000
        regions.

    Raises:
        AnalysisError: a pair has a region that does not exist, the framework has no component of that name, or
            `permutations` or `seed` is not a whole number in its range.

    Source: Anselin (1995), Geographical Analysis 27; Benjamini and Hochberg (1995), JRSS B 57.
    """
    orders = cache(lambda n: np.ascontiguousarray(draw_permutations(n, permutations, seed).T))
    sections = cross_sections(scores, framework, component_ids)
    rows: list[dict[str, Any]] = []
    for links, pairs in links_by_name(adjacency, framework, _areas(sections)).items():
        for section in sections:
            near = _near(pairs, section)
            rows += (row | {"links": links} for row in _local(section, near, pairs, orders, framework))
    return LOCAL_MORAN.of_rows(rows)


def _near(pairs: Pairs, section: CrossSection) -> Neighbours | None:
    """Return the neighbours; None for more regions than are analysed."""
    return neighbours(pairs, section.ref_areas) if len(section.ref_areas) <= MOST_REGIONS else None


def _areas(sections: Sequence[CrossSection]) -> set[str]:
    return {area for section in sections for area in (*section.ref_areas, *section.missing)}


def _global(
    section: CrossSection, near: Neighbours | None, pairs: Pairs, weighting: str, orders: Orders, framework: Framework
) -> dict[str, Any]:
    y, found = section.scores, {}
    defined = near is not None and is_defined(y, near)
    if near is not None and defined:
        statistic = morans_i(y, near, weighting)
        found = {
            "moran": statistic.moran,
            "expected": statistic.expected,
            "variance": finite(statistic.variance),
            "z_value": finite(statistic.z_value),
            "p_value": morans_i_p_value(y, near, weighting, orders(len(y))),
        }
    counts = neighbour_counts(pairs, section.ref_areas)
    alone = [area for area, number in zip(section.ref_areas, counts, strict=True) if not number]
    return {
        "component_id": section.component_id,
        "time_period": section.time_period,
        "n": len(y),
        "pairs": int(counts.sum()) // 2,
        "isolates": len(alone),
        **found,
        **columns(_caveats(section, alone, left_out(pairs, section.ref_areas), defined, framework)),
    }


def _caveats(
    section: CrossSection, alone: Sequence[str], fallen: int, defined: bool, framework: Framework
) -> Iterator[Both]:
    if section.missing:
        yield caveat("missing", areas=area_titles(section.missing, framework))
    if fallen:
        yield caveat("fallen_pairs", n=fallen)
    if not defined:
        yield _undefined(section)
        return
    if alone:
        yield caveat("isolates", areas=area_titles(alone, framework))
    if len(section.scores) < FEW:
        yield caveat("low_power", n=len(section.scores))


def _undefined(section: CrossSection) -> Both:
    many = len(section.ref_areas) > MOST_REGIONS
    return caveat("too_many", most=MOST_REGIONS) if many else caveat("no_pattern")


def _local(
    section: CrossSection, near: Neighbours | None, pairs: Pairs, orders: Orders, framework: Framework
) -> Iterator[dict[str, Any]]:
    y, counts = section.scores, neighbour_counts(pairs, section.ref_areas)
    defined = near is not None and is_defined(y, near)
    p_values = local_p_values(y, near, orders(len(y) - 1)) if near is not None and defined else np.full(len(y), np.nan)
    adjusted = false_discovery(p_values)
    for weighting in WEIGHTINGS:
        found = local_morans_i(y, near, weighting) if near is not None and defined else None
        for i, area in enumerate(section.ref_areas):
            tested = found is not None and bool(counts[i])
            yield {
                "component_id": section.component_id,
                "time_period": section.time_period,
                "weighting": weighting,
                "ref_area": area,
                "n": len(y),
                "neighbours": int(counts[i]),
                "score": float(y[i]),
                "lag": float(found.lag[i]) if found and tested else None,
                "moran": float(found.moran[i]) if found and tested else None,
                "quadrant": found.quadrants[i] if found else None,
                "p_value": finite(float(p_values[i])),
                "p_adjusted": finite(float(adjusted[i])),
                "significant": bool(adjusted[i] <= LEVEL) if tested else None,
                **columns(_local_caveats(section, area, not counts[i], defined, framework)),
            }


def _local_caveats(
    section: CrossSection, area: str, alone: bool, defined: bool, framework: Framework
) -> Iterator[Both]:
    if not defined:
        yield _undefined(section)
    elif alone:
        yield caveat("isolates", areas=area_titles([area], framework))
    elif len(section.scores) < FEW:
        yield caveat("low_power", n=len(section.scores))
