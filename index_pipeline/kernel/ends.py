"""The values that score the ends of the scale, and the scores of these ends, by the method of a normalisation."""

from typing import Literal

import numpy as np

from index_pipeline.framework.methods import (
    Borda,
    CentredRange,
    DistanceToMaximum,
    DistanceToReference,
    DistanceToTarget,
    EfficacyCoefficient,
    FractionOfMaximum,
    Goalposts,
    IndexToBase,
    MinMax,
    Normalisation,
    PercentileRank,
    Rank,
    Scaled,
    TargetRatio,
    Vector,
    ZScore,
)
from index_pipeline.kernel.arrays import Flags, Floats, Integers
from index_pipeline.kernel.column import Column, by_year
from index_pipeline.kernel.errors import said
from index_pipeline.kernel.moments import length, mean_and_deviation
from index_pipeline.rounding import is_constant

Ends = tuple[Floats, Floats]
"""The lower and the upper of two values, (draw, year or 1, region or 1)."""

Form = Literal["linear", "ratio", "rank_min", "rank_average", "rank_max"]


def ends_of(column: Column, method: Normalisation) -> tuple[Form, Ends, Ends]:
    """Return the form of a method, the values that score the ends of the scale, and the scores of these ends.

    Values are in the unit of the treated indicator, NaN where the method has nothing to be fitted on; scores in points.

    Raises:
        MethodError: a value that the method refers to is missing or cannot be an end; see `goalposts.fit_goalposts`.
    """
    form: Form = "linear"
    floor, ceiling = getattr(method, "scale", None) or column.scale
    scores = np.full((1, 1, 1), floor), np.full((1, 1, 1), ceiling)
    match method:
        case Goalposts():
            ends = _between(column, method.lower, method.upper)
        case EfficacyCoefficient() if method.satisfactory is not None and method.unacceptable is not None:
            worse, better = sorted((method.unacceptable, method.satisfactory))
            ends = _between(column, worse, better)
        case Scaled():
            low, high = (method.lower, method.upper) if column.higher else (-method.upper, -method.lower)
            ends, scores = (_constant(low), _constant(high)), (_constant(0.0), _constant(method.factor))
        case TargetRatio():
            target = column.given(column.indicator.target if method.target is None else method.target)
            column.refuse(~(target > 0), "target_not_positive", value=target.min())
            ends, form = (_constant(0.0), target), "linear" if column.higher else "ratio"
        case IndexToBase():
            ends, form = (_constant(0.0), _base(column, method)), "linear" if column.higher else "ratio"
            scores = _constant(0.0), _constant(method.base)
        case FractionOfMaximum() | Vector():
            ends = _constant(0.0), _size(column, method)
        case ZScore():
            mean, deviation = mean_and_deviation(column.varying_sample(method))
            ends = (mean, mean + deviation) if column.higher else (mean - deviation, mean)
            scores = _constant(method.mean), _constant(method.mean + method.standard_deviation)
        case Rank() | Borda() | PercentileRank():
            sample = column.varying_sample(method)
            ends, form = _extremes(sample), {"min": "rank_min", "max": "rank_max"}.get(method.ties, "rank_average")  # type: ignore[assignment]
            if not isinstance(method, PercentileRank):
                first = _constant(1.0 if isinstance(method, Rank) else 0.0)
                scores = first, first + (~np.isnan(sample)).sum(2, keepdims=True) - 1
        case _:
            ends = _fitted(column, method)
    return form, ends, scores


def coincide(ends: Ends) -> Flags:
    """Return whether two ends are one value up to rounding; not where one of them is missing."""
    lower, upper = np.broadcast_arrays(*ends)
    return np.asarray(is_constant(np.stack([lower, upper]), axis=0) & ~np.isnan(lower + upper))


def _fitted(column: Column, method: Normalisation) -> Ends:
    lower, upper = _extremes(column.varying_sample(method))
    match method:
        case MinMax() | DistanceToMaximum() | EfficacyCoefficient():
            return lower, upper
        case DistanceToReference():
            return _towards(column, _reference(column, method, lower), lower, upper)
        case DistanceToTarget():
            target = column.indicator.target if method.target is None else method.target
            return _towards(column, column.given(target, method), lower, upper)
        case CentredRange():
            centre, half = _centre(column, method), (upper - lower) / 2
            return centre - half, centre + half
    raise TypeError(f"no parameters are fitted for {method!r}")


