"""Build: every step from figures to rankings, in order, for any framework."""

from dataclasses import dataclass

import pyarrow as pa

from index_pipeline.framework.framework import Framework
from index_pipeline.methods.aggregate import aggregate, balance, region_weights
from index_pipeline.methods.chance import register_reliability
from index_pipeline.methods.decompose import decompose
from index_pipeline.methods.denominate import denominate
from index_pipeline.methods.fit_weights import fit_weights
from index_pipeline.methods.goalposts import fit_goalposts
from index_pipeline.methods.grade import evidence, grades
from index_pipeline.methods.impute import impute
from index_pipeline.methods.normalise import normalise
from index_pipeline.methods.notices import notices
from index_pipeline.methods.operands import operands
from index_pipeline.methods.rank import rank
from index_pipeline.methods.screen import leave_out, screenings
from index_pipeline.methods.shrink import shrink
from index_pipeline.methods.treat import fit_treatments, treat, treated_points
from index_pipeline.methods.weigh import weigh


@dataclass(frozen=True)
class Build:
    """The table of every step, named as in `tables`."""

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
        register_stocks: `tables.REGISTER_STOCKS`; empty where no indicator counts a register.
        framework: What to compute.

    Raises:
        MethodError: a step has no defined result; the message names indicator or component, region and year.
    """
    indicators = shrink(denominate(observations, register_stocks, framework), framework)
    return build_from_indicators(indicators, operands(observations, register_stocks, framework), framework)


def build_from_indicators(indicators: pa.Table, operands: pa.Table, framework: Framework) -> Build:
    """Compute an index from indicator values to rankings: every step of `build` after `shrink`.

    Args:
        indicators: `tables.INDICATORS`, of every indicator of the framework.
        operands: `tables.OPERANDS` that they were computed from.
        framework: What to compute.

    Raises:
        MethodError: as in `build`.
    """
    screening = screenings(indicators, framework)
    screened = leave_out(indicators, screening)
    imputed = impute(screened, framework)
    treatments = fit_treatments(imputed, framework)
    treated = treat(imputed, treatments)
    goalposts = fit_goalposts(imputed, treated, treatments, framework)
    normalised = normalise(treated, goalposts)
    reliability = register_reliability(indicators, framework)
    measured = evidence(imputed, reliability, framework)
    graded = grades(measured, normalised, framework)
    weightings = fit_weights(normalised, framework, graded)
    weights = weigh(framework, weightings)
    scores = aggregate(normalised, weights, framework)
    return Build(
        operands=operands,
        indicators=indicators,
        screenings=screening,
        screened=screened,
        imputed=imputed,
        treatments=treatments,
        treated=treated,
        treated_points=treated_points(imputed, treatments),
        goalposts=goalposts,
        normalised=normalised,
        reliability=reliability,
        evidence=measured,
        grades=graded,
        weightings=weightings,
        weights=weights,
        scores=scores,
        region_weights=region_weights(normalised, scores, weights, framework),
        rankings=rank(scores),
        changes=decompose(normalised, scores, weights, framework),
        balance=balance(scores, weights, framework),
        notices=notices(indicators, operands, screening, imputed, goalposts, reliability, measured, framework),
    )
