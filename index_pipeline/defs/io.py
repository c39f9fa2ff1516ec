"""IO manager: a step's table is written whole as Parquet, and shown in the web interface by its first rows."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dagster as dg
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.defs.preview import preview
from index_pipeline.files import locked
from index_pipeline.parquet import read_parquet, write_parquet

PATIENCE = 3600.0
"""Seconds that a run waits for another one to end."""

TABLE = "table"
"""Metadata key of an asset: the name of the declared table that it holds."""


class TablesIOManager(dg.ConfigurableIOManager):
    """One Parquet file an asset, `<folder>/<asset>.parquet`; one run at a time works in a folder."""

    folder: str
    index_id: str

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["TablesIOManager"]:
        """Hold the folder for the length of the run: a second run waits, and never reads half of the first."""
        lock = Path(self.folder) / ".lock"
        with ExitStack() as held:
            try:
                held.enter_context(locked(lock, 0))
            except TimeoutError:
                if context.log:
                    context.log.info(f"another run works in {self.folder}: waiting for it to end")
                held.enter_context(locked(lock, PATIENCE))
            yield self

    def handle_output(self, context: dg.OutputContext, obj: pa.Table | None) -> None:
        """Hold the table to its declared shape, write it, and attach its preview."""
        if obj is None:
            return
        declared: tables.Table | None = tables.DECLARED.get(str(context.definition_metadata.get(TABLE)))
        table = declared.conform(obj) if declared else obj
        write_parquet(table, self._path(context))
        context.add_output_metadata(preview(table, self.index_id))

    def load_input(self, context: dg.InputContext) -> pa.Table:
        """Read the table of the asset that stands before."""
        return read_parquet(self._path(context))

    def _path(self, context: dg.InputContext | dg.OutputContext) -> Path:
        return Path(self.folder, *context.asset_key.path).with_suffix(".parquet")
