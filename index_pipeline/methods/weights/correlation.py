"""Weights that give each child its intended importance."""

import numpy as np

from index_pipeline.framework.methods import CorrelationOptimised
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.methods.weights.sample import SOLVED, Sample, WeightingError, Weights, by_child, shares
from index_pipeline.rounding import ROUNDING

WORST = 1e6
"""What the search is told of weights under which no child is correlated with the sum: no difference is as great."""


def correlation_optimised(sample: Sample, method: CorrelationOptimised) -> Weights:
    """Weigh so that each child's Pearson correlation with ``Σ w s`` is in proportion to its target.

    With covariance C and deviations σ of complete rows, correlations are ``(Cw)_j / (σ_j √(w'Cw))``: those in
    proportion to targets t come from ``w ∝ C⁻¹(σt)``. If that has a negative weight, w ≥ 0 minimises the sum
    of squared differences between the shares of t and of the correlations (SLSQP from several starts).

    The statistics give targets and attained correlations.

    Raises:
        WeightingError: fewer than three complete rows, a child with one score, or children that cancel each other out.

    Source: Becker et al. (2017), Ecological Indicators 80; COINr's get_opt_weights, which allows negative weights.
    """
    rows = sample.varied(3)
    deviations = rows.std(axis=0, ddof=1)
    targets = np.array([method.targets.get(child, 1.0) for child in sample.children])
    targets = targets / targets.sum()
    covariance = np.atleast_2d(np.cov(rows.T))
    weights = _exact(covariance, deviations, targets)
    if weights is None:
        weights = _nearest(covariance, deviations, targets)
    attained = _correlations(weights, covariance, deviations)
    return Weights(
        shares(weights),
        by_child("target", sample.children, targets) + by_child("correlation", sample.children, attained),
    )


def _exact(covariance: Floats, deviations: Floats, targets: Floats) -> Floats | None:
    try:
        weights = np.linalg.solve(covariance, deviations * targets)
    except np.linalg.LinAlgError:
        return None
    met = np.allclose(covariance @ weights, deviations * targets, rtol=SOLVED)
    return np.clip(weights, 0, None) if met and (weights >= -ROUNDING * np.abs(weights).max()).all() else None


def _nearest(covariance: Floats, deviations: Floats, targets: Floats) -> Floats:
    from scipy.optimize import minimize

    def difference(w: Floats) -> float:
        attained = _correlations(w, covariance, deviations)
        total = attained.sum()
        return float(((targets - attained / total) ** 2).sum()) if total > 0 else WORST

    k = len(targets)
    starts = [np.full(k, 1 / k), targets, *(0.5 * np.eye(k) + 0.5 / k)]
    found = [
        minimize(
            difference,
            start,
            method="SLSQP",
            bounds=[(0, 1)] * k,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
            options={"ftol": 1e-16, "maxiter": 1000},
        )
        for start in starts
    ]
    best = min(found, key=lambda result: result.fun)
    if not best.fun < WORST:
        raise WeightingError(
            Both(
                "the children cancel each other out, so that none is correlated with their sum: review their "
                "directions, or choose another weighting",
                "下级指标相互抵消，其合成值与各指标均不相关：请复核其方向，或改用其他赋权方法",
            )
        )
    return np.asarray(np.clip(best.x, 0, None))


def _correlations(w: Floats, covariance: Floats, deviations: Floats) -> Floats:
    """Return the correlations of the children with their weighted sum; 0 if the sum does not vary."""
    variance = w @ covariance @ w
    if not variance > ROUNDING * (w @ deviations) ** 2:
        return np.zeros(len(w))
    return covariance @ w / (deviations * np.sqrt(variance))
