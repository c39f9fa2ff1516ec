"""Workbooks of Office Open XML: what their visible cells show."""

import re

from index_pipeline.sources.workbooks.archive import Archive, Attributes, parse
from index_pipeline.sources.workbooks.runs import Runs, shared_texts
from index_pipeline.sources.workbooks.sheets import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    Area,
    Cell,
    NotReadError,
    Sheet,
    column_of,
    joined_runs,
    make_sheet,
    too_large,
)
from index_pipeline.sources.workbooks.shown import BUILT_IN, shown

SPREADSHEET_PROGRAMS = re.compile(r"LibreOffice|OpenOffice|WPS|Kingsoft|ET\b|Numbers|ONLYOFFICE", re.IGNORECASE)
"""Programs that compute formulas when they save a workbook and keep no chain of calculation; Excel keeps one."""

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


class XlsxBook:
    """What the parts of a workbook share: texts, number formats, the first day, and whether its formulas count.

    `is_form` is as in `make_sheet`.

    `is_stale` says that formulas have no valid results: the workbook asks to be computed when it is opened.
    `is_computed` says that a spreadsheet program has saved it; else a result of 0 may be a placeholder.
    """

    def __init__(self, archive: Archive, *, is_form: bool = False):
        self.archive, self.is_form = archive, is_form
        start = next((name for kind, name in archive.related("").values() if kind == "officeDocument"), "")
        self.part = start if start in archive else "xl/workbook.xml"
        if self.part not in archive or self.part.endswith(".bin"):
            kind = "other_workbook" if archive.is_workbook() else "no_table_format"
            raise NotReadError(kind, what=archive.kind())
        self.sheets: list[tuple[str, str, bool]] = []
        self.since_1904 = self.is_stale = False
        self.related = archive.related(self.part)
        parse(archive.read(self.part), self._start)
        others = dict(self.related.values())
        self.texts = shared_texts(archive.read(others.get("sharedStrings", "xl/sharedStrings.xml")))
        self.formats, self.struck = _styles(archive.read(others.get("styles", "xl/styles.xml")))
        self.is_computed = "calcChain" in others or bool(SPREADSHEET_PROGRAMS.search(_application(archive)))

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "sheet":
            kind, part = self.related.get(attributes.get("id", ""), ("worksheet", ""))
            if kind == "worksheet":
                self.sheets.append((attributes.get("name", ""), part, attributes.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            self.since_1904 = _is_true(attributes.get("date1904"))
        elif tag == "calcPr":
            completed = attributes.get("calcCompleted", "1")
            self.is_stale = _is_true(attributes.get("fullCalcOnLoad")) or not _is_true(completed)


def read_xlsx(content: bytes, *, is_form: bool = False) -> list[Sheet]:
    """Read the sheets of a workbook; of hidden sheets only the names, except in a form.

    Raises:
        NotReadError: the archive is a bomb or not a workbook, a sheet is too large, or a visible formula was not
            computed.
    """
    book = XlsxBook(Archive(content), is_form=is_form)
    return [
        make_sheet(name, {}, hidden=True) if hidden and not is_form else _Worksheet(book, name).read(part)
        for name, part, hidden in book.sheets
    ]


class _Worksheet:
    """One sheet, read cell by cell."""

    def __init__(self, book: XlsxBook, name: str):
        self.book, self.name = book, name
        self.cells: dict[Cell, str] = {}
        self.struck: list[Cell] = []
        self.formulas: dict[Cell, bool] = {}  # whether there is a result that cannot be a placeholder
        self.areas_of_formulas: list[Area] = []
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.row, self.column = -1, -1
        self.last_row = self.last_column = 0
        self.kind = self.style = ""
        self.value: list[str] | None = None
        self.text = Runs()
        self.taken: list[str] | None = None
        self.is_formula = False
        self.phonetic = self.unseen = 0

    def read(self, part: str) -> Sheet:
        parse(self.book.archive.read(part), self._start, self._end, self._characters)
        if not self.book.archive.read(part):
            raise NotReadError("broken", format="XLSX")
        return make_sheet(
            self.name,
            self.cells,
            self.merged,
            self.hidden_rows,
            self.hidden_columns,
            struck=self.struck,
            unseen=self.unseen,
            uncomputed=self._uncomputed(),
            comments=_comments(self.book.archive, part),
            is_form=self.book.is_form,
        )

    def _start(self, tag: str, attributes: Attributes) -> None:
        if tag == "c":
            self._cell(attributes)
        elif tag == "v":
            self.value = self.taken = []
        elif tag == "t" and not self.phonetic:
            self.taken = self.text.begin()
        elif tag == "f":
            self.is_formula = True
            area = _area(attributes.get("ref", ""))
            if area and attributes.get("t") in {"array", "dataTable"}:
                self.areas_of_formulas.append(area)
        elif tag == "row":
            number = attributes.get("r", "")
            self.row = int(number) - 1 if number.isdecimal() else self.row + 1
            self.column = -1
            if _is_true(attributes.get("hidden")) or _is_zero(attributes.get("ht")):
                self.hidden_rows.add(self.row)
        elif tag == "col":
            if _is_true(attributes.get("hidden")) or _is_zero(attributes.get("width")):
                first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
                self.hidden_columns.update(range(first - 1, min(last, LAST_COLUMN)))
        elif tag == "mergeCell":
            self.merged += [area for area in [_area(attributes.get("ref", ""))] if area]
        elif tag == "rPh":
            self.phonetic += 1
        else:
            self.text.mark(tag, attributes)

    def _cell(self, attributes: Attributes) -> None:
        found = _REFERENCE.fullmatch(attributes.get("r", ""))
        self.row, self.column = _place(found) if found else (max(self.row, 0), self.column + 1)
        if self.row >= LAST_ROW or self.column >= LAST_COLUMN:
            raise NotReadError("broken", format="XLSX")
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.value, self.text, self.taken, self.is_formula = None, Runs(), None, False

    def _end(self, tag: str) -> None:
        if tag in {"v", "t"}:
            self.taken = None
        elif tag == "rPh":
            self.phonetic -= 1
        elif tag == "c":
            self._take((self.row, self.column))

    def _characters(self, text: str) -> None:
        if self.taken is not None:
            self.taken.append(text)

    def _take(self, cell: Cell) -> None:
        raw = None if self.value is None else "".join(self.value)
        if self.is_formula:
            is_empty_text = self.kind == "str" and raw == "" and self.book.is_computed
            self.formulas[cell] = bool(raw and raw.strip() and not _is_zero(raw)) or is_empty_text
        shows = self._shown(raw)
        if int(self.style) in self.book.struck:
            shows = joined_runs([(shows, True)])
        self.unseen += bool(raw and not shows and self.kind == "n")
        if not shows and not self.is_formula:
            return
        self.cells[cell] = shows
        if shows and int(self.style) in self.book.struck:
            self.struck.append(cell)
        self.last_row, self.last_column = max(self.last_row, cell[0]), max(self.last_column, cell[1])
        if (self.last_row + 1) * (self.last_column + 1) > MOST_CELLS:
            raise too_large(self.last_row, self.last_column, self.name)

    def _shown(self, raw: str | None) -> str:
        if self.kind == "inlineStr":
            return self.text.joined()
        if raw is None or not raw.strip():
            return raw or "" if self.kind == "str" else ""
        if self.kind == "s":
            return self.book.texts[int(raw)]
        if self.kind == "b":
            return "TRUE" if _is_true(raw) else "FALSE"
        if self.kind == "d":
            return raw[:10]
        if self.kind != "n":
            return raw
        number, style = float(raw), int(self.style)
        formats = self.book.formats
        code = formats[style] if style < len(formats) else None
        return shown(number, code, since_1904=self.book.since_1904)

    def _uncomputed(self) -> list[Cell]:
        """Return the cells of formulas whose results are placeholders, or none at all."""
        found = dict(self.formulas)
        for top, left, bottom, right in self.areas_of_formulas:
            inside = (cell for cell in self.cells if top <= cell[0] <= bottom and left <= cell[1] <= right)
            found.update((cell, not _is_zero(self.cells[cell])) for cell in inside if cell not in found)
        if self.book.is_stale:
            return sorted(found)
        return sorted(
            cell for cell, is_sure in found.items() if not (is_sure or (self.cells[cell] and self.book.is_computed))
        )


def _comments(archive: Archive, part: str) -> list[tuple[Cell, str]]:
    """Return the comments of a sheet's cells, of which the first line may be the name of their author."""
    found: list[tuple[Cell, str]] = []
    texts: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "comment":
            texts.clear()
            place = _REFERENCE.fullmatch(attributes.get("ref", ""))
            found.append((_place(place) if place else (-1, -1), ""))

    def end(tag: str) -> None:
        if tag == "comment":
            found[-1] = (found[-1][0], "".join(texts))

    for name in sorted(name for kind, name in archive.related(part).values() if kind == "comments"):
        parse(archive.read(name), start, end, texts.append)
    return found


def _styles(xml: bytes) -> tuple[list[str | None], set[int]]:
    """Return the number format of each style of cells, None if it is the general one; and the styles struck through."""
    own: dict[str, str] = {}
    numbers: list[tuple[str, str]] = []
    struck: list[bool] = []
    within: list[str] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "numFmt" and "cellXfs" not in within and "dxf" not in within:
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif tag == "xf" and within and within[-1] == "cellXfs":
            numbers.append((attributes.get("numFmtId", "0"), attributes.get("fontId", "0")))
        elif tag == "font" and within and within[-1] == "fonts":
            struck.append(False)
        elif tag == "strike" and within[-2:] == ["fonts", "font"]:
            struck[-1] = _is_true(attributes.get("val", "1"))
        within.append(tag)

    parse(xml, start, lambda _: within.pop())
    fonts = {str(number) for number, is_struck in enumerate(struck) if is_struck}
    formats = [own.get(number) or BUILT_IN.get(int(number)) for number, _ in numbers]
    return formats, {style for style, (_, font) in enumerate(numbers) if font in fonts}


def _application(archive: Archive) -> str:
    found: list[str] = []
    within: list[str] = []
    parse(
        archive.read("docProps/app.xml"),
        lambda tag, _: within.append(tag),
        lambda _: within.pop(),
        lambda text: found.append(text) if within[-1] == "Application" else None,
    )
    return "".join(found)


def _place(found: re.Match[str]) -> Cell:
    return int(found[2]) - 1, column_of(found[1])


def _area(text: str) -> Area | None:
    first, _, last = text.partition(":")
    a, b = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
    return (*_place(a), *_place(b)) if a and b else None


def _is_true(text: str | None) -> bool:
    return text in {"1", "true", "on", "t"}


def _is_zero(text: str | None) -> bool:
    return text is not None and re.fullmatch(r"\s*[+-]?(0+\.?0*|\.0+)(E[+-]?\d+)?\s*", text, re.IGNORECASE) is not None
