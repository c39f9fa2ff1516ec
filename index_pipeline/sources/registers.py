"""Registers: events in the life of named entries, and the entries in force at the end of each year."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from index_pipeline import sql, tables
from index_pipeline.errors import UserError
from index_pipeline.framework.framework import Framework
from index_pipeline.sources.stored import StoredFileError, read_stored

FILES = "registers/*.csv"

NO_CATEGORY = "_Z"
"""SDMX code for "not applicable": of registers, or entries, without a category."""

EVENTS = {
    "designated": "the entry comes into force",
    "confirmed": "a review leaves the entry in force, or brings it back",
    "moved": "the entry is in force in the region of this row from now on",
    "revoked": "the entry is no longer in force",
    "renamed": "the entry has another title; it stays in force",
    "supplement": "something is added to the entry; it stays one entry",
}
"""Kinds of event. The last event of the first four kinds says whether an entry is in force, where and how often."""


class RegisterError(UserError):
    """Events of a register do not fit together; the message names register, entry and line."""


def load_events(data: Path) -> pa.Table:
    """Read the registers.

    Args:
        data: The data folder; its `registers/*.csv` are read.

    Returns:
        `tables.REGISTER_EVENTS`; `batch` is the file and `batch_line` the line.

    Raises:
        StoredFileError: a file has other columns, a value of the wrong type, an unknown kind of event, a negative
            count, or the same event twice.
    """
    table = read_stored(data, FILES, tables.REGISTER_EVENTS.schema)
    try:
        table = tables.REGISTER_EVENTS.conform(table)
    except tables.TableError as error:
        raise StoredFileError(str(error)) from error
    for row in table.select(["entry_id", "event", "entries", "batch", "batch_line"]).to_pylist():
        where = f"{row['batch']} line {row['batch_line']}: entry {row['entry_id']}"
        if row["event"] not in EVENTS:
            raise StoredFileError(f"{where}: event {row['event']} is not one of {', '.join(EVENTS)}")
        if row["entries"] < 0:
            raise StoredFileError(f"{where}: entries is {row['entries']}: a count is not negative")
    return table


def stocks(events: pa.Table, framework: Framework) -> pa.Table:
    """Count the entries in force at the end of each year.

    An entry is in force as its last event by then says (`EVENTS`); events of one year count in the order in which
    they are. Every region has a row for every year of the register's span `first`–`last`, zero (status A) if
    nothing is in force, and none outside of the span: nothing is known there.

    Entries without a year are the stock of the register's `stock_year` y₀. For earlier years that stock is spread by
    the register `dated_by`, c entries in the region by year y: ``stock(y) = stock(y₀) * c(y) / c(y₀)``, status E;
    by the sums over all regions if the region has none in `dated_by`. Without `dated_by`, years before y₀ have
    no row.

    Args:
        events: `tables.REGISTER_EVENTS`. Events in a merged area (e.g. a separately planned city) count towards its
            parent; events in an area that is not assessed count nowhere.
        framework: Gives the registers with their span and categories, and the regions. Without a list of regions,
            the areas found in the events.

    Returns:
        `tables.REGISTER_STOCKS`, in entries: one row per register, category (`_Z` if the register declares
        none, or an entry has none), region, and year; and the sum over the assessed regions under the code
        of the national total.

    Raises:
        RegisterError: a register, region or category is not declared; an entry has no region, no year although the
            register needs one, or an event before it was designated.
    """
    registers = framework.registers
    rows = events.to_pylist()
    parents = {r.ref_area: r.parent for r in framework.codes.regions.values() if r.role == "merged"}
    faults = list(_faults(rows, framework))
    if faults:
        raise RegisterError("\n".join(faults))
    for row in rows:
        row["ref_area"] = parents.get(row["ref_area"], row["ref_area"])
        row["category"] = (row["category"] or NO_CATEGORY) if registers[row["register_id"]].categories else NO_CATEGORY
    areas = framework.ref_areas or tuple(sorted({row["ref_area"] for row in rows}))
    totals = [r.ref_area for r in framework.codes.regions.values() if r.role == "total"]
    inputs = {
        "events": pa.Table.from_pylist(rows, schema=tables.REGISTER_EVENTS.schema),
        "registers": _spans(framework),
        "areas": pa.table({"ref_area": pa.array(areas, pa.string())}),
        "categories": _categories(rows, framework),
    }
    query = Path(__file__).with_name("stocks.sql")
    return tables.REGISTER_STOCKS.conform(sql.run(query, inputs, total=totals[0] if totals else None))


def _faults(rows: list[dict[str, Any]], framework: Framework) -> Iterator[str]:
    regions, known = framework.codes.regions, set[tuple[str, str]]()
    for row in sorted(rows, key=lambda r: (r["time_period"] or 0, r["batch"], r["batch_line"])):
        register = framework.registers.get(row["register_id"])
        where = f"{row['batch']} line {row['batch_line']}: register {row['register_id']}, entry {row['entry_id']}"
        if register is None:
            yield f"{where}: no source declares this register"
            continue
        if row["ref_area"] is None or (regions and row["ref_area"] not in regions):
            yield f"{where}: region {row['ref_area'] or '(empty)'} is not in regions.csv"
        if row["category"] and register.categories and row["category"] not in register.categories:
            yield f"{where}: category {row['category']} is not one of {', '.join(register.categories)}"
        if row["time_period"] is None and register.stock_year is None:
            yield f"{where}: the event has no year, and the register no stock_year"
        entry = (row["register_id"], row["entry_id"])
        if row["event"] not in {"designated", "confirmed"} and entry not in known:
            yield f"{where}: {row['event']} before the entry was designated"
        known.add(entry)


def _spans(framework: Framework) -> pa.Table:
    schema = pa.schema(
        [
            ("register_id", pa.string()),
            ("first_year", pa.int32()),
            ("last_year", pa.int32()),
            ("stock_year", pa.int32()),
            ("dated_by", pa.string()),
        ]
    )
    rows = [(r.register_id, r.first, r.last, r.stock_year, r.dated_by) for r in framework.registers.values()]
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)


def _categories(rows: list[dict[str, Any]], framework: Framework) -> pa.Table:
    pairs = {(r.register_id, name) for r in framework.registers.values() for name in r.categories or (NO_CATEGORY,)}
    pairs |= {(row["register_id"], row["category"]) for row in rows}
    return pa.table(
        {
            "register_id": pa.array([register for register, _ in sorted(pairs)], pa.string()),
            "category": pa.array([category for _, category in sorted(pairs)], pa.string()),
        }
    )
