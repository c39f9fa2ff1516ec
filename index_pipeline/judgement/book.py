"""Workbooks for people to fill in: bilingual, headings locked, cells to fill in marked and open."""

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from index_pipeline.clock import WORKBOOK_CREATED
from index_pipeline.framework.text import Text

LONGEST_PROMPT, LONGEST_TITLE = 255, 32
"""Characters that Excel takes for a prompt and its title."""

PROTECTED = {"autofilter": True, "sort": True, "format_columns": True, "format_rows": True}
"""What a person may do on a protected sheet, beside filling in the open cells."""

HEAD_HEIGHT = 36.0
"""Points that a heading in two languages takes."""

Pairs = Sequence[tuple[str, str]]


class Book:
    """A workbook that is being written, with its formats."""

    def __init__(self, title: str):
        self._buffer = io.BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.file = xlsxwriter.Workbook(self._buffer, options | {"strings_to_numbers": False})
        self.file.set_properties({"title": title, "created": WORKBOOK_CREATED})
        self.title = self.file.add_format({"bold": True, "font_size": 14})
        self.head = self._format(bold=True, font_color="#FFFFFF", bg_color="#1B4F8F", border=1, border_color="#FFFFFF")
        self.text = self._format(border=1, border_color="#D5DBE1")
        self.plain = self._format()
        self.group = self._format(bold=True, bg_color="#E3EAF2", border=1, border_color="#D5DBE1")
        self.result = self._format(bold=True, num_format="0.000", bg_color="#E3EAF2", border=1, border_color="#D5DBE1")
        self.open = self._format(locked=False, bg_color="#FFF8DC", border=1, border_color="#B8A860")
        self.wrong = self.file.add_format({"font_color": "#B3261E", "bold": True})
        self.right = self.file.add_format({"font_color": "#1E6B3A", "bold": True})

    def _format(self, **properties: object) -> Format:
        return self.file.add_format({"text_wrap": True, "valign": "top", **properties})

    def sheet(self, name: str, widths: Sequence[float], head: Sequence[str] = ()) -> Worksheet:
        """Add a protected sheet, without a password, with columns of these widths and a frozen heading."""
        sheet = self.file.add_worksheet(name)
        sheet.protect("", PROTECTED)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for column, text in enumerate(head):
            sheet.write_string(0, column, text, self.head)
        if head:
            sheet.set_row(0, HEAD_HEIGHT)
            sheet.freeze_panes(1, 0)
            sheet.repeat_rows(0)
        return sheet

    def instructions(self, title: str, stamps: Pairs, person: str, name: str, paragraphs: Sequence[Text]) -> None:
        """Write the first sheet: what the workbook is for, who fills it in, and how.

        Args:
            title: Its heading.
            stamps: Label and value of what the workbook belongs to; locked.
            person: Label of the name of who fills it in; open.
            name: The name, if it is known.
            paragraphs: How it is filled in.
        """
        sheet = self.sheet("说明 Instructions", (22, 100))
        sheet.write_string(0, 0, title, self.title)
        row = 2
        for label, value in stamps:
            sheet.write_string(row, 0, label, self.text)
            sheet.write_string(row, 1, value, self.text)
            row += 1
        sheet.write_string(row, 0, person, self.text)
        sheet.write_string(row, 1, name, self.open)
        for line, paragraph in enumerate(paragraphs, start=row + 2):
            sheet.write_string(line, 0, str(line - row - 1), self.plain)
            both = "\n".join(part for part in (paragraph.zh, paragraph.en) if part)
            sheet.write_string(line, 1, both, self.plain)
            sheet.set_row(line, height(both, 100))

    def content(self) -> bytes:
        """Close the workbook and return its bytes."""
        self.file.close()
        return self._buffer.getvalue()


def both(text: Text, separator: str = "\n") -> str:
    """Return a string in Chinese, then in English."""
    return separator.join(part for part in (text.zh, text.en) if part)


def height(text: str, width: float) -> float:
    """Return the height, in points, of a cell of `width` characters that shows all of `text`."""
    needed = (sum(2 if ord(sign) > 0x2E80 else 1 for sign in line) for line in text.split("\n"))
    return 16.0 * sum(max(1, -int(-length * 1.08 // width)) for length in needed) + 4
