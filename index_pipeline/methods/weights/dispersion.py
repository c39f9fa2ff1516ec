"""Weights by the dispersion of a child's scores: entropy, CRITIC, coefficient of variation."""

import numpy as np

from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.methods.weights.sample import Sample, WeightingError, Weights, by_child, shares
from index_pipeline.rounding import ROUNDING, is_constant


def entropy(sample: Sample) -> Weights:
    """Weigh by ``d = 1 − e``, ``e = −Σ p ln p / ln N``, ``p = s/Σs`` over the N scores of each child (0 ln 0 = 0).

    A child whose scores are all zero or all equal has weight 0.

    Raises:
        WeightingError: a negative score, fewer than two scores, or all weights are zero.

    Source: Shannon (1948); Zeleny (1982), Multiple Criteria Decision Making, on weights.
    """
    sample.refuse_missing(2)
    sample.refuse_negative()
    entropies = np.array([_entropy(column[~np.isnan(column)]) for column in sample.scores.T])
    divergences = np.where(entropies > 1 - ROUNDING, 0.0, 1 - entropies)
    return Weights(shares(divergences), by_child("entropy", sample.children, entropies))


def critic(sample: Sample) -> Weights:
    """Weigh by ``s_j Σ_k (1 − r_jk)``, s with n − 1, r Pearson's correlation of pairwise complete scores.

    A child whose scores are all equal has weight 0, and no part in the sums of others.

    Raises:
        WeightingError: two children have fewer than three regions in common, all are perfectly correlated, or all
            weights are zero.

    Source: Diakoulaki, Mavrotas and Papayannakis (1995), Computers and Operations Research 22.
    """
    sample.refuse_missing(2)
    deviations = np.nanstd(sample.scores, axis=0, ddof=1)
    varied = np.flatnonzero(~is_constant(sample.scores, axis=0)).tolist()
    conflicts = np.zeros(len(sample.children))
    for j in varied:
        conflicts[j] = sum(1 - _correlation(sample, j, k) for k in varied if k != j)
    conflicts = np.where(conflicts > ROUNDING, conflicts, 0.0)  # 1 − r of the same scores may be the last bit of r
    if len(varied) > 1 and not conflicts.any():
        raise WeightingError(
            Both(
                "the children are perfectly correlated, so that none says more than another: keep one of them, or "
                "choose another weighting",
                "各下级指标完全相关，没有各自的信息：请只保留其一，或改用其他赋权方法",
            )
        )
    information = deviations * conflicts
    if len(varied) == 1:
        information = deviations * np.isin(np.arange(len(deviations)), varied)
    statistics = by_child("deviation", sample.children, deviations) + by_child("conflict", sample.children, conflicts)
    return Weights(shares(information), statistics)


def coefficient_of_variation(sample: Sample) -> Weights:
    """Weigh by ``s/|x̄|``, s with n − 1.

    Raises:
        WeightingError: a mean of zero, fewer than two scores, or all weights are zero.

    Source: Pearson (1896).
    """
    sample.refuse_missing(2)
    means, deviations = np.nanmean(sample.scores, axis=0), np.nanstd(sample.scores, axis=0, ddof=1)
    for child, mean, deviation in zip(sample.children, means, deviations, strict=True):
        if abs(mean) <= ROUNDING * deviation:
            raise WeightingError(
                Both(
                    f"{child} has a mean of zero, so that its coefficient of variation is not defined: choose a "
                    "normalisation with positive scores",
                    f"{child} 的均值为零，变异系数无定义：请改用得分为正的无量纲化方法",
                )
            )
    ratios = np.where(is_constant(sample.scores, axis=0), 0.0, deviations / np.abs(means))
    return Weights(shares(ratios), by_child("coefficient_of_variation", sample.children, ratios))


def _entropy(scores: Floats) -> float:
    total = scores.sum()
    if not total > 0:
        return 1.0
    p = scores[scores > 0] / total
    return float(-(p * np.log(p)).sum() / np.log(len(scores)))


def _correlation(sample: Sample, j: int, k: int) -> float:
    pair = sample.scores[:, [j, k]]
    both: Floats = pair[~np.isnan(pair).any(axis=1)]
    if len(both) < 3 or is_constant(both, axis=0).any():
        raise WeightingError(
            Both(
                f"{sample.children[j]} and {sample.children[k]} have too few different scores in common for a "
                "correlation: choose another weighting",
                f"{sample.children[j]} 与 {sample.children[k]} 共有的不同得分过少，无法计算相关系数："
                "请改用其他赋权方法",
            )
        )
    return float(np.corrcoef(both.T)[0, 1])  # type: ignore[index]
