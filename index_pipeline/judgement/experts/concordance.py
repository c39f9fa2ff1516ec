"""Kendall's coefficient of concordance: how far experts' rankings agree."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2, rankdata

from index_pipeline.kernel.arrays import Floats

DIGITS = 12
"""Decimals in which two weights have to agree to share a rank."""


@dataclass(frozen=True)
class Concordance:
    """Kendall's W, between 0 (none) and 1 (all rank alike), with ``χ² = m(n − 1)W`` on n − 1 degrees and its p."""

    w: float
    chi_squared: float
    degrees: int
    p: float


def kendall(weights: Floats) -> Concordance | None:
    """Compute Kendall's W with the correction for ties.

    ``W = (12 Σ R_i² − 3 m² n (n + 1)²) / (m² n (n² − 1) − m Σ T_j)``, R_i the sums of ranks, ``T_j = Σ (t³ − t)`` over
    the groups of t tied ranks of expert j; ties share the mean rank.

    Args:
        weights: (expert, object); what is ranked.

    Returns:
        None for one expert or one object, and if every expert has all objects tied: W is not defined.

    Source: Siegel and Castellan (1988), section 9.9; Legendre (2005), JABES 10, 226–245.
    """
    m, n = weights.shape
    ranks = np.array([rankdata(np.round(row, DIGITS)) for row in weights])
    ties = sum(float((counts**3 - counts).sum()) for row in ranks for counts in [np.unique(row, return_counts=True)[1]])
    largest = m**2 * n * (n**2 - 1) - m * ties
    if m < 2 or n < 2 or not largest > 0:
        return None
    w = float((12 * (ranks.sum(0) ** 2).sum() - 3 * m**2 * n * (n + 1) ** 2) / largest)
    statistic = m * (n - 1) * w
    return Concordance(w, statistic, n - 1, float(chi2.sf(statistic, n - 1)))
