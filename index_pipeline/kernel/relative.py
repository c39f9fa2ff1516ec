"""Aggregations that place a region against ideal points or against other regions."""

import numpy as np

from index_pipeline.framework.methods import GreyRelation, Median, RankSumRatio, Topsis
from index_pipeline.kernel.arrays import Flags, Floats
from index_pipeline.kernel.combination import combine
from index_pipeline.kernel.family import Family
from index_pipeline.kernel.moments import length
from index_pipeline.kernel.ranks import mean_ranks
from index_pipeline.rounding import is_constant, rounding_of


@combine.register
def median(_rule: Median, family: Family) -> Floats:
    """Return the median of the children that have a score, whatever their weights; (draw, year, region)."""
    ordered = np.sort(family.stacked, axis=0)
    count = (~np.isnan(ordered)).sum(0)
    low, high = np.maximum(count - 1, 0) // 2, np.minimum(count // 2, len(ordered) - 1)
    ends = (np.take_along_axis(ordered, at[None], 0)[0] for at in (low, high))
    return np.asarray(sum(ends) / 2)


@combine.register
def topsis(rule: Topsis, family: Family) -> Floats:
    """Return nearness to the best point, away from the worst: D⁻/(D⁺ + D⁻) on the scale; (draw, year, region).

    The distances are Euclidean, of the weighted scores. The points are the ends of the scale, or each child's least
    and greatest score of the reference period.

    Raises:
        MethodError: each child has one score over the reference period.

    Source: Hwang and Yoon (1981), Multiple Attribute Decision Making.
    """
    s, w = family.stacked, family.by_child
    worst, best = _ideals(rule, family)
    to_worst, to_best = (length(w * (s - point), axis=0)[0] for point in (worst, best))
    both = to_worst + to_best
    share = np.divide(to_worst, both, out=np.full_like(both, np.nan), where=both > 0)
    return family.on_scale(share)


@combine.register
def rank_sum_ratio(rule: RankSumRatio, family: Family) -> Floats:
    """Return the weighted mean of the children's ranks over the number of ranked regions; (draw, year, region).

    Ranks are among the regions of the year, the best is n and ties share the mean rank; ``continuous`` ones are
    ``1 + (n − 1) z``, z the position of the score on the scale.

    Source: Tian (1988), rank-sum ratio method (秩和比法).
    """
    s = family.stacked
    n = (~np.isnan(s)).sum(-1, keepdims=True)
    floor, ceiling = family.scale
    places = mean_ranks(s) if rule.ranks == "integer" else 1 + (n - 1) * (s - floor) / (ceiling - floor)
    return family.on_scale(_mean(places / np.maximum(n, 1), family))


@combine.register
def grey_relation(rule: GreyRelation, family: Family) -> Floats:
    """Return the weighted mean of ξ = (Δmin + ρΔmax)/(Δ + ρΔmax), Δ the distance to the ceiling of the scale.

    Δmin and Δmax are 0 and the length of the scale, or those of the reference period's scores; (draw, year, region).

    Raises:
        MethodError: each child scores the ceiling throughout the reference period.

    Source: Deng (1982), Systems & Control Letters 1.
    """
    distance = np.abs(family.scale[1] - family.stacked)
    nearest, farthest = _distances(rule, distance, family)
    return family.on_scale(
        _mean((nearest + rule.distinguishing * farthest) / (distance + rule.distinguishing * farthest), family)
    )


def _mean(x: Floats, family: Family) -> Floats:
    """Return the weighted mean over the children with a score."""
    known, w = ~np.isnan(x), family.by_child
    weight = (w * known).sum(0)
    total = (w * np.where(known, x, 0.0)).sum(0)
    mean: Floats = np.divide(total, weight, out=np.full_like(total, np.nan), where=weight > 0)
    return mean


def _ideals(rule: Topsis, family: Family) -> tuple[Floats, Floats]:
    if rule.ideal == "scale":
        floor, ceiling = family.scale
        return np.full((1, 1, 1, 1), floor), np.full((1, 1, 1, 1), ceiling)
    sample = family.stacked[:, :, family.reference]
    flat = sample.reshape(*sample.shape[:2], -1)
    one: Flags = is_constant(flat) | np.isnan(flat).all(-1)
    if (one.all(0) & ~np.isnan(flat).all((0, 2))).any():
        raise family.refusal("one_score_each")
    worst, best = np.fmin.reduce(flat, -1, initial=np.nan), np.fmax.reduce(flat, -1, initial=np.nan)
    return worst[..., None, None], best[..., None, None]


def _distances(rule: GreyRelation, distance: Floats, family: Family) -> tuple[Floats, Floats]:
    floor, ceiling = family.scale
    nothing, length = np.zeros((1, 1, 1)), np.full((1, 1, 1), ceiling - floor)
    sample = distance[:, :, family.reference]
    if rule.distances == "scale" or np.isnan(sample).all():
        return nothing, length
    by_draw = sample.swapaxes(0, 1).reshape(distance.shape[1], -1)
    nearest, farthest = np.fmin.reduce(by_draw, 1), np.fmax.reduce(by_draw, 1)
    if not (farthest > rounding_of(family.scale)).all():
        raise family.refusal("ceiling_throughout")
    return nearest[:, None, None], farthest[:, None, None]
