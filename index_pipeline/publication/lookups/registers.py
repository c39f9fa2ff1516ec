"""Entries of the registers by name: those of one region in force at the end of a year."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Any

from index_pipeline.framework.events import IN_FORCE
from index_pipeline.framework.source import Register
from index_pipeline.publication.text import Words, printable, shorten

Events = dict[str, dict[str, list[dict[str, Any]]]]
EventsByArea = dict[str, dict[str, list[list[dict[str, Any]]]]]


@dataclass(frozen=True)
class Entry:
    """An entry in force: its present title, the year it was designated if that is known, its category.

    `place` is given if another entry of the region has the same title.
    """

    title: str
    year: int | None
    category: str
    place: str


@dataclass(frozen=True)
class RegisterList:
    """A register and its entries in force in one region; `outside` is set for a year for which it is not read by entry.

    It is read by entry for the years `first` to `last`.
    """

    title: str
    measure: str
    entries: list[Entry]
    first: int
    last: int
    outside: bool


def entries_in_force(
    registers: dict[str, Register], named: EventsByArea, area: str, year: int, words: Words
) -> list[RegisterList]:
    """Return each register that names its entries, with the region's entries in force at the end of `year`.

    An entry without a date counts from the year the complete register was read: for an earlier year, or one after
    the register's last, nothing can be listed. Registers that publish counts only are left out; a register without
    entries in the region is listed with none.
    """
    found = []
    for name, register in registers.items():
        if name in named:
            first = register.stock_year or register.first
            outside = not first <= year <= register.last
            states = (_state(events, year, first) for events in named[name].get(area, ()))
            held = [entry for where, entry in states if entry and where == area and not outside]
            listed = _told_apart(sorted(held, key=lambda e: (e.category, e.year or 0)))
            found.append(
                RegisterList(words.text(register.title), register.measure_word, listed, first, register.last, outside)
            )
    return found


def register_heading(found: RegisterList, words: Words) -> str:
    """Head the list of a register: how many entries it has, that it has none, or that the year is not read by entry."""
    if found.outside:
        return words("card.registers.outside", title=found.title, first=found.first, last=found.last)
    if not found.entries:
        return words("card.registers.none", title=found.title, measure=found.measure)
    return words("card.registers.count", title=found.title, count=len(found.entries), measure=found.measure)


def entry_label(entry: Entry, words: Words, length: int) -> str:
    """Write an entry: its title, cut to `length`, then its place and year if they are to be shown."""
    details = words.join([text for text in (entry.place, str(entry.year or "")) if text])
    return shorten(entry.title, length) + (words("aside", text=details) if details else "")


def named_entries(events: list[dict[str, Any]]) -> Events:
    """Group events by register and entry, in the order in which they came; registers that only count are left out."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    counted = {row["register_id"] for row in events if row["entries"] != 1}
    for row in sorted(events, key=lambda row: (row["time_period"] or 0, row["batch"], row["batch_line"])):
        if row["register_id"] not in counted:
            found[row["register_id"]][row["entry_id"]].append(row)
    return found


def by_area(named: Events) -> EventsByArea:
    """Group the entries of each register by the regions that they were ever in, in their order."""
    found: EventsByArea = {register: defaultdict(list) for register in named}
    for register, entries in named.items():
        for events in entries.values():
            for area in {event["ref_area"] for event in events if event["ref_area"]}:
                found[register][area].append(events)
    return found


def _told_apart(entries: list[Entry]) -> list[Entry]:
    titles = Counter(entry.title for entry in entries)
    return [entry if titles[entry.title] > 1 else replace(entry, place="") for entry in entries]


def _state(events: list[dict[str, Any]], year: int, undated_since: int) -> tuple[str | None, Entry | None]:
    """Return the region in which an entry is in force at the end of `year`, and the entry; None if it is not."""
    title, where, since, category, place, in_force = "", None, None, "", "", False
    for event in events:
        if (event["time_period"] or undated_since) > year:
            continue
        if event["event"] == "renamed":
            title = event["title"]
        if event["event"] in IN_FORCE:
            in_force = IN_FORCE[event["event"]]
            where = event["ref_area"] or where
            category, place = event["category"] or category, event["place"] or place
            title = title or event["title"]
            since = event["time_period"] if event["event"] == "designated" else since
    return (where, Entry(printable(title), since, printable(category), printable(place))) if in_force else (None, None)
