"""Entries of registers: an event is recorded whole, with the same checks as those of every run, or refused."""

import csv
import io
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.characters import as_cell, shortened
from index_pipeline.files import locked, write_text
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.source import Register
from index_pipeline.sources.registers import RegisterError, load_events, stocks
from index_pipeline.sources.stored import BATCH_COLUMNS

PATIENCE = 60.0
"""Seconds to wait for another process that writes to the store."""

ROLES = {"total": "the whole country", "group": "a group of regions", "separate": "not assessed"}
"""Regions whose entries count towards none that is assessed."""

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
    """Add an event to its register's file, written whole.

    A new entry (`designated`) gets the next identifier of its register where none is given. Refused are a year before
    the register begins or before the entry's last event, the same event of the same entry in the same year, a region
    that does not count, a title that stands already, a text that is not on one line, and whatever the registers
    refuse when they are read.

    Args:
        event: What happened.
        data: The data folder.
        framework: Gives registers and regions.
        today: The current day; a later year is refused.

    Returns:
        The row that was written.

    Raises:
        RegisterError: names what does not fit; the file is then as it was.
    """
    event = _tidy(event)
    register = framework.registers.get(event.register_id)
    if register is None:
        raise RegisterError(f"there is no register {event.register_id}; there are {', '.join(framework.registers)}")
    if event.time_period > today.year:
        raise RegisterError(f"{event.time_period} is in the future")
    if event.time_period < register.first:
        raise RegisterError(f"{event.time_period} is before register {event.register_id} begins, in {register.first}")
    if not event.document:
        raise RegisterError("name the document that states the event")
    with locked(data / ".lock", PATIENCE):
        events = load_events(data)
        row = _row(event, register, events, framework)
        stocks(tables.REGISTER_EVENTS.conform(_with(events, row)), framework)
        path = (data / "registers" / f"{event.register_id}.csv").resolve()  # where it is a link, what it leads to
        text = path.read_text(encoding="utf-8") if path.exists() else _line(COLUMNS)
        write_text(path, text + ("" if text.endswith("\n") else "\n") + _line([row[name] for name in COLUMNS]))
    return row


def _tidy(event: Event) -> Event:
    """Return an event without blanks around its texts; refuse what is no text on one line."""
    given: dict[str, Any] = {name: text.strip() for name, text in vars(event).items() if isinstance(text, str)}
    for name, text in given.items():
        if not text.isprintable():
            raise RegisterError(f"{name}: {shortened(text)} holds a sign that cannot be printed: write it on one line")
        if as_cell(text) != text:
            raise RegisterError(
                f"{name}: {shortened(text)} 以“{text[0]}”开头，会被表格软件当作公式 · a spreadsheet takes a text that "
                f"begins with {text[0]} for a formula: begin it otherwise"
            )
        if len(text) > LONGEST:
            raise RegisterError(f"{name}: a text of {len(text):,} characters; at most {LONGEST} are taken")
    if event.entry_id is not None and event.event == "designated" and not IDENTIFIER.fullmatch(given["entry_id"]):
        raise RegisterError(f"entry {given['entry_id']}: an identifier consists of letters, digits, _ - and .")
    return replace(event, **given)


def _row(event: Event, register: Register, events: pa.Table, framework: Framework) -> dict[str, Any]:
    known = [row for row in events.to_pylist() if row["register_id"] == event.register_id]
    if event.event == "designated":
        event = _new_entry(event, known)
        origin: dict[str, Any] = {}
    else:
        of_entry = [row for row in known if row["entry_id"] == event.entry_id]
        if not of_entry:
            raise RegisterError(f"register {event.register_id} has no entry {event.entry_id}")
        if any((r["event"], r["time_period"]) == (event.event, event.time_period) for r in of_entry):
            raise RegisterError(f"entry {event.entry_id} was {event.event} in {event.time_period} already")
        origin = max(of_entry, key=lambda r: (r["time_period"] or 0, r["batch_line"]))
        if event.time_period < (origin["time_period"] or 0):
            last = f"it was {origin['event']} in {origin['time_period']}"
            raise RegisterError(f"entry {event.entry_id}: an event of {event.time_period} is too early: {last}")
        if origin["event"] == "revoked" and event.event != "confirmed":
            raise RegisterError(f"entry {event.entry_id} was revoked in {origin['time_period']}")
    area = _area(event.ref_area, framework) if event.ref_area else origin.get("ref_area")
    if register.categories and not (event.category or origin.get("category")):
        raise RegisterError(f"register {event.register_id} needs a category: {', '.join(register.categories)}")
    source = next(s.id for s in framework.sources.values() if register in s.registers)
    given = {name: getattr(event, name) for name in ("title", "category", "grade", "place")}
    return {
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
    }


def _new_entry(event: Event, known: list[dict[str, Any]]) -> Event:
    if not event.title or not event.ref_area:
        raise RegisterError("a new entry needs a title and a region")
    same = [row for row in known if _folded(row["title"]) == _folded(event.title)]
    if same:
        raise RegisterError(f"{event.title} stands in register {event.register_id} already, as {same[0]['entry_id']}")
    taken = {row["entry_id"] for row in known}
    if event.entry_id in taken:
        raise RegisterError(f"entry {event.entry_id} stands in register {event.register_id} already")
    number = len(taken) + 1
    while f"{event.register_id}_{number:03d}" in taken:
        number += 1
    return replace(event, entry_id=event.entry_id or f"{event.register_id}_{number:03d}")


def _folded(title: str | None) -> str:
    """Return the form in which titles are compared: blanks, width and case do not tell two apart."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", title or "")).casefold()


def _area(name: str, framework: Framework) -> str:
    for region in framework.codes.regions.values():
        if name in (region.ref_area, region.title_zh, region.title_en, region.short_zh, *region.labels):
            if region.role in {"assessed", "merged"}:
                return region.ref_area
            raise RegisterError(
                f"region {name} is {ROLES.get(region.role, region.role)}: entries in it are not counted"
            )
    raise RegisterError(f"region {name} is not in regions.csv")


def _with(events: pa.Table, row: dict[str, Any]) -> pa.Table:
    batch = f"registers/{row['register_id']}.csv"
    stored = {**row, "batch": batch, "batch_line": 2 + sum(name == batch for name in events["batch"].to_pylist())}
    return pa.concat_tables([events, pa.Table.from_pylist([stored], schema=events.schema)])


def _line(cells: list[Any]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(["" if cell is None else cell for cell in cells])
    return text.getvalue()
