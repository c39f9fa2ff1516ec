"""Run one `.sql` file on Arrow tables, in an in-memory DuckDB."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import duckdb

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",  # sums in another order differ in the last digit
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
}


def run(query: Path, inputs: dict[str, pa.Table], **parameters: object) -> pa.Table:
    """Return the result of the file `query` over `inputs`, known there by name, and `parameters` ($name).

    Each run has its own connection; only it sees its inputs; the empty database behind them is opened once,
    as that takes ten times as long as a small query.

    Raises:
        KeyboardInterrupt: the query was interrupted, which DuckDB reports by an exception of its own.
    """
    with _database().cursor() as connection:
        for name, table in inputs.items():
            connection.register(name, table)
        try:
            return connection.sql(_text(query), params=parameters or None).to_arrow_table()
        except RuntimeError as error:
            if str(error) == "Query interrupted":
                raise KeyboardInterrupt from error
            raise


@cache
def _database() -> "duckdb.DuckDBPyConnection":
    import duckdb

    return duckdb.connect(config=SETTINGS)


@cache
def _text(query: Path) -> str:
    return query.read_text(encoding="utf-8")
