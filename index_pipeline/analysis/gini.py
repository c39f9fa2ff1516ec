"""Gini coefficient and its decomposition over groups by Dagum."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from index_pipeline.analysis.inequality_values import checked
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both

GINI = Both("Gini", "基尼系数")

PAIRS_AT_ONCE = 1_000_000
"""Pairs of regions that are held at a time: bounds memory, whatever their number."""


@dataclass(frozen=True)
class ZoneGini:
    """Gini `gini` (G_jj) of one zone; `within` is what it adds to G_w: G_jj · p_j · s_j."""

    zone: str
    n: int
    mean: float
    population_share: float
    score_share: float
    gini: float
    within: float


@dataclass(frozen=True)
class PairGini:
    """Gini `gini` (G_jh) between two zones, `zone` (j) the one of the higher mean.

    `gross_affluence` is d_jh = E max(0, y_j − y_h), `transvariation` p_jh = E max(0, y_h − y_j), `relative_affluence`
    D_jh = (d − p) / (d + p); `net_between` and `gini_transvariation` are what the pair adds to G_nb and G_t.
    """

    zone: str
    other_zone: str
    gini: float
    gross_affluence: float
    transvariation: float
    relative_affluence: float
    net_between: float
    gini_transvariation: float


@dataclass(frozen=True)
class GiniDecomposition:
    """G = G_w + G_nb + G_t, with the zones by mean, highest first, and their pairs."""

    total: float
    within: float
    net_between: float
    transvariation: float
    zones: tuple[ZoneGini, ...]
    pairs: tuple[PairGini, ...]


def gini(values: Floats) -> float:
    """Compute G = ΣΣ|y_i − y_r| / (2 n² ȳ), in [0, 1 − 1/n]: 0 if all are equal, with no correction for small n.

    Args:
        values: One value per region, of any unit; none missing.

    Raises:
        AnalysisError: no value is given, one is missing or negative, or all are zero.

    Source: Dagum (1997), Empirical Economics 22.
    """
    y = checked(values, GINI, zero=True)
    return float(_mean(y, y, np.abs) / (2 * y.mean()))


def decompose_gini(values: Floats, zones: Sequence[str]) -> GiniDecomposition:
    """Split Gini into parts within zones, net between zones, and of transvariation between them.

    With p_j = n_j / n and s_j = n_j ȳ_j / (n ȳ): G_w = Σ G_jj p_j s_j; G_jh = ΣΣ|y_ji − y_hr| / (n_j n_h (ȳ_j + ȳ_h));
    G_nb = Σ G_jh (p_j s_h + p_h s_j) D_jh and G_t = Σ G_jh (p_j s_h + p_h s_j) (1 − D_jh) over pairs j > h, and
    D_jh = (d − p) / (d + p), 0 if d + p is 0. A zone whose values are all zero has G_jj = 0.

    Args:
        values: One value per region, of any unit; none missing.
        zones: The zone of each region.

    Raises:
        AnalysisError: as for `gini`, or the two differ in length.

    Source: Dagum (1997), Empirical Economics 22.
    """
    y = checked(values, GINI, zones, zero=True)
    labels = np.array(zones, dtype=object)
    names = sorted(dict.fromkeys(zones), key=lambda name: (-y[labels == name].mean(), name))
    groups = {name: y[labels == name] for name in names}
    inside = tuple(_zone(name, groups[name], y) for name in names)
    pairs = tuple(
        _pair(inside[j], inside[h], groups[names[j]], groups[names[h]])
        for j in range(len(names))
        for h in range(j + 1, len(names))
    )
    return GiniDecomposition(
        gini(y),
        sum(zone.within for zone in inside),
        sum(pair.net_between for pair in pairs),
        sum(pair.gini_transvariation for pair in pairs),
        inside,
        pairs,
    )


def _mean(group: Floats, other_group: Floats, gap: Callable[[Floats], Floats]) -> float:
    """Return the mean of `gap` of y_i − y_r over all pairs, without holding all pairs in memory."""
    size = max(1, PAIRS_AT_ONCE // other_group.size)
    starts = range(0, group.size, size)
    total = sum(float(gap(group[start : start + size, None] - other_group).sum()) for start in starts)
    return total / (group.size * other_group.size)


def _zone(name: str, group: Floats, everyone: Floats) -> ZoneGini:
    population_share = group.size / everyone.size
    score_share = float(group.sum() / everyone.sum())
    own = gini(group) if group.any() else 0.0
    within = own * population_share * score_share
    return ZoneGini(name, group.size, float(group.mean()), population_share, score_share, own, within)


def _pair(zone: ZoneGini, other: ZoneGini, group: Floats, other_group: Floats) -> PairGini:
    affluence = _mean(group, other_group, lambda lead: np.maximum(lead, 0))
    transvariation = _mean(group, other_group, lambda lead: np.maximum(-lead, 0))
    distance = affluence + transvariation
    between = distance / (zone.mean + other.mean) if distance else 0.0
    relative = (affluence - transvariation) / distance if distance else 0.0
    weight = zone.population_share * other.score_share + other.population_share * zone.score_share
    return PairGini(
        zone.zone,
        other.zone,
        between,
        affluence,
        transvariation,
        relative,
        between * weight * relative,
        between * weight * (1 - relative),
    )
