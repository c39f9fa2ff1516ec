"""Entries of registers: an event is recorded completely, with the same checks as those of every run, or refused."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from index_pipeline import tables
from index_pipeline.characters import as_cell, shortened
from index_pipeline.files import write_text
from index_pipeline.framework.events import EVENTS
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Register
from index_pipeline.language import Bilingual, Both
from index_pipeline.sources.lists.rows import folded
from index_pipeline.sources.registers import RegisterError, load_events, stocks
from index_pipeline.sources.stored import BATCH_COLUMNS, writing

ROLES = {"total": "the whole country", "group": "a group of regions", "separate": "not assessed"}
"""Regions whose entries count towards none that is assessed."""

ROLES_ZH = {"total": "全国", "group": "地区合计", "separate": "不参加评价的地区"}
"""The same in Chinese."""

LONGEST = 200
"""Characters of a title, a place, the name of a document or a note."""

IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,99}")

COLUMNS = [name for name in tables.REGISTER_EVENTS.schema.names if name not in BATCH_COLUMNS]


@dataclass(frozen=True)
class Event:
    """An event in the life of an entry; `title`, `ref_area` and `category` default to those of the entry so far."""

    register_id: str
    event: str
    time_period: int
    document: str
    entry_id: str | None = None
    title: str | None = None
    ref_area: str | None = None
    category: str | None = None
    grade: str | None = None
    place: str | None = None
    note: str | None = None


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
    tidy = [_checked(_tidy(event), framework, today) for event in events]
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


def _checked(event: Event, framework: Framework, today: date) -> Event:
    register = framework.registers.get(event.register_id)
    if register is None:
        raise RegisterError(
            Both(
                f"{event.register_id} is not a register; choose one of {', '.join(framework.registers)}",
                f"没有名录 {event.register_id}；可选：{'、'.join(framework.registers)}",
            )
        )
    if event.event not in EVENTS:
        raise RegisterError(
            Both(
                f"event “{event.event}” is not one of {', '.join(EVENTS)}",
                f"事件“{event.event}”不是以下之一：{'、'.join(EVENTS)}",
            )
        )
    if event.time_period > today.year:
        raise RegisterError(Both(f"{event.time_period} is in the future", f"{event.time_period} 年尚未到来"))
    if event.time_period < register.first:
        raise RegisterError(
            Both(
                f"{event.time_period} is before register {event.register_id} begins, in {register.first}",
                f"{event.time_period} 年早于名录 {event.register_id} 的首年 {register.first}",
            )
        )
    for kind, name in (("renamed", "title"), ("moved", "ref_area")):
        if event.event == kind and not getattr(event, name):
            raise RegisterError(
                Both(f"{name} is empty: say what the entry has now", f"{name} 为空：请写明变更后的内容")
            )
    if not event.document:
        raise RegisterError(Both("name the document that states the event", "请写明记载该事件的文件"))
    return event


def _tidy(event: Event) -> Event:
    """Return an event without blanks around its strings; refuse what is not a string on one line."""
    given: dict[str, Any] = {name: text.strip() for name, text in vars(event).items() if isinstance(text, str)}
    for name, text in given.items():
        if not text.isprintable():
            raise RegisterError(
                Both(
                    f"{name}: {shortened(text)} holds a sign that cannot be printed: write it on one line",
                    f"{name}：{shortened(text)} 含无法显示的字符：请写成一行文字",
                )
            )
        if as_cell(text) != text:
            raise RegisterError(
                Bilingual(
                    f"{name}: {shortened(text)}: a spreadsheet takes a text that begins with {text[0]} for a formula: "
                    "begin it otherwise",
                    f"{name}：{shortened(text)} 以“{text[0]}”开头，会被表格软件当作公式，请改写",
                )
            )
        if len(text) > LONGEST:
            raise RegisterError(
                Both(
                    f"{name}: a text of {len(text):,} characters; at most {LONGEST} are taken",
                    f"{name}：共 {len(text):,} 字，最多 {LONGEST} 字",
                )
            )
    if event.entry_id is not None and event.event == "designated" and not IDENTIFIER.fullmatch(given["entry_id"]):
        raise RegisterError(
            Both(
                f"entry {given['entry_id']}: an identifier consists of letters, digits, _ - and .",
                f"条目 {given['entry_id']}：代码只能由字母、数字、_ - 和 . 组成",
            )
        )
    return replace(event, **given)


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
