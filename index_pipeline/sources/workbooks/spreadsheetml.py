"""XML spreadsheets of Excel 2003 (SpreadsheetML): what their visible cells show."""

from datetime import datetime

from index_pipeline.sources.workbooks.archive import Attributes, parse
from index_pipeline.sources.workbooks.sheets import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    Area,
    Cell,
    Sheet,
    joined_runs,
    make_sheet,
    too_large,
)
from index_pipeline.sources.workbooks.shown import shown

APART = {"Sup", "Sub", "S"}
"""Elements whose text is raised, lowered or struck through."""

NAMED_FORMATS = {
    "Percent": "0.00%",
    "Standard": "#,##0.00",
    "Fixed": "0.00",
    "Scientific": "0.00E+00",
    "General Date": "yyyy-m-d h:mm",
    "Short Date": "yyyy-m-d",
    "Medium Date": "d-mmm-yy",
    "Long Date": "yyyy-m-d",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm",
    "Short Time": "h:mm",
}
"""The number formats that such files name in words."""


def read_spreadsheetml(content: bytes) -> list[Sheet]:
    """Read the worksheets of an XML spreadsheet.

    Raises:
        NotReadError: it defines entities, is too large, or has a formula without a result.
        expat.ExpatError: it is broken.
    """
    reader = _Reader()
    parse(content, reader.start, reader.end, reader.characters)
    return reader.sheets


class _Reader:
    """The state between the beginnings and ends of elements."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.styles: dict[str, tuple[str | None, str | None]] = {}  # the format of a style, and the style it is from
        self.struck: set[str | None] = set()
        self.style = ""
        self.within: list[str] = []
        self.text: list[tuple[str, bool]] = []
        self.is_computed = False
        self._begin("")

    def _begin(self, name: str) -> None:
        self.name, self.hidden = name, False
        self.cells: dict[Cell, str] = {}
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.uncomputed: list[Cell] = []
        self.column_styles: dict[int, str] = {}
        self.row = self.column = self.columns = -1
        self.last_column = 0
        self.row_style = self.table_style = self.cell_style = self.kind = ""
        self.is_formula = self.has_data = False

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if tag == "Style":
            self.style = attributes.get("ID", "")
            self.styles[self.style] = (None, attributes.get("Parent"))
        elif tag == "NumberFormat" and self.within[-1:] == ["Style"]:
            self.styles[self.style] = (attributes.get("Format", "General"), self.styles[self.style][1])
        elif tag == "Font" and self.within[-1:] == ["Style"] and attributes.get("StrikeThrough") == "1":
            self.struck.add(self.style)
        elif tag == "Worksheet":
            self._begin(attributes.get("Name", ""))
        elif tag == "Table":
            self.table_style = attributes.get("StyleID", "")
        elif tag == "Column":
            self._column(attributes)
        elif tag == "Row":
            self._row(attributes)
        elif tag == "Cell":
            self._cell(attributes)
        elif tag == "ExcelWorkbook":
            self.is_computed = True  # Excel itself has saved the file
        elif tag == "Visible":
            self.text = []
        elif tag == "Data" and self.within[-1:] == ["Cell"]:
            self.kind, self.has_data, self.text = attributes.get("Type", "String"), True, []
        self.within.append(tag)

    def _column(self, attributes: Attributes) -> None:
        self.columns = _number(attributes.get("Index"), self.columns + 2) - 1
        span = range(self.columns, min(self.columns + _number(attributes.get("Span"), 0), LAST_COLUMN) + 1)
        if attributes.get("Hidden") == "1" or _is_zero(attributes.get("Width")):
            self.hidden_columns.update(span)
        self.column_styles.update(dict.fromkeys(span, attributes.get("StyleID", "")))
        self.columns = span[-1] if span else self.columns

    def _row(self, attributes: Attributes) -> None:
        self.row = _number(attributes.get("Index"), self.row + 2) - 1
        last = self.row + _number(attributes.get("Span"), 0)
        if attributes.get("Hidden") == "1" or _is_zero(attributes.get("Height")):
            self.hidden_rows.update(range(self.row, min(last, LAST_ROW) + 1))
        self.column, self.row_style = -1, attributes.get("StyleID", "")

    def _cell(self, attributes: Attributes) -> None:
        self.column = _number(attributes.get("Index"), self.column + 2) - 1
        self.cell_style = (
            attributes.get("StyleID")
            or self.row_style
            or self.column_styles.get(self.column)
            or self.table_style
            or "Default"
        )
        across, down = _number(attributes.get("MergeAcross"), 0), _number(attributes.get("MergeDown"), 0)
        if across or down:
            self.merged.append((self.row, self.column, self.row + down, self.column + across))
        self.is_formula, self.has_data, self.kind, self.text = "Formula" in attributes, False, "String", []

    def characters(self, text: str) -> None:
        """Take text: that of a cell's data, whatever marks it up."""
        if "Data" in self.within or self.within[-1:] == ["Visible"]:
            self.text.append((text, bool(APART & set(self.within))))

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self.within.pop()
        if tag == "Cell":
            self._take((self.row, self.column))
            if self.merged and self.merged[-1][:2] == (self.row, self.column):
                self.column = self.merged[-1][3]
        elif tag == "Visible" and self.within[-1:] == ["WorksheetOptions"]:
            self.hidden = joined_runs(self.text) != "SheetVisible"
        elif tag == "Worksheet":
            self._close()

    def _take(self, cell: Cell) -> None:
        raw = joined_runs(self.text)
        is_placeholder = not self.is_computed and (
            not raw or (self.kind == "Number" and "[" not in raw and float(raw) == 0)
        )
        if self.is_formula and (is_placeholder or not self.has_data):
            self.uncomputed.append(cell)
        text = self._shown(raw) if self.has_data else ""
        if self._is_struck():
            text = joined_runs([(text, True)])
        if not text:
            return
        self.cells[cell] = text
        self.last_column = max(self.last_column, cell[1])
        if (self.row + 1) * (self.last_column + 1) > MOST_CELLS:
            raise too_large(self.row, self.last_column, self.name)

    def _shown(self, raw: str) -> str:
        if self.kind == "Boolean":
            return "TRUE" if raw == "1" else "FALSE"
        if self.kind == "DateTime":
            moment = datetime.fromisoformat(raw)
            day = moment - datetime(1899, 12, 30)
            return shown(day.days + day.seconds / 86_400, self._format() or "yyyy-m-d")
        return shown(float(raw), self._format()) if self.kind == "Number" and "[" not in raw else raw

    def _is_struck(self) -> bool:
        style: str | None = self.cell_style
        for _ in range(len(self.styles)):
            if style is None or style in self.struck:
                break
            style = self.styles.get(style, (None, None))[1]
        return style in self.struck

    def _format(self) -> str | None:
        code, style = None, self.cell_style
        for _ in range(len(self.styles)):
            code, parent = self.styles.get(style, (None, None))
            if code is not None or parent is None:
                break
            style = parent
        return NAMED_FORMATS.get(code or "", code)

    def _close(self) -> None:
        if self.hidden:
            self.sheets.append(make_sheet(self.name, {}, hidden=True))
            return
        hidden = self.hidden_rows, self.hidden_columns
        self.sheets.append(make_sheet(self.name, self.cells, self.merged, *hidden, uncomputed=self.uncomputed))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 9 else otherwise


def _is_zero(text: str | None) -> bool:
    return text in {"0", "0.0"}
