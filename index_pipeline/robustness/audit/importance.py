"""The influence of children on a component, compared with their weight, and what components add to the index."""

import numpy as np
import pyarrow as pa

from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.ranks import rank
from index_pipeline.robustness.audit.scores import Scores
from index_pipeline.robustness.comparison import correlation
from index_pipeline.rounding import ROUNDING, is_constant, levels
from index_pipeline.tables import AUDIT_ADDED_VALUE, AUDIT_IMPORTANCE, finite

DEGREES = (1, 2, 3)
TOLERANCE = 1.5
"""A child whose share of importance is above or below its share of weight by this factor is flagged."""

APART, LEAST_APART = 5, 0.2


def importance(child: Floats, parent: Floats) -> float:
    """Estimate Var(E[parent | child]) / Var(parent), the first-order sensitivity of a component to one child.

    E[parent | child] is a polynomial of degree 1, 2 or 3, below the number of distinct values of the child: the one
    whose leave-one-out errors are least; the estimate is its R². NaN if fewer than 6 regions have both, or either is
    constant.

    Source: Paruolo, Saisana and Saltelli (2013), JRSS A 176; they smooth by local linear regression.
    """
    both = ~np.isnan(child) & ~np.isnan(parent)
    x, y = child[both], parent[both]
    if len(x) < 6 or is_constant(x) or is_constant(y):
        return np.nan
    z = 2 * (x - x.min()) / np.ptp(x) - 1
    best, share = np.inf, np.nan
    distinct = len(np.unique(levels(x, "greatest")))
    for degree in (each for each in DEGREES if each < distinct):
        q, _ = np.linalg.qr(np.polynomial.chebyshev.chebvander(z, degree))
        residual = y - q @ (q.T @ y)
        leverage = np.minimum((q**2).sum(axis=1), 1 - ROUNDING)
        error = float(np.sum((residual / (1 - leverage)) ** 2))
        if error < best:
            best, share = error, 1 - float(residual @ residual / np.sum((y - y.mean()) ** 2))
    return share


def audit_importance(scores: Scores) -> pa.Table:
    """Return `tables.AUDIT_IMPORTANCE`, for every edge of the tree."""
    rows = []
    for node in scores.tree.nodes:
        weights = scores.tree.weights[node.edges]
        parent = scores.of(node.component_id)
        names = scores.children[node.component_id]
        found = np.array([importance(scores.of(name), parent) for name in names])
        total = np.nansum(found)
        for name, weight, value in zip(names, weights / weights.sum(), found, strict=True):
            portion = value / total if total > 0 else np.nan
            rows.append(
                {
                    "component_id": node.component_id,
                    "child_id": name,
                    "share": float(weight),
                    "importance": finite(value),
                    "importance_share": finite(portion),
                    "flag": _flag(portion / weight),
                }
            )
    return AUDIT_IMPORTANCE.of_rows(rows)


def audit_added_value(scores: Scores) -> pa.Table:
    """Return `tables.AUDIT_ADDED_VALUE`, for every component below the index."""
    rows = []
    index = scores.of(scores.index_id)
    for name in scores.children:
        if name == scores.index_id:
            continue
        own = scores.of(name)
        both = ~np.isnan(own) & ~np.isnan(index)
        ranks = rank(np.stack([own[both], index[both]])).astype(int)
        distinct = both.any() and bool((ranks > 0).all())
        share = float((np.abs(ranks[0] - ranks[1]) >= APART).mean()) if distinct else None
        rows.append(
            {
                "component_id": name,
                "regions": int(both.sum()),
                "share_apart": share,
                "spearman": correlation(own[both], index[both], "spearman"),
                "flag": "repeats" if share is not None and share < LEAST_APART else None,
            }
        )
    return AUDIT_ADDED_VALUE.of_rows(rows)


def _flag(ratio: float) -> str | None:
    if ratio > TOLERANCE:
        return "outweighs"
    return "underweighs" if ratio < 1 / TOLERANCE else None
