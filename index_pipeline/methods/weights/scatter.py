"""纵横向拉开档次法: the weights that maximise the differences between regions and years."""

import heapq

import numpy as np

from index_pipeline.framework.methods import ScatterDegree
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.methods.weights.sample import Sample, Statistic, WeightingError, Weights, shares
from index_pipeline.rounding import ROUNDING

MOST_SETS = 100_000


def scatter_degree(sample: Sample, method: ScatterDegree) -> Weights:
    """Weigh by the w ≥ 0 of unit length that maximises ``w'Hw``, ``H = Σ_t Z_t'Z_t`` over complete rows.

    Z are scores standardised over all rows together (n − 1), or unchanged. Without the bound the maximum is the
    principal eigenvector of H, which has negative weights if children point in opposite directions.

    Raises:
        WeightingError: fewer than two complete rows, or a child with one score to standardise.

    Source: 郭亚军 (2002), 一种新的动态综合评价方法, 管理科学学报 5(2); the bound w ≥ 0 is ours.
    """
    z = sample.varied(2) if method.standardise else sample.complete(2)
    if method.standardise:
        z = (z - z.mean(axis=0)) / z.std(axis=0, ddof=1)
    weights, value = largest(z.T @ z)
    return Weights(shares(weights), (Statistic("scatter", value),))


def largest(h: Floats) -> tuple[Floats, float]:
    """Return the w ≥ 0 with ‖w‖ = 1 that maximises ``w'Hw``, and the maximum.

    On the children with w > 0 the maximiser is the principal eigenvector of their part of H, and the largest
    eigenvalue of a set bounds that of its subsets: sets are searched by largest eigenvalue, the whole set first,
    each without one child next, until a principal eigenvector has no negative weight.
    """
    whole = tuple(range(len(h)))
    queue, seen = [_entry(h, whole)], {whole}
    while queue:
        value, members, weights = heapq.heappop(queue)
        if weights is not None:
            full = np.zeros(len(h))
            full[list(members)] = weights
            return full, -value
        for left_out in members:
            rest = tuple(j for j in members if j != left_out)
            if rest and rest not in seen:
                seen.add(rest)
                heapq.heappush(queue, _entry(h, rest))
        if len(seen) > MOST_SETS:
            break
    raise WeightingError(
        Both(
            "the children run against each other in too many ways for non-negative weights to be found: review their "
            "directions, or choose another weighting",
            "下级指标之间方向冲突过多，找不到非负权重：请复核其方向，或改用其他赋权方法",
        )
    )


def _entry(h: Floats, members: tuple[int, ...]) -> tuple[float, tuple[int, ...], Floats | None]:
    values, vectors = np.linalg.eigh(h[np.ix_(members, members)])
    vector = vectors[:, -1] * (1.0 if vectors[:, -1].sum() >= 0 else -1.0)
    return -float(values[-1]), members, np.clip(vector, 0, None) if (vector >= -ROUNDING).all() else None
