"""Assets of the tables that are computed: one step of Dagster makes those of a group, each by its pure function."""

from collections.abc import Iterator, Sequence

import dagster as dg
import pyarrow as pa

from index_pipeline.defs.checks import expectations_of, validated
from index_pipeline.defs.fitness import SUITES
from index_pipeline.defs.groups import GROUPS
from index_pipeline.defs.io import holding, stored_table
from index_pipeline.defs.kept import kept_step
from index_pipeline.defs.resources import DataResource, FrameworkResource
from index_pipeline.steps import Step

ASSETS = {"observations": "newest_observations"}
"""Assets whose table has another name in a step: there, only one vintage of each figure exists."""


def group_assets() -> list[dg.AssetsDefinition]:
    """Build the assets of every group."""
    return [_assets(group, steps) for group, steps in GROUPS.items()]


def _assets(group: str, steps: Sequence[Step]) -> dg.AssetsDefinition:
    """Build the assets of a group and the checks of its boundary tables; a part of them can be made alone.

    Tables are handed on in memory. What is made alone is made from the stored tables before it.
    """
    made = [name for step in steps for name in step.makes]
    given = {name: ASSETS.get(name, name) for step in steps for name in step.takes if name not in made}

    @dg.multi_asset(
        name=group,
        ins={name: dg.AssetIn(asset) for name, asset in given.items()},
        outs={
            name: dg.AssetOut(is_required=False, group_name=group, description=f"{zh} · {en}", metadata=holding(name))
            for step in steps
            for name, (zh, en) in step.makes.items()
        },
        internal_asset_deps={
            name: {dg.AssetKey(given.get(taken, taken)) for taken in step.takes}
            for step in steps
            for name in step.makes
        },
        check_specs=[expectations_of(name) for name in made if name in SUITES],
        can_subset=True,
    )
    def computed(
        context: dg.AssetExecutionContext, framework: FrameworkResource, data: DataResource, **found: pa.Table
    ) -> Iterator[dg.Output[pa.Table] | dg.AssetCheckResult]:
        used = framework.load()

        def table(name: str) -> pa.Table:
            if name not in found:
                found[name] = stored_table(data.tables, context.run, name)
            return found[name]

        for step in steps:
            wanted = [name for name in step.makes if dg.AssetKey(name) in context.selected_asset_keys]
            if wanted:
                found |= kept_step(step, {name: table(name) for name in step.takes}, used, data.keeping)
            for name in step.makes:
                if name in wanted:
                    yield dg.Output(found[name], name)
                if name in SUITES and expectations_of(name).key in context.selected_asset_check_keys:
                    result = validated(table(name), name, SUITES[name](used), used, data.keeping)
                    yield result
                    if not result.passed and result.severity == dg.AssetCheckSeverity.ERROR:
                        return  # Dagster ends the step as failed

    return computed
