"""Theil's index and its decomposition over groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index_pipeline.analysis.inequality_values import checked
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both

THEIL = Both("Theil's index", "泰尔指数")


@dataclass(frozen=True)
class ZoneTheil:
    """Theil's index `theil` (T_j) of one zone; `within` is what it adds to T_w: s_j · T_j."""

    zone: str
    theil: float
    within: float


@dataclass(frozen=True)
class TheilDecomposition:
    """T = T_w + T_b, with the zones in order of their name."""

    total: float
    within: float
    between: float
    zones: tuple[ZoneTheil, ...]


def theil(values: Floats) -> float:
    """Compute T = (1/n) Σ (y/ȳ) ln(y/ȳ), in [0, ln n]: 0 if all are equal; each region has the same weight.

    Args:
        values: One value per region, of any unit; none missing.

    Raises:
        AnalysisError: there is no value, or one is missing or not positive.

    Source: Theil (1967), Economics and Information Theory.
    """
    y = checked(values, THEIL, zero=False)
    ratio = y / y.mean()
    return float((ratio * np.log(ratio)).mean())


def decompose_theil(values: Floats, zones: Sequence[str]) -> TheilDecomposition:
    """Split Theil's index into T_w = Σ s_j T_j and T_b = Σ s_j ln(ȳ_j/ȳ), with s_j the zone's share of the sum.

    Args:
        values: One value per region, of any unit; none missing.
        zones: The zone of each region.

    Raises:
        AnalysisError: as for `theil`, or the two differ in length.
    """
    y = checked(values, THEIL, zones, zero=False)
    labels = np.array(zones, dtype=object)
    inside, between = [], 0.0
    for name in sorted(dict.fromkeys(zones)):
        group = y[labels == name]
        share, own = group.sum() / y.sum(), theil(group)
        inside.append(ZoneTheil(name, own, float(share * own)))
        between += float(share * np.log(group.mean() / y.mean()))
    return TheilDecomposition(theil(y), sum(zone.within for zone in inside), between, tuple(inside))
