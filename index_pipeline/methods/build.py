"""Build: every step from figures to rankings, in order, for any framework."""

from dataclasses import dataclass

import pyarrow as pa

from index_pipeline.framework.load import Framework
from index_pipeline.methods.aggregate import aggregate, balance
from index_pipeline.methods.denominate import denominate
from index_pipeline.methods.impute import impute
from index_pipeline.methods.normalise import fit_goalposts, normalise
from index_pipeline.methods.rank import rank
from index_pipeline.methods.screen import screen
from index_pipeline.methods.shrink import shrink
from index_pipeline.methods.treat import fit_treatments, treat
from index_pipeline.methods.weigh import weigh


@dataclass(frozen=True)
class Build:
    """The table of every step, named as in `tables`."""

    indicators: pa.Table
    screened: pa.Table
    imputed: pa.Table
    treatments: pa.Table
    treated: pa.Table
    goalposts: pa.Table
    normalised: pa.Table
    weights: pa.Table
    scores: pa.Table
    rankings: pa.Table
    balance: pa.Table


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
    screened = screen(indicators, framework)
    imputed = impute(screened, framework)
    treatments = fit_treatments(imputed, framework)
    treated = treat(imputed, treatments)
    goalposts = fit_goalposts(treated, treatments, framework)
    normalised = normalise(treated, goalposts)
    weights = weigh(framework)
    scores = aggregate(normalised, weights, framework)
    return Build(
        indicators,
        screened,
        imputed,
        treatments,
        treated,
        goalposts,
        normalised,
        weights,
        scores,
        rank(scores),
        balance(scores, weights, framework),
    )
