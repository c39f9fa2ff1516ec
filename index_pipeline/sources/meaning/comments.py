"""Comments of cells that say that a figure is not what its headings say."""

import re
from collections.abc import Iterator, Mapping

from index_pipeline.sources.labels.periods import says_part_of_year
from index_pipeline.sources.labels.vocabulary import Vocabulary
from index_pipeline.sources.meaning.measured_in import Measure
from index_pipeline.sources.meaning.measures import Label
from index_pipeline.sources.meaning.notes import part_left_out
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.readers import Reading, ReadTable

_CLAUSES = re.compile(r"[，,](?!\d{3})|[。;；]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STATED = re.compile(r"(?:前|为|是|增长|下降|[:：])\s*(\d[\d,]*(?:\.\d+)?)(?:%|[^\d\W]{0,3})$")


def comment_problems(reading: Reading, words: Vocabulary, measures: Mapping[Label, Measure]) -> Iterator[Problem]:
    """Give a problem for each comment by which figures are of a part of a region or year, estimates, a plan …

    It is judged as a cell of a column of remarks is; words that the labels of the file's series have limit nothing.
    Comments in columns that are not imported are passed over, and so are clauses that state another figure than the
    cell's (修订前为49843.1, 快报数为48900.5).
    """
    series = list(dict.fromkeys(measure.series_id for measure in measures.values()))
    aside = {
        (table.sheet, cell)
        for number, table in enumerate(reading.tables)
        for cell, label in _labelled_cells(table)
        if (number, label) not in measures
    }
    values = {(c["sheet"], c["cell"]): c["obs_value"] for c in reading.cells.to_pylist()}
    for sheet, cell, text in reading.comments:
        if (sheet, cell) in aside:
            continue
        said = "\n".join(line for line in text.split("\n") if not line.endswith(":"))  # the name of the author
        if part := words.part_left_out(said):
            yield part_left_out(sheet, cell, text, part, words)
            continue
        value = values.get((sheet, cell))
        lines = [_of_the_cell(line, value) for line in said.split("\n")]
        if any(map(says_part_of_year, lines)):
            yield Problem("part_of_year", sheet, cell, text)
        elif any(words.limit([line], series) for line in lines):
            yield Problem("other_figures", sheet, cell, text)


def _of_the_cell(line: str, value: float | None) -> str:
    """Return a line of a comment without the clauses that state another figure than that of the cell."""
    return ",".join(clause for clause in _CLAUSES.split(line) if not _states_another(clause.strip(), value))


def _states_another(clause: str, value: float | None) -> bool:
    """Return whether a clause ends with a figure, no year, other than that of the cell."""
    stated = _STATED.search(clause)
    if value is None or not stated or _YEAR.fullmatch(stated[1]) or stated[1] == "100":  # 100 is the base of an index
        return False
    return float(stated[1].replace(",", "")) != value


def _labelled_cells(table: ReadTable) -> Iterator[tuple[str, str | None]]:
    """Yield the cells of figures and of headings, with the heading."""
    for cell in table.cells.select(["cell", "measure_label"]).to_pylist():
        yield cell["cell"], cell["measure_label"]
    held = set(table.cells["measure_label"].to_pylist())
    yield from ((cell, label) for label, cell in table.places.items() if label in held)
