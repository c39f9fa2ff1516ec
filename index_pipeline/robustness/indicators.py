"""Indicator values to indicator scores: treat and normalise, each draw by its chosen methods."""

import numpy as np

from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Axes, Floats, Integers
from index_pipeline.kernel.column import OneValue
from index_pipeline.kernel.normalisation import normalise
from index_pipeline.kernel.treatment import treat
from index_pipeline.robustness.choices import Choices


def indicator_scores(
    values: Floats,
    reference_period: Integers,
    treatment: Integers,
    normalisation: Integers,
    choices: Choices,
    axes: Axes,
    framework: Framework,
    one_value: OneValue,
) -> Floats:
    """Score indicators from their values.

    Args:
        values: (indicator, draw, year, region), in each indicator's unit, gaps filled.
        reference_period: The choice of the years that methods are fitted on, of each draw; 0 for the framework's own.
        treatment: The choice of treatment of each draw.
        normalisation: The choice of normalisation of each draw.
        choices: The alternatives, for the indicators of `axes`.
        axes: Names indicators, years and regions; years are those that are scored or fitted on.
        framework: Gives scale, directions and reference period.
        one_value: Whether to refuse an indicator with only one value in the data its normalisation is fitted on.

    Returns:
        Scores of the same shape.

    Raises:
        MethodError: a step has no defined result; the message names indicator, region and year.
    """
    scores = np.empty_like(values)
    for p, t in np.unique(np.stack([reference_period, treatment], axis=1), axis=0):
        rows = np.flatnonzero((reference_period == p) & (treatment == t))
        reference = axes.at(choices.reference_period[p].range)
        treated, fits = treat(values[:, rows], choices.treatment[t], reference, axes)
        for z in np.unique(normalisation[rows]):
            among = np.flatnonzero(normalisation[rows] == z)
            sub = [fit.of(among) for fit in fits]
            scores[:, rows[among]] = normalise(
                treated[:, among],
                values[:, rows[among]],
                sub,
                choices.normalisation[z],
                reference,
                axes,
                framework,
                one_value,
            )
    return scores
