"""Read a file of figures as it is: cells with their labels, before any label is mapped to a code."""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from index_pipeline import tables
from index_pipeline.framework.codes import CodeLists
from index_pipeline.language import Both
from index_pipeline.sources.labels.numbers import NotANumberError, Number, read_figure, read_stated
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.layouts.facts import Facts
from index_pipeline.sources.layouts.matrices import FoundTable, Located, find_matrices
from index_pipeline.sources.layouts.one_region import find_one_region
from index_pipeline.sources.layouts.preliminary import with_status
from index_pipeline.sources.layouts.records import find_records
from index_pipeline.sources.lists.recognise import is_list
from index_pipeline.sources.problems import Problem, Refusal, printable
from index_pipeline.sources.workbooks.arrival import content_of
from index_pipeline.sources.workbooks.contents import FileContents, open_contents
from index_pipeline.sources.workbooks.grids import Grid

MOST_TABLES = 200
"""Tables of the fullest file that is read."""


ReadText = Callable[[str, Callable[[str], bool]], tuple[Number | None, str | None]]
"""Reads the text of a cell, given which texts are units, as `read_figure` does."""


class FaultyCell(NamedTuple):
    """A cell that should hold a figure and does not, with its labels."""

    cell: str
    text: str
    why: Both
    area_label: str
    measure_label: str | None


@dataclass(frozen=True)
class ReadTable:
    """One table of a file: `tables.READINGS`, what is around it, and cells that could not be read.

    `marks` counts characters for a missing figure (…, -). `sums` are the names of lines that sum or average regions;
    `sum_cells` are the figures of these lines, `tables.READINGS` as well; `derived` are the columns that restate the
    table's figures, each with how it does (`derived.py`), the measure of its lines if these name it, and its
    `tables.READINGS`.
    `closed` says that notes follow the last region, so that the table cannot have been cut off within it;
    `records`, that each line is a record; `coded`, that each line names its series. `places` are the cells of labels;
    `blank_years` the years that have a heading and no figure.
    """

    sheet: str | None
    facts: Facts
    cells: pa.Table
    faults: tuple[FaultyCell, ...]
    problems: tuple[Problem, ...]
    sums: tuple[str, ...]
    sum_cells: pa.Table
    derived: tuple[tuple[str, str | None, pa.Table], ...]
    marks: int
    closed: bool
    records: bool
    coded: bool
    places: dict[str, str]
    blank_years: tuple[int, ...]

    def place_of(self, label: str | None, unit: str | None = None) -> str | None:
        """Return the cell of a heading, or of the first figure below it; of the first that names `unit`."""
        if label in self.places and unit is None:
            return self.places[label]
        cells = self.cells.select(["measure_label", "cell", "unit_label"]).to_pylist()
        fits = (c["cell"] for c in cells if c["measure_label"] == label and unit in {None, c["unit_label"]})
        return next(fits, None)


@dataclass(frozen=True)
class Reading:
    """A file as it was read: its name, the SHA-256 of its bytes, its format and its tables.

    `comments` are sheet, cell and text of the comments of cells. `hidden` says in sentences what was not read because
    it is hidden; `texts` are the titles and notes around the tables; `unended` tells of text whose last line has no
    end.
    """

    file: str
    digest: str
    format: str
    tables: tuple[ReadTable, ...]
    hidden: tuple[str, ...]
    comments: tuple[tuple[str | None, str, str], ...]
    texts: tuple[str, ...]
    unended: bool

    @property
    def cells(self) -> pa.Table:
        """The cells of all tables: `tables.READINGS`."""
        return pa.concat_tables([tables.READINGS.empty(), *(table.cells for table in self.tables)])


def read(path: Path, codes: CodeLists) -> Reading:
    """Read the file at `path`: `read_bytes` of its content.

    Raises:
        Refusal: it is not a regular file, cannot be opened, or changes while it is read; or as `read_bytes`.
    """
    return read_bytes(printable(path.name), content_of(path), codes)


