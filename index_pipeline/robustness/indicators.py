"""Indicator values to indicator scores: treat and normalise, each version by its chosen methods."""

from collections.abc import Sequence

import numpy as np

from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.arrays import Axes, Floats, Integers
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
    scores = [np.empty((len(each), *axes.shape[1:])) for each in chosen]
    for p, t in np.unique(np.concatenate(chosen)[:, 1:3], axis=0):
        reference = axes.at(choices.reference_period[p].range)
        rows = [np.flatnonzero((each[:, 1] == p) & (each[:, 2] == t)) for each in chosen]
        columns = [j for j, found in enumerate(rows) if len(found)]
        asked = [chosen[j][rows[j]] for j in columns]
        versions = [np.unique(each[:, 0], return_inverse=True) for each in asked]
        given = [values[j][version] for j, (version, _) in zip(columns, versions, strict=True)]
        treated, fits = treat(given, choices.of(columns).treatment[t], reference, axes.of(columns))
        for z in np.unique(np.concatenate(asked)[:, 3]):
            used = [k for k, each in enumerate(asked) if (each[:, 3] == z).any()]
            of = {k: versions[k][1][asked[k][:, 3] == z] for k in used}
            among = [columns[k] for k in used]
            found = normalise(
                [treated[k][of[k]] for k in used],
                [given[k][of[k]] for k in used],
                [fits[k].of(of[k]) for k in used],
                choices.of(among).normalisation[z],
                reference,
                axes.of(among),
                framework,
                one_value,
            )
            for k, each in zip(used, found, strict=True):
                scores[columns[k]][rows[columns[k]][asked[k][:, 3] == z]] = each
    return scores
