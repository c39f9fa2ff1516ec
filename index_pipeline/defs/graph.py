"""The graph of one framework over one data folder."""

from collections.abc import Mapping
from pathlib import Path

import dagster as dg

from index_pipeline.defs.automation import (
    after_runs,
    check_sources,
    first_and_final_estimate,
    inbox_sensor,
    monthly_check_of_sources,
    publish_index,
)
from index_pipeline.defs.fetching import fetch_job, fetch_schedule
from index_pipeline.defs.io import TablesIOManager
from index_pipeline.defs.observations import GROUP, observation_assets
from index_pipeline.defs.refused import inbox_files
from index_pipeline.defs.release import release
from index_pipeline.defs.resources import DataResource, FrameworkResource, KnowledgeResource
from index_pipeline.defs.sources import SOURCE_KIND
from index_pipeline.defs.steps import group_assets
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.keeping import Keeping


def build_definitions(
    framework_folder: Path,
    data_folder: Path,
    loggers: Mapping[str, dg.LoggerDefinition] | None = None,
    *,
    afresh: bool = False,
    with_products: bool = True,
) -> dg.Definitions:
    """Build the graph of one framework over one data folder; `afresh` and `with_products` as in `DataResource`.

    Raises:
        FrameworkError: the framework is refused.
    """
    framework = load(framework_folder)
    data = DataResource(folder=str(data_folder), afresh=afresh, with_products=with_products)
    fetch_due = fetch_job(framework_folder)
    assets = [*observation_assets(framework), *group_assets(), release]
    return dg.Definitions(
        assets=[inbox_files(GROUP), *(_with_version(asset, data.keeping, framework) for asset in assets)],
        jobs=[publish_index, check_sources, fetch_due],
        schedules=[first_and_final_estimate, monthly_check_of_sources, fetch_schedule(fetch_due)],
        sensors=[inbox_sensor(framework_folder), *after_runs(framework_folder)],
        resources={
            "framework": FrameworkResource(folder=str(framework_folder)),
            "data": data,
            "knowledge": KnowledgeResource(),
            "io_manager": TablesIOManager(folder=str(data.tables), index_id=framework.index_id),
        },
        executor=dg.in_process_executor,
        loggers=loggers,
    )


def _with_version(asset: dg.AssetsDefinition, kept: Keeping, framework: Framework) -> dg.AssetsDefinition:
    """State the program that makes an asset, and the framework if it is read: Dagster shows where they have changed.

    Only the checks of a source read the framework.
    """
    if not asset.is_materializable:
        return asset
    reads = "framework" in asset.required_resource_keys
    program, with_framework = kept.key(), kept.key(framework=framework.content)

    def versioned(spec: dg.AssetSpec) -> dg.AssetSpec:
        is_read = reads and SOURCE_KIND not in spec.kinds
        return spec.replace_attributes(code_version=with_framework if is_read else program)

    return asset.map_asset_specs(versioned)
