"""Regional analyses of an index's scores, as frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.analysis import agreement as other_rankings
from index_pipeline.analysis import convergence, densities, inequality, neighbours, obstacles, spatial
from index_pipeline.analysis import coupling as couplings
from index_pipeline.analysis import tiers as natural
from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.analysis.scales import off_scale
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.interface.frames import as_frame
from index_pipeline.publication.contents import Contents

if TYPE_CHECKING:
    import pandas as pd

Names = Sequence[str] | None
"""Components; the index and its pillars where None."""


@dataclass(frozen=True)
class Regional:
    """Analyses of the scores of one index. Every row carries `n` and, where there is one, its caveat.

    Each method computes what the table of its name in a release holds, for any index: also one computed anew.
    """

    contents: Contents

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

    def beta_convergence(self, covariates: "pd.DataFrame | None" = None, components: Names = None) -> "pd.DataFrame":
        """Growth on the first score: `tables.BETA_CONVERGENCE`; `covariates` are `tables.COVARIATES`."""
        given = None if covariates is None else _given(covariates, tables.COVARIATES)
        return as_frame(convergence.beta_convergence(self._scores, self.contents.framework, given, components))

    def densities(self, components: Names = None) -> "pd.DataFrame":
        """Kernel densities of the scores by year: `tables.DENSITIES`."""
        return as_frame(densities.densities(self._scores, self.contents.framework, components))

    def global_moran(
        self,
        adjacency: "pd.DataFrame | None" = None,
        components: Names = None,
        permutations: int = spatial.PERMUTATIONS,
        seed: int = spatial.SEED,
    ) -> "pd.DataFrame":
        """Moran's I by component and year, with and without links by convention: `tables.GLOBAL_MORAN`.

        Args:
            adjacency: Pairs of neighbours: `ref_area`, `other_area` and optionally `kind`; the framework's own
                where None.
            components: Components to take; the index and its pillars where None.
            permutations: Number of permutations behind each p.
            seed: Their seed.

        Raises:
            AnalysisError: a pair has a region that does not exist, or there is no such component.

        Example:
            >>> moran = release.regional.global_moran(components=["icdi"], permutations=99)
            >>> sorted(set(moran.time_period))
            [2018, 2019, 2020, 2021, 2022, 2023]
        """
        pairs = self._pairs(adjacency)
        return as_frame(
            spatial.global_moran(self._scores, pairs, self.contents.framework, components, permutations, seed)
        )

    def local_moran(
        self,
        adjacency: "pd.DataFrame | None" = None,
        components: Names = None,
        permutations: int = spatial.PERMUTATIONS,
        seed: int = spatial.SEED,
    ) -> "pd.DataFrame":
        """Local Moran's I of each region with its quadrant and adjusted p: `tables.LOCAL_MORAN`; see `global_moran`."""
        pairs = self._pairs(adjacency)
        return as_frame(
            spatial.local_moran(self._scores, pairs, self.contents.framework, components, permutations, seed)
        )

    def coupling(self) -> "pd.DataFrame":
        """Coupling coordination of the pillars: `tables.COUPLING`."""
        return as_frame(couplings.coupling(self._scores, self.contents.tables["weights"], self.contents.framework))

    def obstacles(self) -> "pd.DataFrame":
        """Share of each indicator in a region's gap to the best score: `tables.OBSTACLES`.

        Raises:
            AnalysisError: the ceiling of the scale does not stand for the best, as with z-scores or ranks.
        """
        self._refuse_off_scale()
        found = self.contents.tables
        return as_frame(obstacles.obstacles(found["normalised"], found["weights"], self.contents.framework))

    def tier_borders(self) -> "pd.DataFrame":
        """Tiers by natural breaks, year by year: `tables.TIER_BORDERS`."""
        return as_frame(natural.tier_borders(self._scores, self.contents.framework))

    def agreement(self, ranking: "pd.DataFrame", components: Names = None) -> "pd.DataFrame":
        """Spearman's and Kendall's correlation with another ranking, `tables.OTHER_RANKING`: `tables.AGREEMENT`."""
        given = _given(ranking, tables.OTHER_RANKING)
        return as_frame(other_rankings.agreement(self._scores, given, self.contents.framework, components))

    def _refuse_off_scale(self) -> None:
        method = off_scale(self.contents.framework)
        if method is not None:
            raise AnalysisError(
                f"obstacles are not defined of scores by {method}: they are not on the scale of the index, whose "
                "ceiling is the best"
            )

    @property
    def _scores(self) -> pa.Table:
        return self.contents.tables["scores"]

    def _pairs(self, adjacency: "pd.DataFrame | None") -> pa.Table:
        if adjacency is None:
            return neighbours.adjacency(self.contents.framework)
        stated = adjacency if "kind" in adjacency else adjacency.assign(kind="own")
        return _given(stated, tables.ADJACENCY)


def _given(frame: "pd.DataFrame", declared: tables.Table) -> pa.Table:
    absent = [field.name for field in declared.schema if field.name not in frame and not field.nullable]
    if absent:
        raise InterfaceError(
            f"{declared.name}: column {absent[0]} is absent; it takes {', '.join(declared.schema.names)}"
        )
    return declared.conform(pa.Table.from_pylist(frame.to_dict("records"), schema=declared.schema))
