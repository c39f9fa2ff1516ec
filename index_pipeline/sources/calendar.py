"""Calendar: which sources should have published by now what the store does not have."""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.load import Framework
from index_pipeline.framework.model import Calendar


def due(observations: pa.Table, register_events: pa.Table, framework: Framework, today: date) -> pa.Table:
    """Compare the newest year of each source with the one that its release calendar promises by `today`.

    A source with `release: {month, lag_years}` has published the figures of year t by the end of that month of
    year t + lag_years. A source without a calendar is never overdue.

    Args:
        observations: `tables.OBSERVATIONS`.
        register_events: `tables.REGISTER_EVENTS`.
        framework: Gives the sources.
        today: The current day.

    Returns:
        `tables.DUE`, one row a source.
    """
    newest = {**_newest(observations), **_newest(register_events)}
    return tables.DUE.conform(pa.Table.from_pylist(list(_rows(newest, framework, today)), schema=tables.DUE.schema))


def promised(calendar: Calendar, today: date) -> int:
    """Return the newest year whose figures are published by the end of a month before `today`."""
    past = today.month > calendar.month
    return today.year - calendar.lag_years - (0 if past else 1)


def _newest(table: pa.Table) -> dict[str, int]:
    found = table.group_by("source_id").aggregate([("time_period", "max")])
    return dict(zip(found["source_id"].to_pylist(), found["time_period_max"].to_pylist(), strict=True))


def _rows(newest: dict[str, int], framework: Framework, today: date) -> Iterator[dict[str, object]]:
    for source in framework.sources.values():
        held = newest.get(source.id)
        expected = promised(source.release, today) if source.release else None
        yield {
            "source_id": source.id,
            "newest_year": held,
            "expected_year": expected,
            "overdue": expected is not None and (held is None or held < expected),
        }
