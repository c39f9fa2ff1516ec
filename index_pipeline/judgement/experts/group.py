"""Weights of a group of experts, what each judged, and how far they agree."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Ahp
from index_pipeline.judgement.experts.answers import Answers
from index_pipeline.judgement.experts.concordance import Concordance, kendall
from index_pipeline.judgement.experts.nodes import JudgedNode, judged, leaves
from index_pipeline.kernel.arrays import Floats
from index_pipeline.methods.weights.judgement import ahp

UNLIMITED = 1e9
"""A limit of the consistency ratio that none reaches: every ratio is reported, and judged afterwards."""


@dataclass(frozen=True)
class Judged:
    """One component.

    Attributes:
        node: The component.
        shares: (expert, child), adding up to 1 for each expert.
        group: Shares of the group: from the geometric mean of the judgements, or the mean of the allocations.
        ratios: Consistency ratio of each expert; empty under budget allocation and for two children.
        group_ratio: That of the geometric mean; None in the same cases.
        concordance: Kendall's W of the experts' rankings; None if it is not defined.
    """

    node: JudgedNode
    shares: Floats
    group: dict[str, float]
    ratios: tuple[float, ...]
    group_ratio: float | None
    concordance: Concordance | None


@dataclass(frozen=True)
class Group:
    """Every component that was judged, and Kendall's W over the weights of all indicators in the index."""

    judged: tuple[Judged, ...]
    concordance: Concordance | None


def group_of(answers: Sequence[Answers], framework: Framework) -> Group:
    """Combine the answers of experts who were asked by one method.

    Source: Saaty (1980); Aczél and Saaty (1983) for the geometric mean; OECD/JRC Handbook (2008), section 6.2.
    """
    found = tuple(_judged(node, answers) for node in judged(framework))
    weights = [
        leaves(framework, {one.node.component_id: _named(one.node, one.shares[expert]) for one in found})
        for expert in range(len(answers))
    ]
    return Group(found, kendall(np.array([list(own.values()) for own in weights])))


def _judged(node: JudgedNode, answers: Sequence[Answers]) -> Judged:
    values = [answer.values[node.component_id] for answer in answers]
    if answers[0].method == "budget_allocation":
        shares = np.array(values) / np.array(values).sum(1, keepdims=True)
        return Judged(node, shares, _named(node, shares.mean(0)), (), None, kendall(shares))
    single = [_eigenvector(node, [matrix]) for matrix in values]
    shares = np.array([own for own, _ in single])
    together, ratio = _eigenvector(node, values)
    ratios = tuple(own for _, own in single if own is not None)
    return Judged(node, shares, _named(node, together), ratios, ratio, kendall(shares))


def _eigenvector(node: JudgedNode, matrices: Sequence[Floats]) -> tuple[Floats, float | None]:
    """Return the shares and the consistency ratio of judgement matrices, by the weighting that frameworks have.

    The ratio of consistent judgements may come out below 0 by rounding: it is then 0.
    """
    judgements = tuple(tuple(map(tuple, matrix.tolist())) for matrix in matrices)
    weights = ahp(node.names, Ahp(method="ahp", children=node.names, judgements=judgements, limit=UNLIMITED))
    ratio = next((max(s.value, 0.0) for s in weights.statistics if s.name == "consistency_ratio"), None)
    return weights.shares, ratio


def _named(node: JudgedNode, shares: Floats) -> dict[str, float]:
    return dict(zip(node.names, map(float, shares), strict=True))
