"""Benefit of the doubt: each region is weighed as suits it best, by a linear programme."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import BenefitOfTheDoubt
from index_pipeline.methods.errors import MethodError
from index_pipeline.methods.matrix import Matrix, matrices
from index_pipeline.rounding import reaches

Floats = NDArray[np.float64]
KEY = [("component_id", pa.string()), ("ref_area", pa.string()), ("time_period", pa.int32())]
SCORES = pa.schema([*KEY, ("score", pa.float64())])
WEIGHTS = pa.schema([*KEY, ("child_id", pa.string()), ("weight", pa.float64()), ("share", pa.float64())])


@dataclass(frozen=True)
class Benefit:
    """Scores of regions under the benefit of the doubt, and the weights that each of them chose."""

    scores: pa.Table
    weights: pa.Table


def benefit_of_the_doubt(parts: pa.Table, aggregation: BenefitOfTheDoubt, framework: Framework) -> Benefit:
    """Score each region by ``max Σ w s`` subject to ``Σ w s_k ≤ ceiling`` for every peer k and ``w ≥ 0``.

    Each child's part w s of the region's own score lies between `least_share` and `greatest_share` of it. A child
    without a score has no weight for that region, and puts no bound on a peer.

    Args:
        parts: Scores of the children of one component, without gaps and not negative.
        aggregation: Peers and bounds.
        framework: Gives ceiling and reference period.

    Returns:
        Scores between 0 and the ceiling (peers of other years may leave room above it), and the weights, whose
        `share` is the child's part of the region's score.

    Raises:
        MethodError: the bounds leave no weights, or a child is 0 for every peer so that its weight has no bound.

    Source: Cherchye et al. (2007), Social Indicators Research 82; Melyn and Moesen (1991). Solved by HiGHS.
    """
    years = list(matrices(parts))
    span = framework.definition.fitted_on.range
    reference = [matrix for matrix in years if matrix.time_period in span]
    rows = [
        row
        for matrix in years
        for row in _weights(matrix, reference if aggregation.peers == "reference" else [matrix], aggregation, framework)
    ]
    weights = pa.Table.from_pylist([{name: row[name] for name in WEIGHTS.names} for row in rows], schema=WEIGHTS)
    scores = {(row["component_id"], row["ref_area"], row["time_period"]): row["score"] for row in rows}
    found = [{"component_id": c, "ref_area": a, "time_period": t, "score": s} for (c, a, t), s in scores.items()]
    return Benefit(pa.Table.from_pylist(found, schema=SCORES), weights)


def _weights(
    matrix: Matrix, peers: list[Matrix], aggregation: BenefitOfTheDoubt, framework: Framework
) -> Iterator[dict[str, Any]]:
    bounds = Peers(np.vstack([_aligned(peer, matrix.children) for peer in peers]))
    ceiling = framework.definition.scale[1]
    for area, own in zip(matrix.ref_areas, matrix.scores, strict=True):
        seen = np.flatnonzero(~np.isnan(own))
        try:
            weights = best_weights(own[seen], bounds.of(seen), aggregation.least_share, aggregation.greatest_share)
        except ValueError as error:
            raise MethodError(
                f"component {matrix.component_id}, region {area}, {matrix.time_period}: {error}"
            ) from error
        total = float(weights @ own[seen])
        for j, weight in zip(seen, weights * ceiling, strict=True):
            yield {
                "component_id": matrix.component_id,
                "ref_area": area,
                "time_period": matrix.time_period,
                "child_id": matrix.children[j],
                "weight": float(weight),
                "share": float(weight * own[j] / (total * ceiling)) if total else 0.0,
                "score": total * ceiling,
            }


@dataclass(frozen=True)
class Peers:
    """Scores of the peers, 0 where missing, and those of them that bound weights, by the children that these are of."""

    scores: Floats
    found: dict[tuple[int, ...], Floats] = field(default_factory=dict)

    def of(self, children: NDArray[np.integer]) -> Floats:
        """Return the peers that no other one equals or exceeds in each of `children`: those that bound weights."""
        key = tuple(children.tolist())
        if key not in self.found:
            self.found[key] = _frontier(self.scores[:, children])
        return self.found[key]


def _frontier(scores: Floats) -> Floats:
    left, kept = scores[np.argsort(-scores.sum(axis=1), kind="stable")], []
    while len(left):
        kept.append(left[0])
        left = left[(left > left[0]).any(axis=1)]
    return np.array(kept).reshape(-1, scores.shape[1])


def best_weights(own: Floats, peers: Floats, least_share: float, greatest_share: float) -> Floats:
    """Return the weights w ≥ 0 that maximise ``w · own`` subject to ``peers @ w ≤ 1`` and the bounds on shares.

    Raises:
        ValueError: no weights meet the bounds, or the maximum has no bound.
    """
    from scipy.optimize import linprog

    k = len(own)
    if not reaches(1.0, least_share * k) or not reaches(greatest_share * k, 1.0):
        raise ValueError(f"{k} children cannot each have a share from {least_share:g} to {greatest_share:g}")
    rows, limits = [peers], [np.ones(len(peers))]
    if greatest_share < 1:
        rows.append(np.diag(own) - greatest_share * own)
        limits.append(np.zeros(k))
    if least_share > 0:
        rows.append(least_share * own - np.diag(own))
        limits.append(np.zeros(k))
    found = linprog(-own, A_ub=np.vstack(rows), b_ub=np.concatenate(limits), bounds=(0, None), method="highs")
    if found.status == 3:
        raise ValueError("a child scores 0 for every peer, so that its weight has no bound")
    if not found.success:
        raise ValueError(f"the linear programme has no solution: {found.message}")
    return np.asarray(found.x)


def _aligned(matrix: Matrix, children: list[str]) -> Floats:
    columns = {name: j for j, name in enumerate(matrix.children)}
    grid = np.zeros((len(matrix.scores), len(children)))
    for j, name in enumerate(children):
        if name in columns:
            grid[:, j] = np.nan_to_num(matrix.scores[:, columns[name]])
    return grid
