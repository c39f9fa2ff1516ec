"""Entries of registers: an event is recorded completely, with the same checks as those of every run, or refused."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.files import write_text
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Register
from index_pipeline.language import Both
from index_pipeline.sources.labels.folding import folded
from index_pipeline.sources.registers.events import Event, checked_event
from index_pipeline.sources.registers.stocks import RegisterError, load_events, stocks
from index_pipeline.sources.store.stored import BATCH_COLUMNS, writing

ROLES = {"total": "the whole country", "group": "a group of regions", "separate": "not assessed"}
"""Regions whose entries count towards none that is assessed."""

ROLES_ZH = {"total": "全国", "group": "地区合计", "separate": "不参加评价的地区"}
"""The same in Chinese."""

COLUMNS = [name for name in tables.REGISTER_EVENTS.schema.names if name not in BATCH_COLUMNS]


def record(event: Event, data: Path, framework: Framework, today: date) -> dict[str, Any]:
    """Add an event to its register's file: `record_all` of one.

    Returns:
        The row that was written.
    """
    return record_all([event], data, framework, today)[0]


def record_all(events: Sequence[Event], data: Path, framework: Framework, today: date) -> list[dict[str, Any]]:
    """Add events to their registers' files, all or none of them if one does not fit.

    Each file is written completely; where one cannot be written, those before it are.

    A new entry (`designated`) gets the next identifier of its register if none is given. Refused are an unknown
    kind of event, a year before the register begins or before the entry's last event, the same event of the same entry
    in the same year, a region that does not count, a title that exists already (under the same category), a string that
    is not on one line, and whatever the registers refuse when they are read.

    Args:
        events: What happened, in its order.
        data: The data folder.
        framework: Gives registers and regions.
        today: The current day; a later year is refused.

    Returns:
        The rows that were written.

    Raises:
        RegisterError: names what does not fit; the files are then unchanged.
    """
    tidy = [checked_event(event, framework, today) for event in events]
    with writing(data):
        stored = load_events(data)
        known = {event.register_id: _Known(stored, framework.registers[event.register_id]) for event in tidy}
        rows = [known[event.register_id].add(event, framework) for event in tidy]
        new = pa.Table.from_pylist(rows, schema=stored.schema)
        stocks(tables.REGISTER_EVENTS.conform(pa.concat_tables([stored, new])), framework)
        texts: dict[Path, str] = {}
        for register_id in known:
            path = (data / "registers" / f"{register_id}.csv").resolve()  # the target, if it is a link
            text = path.read_text(encoding="utf-8") if path.exists() else _line(COLUMNS)
            lines = [_line([row[name] for name in COLUMNS]) for row in rows if row["register_id"] == register_id]
            texts[path] = text + ("" if text.endswith("\n") else "\n") + "".join(lines)
        for path, text in texts.items():
            write_text(path, text)
    return [{name: row[name] for name in COLUMNS} for row in rows]


class _Known:
    """The events of one register so far, by entry and by title."""

    def __init__(self, stored: pa.Table, register: Register):
        self._register = register
        self._batch = f"registers/{register.register_id}.csv"
        self._line = 1
        self._entries: dict[str, list[dict[str, Any]]] = {}
        self._titles: dict[tuple[str, str | None], str] = {}
        for row in stored.filter(pc.equal(stored["register_id"], register.register_id)).to_pylist():
            self._keep(row)

    def add(self, event: Event, framework: Framework) -> dict[str, Any]:
        """Return the row of an event that follows those so far, which it then is one of."""
        register, origin = self._register, dict[str, Any]()
        if event.event == "designated":
            event = self._new_entry(event)
        else:
            origin = self._origin(event)
        area = _area(event.ref_area, framework) if event.ref_area else origin.get("ref_area")
        if register.categories and not (event.category or origin.get("category")):
            raise RegisterError(
                Both(
                    f"register {event.register_id} needs a category: {', '.join(register.categories)}",
                    f"名录 {event.register_id} 须填写门类：{'、'.join(register.categories)}",
                )
            )
        source = next(s.id for s in framework.sources.values() if register in s.registers)
        given = {name: getattr(event, name) for name in ("title", "category", "grade", "place")}
        row = {
            "register_id": event.register_id,
            "entry_id": event.entry_id,
            **{name: value or origin.get(name) for name, value in given.items()},
            "ref_area": area,
            "event": event.event,
            "time_period": event.time_period,
            "entries": origin.get("entries", 1),
            "document": event.document,
            "source_id": source,
            "note": event.note,
            "batch": self._batch,
            "batch_line": self._line + 1,
        }
        self._keep(row)
        return row

    def _keep(self, row: dict[str, Any]) -> None:
        self._line = max(self._line, row["batch_line"])
        self._entries.setdefault(row["entry_id"], []).append(row)
        self._titles.setdefault(self._title(row["title"], row["category"]), row["entry_id"])

    def _title(self, title: str | None, category: str | None) -> tuple[str, str | None]:
        return folded(title or ""), category if self._register.categories else None

    def _origin(self, event: Event) -> dict[str, Any]:
        """Return the last event of the entry."""
        of_entry = self._entries.get(event.entry_id or "")
        if not of_entry:
            raise RegisterError(
                Both(
                    f"register {event.register_id} has no entry {event.entry_id}",
                    f"名录 {event.register_id} 没有条目 {event.entry_id}",
                )
            )
        if any((r["event"], r["time_period"]) == (event.event, event.time_period) for r in of_entry):
            raise RegisterError(
                Both(
                    f"entry {event.entry_id} was {event.event} in {event.time_period} already",
                    f"条目 {event.entry_id} 在 {event.time_period} 年已有事件 {event.event}",
                )
            )
        origin = max(of_entry, key=lambda r: (r["time_period"] or 0, r["batch_line"]))
        if event.time_period < (origin["time_period"] or 0):
            last = f"it was {origin['event']} in {origin['time_period']}"
            raise RegisterError(
                Both(
                    f"entry {event.entry_id}: an event of {event.time_period} is too early: {last}",
                    f"条目 {event.entry_id}：{event.time_period} 年的事件过早：{origin['time_period']} "
                    f"年已有事件 {origin['event']}",
                )
            )
        if origin["event"] == "revoked" and event.event != "confirmed":
            raise RegisterError(
                Both(
                    f"entry {event.entry_id} was revoked in {origin['time_period']}",
                    f"条目 {event.entry_id} 已于 {origin['time_period']} 年撤销",
                )
            )
        return origin

    def _new_entry(self, event: Event) -> Event:
        if not event.title or not event.ref_area:
            raise RegisterError(Both("a new entry needs a title and a region", "新条目须有名称和地区"))
        same = self._titles.get(self._title(event.title, event.category))
        if same:
            raise RegisterError(
                Both(
                    f"{event.title} is in register {event.register_id} already, as {same}",
                    f"{event.title} 已在名录 {event.register_id} 中，代码为 {same}",
                )
            )
        if event.entry_id in self._entries:
            raise RegisterError(
                Both(
                    f"entry {event.entry_id} is in register {event.register_id} already",
                    f"条目 {event.entry_id} 已在名录 {event.register_id} 中",
                )
            )
        number = len(self._entries) + 1
        while f"{event.register_id}_{number:03d}" in self._entries:
            number += 1
        return replace(event, entry_id=event.entry_id or f"{event.register_id}_{number:03d}")


def _area(name: str, framework: Framework) -> str:
    for region in framework.codes.regions.values():
        if name in (region.ref_area, region.title_zh, region.title_en, region.short_zh, *region.labels):
            if region.role in {"assessed", "merged"}:
                return region.ref_area
            raise RegisterError(
                Both(
                    f"region {name} is {ROLES.get(region.role, region.role)}: entries in it are not counted",
                    f"地区 {name} 为{ROLES_ZH.get(region.role, region.role)}：其条目不计入",
                )
            )
    raise RegisterError(Both(f"region {name} is not in regions.csv", f"regions.csv 中没有地区 {name}"))


def _line(cells: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue()
