"""Fetch what is missing or may be revised: item by item, each imported completely before the next is requested."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index_pipeline.causes import cause
from index_pipeline.errors import UserError
from index_pipeline.fetch.bureau import Library
from index_pipeline.fetch.client import Client
from index_pipeline.fetch.memory import Memory
from index_pipeline.fetch.outcomes import FetchOutcome
from index_pipeline.fetch.series import Task, fetch_series
from index_pipeline.fetch.tables import fetch_table
from index_pipeline.fetch.troubles import FailedError, StoppedError
from index_pipeline.framework.fetching import Bureau, Method
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Source
from index_pipeline.language import Bilingual
from index_pipeline.locks import locked
from index_pipeline.sources.registers.stocks import load_events
from index_pipeline.sources.store.calendar import due
from index_pipeline.sources.store.vintages import load_observations
from index_pipeline.unknown_names import near

MOST_SILENT = 3
"""Items in a row that get no answer, after which the site is left alone."""

LOCK = ".fetch.lock"


class FetchError(UserError):
    """The request to fetch is not valid, or another process is fetching."""


@dataclass(frozen=True)
class FetchItem:
    """A series or a table to ask for: of which source, for which years, and whether a fetch that was
    interrupted had it already.
    """

    source: Source
    method: Method
    name: str
    first: int
    last: int
    is_known: bool

    def where(self) -> dict[str, str]:
        """Return what would be asked for, and at which address."""
        if isinstance(self.method, Bureau):
            return {"what": self.method.series[self.name].names[0], "address": self.method.address}
        return {"what": "table", "address": self.method.tables[self.name].address}


@dataclass(frozen=True)
class Wish:
    """What a person, or the schedule, wants to be fetched: all by default.

    Attributes:
        source: One source alone.
        series: Only these series.
        years: The first and the last year; from the first scored year to the last that has ended by default.
        is_due: Only what should have been published by now and is not in the store.
    """

    source: str | None = None
    series: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    is_due: bool = False


def plan(wish: Wish, data: Path, framework: Framework, today: date) -> list[FetchItem]:
    """List what is to be asked for, in the order in which it is.

    Raises:
        FetchError: the source or a series is not one that is fetched, or the years are not in order.
    """
    sources = {name: source for name, source in framework.sources.items() if source.fetch}
    _refuse_unknown(wish, sources)
    behind = max((indicator.years_behind for indicator in framework.indicators.values()), default=0)
    first, last = wish.years or (framework.definition.years.first - behind, today.year - 1)
    if first > last:
        raise FetchError(
            Bilingual(f"{first}-{last}: the first year is after the last", f"{first}-{last}：起始年份晚于终止年份")
        )
    late = _late(data, framework, today) if wish.is_due else None
    items = list[FetchItem]()
    for source in sources.values():
        method = source.fetch
        if method is None or wish.source not in (None, source.id):
            continue
        memory = Memory(data, source.id)
        for name, series in _names(method).items():
            if (wish.series and series not in wish.series) or (late is not None and not _is_late(source, series, late)):
                continue
            items.append(FetchItem(source, method, name, first, last, memory.is_done(name, first, last)))
    return items


def _refuse_unknown(wish: Wish, sources: Mapping[str, Source]) -> None:
    """Refuse a source or series that is not fetched."""
    if wish.source is not None and wish.source not in sources:
        known = ", ".join(sources)
        raise FetchError(
            Bilingual(
                f"{wish.source}: its YAML has no fetch:, these have: {known or 'none'}",
                f"{wish.source}：未说明如何获取（fetch），可选 {known or '无'}",
            )
        )
    all_series = [series for source in sources.values() for series in source.fetched_series]
    for name in sorted(set(wish.series) - {*all_series}):
        close = near(name, all_series)
        raise FetchError(
            Bilingual(
                f"{name}: no source says how it is fetched{close.en}",
                f"{name}：没有来源说明如何获取{close.zh}",
            )
        )


def fetch(wish: Wish, data: Path, framework: Framework, today: date) -> Iterator[FetchOutcome]:
    """Fetch, and yield the outcome of each item when it is known.

    Every answer is archived before its figures are imported, and each item completely: a fetch that was interrupted at
    any moment, or stopped, resumes there. The first indication that the site accepts no more requests ends it.

    Args:
        wish: What to fetch.
        data: The data folder.
        framework: Gives sources, codes and bounds.
        today: The current day.

    Yields:
        One outcome for each item; one with status `stopped` is the last of its source.

    Raises:
        FetchError: as `plan`; or another process fetches into the same folder.
        StoredFileError: the store cannot be read.
    """
    items = plan(wish, data, framework, today)
    with ExitStack() as held:
        try:
            held.enter_context(locked(data / LOCK, 0))
        except TimeoutError as error:
            raise FetchError(cause(error)) from error
        for source in {item.source.id: item.source for item in items}.values():
            own = [item for item in items if item.source.id == source.id]
            yield from _fetch_source(own, Task(data, framework, source.id, today))


def _fetch_source(items: list[FetchItem], task: Task) -> Iterator[FetchOutcome]:
    method, silent = items[0].method, 0
    memory = Memory(task.data, task.source_id)
    with Client(method) as client:
        library = Library(client, method) if isinstance(method, Bureau) else None
        for item in items:
            if item.is_known:
                yield FetchOutcome(task.source_id, item.name, "known")
                continue
            try:
                if library:
                    yield fetch_series(item.name, item.first, item.last, library, memory, task)
                elif not isinstance(method, Bureau):
                    yield fetch_table(item.name, method.tables[item.name], client, memory, task)
                silent = 0
            except FailedError as error:
                silent = silent + 1 if error.problem.kind in {"site_silent", "site_busy"} else 0
                is_last = silent >= MOST_SILENT
                yield FetchOutcome.of(task.source_id, item.name, "stopped" if is_last else "failed", error)
                if is_last:
                    return
            except StoppedError as error:
                yield FetchOutcome.of(task.source_id, item.name, "stopped", error)
                return
    memory.end([item.name for item in items])


def _names(method: Method) -> dict[str, str | None]:
    """Return the items of a method, each with its series if that is known."""
    if isinstance(method, Bureau):
        return {name: name for name in method.series}
    return {name: table.series for name, table in method.tables.items()}


def _late(data: Path, framework: Framework, today: date) -> dict[str, tuple[str, ...]]:
    """Return the sources that are overdue, with their late series; if none is listed, the complete source is late."""
    rows = due(load_observations(data), load_events(data), framework, today).to_pylist()
    split = {row["source_id"]: (row["late_series"] or "").split("|") for row in rows if row["overdue"]}
    return {name: tuple(part.split(":")[0] for part in parts if part) for name, parts in split.items()}


def _is_late(source: Source, series: str | None, late: dict[str, tuple[str, ...]]) -> bool:
    return source.id in late and (not late[source.id] or series is None or series in late[source.id])
