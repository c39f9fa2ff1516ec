"""Means of the scores of children, weighted draw by draw."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.framework.methods import (
    Arithmetic,
    Geometric,
    Guarded,
    Harmonic,
    MazziottaPareto,
    Power,
    WeightedSum,
)
from index_pipeline.kernel.arrays import Flags, Floats
from index_pipeline.kernel.combination import combine, refuse_negative
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.kernel.family import Family
from index_pipeline.rounding import ROUNDING

Mean = Arithmetic | WeightedSum | Geometric | Harmonic | Power | MazziottaPareto


@combine.register(Arithmetic)
@combine.register(WeightedSum)
@combine.register(Geometric)
@combine.register(Harmonic)
@combine.register(Power)
@combine.register(MazziottaPareto)
def mean(rule: Mean, family: Family) -> Floats:
    """Return a weighted mean or sum of the children: the formulas are those of the records.

    A build takes the arithmetic mean and the weighted sum from `methods/aggregate.sql`, which has the same formulas.

    A child without a score is ignored, and the other weights are renormalised.

    Returns:
        (draw, year, region); NaN if no child is left.

    Raises:
        MethodError: a negative score under a mean that is not defined for it, or a score that is not finite.
    """
    value = np.zeros(np.broadcast_shapes(family.weights[:, 0].shape, *(child.shape for child in family.scores)))
    used = np.flatnonzero(family.weights.any(axis=0)).tolist()
    children, w = [family.scores[i] for i in used], family.weights[:, used]
    weight, part = np.zeros((1, 1, 1)) if family.gaps else w.sum(1), np.empty_like(value)
    zero = np.zeros((), bool)
    for i, child in enumerate(children):
        s = _guard(child, rule, family)
        if _vanishes(rule) and (s <= 0).any():
            zero = zero | ((s <= 0) & (w[:, i] > 0))
            s = np.where(s <= 0, 1.0, s)
        term = _forward(rule, s)
        if family.gaps:
            present = ~np.isnan(term)
            if present.all():
                weight = weight + w[:, i]
            else:
                weight = weight + np.multiply(w[:, i], present, out=part)
                term = np.where(present, term, 0.0)
        value += np.multiply(w[:, i], term, out=part)
    if isinstance(rule, (Arithmetic, WeightedSum)):
        value = _without_rest(value, children, w)
    with np.errstate(invalid="ignore", divide="ignore"):
        if isinstance(rule, WeightedSum):
            total = w.sum(1)
            return np.where(weight > 0, np.where(weight < total, value * (total / weight), value), np.nan)
        score = average = _back(rule, value / weight)
    if isinstance(rule, MazziottaPareto):
        score = _penalised(rule, children, w, average)
    lost = np.isinf(score)
    if not isinstance(rule, Arithmetic) and (average == 0).any():  # a penalty may take all of a mean that is not 0
        lost |= (average == 0) & ~zero & _any_positive(children, w)
    if lost.any():
        _, year, region = np.argwhere(lost)[0]
        raise MethodError.at(family.at(year, region), said("own_score_too_large"))
    return np.where(zero, 0.0, score) if zero.any() else score


def _any_positive(children: Sequence[Floats], w: Floats) -> Flags:
    """Return where a child with weight scores above zero, so that a mean of 0 has underflown."""
    return np.asarray(sum((child > 0) & (w[:, i] > 0) for i, child in enumerate(children)), bool)


def _without_rest(value: Floats, children: Sequence[Floats], w: Floats) -> Floats:
    """Return weighted sums of scores, 0 if they cancel up to rounding."""
    least = np.fmin.reduce([np.fmin.reduce(child, axis=None) for child in children], initial=0.0)
    if least == 0:
        return value
    greatest = np.fmax.reduce([np.fmax.reduce(child, axis=None) for child in children], initial=-least)
    distance = np.abs(value)
    near = (distance > 0) & (distance <= ROUNDING * greatest * w.sum(1))  # no size is above this one
    if near.any():
        of_near = [
            (np.broadcast_to(a, value.shape)[near] for a in (w[:, i], child)) for i, child in enumerate(children)
        ]
        size = sum(weight * np.abs(np.nan_to_num(score)) for weight, score in of_near)
        value[near] = np.where(distance[near] > ROUNDING * size, value[near], 0.0)
    return value


def _guard(s: Floats, rule: Mean, family: Family) -> Floats:
    """Raise scores to the rule's floor; without one, refuse those that are negative."""
    if isinstance(rule, Guarded) and rule.floor > 0:
        return np.maximum(s, rule.floor)
    return refuse_negative(s, family) if rule.refuses_negative else s


def _vanishes(rule: Mean) -> bool:
    """Return whether one child of 0 makes the mean 0."""
    return isinstance(rule, (Geometric, Harmonic)) or (isinstance(rule, Power) and rule.exponent < 0)


def _forward(rule: Mean, s: Floats) -> Floats:
    if isinstance(rule, Geometric):
        return np.log(s)
    if isinstance(rule, Harmonic):
        return 1.0 / s
    with np.errstate(over="ignore"):
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
