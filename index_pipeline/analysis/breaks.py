"""Natural breaks of a list of values, by Jenks: the exact optimum."""

from dataclasses import dataclass

import numpy as np

from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.kernel.arrays import Floats, Integers
from index_pipeline.language import Both, counted


@dataclass(frozen=True)
class Breaks:
    """Class of each value, 1 the lowest, and GVF = 1 − SSW/SST; NaN if the values do not vary."""

    classes: Integers
    gvf: float


def natural_breaks(values: Floats, number: int) -> Breaks:
    """Split values into `number` classes of least sum of squares within, SSW, by dynamic programming.

    Equal values share a class. If two splits are equally good, the one with smaller lower classes is used.

    Args:
        values: Of any unit, in any order; none missing.
        number: Number of classes.

    Raises:
        AnalysisError: there are fewer distinct values than classes, or a value is missing.

    Source: Jenks (1967), International Yearbook of Cartography 7; Fisher (1958), JASA 53.
    """
    given = np.asarray(values, dtype=np.float64)
    if not np.isfinite(given).all():
        at = int(np.argmin(np.isfinite(given))) + 1
        raise AnalysisError(
            Both(f"natural breaks need finite values: value {at} is not", f"自然断点法的数值应为有限数：第 {at} 个不是")
        )
    distinct, position, counts = np.unique(given, return_inverse=True, return_counts=True)
    if not 1 <= number <= len(distinct):
        raise AnalysisError(
            Both(
                f"{counted(len(distinct), 'distinct value', 'distinct values')} cannot be split into {number} classes",
                f"{len(distinct)} 个互不相同的数值不能分为 {number} 级",
            )
        )
    spread = _Spread.of(distinct - given.mean(), counts)
    starts = _starts(spread, number)
    classes = np.searchsorted(starts, np.arange(len(distinct)), side="right")
    ends = np.array([*starts[1:], len(distinct)])
    within = float(spread.within(np.array(starts), ends - 1).sum())
    total = float(((given - given.mean()) ** 2).sum())
    return Breaks(classes[position], float(1 - within / total) if total > 0 else np.nan)


@dataclass(frozen=True)
class _Spread:
    """Running sums of distinct values in order, each counted as often as it occurs."""

    weight: Floats
    total: Floats
    square: Floats

    @classmethod
    def of(cls, x: Floats, counts: Integers) -> "_Spread":
        return cls(*(np.concatenate([[0.0], np.cumsum(part)]) for part in (counts, counts * x, counts * x**2)))

    def within(self, first: Integers, last: Integers) -> Floats:
        """Return the sum of squares within x[first] … x[last], 0 for a single one."""
        total = self.total[last + 1] - self.total[first]
        spread = self.square[last + 1] - self.square[first] - total**2 / (self.weight[last + 1] - self.weight[first])
        return np.where(first == last, 0.0, np.maximum(spread, 0.0))


def _starts(spread: _Spread, number: int) -> list[int]:
    """Return where each class of the best split starts.

    The last class of the best split of x[0] … x[j] starts no earlier as j grows: the search for the middle j bounds
    those on both sides of it.
    """
    n = len(spread.weight) - 1
    best, origins = spread.within(np.zeros(n, np.int64), np.arange(n)), []
    for _ in range(1, number):
        split, origin = np.full(n, np.inf), np.zeros(n, np.int64)
        spans = [(1, n - 1, 1, n - 1)]
        while spans:
            low, high, least, greatest = spans.pop()
            if low > high:
                continue
            middle = (low + high) // 2
            firsts = np.arange(least, min(middle, greatest) + 1)
            candidates = best[firsts - 1] + spread.within(firsts, np.full(len(firsts), middle))
            origin[middle] = firsts[candidates.argmin()]
            split[middle] = candidates.min()
            spans += [(low, middle - 1, least, int(origin[middle])), (middle + 1, high, int(origin[middle]), greatest)]
        origins.append(origin)
        best = split
    starts, last = [], n - 1
    for origin in reversed(origins):
        starts.append(int(origin[last]))
        last = starts[-1] - 1
    return [0, *reversed(starts)]
