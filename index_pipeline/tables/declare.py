"""Declaration of a table: a name, an Arrow schema and a key; `conform` checks any rows against it."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.language import Both
from index_pipeline.tables.columns import TYPES, column

STATUSES = {
    "A": ("公布数", "observed"),
    "Z": ("结构性零值", "structural zero"),
    "E": ("估计值", "estimated"),
    "I": ("内插值", "interpolated"),
    "C": ("沿用前值", "carried forward"),
    "M": ("缺失", "missing"),
}
"""Observation statuses with their names in Chinese and English, most certain first.

They are more detailed than SDMX's code list; `publication.formats.sdmx` gives the code of each in that list.
"""

TOTAL_SOURCES = {
    "published": ("公布的全国数", "the published national figure"),
    "sum": ("各地区之和", "the sum of the regions, each of which has a figure"),
    "register": ("名录全部在册条目", "all entries of the register in force"),
}
"""The source of a national total."""

SCORE_STATUSES = {
    "scored": ("已评价", "scored"),
    "no_distinction": ("无区分", "no distinction: the scores of all regions are equal; no rank, no change"),
    "insufficient_coverage": ("暂不评价", "not scored: too little of its weight is observed"),
    "not_measured": ("未测量", "not measured"),
}
"""Why a component has a score or not."""


NOT_APPLICABLE = "_Z"
"""SDMX's code for what does not apply: the zone of a region without one, the category in a register without any."""


class TableError(UserError):
    """A table does not conform to its declared schema."""


@dataclass(frozen=True)
class Table:
    """Declared shape of one table: its name, Arrow schema and key columns."""

    name: str
    schema: pa.Schema
    key: tuple[str, ...]

    def conform(self, table: pa.Table, rows_of: pa.Table | None = None) -> pa.Table:
        """Cast `table` to this shape, columns in declared order.

        Args:
            table: Has at least the declared columns.
            rows_of: A table with this key that it was made from, row by row; keys that are the same as its keys are not
                compared with each other again.

        Raises:
            TableError: a column is absent or cannot be cast, a required value is null, a number is NaN or
                infinite, or two rows share a key. The message names the table, the column and an example.
        """
        absent = [name for name in self.schema.names if name not in table.column_names]
        if absent:
            raise TableError(self._fault(f"column {absent[0]} is absent", f"缺少列 {absent[0]}"))
        cast = self._cast(table)
        for field, values in zip(self.schema, cast.columns, strict=True):
            if not field.nullable and values.null_count:
                row = pc.index(pc.is_null(values), True).as_py()
                key = _key(cast, self.key, row)
                raise TableError(
                    self._fault(f"{field.name} is empty in row {row}: {key}", f"第{row}行 {field.name} 为空：{key}")
                )
            if pa.types.is_floating(field.type) and not _all_finite(values):
                row = pc.index(pc.is_finite(values), False).as_py()
                key, value = _key(cast, self.key, row), values[row].as_py()
                raise TableError(
                    self._fault(
                        f"{field.name} is {value}, not a finite number, for {key}",
                        f"{field.name} 为 {value}，不是有限数：{key}",
                    )
                )
        if rows_of is None or not all(cast[name].equals(rows_of[name]) for name in self.key):
            self._refuse_doubled_keys(cast)
        return pa.table(cast.columns, schema=self.schema)

    def of_rows(self, rows: Iterable[Mapping[str, object]]) -> pa.Table:
        """Return rows as a table of this shape; a column that a row lacks is missing in it.

        Raises:
            TableError: as for `conform`.
            pyarrow.ArrowException: a value is not of its column's type.
        """
        return self.conform(pa.Table.from_pylist(list(rows), schema=self.schema))

    def _cast(self, table: pa.Table) -> pa.Table:
        """Return the declared columns in their declared types, which may still be null."""
        return pa.table({field.name: self._column(table[field.name], field) for field in self.schema})

    def _column(self, values: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
        if values.type == field.type:
            return values
        try:
            return values.cast(field.type)
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as error:
            why = cause(error)
            en = f"column {field.name} is not of type {field.type}: {why.en}"
            raise TableError(self._fault(en, f"列 {field.name} 的类型不是 {field.type}：{why.zh}")) from error

    def renamed(self, table: pa.Table) -> pa.Table:
        """Give each column of `table` that had another name in an earlier version its present name.

        A column that may be missing, and that an earlier version did not have, is empty.
        """
        names = list(table.column_names)
        for name in self.schema.names:
            described = column(self.name, name)
            if name not in names and described and described.formerly in names:
                names[names.index(described.formerly)] = name
        table = table.rename_columns(names)
        for field in self.schema:
            if field.nullable and field.name not in names:
                table = table.append_column(field, pa.nulls(table.num_rows, field.type))
        return table

    def empty(self) -> pa.Table:
        """Return a table of this shape with no rows."""
        return self.schema.empty_table()

    def _refuse_doubled_keys(self, table: pa.Table) -> None:
        if not self.key or not table.num_rows:
            return
        codes = np.zeros(table.num_rows, np.int64)
        for name in self.key:
            values = table[name].combine_chunks().dictionary_encode()
            distinct = len(values.dictionary) + 1
            codes = codes * distinct + pc.fill_null(values.indices, distinct - 1).to_numpy()
        ordered = codes if (codes[1:] > codes[:-1]).all() else np.sort(codes)
        doubled = np.flatnonzero(ordered[1:] == ordered[:-1])
        if len(doubled):
            row = int(np.flatnonzero(codes == ordered[doubled[0]])[0])
            key = _key(table, self.key, row)
            raise TableError(self._fault(f"more than one row for {key}", f"不止一行：{key}"))

    def _fault(self, en: str, zh: str) -> Both:
        return Both(f"table {self.name}: {en}", f"表 {self.name}：{zh}")


def _all_finite(column: pa.ChunkedArray) -> bool:
    """Return whether no number is NaN or infinite: then their sum is finite, unless it is too large for a double."""
    total = pc.sum(column).as_py()
    return total is None or math.isfinite(total) or bool(pc.all(pc.is_finite(column)).as_py())


def _key(table: pa.Table, key: tuple[str, ...], row: int) -> str:
    return ", ".join(f"{name} {table[name][row].as_py()}" for name in key)


def finite(value: float | None) -> float | None:
    """Return `value`, or None if it is NaN: the only function that turns external NaN into missing."""
    return None if value is None or math.isnan(value) else value


DECLARED: dict[str, Table] = {}
"""Every declared table, by its name."""


def declare(name: str, columns: str) -> Table:
    """Declare a table by its columns, each of which `columns.toml` describes.

    Args:
        name: Name of the table.
        columns: Names in their order, `*` before those of the key, `?` after those that may be missing.

    Raises:
        KeyError: a column is not in `columns.toml`.
    """
    fields = []
    for word in columns.split():
        described = column(name, word.strip("*?"))
        if described is None:
            raise KeyError(f"{word.strip('*?')} of table {name} is not in tables/columns.toml: describe it there")
        fields.append(pa.field(word.strip("*?"), TYPES[described.type], nullable=word.endswith("?")))
    key = tuple(word.strip("*?") for word in columns.split() if word.startswith("*"))
    DECLARED[name] = Table(name, pa.schema(fields), key)
    return DECLARED[name]
