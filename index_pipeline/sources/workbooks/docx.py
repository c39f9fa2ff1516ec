"""The paragraphs and tables of a Word document (DOCX), in their order, as a user sees them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.etree

from index_pipeline.sources.workbooks.archive import Archive
from index_pipeline.sources.workbooks.sheets import (
    MOST_CELLS,
    OVER_MOST_CELLS,
    Area,
    Cell,
    NotReadError,
    Sheet,
    joined_runs,
)

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"
DELETED = {f"{WORD}del", f"{WORD}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
"""What tracked changes took out, and what programs of before 2010 show instead."""

CHANGED = {f"{WORD}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")}
"""What tracked changes put in, took out and moved."""


@dataclass
class _Laid:
    """The document as lines: cells, merged areas, and each line's place."""

    rows: list[list[str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    struck: list[Cell] = field(default_factory=list)
    numbered: dict[str, int] = field(default_factory=dict)
    tables: int = 0
    cells: int = 0
    unseen: int = 0
    changed: int = 0


def read_docx(content: bytes) -> list[Sheet]:
    """Read a document as one sheet: a paragraph is a line of one cell, a row of a table a line of several.

    Automatic numbers of Word are computed; text that is hidden, or deleted by tracked changes, is left out.
    Headers and footers are not read. `places` names the place of each line; `unseen` counts the cells with hidden text,
    `changed` those with tracked changes.

    Raises:
        NotReadError: the document is broken, or its tables have too many cells.
    """
    archive = Archive(content, "DOCX")
    if DOCUMENT not in archive:
        raise NotReadError("no_table_format", what=archive.kind())
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = lxml.etree.fromstring(archive.read(DOCUMENT), parser)
    laid = _Laid()
    for body in root.iter(f"{WORD}body"):
        for node in _blocks(body, f"{WORD}p", f"{WORD}tbl"):
            if node.tag == f"{WORD}p":
                laid.rows.append([_text(node)])
                laid.places.append("")
            else:
                _table(node, laid)
    sheet = {"name": None, "hidden": False, "rows": laid.rows, "merged": laid.merged, "places": laid.places}
    unread = {"hidden_rows": [], "hidden_columns": [], "unseen": laid.unseen, "changed": laid.changed}
    return [{**sheet, **unread, "struck": laid.struck}]


def _blocks(node: Any, *tags: str) -> Iterator[Any]:
    """Yield the elements of `tags` below a node, whatever wraps them, none that lies within another."""
    for child in node:
        if child.tag in tags:
            yield child
        elif child.tag not in DELETED and isinstance(child.tag, str):
            yield from _blocks(child, *tags)


def _table(table: Any, laid: _Laid) -> None:
    laid.tables += 1
    open_areas: dict[int, list[int]] = {}  # by column: first row, last row, last column of a cell that continues below
    for number, line in enumerate(_blocks(table, f"{WORD}tr"), start=1):
        row: list[str] = []
        below: dict[int, list[int]] = {}
        top = len(laid.rows)
        row += [""] * _number(line, "trPr/gridBefore", 0)
        for cell in _blocks(line, f"{WORD}tc"):
            left, across = len(row), _number(cell, "tcPr/gridSpan", 1)
            laid.unseen += any(_is_on(run, "vanish") and _has_text(run) for run in cell.iter(f"{WORD}r"))
            laid.changed += any(map(_has_text, cell.iter(*CHANGED)))
            goes_on = cell.find(f"{WORD}tcPr/{WORD}vMerge")
            started = open_areas.get(left)
            if goes_on is not None and goes_on.get(f"{WORD}val", "continue") == "continue" and started:
                started[1] = top
                below[left] = started
                row += [""] * across
                continue
            is_struck = any(_is_on(run, "strike", "dstrike") for run in cell.iter(f"{WORD}r"))
            laid.struck += [(top, left)] if is_struck else []
            row += [_cell_text(cell, laid), *[""] * (across - 1)]
            if goes_on is not None:
                below[left] = [top, top, left + across - 1]
            elif across > 1:
                laid.merged.append((top, left, top, left + across - 1))
        _close(open_areas, below, laid)
        open_areas = below
        laid.cells += len(row)
        if laid.cells > MOST_CELLS:
            raise NotReadError("too_large", why=OVER_MOST_CELLS)
        laid.rows.append(row)
        laid.places.append(f"表{laid.tables}第{number}行 · table {laid.tables} row {number}")
    _close(open_areas, {}, laid)


def _close(open_areas: dict[int, list[int]], below: dict[int, list[int]], laid: _Laid) -> None:
    """Keep the merged areas that end with the row before."""
    for left, (top, bottom, right) in (
        (left, area) for left, area in open_areas.items() if below.get(left) is not area
    ):
        if bottom > top or right > left:
            laid.merged.append((top, left, bottom, right))


def _cell_text(cell: Any, laid: _Laid) -> str:
    paragraphs = list(_blocks(cell, f"{WORD}p"))
    text = "\n".join(filter(None, map(_text, paragraphs)))
    numbering = next((found for p in paragraphs if (found := p.find(f".//{WORD}numPr/{WORD}numId")) is not None), None)
    if numbering is None or text:
        return text
    key = numbering.get(f"{WORD}val", "")
    laid.numbered[key] = laid.numbered.get(key, 0) + 1
    return str(laid.numbered[key])


def _text(paragraph: Any) -> str:
    runs: list[tuple[str, bool]] = []

    def add(node: Any, *, raised: bool = False) -> None:
        for child in node:
            if child.tag == f"{WORD}t":
                runs.append((child.text or "", raised))
            elif child.tag in {f"{WORD}br", f"{WORD}cr"}:
                runs.append(("\n", False))
            elif child.tag == f"{WORD}tab":
                runs.append((" ", False))
            elif child.tag not in DELETED and isinstance(child.tag, str) and not _is_on(child, "vanish"):
                add(child, raised=raised or _is_raised(child))

    add(paragraph)
    return joined_runs(runs).strip()


def _is_raised(run: Any) -> bool:
    mark = run.find(f"{WORD}rPr/{WORD}vertAlign")
    return mark is not None and mark.get(f"{WORD}val") in {"superscript", "subscript"}


def _is_on(run: Any, *names: str) -> bool:
    """Return whether a run has one of the properties of these names."""
    marks = (run.find(f"{WORD}rPr/{WORD}{name}") for name in names)
    return any(mark is not None and mark.get(f"{WORD}val", "1") not in {"0", "false", "off"} for mark in marks)


def _has_text(node: Any) -> bool:
    return bool("".join(node.itertext()).strip())


def _number(node: Any, path: str, default: int) -> int:
    found = node.find("/".join(WORD + part for part in path.split("/")))
    text = found.get(f"{WORD}val", "") if found is not None else ""
    return min(int(text), 100) if text.isdecimal() else default
