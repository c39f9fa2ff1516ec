"""Weights by the grades of the evidence."""

from collections.abc import Mapping, Sequence

import numpy as np

from index_pipeline.framework.methods import ByGrade
from index_pipeline.kernel.arrays import Floats
from index_pipeline.methods.weights.sample import Weights, by_child, shares


def by_grade(
    children: tuple[str, ...], given: Floats, mixes: Sequence[Mapping[str, float]], weighting: ByGrade
) -> Weights:
    """Weigh by ``w · f``, w as given and f the weight of the child's grade; 1 for a child without a grade.

    A child that is made of graded components has the mean of their f, by their weights, so that each of these has the
    share of the index that it would have without levels between. If all f are 0, the weights are as given.

    Args:
        children: Their names.
        given: Their weights in the tree.
        mixes: Share of each child's weight that is of each grade.
        weighting: Weight of each grade.
    """
    factors = np.array(
        [sum(share * weighting.weights[grade] for grade, share in mix.items()) if mix else 1.0 for mix in mixes]
    )
    return Weights(shares(given * factors if factors.any() else given), by_child("grade_weight", children, factors))
