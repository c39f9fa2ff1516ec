"""Tables as Parquet and CSV files: same table, same bytes."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from index_pipeline.files import write_whole


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write `table` as Parquet, whole or not at all."""
    write_whole(path, lambda file: pyarrow.parquet.write_table(table, file, compression="zstd"))


def read_parquet(path: Path) -> pa.Table:
    """Read a Parquet file."""
    return pyarrow.parquet.read_table(path, memory_map=False)


def write_csv(table: pa.Table, path: Path) -> None:
    """Write `table` as CSV: UTF-8, header, missing values empty, numbers with all their digits."""
    options = pyarrow.csv.WriteOptions(quoting_style="needed")
    write_whole(path, lambda file: pyarrow.csv.write_csv(table, file, options))
