"""Aggregations of other packages."""

import numpy as np

from index_pipeline.framework import extensions
from index_pipeline.framework.methods import Custom
from index_pipeline.kernel.arrays import Floats
from index_pipeline.kernel.combination import combine
from index_pipeline.kernel.family import Family


@combine.register
def custom(rule: Custom, family: Family) -> Floats:
    """Return the result of the function named by `rule` for the children; (draw, year, region).

    A region and year without any child's score has none, whatever the function returns there.

    Raises:
        MethodError: the function is not installed, fails, or does not return finite scores in the right
            shape; the message names component and function.
    """
    s, w = family.stacked, family.by_child
    shape = np.broadcast_shapes(s.shape[1:], w.shape[1:])
    if rule.function not in extensions.aggregations():
        raise family.refusal("function_unknown", function=rule.function)
    try:
        found = np.asarray(extensions.aggregation(rule.function)(s.copy(), w.copy(), **rule.options), float)
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        raise family.refusal("function_fails", function=rule.function, error=fault) from error
    if found.shape != shape:
        raise family.refusal("function_shape", function=rule.function, found=str(found.shape), shape=str(shape))
    known = np.broadcast_to(~np.isnan(s).all(0), shape)
    if not np.isfinite(found[known]).all():
        raise family.refusal("function_infinite", function=rule.function)
    return np.where(known, found, np.nan)
