"""A document as rows of texts, merged cells filled in, whatever the format."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Any

from index_pipeline.language import Bilingual, counted, joined
from index_pipeline.sources.lists.unruled import unruled_rows
from index_pipeline.sources.workbooks.contents import hidden_parts, open_document

_BLANKS = re.compile(r"[ \t\u00a0\u2002\u2003\u2009\u202f\u3000\ufeff\u200b-\u200d\u2060]+")
_CJK = r"\u2e80-\u9fff\uff00-\uffef\u3000-\u303f"
_IN_SENTENCE = re.compile(r".*[，。；].*[^。：:；]")
"""A line in the midst of a paragraph: it has the signs of a sentence, and does not end as one."""
LAST_SIGNS = 4
"""Room at the end of a full line, in Latin signs: a comma may not begin the next one."""

_BREAKS = re.compile(rf"(?<=[{_CJK}]) ?\n ?| ?\n ?(?=[{_CJK}])")


@dataclass(frozen=True)
class Row:
    """A row of a table, or a line of text between tables (one cell).

    A merged cell's text is in each of its columns and rows: `above` are the columns that a cell from a row further
    up reaches into, `beside` those that a cell from a column further left does. `place` says in both languages where
    the row is; `page` is its page in a PDF, otherwise 0. `tall` are the columns of cells that reach below this row,
    `struck` those of cells whose text is struck through; `lines` are those of cells that have several, `ended` the
    columns of those whose lines all end although the next sign has room; `unread` says, at a sheet's first row, what of
    it is hidden and not read; `comments` are those on its cells, by column. A row that `is_hidden` is the name of a
    hidden sheet.
    """

    cells: tuple[str, ...]
    place: str
    page: int = 0
    above: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()
    tall: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    lines: dict[int, tuple[str, ...]] = field(default_factory=dict, hash=False)
    ended: frozenset[int] = frozenset()
    comments: dict[int, str] = field(default_factory=dict, hash=False)
    unread: Bilingual | None = None
    is_hidden: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the cells that hold one, each cell once, without those from further up."""
        hidden = self.above | self.beside
        return tuple(text for column, text in enumerate(self.cells) if text and column not in hidden)


def read_rows(file: str, content: bytes) -> tuple[Row, ...]:
    """Read a document (DOCX, PDF, XLSX, XLS, HTML) as rows, in their order.

    Raises:
        Refusal: the document cannot be read.
    """
    sheets = open_document(file, content)
    several = sum(not sheet["hidden"] for sheet in sheets) > 1
    rows = (row for sheet in unruled_rows(sheets) for row in (*_name(sheet, several), *_rows(sheet, several)))
    return tuple(_paragraphs(rows))


def one_line(text: str) -> str:
    """Join the lines of a text: names are broken anywhere in Chinese, between words in Latin letters."""
    text = _BLANKS.sub(" ", text.replace("_x000D_", "").replace("\r", "\n"))
    return " ".join(_BREAKS.sub("", text.strip()).split())


def _name(sheet: dict[str, Any], several: bool) -> Iterator[Row]:
    """Give the name of one of several sheets as a line of text above it, as it may be that of a place or list."""
    name = one_line(sheet["name"] or "")
    if sheet["hidden"] or (several and sheet["rows"] and not name.isascii()):
        yield Row((name,), Bilingual(f"tab {name}", f"{name} 标签"), is_hidden=sheet["hidden"])


def _paragraphs(rows: Iterable[Row]) -> Iterator[Row]:
    """Join the lines of each paragraph of a PDF: all but the last one are full, and none but that ends a sentence."""
    for page, on_page in groupby(rows, key=lambda row: row.page):
        some = list(on_page)
        full = max((_width(row.cells[0]) for row in some if len(row.cells) == 1), default=0) - LAST_SIGNS
        above: list[Row] = []
        for row in some:
            is_text = len(row.cells) == 1 and page > 0
            if is_text:
                above.append(row)
            if is_text and _IN_SENTENCE.fullmatch(row.cells[0]) and _width(row.cells[0]) >= full:
                continue
            yield from _joined(above)
            if not is_text:
                yield row
            above = []
        yield from _joined(above)


