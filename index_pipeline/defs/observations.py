"""Assets of figures: one a source, then all of them, and the vintage that a run uses."""

from datetime import date

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.defs.io import TABLE
from index_pipeline.defs.resources import DataResource, FrameworkResource
from index_pipeline.framework.load import Framework
from index_pipeline.framework.model import Source
from index_pipeline.sources import history
from index_pipeline.sources.registers import load_events, stocks
from index_pipeline.sources.vintages import first, load_observations, newest

GROUP = "observations"


class AsOf(dg.Config):
    """The day whose knowledge a run uses: no later vintage is read. Without one, the newest of each figure."""

    as_of: str | None = None

    def day(self) -> date | None:
        """Return `as_of` as a day."""
        return date.fromisoformat(self.as_of) if self.as_of else None


def observation_assets(framework: Framework) -> list[dg.AssetsDefinition]:
    """Build the assets of this room for the sources that a framework declares."""
    series = [source for source in framework.sources.values() if source.kind == "series"]
    registers = [source for source in framework.sources.values() if source.kind == "register"]
    return [
        *(_source_asset(source, tables.OBSERVATIONS) for source in series),
        *(_source_asset(source, tables.REGISTER_EVENTS) for source in registers),
        _union_asset(series, tables.OBSERVATIONS, "Every vintage of every figure, of all sources."),
        _union_asset(registers, tables.REGISTER_EVENTS, "Every event of every register, of all sources."),
        newest_observations,
        first_observations,
        revisions,
        register_stocks,
    ]


@dg.asset(group_name=GROUP, metadata={TABLE: tables.OBSERVATIONS.name})
def newest_observations(config: AsOf, observations: pa.Table) -> pa.Table:
    """The vintage of each figure that the run uses: the newest, or the newest not later than `as_of`."""
    return newest(observations, config.day())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.OBSERVATIONS.name})
def first_observations(config: AsOf, observations: pa.Table) -> pa.Table:
    """Each figure as it was first published: what the uncertainty analysis holds the newest vintage against."""
    return first(observations, config.day())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.REVISIONS.name})
def revisions(config: AsOf, observations: pa.Table) -> pa.Table:
    """Figures that were published again with another value, by the same day."""
    return history.revisions(observations, config.day())


@dg.asset(group_name=GROUP, metadata={TABLE: tables.REGISTER_STOCKS.name})
def register_stocks(register_events: pa.Table, framework: FrameworkResource) -> pa.Table:
    """Entries of each register in force at year end, by region and category."""
    return stocks(register_events, framework.load())


def _source_asset(source: Source, table: tables.Table) -> dg.AssetsDefinition:
    load = load_observations if table is tables.OBSERVATIONS else load_events

    @dg.asset(
        name=source.id,
        group_name=GROUP,
        description=f"{source.title.zh} · {source.title.en}\n\n{source.citation.zh}\n\n{source.citation.en}",
        metadata={TABLE: table.name, "publisher": source.publisher.get("zh"), "licence": source.licence.get("zh")},
        kinds={"csv"},
    )
    def figures(data: DataResource) -> pa.Table:
        everything = load(data.path)
        return everything.filter(pc.equal(everything["source_id"], source.id))

    return figures


def _union_asset(sources: list[Source], table: tables.Table, description: str) -> dg.AssetsDefinition:
    @dg.asset(
        name=table.name,
        group_name=GROUP,
        description=description,
        metadata={TABLE: table.name},
        ins={source.id: dg.AssetIn(source.id) for source in sources},
    )
    def union(**parts: pa.Table) -> pa.Table:
        return pa.concat_tables([table.empty(), *(part.cast(table.schema) for part in parts.values())])

    return union
