"""Assets of analysis: what the scores say of regions, beside one another and over the years."""

import inspect
from collections.abc import Callable

import dagster as dg
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.analysis import clusters, convergence, densities, inequality, neighbours, similar, spatial
from index_pipeline.analysis import coupling as couplings
from index_pipeline.analysis import obstacles as gaps
from index_pipeline.analysis import tiers as natural
from index_pipeline.defs.io import TABLE
from index_pipeline.defs.resources import FrameworkResource
from index_pipeline.framework.framework import Framework

GROUP = "analysis"

OF_SCORES: tuple[Callable[[pa.Table, Framework], pa.Table], ...] = (
    *(inequality.inequality, inequality.zone_inequality, inequality.zone_pairs),
    *(convergence.sigma_convergence, convergence.beta_convergence, convergence.beta_terms),
    *(densities.densities, natural.tier_borders, similar.similar_regions, clusters.clusters, clusters.cluster_counts),
)
"""Analyses that need nothing but the scores."""


def _of_scores(function: Callable[[pa.Table, Framework], pa.Table]) -> dg.AssetsDefinition:
    name = function.__name__

    @dg.asset(
        name=name,
        group_name=GROUP,
        metadata={TABLE: name},
        description=(inspect.getdoc(function) or name).splitlines()[0],
    )
    def analysis(scores: pa.Table, framework: FrameworkResource) -> pa.Table:
        return function(scores, framework.load())

    return analysis


@dg.asset(group_name=GROUP, metadata={TABLE: tables.GLOBAL_MORAN.name})
def global_moran(scores: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Whether neighbours score alike: Moran's I of the index and its pillars."""
    return spatial.global_moran(scores, neighbours.adjacency(framework.load()), framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.LOCAL_MORAN.name})
def local_moran(scores: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Where neighbours score alike: local Moran's I, with the false discovery rate controlled."""
    return spatial.local_moran(scores, neighbours.adjacency(framework.load()), framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.COUPLING.name})
def coupling(scores: pa.Table, weights: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Coupling coordination of the pillars in each region."""
    return couplings.coupling(scores, weights, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.OBSTACLES.name})
def obstacles(normalised: pa.Table, weights: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Share of each indicator in a region's gap to the best score."""
    return gaps.obstacles(normalised, weights, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.OBSTACLE_COMPONENTS.name})
def obstacle_components(obstacles: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Those shares summed over themes and pillars."""
    return gaps.obstacle_components(obstacles, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.TIERS.name})
def tiers(scores: pa.Table, rank_intervals: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Tier of each region by natural breaks, marked where its rank interval crosses a border."""
    return natural.tiers(scores, rank_intervals, framework.load())


analysis_assets = [
    *(_of_scores(function) for function in OF_SCORES),
    *(global_moran, local_moran, coupling, obstacles, obstacle_components, tiers),
]
"""Every asset of this room."""
