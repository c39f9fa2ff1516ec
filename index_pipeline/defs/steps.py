"""Assets of the steps: each calls the pure function of its step, and checks what is a boundary table."""

from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from index_pipeline.defs.checks import expectations_of, validated
from index_pipeline.defs.fitness import SUITES
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
        check_specs=[expectations_of(name) for name in step.makes if name in SUITES],
    )
    def computed(
        framework: FrameworkResource, data: DataResource, **found: pa.Table
    ) -> Iterator[dg.Output[pa.Table] | dg.AssetCheckResult]:
        used = framework.load()
        for name, table in kept_step(step, found, used, data.keeping).items():
            yield dg.Output(table, name)
            if name in SUITES:
                yield validated(table, name, SUITES[name](used), used, data.keeping)

    return computed
