"""Put indicators on the common scale in arrays, by the formulas of `methods.normalise`."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import (
    Borda,
    EfficacyCoefficient,
    Goalposts,
    Normalisation,
    PercentileRank,
    Rank,
    ZScore,
)
from index_pipeline.methods.errors import MethodError
from index_pipeline.robustness.panel.arrays import Axes, Flags, Floats
from index_pipeline.robustness.panel.goalposts import Column, OneValue, Parameters, fit_goalposts, varying_sample
from index_pipeline.robustness.panel.ranks import count_below
from index_pipeline.robustness.panel.treatment import Fit
from index_pipeline.rounding import is_constant


def normalise(
    treated: Floats,
    untreated: Floats,
    fits: Sequence[Fit],
    methods: Sequence[Normalisation],
    reference: Flags,
    axes: Axes,
    framework: Framework,
    one_value: OneValue,
) -> Floats:
    """Rescale each indicator so that higher is always better.

    Args:
        treated: (indicator, draw, year, region), as treated.
        untreated: The same before treatment.
        fits: The treatments, whose transforms given values pass through.
        methods: One an indicator.
        reference: Which of the years methods are fitted on by default.
        axes: Names indicators, years and regions.
        framework: Gives directions and scale.
        one_value: Whether an indicator is refused that has one value only where its method is fitted.

    Returns:
        Scores of the same shape; NaN stays NaN.

    Raises:
        MethodError: a method has no defined result; the message names the indicator.
    """
    scores = np.empty_like(treated)
    for j, (x, before, fit, method) in enumerate(zip(treated, untreated, fits, methods, strict=True)):
        indicator = framework.indicators[axes.indicator_ids[j]]
        if np.isnan(x).all(axis=(1, 2)).any():
            raise MethodError(
                f"indicator {indicator.id}: no region has a figure in any year that is scored or fitted on: give it "
                "figures, make it supplementary, or leave it out"
            )
        column = Column(x, before, fit, indicator, reference, axes, framework.definition.scale, one_value)
        if isinstance(method, (Rank, Borda, PercentileRank)):
            scores[j] = _by_rank(column, method)
        else:
            scores[j] = _between(column, method, fit_goalposts(column, method))
    return scores


def _between(column: Column, method: Normalisation, fitted: Parameters) -> Floats:
    x = column.x
    if fitted.form == "ratio":
        if (x == 0).any():
            raise column.refusal("a value is 0, and its ratio to a target or base is not defined")
        share = fitted.upper / x
    else:
        distance = (x - fitted.lower) if column.higher else (fitted.upper - x)
        length = fitted.upper - fitted.lower
        middle = 0.0 if isinstance(method, ZScore) else 0.5
        with np.errstate(invalid="ignore", divide="ignore"):
            nothing = is_constant(np.stack(np.broadcast_arrays(fitted.lower, fitted.upper)), axis=0)
            share = np.where(nothing, 0.0 * distance + middle, distance / length)
    if getattr(method, "cap", False):
        share = np.minimum(share, 1.0)
        if isinstance(method, (Goalposts, EfficacyCoefficient)):
            share = np.maximum(share, 0.0)
    return fitted.floor + (fitted.ceiling - fitted.floor) * share


def _by_rank(column: Column, method: Rank | Borda | PercentileRank) -> Floats:
    sign = 1.0 if column.higher else -1.0
    sample = sign * varying_sample(column, method)
    among = sample.reshape(-1, sample.shape[2])
    values = (sign * column.x).reshape(len(among), -1)
    n = (~np.isnan(among)).sum(1, keepdims=True)
    below = count_below(values, among)
    place = below.astype(float)
    if method.ties != "min":
        others = np.maximum(n - 1 - below - count_below(-values, -among), 0)
        place += others if method.ties == "max" else others / 2
    place[np.isnan(values)] = np.nan
    if isinstance(method, PercentileRank):
        floor, ceiling = method.scale or column.scale
        place = floor + (ceiling - floor) * place / (n - 1)
    elif isinstance(method, Rank):
        place += 1
    return place.reshape(column.x.shape)
