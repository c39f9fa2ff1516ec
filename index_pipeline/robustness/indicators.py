"""Indicator values to indicator scores: treat and normalise, each version by its chosen methods."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Axes, Floats, Integers, combinations, spans
from index_pipeline.kernel.column import OneValue
from index_pipeline.kernel.normalisation import normalise
from index_pipeline.kernel.treatment import treat
from index_pipeline.robustness.choices import Choices


def indicator_scores(
    values: Sequence[Floats],
    chosen: Sequence[Integers],
    choices: Choices,
    axes: Axes,
    framework: Framework,
    one_value: OneValue,
) -> list[Floats]:
    """Score indicators from their values: all that are treated alike together, and each only once.

    Args:
        values: (version, year, region) of each indicator, in its unit, gaps filled.
        chosen: What each score of an indicator is computed from, (score, 4): the version of its values, and the choices
            of the years that methods are fitted on, of treatment and of normalisation.
        choices: The alternatives, for the indicators of `axes`.
        axes: Names indicators, years and regions; years are those that are scored or fitted on.
        framework: Gives scale, directions and reference period.
        one_value: Whether to refuse an indicator with only one value in the data its normalisation is fitted on.

    Returns:
        Scores (score, year, region) of each indicator.

    Raises:
        MethodError: a step has no defined result; the message names indicator, region and year.
    """
    of, asked = np.repeat(np.arange(len(chosen)), [len(each) for each in chosen]), np.concatenate(chosen)
    scores = np.empty((len(asked), *axes.shape[1:]))
    for p, t in combinations(asked[:, 1], asked[:, 2])[0]:
        rows = np.flatnonzero((asked[:, 1] == p) & (asked[:, 2] == t))
        versions, version = combinations(of[rows], asked[rows, 0])
        own = spans(versions[:, 0])
        given = [values[j][versions[each, 1]] for j, each in own.items()]
        reference, columns = axes.at(choices.reference_period[p].range), list(own)
        treated, fits = treat(given, choices.of(columns).treatment[t], reference, axes.of(columns))
        known = dict(zip(columns, zip(treated, given, fits, strict=True), strict=True))
        for z in np.unique(asked[rows, 3]):
            alike = asked[rows, 3] == z
            taken = version[alike]
            at = {j: taken[each] - own[j].start for j, each in spans(versions[taken, 0]).items()}
            parts = [(known[j], each) for j, each in at.items()]
            found = normalise(
                [x[each] for (x, _, _), each in parts],
                [before[each] for (_, before, _), each in parts],
                [fit.of(each) for (_, _, fit), each in parts],
                choices.of(list(at)).normalisation[z],
                reference,
                axes.of(list(at)),
                framework,
                one_value,
            )
            scores[rows[alike]] = np.concatenate(found)
    return [scores[rows] for rows in spans(of).values()]
