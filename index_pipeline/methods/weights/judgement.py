"""Weights from judgements, bounds on weights, and combinations of weights."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.framework.methods import Ahp, Combination
from index_pipeline.kernel.arrays import Floats
from index_pipeline.language import Both
from index_pipeline.methods.weights.sample import SOLVED, Statistic, WeightingError, Weights, shares
from index_pipeline.rounding import ROUNDING, reaches

RANDOM_INDEX = {
    "saaty": (0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45),
    "variant": (0.52, 0.89, 1.12, 1.26, 1.36, 1.41, 1.46),
}
"""Mean consistency index of random judgement matrices of 3 to 9 children, as Saaty and as others print them."""


def ahp(children: tuple[str, ...], method: Ahp) -> Weights:
    """Weigh by the principal eigenvector of the judgement matrix; several matrices by their geometric mean.

    ``CI = (λ − k)/(k − 1)``, ``CR = CI/RI(k)``; two children are always consistent.

    Args:
        children: Order of the weights returned.
        method: Judgements, limit of CR and table of RI.

    Raises:
        WeightingError: the consistency ratio reaches the limit.

    Source: Saaty (1980), The Analytic Hierarchy Process.
    """
    matrix = np.exp(np.mean([np.log(np.array(one)) for one in method.judgements], axis=0))
    values, vectors = np.linalg.eig(matrix)
    principal = int(np.argmax(values.real))
    k, largest = len(matrix), float(values[principal].real)
    index = (largest - k) / (k - 1)
    statistics = [Statistic("largest_eigenvalue", largest), Statistic("consistency_index", index)]
    if k > 2:
        random = RANDOM_INDEX[method.random_index][k - 3]
        ratio = index / random
        statistics += [Statistic("random_index", random), Statistic("consistency_ratio", ratio)]
        if reaches(ratio, method.limit):
            raise WeightingError(
                Both(
                    f"its judgement matrix has a consistency ratio of {ratio:.4f} (RI {random:g}, table "
                    f"{method.random_index}), not below {method.limit:g}: revise the judgements",
                    f"判断矩阵的一致性比率为 {ratio:.4f}（RI {random:g}，表 {method.random_index}），不低于 "
                    f"{method.limit:g}：请修改判断",
                )
            )
    weights = shares(np.abs(vectors[:, principal].real))
    return Weights(weights[[method.children.index(child) for child in children]], tuple(statistics))


def combination(parts: Sequence[Weights], method: Combination) -> Weights:
    """Combine several sets of weights, by the rule of `method`.

    The statistics give each part's proportion (`alpha_1` …); for `game_theory` also its coefficient as solved
    (`coefficient_1` …): a negative one says that the sets are in conflict, and counts with its absolute value.

    Raises:
        WeightingError: products that are all zero, or coefficients that the sets do not determine.
    """
    sets = np.array([part.shares for part in parts])
    if method.rule in ("multiplicative", "relative_entropy"):
        power = 1.0 if method.rule == "multiplicative" else 1.0 / len(sets)
        return Weights(shares(np.prod(sets, axis=0) ** power))
    statistics: tuple[Statistic, ...] = ()
    if method.rule == "additive":
        alphas = np.array(method.proportions if method.proportions else [1.0] * len(sets))
    else:
        gram = sets @ sets.T
        coefficients = np.linalg.lstsq(gram, np.diag(gram))[0]
        if not np.allclose(gram @ coefficients, np.diag(gram), rtol=SOLVED):
            raise WeightingError(
                Both(
                    "the sets of weights are too alike for coefficients of a game: choose another rule",
                    "各组权重过于接近，无法求得博弈组合系数：请改用其他规则",
                )
            )
        statistics = tuple(Statistic(f"coefficient_{n}", float(a)) for n, a in enumerate(coefficients, start=1))
        alphas = np.abs(coefficients)
    alphas = shares(alphas)
    statistics += tuple(Statistic(f"alpha_{n}", float(alpha)) for n, alpha in enumerate(alphas, start=1))
    return Weights(shares(alphas @ sets), statistics)


def capped(weights: Floats, cap: float | None) -> Floats:
    """Bound each share by `cap`; the excess goes to the others in proportion, until none exceeds it.

    Raises:
        WeightingError: the children are too few to share 1 with none above the cap, or those that could take up
            the excess have no weight.
    """
    if cap is None or (weights <= cap * (1 + ROUNDING)).all():
        return weights
    if not reaches(cap * len(weights), 1.0):
        raise WeightingError(
            Both(
                f"{len(weights)} children cannot share the weight with none above {cap:g}: raise the cap",
                f"{len(weights)} 项下级指标的权重无法都不超过 {cap:g}：请提高上限",
            )
        )
    over = np.zeros(len(weights), bool)
    capped_weights = weights
    while (capped_weights[~over] > cap * (1 + ROUNDING)).any():
        over |= capped_weights > cap
        free = weights[~over].sum()
        if not free > 0:
            raise WeightingError(
                Both(
                    f"no other child has a weight that could take up what is above the cap {cap:g}",
                    f"没有其他下级指标可承接超出上限 {cap:g} 的权重",
                )
            )
        capped_weights = np.where(over, cap, weights * (1 - cap * over.sum()) / free)
    return capped_weights
