"""Assets of figures: one per source, then all of them, and the vintage that a run uses."""

from collections.abc import Iterator

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.defs.checks import expectations_of, validated
from index_pipeline.defs.fitness import SUITES
from index_pipeline.defs.io import holding
from index_pipeline.defs.resources import DataResource, FrameworkResource, KnowledgeResource
from index_pipeline.defs.sources import source_assets
from index_pipeline.defs.stored import stored_assets
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Source
from index_pipeline.language import Both
from index_pipeline.scale.count import partitioned_changes
from index_pipeline.sources.registers.stocks import added, stock_changes, stocks_of
from index_pipeline.sources.store import history
from index_pipeline.sources.store.vintages import first, newest

GROUP = "observations"


class SourceError(UserError):
    """The store does not match the framework's sources."""


def observation_assets(framework: Framework) -> list[dg.AssetsDefinition]:
    """Build the assets of this module for the sources that a framework declares."""
    series = [source for source in framework.sources.values() if source.kind == "series"]
    registers = [source for source in framework.sources.values() if source.kind == "register"]
    return [
        *stored_assets(framework, GROUP),
        *source_assets(framework, GROUP),
        _union_asset(series, tables.OBSERVATIONS, "全部数据及其修订 · Every vintage of every figure, of all sources."),
        _union_asset(
            registers, tables.REGISTER_EVENTS, "全部名录变动记录 · Every event of every register, of all sources."
        ),
        newest_observations,
        first_observations,
        revisions,
        register_stocks,
    ]


@dg.asset(
    group_name=GROUP,
    description="本次运行所用的数据版次：最新版次，或不晚于 as_of 的最新版次 · "
    "The vintage of each figure that the run uses: the newest, or the newest by as_of.",
    metadata=holding(tables.OBSERVATIONS.name),
)
def newest_observations(knowledge: KnowledgeResource, observations: pa.Table) -> pa.Table:
    """The vintage of each figure that the run uses: the newest, or the newest not later than `as_of`."""
    found = newest(observations, knowledge.day())
    if not found.num_rows:
        raise SourceError(
            Both(
                "the store holds no figure yet, or none of that day: `icdi ingest` reads files into it",
                "数据库中没有数据，或没有该日及以前公布的数据：用 icdi ingest 导入",
            )
        )
    return found


@dg.asset(
    group_name=GROUP,
    description="各项数据首次公布的数值 · Each figure as it was first published.",
    metadata=holding(tables.OBSERVATIONS.name),
)
def first_observations(knowledge: KnowledgeResource, observations: pa.Table) -> pa.Table:
    """Each figure as it was first published: the uncertainty analysis compares the newest vintage with it."""
    return first(observations, knowledge.day())


@dg.asset(
    group_name=GROUP,
    description="公布后修订的数据 · Figures that were published again with another value.",
    metadata=holding(tables.REVISIONS.name),
)
def revisions(knowledge: KnowledgeResource, observations: pa.Table) -> pa.Table:
    """Figures that were published again with another value, by the same day."""
    return history.revisions(observations, knowledge.day())


@dg.asset(
    group_name=GROUP,
    description="各名录年末在册数，按地区和类别 · "
    "Entries of each register in force at year end, by region and category.",
    metadata=holding(tables.REGISTER_STOCKS.name),
)
def register_stocks(register_events: pa.Table, framework: FrameworkResource, data: DataResource) -> pa.Table:
    """Entries of each register in force at year end, by region and category."""
    found = framework.load()
    changes = [stock_changes(register_events, found), partitioned_changes(data.partitioned(), found)]
    return stocks_of(added(changes), found)


def _union_asset(sources: list[Source], table: tables.Table, description: str) -> dg.AssetsDefinition:
    @dg.asset(
        name=table.name,
        group_name=GROUP,
        description=description,
        metadata=holding(table.name),
        ins={source.id: dg.AssetIn(source.id) for source in sources},
        check_specs=[expectations_of(table.name)],
    )
    def union(
        data: DataResource, framework: FrameworkResource, **parts: pa.Table
    ) -> Iterator[dg.Output[pa.Table] | dg.AssetCheckResult]:
        used, found = framework.load(), _STORED[table.name](data)
        if used.sources:
            _refuse_undeclared(found, set(parts))
            found = pa.concat_tables([table.empty(), *(part.cast(table.schema) for part in parts.values())])
        yield dg.Output(found)
        yield validated(found, table.name, SUITES[table.name](used), used, data.keeping)

    return union


def _refuse_undeclared(stored: pa.Table, declared: set[str]) -> None:
    """Refuse rows of a source that the framework does not declare: they would otherwise be left out silently."""
    row = pc.index(pc.is_in(stored["source_id"], pa.array(sorted(declared), pa.string())), False).as_py()
    if row >= 0:
        source, batch, line = (stored[name][row].as_py() for name in ("source_id", "batch", "batch_line"))
        raise SourceError(
            Both(
                f"{batch} line {line}: source {source} is not declared: add source/{source}.yaml",
                f"{batch} 第{line}行：来源 {source} 未声明：请添加 source/{source}.yaml",
            )
        )


_STORED = {tables.OBSERVATIONS.name: DataResource.observations, tables.REGISTER_EVENTS.name: DataResource.events}
