"""Assets of robustness: how far ranks depend on the choices made, and whether the index is internally consistent."""

from collections.abc import Iterator
from dataclasses import fields

import dagster as dg
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.analysis.tiers import tiers
from index_pipeline.defs.io import TABLE
from index_pipeline.defs.resources import FrameworkResource
from index_pipeline.robustness.audit import Audit
from index_pipeline.robustness.audit import audit as audit_index
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.removal import removed
from index_pipeline.robustness.sensitivity import sensitivity as sobol
from index_pipeline.robustness.uncertainty import Uncertainty
from index_pipeline.robustness.uncertainty import uncertainty as simulate

GROUP = "robustness"


def _outs(descriptions: dict[str, str]) -> dict[str, dg.AssetOut]:
    return {
        name: dg.AssetOut(group_name=GROUP, description=text, metadata={TABLE: name})
        for name, text in descriptions.items()
    }


@dg.multi_asset(
    outs=_outs(
        {
            "rank_intervals": "Rank of every component, region and year over all draws: median and 90% interval.",
            "tier_probabilities": "Probability of each tier.",
            "rank_changes": "Whether a change of rank is significant: paired draws agree.",
            "rank_pairs": "Probability that one region is above another, in the newest year.",
        }
    )
)
def uncertainty(
    indicators: pa.Table,
    weights: pa.Table,
    scores: pa.Table,
    rankings: pa.Table,
    newest_observations: pa.Table,
    first_observations: pa.Table,
    register_stocks: pa.Table,
    framework: FrameworkResource,
) -> Iterator[dg.Output[pa.Table]]:
    """Monte Carlo over the choices that the framework's `robustness` lists."""
    inputs = Inputs(indicators, weights, rankings, newest_observations, first_observations, register_stocks)
    unmarked = tiers(scores, tables.RANK_INTERVALS.empty(), framework.load())
    found = simulate(inputs, framework.load(), tiers=unmarked)
    yield from (dg.Output(getattr(found, field.name), field.name) for field in fields(Uncertainty))


@dg.asset(group_name=GROUP, metadata={TABLE: tables.SENSITIVITY.name})
def sensitivity(
    indicators: pa.Table,
    weights: pa.Table,
    rankings: pa.Table,
    newest_observations: pa.Table,
    first_observations: pa.Table,
    register_stocks: pa.Table,
    framework: FrameworkResource,
) -> pa.Table:
    """Sobol indices: which choices move the ranks."""
    inputs = Inputs(indicators, weights, rankings, newest_observations, first_observations, register_stocks)
    return sobol(inputs, framework.load())


@dg.multi_asset(
    outs=_outs(
        {
            "removed": "The index without each indicator, theme and pillar.",
            "removed_summary": "What the removal of each element does to the ranks.",
        }
    )
)
def removal(
    indicators: pa.Table, weights: pa.Table, rankings: pa.Table, framework: FrameworkResource
) -> Iterator[dg.Output[pa.Table]]:
    """The index without each of its elements."""
    elements, summary = removed(Inputs(indicators, weights, rankings), framework.load())
    yield dg.Output(elements, "removed")
    yield dg.Output(summary, "removed_summary")


@dg.multi_asset(
    outs=_outs({field.name: f"Statistical audit in the JRC's manner: {field.name}." for field in fields(Audit)})
)
def audit(
    screened: pa.Table,
    imputed: pa.Table,
    treatments: pa.Table,
    treated: pa.Table,
    normalised: pa.Table,
    weights: pa.Table,
    scores: pa.Table,
    framework: FrameworkResource,
) -> Iterator[dg.Output[pa.Table]]:
    """Statistical audit: coverage, outliers, correlations, consistency, importance, added value."""
    found = audit_index(screened, imputed, treatments, treated, normalised, weights, scores, framework.load())
    yield from (dg.Output(getattr(found, field.name), field.name) for field in fields(Audit))


robustness_assets = [uncertainty, sensitivity, removal, audit]
"""Every asset of this room."""
