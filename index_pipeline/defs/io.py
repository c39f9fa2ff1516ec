"""IO manager: a step's table is written completely as Parquet, and shown in the web interface by its first rows."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa

from index_pipeline import tables
from index_pipeline.clock import past_day
from index_pipeline.defs.preview import columns_of, preview
from index_pipeline.errors import UserError
from index_pipeline.keeping import digest
from index_pipeline.language import Both
from index_pipeline.locks import locked
from index_pipeline.parquet import read_parquet, write_parquet

PATIENCE = 3600.0
"""Seconds that a run waits for another one to end."""

TABLE = "table"
"""Metadata key of an asset: the name of the declared table that it holds."""

MAKER = "made_by"
"""Metadata key of a table's file: the run that made it, and the settings of its resources."""


def holding(table: str) -> dict[str, Any]:
    """Return the metadata of an asset that holds a declared table: its name, and its columns for the web interface."""
    return {TABLE: table, "dagster/column_schema": columns_of(table)}


class OtherRunError(UserError):
    """A table is not of the run that reads it."""


def tables_as_of(folder: Path, as_of: str | None) -> Path:
    """Return the folder of a run's tables: each day that runs are as of has its own, so that they go side by side."""
    return folder / past_day(as_of).isoformat() if as_of else folder


def day_of(run: dg.DagsterRun | None) -> str | None:
    """Return the day that a run is as of; None if it uses the newest figures."""
    settings: Any = run.run_config if run else {}
    knowledge = settings.get("resources", {}).get("knowledge", {}) if isinstance(settings, dict) else {}
    day = knowledge.get("config", {}).get("as_of")
    return str(day) if day else None


class TablesIOManager(dg.ConfigurableIOManager):
    """One Parquet file per asset, `<folder>/<asset>.parquet`, of a run as of a day in a folder of that day.

    One run at a time works in a folder.
    """

    folder: str
    index_id: str

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["TablesIOManager"]:
        """Lock the run's folder: a second run as of the same day waits, and never reads half of the first."""
        lock = tables_as_of(Path(self.folder), day_of(context.run)) / ".lock"
        with ExitStack() as held:
            try:
                held.enter_context(locked(lock, 0))
            except TimeoutError:
                if context.log:
                    context.log.info(f"another run works in {lock.parent}: waiting for it to end")
                held.enter_context(locked(lock, PATIENCE))
            yield self

    def handle_output(self, context: dg.OutputContext, obj: pa.Table | None) -> None:
        """Check the table against its declared shape, write it, attach its preview; its digest is its data version."""
        if obj is None:
            return
        run = context.step_context.dagster_run
        table = tables.DECLARED[str(context.definition_metadata[TABLE])].conform(obj)
        path = _path(Path(self.folder), run, context.asset_key.to_user_string())
        write_parquet(table.replace_schema_metadata({MAKER: _maker(run)}), path)
        context.step_context.set_data_version(context.asset_key, dg.DataVersion(digest(table)))
        context.step_context.add_asset_metadata(preview(table, self.index_id), context.asset_key)

    def load_input(self, context: dg.InputContext) -> pa.Table:
        """Read the table of an upstream asset, as `stored_table`."""
        return stored_table(Path(self.folder), context.step_context.dagster_run, context.asset_key.to_user_string())


def stored_table(folder: Path, run: dg.DagsterRun, name: str, *, of_this_run: bool = False) -> pa.Table:
    """Read the table of an asset that this run, or another one as of the same day, has written.

    Args:
        folder: That of the tables.
        run: The run that reads.
        name: Name of the asset.
        of_this_run: Whether the table must be made by this run, or one that it retries.

    Raises:
        OtherRunError: no such run has written it.
    """
    path = _path(folder, run, name)
    if not path.exists():
        raise OtherRunError(_other_run(name))
    table = read_parquet(path)
    made_by = (table.schema.metadata or {}).get(MAKER.encode(), b"").decode()
    if of_this_run and made_by != _maker(run):
        raise OtherRunError(_other_run(name))
    return table.replace_schema_metadata(None)


def _other_run(name: str) -> Both:
    return Both(
        f"{name} was made by another run, or with other settings: a release is made by the run that reads its "
        "figures; launch the job publish_index, or all assets",
        f"{name} 由另一次运行或以其他设置得出：发布须由读取其数据的同一次运行得出；请启动作业 publish_index 或全部资产",
    )


def _path(folder: Path, run: dg.DagsterRun, name: str) -> Path:
    return tables_as_of(folder, day_of(run)) / f"{name}.parquet"


def _maker(run: dg.DagsterRun) -> str:
    """Name the run, or the first one of those that retry each other, and the settings that it was launched with."""
    settings = run.run_config.get("resources", {}) if isinstance(run.run_config, dict) else {}
    return f"{run.root_run_id or run.run_id} {json.dumps(settings, sort_keys=True)}"
