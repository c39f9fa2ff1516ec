"""What counts as rounding: the one tolerance of the project, for whether numbers are constant, tied or at a bound."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ROUNDING = 1e-12
"""Numbers that are apart by no more than this share of their size are equal; see docs/methods.md, Rounding.

A double holds 16 digits. Sums, ratios, powers and logarithms in another order change the last one or two, and a scale
that is narrow beside its values two more; no statistic is published with 12 digits.
"""

LARGEST_POWER = 1000
"""Two to a power of this size is a double of full precision, and so is its inverse."""

Size = Literal["own", "greatest"]
"""What a difference is related to: the larger of the two numbers, or the greatest number of the sample.

Figures are related to their `own` size: their errors come from a product or a ratio. Scores are related to the
`greatest` of their sample: a score near 0 may be what is left of larger ones.
"""


def is_constant(x: Floats, axis: int = -1) -> Flags:
    """Return whether the numbers along `axis` are one number up to rounding; NaN is left out, and nothing is constant.

    ``max − min ≤ ROUNDING · max |x|``.
    """
    least, greatest = np.fmin.reduce(x, axis, initial=np.inf), np.fmax.reduce(x, axis, initial=-np.inf)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(~(greatest - least > ROUNDING * np.maximum(np.abs(greatest), np.abs(least))))


def ties(ordered: Floats, size: Size) -> Flags:
    """Return of all but the first of sorted numbers, along the last axis, whether each equals the one before it.

    Equality is transitive: if a equals b and b equals c, the three are tied, so that ties are transitive.

    Args:
        ordered: Sorted upwards or downwards, NaN at the end.
        size: What differences are relative to.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        apart = np.abs(np.diff(ordered, axis=-1))
        if size == "own":
            return np.asarray(apart <= ROUNDING * np.maximum(np.abs(ordered[..., 1:]), np.abs(ordered[..., :-1])))
        return np.asarray(apart <= ROUNDING * np.fmax.reduce(np.abs(ordered), -1, keepdims=True, initial=0.0))


def levels(x: Floats, size: Size, groups: NDArray[np.integer] | None = None) -> Floats:
    """Return each number of a vector as the greatest that it is tied with: tied numbers become equal.

    Args:
        x: Numbers; NaN stays.
        size: What differences are relative to.
        groups: Sample of each number; without it all are of one sample.
    """
    if not len(x):
        return x
    codes = np.zeros(len(x), np.int64) if groups is None else groups
    order = np.lexsort((-x, codes))
    ordered, code = x[order], codes[order]
    first = np.concatenate([[True], code[1:] != code[:-1]])
    with np.errstate(over="ignore", invalid="ignore"):
        sizes = np.abs(ordered)
        if size == "greatest":
            starts = np.flatnonzero(first)
            greatest = np.fmax.reduceat(np.nan_to_num(sizes, nan=0.0), starts)
            sizes = np.repeat(greatest, np.diff(np.append(starts, len(x))))
        near = ordered[:-1] - ordered[1:] <= ROUNDING * np.maximum(sizes[1:], sizes[:-1])
    first[1:] |= ~near
    found = np.empty_like(x)
    found[order] = ordered[np.maximum.accumulate(np.where(first, np.arange(len(x)), 0))]
    return found


def reaches(value: Floats | float, bound: Floats | float) -> Flags:
    """Return whether numbers are at a bound or above it, up to rounding; NaN is not."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray((value >= bound) | (np.abs(value - bound) <= ROUNDING * np.abs(bound)))


def rounding_of(scale: tuple[float, float]) -> float:
    """Return the distance, in points, up to which two scores on a scale are equal: `ROUNDING` of its greater end."""
    return ROUNDING * max(abs(end) for end in scale)


def unit(x: Floats, axis: int = -1) -> Floats:
    """Divide the numbers along `axis` by the power of two that puts the greatest of them, in size, between ½ and 1.

    The division is exact, so that what is computed of the result has the digits that it would have without it, and
    neither over- nor underflows. NaN stays.
    """
    power = -exponents(x, axis)
    if (np.abs(power) > LARGEST_POWER).any():
        return np.ldexp(x, power)
    return np.asarray(x * np.ldexp(1.0, power))  # the same, in a tenth of the time


def exponents(x: Floats, axis: int = -1) -> NDArray[np.int32]:
    """Return the exponent of the power of two that `unit` divides by, as an array that broadcasts against `x`."""
    greatest = np.fmax.reduce(np.abs(x), axis, keepdims=True, initial=0.0)
    return np.asarray(np.frexp(np.nan_to_num(greatest, nan=0.0))[1])
