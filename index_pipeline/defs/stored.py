"""What the store holds of each source, as assets that are observed: Dagster shows where it has changed since a run."""

import warnings
from collections.abc import Iterator

import dagster as dg
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.characters import as_markdown
from index_pipeline.defs.resources import DataResource
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Source
from index_pipeline.keeping import digest

STORED = "stored"
"""First part of the keys of these assets; the second is the source."""


with warnings.catch_warnings():
    warnings.simplefilter("ignore", dg.BetaWarning)
    OBSERVED = dg.AssetSelection.key_prefixes(STORED, include_sources=True)
"""All of these assets, as part of a job that reads the store."""


def stored_assets(framework: Framework, group: str) -> list[dg.AssetsDefinition]:
    """Build the assets of what the store holds, which one step observes; none for a framework without sources."""
    sources = [*framework.sources.values()]

    def stored_figures(data: DataResource) -> Iterator[dg.ObserveResult]:
        for source in sources:
            yield dg.ObserveResult(asset_key=stored(source), data_version=_version(source, data))

    specs = [dg.AssetSpec(stored(source), group_name=group, description=_described(source)) for source in sources]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)
        return [dg.multi_observable_source_asset(specs=specs)(stored_figures)] if sources else []


def stored(source: Source) -> dg.AssetKey:
    """Return the key of what the store holds of a source."""
    return dg.AssetKey([STORED, source.id])


def rows_of(source: Source, data: DataResource) -> pa.Table:
    """Return every vintage of a source's figures in the store, or the events of its registers that are CSV files.

    Raises:
        StoredFileError: the store cannot be read.
    """
    everything = data.observations() if source.kind == "series" else data.events()
    return everything.filter(pc.equal(everything["source_id"], source.id))


def _version(source: Source, data: DataResource) -> dg.DataVersion | None:
    """Digest what the store holds of a source; None where it cannot be read, which the step that reads it explains."""
    try:
        partitioned = [register.digest for register in data.partitioned() if source.id in register.sources]
        return dg.DataVersion(" ".join([digest(rows_of(source, data)), *partitioned]))
    except UserError:
        return None


def _described(source: Source) -> str:
    title = f"{as_markdown(source.title.zh)} · {as_markdown(source.title.en)}"
    return f"{title}\n\n数据库中该来源的数据（观察） · What the store holds of this source, as it was last observed."
