"""Agreement: how far another ranking of the regions, supplied by a user, agrees."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from index_pipeline.analysis.caveats import caveat, columns
from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.analysis.scores import CrossSection, cross_sections
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Floats, Integers
from index_pipeline.language import Both
from index_pipeline.rounding import levels
from index_pipeline.tables import AGREEMENT, AGREEMENT_REGIONS, OTHER_RANKING, finite

FEW = 10
"""Fewer regions than this have a caveat."""


@dataclass(frozen=True)
class Pair:
    """A component's scores and the other ranks, of the regions that have both; and their ranks among each other."""

    component_id: str
    time_period: int
    ref_areas: tuple[str, ...]
    scores: Floats
    other: Floats

    @property
    def ranks(self) -> tuple[Integers, Integers]:
        """Ranks by score and by the other ranking, 1 best; ties share the better rank."""
        return _ranks(self.scores), _ranks(-self.other)


def agreement(
    scores: pa.Table, other_ranking: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None
) -> pa.Table:
    """Correlate scores with another ranking, year by year, over the regions that both rank.

    Spearman's ρ with p by Student's t, Kendall's τ_b with p exact if there are no ties and asymptotic otherwise;
    both two-sided, ties sharing their mean rank. 1 means the same order.

    Args:
        scores: `tables.SCORES`.
        other_ranking: `tables.OTHER_RANKING`, 1 best; for scores, give their negative. Years that are not scored
            here are ignored.
        framework: Gives index and regions.
        component_ids: Components to compare; the index and its pillars if None.

    Returns:
        `tables.AGREEMENT`; null if fewer than 3 regions are ranked by both or one side does not vary.

    Raises:
        AnalysisError: the ranking has an unknown region, or shares no year with the scores.

    Source: SciPy, `scipy.stats.spearmanr` and `kendalltau`.
    """
    pairs = _pairs(scores, other_ranking, framework, component_ids)
    return AGREEMENT.of_rows(_correlation(pair) for pair in pairs)


def agreement_regions(
    scores: pa.Table, other_ranking: pa.Table, framework: Framework, component_ids: Sequence[str] | None = None
) -> pa.Table:
    """List both ranks of each region, counted among the regions that both rank. Arguments as for `agreement`.

    Returns:
        `tables.AGREEMENT_REGIONS`.
    """
    rows = (row for pair in _pairs(scores, other_ranking, framework, component_ids) for row in _regions(pair))
    return AGREEMENT_REGIONS.of_rows(rows)


def _pairs(
    scores: pa.Table, other_ranking: pa.Table, framework: Framework, component_ids: Sequence[str] | None
) -> Iterator[Pair]:
    sections = cross_sections(scores, framework, component_ids)
    other = _read(other_ranking, sections, framework)
    for section in sections:
        ranks = np.array([other.get((area, section.time_period), np.nan) for area in section.ref_areas])
        both = ~np.isnan(ranks)
        if both.any():
            areas = tuple(area for area, has in zip(section.ref_areas, both, strict=True) if has)
            yield Pair(section.component_id, section.time_period, areas, section.scores[both], ranks[both])


def _read(
    other_ranking: pa.Table, sections: Sequence[CrossSection], framework: Framework
) -> dict[tuple[str, int], float]:
    rows = OTHER_RANKING.conform(other_ranking).to_pylist()
    known = {*framework.ref_areas, *(area for section in sections for area in (*section.ref_areas, *section.missing))}
    for row in rows:
        if row["ref_area"] not in known:
            raise AnalysisError(
                Both(
                    f"other ranking, {row['time_period']}: region {row['ref_area']} is not assessed by the index "
                    f"{framework.index_id}: correct its code or leave it out",
                    f"其他排名，{row['time_period']} 年：地区 {row['ref_area']} 不在指数 {framework.index_id} "
                    "的参评范围：请更正其代码或去掉",
                )
            )
    years, scored = {row["time_period"] for row in rows}, {section.time_period for section in sections}
    if not years & scored:
        raise AnalysisError(
            Both(
                f"other ranking: none of its years ({_listed(years)}) is among the scored ones ({_listed(scored)})",
                f"其他排名：其年份（{_listed(years)}）均不在有得分的年份（{_listed(scored)}）之中",
            )
        )
    return {(row["ref_area"], row["time_period"]): row["rank"] for row in rows if row["rank"] is not None}


def _listed(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years))) or "none"


def _correlation(pair: Pair) -> dict[str, Any]:
    from scipy.stats import kendalltau, spearmanr

    n, own, other = len(pair.scores), levels(-pair.scores, "greatest"), levels(pair.other, "greatest")
    defined = n > 2 and bool(np.ptp(own) > 0 and np.ptp(other) > 0)
    found: dict[str, float | None] = {}
    if defined:
        rho, tau = spearmanr(own, other), kendalltau(own, other)
        found = {
            "spearman": float(rho.statistic),
            "spearman_p_value": finite(float(rho.pvalue)),
            "kendall": float(tau.statistic),
            "kendall_p_value": finite(float(tau.pvalue)),
        }
    own_ranks, other_ranks = pair.ranks
    caveats = [] if defined else [caveat("no_agreement")]
    if defined and n < FEW:
        caveats.append(caveat("few_ranked", n=n))
    return {
        "component_id": pair.component_id,
        "time_period": pair.time_period,
        "n": n,
        **found,
        "mean_absolute_rank_shift": float(np.abs(own_ranks - other_ranks).mean()),
        **columns(caveats),
    }


def _ranks(x: Floats) -> Integers:
    tied = levels(x, "greatest")
    return len(tied) - np.searchsorted(np.sort(tied), tied, side="right") + 1


def _regions(pair: Pair) -> Iterator[dict[str, Any]]:
    for area, own, other in zip(pair.ref_areas, *(ranks.tolist() for ranks in pair.ranks), strict=True):
        yield {
            "ref_area": area,
            "time_period": pair.time_period,
            "component_id": pair.component_id,
            "rank": own,
            "other_rank": other,
            "rank_shift": own - other,
        }
