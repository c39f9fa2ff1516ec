"""Tiers: regions grouped by the natural breaks of the index, those at a border marked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.breaks import natural_breaks
from index_pipeline.analysis.caveats import caveat, columns
from index_pipeline.analysis.errors import refuse_unless_whole
from index_pipeline.analysis.scores import CrossSection, cross_sections
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Integers
from index_pipeline.rounding import levels
from index_pipeline.tables import RANK_INTERVALS, TIER_BORDERS, TIERS, finite

TIERS_WANTED = 4


@dataclass(frozen=True)
class YearOfTiers:
    """Tier of each region of a cross-section, 1 best, and the ranks that each tier holds, first and last."""

    section: CrossSection
    tiers: Integers
    ranks: dict[int, tuple[int, int]]
    gvf: float
    distinct: int


def tiers(scores: pa.Table, rank_intervals: pa.Table, framework: Framework, number: int = TIERS_WANTED) -> pa.Table:
    """Group the regions into tiers by the natural breaks (Jenks) of the index, each year by itself.

    A region is `borderline` if the 90% interval of its rank, from `rank_p05` to `rank_p95`, reaches beyond the
    ranks of its tier; it stays in its tier. As breaks are found again for each year, a region can change its tier while
    its score is unchanged.

    Args:
        scores: `tables.SCORES`.
        rank_intervals: `tables.RANK_INTERVALS`; if it has no interval of a region, `borderline` is null.
        framework: Gives the index.
        number: Number of tiers; fewer if there are fewer distinct scores.

    Returns:
        `tables.TIERS`, of the regions with a score.

    Raises:
        AnalysisError: `number` is not a whole number of at least 1.

    Source: Jenks (1967), International Yearbook of Cartography 7.
    """
    intervals = {
        (row["ref_area"], row["time_period"]): (row["rank_p05"], row["rank_p95"])
        for row in RANK_INTERVALS.conform(rank_intervals).to_pylist()
        if row["component_id"] == framework.index_id and row["rank_p05"] is not None and row["rank_p95"] is not None
    }
    rows = []
    for year in _years(scores, framework, number):
        for area, tier in zip(year.section.ref_areas, year.tiers.tolist(), strict=True):
            key = (area, year.section.time_period)
            mark = _crosses(intervals[key], year.ranks[tier]) if key in intervals else None
            rows.append({"ref_area": area, "time_period": key[1], "tier": tier, "borderline": mark})
    return TIERS.of_rows(rows)


def tier_borders(scores: pa.Table, framework: Framework, number: int = TIERS_WANTED) -> pa.Table:
    """List the extent of each tier in each year, and how well the tiers of a year fit (GVF = 1 − SSW/SST).

    Args:
        scores: `tables.SCORES`.
        framework: Gives the index.
        number: Number of tiers; fewer, with a caveat, if there are fewer distinct scores.

    Returns:
        `tables.TIER_BORDERS`.

    Raises:
        AnalysisError: `number` is not a whole number of at least 1.
    """
    return TIER_BORDERS.of_rows(row for year in _years(scores, framework, number) for row in _borders(year, number))


def _years(scores: pa.Table, framework: Framework, number: int) -> Iterator[YearOfTiers]:
    refuse_unless_whole("tiers", number, 1)
    for section in cross_sections(scores, framework, [framework.index_id]):
        placed = levels(section.scores, "greatest")
        distinct = len(np.unique(placed))
        found = natural_breaks(placed, min(number, distinct))
        from_best = found.classes.max() - found.classes + 1
        last = np.cumsum(np.bincount(from_best)[1:])
        ranks = {
            tier + 1: (int(before) + 1, int(end))
            for tier, (before, end) in enumerate(zip([0, *last[:-1]], last, strict=True))
        }
        yield YearOfTiers(section, from_best, ranks, found.gvf, distinct)


def _crosses(interval: tuple[float, float], ranks: tuple[int, int]) -> bool:
    return interval[0] < ranks[0] or interval[1] > ranks[1]


def _borders(year: YearOfTiers, number: int) -> Iterator[dict[str, Any]]:
    caveats = [caveat("fewer_tiers", distinct=year.distinct, number=number)] if year.distinct < number else []
    for tier, (first, last) in year.ranks.items():
        inside = year.section.scores[year.tiers == tier]
        yield {
            "time_period": year.section.time_period,
            "tier": tier,
            "n": len(inside),
            "lowest": inside.min(),
            "highest": inside.max(),
            "first_rank": first,
            "last_rank": last,
            "gvf": finite(year.gvf),
            **columns(caveats),
        }
