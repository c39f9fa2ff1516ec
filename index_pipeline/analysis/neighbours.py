"""Neighbours: which regions share a border, as used in spatial statistics."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.language import Both
from index_pipeline.tables import ADJACENCY

CONVENTION = "convention"
"""Kind of the pairs that have no common border but count as neighbours in the literature, as Hainan and Guangdong."""

WEIGHTINGS = ("row_standardised", "binary")
"""Each neighbour weighs 1 / (number of neighbours), or 1."""

LISTED, SCORED = Both("in regions.csv", "在 regions.csv 中"), Both("among those with scores", "在有得分的地区中")
"""Where a region of a pair must be."""


@dataclass(frozen=True)
class Neighbours:
    """Which of the regions are neighbours, as a symmetric boolean matrix; no region is its own neighbour."""

    linked: Flags

    @property
    def counts(self) -> Integers:
        """Number of neighbours of each region."""
        counts: Integers = self.linked.sum(axis=1)
        return counts

    @property
    def isolates(self) -> Flags:
        """Whether a region has no neighbour."""
        return np.asarray(self.counts == 0)

    def weights(self, weighting: str) -> Floats:
        """Return w_ij, one of `WEIGHTINGS`; the row of an isolate is 0 in both.

        Raises:
            AnalysisError: there is no such weighting.
        """
        if weighting not in WEIGHTINGS:
            raise AnalysisError(
                Both(
                    f"there is no weighting {weighting}; there are: {', '.join(WEIGHTINGS)}",
                    f"没有权重方式 {weighting}；可选：{'、'.join(WEIGHTINGS)}",
                )
            )
        binary = self.linked.astype(np.float64)
        return binary / np.maximum(self.counts, 1)[:, None] if weighting == "row_standardised" else binary


def adjacency(framework: Framework) -> pa.Table:
    """Return the pairs of `adjacency.csv` as `tables.ADJACENCY`; empty if the framework has none."""
    rows = [
        {"ref_area": link.ref_area, "other_area": link.other_area, "kind": link.kind} for link in framework.codes.links
    ]
    return ADJACENCY.of_rows(rows)


def links_by_name(
    pairs: pa.Table, framework: Framework, ref_areas: Collection[str]
) -> dict[str, frozenset[frozenset[str]]]:
    """Split pairs of neighbours into the sets that are analysed separately.

    Args:
        pairs: `tables.ADJACENCY`; a pair may be stated in both directions.
        framework: Gives all regions, if it lists them.
        ref_areas: All regions, if it does not list them.

    Returns:
        `all` pairs and, if some are of kind `convention`, those `without_convention`; empty if there are none.

    Raises:
        AnalysisError: a pair has a region that does not exist, or one region twice, or two kinds.
    """
    listed = bool(framework.codes.regions)
    known = framework.codes.regions if listed else ref_areas
    where = LISTED if listed else SCORED
    kinds: dict[frozenset[str], str] = {}
    for row in ADJACENCY.conform(pairs).to_pylist():
        one, other, kind = row["ref_area"], row["other_area"], row["kind"]
        _refuse(one, other, known, where)
        if kinds.setdefault(frozenset({one, other}), kind) != kind:
            raise AnalysisError(
                Both(
                    f"adjacency: pair {one}–{other} is stated twice, with different kinds: keep one",
                    f"相邻关系：{one}–{other} 重复列出且类型不同：请只保留一条",
                )
            )
    if not kinds:
        return {}
    physical = frozenset(pair for pair, kind in kinds.items() if kind != CONVENTION)
    everything = frozenset(kinds)
    return {"all": everything} if physical == everything else {"all": everything, "without_convention": physical}


def left_out(links: frozenset[frozenset[str]], ref_areas: Collection[str]) -> int:
    """Count the links that `neighbours` ignores."""
    among = set(ref_areas)
    return sum(not link <= among for link in links)


def neighbour_counts(links: frozenset[frozenset[str]], ref_areas: Sequence[str]) -> Integers:
    """Count the neighbours of each region among `ref_areas`."""
    among = set(ref_areas)
    counts = Counter(area for link in links if link <= among for area in link)
    return np.array([counts[area] for area in ref_areas], np.int64)


def neighbours(links: frozenset[frozenset[str]], ref_areas: Sequence[str]) -> Neighbours:
    """Return the links among `ref_areas` as a matrix; links to other regions are ignored."""
    position = {area: n for n, area in enumerate(ref_areas)}
    linked = np.zeros((len(ref_areas), len(ref_areas)), dtype=np.bool_)
    for one, other in links:
        if one in position and other in position:
            linked[position[one], position[other]] = linked[position[other], position[one]] = True
    return Neighbours(linked)


def _refuse(one: str, other: str, known: Collection[str], where: Both) -> None:
    """Refuse a pair of which a region is not known, or that is of one region."""
    for area in (one, other):
        if area not in known:
            raise AnalysisError(
                Both(
                    f"adjacency: pair {one}–{other}: region {area} is not {where.en}: correct its code or leave "
                    "the pair out",
                    f"相邻关系：{one}–{other}：地区 {area} 不{where.zh}：请更正其代码或去掉这一对",
                )
            )
    if one == other:
        raise AnalysisError(
            Both(
                f"adjacency: pair {one}–{other}: a region is not its own neighbour: leave it out",
                f"相邻关系：{one}–{other}：地区不能与自身相邻：请去掉这一对",
            )
        )