def read_bytes(file: str, content: bytes, codes: CodeLists) -> Reading:
    """Read `content`, whatever its format, into cells with their labels.

    Args:
        file: The file's name, for messages; nothing is concluded from it.
        content: The bytes, as they were at one moment.
        codes: Gives the names of regions, by which tables are found, and of units.

    Returns:
        One `ReadTable` for each table of each visible sheet.

    Raises:
        Refusal: the format is unknown, the file is broken, cut off or a decompression bomb, or has no table of regions;
            it is a document, or a list of entries.
    """
    contents = open_contents(file, content)
    if any(is_list(grid) for grid in contents.grids):
        raise Refusal(file, [Problem("list_of_entries")])
    words = Vocabulary(codes)
    every = (table for grid in contents.grids for table in _tables(grid, words))
    found = list(itertools.islice(every, MOST_TABLES + 1))
    if len(found) > MOST_TABLES:
        raise Refusal(
            file, [Problem("too_large", details={"why": Both(f"over {MOST_TABLES} tables", f"超过{MOST_TABLES}张表")})]
        )
    if not found:
        raise Refusal(file, [Problem("no_regions", details={"why": _seen(contents)})])
    _carry_on(found)
    read_tables = tuple(_read(table, words) for table in found)
    if not any(len(t.cells) or t.faults or t.problems for t in read_tables):
        raise Refusal(file, [Problem("no_figures", read_tables[0].sheet)])
    return Reading(
        file=file,
        digest=hashlib.sha256(content).hexdigest(),
        format=contents.format,
        tables=read_tables,
        hidden=contents.hidden,
        comments=tuple(
            (g.sheet, g.name(row, column), text) for g in contents.grids for row, column, text in g.comments
        ),
        unended=contents.format == "CSV" and not content.endswith((b"\n", b"\r", b"\n\0", b"\0\n")),
        texts=tuple(
            text for t in found for text in (*t.facts.titles, *t.facts.notes, f"数据库:{t.facts.database or ''}")
        ),
    )


def _tables(grid: Grid, words: Vocabulary) -> Iterator[FoundTable]:
    """Find the tables of a sheet by the first layout that finds any."""
    for tables_found in (
        (find_records(grid, words), find_matrices(grid, words), find_one_region(grid, words)) if grid.width else ()
    ):
        first = next(tables_found, None)
        if first is not None:
            yield first
            yield from tables_found
            return


def _carry_on(found: list[FoundTable]) -> None:
    """Give a table that continues the one before it the facts that are stated there once.

    It says so (续表), wherever it is; or nothing at all is stated about it, and it is below on the same sheet.
    """
    for before, table in itertools.pairwise(found):
        same_sheet = table.grid.sheet == before.grid.sheet and table.grid.turned == before.grid.turned
        if table.facts.continued or (same_sheet and table.facts.is_bare):
            table.facts = table.facts.after(before.facts)


def _seen(contents: FileContents) -> Both:
    first = next((text for grid in contents.grids for row in grid.rows for text in row if text), "")
    begins = " ".join(first.split())[:40]
    if begins:
        return Both(f"the file begins with “{begins}”", f"文件开头为“{begins}”")
    return Both("every cell is blank", "所有单元格均为空")


def _read(table: FoundTable, words: Vocabulary) -> ReadTable:
    rows, faults, marks = _figures(table, with_status(table, words), words)
    return ReadTable(
        sheet=table.grid.sheet,
        facts=table.facts,
        cells=tables.READINGS.of_rows(rows),
        faults=tuple(faults),
        problems=tuple(table.problems),
        sums=tuple(table.sums),
        sum_cells=tables.READINGS.of_rows(_figures(table, table.sum_cells, words)[0]),
        derived=tuple(
            (kind, measure, tables.READINGS.of_rows(_figures(table, cells, words, read_stated)[0]))
            for kind, measure, cells in table.derived
        ),
        marks=marks,
        closed=table.closed,
        records=table.records,
        coded=table.coded,
        places=table.places,
        blank_years=tuple(sorted(table.headed - {row["time_period"] for row in rows})),
    )


def _figures(
    table: FoundTable, cells: Iterable[Located], words: Vocabulary, read_text: ReadText = read_figure
) -> tuple[list[dict[str, Any]], list[FaultyCell], int]:
    """Read cells of a table: their figures, those that should be one and are not, and how many are signs for none."""
    rows: list[dict[str, Any]] = []
    faults, marks = list[FaultyCell](), 0
    for cell in cells:
        text, name = table.grid.rows[cell.row][cell.column], table.grid.name(cell.row, cell.column)
        try:
            number, unit = read_text(text, lambda unit: words.unit(unit) is not None)
        except NotANumberError as error:
            faults.append(FaultyCell(name, text, error.why, cell.area, cell.measure))
            continue
        marks += number is None and bool(text)
        if number is not None or cell.status == "M":
            rows.append(
                {
                    "sheet": table.grid.sheet,
                    "cell": name,
                    "area_label": cell.area,
                    "measure_label": cell.measure,
                    "unit_label": unit or cell.unit,
                    "time_period": cell.year,
                    "obs_value": float(number.value) if number else None,
                    "obs_status": cell.status or "A",
                    "vintage": cell.vintage,
                    "text": text,
                }
            )
    return rows, faults, marks
