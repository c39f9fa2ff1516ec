"""Assets of the index: each calls the method of the same name."""

import dagster as dg
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.defs.io import TABLE
from index_pipeline.defs.resources import FrameworkResource
from index_pipeline.methods import aggregate as aggregation
from index_pipeline.methods import denominate, grade, impute, normalise, rank, screen, shrink, treat, weigh
from index_pipeline.methods.chance import register_reliability
from index_pipeline.methods.decompose import decompose
from index_pipeline.methods.fit_weights import fit_weights
from index_pipeline.methods.goalposts import fit_goalposts
from index_pipeline.methods.notices import notices as find_notices
from index_pipeline.methods.operands import operands as find_operands

GROUP = "index"


@dg.asset(group_name=GROUP, metadata={TABLE: tables.INDICATORS.name})
def indicators(newest_observations: pa.Table, register_stocks: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Indicator values: numerator / denominator × multiplier, small counts shrunk."""
    ratios = denominate.denominate(newest_observations, register_stocks, framework.load())
    return shrink.shrink(ratios, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.OPERANDS.name})
def operands(newest_observations: pa.Table, register_stocks: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Figures and national totals of the indicators that are shares, location quotients, growth, or means of years."""
    return find_operands(newest_observations, register_stocks, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.SCREENINGS.name})
def screenings(indicators: pa.Table, framework: FrameworkResource) -> pa.Table:
    """How much is known of each region and year, and whether that is enough."""
    return screen.screenings(indicators, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.SCREENED.name})
def screened(indicators: pa.Table, screenings: pa.Table) -> pa.Table:
    """Indicator values of the assessed regions of which enough is known."""
    return screen.leave_out(indicators, screenings)


@dg.asset(group_name=GROUP, metadata={TABLE: tables.IMPUTED.name})
def imputed(screened: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Indicator values with gaps filled and each filled value marked."""
    return impute.impute(screened, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.TREATMENTS.name})
def treatments(imputed: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Treatment of outliers and skew of each indicator, fitted on the reference period."""
    return treat.fit_treatments(imputed, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.TREATED.name})
def treated(imputed: pa.Table, treatments: pa.Table) -> pa.Table:
    """Indicator values after treatment."""
    return treat.treat(imputed, treatments)


@dg.asset(group_name=GROUP, metadata={TABLE: tables.TREATED_POINTS.name})
def treated_points(imputed: pa.Table, treatments: pa.Table) -> pa.Table:
    """Each value that treatment has moved."""
    return treat.treated_points(imputed, treatments)


@dg.asset(group_name=GROUP, metadata={TABLE: tables.GOALPOSTS.name})
def goalposts(imputed: pa.Table, treated: pa.Table, treatments: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Worst and best value of each indicator, fitted on the reference period and then frozen."""
    return fit_goalposts(imputed, treated, treatments, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.NORMALISED.name})
def normalised(treated: pa.Table, goalposts: pa.Table) -> pa.Table:
    """Indicator scores on the common scale; higher is better."""
    return normalise.normalise(treated, goalposts)


@dg.asset(group_name=GROUP, metadata={TABLE: tables.RELIABILITY.name})
def reliability(indicators: pa.Table, framework: FrameworkResource) -> pa.Table:
    """How much more than chance the entries of registers say; where the framework grades evidence."""
    return register_reliability(indicators, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.EVIDENCE.name})
def evidence(imputed: pa.Table, reliability: pa.Table, framework: FrameworkResource) -> pa.Table:
    """How stable each weighted indicator is, and how much of it is observed; where the framework grades evidence."""
    return grade.evidence(imputed, reliability, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.GRADES.name})
def grades(evidence: pa.Table, normalised: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Grade of the evidence of each component that has indicators."""
    return grade.grades(evidence, normalised, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.WEIGHTINGS.name})
def weightings(normalised: pa.Table, grades: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Weights that are derived from the figures, fitted on the reference period; none where all are given."""
    return fit_weights(normalised, framework.load(), grades)


@dg.asset(group_name=GROUP, metadata={TABLE: tables.WEIGHTS.name})
def weights(weightings: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Weights of the tree, nominal and effective."""
    return weigh.weigh(framework.load(), weightings)


@dg.asset(group_name=GROUP, metadata={TABLE: tables.SCORES.name})
def scores(normalised: pa.Table, weights: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Score and coverage of every component, for each region and year."""
    return aggregation.aggregate(normalised, weights, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.RANKINGS.name})
def rankings(scores: pa.Table) -> pa.Table:
    """Rank of every region in every component and year, and its change against the year before."""
    return rank.rank(scores)


@dg.asset(group_name=GROUP, metadata={TABLE: tables.BALANCE.name})
def balance(scores: pa.Table, weights: pa.Table, framework: FrameworkResource) -> pa.Table:
    """The index by arithmetic and by geometric means across its components."""
    return aggregation.balance(scores, weights, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.REGION_WEIGHTS.name})
def region_weights(normalised: pa.Table, scores: pa.Table, weights: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Weights that differ from region to region, where a component chooses them so."""
    return aggregation.region_weights(normalised, scores, weights, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.CHANGES.name})
def changes(normalised: pa.Table, scores: pa.Table, weights: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Change of the index against the year before, split exactly into its indicators' parts."""
    return decompose(normalised, scores, weights, framework.load())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.NOTICES.name})
def notices(
    indicators: pa.Table,
    operands: pa.Table,
    screenings: pa.Table,
    imputed: pa.Table,
    goalposts: pa.Table,
    reliability: pa.Table,
    evidence: pa.Table,
    framework: FrameworkResource,
) -> pa.Table:
    """What a reader of the scores should know: regions left out, indicators without figures, zero denominators."""
    return find_notices(indicators, operands, screenings, imputed, goalposts, reliability, evidence, framework.load())


index_assets = [
    *(operands, indicators, screenings, screened, imputed, treatments, treated, treated_points, goalposts, normalised),
    *(reliability, evidence, grades, weightings, weights, scores, rankings, balance, region_weights, changes, notices),
]
"""Every asset of this room."""
