"""The entries of one row of a table, and what holds for the rows that follow."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from index_pipeline.language import Bilingual
from index_pipeline.sources.lists.faults import ListFault, one_heading, one_name, several_names, struck_through
from index_pipeline.sources.lists.headings import Columns
from index_pipeline.sources.lists.items import ListItem
from index_pipeline.sources.lists.names import are_several
from index_pipeline.sources.lists.numerals import is_code, numbered_name, serial_number
from index_pipeline.sources.lists.roles import Role
from index_pipeline.sources.lists.rows import Row
from index_pipeline.sources.lists.sections import ListSection

_MERGED: frozenset[Role] = frozenset(
    {"province", "city", "county", "place", "office", "category", "batch", "year", "validity"}
)
"""Columns whose cells may reach over several entries."""


@dataclass
class ListState:
    """What holds for the rows that follow."""

    columns: Columns | None = None
    sections: tuple[ListSection, ...] = ()  # the outermost first
    begun: int = 0  # number of entries before the last of them
    headings: list[str] = field(default_factory=list)  # titles since the last entry
    heading: str = ""
    table: int = 0
    annex: str = ""
    beside: set[int] = field(default_factory=set)  # tables that have several entries in a row
    page: int = 0
    is_fresh: bool = False  # whether there is no entry above on this page
    merges: set[Role] = field(default_factory=set)  # columns that have merged cells
    is_partial: bool = False  # whether the row above has too few cells, or a number alone


def with_row(items: list[ListItem], row: Row, state: ListState) -> tuple[list[ListItem], list[ListFault]]:
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
            faults.append(ListFault("serial", name, row.place, said))
        faults += _doubts(name, row, group, state.columns)
        texts = _inherited(texts, group, row, state, last)
        item = ListItem(
            name, number, row.place, row.page, state.sections, state.heading, state.table, state.annex, texts
        )
        items.append(item)
    state.is_fresh = False
    return items, faults


def _doubts(name: str, row: Row, group: dict[Role, tuple[int, ...]], columns: Columns) -> Iterator[ListFault]:
    """Say why the cell of a name may not be that of one entry: another one beside it, a line through it, its lines."""
    for column in columns.twins(group):
        if row.cells[column] and row.cells[column] != name and column not in row.beside:
            yield one_heading(name, row.cells[column], columns.labels[column], row)
    if row.struck & set(group["name"]):
        yield struck_through(name, row)
    own = {c for held in group.values() for c in held if c not in row.above}
    lines = next((row.lines[column] for column in group["name"] if column in row.lines), ())
    beside = [row.lines[column] for column in row.ended & own - {*group["name"]}]
    if are_several(lines, beside if row.ended & {*group["name"]} else ()):
        yield several_names(name, lines, row)


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
    texts: dict[Role, str], group: dict[Role, tuple[int, ...]], row: Row, state: ListState, last: ListItem | None
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
