"""Put indicators on the common scale, by their fitted parameters."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Normalisation
from index_pipeline.kernel.arrays import Axes, Flags, Floats, Integers, spans
from index_pipeline.kernel.column import Column, OneValue
from index_pipeline.kernel.errors import MethodError, said
from index_pipeline.kernel.goalposts import Parameters, fit_all
from index_pipeline.kernel.ranks import count_below
from index_pipeline.kernel.treatment import Fit
from index_pipeline.kernel.unfitted import refuse_unfitted
from index_pipeline.rounding import is_constant


def normalise(
    treated: Sequence[Floats],
    untreated: Sequence[Floats],
    fits: Sequence[Fit],
    methods: Sequence[Normalisation],
    reference: Flags,
    axes: Axes,
    framework: Framework,
    one_value: OneValue,
) -> list[Floats]:
    """Fit each indicator's parameters and rescale it by them, so that higher is always better.

    Args:
        treated: (draw, year, region) of each indicator, as treated; one may have more draws than another.
        untreated: The same before treatment.
        fits: The treatments; given values are transformed by them too.
        methods: One per indicator.
        reference: Which of the years methods are fitted on by default.
        axes: Names indicators, years and regions.
        framework: Gives directions and scale.
        one_value: Whether to refuse an indicator that has only one value in the data its method is fitted on.

    Returns:
        Scores of each indicator, of the same shape; NaN stays NaN.

    Raises:
        MethodError: a method has no defined result; the message names the indicator.
    """
    columns = [
        Column(x, before, fit, framework.indicators[name], reference, axes, framework.definition.scale, one_value)
        for x, before, fit, name in zip(treated, untreated, fits, axes.indicator_ids, strict=True)
    ]
    scores = dict[int, Floats]()
    for positions, column, parameters in fit_all(columns, methods):
        of = np.repeat(positions, [len(treated[j]) for j in positions])
        found = rescale(column.x, parameters, column.higher, of, axes)
        scores |= {j: found[rows] for j, rows in spans(of).items()}
    names = axes.indicator_ids
    if len(scores) < len(names):
        known = {name for name, x in zip(names, treated, strict=True) if not np.isnan(x).all((1, 2)).any()}
        refuse_unfitted({names[j] for j in scores}, known, names, framework)
    return [scores[j] for j in range(len(names))]


def rescale(x: Floats, parameters: Parameters, higher: bool, of: Integers, axes: Axes) -> Floats:
    """Rescale indicators by their parameters.

    With parameters l < u and scale (a, b), the form `linear` makes ``a + (b − a)(x − l)/(u − l)`` of a
    higher-is-better value x and ``a + (b − a)(u − x)/(u − l)`` of a lower-is-better one; `ratio` makes
    ``a + (b − a) u/x``; the rank forms ``a + (b − a)(r − 1)/(n − 1)``, r the rank among the n values that parameters
    were fitted on, 1 the worst (a value of another year takes the rank that it would have among them). If capped
    or floored, scores beyond an end of the scale are set to that end.

    Args:
        x: (draw, year, region), as treated, of several indicators.
        parameters: Fitted on it.
        higher: Whether higher is better: direction is applied here and nowhere else.
        of: The position of each draw's indicator in `axes`.
        axes: Names the indicators, years and regions.

    Returns:
        Scores of the same shape; NaN if x or a parameter is.

    Raises:
        MethodError: a value is 0 but its ratio to a target or base is needed, or a score that is not finite.
    """
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        if parameters.form.startswith("rank"):
            return _by_rank(x, parameters, higher)
        share = _share(x, parameters, higher)
        if parameters.capped:
            share = np.minimum(share, 1.0)
        if parameters.floored:
            share = np.maximum(share, 0.0)
        scores = parameters.floor + (parameters.ceiling - parameters.floor) * share
    lost = np.isinf(scores) | ((x == 0) & ~np.isnan(parameters.upper) & (parameters.form == "ratio"))
    if lost.any():
        row, year, region = np.argwhere(lost)[0]
        raise MethodError.at(axes.name((of[row], year, region)), said("score_out_of_range"))
    return scores


def _share(x: Floats, parameters: Parameters, higher: bool) -> Floats:
    lower, upper = parameters.lower, parameters.upper
    if parameters.form == "ratio":
        return upper / x
    distance = (x - lower) if higher else (upper - x)
    nothing = is_constant(np.stack(np.broadcast_arrays(lower, upper)), axis=0) & ~np.isnan(lower + upper)
    return np.where(nothing, 0.0 * distance + parameters.middle, distance / (upper - lower))


def _by_rank(x: Floats, parameters: Parameters, higher: bool) -> Floats:
    sign = 1.0 if higher else -1.0
    sample = x if parameters.by_year else x[:, parameters.years.any(0)].reshape(len(x), 1, -1)
    among = sign * sample.reshape(-1, sample.shape[2])
    values = (sign * x).reshape(len(among), -1)
    n = (~np.isnan(among)).sum(1, keepdims=True)
    below = count_below(values, among)
    place = below.astype(float)
    if parameters.form != "rank_min":
        others = np.maximum(n - 1 - below - count_below(-values, -among), 0)
        place += others if parameters.form == "rank_max" else others / 2
    place[np.isnan(values)] = np.nan
    place, last = place.reshape(x.shape), (n - 1).reshape(len(x), -1, 1)
    length = parameters.ceiling - parameters.floor
    return parameters.floor + np.where(last > 0, length * place / last, 0.0 * place)
