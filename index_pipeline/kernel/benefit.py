"""Benefit of the doubt: each region has the weights that give it the best score, by a linear programme."""

from dataclasses import dataclass

import numpy as np

from index_pipeline.framework.methods import BenefitOfTheDoubt
from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.combination import combine, refuse_negative
from index_pipeline.kernel.errors import MethodError, NoResultError, said
from index_pipeline.kernel.family import Family
from index_pipeline.rounding import reaches


@dataclass(frozen=True)
class Benefit:
    """Scores (draw, year, region) under the benefit of the doubt, and the weights (child, draw, year, region)."""

    scores: Floats
    weights: Floats


@combine.register
def benefit_of_the_doubt(rule: BenefitOfTheDoubt, family: Family) -> Floats:
    """Return the scores of `benefit`; (draw, year, region)."""
    return benefit(rule, family).scores


def benefit(rule: BenefitOfTheDoubt, family: Family) -> Benefit:
    """Score each region by ``max Σ w s`` subject to ``Σ w s_k ≤ ceiling`` for every peer k and ``w ≥ 0``.

    Each child's part w s of the region's own score is between `least_share` and `greatest_share` of it. A child
    without a score has no weight for that region, and puts no bound on a peer. The weights of the tree are ignored.

    Returns:
        Scores between 0 and the ceiling (peers of other years may leave room above it), NaN if no child has one,
        and weights, NaN if a child has no score.

    Raises:
        MethodError: a child scores below zero; no weights meet the bounds, or a child is 0 for every peer so that
            its weight has no bound.

    Source: Cherchye et al. (2007), Social Indicators Research 82; Melyn and Moesen (1991). Solved by HiGHS.
    """
    s = refuse_negative(family.stacked, family.axes.indicator_ids, family)
    scores, weights = np.full(s.shape[1:], np.nan), np.full(s.shape, np.nan)
    for draw, year in np.ndindex(s.shape[1:3]):
        own = s[:, draw, year].T
        among = s[:, draw, family.reference].reshape(len(s), -1).T if rule.peers == "reference" else own
        peers = np.nan_to_num(among[~np.isnan(among).all(1)])
        for pattern in np.unique(~np.isnan(own), axis=0):
            if not pattern.any():
                continue
            rows, seen = np.flatnonzero((~np.isnan(own) == pattern).all(1)), np.flatnonzero(pattern)
            found = _weights(rule, own[np.ix_(rows, seen)], frontier(peers[:, seen]), family, year, rows)
            weights[np.ix_(seen, [draw], [year], rows)] = found.T[:, None, None] * family.scale[1]
            scores[draw, year, rows] = (found * own[np.ix_(rows, seen)]).sum(1) * family.scale[1]
    return Benefit(scores, weights)


def _weights(
    rule: BenefitOfTheDoubt, own: Floats, peers: Floats, family: Family, year: int, rows: np.ndarray
) -> Floats:
    try:
        return best_weights(own, peers, rule.least_share, rule.greatest_share)
    except NoResultError:
        for region, one in zip(rows, own, strict=True):
            try:
                best_weights(one[None], peers, rule.least_share, rule.greatest_share)
            except NoResultError as error:
                raise MethodError.at(family.at(year, region), error.said) from error
        raise


def frontier(scores: Floats) -> Floats:
    """Return the peers (rows) that no other peer equals or exceeds in every child: only these limit the weights."""
    left, kept = scores[np.argsort(-scores.sum(axis=1), kind="stable")], []
    while len(left):
        kept.append(left[0])
        left = left[(left > left[0]).any(axis=1)]
    return np.array(kept).reshape(-1, scores.shape[1])


def best_weights(own: Floats, peers: Floats, least_share: float, greatest_share: float) -> Floats:
    """Return, of each region, the weights w ≥ 0 that maximise ``w · own`` under ``peers @ w ≤ 1`` and share bounds.

    Args:
        own: (region, child), without gaps; the regions' programmes are solved as one.
        peers: (peer, child).
        least_share: Of a child's part of the region's own score.
        greatest_share: Of the same.

    Returns:
        (region, child).

    Raises:
        NoResultError: no weights meet the bounds, or the maximum has no bound.
    """
    from scipy.optimize import linprog
    from scipy.sparse import block_diag, csr_array, vstack

    n, k = own.shape
    if not reaches(1.0, least_share * k) or not reaches(greatest_share * k, 1.0):
        raise NoResultError(said("shares_impossible", count=k, least=least_share, greatest=greatest_share))
    columns = np.repeat(np.arange(n * k).reshape(n, 1, k), len(peers), axis=1)
    of_peers = (np.tile(peers.reshape(-1), n), columns.reshape(-1), np.arange(0, columns.size + 1, k))
    rows, limits = [csr_array(of_peers, shape=(n * len(peers), n * k))], [np.ones(n * len(peers))]
    for bounded, sign, share in ((greatest_share < 1, 1.0, greatest_share), (least_share > 0, -1.0, least_share)):
        if bounded:
            rows.append(block_diag([sign * (np.diag(one) - share * one) for one in own]))
            limits.append(np.zeros(n * k))
    found = linprog(
        -own.reshape(-1),
        A_ub=vstack(rows).tocsr() if rows[1:] else rows[0],
        b_ub=np.concatenate(limits),
        bounds=(0, None),
        method="highs",
    )
    if found.status == 3:
        raise NoResultError(said("weight_unbounded"))
    if not found.success:
        raise NoResultError(said("no_solution", message=found.message))
    return np.asarray(found.x).reshape(n, k)
