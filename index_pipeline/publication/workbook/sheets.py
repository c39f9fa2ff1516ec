"""How the sheets of the workbook look: their heads, the width of columns, the height of rows, the printed page."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from index_pipeline import tables
from index_pipeline.publication.text import Language, Words
from index_pipeline.publication.workbook.long_sheet import LongSheet

NARROWEST_COLUMN, WIDEST_COLUMN = 12.0, 60.0
"""Characters."""
LINE_HEIGHT = 15.0
"""Points; some programs do not fit the height of a row to wrapped text."""

A4, CHARACTERS = 9, 200
"""The number of that paper in the file's format, and how many characters of a line it shows if it is printed small."""


@dataclass(frozen=True)
class Sheets:
    """The sheets of a workbook that is being written: its file, its release, the languages, the formats of cells.

    `head` and `code` are of the two rows above a table, `text` of prose, `link` of what leads to a sheet; `numbers` are
    by column.
    """

    file: xlsxwriter.Workbook
    release_id: str
    wordings: tuple[Words, ...]
    head: Format
    code: Format
    text: Format
    link: Format
    numbers: dict[str, Format]

    @classmethod
    def of(cls, file: xlsxwriter.Workbook, release_id: str, wordings: tuple[Words, ...]) -> Self:
        """Add the formats to a file."""
        wrapped = {"text_wrap": True, "valign": "top"}
        numbers = {each.name: {"num_format": each.format} for each in tables.COLUMNS.values() if each.format}
        return cls(
            file=file,
            release_id=release_id,
            wordings=wordings,
            head=file.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1B4F8F", **wrapped}),
            code=file.add_format({"font_color": "#55616D", "bg_color": "#F3F6F9", "bottom": 1, **wrapped}),
            text=file.add_format(wrapped),
            link=file.add_format({"font_color": "#1B4F8F", "underline": 1, **wrapped}),
            numbers={name: file.add_format(number) for name, number in numbers.items()},
        )

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the index."""
        return tuple(wording.language for wording in self.wordings)

    def named(self, key: str, between: str = " ") -> str:
        """Return a text of the workbook in each language of the index."""
        return between.join(wording(key) for wording in self.wordings)

    def title_of(self, name: str) -> str:
        """Return the title of a sheet in each language of the index."""
        return " ".join(wording.entries["workbook.sheets"][name][0] for wording in self.wordings)

    def add_sheet(self, title: str, heads: list[tuple[str, str]], widths: list[float], rows: int) -> LongSheet:
        """Add a sheet for a table of so many rows, with the name and the identifier of each column above it.

        Both rows of heads stay in sight, are printed on each page, and the second one filters.
        """
        sheet: LongSheet = self.file.add_worksheet(title, LongSheet)
        for row, texts in enumerate(zip(*heads, strict=True)):
            sheet.set_row(row, height(texts, widths))
        for column, ((name, code), width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, self.head)
            sheet.write_string(1, column, code, self.code)
        self.set_page(sheet, widths)
        sheet.repeat_rows(0, 1)
        sheet.freeze_panes(2, 0)
        sheet.autofilter(1, 0, 1 + max(rows, 1), len(heads) - 1)
        return sheet

    def set_page(self, sheet: Worksheet, widths: list[float]) -> None:
        """Print a sheet on A4, on as few pages side by side as can be read, with release, sheet and page below it."""
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(math.ceil(sum(widths) / CHARACTERS), 0)
        sheet.set_footer(f"&L{self.release_id} · &A&R&P / &N")


def width(values: Iterable[object]) -> float:
    """Return a column's width in characters, wide ones counted twice, within limits."""
    shown = [str(value)[: int(WIDEST_COLUMN)] for value in dict.fromkeys(values) if value is not None]
    longest = max(map(_shown, shown), default=0)
    return min(max(longest + 2.0, NARROWEST_COLUMN), WIDEST_COLUMN)


def height(texts: Iterable[str], widths: Iterable[float]) -> float:
    """Return the height of a row in points, so that each text is shown whole in a column of its width."""
    return LINE_HEIGHT * max(map(_lines, texts, widths))


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(_shown(line) / (width - 1))) for line in text.split("\n"))


def _shown(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)
