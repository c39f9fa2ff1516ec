"""Weights that give each child its intended importance."""

import numpy as np

from index_pipeline.framework.methods import CorrelationOptimised
from index_pipeline.kernel.arrays import Floats
from index_pipeline.methods.weights.sample import SOLVED, Sample, Weights, by_child, shares
from index_pipeline.rounding import ROUNDING


def correlation_optimised(sample: Sample, method: CorrelationOptimised) -> Weights:
    """Weigh so that each child's Pearson correlation with ``Σ w s`` is in proportion to its target.

    With covariance C and deviations σ of complete rows, correlations are ``(Cw)_j / (σ_j √(w'Cw))``: those in
    proportion to targets t come from ``w ∝ C⁻¹(σt)``. If that has a negative weight, w ≥ 0 minimises the sum
    of squared differences between the shares of t and of the correlations (SLSQP from several starts).

    The statistics give targets and attained correlations.

    Raises:
        WeightingError: fewer than three complete rows, or a child with one score.

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
        return float(((targets - attained / attained.sum()) ** 2).sum())

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
    weights: Floats = np.clip(min(found, key=lambda result: result.fun).x, 0, None)
    return weights


def _correlations(w: Floats, covariance: Floats, deviations: Floats) -> Floats:
    return covariance @ w / (deviations * np.sqrt(w @ covariance @ w))
