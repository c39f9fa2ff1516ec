"""The DuckDB file of a release: its tables for readers who prefer SQL. Derived, and outside the release's digest."""

from pathlib import Path

import duckdb
import pyarrow as pa

from index_pipeline.files import sync_folder

BLOCK_SIZE = 16_384
"""Bytes: the least that DuckDB has, as most tables of a release are small."""


def write_warehouse(tables: dict[str, pa.Table], path: Path) -> None:
    """Write `tables` into one DuckDB file, by a temporary file in the same folder."""
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as connection:
            place = str(partial).replace("'", "''")
            connection.execute(f"attach '{place}' as release (block_size {BLOCK_SIZE})")
            for name, table in tables.items():
                connection.register("incoming", table)
                connection.execute(f'create table release."{name}" as select * from incoming')
                connection.unregister("incoming")
            connection.execute("detach release")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(path.parent)
