"""Losses: figures and events of a release that the store no longer holds, though nobody withdrew them."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from index_pipeline import sql, tables
from index_pipeline.sources.store.withdrawal import Withdrawal

LOSSES = pa.schema(
    [
        ("series_id", pa.string()),
        ("ref_area", pa.string()),
        ("time_period", pa.int32()),
        ("vintage", pa.date32()),
        ("obs_value", pa.float64()),
        ("batch", pa.string()),
    ]
)
"""A lost figure: what it is, its value in the unit of its series, and the file of the store that held it."""


def losses(released: pa.Table, stored: pa.Table, withdrawals: Iterable[Withdrawal], since: date) -> pa.Table:
    """List the figures that a release used and that the store has no longer.

    A figure is lost if the store has no row of its series, region, year, vintage, status and value: its batch was
    cut, emptied, deleted or edited by hand. A figure that was revised or withdrawn by a later vintage is not lost,
    as its earlier vintage is still stored; nor is one whose batch was withdrawn since the release.

    Args:
        released: `tables.OBSERVATIONS` of the release, one vintage per figure.
        stored: `tables.OBSERVATIONS` of the store, every vintage.
        withdrawals: Batches that were withdrawn.
        since: Day of the release: earlier withdrawals do not count.

    Returns:
        `LOSSES`, in the order of batch, series, region and year; empty if nothing is lost.
    """
    excused = [found.batch for found in withdrawals if found.withdrawn >= since]
    query = Path(__file__).with_name("losses.sql")
    inputs = {"released": released, "stored": stored, "excused": pa.table({"batch": pa.array(excused, pa.string())})}
    return sql.run(query, inputs).cast(LOSSES)


def lost_events(released: pa.Table, stored: pa.Table) -> pa.Table:
    """List the events of registers that a release counted and that the store has no longer.

    An event is lost if the store has no row of its register, entry, kind, year, region, category and number of
    entries. Events are never withdrawn: one that undoes another is added.

    Args:
        released: `tables.REGISTER_EVENTS` of the release.
        stored: `tables.REGISTER_EVENTS` of the store.

    Returns:
        `tables.REGISTER_EVENTS`: the rows of the release, in its order; empty if nothing is lost.
    """
    query = Path(__file__).with_name("lost_events.sql")
    return tables.REGISTER_EVENTS.conform(sql.run(query, {"released": released, "stored": stored}))
