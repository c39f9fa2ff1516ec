"""Tables as Parquet and CSV files: same table, same bytes."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from index_pipeline.characters import FORMULA
from index_pipeline.errors import UserError
from index_pipeline.files import write_bytes
from index_pipeline.language import Bilingual


class ParquetError(UserError):
    """A Parquet file cannot be read; the message names it."""


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write `table` as Parquet, completely or not at all."""
    write_bytes(path, as_parquet(table))


def as_parquet(table: pa.Table) -> bytes:
    """Return `table` as a Parquet file."""
    sink = pa.BufferOutputStream()
    pyarrow.parquet.write_table(table, sink, compression="zstd")
    content: bytes = sink.getvalue().to_pybytes()
    return content


def read_parquet(path: Path) -> pa.Table:
    """Read a Parquet file.

    Raises:
        ParquetError: it is not a Parquet file, or damaged.
        OSError: it cannot be opened.
    """
    try:
        with pyarrow.parquet.ParquetFile(path) as file:  # `read_table` reads a small one in twice the time
            return file.read()
    except pa.ArrowException as error:
        if isinstance(error, OSError):
            raise
        raise ParquetError(
            Bilingual(
                f"{path}: the file is damaged, or is not a Parquet file", f"{path}：文件已损坏，或不是 Parquet 文件"
            )
        ) from error


def write_csv(table: pa.Table, path: Path) -> None:
    """Write `table` as CSV (`as_csv`), missing values empty, completely or not at all."""
    write_bytes(path, as_csv(table))


def as_csv(table: pa.Table, missing: str = "") -> bytes:
    """Return `table` as CSV: UTF-8, header, `missing` for missing values, numbers with all their digits.

    A string that a spreadsheet may read as a formula has an apostrophe before it, as `characters.as_cell` writes it.
    """
    sink = pa.BufferOutputStream()
    cells = pa.table([_inert(column) for column in table.columns], table.column_names)
    pyarrow.csv.write_csv(cells, sink, pyarrow.csv.WriteOptions(quoting_style="needed", null_string=missing))
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _inert(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_string(column.type):
        return column
    is_formula = pc.match_substring_regex(column, f"^(?:{FORMULA})")
    marked = pc.binary_join_element_wise("'", column, "")
    return pc.if_else(pc.fill_null(is_formula, False), marked, column)
