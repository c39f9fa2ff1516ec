"""Fit the parameters of normalisation to arrays, by the rules of `methods.goalposts`."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from index_pipeline.framework.methods import (
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
    Scale,
    Scaled,
    TargetRatio,
    Vector,
    ZScore,
)
from index_pipeline.framework.model import Indicator
from index_pipeline.methods.errors import MethodError
from index_pipeline.robustness.panel.arrays import Axes, Flags, Floats
from index_pipeline.robustness.panel.treatment import Fit
from index_pipeline.rounding import exponents, is_constant, unit

Ends = tuple[Floats, Floats]

OneValue = Literal["refuse", "middle"]
"""What becomes of an indicator that has one value only where its method is fitted.

A build refuses it. A draw cannot, for chance may bring it about: all regions score the middle of the scale.
"""


@dataclass(frozen=True)
class Parameters:
    """The values that score the ends of the scale, (draw, year or 1, region or 1), and the scores of these ends.

    `form` is `linear` or `ratio`, as in `tables.GOALPOSTS`.
    """

    lower: Floats
    upper: Floats
    floor: float
    ceiling: float
    form: Literal["linear", "ratio"] = "linear"


@dataclass(frozen=True)
class Column:
    """One indicator as treated and before, (draw, year, region), and what its parameters are fitted with."""

    x: Floats
    untreated: Floats
    fit: Fit
    indicator: Indicator
    reference: Flags
    axes: Axes
    scale: Scale
    one_value: OneValue

    @property
    def higher(self) -> bool:
        """Whether higher is better."""
        return self.indicator.direction == "higher_is_better"

    def sample(self, method: Normalisation, values: Floats | None = None) -> Floats:
        """Return the values that `method` is fitted on, as treated or those given: (draw, one or each year, values).

        Raises:
            MethodError: the indicator has values, but none that `method` could be fitted on.
        """
        x = self.x if values is None else values
        period = getattr(method, "fitted_on", "reference")
        if period == "year":
            return x
        chosen = x if period == "panel" else x[:, self.reference]
        sample = chosen.reshape(len(chosen), 1, -1)
        unfitted = np.isnan(sample).all(axis=(1, 2))
        if unfitted.any():
            fitted = np.array(self.axes.years)[self.reference]
            raise self.refusal(
                f"reference_period: {fitted[0]} to {fitted[-1]} has no figure to fit its normalisation {method.method} "
                "on: take other years, give it goalposts, or leave it out"
                if len(fitted)
                else f"there is no figure of the reference period to fit its normalisation {method.method} on"
            )
        return sample

    def refusal(self, reason: str) -> MethodError:
        """Return the error that names the indicator."""
        return MethodError(f"indicator {self.indicator.id}: {reason}")


def fit_goalposts(column: Column, method: Normalisation) -> Parameters:
    """Fit `method`, unless it goes by rank, to one indicator.

    Raises:
        MethodError: it has no parameters; the reasons are those of `methods.goalposts.fit_goalposts`.
    """
    floor, ceiling = getattr(method, "scale", None) or column.scale
    match method:
        case Goalposts():
            return Parameters(*_between(column, method.lower, method.upper), floor, ceiling)
        case EfficacyCoefficient() if method.satisfactory is not None and method.unacceptable is not None:
            worse, better = sorted((method.unacceptable, method.satisfactory))
            return Parameters(*_between(column, worse, better), floor, ceiling)
        case Scaled():
            low, high = (method.lower, method.upper) if column.higher else (-method.upper, -method.lower)
            return Parameters(_constant(low), _constant(high), 0.0, method.factor)
        case TargetRatio():
            target = _given(column, column.indicator.target if method.target is None else method.target)
            _refuse(column, ~(target > 0), "its target is not above zero")
            return Parameters(_constant(0.0), target, floor, ceiling, "linear" if column.higher else "ratio")
        case IndexToBase():
            base = column.x[:, [_year(column, method.year, first=True)]]
            _refuse(column, base <= 0, "a region's base value is not above zero")
            return Parameters(_constant(0.0), base, 0.0, method.base, "linear" if column.higher else "ratio")
        case FractionOfMaximum() | Vector():
            return Parameters(_constant(0.0), _size(column, method), floor, ceiling)
        case ZScore():
            mean, deviation = _moments(varying_sample(column, method))
            ends = (mean, mean + deviation) if column.higher else (mean - deviation, mean)
            return Parameters(*ends, method.mean, method.mean + method.standard_deviation)
    return Parameters(*_fitted(column, method), floor, ceiling)


def varying_sample(column: Column, method: Normalisation) -> Floats:
    """Return the values that `method` is fitted on.

    Raises:
        MethodError: they are one value only, and this is refused.
    """
    sample = column.sample(method)
    if column.one_value == "refuse":
        nothing = np.isnan(sample).all(2)
        one = is_constant(column.sample(method, column.untreated)) & ~nothing
        reason = "it has one value only where its normalisation is fitted, which tells no region from another"
        _refuse(column, one, f"{reason}; leave it out, or give it goalposts")
        reason = "it has one value only after its treatment where its normalisation is fitted"
        _refuse(column, is_constant(sample) & ~nothing, f"{reason}: give it another treatment, or goalposts")
    return sample


def _fitted(column: Column, method: Normalisation) -> Ends:
    sample = varying_sample(column, method)
    lower, upper = np.fmin.reduce(sample, 2, keepdims=True), np.fmax.reduce(sample, 2, keepdims=True)
    match method:
        case MinMax() | DistanceToMaximum() | EfficacyCoefficient():
            return lower, upper
        case DistanceToReference():
            if method.ref_area not in column.axes.ref_areas:
                raise column.refusal(f"the reference region {method.ref_area} is not among the regions")
            area = column.axes.ref_areas.index(method.ref_area)
            years = slice(None) if method.fitted_on == "year" else [_year(column, method.year, first=False)]
            best = column.x[:, years, area, None]
            _refuse(column, np.isnan(best) & ~np.isnan(lower), f"the reference region {method.ref_area} has no value")
            return _towards(column, best, lower, upper)
        case DistanceToTarget():
            target = _given(column, column.indicator.target if method.target is None else method.target)
            return _towards(column, target, lower, upper)
        case CentredRange():
            return _centred(column, method, (upper - lower) / 2)
    raise column.refusal(f"normalisation {method.method} is not available in replicates")


def _between(column: Column, lower: float, upper: float) -> Ends:
    ends = _given(column, lower), _given(column, upper)
    _refuse(column, ~(ends[0] < ends[1]) | _one(ends), "its goalposts are outside the domain of its transform")
    return ends


def _towards(column: Column, best: Floats, lower: Floats, upper: Floats) -> Ends:
    ends = (lower, best) if column.higher else (best, upper)
    _refuse(
        column,
        (ends[0] >= ends[1]) | _one(ends),
        "no value is worse than the reference, so that the distance has no length",
    )
    return ends


def _centred(column: Column, method: CentredRange, half: Floats) -> Ends:
    if method.reference is not None:
        centre = _given(column, method.reference)
    else:
        years = slice(None) if method.fitted_on == "year" else [_year(column, method.year, first=True)]
        centre, _ = _moments(column.x[:, years])
    return centre - half, centre + half


def _size(column: Column, method: FractionOfMaximum | Vector) -> Floats:
    size: Floats
    sample = column.sample(method)
    if isinstance(method, Vector):
        size = np.ldexp(np.sqrt(np.nansum(unit(sample) ** 2, axis=2, keepdims=True)), exponents(sample))
        size[np.isnan(sample).all(2)] = np.nan
    else:
        size = np.fmax.reduce(sample, 2, keepdims=True)
    _refuse(column, size <= 0, "its greatest value is not above zero")
    return size


def _moments(sample: Floats) -> Ends:
    within, exponent = unit(sample), exponents(sample)
    observed = ~np.isnan(within)
    with np.errstate(invalid="ignore", divide="ignore"):
        n = observed.sum(2, keepdims=True)
        mean = np.where(observed, within, 0.0).sum(2, keepdims=True) / n
        squares = np.where(observed, (within - mean) ** 2, 0.0).sum(2, keepdims=True)
        return np.ldexp(mean, exponent), np.ldexp(np.sqrt(squares / (n - 1)), exponent)


def _given(column: Column, value: float | None) -> Floats:
    if value is None:
        raise column.refusal("it has no target")
    found = column.fit.through(value)
    _refuse(column, np.isnan(found), f"the given value {value:g} is outside the domain of its transform")
    return found


def _year(column: Column, year: int | None, *, first: bool) -> int:
    """Return the position of `year`, by default the first or last of the reference period."""
    if year is not None and year not in column.axes.years:
        raise column.refusal(f"{year}: there are no values of that year")
    fitted = np.flatnonzero(column.reference)
    return int(fitted[0 if first else -1]) if year is None else column.axes.years.index(year)


def _one(ends: Ends) -> Flags:
    lower, upper = np.broadcast_arrays(*ends)
    return np.asarray(is_constant(np.stack([lower, upper]), axis=0) & ~np.isnan(lower + upper))


def _constant(value: float) -> Floats:
    return np.full((1, 1, 1), value)


def _refuse(column: Column, fault: Flags, reason: str) -> None:
    if fault.any():
        raise column.refusal(reason)