def _joined(lines: Sequence[Row]) -> Iterator[Row]:
    """Give lines of text as one."""
    for line in lines[:1]:
        yield replace(line, cells=(one_line("\n".join(row.cells[0] for row in lines)),))


def _unread(sheet: dict[str, Any]) -> Bilingual | None:
    """Say what of a sheet is hidden and not read, and how many cells have changes that nobody accepted or refused."""
    said = [*hidden_parts(sheet)]
    if changed := sheet.get("changed", 0):
        en = counted(changed, "cell has tracked changes", "cells have tracked changes")
        said.append(Bilingual(f"{en}, read as if they were accepted", f"有{changed}个单元格含修订标记，按接受修订读取"))
    return joined(said, "; ") if said else None


def _rows(sheet: dict[str, Any], several: bool) -> Iterator[Row]:
    """Give the rows of a sheet, the first of them with what was not read."""
    unread = _unread(sheet)
    for number, row in enumerate(sheet_rows(sheet, several)):
        yield replace(row, unread=unread) if unread and not number else row


def sheet_rows(sheet: dict[str, Any], several: bool) -> Iterator[Row]:
    """Give the rows of a sheet, merged cells filled in; their places name it if it is one of several."""
    lines = [[one_line(text) for text in row] for row in sheet["rows"]]
    above: dict[int, set[int]] = {}
    beside: dict[int, set[int]] = {}
    tall: dict[int, set[int]] = {}
    for top, left, bottom, right in sheet["merged"]:
        for number in range(top, min(bottom, len(lines) - 1) + 1):
            line = lines[number]
            line += [""] * (min(right, 200) + 1 - len(line))
            for column in range(left, min(right, 200) + 1):
                line[column] = lines[top][left] if left < len(lines[top]) else ""
                if number > top:
                    above.setdefault(number, set()).add(column)
                if column > left:
                    beside.setdefault(number, set()).add(column)
                if number < bottom:
                    tall.setdefault(number, set()).add(column)
    struck: dict[int, set[int]] = {}
    for number, column in sheet.get("struck", ()):
        struck.setdefault(number, set()).add(column)
    comments: dict[int, dict[int, str]] = {}
    for number, column, text in sheet.get("comments", ()):
        comments.setdefault(number, {})[column] = one_line(text)
    places, page = sheet.get("places"), sheet.get("page", 0)
    broken = _broken(sheet["rows"])
    for number, line in enumerate(lines):
        place = places[number] if places and places[number] else Bilingual(f"row {number + 1}", f"第{number + 1}行")
        where = joined([sheet["name"], place], " ") if several and sheet["name"] else place
        yield Row(
            tuple(line),
            where,
            page,
            frozenset(above.get(number, ())),
            frozenset(beside.get(number, ())),
            frozenset(tall.get(number, ())),
            frozenset(struck.get(number, ())),
            *broken[number],
            comments.get(number, {}),
        )


def _broken(rows: list[list[str]]) -> list[tuple[dict[int, tuple[str, ...]], frozenset[int]]]:
    """Return the `lines` and `ended` columns of each row."""
    cells = [dict(enumerate(map(_lines, row))) for row in rows]
    widest: dict[int, int] = {}
    for column, lines in (cell for row in cells for cell in row.items()):
        widest[column] = max(widest.get(column, 0), *map(_width, lines), 0)
    several = [{column: lines for column, lines in row.items() if len(lines) > 1} for row in cells]
    return [(row, frozenset(c for c, lines in row.items() if _is_ended(lines, widest[c]))) for row in several]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for part in text.replace("_x000D_", "").splitlines() if (line := one_line(part)))


def _width(line: str) -> int:
    return sum(1 if sign.isascii() else 2 for sign in line)


def _is_ended(lines: tuple[str, ...], widest: int) -> bool:
    return all(_width(line) + _width(after[0]) <= widest for line, after in pairwise(lines))
