"""Means of the scores of children, weighted draw by draw, by the formulas of `methods.combine`."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.framework.methods import (
    Aggregation,
    Arithmetic,
    Geometric,
    Harmonic,
    MazziottaPareto,
    Power,
    WeightedSum,
)
from index_pipeline.methods.errors import MethodError
from index_pipeline.robustness.panel.arrays import Floats
from index_pipeline.rounding import ROUNDING

Mean = Arithmetic | WeightedSum | Geometric | Harmonic | Power | MazziottaPareto


def combine(rule: Aggregation, children: Sequence[Floats], w: Floats, gaps: bool, component_id: str) -> Floats:
    """Combine the children of one component.

    Args:
        rule: Arithmetic, geometric, harmonic, power or Mazziotta–Pareto mean, or weighted sum.
        children: (draw or 1, year, region) each; NaN drops out, and the other weights are renormalised.
        w: (draw, child, 1, 1); a child of weight 0 drops out.
        gaps: Whether a score may be missing.
        component_id: Names the component, for a message.

    Returns:
        (draw, year, region); NaN where no child is left.

    Raises:
        MethodError: a negative score under a mean that is not defined for it, or another rule.
    """
    if not isinstance(rule, Mean):
        raise MethodError(f"component {component_id}: aggregation {rule.method} is not available in replicates")
    value = np.zeros(np.broadcast_shapes(w[:, 0].shape, *(child.shape for child in children)))
    weight, part = np.zeros_like(value) if gaps else w.sum(1), np.empty_like(value)
    zero = np.zeros((), bool)
    for i, child in enumerate(children):
        s = _guard(child, rule, component_id)
        if _vanishes(rule) and (s <= 0).any():
            zero = zero | ((s <= 0) & (w[:, i] > 0))
            s = np.where(s <= 0, 1.0, s)
        term = _forward(rule, s)
        if gaps:
            present = ~np.isnan(term)
            weight += np.multiply(w[:, i], present, out=part)
            term = np.where(present, term, 0.0)
        value += np.multiply(w[:, i], term, out=part)
    if isinstance(rule, (Arithmetic, WeightedSum)):
        value = _without_rest(value, children, w)
    with np.errstate(invalid="ignore", divide="ignore"):
        if isinstance(rule, WeightedSum):
            total = w.sum(1)
            return np.where(weight > 0, np.where(weight < total, value * (total / weight), value), np.nan)
        score = _back(rule, value / weight)
    if isinstance(rule, MazziottaPareto):
        score = _penalised(rule, children, w, score)
    if np.isinf(score).any():
        raise MethodError(
            f"component {component_id}: a score is too large for its aggregation {rule.method} to compute"
        )
    return np.where(zero, 0.0, score) if zero.any() else score


def _without_rest(value: Floats, children: Sequence[Floats], w: Floats) -> Floats:
    """Return weighted sums of scores, 0 where they cancel to rounding."""
    if not any((child < 0).any() for child in children):
        return value
    size = sum(w[:, i] * np.abs(np.nan_to_num(child)) for i, child in enumerate(children))
    return np.where(np.abs(value) > ROUNDING * size, value, 0.0)


def _guard(s: Floats, rule: Mean, component_id: str) -> Floats:
    """Raise scores to the rule's floor; without one, refuse those that are negative."""
    floor = getattr(rule, "floor", 0.0)
    if floor > 0:
        return np.maximum(s, floor)
    if not isinstance(rule, (Arithmetic, WeightedSum)) and (s < 0).any():
        s = np.where((s < 0) & (s >= -ROUNDING * np.nanmax(np.abs(s))), 0.0, s)
    if not isinstance(rule, (Arithmetic, WeightedSum)) and (s < 0).any():
        raise MethodError(
            f"component {component_id}: a child scores {np.nanmin(s):g}; its mean is not defined for negative "
            "scores: give the aggregation a floor, or the scale a floor of 0 or more"
        )
    return s


def _vanishes(rule: Mean) -> bool:
    """Tell whether one child of 0 makes the mean 0."""
    return isinstance(rule, (Geometric, Harmonic)) or (isinstance(rule, Power) and rule.exponent < 0)


def _forward(rule: Mean, s: Floats) -> Floats:
    if isinstance(rule, Geometric):
        return np.log(s)
    if isinstance(rule, Harmonic):
        return 1.0 / s
    return s**rule.exponent if isinstance(rule, Power) else s


def _back(rule: Mean, mean: Floats) -> Floats:
    if isinstance(rule, Geometric):
        return np.exp(mean)
    if isinstance(rule, Harmonic):
        return 1.0 / mean
    return mean ** (1.0 / rule.exponent) if isinstance(rule, Power) else mean


def _penalised(rule: MazziottaPareto, children: Sequence[Floats], w: Floats, mean: Floats) -> Floats:
    """Return M ± S²/M."""
    squares, weight, number = np.zeros_like(mean), np.zeros_like(mean), np.zeros_like(mean)
    for i, s in enumerate(children):
        counted = ~np.isnan(s) & (w[:, i] > 0)
        squares += w[:, i] * np.where(counted, s * s, 0.0)
        weight += w[:, i] * counted
        number += counted
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = squares / weight - mean**2
        if rule.variance == "sample":
            variance = np.where(number > 1, variance * number / (number - 1), variance)
        penalty = variance / mean
    sign = 1.0 if rule.penalty == "above" else -1.0
    return np.where(mean == 0, mean, mean + sign * penalty)
