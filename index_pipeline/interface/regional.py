"""Regional analyses of an index's scores, as frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from index_pipeline.analysis import agreement as other_rankings
from index_pipeline.analysis import clusters as groups
from index_pipeline.analysis import convergence, densities, inequality, neighbours, obstacles, similar, spatial
from index_pipeline.analysis import coupling as couplings
from index_pipeline.analysis import tiers as natural
from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.analysis.scales import off_scale
from index_pipeline.framework.robustness import SEED
from index_pipeline.interface.frames import as_frame
from index_pipeline.interface.given import Given, adjacency_of, covariates_of, ranking_of
from index_pipeline.language import Both
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.tables import RANK_INTERVALS

if TYPE_CHECKING:
    import pandas as pd

Names = str | Sequence[str] | None
"""Components, or a single one; the index and its pillars where None, or the pillars if profiles are compared."""


@dataclass(frozen=True, repr=False)
class Regional:
    """Analyses of the scores of one index. Estimates have their number of regions `n` and, if there is one, a caveat.

    Each method computes what the table of its name in a release holds, for any index, also a rescored one. It
    raises `AnalysisError` for a component that does not exist, naming it.
    """

    contents: Contents

    def __repr__(self) -> str:
        """Describe it in one line."""
        return f"<Regional analyses of {self.contents.release_id}: {', '.join(dir(self))}>"

    def __dir__(self) -> list[str]:
        """List the public names, for completion."""
        return [name for name in super().__dir__() if not name.startswith("_") and name != "contents"]

    def inequality(self, components: Names = None) -> "pd.DataFrame":
        """Dagum's Gini and Theil's index by component and year, within and between zones: `tables.INEQUALITY`."""
        return as_frame(inequality.inequality(self._scores, self.contents.framework, components))

    def zone_inequality(self, components: Names = None) -> "pd.DataFrame":
        """The same inside each zone: `tables.ZONE_INEQUALITY`."""
        return as_frame(inequality.zone_inequality(self._scores, self.contents.framework, components))

    def zone_pairs(self, components: Names = None) -> "pd.DataFrame":
        """Gini between each two zones: `tables.ZONE_PAIRS`."""
        return as_frame(inequality.zone_pairs(self._scores, self.contents.framework, components))

    def sigma_convergence(self, components: Names = None) -> "pd.DataFrame":
        """Dispersion by year, over all regions and each zone: `tables.SIGMA_CONVERGENCE`."""
        return as_frame(convergence.sigma_convergence(self._scores, self.contents.framework, components))

    def beta_convergence(self, covariates: Given = None, components: Names = None) -> "pd.DataFrame":
        """Growth on the first score, absolute and conditional: `tables.BETA_CONVERGENCE`.

        Args:
            covariates: Controls of the conditional model, of the first year: a row per region and control, `ref_area`,
                `covariate_id` (its name) and `value`, in any unit. The first scores of the pillars if None.
            components: Components to take.
        """
        given = None if covariates is None else covariates_of(covariates)
        return as_frame(convergence.beta_convergence(self._scores, self.contents.framework, given, components))

    def beta_terms(self, covariates: Given = None, components: Names = None) -> "pd.DataFrame":
        """Every coefficient of these regressions: `tables.BETA_TERMS`; takes the same arguments."""
        given = None if covariates is None else covariates_of(covariates)
        return as_frame(convergence.beta_terms(self._scores, self.contents.framework, given, components))

    def densities(self, components: Names = None) -> "pd.DataFrame":
        """Kernel densities of the scores by year: `tables.DENSITIES`."""
        return as_frame(densities.densities(self._scores, self.contents.framework, components))

    def global_moran(
        self,
        adjacency: Given = None,
        components: Names = None,
        permutations: int = spatial.PERMUTATIONS,
        seed: int = SEED,
    ) -> "pd.DataFrame":
        """Moran's I by component and year, with and without links by convention: `tables.GLOBAL_MORAN`.

        Args:
            adjacency: Pairs of neighbours: `ref_area`, `other_area` and optionally `kind`, or a list of pairs; the
                framework's own if None. A pair may be stated in both directions.
            components: Components to take; the index and its pillars if None.
            permutations: Number of permutations behind each p; at most 100 million, divided by the number of regions.
            seed: Their seed, from 0 to 2,147,483,647.

        Raises:
            AnalysisError: a pair has a region that does not exist, or permutations or seed are not whole numbers within
                these limits.
            InterfaceError: the pairs lack a column, or a value of theirs cannot be read.

        Example:
            >>> moran = release.regional.global_moran(components="icdi", permutations=99)
            >>> set(moran.component_id), max(moran.time_period)
            ({'icdi'}, 2023)
        """
        pairs = self._pairs(adjacency)
        return as_frame(
            spatial.global_moran(self._scores, pairs, self.contents.framework, components, permutations, seed)
        )

    def local_moran(
        self,
        adjacency: Given = None,
        components: Names = None,
        permutations: int = spatial.PERMUTATIONS,
        seed: int = SEED,
    ) -> "pd.DataFrame":
        """Local Moran's I of each region with its quadrant and adjusted p: `tables.LOCAL_MORAN`; see `global_moran`."""
        pairs = self._pairs(adjacency)
        return as_frame(
            spatial.local_moran(self._scores, pairs, self.contents.framework, components, permutations, seed)
        )

    def coupling(self) -> "pd.DataFrame":
        """Coupling coordination of the pillars: `tables.COUPLING`; null, with a caveat, for scores off the scale."""
        return as_frame(couplings.coupling(self._scores, self.contents.tables["weights"], self.contents.framework))

    def obstacles(self) -> "pd.DataFrame":
        """Share of each indicator in a region's gap to the best score: `tables.OBSTACLES`.

        Raises:
            AnalysisError: the ceiling of the scale is not the best, as with z-scores or ranks.
        """
        return as_frame(self._obstacles())

    def obstacle_components(self) -> "pd.DataFrame":
        """The same added up to every component below the index: `tables.OBSTACLE_COMPONENTS`."""
        return as_frame(obstacles.obstacle_components(self._obstacles(), self.contents.framework))

    def tiers(self, number: int = natural.TIERS_WANTED) -> "pd.DataFrame":
        """Tier of each region by natural breaks, 1 best: `tables.TIERS`.

        `borderline` is known only for a published release, as it is based on `rank_intervals`.
        """
        intervals = self.contents.tables.get("rank_intervals", RANK_INTERVALS.empty())
        return as_frame(natural.tiers(self._scores, intervals, self.contents.framework, number))

    def tier_borders(self, number: int = natural.TIERS_WANTED) -> "pd.DataFrame":
        """Extent of each tier, year by year: `tables.TIER_BORDERS`."""
        return as_frame(natural.tier_borders(self._scores, self.contents.framework, number))

    def clusters(self, components: Names = None) -> "pd.DataFrame":
        """Groups of regions with similar profiles, by Ward's method: `tables.CLUSTERS`."""
        return as_frame(groups.clusters(self._scores, self.contents.framework, components))

    def cluster_counts(self, components: Names = None) -> "pd.DataFrame":
        """Mean silhouette of each number of clusters, and the one chosen: `tables.CLUSTER_COUNTS`."""
        return as_frame(groups.cluster_counts(self._scores, self.contents.framework, components))

    def similar_regions(self, components: Names = None) -> "pd.DataFrame":
        """Other regions by the distance of their profiles, nearest first: `tables.SIMILAR_REGIONS`."""
        return as_frame(similar.similar_regions(self._scores, self.contents.framework, components))

    def agreement(
        self, ranking: Given, components: Names = None, higher_is_better: bool | None = None
    ) -> "pd.DataFrame":
        """Spearman's and Kendall's correlation with another ranking: `tables.AGREEMENT`.

        Args:
            ranking: `ref_area`, `time_period` and `rank`, of which 1 is best; or `value` instead of `rank`.
            components: Components to compare; the index and its pillars if None.
            higher_is_better: Whether the greatest `value` is best; None for ranks.

        Raises:
            AnalysisError: the ranking has an unknown region, or shares no year with the scores.
            InterfaceError: it lacks a column, or a value of it cannot be read.
        """
        given = ranking_of(ranking, higher_is_better)
        return as_frame(other_rankings.agreement(self._scores, given, self.contents.framework, components))

    def agreement_regions(
        self, ranking: Given, components: Names = None, higher_is_better: bool | None = None
    ) -> "pd.DataFrame":
        """Both ranks of each region, among those that both rank: `tables.AGREEMENT_REGIONS`; see `agreement`."""
        given = ranking_of(ranking, higher_is_better)
        return as_frame(other_rankings.agreement_regions(self._scores, given, self.contents.framework, components))

    @property
    def _scores(self) -> pa.Table:
        return self.contents.tables["scores"]

    def _obstacles(self) -> pa.Table:
        framework, found = self.contents.framework, self.contents.tables
        method = off_scale(framework)
        if method is not None:
            raise AnalysisError(
                Both(
                    f"obstacles are not defined of scores by {method}: they are not on the scale of the index, whose "
                    "ceiling is the best",
                    f"{method} 得分没有障碍度：它不在指数的分值范围内，而障碍度以最高分为准",
                )
            )
        return obstacles.obstacles(found["normalised"], found["weights"], framework)

    def _pairs(self, adjacency: Given) -> pa.Table:
        return neighbours.adjacency(self.contents.framework) if adjacency is None else adjacency_of(adjacency)
