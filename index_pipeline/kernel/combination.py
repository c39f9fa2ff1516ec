"""Combine: the scores of the children of one component to its own, by the component's method of aggregation."""

from collections.abc import Sequence
from functools import singledispatch

import numpy as np

from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.kernel.family import Family
from index_pipeline.rounding import ROUNDING


@singledispatch
def combine(rule: object, _family: Family) -> Floats:
    """Combine the children of one component by `rule`, a record of `framework.methods.aggregation`.

    Each record has its function, which is registered here by the record's type.

    Returns:
        (draw, year, region); NaN if no child is left.

    Raises:
        MethodError: the rule has no result; the message names the component.
    """
    raise TypeError(f"no function aggregates by {rule!r}")


def refuse_negative(scores: Floats, children: Sequence[str], family: Family) -> Floats:
    """Return scores (child, draw, year, region) without those that are below zero by rounding of the greatest.

    Args:
        scores: NaN where there is none.
        children: The name of each child.
        family: Names the component, regions and years.

    Raises:
        MethodError: a score is negative; the message names component, region, year and child.
    """
    if not (scores < 0).any():
        return scores
    size = np.fmax.reduce(np.abs(scores), axis=None)
    negative = np.argwhere(scores < -ROUNDING * size).tolist()
    if negative:
        child, draw, year, region = negative[0]
        score = scores[child, draw, year, region]
        raise MethodError.at(family.at(year, region), said("negative_score", child=children[child], score=score))
    return np.maximum(scores, 0.0)
