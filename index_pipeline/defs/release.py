"""Asset of the release: last in the graph, and alone with effects outside the tables folder."""

from datetime import UTC, datetime

import dagster as dg
import pyarrow as pa

from index_pipeline.defs.checks import SUITES
from index_pipeline.defs.resources import DataResource, FrameworkResource
from index_pipeline.errors import UserError
from index_pipeline.framework.load import Framework
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.publish import Recipe, publish
from index_pipeline.quality.validate import validate

PUBLISHED = {
    "newest_observations": "observations",
    "revisions": "revisions",
    "register_events": "register_events",
    "register_stocks": "register_stocks",
    "indicators": "indicators",
    "imputed": "imputed",
    "treatments": "treatments",
    "treated": "treated",
    "goalposts": "goalposts",
    "normalised": "normalised",
    "weights": "weights",
    "scores": "scores",
    "rankings": "rankings",
    "balance": "balance",
}
"""Assets that a release publishes, and the name of each table in it."""


class UnfitToPublishError(UserError):
    """The staged tables do not meet their expectations."""


@dg.asset(group_name="publication", ins={asset: dg.AssetIn(asset) for asset in PUBLISHED})
def release(framework: FrameworkResource, data: DataResource, **computed: pa.Table) -> dg.MaterializeResult:
    """One published folder: tables, figures, scorecards, and the description that proves them whole."""
    found = framework.load()
    tables = {PUBLISHED[asset]: table for asset, table in computed.items()} | catalogue(found, computed["weights"])
    folder = publish(
        Recipe(tables, found, framework.path), data.releases, datetime.now(UTC), lambda staged: _inspect(staged, found)
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
    """Hold the tables, as they will be shipped, to their expectations once more."""
    for name, suite in SUITES.items():
        report = validate(staged[name], suite(framework))
        if report.blocked:
            raise UnfitToPublishError("; ".join(report.sentences()))
