"""Vintages: every figure that was ever published, and the newest of each that was public on a date."""

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import sql, tables
from index_pipeline.language import Both
from index_pipeline.sources.store.kept import read_kept
from index_pipeline.sources.store.stored import StoredFileError

FILES = "observations/*/*.csv"


def load_observations(data: Path, *, keep: bool = False) -> pa.Table:
    """Read the store of observations.

    A figure that appears twice with the same value and vintage is one figure: the first by file name is kept.

    Args:
        data: The data folder; its `observations/<source_id>/*.csv` are read.
        keep: Whether to keep what was read as Parquet, for the next time (`kept.read_kept`).

    Returns:
        `tables.OBSERVATIONS`: every vintage of every figure; `batch` is the file and `batch_line` the line.

    Raises:
        StoredFileError: a file has other columns or a value of the wrong type; a figure has no vintage; a status is
            unknown or contradicts its value; one (series, region, year, vintage) has two values.
    """
    table = read_kept(data, FILES, tables.OBSERVATIONS.schema, keep=keep)
    table = _without_repeats(table)
    _refuse_no_vintage(table)
    _refuse_statuses(table)
    try:
        return tables.OBSERVATIONS.conform(table)
    except tables.TableError as error:
        raise StoredFileError(error.said) from error


def newest(observations: pa.Table, as_of: date | None = None) -> pa.Table:
    """Return the newest vintage of each figure that is not later than `as_of`; of all vintages if it is None.

    A withdrawn figure (status M, no value) hides its earlier vintages and is itself returned.

    Args:
        observations: `tables.OBSERVATIONS`.
        as_of: A date.

    Returns:
        `tables.OBSERVATIONS`, one row per (series, region, year), in that order.
    """
    return _one_vintage(observations, as_of, newest=True)


def first(observations: pa.Table, as_of: date | None = None) -> pa.Table:
    """Return each figure as it was first published, of those that were public by `as_of`.

    Args:
        observations: `tables.OBSERVATIONS`.
        as_of: A date.

    Returns:
        `tables.OBSERVATIONS`, one row per (series, region, year), in that order.
    """
    return _one_vintage(observations, as_of, newest=False)


def _one_vintage(observations: pa.Table, as_of: date | None, *, newest: bool) -> pa.Table:
    query = Path(__file__).with_name("one_vintage.sql")
    return tables.OBSERVATIONS.conform(sql.run(query, {"observations": observations}, as_of=as_of, newest=newest))


def _without_repeats(table: pa.Table) -> pa.Table:
    key = list(tables.OBSERVATIONS.key)
    counts = table.group_by(key, use_threads=False).aggregate([("batch", "count")])
    if counts.num_rows == table.num_rows:
        return table
    several = counts.filter(pc.greater(counts["batch_count"], 1)).select(key)
    numbered = table.append_column("number", pa.array(np.arange(table.num_rows)))
    first: dict[tuple[object, ...], dict[str, Any]] = {}
    repeats = []
    for row in numbered.join(several, key, join_type="inner").sort_by("number").to_pylist():
        earlier = first.setdefault(tuple(row[name] for name in key), row)
        if earlier is row:
            continue
        if (earlier["obs_value"], earlier["obs_status"]) != (row["obs_value"], row["obs_status"]):
            raise StoredFileError(
                Both(
                    f"{row['batch']} line {row['batch_line']}: {row['series_id']} of {row['ref_area']} in "
                    f"{row['time_period']}, vintage {row['vintage']}, is {row['obs_value']}, but "
                    f"{earlier['obs_value']} "
                    f"in {earlier['batch']} line {earlier['batch_line']}: remove the wrong line",
                    f"{row['batch']} 第{row['batch_line']}行：{row['ref_area']} {row['time_period']} 年 "
                    f"{row['series_id']}（公布日期 {row['vintage']}）为 {row['obs_value']}，而 "
                    f"{earlier['batch']} 第{earlier['batch_line']}行为 {earlier['obs_value']}：请删去错误的一行",
                )
            )
        repeats.append(row["number"])
    kept = pc.invert(pc.is_in(numbered["number"], value_set=pa.array(repeats)))
    return table.filter(kept)


def _refuse_no_vintage(table: pa.Table) -> None:
    row = pc.index(pc.is_null(table["vintage"]), True).as_py()
    if row < 0:
        return
    found = table.slice(row, 1).to_pylist()[0]
    raise StoredFileError(
        Both(
            f"{found['batch']} line {found['batch_line']}: vintage is empty: write the day by which the figure was "
            "public, such as 2024-12-31",
            f"{found['batch']} 第{found['batch_line']}行：vintage 为空：请写公布日期，如 2024-12-31",
        )
    )


def _refuse_statuses(table: pa.Table) -> None:
    status = table["obs_status"]
    known = pc.is_in(status, value_set=pa.array(list(tables.STATUSES)))
    agrees = pc.equal(pc.equal(status, "M"), pc.is_null(table["obs_value"]))
    row = pc.index(pc.and_(known, pc.fill_null(agrees, False)), False).as_py()
    if row < 0:
        return
    found = table.slice(row, 1).to_pylist()[0]
    raise StoredFileError(
        Both(
            f"{found['batch']} line {found['batch_line']}: obs_status is {found['obs_status'] or 'empty'} and "
            "obs_value "
            f"{'empty' if found['obs_value'] is None else found['obs_value']}: a figure without a value has status M, "
            f"one with a value one of {', '.join(name for name in tables.STATUSES if name != 'M')}",
            f"{found['batch']} 第{found['batch_line']}行：obs_status 为 {found['obs_status'] or '空'}，obs_value "
            f"为 {'空' if found['obs_value'] is None else found['obs_value']}：没有数值的状态须为 M，有数值的须为"
            f" {'、'.join(name for name in tables.STATUSES if name != 'M')} 之一",
        )
    )
