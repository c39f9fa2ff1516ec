"""Ranks of many samples at once."""

import numpy as np
from numpy.typing import NDArray

from index_pipeline.kernel.arrays import Floats, Integers
from index_pipeline.rounding import Size, ties

Ranks = NDArray[np.int16 | np.int32]
"""Ranks, 1 best; 0 if there is none."""


def no_ranks(shape: tuple[int, ...]) -> Ranks:
    """Return an array without ranks (all 0), regions on the last axis, of the smallest integers that hold them."""
    return np.zeros(shape, np.int16 if shape[-1] <= np.iinfo(np.int16).max else np.int32)


def rank(scores: Floats) -> Ranks:
    """Rank the regions, on the last axis: 1 is the greatest, ties share the better rank.

    Scores that are equal up to rounding are tied (see `rounding.ties`). NaN has rank 0 and is not counted. If the
    scores of all regions are tied, none has a rank: the scores do not distinguish regions.
    """
    if not scores.size:
        return no_ranks(scores.shape)
    flat = scores.reshape(-1, scores.shape[-1])
    order = np.argsort(-flat, axis=1)  # NaN is sorted last
    ordered = np.take_along_axis(flat, order, 1)
    ranks = no_ranks(flat.shape)
    places = np.broadcast_to(np.arange(1, flat.shape[1] + 1, dtype=ranks.dtype), flat.shape)
    tied = ties(ordered, "greatest")
    if tied.any():
        places = places.copy()
        places[:, 1:][tied] = 0
        places = np.maximum.accumulate(places, axis=1)
    number = (~np.isnan(flat)).sum(1)
    alike = (number > 1) & (tied.sum(1) == number - 1)
    if alike.any():
        places = np.where(alike[:, None], ranks.dtype.type(0), places)
    if np.isnan(ordered[:, -1]).any():
        places = np.where(np.isnan(ordered), ranks.dtype.type(0), places)
    np.put_along_axis(ranks, order, places, 1)
    return ranks.reshape(scores.shape)


def mean_ranks(scores: Floats, size: Size = "greatest") -> Floats:
    """Rank the regions, on the last axis: 1 is the least, ties share the mean of their ranks; NaN stays.

    Scores that are equal up to rounding are tied (see `rounding.ties`, also for `size`).
    """
    flat = scores.reshape(-1, scores.shape[-1])
    n = (~np.isnan(flat)).sum(1, keepdims=True)
    below, above = count_below(flat, flat, size), count_below(-flat, -flat, size)
    places = np.where(np.isnan(flat), np.nan, (1 + below + n - above) / 2)
    return places.reshape(scores.shape)


def spearman(x: Floats, y: Floats, size: Size = "greatest") -> float:
    """Return Spearman's correlation of two vectors without gaps: Pearson's of their mean ranks.

    It is NaN for fewer than two numbers, and if all numbers of a vector are tied (see `rounding.ties`, also for
    `size`).
    """
    ranks = mean_ranks(np.stack([x, y]), size)
    return float(np.corrcoef(*ranks)[0, 1]) if len(x) > 1 and ranks.std(axis=1).all() else np.nan


def count_below(x: Floats, sample: Floats, size: Size = "own") -> Integers:
    """Count, for each value of a row of `x`, the values of the same row of `sample` that are less; NaN left out.

    A value is not less than one that it is tied with (see `rounding.ties`, also for `size`).
    """
    both = np.concatenate([sample, x], axis=1)
    order = np.argsort(both, axis=1)
    ordered = np.take_along_axis(both, order, 1)
    counted = np.cumsum((order < sample.shape[1]) & ~np.isnan(ordered), axis=1)
    before = np.concatenate([np.zeros((len(x), 1), int), counted[:, :-1]], axis=1)
    before[:, 1:][ties(ordered, size)] = 0
    before = np.maximum.accumulate(before, axis=1)
    below = np.empty_like(before)
    np.put_along_axis(below, order, before, 1)
    return below[:, sample.shape[1] :]
