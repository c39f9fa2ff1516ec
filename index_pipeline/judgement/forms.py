"""Workbooks that people filled in: their cells, and what is wrong with them, one sentence per cause."""

import hashlib
import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from index_pipeline.characters import visible, without_hidden
from index_pipeline.errors import UserError
from index_pipeline.language import Bilingual, Both, joined
from index_pipeline.sources.problems import Refusal, printable
from index_pipeline.sources.workbooks.arrival import content_of
from index_pipeline.sources.workbooks.contents import open_form
from index_pipeline.sources.workbooks.sheets import letters

T = TypeVar("T")

SHOWN = 3
"""Places of one fault that are named; the others are counted."""

HEADINGS_WITHIN = 10
"""Lines in which the headings of a table are looked for."""


@dataclass(frozen=True)
class FormFault:
    """What is wrong at a place of a file; said in one sentence, in Chinese and English."""

    file: str
    said: Both
    sheet: str | None = None
    cells: tuple[str, ...] = ()

    def both(self) -> Bilingual:
        """Name the place, then say what is wrong."""
        others = len(self.cells) - SHOWN
        shown = ", ".join(self.cells[:SHOWN])
        more_zh, more_en = (f"等{len(self.cells)}处", f" and {others} more") if others > 0 else ("", "")
        place = ", ".join(filter(None, (self.file, self.sheet)))
        en = f"{place} {shown}{more_en}".strip() if self.cells else place
        zh = f"{place} {shown}{more_zh}".strip() if self.cells else place
        return Bilingual(f"{en}: {self.said.en}", f"{zh}：{self.said.zh}", str(self))

    def __str__(self) -> str:
        """Say it in both languages, Chinese first."""
        shown, others = ", ".join(self.cells[:SHOWN]), len(self.cells) - SHOWN
        zh, en = (f"等{len(self.cells)}处", f" and {others} more") if others > 0 else ("", "")
        if self.cells:
            place = f"{shown}{zh}" if not others > 0 else f"{shown} {zh} ·{en}"
            return f"{self.file}, {self.sheet} {place}: {self.said.zh} · {self.said.en}"
        place = f"{self.file}, {self.sheet}" if self.sheet else self.file
        return f"{place}: {self.said.zh} · {self.said.en}"


class FormError(UserError):
    """Workbooks are refused; `faults` says why, one sentence each."""

    def __init__(self, faults: Iterable[FormFault]):
        self.faults = tuple(faults)
        super().__init__(joined(fault.both() for fault in self.faults))


@dataclass(frozen=True)
class Form:
    """A workbook: its file's name, its bytes and their SHA-256, and the cells of each sheet as texts."""

    file: str
    content: bytes = field(repr=False)
    digest: str
    sheets: dict[str, list[list[str]]]


@dataclass(frozen=True)
class Field:
    """What is filled in beside a label, and where."""

    sheet: str
    cell: str
    text: str


@dataclass(frozen=True)
class FormLine:
    """A line of a table: the text under each heading, and the name of its cell."""

    texts: dict[str, str]
    cells: dict[str, str]


def read_together(
    paths: Iterable[Path], read: Callable[[Path], T], faults_between: Callable[[list[T]], Iterable[FormFault]]
) -> tuple[T, ...]:
    """Read workbooks that belong together, and compare those that can be read.

    Raises:
        FormError: with every fault of each workbook, and those between them.
    """
    faults, found = list[FormFault](), list[T]()
    for path in paths:
        try:
            found.append(read(path))
        except FormError as error:
            faults += error.faults
    faults += faults_between(found)
    if faults:
        raise FormError(faults)
    return tuple(found)


def read_form(path: Path) -> Form:
    """Read a workbook.

    Raises:
        FormError: it cannot be opened, or is not a workbook.
    """
    file = printable(path.name)
    try:
        content = content_of(path)
        return Form(file, content, hashlib.sha256(content).hexdigest(), open_form(file, content))
    except Refusal as refusal:
        problem = refusal.problems[0]
        if problem.kind in {"no_table_format", "empty"}:
            said = Both("this is not an Excel workbook: save it as .xlsx", "不是Excel工作簿，请另存为.xlsx")
        else:
            said = Both(
                f"{problem.reason('en')}; {problem.remedy('en')}", f"{problem.reason('zh')}；{problem.remedy('zh')}"
            )
        raise FormError([FormFault(file, said)]) from refusal


def fields(form: Form, labels: Iterable[str]) -> dict[str, Field]:
    """Find the cell to the right of each label; a label is the English last word of its cell, as `编码员 coder`."""
    wanted, found = set(labels), dict[str, Field]()
    for sheet, rows in form.sheets.items():
        for number, row in enumerate(rows):
            label = _identifier(row[0]) if row else ""
            if label in wanted and label not in found:
                found[label] = Field(sheet, f"B{number + 1}", bare(row[1]) if len(row) > 1 else "")
    return found


def lines(form: Form, headings: Sequence[str]) -> tuple[str, list[FormLine]] | None:
    """Return the sheet that has a line with all `headings`, and the lines below it that are not blank.

    A heading is the last word of its cell, so that columns may be in any order; None if there is no such sheet.
    """
    for sheet, rows in form.sheets.items():
        for top, row in enumerate(rows[:HEADINGS_WITHIN]):
            names = [_identifier(text) for text in row]
            if set(headings) <= set(names):
                columns = {name: names.index(name) for name in headings}
                return sheet, [
                    _line(row, number, columns) for number, row in enumerate(rows[top + 1 :], top + 2) if any(row)
                ]
    return None


def _line(row: list[str], number: int, columns: dict[str, int]) -> FormLine:
    texts = {name: row[column] if column < len(row) else "" for name, column in columns.items()}
    return FormLine(texts, {name: f"{letters(column)}{number}" for name, column in columns.items()})


def _identifier(text: str) -> str:
    return text.split()[-1] if text.split() else ""


def bare(text: str) -> str:
    """Return a string without invisible differences: width, kinds of blanks, line ends, hidden characters."""
    return " ".join(unicodedata.normalize("NFKC", without_hidden(" ".join(text.split()), "")).split())


def verbatim(text: str) -> str:
    """Return a string on one line, its punctuation unchanged."""
    return " ".join(visible(text).split())


def number(text: str) -> float | None:
    """Return the number that a cell holds, None if it holds something else."""
    plain = bare(text)
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", plain, re.IGNORECASE):
        return None
    value = float(plain)
    return value if math.isfinite(value) else None
