"""A sheet as a grid of clean texts, whatever the file it came from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index_pipeline.language import Both
from index_pipeline.sources.problems import Problem, Refusal
from index_pipeline.sources.workbooks.sheets import MOST_CELLS, OVER_MOST_CELLS, Area, letters

LONGEST_TEXT = 1_000
"""Characters of a cell that are read: no label is longer, and no note has to be read to its end."""

_CLEANER = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width forms
    **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u202f\u3000\t"), " "),
    **dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\r"), ""),
}

_DIGITS = str.maketrans("〇○零OＯ０一二三四五六七八九", "000000123456789")
_IN_WORDS = "(?:一九|二[〇○零OＯ0０])[〇○零OＯ0０一二三四五六七八九]{2}"
_YEAR_IN_WORDS = re.compile(rf"(?<![〇○零一二三四五六七八九]){_IN_WORDS}(?=年)|^\s*{_IN_WORDS}\s*$", re.MULTILINE)
"""A year in Chinese digits, its zero also a letter or digit (二〇二四年, 二O二四年); 二〇二四 on a line of its own."""


@dataclass(frozen=True)
class Grid:
    """A rectangle of texts. `lines` and `lengths` are each row's line and number of cells in the file.

    `merged` are ranges whose text is in their first cell; `comments` are row, column and text of comments. A `turned`
    grid has rows and columns exchanged; its cells keep the names that they have in the file.
    """

    sheet: str | None
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    lengths: tuple[int, ...]
    merged: tuple[Area, ...] = ()
    comments: tuple[tuple[int, int, str], ...] = ()
    turned: bool = False

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def name(self, row: int, column: int) -> str:
        """Name a cell as spreadsheets do: column letters and line, `C5`."""
        if self.turned:
            row, column = column, row
        return f"{letters(column)}{self.lines[row]}"

    def turn(self) -> "Grid":
        """Exchange rows and columns."""
        merged = tuple((left, top, right, bottom) for top, left, bottom, right in self.merged)
        comments = tuple((column, row, text) for row, column, text in self.comments)
        rows = tuple(zip(*self.rows, strict=True))
        return Grid(self.sheet, rows, self.lines, self.lengths, merged, comments, turned=not self.turned)


def make_grid(
    file: str,
    sheet: str | None,
    rows: Sequence[Sequence[str]],
    lines: Sequence[int] | None = None,
    merged: Sequence[Area] = (),
    comments: Sequence[tuple[int, int, str]] = (),
) -> Grid:
    """Make a grid of `rows`, cleaned and padded to one width.

    Raises:
        Refusal: it would have more than `MOST_CELLS` cells.
    """
    cleaned = [[clean(text[:LONGEST_TEXT]) for text in row] for row in rows]
    width = max((index + 1 for row in cleaned for index, text in enumerate(row) if text), default=0)
    if width * len(cleaned) > MOST_CELLS:
        raise Refusal(file, [Problem("too_large", sheet, details={"why": Both(*OVER_MOST_CELLS)})])
    padded = tuple(tuple((row + [""] * (width - len(row)))[:width]) for row in cleaned)
    return Grid(
        sheet=sheet,
        rows=padded,
        lines=tuple(lines if lines is not None else range(1, len(padded) + 1)),
        lengths=tuple(len(row) for row in rows),
        merged=tuple(area for area in merged if area[2] < len(padded) and area[1] < width),
        comments=tuple((row, column, clean(text[:LONGEST_TEXT])) for row, column, text in comments),
    )


def clean(text: str) -> str:
    """Remove what is not visible, full-width forms, kinds of blanks, carriage returns, blanks around each line.

    A year in Chinese digits (二〇二四年) is written in others.
    """
    if text.isascii() and text.isalnum():
        return text
    text = _YEAR_IN_WORDS.sub(lambda found: found[0].translate(_DIGITS), text)
    text = text.replace("_x000D_", "\n").replace("\r\n", "\n").translate(_CLEANER)
    return "\n".join(line.strip() for line in text.split("\n")).strip()
