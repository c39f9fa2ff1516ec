"""Run one `.sql` file on Arrow tables, in an in-memory DuckDB."""

import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from index_pipeline.errors import UserError
from index_pipeline.language import Both

if TYPE_CHECKING:
    import duckdb

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",  # sums in another order differ in the last digit
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
}

MANY_ROWS = 100_000
"""Inputs with more rows than this are worth planning a query twice, so that its result is not copied."""


class SpaceError(UserError):
    """A query had too little memory, and the disk too little room for what it put aside."""


def run(query: Path, inputs: dict[str, pa.Table], **parameters: object) -> pa.Table:
    """Return the result of the file `query` over `inputs`, known there by name, and `parameters` ($name).

    Each run has its own connection; only it sees its inputs; the empty database behind them is opened once, and each
    file is parsed once, as both take longer than a small query.

    Raises:
        KeyboardInterrupt: the query was interrupted, which DuckDB reports by an exception of its own.
        SpaceError: memory and disk did not suffice.
    """
    import duckdb

    with _database().cursor() as connection:
        for name, table in inputs.items():
            connection.register(name, table)
        try:
            if sum(table.num_rows for table in inputs.values()) > MANY_ROWS:
                return connection.sql(_parsed(query), params=parameters or None).to_arrow_table()
            return connection.execute(_parsed(query), parameters or None).to_arrow_table()
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            why = str(error).partition("\n")[0]
            raise SpaceError(Both(f"too little memory or disk: {why}", f"内存或磁盘不足：{why}")) from error
        except RuntimeError as error:
            if str(error) == "Query interrupted":
                raise KeyboardInterrupt from error
            raise


@cache
def _database() -> "duckdb.DuckDBPyConnection":
    import duckdb

    warnings.filterwarnings("ignore", "Arrow output on a DB-API result makes an extra copy", UserWarning)
    return duckdb.connect(config=SETTINGS)


@cache
def _parsed(query: Path) -> "duckdb.Statement":
    (statement,) = _database().extract_statements(query.read_text(encoding="utf-8"))
    return statement