def _extremes(sample: Floats) -> Ends:
    return np.fmin.reduce(sample, 2, keepdims=True), np.fmax.reduce(sample, 2, keepdims=True)


def _between(column: Column, lower: float, upper: float) -> Ends:
    ends = column.given(lower), column.given(upper)
    column.refuse(~(ends[0] < ends[1]) | coincide(ends), "goalposts_outside_transform")
    return ends


def _towards(column: Column, best: Floats, lower: Floats, upper: Floats) -> Ends:
    ends = (lower, best) if column.higher else (best, upper)
    fault = (ends[0] >= ends[1]) | coincide(ends)
    if fault.any():
        value = np.broadcast_to(best, fault.shape)[fault][0]
        raise column.refusal("nothing_worse", value=value)
    return ends


def _reference(column: Column, method: DistanceToReference, lower: Floats) -> Floats:
    if method.ref_area not in column.axes.ref_areas:
        raise column.refusal("reference_unknown", area=method.ref_area)
    area = column.axes.ref_areas.index(method.ref_area)
    at = None if by_year(method) else _positions(column, method.year, method, first=False)
    best = (column.x if at is None else _in_years(column, at))[:, :, [area]]
    missing = np.argwhere(np.isnan(best) & ~np.isnan(lower))
    if len(missing):
        draw, t, _ = missing[0]
        year = column.axes.years[t if at is None else at[draw]]
        place = said("in_region", place=column.place, area=method.ref_area, year=year)
        raise column.refusal("reference_missing", place)
    return best


def _centre(column: Column, method: CentredRange) -> Floats:
    if method.reference is not None:
        return column.given(method.reference, method)
    if by_year(method):
        return mean_and_deviation(column.x)[0]
    at = _positions(column, method.year, method, first=True)
    centre, _ = mean_and_deviation(_in_years(column, at))
    missing = np.isnan(centre[:, 0, 0])
    if missing.any():
        year = column.axes.years[at[missing][0]]
        raise column.refusal("no_centre", said("in_years", place=column.place, years=year))
    return centre


def _base(column: Column, method: IndexToBase) -> Floats:
    at = column.year_of(method.year, first=True)
    base = np.full((len(column.x), 1, column.x.shape[2]), np.nan) if at is None else column.x[:, [at]]
    if np.isnan(base).all():
        year = method.year if at is None else column.axes.years[at]
        raise column.refusal("no_base", year=year)
    fault = np.argwhere(base <= 0)
    if len(fault):
        draw, _, area = fault[0]
        year = column.axes.years[at or 0]
        place = said("in_region", place=column.place, area=column.axes.ref_areas[area], year=year)
        raise column.refusal("base_not_positive", place, value=base[draw, 0, area])
    return base


def _size(column: Column, method: FractionOfMaximum | Vector) -> Floats:
    sample = column.sample(method)
    size = length(sample) if isinstance(method, Vector) else _extremes(sample)[1]
    fault = np.argwhere(size <= 0)
    if len(fault):
        kind = "root_not_positive" if isinstance(method, Vector) else "greatest_not_positive"
        year = int(fault[0][1])
        raise column.refusal(kind, column.when(method, year), value=size[tuple(fault[0])])
    return size


def _positions(column: Column, year: int | None, method: Normalisation, *, first: bool) -> Integers:
    """Return the position of the year that a method refers to, per draw: by default an end of what it is fitted on."""
    if year is None and method.fitted_on == "panel":  # type: ignore[union-attr]
        fitted = column.fitted_years(method)
        return np.asarray(fitted.argmax(1) if first else fitted.shape[1] - 1 - fitted[:, ::-1].argmax(1))
    at = column.year_of(year, first=first)
    if at is None:
        raise column.refusal("no_values_of_year", year=year)
    return np.full(len(column.x), at)


def _in_years(column: Column, at: Integers) -> Floats:
    """Return the values (draw, 1, region) of each draw in the year at its position `at`."""
    return column.x[np.arange(len(at)), at][:, None]


def _constant(value: float) -> Floats:
    return np.full((1, 1, 1), value)
