"""From the rows of a document to the entries that its list names, and the inconsistencies of the list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from index_pipeline.language import Bilingual
from index_pipeline.sources.lists.faults import (
    LONGEST_TITLE,
    NOTE,
    ListFault,
    doubts,
    hidden_sheet,
    lone_name,
    narrow_row,
    not_read,
    number_alone,
    of_persons,
    one_heading,
    one_name,
    page_faults,
    several_names,
    struck_through,
    text_goes_on,
)
from index_pipeline.sources.lists.headings import Columns, find_columns
from index_pipeline.sources.lists.items import List, ListItem, in_order
from index_pipeline.sources.lists.names import are_several
from index_pipeline.sources.lists.numerals import is_code, numbered_name, serial_number
from index_pipeline.sources.lists.outcomes import is_of_outcome
from index_pipeline.sources.lists.roles import PLACES, Role
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
    is_sum,
    level_of_total,
    total_of,
    total_of_letter,
    total_of_note,
    total_of_row,
)

_FOOTER = re.compile(r"^[-—–·\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?[-—–·\s]*(?:[/，,]?\s*共?\s*(\d{1,4})\s*页?)?[-—–·\s]*$")


_MERGED: frozenset[Role] = frozenset({"province", "city", "county", "place", "office", "category", "batch", "year"})
"""Columns whose cells may reach over several entries."""


@dataclass
class _State:
    """What holds for the rows that follow."""

    columns: Columns | None = None
    sections: tuple[ListSection, ...] = ()  # the outermost first
    begun: int = 0  # number of entries before the last of them
    headings: list[str] = field(default_factory=list)  # titles since the last entry
    heading: str = ""
    table: int = 0
    beside: set[int] = field(default_factory=set)  # tables that have several entries in a row
    page: int = 0
    is_fresh: bool = False  # whether there is no entry above on this page
    merges: set[Role] = field(default_factory=set)  # columns that have merged cells
    is_partial: bool = False  # whether the row above has too few cells, or a number alone


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
    state, items, texts, faults = _State(), list[ListItem](), ListTexts(), list[ListFault]()
    rows = [line for row in rows for line in _lines(row, is_place)]
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
        if found:
            if state.columns != found[0] or state.headings:
                state.table += 1
            state.columns, skip = found[0], found[1] - 1
            if name_column is None and found[0].of_persons:
                faults.append(of_persons(found[0].of_persons, row))
            state.beside |= {state.table} if len(found[0].groups) > 1 else set()
            state.heading = main_title(state.headings) or state.heading
            state.headings = []
        elif is_sum(row.texts[0]) and not _is_heading(row, state, is_place):
            texts.add_title("".join(row.texts), SUM, total_of_row(row.texts), row, len(items))
        elif _only_role(row, state) == "serial" and row.texts[0].isdecimal() and not row.above:
            faults += [] if state.is_partial else [number_alone(row)]
            state.is_partial = True
        elif len(row.texts) == 1 and not _is_entry(row, state):
            faults += doubts(row)
            if _is_lone_name(row, state, is_place):
                faults.append(lone_name(row.texts[0], row))
            elif items and not is_list_title(row.texts[0]):
                faults += text_goes_on(row, items[-1].serial)
            _take_text(row, state, len(items), texts, is_place)
        elif state.columns and len(row.cells) >= state.columns.width:
            items, more = _with_row(items, row, state)
            faults += more
            state.is_partial = False
        elif state.columns:
            faults += [] if state.is_partial else [narrow_row(row)]
            state.is_partial = True
    items = [*in_order(items, state.beside)]
    faults += page_faults(texts.footers)
    return List(tuple(items), tuple(texts.titles), tuple(faults), tuple(texts.headings), tuple(texts.totals))


def _lines(row: Row, is_place: IsPlace) -> list[Row]:
    """Return the lines of a text between tables as rows if one of them is a heading."""
    lines = row.lines.get(0, ()) if len(row.cells) == 1 else ()
    is_divided = any(section_of(line, is_place) for line in lines)
    return [replace(row, cells=(line,), lines={}) for line in lines] if is_divided else [row]


def _is_of_list(sheet: str, is_place: IsPlace) -> bool:
    """Return whether the name of a sheet is that of a place or list, or says that entries are withdrawn."""
    return is_place(sheet) or is_list_title(sheet) or is_of_outcome(sheet)


def _is_entry(row: Row, state: _State) -> bool:
    """Return whether a row of one text belongs to an entry: cells from above reach into it, or a page has broken it."""
    if not state.columns or len(row.cells) < state.columns.width or row.beside:
        return False
    if row.above:
        return True
    filled = [column for column, text in enumerate(row.cells) if text and column not in row.above]
    return state.is_fresh and filled[0] > 0 and row.cells[filled[0]] not in ("", *map(str, range(10)))


def _only_role(row: Row, state: _State) -> Role | None:
    """Return what the column holds that has the only text of a row of the table; None if it is none, or is merged."""
    if not state.columns or len(row.cells) < state.columns.width or len(row.texts) != 1 or row.beside:
        return None
    column = next(n for n, cell in enumerate(row.cells) if cell and n not in row.above)
    return next((role for group in state.columns.groups for role, held in group.items() if column in held), None)


def _is_lone_name(row: Row, state: _State, is_place: IsPlace) -> bool:
    """Return whether the only text of a row is in a column of names, and is neither a heading nor a note."""
    text = row.texts[0]
    is_between = NOTE.match(text) or section_of(text, is_place) or total_of(text) or is_heading_or_end(text)
    return _only_role(row, state) == "name" and not is_between


def _is_heading(row: Row, state: _State, is_place: IsPlace) -> bool:
    """Return whether a sum of a place, 江苏省共计三家, heads the entries below: those above are of another place."""
    section = section_of(row.texts[0], is_place) if len(row.texts) == 1 else None
    if not section or not section.place or not section.stated:
        return False
    columns = state.columns.groups if state.columns else ()
    has_places = any(role in group for group in columns for role in PLACES)
    return not has_places and section.place not in [outer.place for outer in state.sections]


def _take_text(row: Row, state: _State, before: int, texts: ListTexts, is_place: IsPlace) -> None:
    text = row.texts[0]
    footer = _FOOTER.match(text)
    if footer and row.page:
        texts.footers.append((row.page, int(footer[1]), int(footer[2]) if footer[2] else None))
        return
    if footer or NOTE.match(text):
        texts.add_total(text, SUM, total_of_note(text), row, before)
        return
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
    total = total_of(text)
    texts.add_title(text, level_of_total(text), total, row, before)
    if not is_short:
        texts.add_total(text[:LONGEST_TITLE], LETTER, total_of_letter(text) if total is None else None, row, before)
    else:
        texts.add_heading(text, TITLE, None, row, before)
        state.headings.append(text)
        state.heading = text if is_title and state.columns else state.heading
        state.sections = tuple(outer for outer in state.sections if outer.place and state.begun == before)


def _with_row(items: list[ListItem], row: Row, state: _State) -> tuple[list[ListItem], list[ListFault]]:
    """Add the entries of a row; the end of a broken row, and further products, are added to the entry before."""
    assert state.columns is not None
    faults: list[ListFault] = []
    for group in state.columns.groups:
        texts = _texts_of(row, group, state.columns)
        state.merges |= {role for role, columns in group.items() if row.tall & {*columns}}
        name, own = texts.get("name", ""), [c for cs in group.values() for c in cs if c not in row.above]
        if not any(row.cells[column] for column in own):
            continue
        is_above = all(column in row.above for column in group["name"])
        number = serial_number(texts.get("serial", ""))
        last = items[-1] if items else None
        if "serial" not in group:
            number, name = numbered_name(name)
        if last and is_above and name == last.name:
            if any(
                texts.get(role, "") not in ("", last.text(role)) for role in ("serial", "province", "city", "place")
            ):
                faults.append(one_name(name, row))
            items[-1] = last.with_products(_below(texts, row, group))
            continue
        if last and "serial" in group and not texts.get("serial"):
            if state.is_fresh and len(state.columns.groups) == 1:
                items[-1] = last.continued(texts)
                continue
            if not name:
                items[-1] = last.with_products(_below(texts, row, group))
                continue
        if not name:
            faults.append(ListFault("name", row.place, row.place, Bilingual("the row has no name", "没有名称")))
            continue
        if "serial" in group and number is None and not is_code(texts.get("serial", "")):
            written = texts.get("serial", "")
            said = Bilingual(f"“{written}” is not a serial number", f"“{written}”不是序号")
            faults.append(ListFault("serial", f"{name}", row.place, said))
        for column in state.columns.twins(group):
            if row.cells[column] and row.cells[column] != name and column not in row.beside:
                faults.append(one_heading(name, row.cells[column], state.columns.labels[column], row))
        if row.struck & set(group["name"]):
            faults.append(struck_through(name, row))
        lines = next((row.lines[column] for column in group["name"] if column in row.lines), ())
        beside = [row.lines[column] for column in row.ended & {*own} - {*group["name"]}]
        if are_several(lines, beside if row.ended & {*group["name"]} else ()):
            faults.append(several_names(name, lines, row))
        texts = _inherited(texts, group, row, state, last)
        item = ListItem(name, number, row.place, row.page, state.sections, state.heading, state.table, texts)
        items.append(item)
    state.is_fresh = False
    return items, faults


def _texts_of(row: Row, group: dict[Role, tuple[int, ...]], columns: Columns) -> dict[Role, str]:
    """Return what a row says of one entry; comments, and texts of columns without a heading, are someone's remarks."""
    texts: dict[Role, str] = {}
    for role, own in group.items():
        parts = [row.cells[column] for column in own if row.cells[column] and column not in row.beside]
        texts[role] = "、".join(dict.fromkeys(parts))
    comments = [row.comments[column] for own in group.values() for column in own if column in row.comments]
    texts["other"] = "、".join(filter(None, [texts.get("other", ""), *_unheaded(row, columns), *comments]))
    return {role: text for role, text in texts.items() if text}


def _unheaded(row: Row, columns: Columns) -> Iterator[str]:
    """Give the texts of columns without a heading."""
    for column, text in enumerate(row.cells):
        if text and (column >= columns.width or not columns.labels[column]) and column not in row.beside | row.above:
            yield text


def _inherited(
    texts: dict[Role, str], group: dict[Role, tuple[int, ...]], row: Row, state: _State, last: ListItem | None
) -> dict[Role, str]:
    """Give an entry the texts of merged cells that a page has broken: they are on the page before."""
    if last is None or last.table != state.table:
        return texts
    found = dict(texts)
    for role in sorted(state.merges & (_MERGED & {*group} - {*texts})):
        is_broken = state.is_fresh or all(column in row.above for column in group[role])
        if is_broken and last.texts.get(role):
            found[role] = last.texts[role]
    return found


def _below(texts: dict[Role, str], row: Row, group: dict[Role, tuple[int, ...]]) -> str:
    """Return the product of a row below that of its entry; blank where its cell reaches down as well."""
    return "" if all(column in row.above for column in group.get("product", ())) else texts.get("product", "")
