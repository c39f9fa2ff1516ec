"""Frames that a person gives, as tables: accepted if their meaning is clear, else refused with a message."""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.causes import cause
from index_pipeline.interface.errors import InterfaceError
from index_pipeline.language import Both
from index_pipeline.tables import Table, TableError

if TYPE_CHECKING:
    import pandas as pd

Given = Any
"""A pandas frame, an Arrow table, or a list of dictionaries or of tuples in the order of the columns."""


def adjacency_of(stated: Given) -> pa.Table:
    """Return `tables.ADJACENCY` of pairs; `kind` is `own` if it is not stated, and the same pair is counted once."""
    frame = _frame(stated, tuple(tables.ADJACENCY.schema.names), tables.ADJACENCY.name)
    return _table(frame if "kind" in frame else frame.assign(kind="own"), tables.ADJACENCY)


def covariates_of(stated: Given) -> pa.Table:
    """Return `tables.COVARIATES` of the columns `ref_area`, `covariate_id` and `value`."""
    return _table(_frame(stated, tuple(tables.COVARIATES.schema.names), tables.COVARIATES.name), tables.COVARIATES)


def ranking_of(stated: Given, higher_is_better: bool | None) -> pa.Table:
    """Return `tables.OTHER_RANKING` of ranks, or of values, where `higher_is_better` says which is best."""
    frame = _frame(stated, ("ref_area", "time_period", "rank" if higher_is_better is None else "value"), RANKING)
    if higher_is_better is None:
        if "rank" not in frame and "value" in frame:
            raise InterfaceError(
                Both(
                    f"{RANKING}: it has values and no ranks: say by higher_is_better whether the greatest is best",
                    f"{RANKING}：只有数值没有位次：请用 higher_is_better 说明是否越大越好",
                )
            )
        return _ranks(frame)
    _refuse_absent(frame, ("ref_area", "time_period", "value"), RANKING)
    values = frame["value"].map(lambda value: _number("value", value))
    return _table(frame.assign(rank=-values if higher_is_better else values), tables.OTHER_RANKING)


RANKING = tables.OTHER_RANKING.name


def _ranks(frame: "pd.DataFrame") -> pa.Table:
    """Return `tables.OTHER_RANKING` of ranks: none is below 1, as a 0 that marks a missing rank would be the best."""
    ranks = _table(frame, tables.OTHER_RANKING)
    below = ranks.filter(pc.less(ranks["rank"], 1)).to_pylist()
    if below:
        row = below[0]
        raise InterfaceError(
            Both(
                f"{RANKING}: rank {row['rank']:g} of {row['ref_area']} in {row['time_period']} is below 1, the best: "
                "leave out regions without a rank, or give values and higher_is_better",
                f"{RANKING}：{row['ref_area']} {row['time_period']}年的位次 {row['rank']:g} 小于最优位次 1："
                "请去掉没有位次的地区，或给出数值及 higher_is_better",
            )
        )
    return ranks


def _frame(stated: Given, names: tuple[str, ...], what: str) -> "pd.DataFrame":
    import pandas as pd

    if isinstance(stated, pa.Table):
        return stated.to_pandas()
    if isinstance(stated, pd.DataFrame):
        return stated
    try:
        rows = list(stated)
        if rows and not isinstance(rows[0], dict):
            rows = [dict(zip(names[: len(row)], row, strict=True)) for row in rows]
        return pd.DataFrame(rows, columns=None if rows else list(names))
    except (TypeError, ValueError):
        raise InterfaceError(
            Both(
                f"{what}: it is neither a frame nor a list of rows of {', '.join(names)}, such as pandas or Arrow make",
                f"{what}：既不是数据框，也不是含 {'、'.join(names)} 各列的行，如 pandas 或 Arrow 所生成的",
            )
        ) from None


def _table(frame: "pd.DataFrame", declared: Table) -> pa.Table:
    _refuse_absent(frame, declared.schema.names, declared.name)
    columns = {}
    for field in declared.schema:
        read = _READ[field.type]
        try:
            columns[field.name] = pa.array([read(field.name, value) for value in frame[field.name]], field.type)
        except (InterfaceError, pa.ArrowException) as error:
            why = cause(error)
            raise InterfaceError(Both(f"{declared.name}: {why.en}", f"{declared.name}：{why.zh}")) from None
    found = pa.table(columns)
    rows = list(dict.fromkeys(tuple(row.values()) for row in found.to_pylist()))
    once = pa.table({name: pa.array([row[i] for row in rows], found.schema.field(name).type)
                     for i, name in enumerate(found.column_names)})  # fmt: skip
    try:
        return declared.conform(once)
    except TableError as error:
        said = error.both()
        raise InterfaceError(Both(said.en.removeprefix("table "), said.zh.removeprefix("表 "))) from None


def _refuse_absent(frame: "pd.DataFrame", names: "tuple[str, ...] | list[str]", what: str) -> None:
    absent = [name for name in names if name not in frame]
    if absent:
        raise InterfaceError(
            Both(
                f"{what}: column {absent[0]} is absent; it takes {', '.join(names)}",
                f"{what}：缺少列 {absent[0]}；应有 {'、'.join(names)}",
            )
        )


def _text(name: str, value: Any) -> str | None:
    """Return a code as text; pandas reads codes of digits as numbers."""
    if _missing(value):
        return None
    if isinstance(value, bool):
        raise InterfaceError(
            Both(f"{name} is {value}, and has to be a code or a name", f"{name} 为 {value}，应为代码或名称")
        )
    whole = not isinstance(value, str) and _is_whole(value)
    return str(int(value)) if whole else str(value).strip()


def _whole(name: str, value: Any) -> int | None:
    if _missing(value):
        return None
    if isinstance(value, bool) or not _is_whole(value):
        raise InterfaceError(Both(f"{name} is {value}, and has to be a whole number", f"{name} 为 {value}，应为整数"))
    return int(float(value))


def _number(name: str, value: Any) -> float | None:
    if _missing(value):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError):
        found = math.nan
    if not math.isfinite(found):
        raise InterfaceError(
            Both(f"{name} is {value}, and has to be a finite number", f"{name} 为 {value}，应为有限的数字")
        )
    return found


def _missing(value: Any) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or value is pd.NaT or value != value


def _is_whole(value: Any) -> bool:
    try:
        return float(value).is_integer()
    except (TypeError, ValueError):
        return False


_READ: dict[pa.DataType, Callable[[str, Any], Any]] = {
    pa.string(): _text,
    pa.int32(): _whole,
    pa.float64(): _number,
}
