"""From the rows of a document to the entries that its list names, and the inconsistencies of the list."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from index_pipeline.sources.lists.faults import (
    LONGEST_TITLE,
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
from index_pipeline.sources.lists.headings import find_columns
from index_pipeline.sources.lists.items import List, ListItem, in_order
from index_pipeline.sources.lists.outcomes import annex_of, is_of_outcome
from index_pipeline.sources.lists.roles import PLACES, Role
from index_pipeline.sources.lists.row_entries import ListState, with_row
from index_pipeline.sources.lists.rows import Row
from index_pipeline.sources.lists.sections import (
    IsPlace,
    ListSection,
    ListTexts,
    is_heading_or_end,
    is_list_title,
    is_remark,
    main_title,
    outer_levels,
    section_of,
)
from index_pipeline.sources.lists.stated import (
    LETTER,
    SUM,
    TITLE,
    clauses_in,
    is_sum,
    level_of_total,
    selects,
    total_of,
    total_of_letter,
    total_of_note,
    total_of_row,
)
from index_pipeline.sources.lists.tallies import Tally, find_tally
from index_pipeline.sources.lists.validity import ListValidity, validities_in

_FOOTER = re.compile(r"^[-—–·\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?[-—–·\s]*(?:[/，,]?\s*共?\s*(\d{1,4})\s*页?)?[-—–·\s]*$")

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
    state, items, texts, faults = ListState(), list[ListItem](), ListTexts(), list[ListFault]()
    rows = [line for row in rows for line in _lines(row, is_place)]
    validities, tallies = list[ListValidity](), list[Tally]()
    skip = 0
    for number, row in enumerate(rows):
        if row.is_hidden:
            faults += [hidden_sheet(row)] if _is_of_list(row.cells[0], is_place) else []
            continue
        faults += [not_read(row.unread, row)] if row.unread else []
        if row.page != state.page:
            state.page, state.is_fresh = row.page, True
        if skip or not row.texts:
            skip = max(skip - 1, 0)
            continue
        found = find_columns(rows, number, name_column)
        if tally := find_tally(rows, number, is_place):
            skip = tally[1] - 1
            tallies.append(tally[0])
        elif found:
            if state.columns != found[0] or state.headings:
                state.table += 1
            state.columns, skip = found[0], found[1] - 1
            if name_column is None and found[0].of_persons:
                faults.append(of_persons(found[0].of_persons, row))
            state.beside |= {state.table} if len(found[0].groups) > 1 else set()
            state.heading = main_title(state.headings, state.heading)
            state.headings = []
        elif is_sum(row.texts[0]) and not _is_heading(row, state, is_place):
            texts.add_title("".join(row.texts), SUM, total_of_row(row.texts), row, len(items))
        elif _only_role(row, state) == "serial" and row.texts[0].isdecimal() and not row.above:
            faults += [] if state.is_partial else [number_alone(row)]
            state.is_partial = True
        elif len(row.texts) == 1 and not _is_entry(row, state):
            faults += doubts(row)
            validities += validities_in(row)
            if _is_lone_name(row, state, is_place):
                faults.append(lone_name(row.texts[0], row))
            elif items and not is_list_title(row.texts[0]):
                faults += text_goes_on(row, items[-1].serial)
                faults += [names_entry(row, name) for name in _named(row.texts[0], items, is_place)]
            _take_text(row, state, len(items), texts, is_place)
        elif state.columns and len(row.cells) >= state.columns.width:
            items, more = with_row(items, row, state)
            faults += more
            state.is_partial = False
        elif state.columns:
            faults += [] if state.is_partial else [narrow_row(row)]
            state.is_partial = True
    items = [*in_order(items, state.beside)]
    faults += page_faults(texts.footers)
    headings, totals = tuple(texts.headings), tuple(texts.totals)
    return List(tuple(items), tuple(texts.titles), tuple(faults), headings, totals, tuple(validities), tuple(tallies))


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


def _take_text(row: Row, state: ListState, before: int, texts: ListTexts, is_place: IsPlace) -> None:
    text = row.texts[0]
    footer = _FOOTER.match(text)
    if footer and row.page:
        texts.footers.append((row.page, int(footer[1]), int(footer[2]) if footer[2] else None))
        return
    if footer or NOTE.match(text):
        texts.add_total(text, SUM, total_of_note(text), row, before)
        return
    state.annex = annex_of(text) or state.annex
    if text == state.heading and row.page and state.is_fresh:  # the head of a page
        return
    is_short, is_title = len(text) <= LONGEST_TITLE and "续" not in text[-4:], is_list_title(text)
    section = section_of(text, is_place)
    if section is None and is_remark(text):
        texts.add_title(text, level_of_total(text), total_of(text), row, before)
        return
    if section is None and is_short and not is_title and state.columns and len(row.cells) > 1:
        texts.add_title(text, level_of_total(text), total_of(text), row, before)
        section = ListSection(text)  # a row of the table itself
    is_known = section and (before or state.columns or section.place or section.level)
    if section and is_known and (section.place or not is_title):
        texts.add_heading(text, section.level, section.stated, row, before)
        levels = [outer.level for outer in state.sections]
        within = outer_levels(levels, section.level, section.stated, state.begun == before)
        state.sections, state.begun = (*state.sections[:within], section), before
        return
    is_sentence = not is_short or text.endswith("。")
    stated = total_of(text) or (total_of_letter(text) if is_sentence else None)
    texts.add_title(text, LETTER if is_sentence else level_of_total(text), stated, row, before)
    if is_short:
        texts.add_heading(text, TITLE, None, row, before)
        state.headings.append(text)
        state.heading = text if is_title and state.columns else state.heading
        state.sections = tuple(outer for outer in state.sections if outer.place and state.begun == before)
