"""The figures of the sources: one step reads what the store holds of each, and checks it."""

from collections.abc import Iterator

import dagster as dg
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.characters import as_markdown
from index_pipeline.clock import today
from index_pipeline.defs.checks import calendar_of, compared_with_calendar, expectations_of, validated
from index_pipeline.defs.io import holding
from index_pipeline.defs.resources import DataResource, FrameworkResource
from index_pipeline.defs.stored import rows_of, stored
from index_pipeline.defs.times import READ_EACH_MONTH
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Source
from index_pipeline.quality import suites
from index_pipeline.sources.store.calendar import due

SOURCE_KIND = "csv"
"""Kind that the assets of sources have, and no other asset."""


def source_assets(framework: Framework, group: str) -> list[dg.AssetsDefinition]:
    """Build the assets of the sources with their checks, which one step makes; none for a framework without sources.

    Each source has the check of its rows and, if its release calendar is known, whether it is up to date. A part of
    the assets can be made alone.
    """
    sources = {source.id: source for source in framework.sources.values()}

    @dg.multi_asset(
        name="sources",
        outs={name: _out(source, group) for name, source in sources.items()},
        deps=[stored(source) for source in sources.values()],
        internal_asset_deps={name: {stored(source)} for name, source in sources.items()},
        check_specs=[
            *map(expectations_of, sources),
            *(calendar_of(name) for name, source in sources.items() if source.release),
        ],
        can_subset=True,
    )
    def figures(
        context: dg.AssetExecutionContext, data: DataResource, framework: FrameworkResource
    ) -> Iterator[dg.Output[pa.Table] | dg.AssetCheckResult]:
        used = framework.load()
        calendar = {row["source_id"]: row for row in due(data.observations(), data.events(), used, today()).to_pylist()}
        wanted = {*context.selected_asset_keys, *context.selected_asset_check_keys}
        for name, source in sources.items():
            table = rows_of(source, data)
            if dg.AssetKey(name) in wanted:
                yield dg.Output(table, name)
            if expectations_of(name).key in wanted:
                yield validated(table, name, _suite(source, used), used, data.keeping)
            if calendar_of(name).key in wanted:
                yield compared_with_calendar(calendar[name], used)

    return [figures] if sources else []


def _out(source: Source, group: str) -> dg.AssetOut:
    table = tables.OBSERVATIONS if source.kind == "series" else tables.REGISTER_EVENTS
    return dg.AssetOut(
        is_required=False,
        group_name=group,
        description=_described(source),
        metadata=holding(table.name) | {"publisher": source.publisher.get("zh"), "licence": source.licence.get("zh")},
        kinds={SOURCE_KIND},
        freshness_policy=READ_EACH_MONTH,
    )


def _described(source: Source) -> str:
    """Name a source and how it is cited, in Markdown."""
    title = f"{as_markdown(source.title.zh)} · {as_markdown(source.title.en)}"
    return "\n\n".join([title, as_markdown(source.citation.zh), as_markdown(source.citation.en)])


def _suite(source: Source, framework: Framework) -> suites.Suite:
    if source.kind == "register":
        return suites.register_events_suite(framework)
    return suites.observations_suite(framework, source.id)
