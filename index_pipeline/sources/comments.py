"""Comments of cells that say that a figure is not what its headings say."""

from collections.abc import Iterator, Mapping

from index_pipeline.sources.labels import Vocabulary
from index_pipeline.sources.measures import Label, Measure
from index_pipeline.sources.notes import part_left_out
from index_pipeline.sources.periods import says_part_of_year
from index_pipeline.sources.problems import Problem
from index_pipeline.sources.readers import Reading, ReadTable


def comment_problems(reading: Reading, words: Vocabulary, measures: Mapping[Label, Measure]) -> Iterator[Problem]:
    """Give a problem for each comment by which figures are of a part of a region or year, estimates, a plan …

    It is judged as a cell of a column of remarks is; words that the labels of the file's series have limit nothing.
    Comments in columns that are not imported are passed over.
    """
    series = list(dict.fromkeys(measure.series_id for measure in measures.values()))
    aside = {
        (table.sheet, cell)
        for number, table in enumerate(reading.tables)
        for cell, label in _labelled_cells(table)
        if (number, label) not in measures
    }
    for sheet, cell, text in reading.comments:
        if (sheet, cell) in aside:
            continue
        said = "\n".join(line for line in text.split("\n") if not line.endswith(":"))  # the name of the author
        if part := words.part_left_out(said):
            yield part_left_out(sheet, cell, text, part, words)
        elif says_part_of_year(said):
            yield Problem("part_of_year", sheet, cell, text)
        elif any(words.limit([line], series) for line in said.split("\n")):
            yield Problem("other_figures", sheet, cell, text)


def _labelled_cells(table: ReadTable) -> Iterator[tuple[str, str | None]]:
    """Yield the cells of figures and of headings, with the heading."""
    for cell in table.cells.select(["cell", "measure_label"]).to_pylist():
        yield cell["cell"], cell["measure_label"]
    held = set(table.cells["measure_label"].to_pylist())
    yield from ((cell, label) for label, cell in table.places.items() if label in held)
