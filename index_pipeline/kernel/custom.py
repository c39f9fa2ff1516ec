"""Aggregations of other packages."""

import numpy as np

from index_pipeline.framework import extensions
from index_pipeline.framework.methods import Custom
from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.combination import combine
from index_pipeline.kernel.family import Family


@combine.register
def custom(rule: Custom, family: Family) -> Floats:
    """Return what the function that `rule` names makes of the children; (draw, year, region).

    A region and year without any child's score has none, whatever the function returns there.

    Raises:
        MethodError: the function is not installed, fails, or returns something else than finite scores in the right
            shape; the message names component and function.
    """
    s, w = family.stacked, family.by_child
    shape = np.broadcast_shapes(s.shape[1:], w.shape[1:])
    if rule.function not in extensions.aggregations():
        raise family.refusal(f"its aggregation {rule.function} is not offered by any installed package")
    try:
        found = np.asarray(extensions.aggregation(rule.function)(s.copy(), w.copy(), **rule.options), float)
    except Exception as error:
        raise family.refusal(f"its aggregation {rule.function} fails: {type(error).__name__}: {error}") from error
    if found.shape != shape:
        raise family.refusal(
            f"its aggregation {rule.function} returns an array of the shape {found.shape} where it takes {shape} "
            "(draw, year, region)"
        )
    known = np.broadcast_to(~np.isnan(s).all(0), shape)
    if not np.isfinite(found[known]).all():
        raise family.refusal(f"its aggregation {rule.function} returns scores that are not finite")
    return np.where(known, found, np.nan)
