"""Calendar: which sources should have published by now what the store does not have."""

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Calendar, Source

Newest = dict[tuple[str, str], int]
"""Newest year with a value, by source and series."""


def due(observations: pa.Table, register_events: pa.Table, framework: Framework, today: date) -> pa.Table:
    """Compare what the store holds of each source with what its release calendar promises by `today`.

    A source with `release: {month, lag_years}` has published the figures of year t by the end of that month of
    year t + lag_years. It is overdue if a series lacks that year which an indicator uses, and of which it holds the
    newest figures; if it holds nothing at all; a register, if its newest event is older. A series is not late
    while the store holds no later year of it than the source's `held_to`. A source without a calendar is never overdue.

    Args:
        observations: `tables.OBSERVATIONS`.
        register_events: `tables.REGISTER_EVENTS`.
        framework: Gives the sources, and the series that its indicators use.
        today: The current day.

    Returns:
        `tables.DUE`, one row per source.
    """
    years = {**_newest(observations), **_newest(register_events)}
    rows = list(_rows(years, _series(observations), framework, today))
    return tables.DUE.of_rows(rows)


def promised(calendar: Calendar, today: date) -> int:
    """Return the newest year whose figures are published by the end of a month before `today`."""
    past = today.month > calendar.month
    return today.year - calendar.lag_years - (0 if past else 1)


def _newest(table: pa.Table) -> dict[str, int]:
    found = table.group_by("source_id").aggregate([("time_period", "max")])
    return dict(zip(found["source_id"].to_pylist(), found["time_period_max"].to_pylist(), strict=True))


def _series(observations: pa.Table) -> Newest:
    held = observations.filter(pc.is_valid(observations["obs_value"]))
    found = held.group_by(["source_id", "series_id"]).aggregate([("time_period", "max")]).to_pylist()
    return {(row["source_id"], row["series_id"]): row["time_period_max"] for row in found}


def _rows(years: dict[str, int], held: Newest, framework: Framework, today: date) -> Iterator[dict[str, object]]:
    newest = {series: max(year for (_, name), year in held.items() if name == series) for _, series in held}
    for source in framework.sources.values():
        expected = promised(source.release, today) if source.release else None
        late = {} if expected is None else _late(source, expected, held, newest, framework)
        yield {
            "source_id": source.id,
            "newest_year": years.get(source.id),
            "expected_year": expected,
            "overdue": expected is not None and (bool(late) or _is_behind(source, years.get(source.id), expected)),
            "late_series": "|".join(f"{series}:{year}" for series, year in sorted(late.items())) or None,
        }


def _late(source: Source, expected: int, held: Newest, newest: dict[str, int], framework: Framework) -> dict[str, int]:
    """Return the series that a source should have published, with the newest year that the store holds of each."""
    used = {name for indicator in framework.indicators.values() for name in indicator.series}
    return {
        series: year
        for (name, series), year in held.items()
        if name == source.id and series in used and year == newest[series] and year < expected
        if year > source.held_to.get(series, 0)
    }


def _is_behind(source: Source, year: int | None, expected: int) -> bool:
    return year is None or (source.kind == "register" and year < expected)
