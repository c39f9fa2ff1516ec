"""Registers: events in the life of named entries, and the entries in force at the end of each year."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import sql, tables
from index_pipeline.errors import UserError
from index_pipeline.framework.events import EVENTS, IN_FORCE
from index_pipeline.framework.framework import Framework
from index_pipeline.language import Bilingual, Both, joined
from index_pipeline.sources.store.stored import StoredFileError, read_stored
from index_pipeline.tables import NOT_APPLICABLE

FILES = "registers/*.csv"

CHANGES = pa.schema(
    [
        *((name, pa.string()) for name in ("register_id", "category", "ref_area")),
        ("time_period", pa.int32()),
        *((name, pa.int64()) for name in ("entries", "undated")),
    ]
)
"""Columns of the changes of stocks: whole numbers, which add up over the parts of a register in any order."""

MOST_FAULTS = 50
"""Number of faults of a register's events that are named."""


class RegisterError(UserError):
    """Events of a register do not fit together; the message names register, entry and line."""


def load_events(data: Path) -> pa.Table:
    """Read the registers that are CSV files.

    Args:
        data: The data folder; its `registers/*.csv` are read.

    Returns:
        `tables.REGISTER_EVENTS`; `batch` is the file and `batch_line` the line.

    Raises:
        StoredFileError: a file has other columns, a value of the wrong type, an unknown kind of event, a negative
            count, or the same event twice.
    """
    return checked_events(read_stored(data, FILES, tables.REGISTER_EVENTS.schema))


def checked_events(table: pa.Table) -> pa.Table:
    """Return events as `tables.REGISTER_EVENTS`.

    Raises:
        StoredFileError: a value is of the wrong type, a kind of event is unknown, a count negative, or an event occurs
            twice.
    """
    try:
        table = tables.REGISTER_EVENTS.conform(table)
    except tables.TableError as error:
        raise StoredFileError(error.said) from error
    unknown = pc.invert(pc.is_in(table["event"], pa.array(EVENTS, pa.string())))
    wrong = pc.index(pc.or_(unknown, pc.less(table["entries"], 0)), True).as_py()
    if wrong < 0:
        return table
    row = table.slice(wrong, 1).to_pylist()[0]
    line, entry = row["batch_line"], row["entry_id"]
    where = Both(f"{row['batch']} line {line}: entry {entry}", f"{row['batch']} 第{line}行：条目 {entry}")
    if row["event"] not in EVENTS:
        raise StoredFileError(
            Both(
                f"{where}: event {row['event']} is not one of {', '.join(EVENTS)}",
                f"{where.zh}：事件 {row['event']} 不是以下之一：{'、'.join(EVENTS)}",
            )
        )
    raise StoredFileError(
        Both(
            f"{where}: entries is {row['entries']}: a count is not negative",
            f"{where.zh}：entries 为 {row['entries']}：计数不得为负",
        )
    )


def stocks(events: pa.Table, framework: Framework) -> pa.Table:
    """Count the entries in force at the end of each year: `stocks_of` the changes of one part, all events."""
    return stocks_of(stock_changes(events, framework), framework)


def stock_changes(events: pa.Table, framework: Framework) -> pa.Table:
    """Count by how much the entries in force change in each year.

    An entry is in force as its last event by then says (`EVENTS`); events of one year count in the order in which
    they are.

    Args:
        events: `tables.REGISTER_EVENTS`, all events of each entry that has one. Events in a merged area (e.g. a
            separately planned city) count towards its parent.
        framework: Gives the registers with their span and categories, and the regions.

    Returns:
        `CHANGES`, one row per register, category, region and year with an event, in this order.

    Raises:
        RegisterError: a register, region or category is not declared; an entry has no region, no year although the
            register needs one, or an event before it was designated.
    """
    inputs = {"events": events, "registers": _registers(framework), "areas": _counts_as(events, framework)}
    faulty = sql.run(Path(__file__).with_name("register_faults.sql"), inputs | {"categories": _categories(framework)})
    if faulty.num_rows:
        faults = [fault for row in faulty.slice(0, MOST_FAULTS).to_pylist() for fault in _faults(row, framework)]
        more = faulty.num_rows - MOST_FAULTS
        others = [Bilingual(f"and {more:,} events more", f"另有{more:,}条")] if more > 0 else []
        raise RegisterError(joined([*faults, *others]))
    inputs["deciding"] = pa.table({"event": list(IN_FORCE), "is_in_force": list(IN_FORCE.values())})
    return sql.run(Path(__file__).with_name("stock_changes.sql"), inputs, no_category=NOT_APPLICABLE).cast(CHANGES)


