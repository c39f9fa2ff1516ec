"""Weights that suit the regions best, on average."""

import numpy as np

from index_pipeline.framework.methods import BenefitOfTheDoubtShares
from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.benefit import best_weights, frontier
from index_pipeline.kernel.errors import NoResultError
from index_pipeline.language import Both
from index_pipeline.methods.weights.sample import Sample, WeightingError, Weights, by_child, shares


def mean_best_shares(sample: Sample, method: BenefitOfTheDoubtShares) -> Weights:
    """Weigh by the mean over regions of each child's part of the region's benefit-of-the-doubt score.

    Peers are the regions of the same year; a region without any score, or whose scores are all zero, is ignored.
    Regions of a year with scores of the same children are solved as one programme. If a region has several best sets
    of weights, the one that the solver returns is used.

    Raises:
        WeightingError: a negative score, a child without a score, or bounds that leave no weights.

    Source: Cherchye et al. (2007), Social Indicators Research 82. Solved by HiGHS.
    """
    sample.refuse_missing(1)
    sample.refuse_negative()
    parts = np.zeros_like(sample.scores)
    for year in np.unique(sample.years):
        of_year = sample.years == year
        seen_by_row, peers = ~np.isnan(sample.scores), np.nan_to_num(sample.scores[of_year])
        for seen in np.unique(seen_by_row[of_year], axis=0):
            if seen.any():
                alike = np.ix_(of_year & (seen_by_row == seen).all(1), seen)
                parts[alike] = _parts(sample.scores[alike], frontier(peers[:, seen]), method)
    scored = parts[parts.sum(axis=1) > 0]
    if not len(scored):
        raise WeightingError(Both("no region has a score above zero", "没有地区的得分大于零"))
    mean = (scored / scored.sum(axis=1, keepdims=True)).mean(axis=0)
    return Weights(shares(mean), by_child("mean_share", sample.children, mean))


def _parts(own: Floats, peers: Floats, method: BenefitOfTheDoubtShares) -> Floats:
    """Return each child's part of each region's best score; (region, child)."""
    try:
        return own * best_weights(own, peers, method.least_share, method.greatest_share)
    except NoResultError as error:
        raise WeightingError(error.said) from error
