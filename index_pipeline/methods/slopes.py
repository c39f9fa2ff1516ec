"""Slopes: the change of a component's score per point of change of each child's score."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from index_pipeline.framework.methods import (
    Aggregation,
    Arithmetic,
    Geometric,
    Harmonic,
    Power,
    WeightedSum,
)
from index_pipeline.kernel.aggregation import combine
from index_pipeline.kernel.arrays import Axes, Floats
from index_pipeline.kernel.family import Family

Function = Callable[[Floats, Floats], Floats]
"""Scores (year, region) from the children's scores and weights, each (child, year, region); weight 0 is ignored."""

Curve = Callable[[Floats], Floats]
"""The transform φ of a mean, its inverse, or its derivative."""

REPLACED = 1e-7
"""A child whose score moves by less than this share of it is taken by its derivative, not by replacing its score."""

MOVED = REPLACED**2
"""A difference quotient is taken if a score moves by more than this share of it, the derivative otherwise."""

STEP = 100 * REPLACED
"""Share of a score by which it is moved to find a derivative."""


@dataclass(frozen=True)
class ChildScores:
    """Scores of a component's children (child, year, region) before and after, NaN if missing, and weights."""

    before: Floats
    after: Floats
    weights: Floats


def slopes(children: ChildScores, aggregation: Aggregation, scale: tuple[float, float]) -> Floats | None:
    """Return, for each child, year and region, the slope b with ``ΔI = Σ b Δs`` over the children scored in both years.

    Weights w are renormalised over these children, W their sum. ``arithmetic``: b = w/W; ``weighted_sum``: the
    same times the sum of all weights. For the means ``φ⁻¹(Σ w φ(s)/W)`` (geometric φ = ln, harmonic 1/s, power s^p):
    ``b = (w/W) · [ΔI/ΔΦ] · [Δφ(s)/Δs]``, the brackets being derivatives if nothing changes; for the geometric
    mean these are logarithmic means. Where φ is not finite (a score of zero), and for the Mazziotta-Pareto index,
    TOPSIS, grey relation and median, b Δs is the mean of the changes made by replacing the children's scores one
    after the other, in the order of the tree and in reverse.

    Args:
        children: Scores and weights of the children.
        aggregation: Of the component.
        scale: Floor and ceiling of the scale.

    Returns:
        Slopes, 0 for a child that is not scored in both years; None for an aggregation that depends on other
        regions or on points found in them.
    """
    common = ~np.isnan(children.before) & ~np.isnan(children.after)
    weights = np.where(common, children.weights[:, None, None], 0.0)
    s0, s1 = np.where(common, children.before, 1.0), np.where(common, children.after, 1.0)
    if isinstance(aggregation, WeightedSum):
        return np.asarray(children.weights.sum() * _shares(weights))
    if isinstance(aggregation, Arithmetic):
        return _shares(weights)
    function = _function(aggregation, scale)
    if function is None:
        return None
    if not isinstance(aggregation, (Geometric, Harmonic, Power)):
        return _replaced(s0, s1, weights, function)
    found = _by_mean(np.maximum(s0, aggregation.floor), np.maximum(s1, aggregation.floor), weights, aggregation)
    guarded = np.where(s1 == s0, (s0 > aggregation.floor) * 1.0, _ratio(s0, s1, aggregation.floor))
    found = found * guarded
    singular = ~np.isfinite(found).all(axis=0)
    if singular.any():
        found = np.where(singular, _replaced(s0, s1, weights, function), found)
    return found


def _shares(weights: Floats) -> Floats:
    total = weights.sum(axis=0)
    shares: Floats = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return shares


def _ratio(s0: Floats, s1: Floats, floor: float) -> Floats:
    """Change of the score after raising it to the floor, divided by the change of the score."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return (np.maximum(s1, floor) - np.maximum(s0, floor)) / (s1 - s0)


def _by_mean(s0: Floats, s1: Floats, weights: Floats, aggregation: Geometric | Harmonic | Power) -> Floats:
    phi, inverse, derivative = _transform(aggregation)
    shares = _shares(weights)
    with np.errstate(all="ignore"):
        u0, u1 = phi(s0), phi(s1)
        mean0, mean1 = (shares * u0).sum(axis=0), (shares * u1).sum(axis=0)
        index0, index1 = inverse(mean0), inverse(mean1)
        moved = np.abs(mean1 - mean0) > MOVED * np.abs(mean0)
        outer = np.where(moved, (index1 - index0) / (mean1 - mean0), 1 / derivative(index0))
        inner = np.where(np.abs(s1 - s0) > MOVED * np.abs(s0), (u1 - u0) / (s1 - s0), derivative(s0))
        return np.where(weights > 0, shares * outer * inner, 0.0)


def _transform(aggregation: Geometric | Harmonic | Power) -> tuple[Curve, Curve, Curve]:
    if isinstance(aggregation, Geometric):
        return np.log, np.exp, lambda s: 1 / s
    p = -1.0 if isinstance(aggregation, Harmonic) else aggregation.exponent
    return lambda s: s**p, lambda u: u ** (1 / p), lambda s: p * s ** (p - 1)


def _function(aggregation: Aggregation, scale: tuple[float, float]) -> Function | None:
    """Return the aggregation as a function of its children alone; None if it depends on other regions."""
    if aggregation.compares_regions:
        return None

    def function(s: Floats, w: Floats) -> Floats:
        least = 0.0 if aggregation.refuses_negative else -np.inf  # a score below zero by rounding is zero
        guarded = np.where(w > 0, np.maximum(s, least), np.nan)
        axes = Axes(("",) * len(s), (0,) * s.shape[1], ("",) * s.shape[2])
        weights = w.max(axis=(1, 2), initial=0.0).reshape(1, -1, 1, 1)
        family = Family("", list(guarded[:, None]), weights, True, axes, np.zeros(s.shape[1], bool), scale)
        return np.asarray(np.nan_to_num(combine(aggregation, family)[0]))

    return function


@np.errstate(invalid="ignore", divide="ignore")
def _replaced(s0: Floats, s1: Floats, weights: Floats, function: Function) -> Floats:
    made = (_one_after_the_other(s0, s1, weights, function) - _one_after_the_other(s1, s0, weights, function)) / 2
    size = np.maximum(1.0, np.abs(s0))
    found = np.zeros_like(s0)
    for child in range(len(s0)):
        moved = np.abs(s1[child] - s0[child]) > REPLACED * size[child]
        near = s0.copy()
        near[child] = near[child] + STEP * size[child]
        derivative = (function(near, weights) - function(s0, weights)) / (STEP * size[child])
        found[child] = np.where(moved, made[child] / (s1[child] - s0[child]), derivative)
    return np.where(weights > 0, found, 0.0)


def _one_after_the_other(start: Floats, end: Floats, weights: Floats, function: Function) -> Floats:
    made, at, value = np.zeros_like(start), start.copy(), function(start, weights)
    for child in range(len(start)):
        at[child] = end[child]
        replaced = function(at, weights)
        made[child], value = replaced - value, replaced
    return made
