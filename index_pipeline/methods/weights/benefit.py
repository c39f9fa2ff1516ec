"""Weights that suit the regions best, on average."""

import numpy as np

from index_pipeline.framework.methods import BenefitOfTheDoubtShares
from index_pipeline.kernel.benefit import best_weights, frontier
from index_pipeline.kernel.errors import NoResultError
from index_pipeline.language import Both
from index_pipeline.methods.weights.sample import Sample, WeightingError, Weights, by_child, shares


def mean_best_shares(sample: Sample, method: BenefitOfTheDoubtShares) -> Weights:
    """Weigh by the mean over regions of each child's part of the region's benefit-of-the-doubt score.

    Peers are the regions of the same year; a region without any score, or whose best score is 0, is ignored. If a
    region has several best sets of weights, the one that the solver returns for it alone is used: it does not depend
    on the other regions' order.

    Raises:
        WeightingError: a negative score, a child without a score, or bounds that leave no weights.

    Source: Cherchye et al. (2007), Social Indicators Research 82. Solved by HiGHS.
    """
    sample.refuse_missing(1)
    sample.refuse_negative()
    parts = []
    for year in np.unique(sample.years):
        rows = sample.scores[sample.years == year]
        for own in rows:
            seen = ~np.isnan(own)
            if not seen.any():
                continue
            peers = frontier(np.nan_to_num(rows)[:, seen])
            try:
                weights = best_weights(own[None, seen], peers, method.least_share, method.greatest_share)[0]
            except NoResultError as error:
                raise WeightingError(error.said) from error
            part = np.zeros(len(own))
            part[seen] = weights * own[seen]
            if part.sum() > 0:
                parts.append(part / part.sum())
    if not parts:
        raise WeightingError(Both("no region has a score above zero", "没有地区的得分大于零"))
    mean = np.mean(parts, axis=0)
    return Weights(shares(mean), by_child("mean_share", sample.children, mean))
