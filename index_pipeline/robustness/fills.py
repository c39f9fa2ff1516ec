"""Noise of filled values: what a gap might have held, if regions move as they did where they were observed."""

from dataclasses import dataclass

import numpy as np

from index_pipeline.kernel.arrays import Flags, Floats


@dataclass(frozen=True)
class Fill:
    """An indicator with filled values, and how much regions move in a year: `spread`, of logarithms if `in_logs`."""

    indicator: int
    spread: float
    in_logs: bool


def fill_of(indicator: int, values: Floats, observed: Flags) -> Fill | None:
    """Measure how much regions move in a year: the root mean square of changes less their mean over the regions.

    What all regions have in common is not noise: it moves no rank. Changes are taken between observed years only; they
    are those of logarithms if no observed value is negative, 0 aside, which stays 0.

    Args:
        indicator: Its position.
        values: (year, region), gaps filled.
        observed: Which of them were observed.

    Returns:
        None if nothing is filled, or no change is observed.
    """
    if not (~observed & ~np.isnan(values)).any() or not observed.any():
        return None
    known = np.where(observed, values, np.nan)
    in_logs = bool((known[observed] >= 0).all())
    changes = np.diff(np.log(np.where(known > 0, known, np.nan)) if in_logs else known, axis=0)
    common = [np.nanmean(year) if (~np.isnan(year)).any() else 0.0 for year in changes]
    deviations = changes - np.array(common)[:, None]
    if np.isnan(deviations).all():
        return None
    return Fill(indicator, float(np.sqrt(np.nanmean(deviations**2))), in_logs)


def disturbed(values: Floats, observed: Flags, fill: Fill, walk: Floats) -> Floats:
    """Move filled values by a random walk that is 0 where the region was observed.

    ``e_t = W_t − interpolation of W between the observed years before and after t``, or W_t − W of the one that there
    is: a carried value is off by as many steps as years since its figure, an interpolated one is tied at both ends. A
    value v becomes v·exp(spread·e) in logarithms, else v + spread·e. A region without an observed year is not moved.

    Args:
        values: (draw, year, region), gaps filled.
        observed: Which of them were observed, of the same shape.
        fill: The indicator's.
        walk: W, (draw, year, region), the sum of standard normal steps.
    """
    years = np.arange(values.shape[1])[None, :, None]
    before = np.maximum.accumulate(np.where(observed, years, -1), axis=1)
    after = np.minimum.accumulate(np.where(observed, years, len(years[0]))[:, ::-1], axis=1)[:, ::-1]
    has_before, has_after = before >= 0, after < values.shape[1]
    first, last = np.where(has_before, before, after), np.where(has_after, after, before)
    at = [np.take_along_axis(walk, np.clip(y, 0, values.shape[1] - 1), axis=1) for y in (first, last)]
    share = np.where(last > first, (years - first) / np.maximum(last - first, 1), 0.0)
    error = walk - at[0] * (1 - share) - at[1] * share
    moved = values * np.exp(fill.spread * error) if fill.in_logs else values + fill.spread * error
    return np.where(observed | ~(has_before | has_after), values, moved)
