"""Natural breaks of a list of values, by Jenks: the exact optimum."""

from dataclasses import dataclass

import numpy as np

from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.analysis.scores import Floats, Integers


@dataclass(frozen=True)
class Breaks:
    """Class of each value, 1 the lowest, and GVF = 1 − SSW/SST; NaN where the values do not vary."""

    classes: Integers
    gvf: float


def natural_breaks(values: Floats, number: int) -> Breaks:
    """Split values into `number` classes of least sum of squares within, SSW, by dynamic programming.

    Equal values share a class. Where two splits are equally good, the lower classes are the smaller ones.

    Args:
        values: Of any unit, in any order; none missing.
        number: Number of classes.

    Raises:
        AnalysisError: there are fewer distinct values than classes, or a value is missing.

    Source: Jenks (1967), International Yearbook of Cartography 7; Fisher (1958), JASA 53.
    """
    given = np.asarray(values, dtype=np.float64)
    if not np.isfinite(given).all():
        raise AnalysisError(f"natural breaks need finite values: value {int(np.argmin(np.isfinite(given))) + 1} is not")
    distinct, position, counts = np.unique(given, return_inverse=True, return_counts=True)
    if not 1 <= number <= len(distinct):
        raise AnalysisError(f"{len(distinct)} distinct values cannot be split into {number} classes")
    cost = _cost(distinct - given.mean(), counts)
    starts = _starts(cost, number)
    classes = np.searchsorted(starts, np.arange(len(distinct)), side="right")
    within = sum(cost[first, last - 1] for first, last in zip(starts, [*starts[1:], len(distinct)], strict=True))
    total = float(((given - given.mean()) ** 2).sum())
    return Breaks(classes[position], float(1 - within / total) if total > 0 else np.nan)


def _cost(x: Floats, counts: Integers) -> Floats:
    """Return the sum of squares within x[i] … x[j], in order, each counted `counts` times; infinite for i > j."""
    weight, total, square = (np.concatenate([[0.0], np.cumsum(part)]) for part in (counts, counts * x, counts * x**2))
    first, last = np.arange(len(x))[:, None], np.arange(len(x))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_square = (total[last + 1] - total[first]) ** 2 / (weight[last + 1] - weight[first])
    spread = np.maximum(square[last + 1] - square[first] - mean_square, 0.0)
    return np.where(first < last, spread, np.where(first == last, 0.0, np.inf))


def _starts(cost: Floats, number: int) -> list[int]:
    """Return where each class of the best split starts."""
    best, origins = cost[0], []
    for _ in range(1, number):
        candidates = np.full(cost.shape, np.inf)
        candidates[1:] = best[:-1, None] + cost[1:]
        origins.append(candidates.argmin(axis=0))
        best = candidates.min(axis=0)
    starts, last = [], len(cost) - 1
    for origin in reversed(origins):
        starts.append(int(origin[last]))
        last = starts[-1] - 1
    return [0, *reversed(starts)]
