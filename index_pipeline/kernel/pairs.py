"""Aggregations that compare each region with each other one: outranking, and wins minus losses."""

import numpy as np

from index_pipeline.framework.methods import Copeland, MeanOutranking
from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.combination import combine
from index_pipeline.kernel.family import Family
from index_pipeline.rounding import ROUNDING, levels

COMPARED_AT_ONCE = 500_000
"""Pairs of regions that are compared at a time: bounds memory, whatever their number."""

MOST_REGIONS = 50_000
"""More regions than this are not compared pair by pair: the time grows with the square of their number."""


@combine.register
def mean_outranking(_rule: MeanOutranking, family: Family) -> Floats:
    """Return the mean of a region's outrankings over the others of the year, on the scale; (draw, year, region).

    The outranking of i over k is ``Σ w[s_i > s_k] + ½ Σ w[s_i = s_k]`` over ``Σ w``, the sums over the children
    that both have a score for, so that it does not depend on the order of rows and i over k and k over i add up
    to 1; scores are equal that are tied up to rounding. Two regions without a child in common are not compared; a
    region that is compared with none has no score.

    Raises:
        MethodError: there are more regions than are compared pair by pair.

    Source: Munda and Nardo (2009), Applied Economics 41; Becker et al. (2022), COINr, on outrankMatrix().
    """
    return family.on_scale(_shares(family, majority=False))


@combine.register
def copeland(_rule: Copeland, family: Family) -> Floats:
    """Return the mean of 1, ½ or 0 as a region's outranking is above, at or below ½; (draw, year, region).

    That is Copeland's wins minus losses, rescaled to the ends of the scale; see `mean_outranking`.
    """
    return family.on_scale(_shares(family, majority=True))


def outranking(scores: Floats, weights: Floats, rows: slice = slice(None)) -> Floats:
    """Return the outranking of each region over each other one; NaN over itself and for no child in common.

    Args:
        scores: (child, sample, region), NaN if missing; those that are tied are equal.
        weights: (child, sample).
        rows: The regions to compare with all; every one by default.

    Returns:
        (sample, compared region, region).
    """
    own = scores[..., rows]
    better = np.zeros((*own.shape[1:], scores.shape[2]))
    shared = np.zeros_like(better)
    for column, others, weight in zip(own, scores, weights, strict=True):
        w = weight[:, None, None]
        better += w * (column[:, :, None] > others[:, None]) + 0.5 * w * (column[:, :, None] == others[:, None])
        shared += w * (~np.isnan(column)[:, :, None] & ~np.isnan(others)[:, None])
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Floats = better / shared
    share[:, np.arange(own.shape[2]), np.arange(scores.shape[2])[rows]] = np.nan
    return share


def _shares(family: Family, *, majority: bool) -> Floats:
    s = family.stacked
    children, draws, years, regions = s.shape
    if regions > MOST_REGIONS:
        raise family.refusal("too_many_regions", most=MOST_REGIONS, regions=regions)
    samples = np.arange(children * draws * years).repeat(regions)
    tied = levels(s.reshape(-1), "greatest", samples).reshape(children, draws * years, regions)
    weights = np.broadcast_to(family.by_child[..., 0], (children, max(draws, family.weights.shape[0]), years))
    if weights.shape[1] > draws:
        tied = np.repeat(tied.reshape(children, draws, -1), weights.shape[1], axis=1).reshape(children, -1, regions)
    weights = weights.reshape(children, -1)
    shares = np.full((weights.shape[1], regions), np.nan)
    rows = max(1, COMPARED_AT_ONCE // regions)
    together = max(1, rows // regions)
    for sample in range(0, len(shares), together):
        some = slice(sample, sample + together)
        for start in range(0, regions, rows):
            part = slice(start, min(start + rows, regions))
            shares[some, part] = _mean_of(outranking(tied[:, some], weights[:, some], part), majority)
    return shares.reshape(-1, years, regions)


def _mean_of(compared: Floats, majority: bool) -> Floats:
    if majority:
        compared = (np.sign(np.where(np.abs(compared - 0.5) <= ROUNDING, 0.0, compared - 0.5)) + 1) / 2
    number = (~np.isnan(compared)).sum(-1)
    total = np.nansum(compared, axis=-1)
    mean: Floats = np.divide(total, number, out=np.full_like(total, np.nan), where=number > 0)
    return mean
