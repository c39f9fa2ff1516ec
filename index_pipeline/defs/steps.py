"""Assets of the steps: each calls the pure function of its step, and nothing else."""

from collections.abc import Iterator, Mapping

import dagster as dg
import pyarrow as pa

from index_pipeline.analysis.steps import STEPS as ANALYSIS
from index_pipeline.defs.io import TABLE
from index_pipeline.defs.resources import FrameworkResource
from index_pipeline.methods.steps import STEPS as INDEX
from index_pipeline.robustness.steps import STEPS as ROBUSTNESS
from index_pipeline.steps import Step

GROUPS: Mapping[str, tuple[Step, ...]] = {"index": INDEX, "robustness": ROBUSTNESS, "analysis": ANALYSIS}
"""The steps of each group of the graph."""

ASSETS = {"observations": "newest_observations"}
"""Assets whose table has another name in a step: there, only one vintage of each figure exists."""


def step_assets() -> list[dg.AssetsDefinition]:
    """Build the assets of every step."""
    return [_asset(step, group) for group, steps in GROUPS.items() for step in steps]


def step_tables() -> tuple[str, ...]:
    """Return the names of the tables that steps make, in order."""
    return tuple(name for steps in GROUPS.values() for step in steps for name in step.makes)


def _asset(step: Step, group: str) -> dg.AssetsDefinition:
    @dg.multi_asset(
        name=step.name,
        ins={name: dg.AssetIn(ASSETS.get(name, name)) for name in step.takes},
        outs={
            name: dg.AssetOut(group_name=group, description=f"{zh} · {en}", metadata={TABLE: name})
            for name, (zh, en) in step.makes.items()
        },
    )
    def computed(framework: FrameworkResource, **found: pa.Table) -> Iterator[dg.Output[pa.Table]]:
        made = step.compute(found, framework.load())
        yield from (dg.Output(table, name) for name, table in made.items())

    return computed