def added(parts: Sequence[pa.Table]) -> pa.Table:
    """Add the changes of parts: equal for any division of the same entries into parts, and any order of them.

    Args:
        parts: Of `CHANGES`, none of which has events of an entry that another one has.

    Returns:
        `CHANGES`, ordered.
    """
    *keys, _, _ = CHANGES.names
    total = pa.concat_tables([CHANGES.empty_table(), *parts]).group_by(keys)
    found = total.aggregate([("entries", "sum"), ("undated", "sum")]).rename_columns(CHANGES.names)
    return found.sort_by([(name, "ascending") for name in keys]).cast(CHANGES)


def stocks_of(changes: pa.Table, framework: Framework) -> pa.Table:
    """Add up changes of stocks to the entries in force at the end of each year.

    Every region has a row for every year of the register's span `first`–`last`, zero (status A) if nothing is in
    force, and none outside of the span: nothing is known there.

    Entries without a year are the stock of the register's `stock_year` y₀. For earlier years that stock is spread by
    the register `dated_by`, c entries in the region by year y: ``stock(y) = stock(y₀) * c(y) / c(y₀)``, status E;
    by the sums over all regions if the region has none in `dated_by`. Without `dated_by`, years before y₀ have
    no row.

    Args:
        changes: `CHANGES` of all registers. Those in an area that is not assessed count nowhere.
        framework: Gives the registers, and the regions. Without a list of regions, the areas found in the changes.

    Returns:
        `tables.REGISTER_STOCKS`, in entries: one row per register, category (`_Z` if the register declares
        none, or an entry has none), region, and year; and the sum over the assessed regions under the code
        of the national total.
    """
    areas = framework.ref_areas or sorted(set(changes["ref_area"].to_pylist()))
    pairs = pa.concat_tables([_categories(framework), changes.select(["register_id", "category"])])
    inputs = {
        "changes": changes,
        "registers": _registers(framework),
        "areas": pa.table({"ref_area": pa.array(areas, pa.string())}),
        "categories": pairs.group_by(pairs.column_names)
        .aggregate([])
        .sort_by([(n, "ascending") for n in pairs.column_names]),
    }
    query = Path(__file__).with_name("stocks.sql")
    return tables.REGISTER_STOCKS.conform(sql.run(query, inputs, total=framework.total_area))


def _faults(row: dict[str, Any], framework: Framework) -> Iterator[Bilingual]:
    """Say the faults of an event, as `register_faults.sql` returns it."""
    line, register, entry = row["batch_line"], row["register_id"], row["entry_id"]
    where = f"{row['batch']} line {line}: register {register}, entry {entry}"
    where_zh = f"{row['batch']} 第{line}行：名录 {register}，条目 {entry}"

    def fault(en: str, zh: str) -> Bilingual:
        return Bilingual(f"{where}: {en}", f"{where_zh}：{zh}", f"{where}: {en}")

    if row["unknown_register"]:
        yield fault("no source declares this register", "没有来源声明这一名录")
    if row["unknown_region"]:
        area = row["ref_area"]
        yield fault(f"region {area or '(empty)'} is not in regions.csv", f"regions.csv 中没有地区 {area or '（空）'}")
    if row["unknown_category"]:
        known = framework.registers[row["register_id"]].categories
        yield fault(
            f"category {row['category']} is not one of {', '.join(known)}",
            f"门类 {row['category']} 不是以下之一：{'、'.join(known)}",
        )
    if row["no_year"]:
        yield fault("the event has no year, and the register no stock_year", "事件没有年份，名录也没有 stock_year")
    if row["not_designated"]:
        yield fault(f"{row['event']} before the entry was designated", f"{row['event']} 早于该条目的认定")


def _registers(framework: Framework) -> pa.Table:
    schema = pa.schema(
        [
            ("register_id", pa.string()),
            *((name, pa.int32()) for name in ("first_year", "last_year", "stock_year")),
            ("dated_by", pa.string()),
            ("has_categories", pa.bool_()),
        ]
    )
    rows = [
        (r.register_id, r.first, r.last, r.stock_year, r.dated_by, bool(r.categories))
        for r in framework.registers.values()
    ]
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)


def _counts_as(events: pa.Table, framework: Framework) -> pa.Table:
    """Return each known area with the one that its entries count towards; without a list, those of the events."""
    regions = framework.codes.regions.values()
    parents = {r.ref_area: r.parent if r.role == "merged" else r.ref_area for r in regions}
    parents = parents or {area: area for area in pc.unique(events["ref_area"]).to_pylist() if area}
    columns = {"ref_area": list(parents), "counts_as": list(parents.values())}
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _categories(framework: Framework) -> pa.Table:
    declared = [
        (r.register_id, name) for r in framework.registers.values() for name in r.categories or (NOT_APPLICABLE,)
    ]
    columns = {"register_id": [pair[0] for pair in declared], "category": [pair[1] for pair in declared]}
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
