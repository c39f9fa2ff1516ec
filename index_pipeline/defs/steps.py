"""Assets of the steps: each calls the pure function of its step, and nothing else."""

from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from index_pipeline.defs.groups import GROUPS
from index_pipeline.defs.io import holding
from index_pipeline.defs.kept import kept_step
from index_pipeline.defs.resources import DataResource, FrameworkResource
from index_pipeline.steps import Step

ASSETS = {"observations": "newest_observations"}
"""Assets whose table has another name in a step: there, only one vintage of each figure exists."""


def step_assets() -> list[dg.AssetsDefinition]:
    """Build the assets of every step."""
    return [_asset(step, group) for group, steps in GROUPS.items() for step in steps]


def _asset(step: Step, group: str) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=step.name,
        ins={name: dg.AssetIn(ASSETS.get(name, name)) for name in step.takes},
        outs={
            name: dg.AssetOut(group_name=group, description=f"{zh} · {en}", metadata=holding(name))
            for name, (zh, en) in step.makes.items()
        },
    )
    def computed(framework: FrameworkResource, data: DataResource, **found: pa.Table) -> Iterator[dg.Output[pa.Table]]:
        made = kept_step(step, found, framework.load(), data.keeping)
        yield from (dg.Output(table, name) for name, table in made.items())

    return computed
