"""Asset of the release: last in the graph, and alone with effects outside the tables folder."""

from datetime import UTC, datetime

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.defs.checks import SUITES
from index_pipeline.defs.io import OF_THIS_RUN
from index_pipeline.defs.resources import DataResource, FrameworkResource, KnowledgeResource
from index_pipeline.defs.times import PUBLISHED_IN_TIME
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.publish import Recipe, publish
from index_pipeline.quality.validate import validate

NAMES = {"newest_observations": "observations"}
"""Assets whose table has another name in a release: there, one vintage of each figure is all that there is."""

PUBLISHED = (
    *("newest_observations", "revisions", "register_events", "register_stocks"),
    *("indicators", "screenings", "imputed", "treatments", "treated", "treated_points", "goalposts", "normalised"),
    *("weightings", "weights", "scores", "rankings", "balance", "region_weights", "changes", "notices"),
    *(
        "rank_intervals",
        "tier_probabilities",
        "rank_changes",
        "rank_pairs",
        "sensitivity",
        "removed",
        "removed_summary",
    ),
    *("audit_indicators", "audit_coverage", "audit_correlations", "audit_consistency"),
    *("audit_pca", "audit_importance", "audit_added_value", "audit_findings"),
    *("inequality", "zone_inequality", "zone_pairs", "sigma_convergence", "beta_convergence", "beta_terms"),
    *("densities", "global_moran", "local_moran", "coupling", "obstacles", "obstacle_components"),
    *("tiers", "tier_borders", "similar_regions", "clusters", "cluster_counts"),
)
"""Assets that a release publishes."""


class UnfitToPublishError(UserError):
    """The staged tables do not meet their expectations."""


@dg.asset(
    group_name="publication",
    ins={asset: dg.AssetIn(asset, metadata={OF_THIS_RUN: True}) for asset in PUBLISHED},
    freshness_policy=PUBLISHED_IN_TIME,
)
def release(
    knowledge: KnowledgeResource,
    framework: FrameworkResource,
    data: DataResource,
    **computed: pa.Table,
) -> dg.MaterializeResult:
    """One published folder: tables, figures, scorecards, and the description that proves them whole."""
    found = framework.load()
    tables = {NAMES.get(asset, asset): table for asset, table in computed.items()} | catalogue(
        found, computed["weights"]
    )
    recipe = Recipe(tables, found, framework.path, knowledge.day())
    folder = publish(
        recipe,
        data.releases,
        datetime.now(UTC),
        lambda staged: _inspect(staged, found),
        latest=knowledge.is_latest(framework, data),
    )
    page = (folder / "index.html").resolve().as_uri()
    return dg.MaterializeResult(
        metadata={
            "release_id": folder.name,
            "folder": dg.MetadataValue.path(str(folder)),
            "index.html": dg.MetadataValue.url(page),
        }
    )


def _inspect(staged: dict[str, pa.Table], framework: Framework) -> None:
    """Hold the tables, as they will be shipped, to their expectations; refuse a newest year without scores."""
    scored = staged["rankings"].filter(pc.is_valid(staged["rankings"]["rank"]))
    newest = pc.max(scored.filter(pc.equal(scored["component_id"], framework.index_id))["time_period"]).as_py()
    last = framework.definition.years.last
    if newest != last:
        held = "no year" if newest is None else f"no year after {newest}"
        raise UnfitToPublishError(
            f"no region has a score of {framework.index_id} in {last}, the newest of the scored years, and {held} has "
            "one: add its figures, or let `years` in framework.yaml end earlier"
        )
    for name, suite in SUITES.items():
        report = validate(staged[name], suite(framework))
        if report.blocked:
            raise UnfitToPublishError("; ".join(report.sentences()))
