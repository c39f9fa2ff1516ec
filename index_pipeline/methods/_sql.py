"""Run the `.sql` file beside a method on Arrow tables, in a private in-memory DuckDB."""

from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": "1",  # sums in another order differ in the last digit
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
}


def run(step: str, inputs: dict[str, pa.Table], **parameters: object) -> pa.Table:
    """Return the result of `<step>.sql` over `inputs`, known there by name, and `parameters` ($name)."""
    with duckdb.connect(config=SETTINGS) as connection:
        for name, table in inputs.items():
            connection.register(name, table)
        return connection.sql(_query(step), params=parameters or None).to_arrow_table()


@cache
def _query(step: str) -> str:
    return Path(__file__).with_name(f"{step}.sql").read_text(encoding="utf-8")
