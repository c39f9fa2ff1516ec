"""Apache Spark on this machine: a query of DuckDB, carried over by SQLGlot, on the same inputs."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import sqlglot

LOCAL = {
    "spark.master": "local[1]",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.sql.shuffle.partitions": "1",
    "spark.ui.enabled": "false",
}


class Spark:
    """A session of Spark, which reads its inputs as Parquet from a folder."""

    def __init__(self, folder: Path):
        """Start it: this takes seconds."""
        from pyspark.sql import SparkSession  # type: ignore[import-not-found,unused-ignore]

        self._folder = folder
        builder = SparkSession.builder
        for name, value in LOCAL.items():
            builder = builder.config(name, value)
        self._session = builder.getOrCreate()

    def run(self, query: Path, inputs: dict[str, pa.Table], parameters: dict[str, Any]) -> pa.Table:
        """Return the result of a query, as `index_pipeline.sql.run` does."""
        (text,) = sqlglot.transpile(query.read_text(encoding="utf-8"), read="duckdb", write="spark")
        for name, table in inputs.items():
            path = self._folder / f"{name}.parquet"
            pyarrow.parquet.write_table(_plain(table), path)
            self._session.read.parquet(str(path)).createOrReplaceTempView(name)
        return self._session.sql(text, args=parameters or None).toArrow()

    def stop(self) -> None:
        self._session.stop()


def _plain(table: pa.Table) -> pa.Table:
    """Return strings as such that are kept as numbers."""
    types = [field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in table.schema]
    return table.cast(pa.schema(list(zip(table.column_names, types, strict=True))))
