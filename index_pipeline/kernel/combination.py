"""Combine: the scores of the children of one component to its own, by the component's method of aggregation."""

from functools import singledispatch

import numpy as np

from index_pipeline.kernel.arrays import Floats
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


def refuse_negative(scores: Floats, family: Family) -> Floats:
    """Return scores without those that are below zero by rounding.

    Raises:
        MethodError: a score is negative; the message names the component.
    """
    if not (scores < 0).any():
        return scores
    size = np.fmax.reduce(np.abs(scores), axis=None)
    if (scores < -ROUNDING * size).any():
        raise family.refusal("negative_score", score=np.fmin.reduce(scores, axis=None))
    return np.maximum(scores, 0.0)
