"""From the rows of a document to the entries that its list names, and the inconsistencies of the list."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from index_pipeline.sources.lists.faults import (
    NOTE,
    ListFault,
    doubts,
    hidden_sheet,
    lone_name,
    names_entry,
    narrow_row,
    not_read,
    number_alone,
    of_persons,
    page_faults,
    text_goes_on,
)
from index_pipeline.sources.lists.headings import Columns, find_columns
from index_pipeline.sources.lists.items import List, ListItem, in_order
from index_pipeline.sources.lists.outcomes import is_of_outcome
from index_pipeline.sources.lists.roles import PLACES, Role
from index_pipeline.sources.lists.row_entries import ListState, with_row
from index_pipeline.sources.lists.rows import Row
from index_pipeline.sources.lists.sections import (
    IsPlace,
    is_heading_or_end,
    is_list_title,
    main_title,
    section_of,
)
from index_pipeline.sources.lists.stated import (
    SUM,
    clauses_in,
    is_sum,
    selects,
    total_of,
    total_of_row,
)
from index_pipeline.sources.lists.tallies import Tally, find_tally
from index_pipeline.sources.lists.texts import ListTexts, take_text
from index_pipeline.sources.lists.validity import ListValidity, validities_in

_ADDRESS = re.compile(r"(?:抄送|主送|联系\w{0,3}|咨询\w{0,3}|地址|电话)\d*\s*[:：]")
"""How a text begins that says whom to ask or to tell; a withdrawal in it is asked about all the same."""

SHORTEST_NAME = 4
"""Signs of the shortest name of an entry that is looked for in texts below."""


def read_list(rows: Sequence[Row], is_place: IsPlace, name_column: str | None = None) -> List:
    """Read the entries of a document.

    Headings are known by their words and may be repeated; a table without them continues the one before if it
    has as many columns. A row of one text, or a line between tables, is a section if `is_place` or if it
    states a number of entries, otherwise a title.

    Args:
        rows: The document.
        is_place: Whether a text without its number and count names one place.
        name_column: Heading of the column that names the entries; otherwise the most likely one.
    """
    return _Reader([line for row in rows for line in _lines(row, is_place)], is_place, name_column).read()


class _Reader:
    """Reads rows in turn; its fields are what it has found so far."""

    def __init__(self, rows: list[Row], is_place: IsPlace, name_column: str | None):
        self._rows, self._is_place, self._name_column = rows, is_place, name_column
        self._state, self._texts = ListState(), ListTexts()
        self._items: list[ListItem] = []
        self._faults: list[ListFault] = []
        self._validities: list[ListValidity] = []
        self._tallies: list[Tally] = []

    def read(self) -> List:
        skip = 0
        for number, row in enumerate(self._rows):
            if row.is_hidden:
                self._faults += [hidden_sheet(row)] if _is_of_list(row.cells[0], self._is_place) else []
                continue
            self._faults += [not_read(row.unread, row)] if row.unread else []
            if row.page != self._state.page:
                self._state.page, self._state.is_fresh = row.page, True
            skip = max(skip - 1, 0) if skip or not row.texts else self._take(number, row) - 1
        items, texts = tuple(in_order(self._items, self._state.beside)), self._texts
        faults = (*self._faults, *page_faults(texts.footers))
        headings, totals = tuple(texts.headings), tuple(texts.totals)
        return List(items, tuple(texts.titles), faults, headings, totals, tuple(self._validities), tuple(self._tallies))

    def _take(self, number: int, row: Row) -> int:
        """Take what begins with a row, and return how many rows it has."""
        state = self._state
        if tally := find_tally(self._rows, number, self._is_place):
            self._tallies += tally[0]
            return tally[1]
        if found := find_columns(self._rows, number, self._name_column):
            self._begin_table(found[0], row)
            return found[1]
        if is_sum(row.texts[0]) and not _is_heading(row, state, self._is_place):
            self._texts.add_title("".join(row.texts), SUM, total_of_row(row.texts), row, len(self._items))
        elif _only_role(row, state) == "serial" and row.texts[0].isdecimal() and not row.above:
            self._take_partial(number_alone(row))
        elif len(row.texts) == 1 and not _is_entry(row, state):
            self._take_text(row)
        elif state.columns and len(row.cells) >= state.columns.width:
            self._items, faults = with_row(self._items, row, state)
            self._faults += faults
            state.is_partial = False
        elif state.columns:
            self._take_partial(narrow_row(row))
        return 1

    def _begin_table(self, columns: Columns, row: Row) -> None:
        """Take the headings of a table, or those that are repeated on another page."""
        state = self._state
        if state.columns != columns or state.headings:
            state.table += 1
        state.columns = columns
        if self._name_column is None and columns.of_persons:
            self._faults.append(of_persons(columns.of_persons, row))
        state.beside |= {state.table} if len(columns.groups) > 1 else set()
        state.heading = main_title(state.headings, state.heading)
        state.headings = []

    def _take_partial(self, fault: ListFault) -> None:
        """Take a row that is not whole; of several one after the other, the first is the fault."""
        self._faults += [] if self._state.is_partial else [fault]
        self._state.is_partial = True

    def _take_text(self, row: Row) -> None:
        """Take a row of one text, and what is doubtful about it."""
        self._faults += doubts(row)
        self._validities += validities_in(row)
        if _is_lone_name(row, self._state, self._is_place):
            self._faults.append(lone_name(row.texts[0], row))
        elif self._items and not is_list_title(row.texts[0]):
            self._faults += text_goes_on(row, self._items[-1].serial)
            self._faults += [names_entry(row, name) for name in _named(row.texts[0], self._items, self._is_place)]
        take_text(row, self._state, len(self._items), self._texts, self._is_place)


def _lines(row: Row, is_place: IsPlace) -> list[Row]:
    """Return the lines of a text between tables as rows if one of them is a heading."""
    lines = row.lines.get(0, ()) if len(row.cells) == 1 else ()
    is_divided = any(section_of(line, is_place) for line in lines)
    return [replace(row, cells=(line,), lines={}) for line in lines] if is_divided else [row]


def _named(text: str, items: Sequence[ListItem], is_place: IsPlace) -> list[str]:
    """Return the first entry that a text below entries names.

    None in a heading of further ones, an address, or a clause that says how many are designated: 认定甲厂等3家企业.
    """
    if _ADDRESS.match(text):
        return []
    others = "，".join(clause for clause in clauses_in(text) if not selects(clause))
    every = (item.name for item in items if SHORTEST_NAME <= len(item.name) < len(text) and item.name in others)
    return [] if section_of(text, is_place) else [*islice(every, 1)]


def _is_of_list(sheet: str, is_place: IsPlace) -> bool:
    """Return whether the name of a sheet is that of a place or list, or says that entries are withdrawn."""
    return is_place(sheet) or is_list_title(sheet) or is_of_outcome(sheet)


def _is_entry(row: Row, state: ListState) -> bool:
    """Return whether a row of one text belongs to an entry: cells from above reach into it, or a page has broken it."""
    if not state.columns or len(row.cells) < state.columns.width or row.beside:
        return False
    if row.above:
        return True
    filled = [column for column, text in enumerate(row.cells) if text and column not in row.above]
    return state.is_fresh and filled[0] > 0 and row.cells[filled[0]] not in ("", *map(str, range(10)))


def _only_role(row: Row, state: ListState) -> Role | None:
    """Return what the column holds that has the only text of a row of the table; None if it is none, or is merged."""
    if not state.columns or len(row.cells) < state.columns.width or len(row.texts) != 1 or row.beside:
        return None
    column = next(n for n, cell in enumerate(row.cells) if cell and n not in row.above)
    return next((role for group in state.columns.groups for role, held in group.items() if column in held), None)


def _is_lone_name(row: Row, state: ListState, is_place: IsPlace) -> bool:
    """Return whether the only text of a row is in a column of names, and is neither a heading nor a note."""
    text = row.texts[0]
    is_between = NOTE.match(text) or section_of(text, is_place) or total_of(text) or is_heading_or_end(text)
    return _only_role(row, state) == "name" and not is_between


def _is_heading(row: Row, state: ListState, is_place: IsPlace) -> bool:
    """Return whether a sum of a place, 江苏省共计三家, heads the entries below: those above are of another place."""
    section = section_of(row.texts[0], is_place) if len(row.texts) == 1 else None
    if not section or not section.place or not section.stated:
        return False
    columns = state.columns.groups if state.columns else ()
    has_places = any(role in group for group in columns for role in PLACES)
    return not has_places and section.place not in [outer.place for outer in state.sections]
