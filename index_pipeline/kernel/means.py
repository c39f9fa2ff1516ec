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
    used = np.flatnonzero(family.weights.any(axis=(0, 2, 3))).tolist()
    if not used:
        return np.full(np.broadcast_shapes(family.by_child[0].shape, *(s.shape for s in family.scores)), np.nan)
    children, w = np.stack(np.broadcast_arrays(*(family.scores[i] for i in used))), family.by_child[used]
    s = _guard(children, [family.axes.indicator_ids[i] for i in used], rule, family)
    zero: Flags = np.zeros((), bool)
    if _vanishes(rule) and (s <= 0).any():
        zero = np.asarray(((s <= 0) & (w > 0)).any(0))
        s = np.where(s <= 0, 1.0, s)
    term, weight = _forward(rule, s), w.sum(0)
    if family.gaps and not (present := ~np.isnan(term)).all():
        term, weight = np.where(present, term, 0.0), _sum(w, present.astype(float))
    value = _sum(w, term)
    if isinstance(rule, (Arithmetic, WeightedSum)):
        value = _without_rest(value, children, w)
    with np.errstate(invalid="ignore", divide="ignore"):
        if isinstance(rule, WeightedSum):
            total = w.sum(0)
            return np.where(weight > 0, np.where(weight < total, value * (total / weight), value), np.nan)
        score = average = _back(rule, value / weight)
    if isinstance(rule, MazziottaPareto):
        score = _penalised(rule, children, w, average)
    lost = np.isinf(score)
    if not isinstance(rule, Arithmetic) and (average == 0).any():  # a penalty may take all of a mean that is not 0
        lost |= (average == 0) & ~zero & ((children > 0) & (w > 0)).any(0)  # a mean of 0 has underflown
    if lost.any():
        _, year, region = np.argwhere(lost)[0]
        raise MethodError.at(family.at(year, region), said("own_score_too_large"))
    return np.where(zero, 0.0, score) if zero.any() else score


def _sum(w: Floats, s: Floats) -> Floats:
    """Return the sum of numbers (child, draw or 1, year, region), each times its weight (child, draw, 1, 1)."""
    return np.asarray(np.einsum("cd,cdyr->dyr", w[:, :, 0, 0], s))


def _without_rest(value: Floats, children: Floats, w: Floats) -> Floats:
    """Return weighted sums of scores, 0 if they cancel up to rounding."""
    least = np.fmin.reduce(children, axis=None, initial=0.0)
    if least == 0:
        return value
    greatest = np.fmax.reduce(children, axis=None, initial=-least)
    distance = np.abs(value)
    near = (distance > 0) & (distance <= ROUNDING * greatest * w.sum(0))  # no size is above this one
    if near.any():
        size = _sum(w, np.abs(np.nan_to_num(children)))
        value = np.where(near & (distance <= ROUNDING * size), 0.0, value)
    return value


def _guard(s: Floats, names: Sequence[str], rule: Mean, family: Family) -> Floats:
    """Raise scores to the rule's floor; without one, refuse those that are negative."""
    if isinstance(rule, Guarded) and rule.floor > 0:
        return np.maximum(s, rule.floor)
    if rule.refuses_negative:
        return refuse_negative(s, names, family)
    return s


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


def _penalised(rule: MazziottaPareto, children: Floats, w: Floats, mean: Floats) -> Floats:
    """Return M ± S²/M; infinite if S² is."""
    counted = ~np.isnan(children) & (w > 0)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        squares = _sum(w, np.where(counted, (children - mean) ** 2, 0.0))
        variance, number = squares / _sum(w, counted.astype(float)), counted.sum(0)
        if rule.variance == "sample":
            variance = np.where(number > 1, variance * number / (number - 1), variance)
        penalty = variance / mean
    sign = 1.0 if rule.penalty == "above" else -1.0
    return np.where((mean == 0) | np.isinf(mean), mean, mean + sign * penalty)
