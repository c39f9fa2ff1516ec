"""Clusters: groups of regions with similar profiles of scores; their number is chosen by silhouette."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.caveats import caveat, columns
from index_pipeline.analysis.scores import profiles
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Floats, Integers
from index_pipeline.tables import CLUSTER_COUNTS, CLUSTERS

MOST = 5
"""Greatest number of clusters that is tried."""

MOST_REGIONS = 5_000
"""More regions than this are not clustered: Ward's method holds the distance of each pair."""

DISTANCES_AT_ONCE = 4_000_000
"""Differences of scores that are held at a time: bounds memory, whatever the number of regions."""

WEAK = 0.25
"""A mean silhouette below this has a caveat (Kaufman and Rousseeuw 1990)."""


@dataclass(frozen=True)
class YearOfClusters:
    """Clusterings of one year's regions by their number of clusters; labels from 1, highest mean first."""

    time_period: int
    ref_areas: tuple[str, ...]
    labels: dict[int, Integers]
    silhouettes: dict[int, Floats]

    @property
    def chosen(self) -> int:
        """The number of clusters of greatest mean silhouette; the smaller one if two are equal."""
        return max(self.labels, key=lambda number: (float(self.silhouettes[number].mean()), -number))


def clusters(scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None) -> pa.Table:
    """Group regions by Ward's method on their scores, into the 2 to 5 clusters of greatest mean silhouette.

    Ward's method has no random start, so that no seed is needed. Components have the same weight and are not rescaled.
    Silhouettes are (b − a) / max(a, b), with a the mean distance to the region's own cluster and b to the nearest
    other; 0 in a cluster of one. Cluster 1 has the highest mean score.

    Args:
        scores: `tables.SCORES`, in points of the scale.
        framework: Gives pillars and regions.
        component_ids: Components to cluster by; the pillars if None.

    Returns:
        `tables.CLUSTERS`, of the regions with every score; no rows for a year with fewer than 3 distinct profiles,
        without unequal distances, or with more than 5,000 regions.

    Raises:
        AnalysisError: the framework has no component of that name.

    Source: Ward (1963), JASA 58; Rousseeuw (1987), J. Comput. Appl. Math. 20.
    """
    rows = (
        {"ref_area": area, "time_period": year.time_period, "cluster": label, "silhouette": value}
        for year in _years(scores, framework, component_ids)
        for area, label, value in zip(
            year.ref_areas, year.labels[year.chosen].tolist(), year.silhouettes[year.chosen].tolist(), strict=True
        )
    )
    return CLUSTERS.of_rows(rows)


def cluster_counts(scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None) -> pa.Table:
    """List the mean silhouette of each number of clusters that `clusters` (same arguments) chooses from.

    Clusters whose distances are equal are joined at once: a number that lies between has no row.

    Returns:
        `tables.CLUSTER_COUNTS`; a chosen mean below 0.25 has the caveat that there is no substantial structure.
    """
    rows = (row for year in _years(scores, framework, component_ids) for row in _counts(year))
    return CLUSTER_COUNTS.of_rows(rows)


def silhouettes(points: Floats, labels: Integers) -> Floats:
    """Compute (b − a) / max(a, b) of each point, by Euclidean distance; 0 in a cluster of one, or if both are 0."""
    names = np.unique(labels)
    members = labels[:, None] == names
    size = max(1, DISTANCES_AT_ONCE // points.size)
    blocks = (points[start : start + size, None] - points for start in range(0, len(points), size))
    sums = np.concatenate([np.sqrt((gaps**2).sum(axis=2)) @ members for gaps in blocks])
    sizes, own = members.sum(axis=0), np.searchsorted(names, labels)
    rows = np.arange(len(points))
    inside = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[rows, own] = np.inf
    outside = means.min(axis=1)
    greater = np.maximum(inside, outside)
    found = np.divide(outside - inside, greater, out=np.zeros(len(points)), where=greater > 0)
    return np.where(sizes[own] == 1, 0.0, found)


def _years(scores: pa.Table, framework: Framework, component_ids: Sequence[str] | None) -> Iterator[YearOfClusters]:
    from scipy.cluster.hierarchy import fcluster, linkage

    for year in profiles(scores, framework, component_ids):
        complete = np.asarray(~np.isnan(year.scores).any(axis=1))
        points = year.scores[complete]
        distinct = len(np.unique(points, axis=0))
        if distinct < 3 or len(points) > MOST_REGIONS:
            continue
        tree = linkage(points, method="ward")
        tried = range(2, min(MOST, distinct - 1) + 1)
        cuts = {number: fcluster(tree, number, criterion="maxclust") for number in tried}
        labels = {number: _by_mean(points, own) for number, own in cuts.items() if len(np.unique(own)) == number}
        if not labels:
            continue
        areas = tuple(area for area, whole in zip(year.ref_areas, complete, strict=True) if whole)
        found = {number: silhouettes(points, own) for number, own in labels.items()}
        yield YearOfClusters(year.time_period, areas, labels, found)


def _by_mean(points: Floats, labels: Integers) -> Integers:
    names = sorted(np.unique(labels).tolist(), key=lambda name: -points[labels == name].mean())
    return np.array([names.index(label) + 1 for label in labels.tolist()])


def _counts(year: YearOfClusters) -> Iterator[dict[str, Any]]:
    for number, values in year.silhouettes.items():
        mean, chosen = float(values.mean()), number == year.chosen
        yield {
            "time_period": year.time_period,
            "clusters": number,
            "n": len(values),
            "silhouette": mean,
            "chosen": chosen,
            **columns([caveat("weak_structure")] if chosen and mean < WEAK else []),
        }
