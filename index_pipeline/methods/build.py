"""Build: an index from figures to rankings, for any framework."""

from dataclasses import dataclass, replace
from functools import partial

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.methods.fit_weights import fit_weights
from index_pipeline.methods.steps import STEPS
from index_pipeline.steps import computed


@dataclass(frozen=True)
class Build:
    """The table of every step of `STEPS`, by its name."""

    operands: pa.Table
    indicators: pa.Table
    screenings: pa.Table
    screened: pa.Table
    imputed: pa.Table
    treatments: pa.Table
    treated: pa.Table
    treated_points: pa.Table
    goalposts: pa.Table
    normalised: pa.Table
    reliability: pa.Table
    evidence: pa.Table
    grades: pa.Table
    weightings: pa.Table
    weights: pa.Table
    scores: pa.Table
    region_weights: pa.Table
    rankings: pa.Table
    changes: pa.Table
    balance: pa.Table
    notices: pa.Table


def build(observations: pa.Table, register_stocks: pa.Table, framework: Framework) -> Build:
    """Compute an index from figures to rankings.

    Args:
        observations: `tables.OBSERVATIONS`, one vintage of each figure.
        register_stocks: `tables.REGISTER_STOCKS`; empty if no indicator counts a register.
        framework: What to compute.

    Raises:
        MethodError: a step has no defined result; the message names indicator or component, region and year.
    """
    given = {"observations": observations, "register_stocks": register_stocks}
    return Build(**computed(STEPS, given, framework))


def build_from_indicators(
    indicators: pa.Table, operands: pa.Table, framework: Framework, weightings: pa.Table | None = None
) -> Build:
    """Compute an index from indicator values to rankings: every step of `build` after those that read figures.

    Args:
        indicators: `tables.INDICATORS`, of every indicator of the framework.
        operands: `tables.OPERANDS` that they were computed from.
        framework: What to compute.
        weightings: `tables.WEIGHTINGS` of the components whose derived weights are known: see `fit_weights`.

    Raises:
        MethodError: as in `build`.
    """
    given = {"indicators": indicators, "operands": operands}
    steps = [
        replace(step, function=partial(fit_weights, known=weightings)) if step.name == "weightings" else step
        for step in STEPS
        if step.name not in given
    ]
    return Build(**given, **computed(steps, given, framework))
