"""Products: every file of a release that people read, made from its contents alone."""

from collections.abc import Iterator

from index_pipeline.keeping import Keeping
from index_pipeline.publication.charts.collection import figure_files
from index_pipeline.publication.contents import Contents
from index_pipeline.publication.documents import Document
from index_pipeline.publication.explorer.files import explorer_files
from index_pipeline.publication.faces import font_files
from index_pipeline.publication.files import File
from index_pipeline.publication.formats.files import format_files
from index_pipeline.publication.panel import Panel
from index_pipeline.publication.report.files import report_files
from index_pipeline.publication.scorecards.files import scorecard_files
from index_pipeline.publication.setters import being_set
from index_pipeline.publication.workbook import workbook


def products(contents: Contents, keeping: Keeping | None = None) -> Iterator[File]:
    """Yield the products of a release, the same bytes for the same contents.

    Args:
        contents: All that they are made from.
        keeping: Where documents are kept by all that they are made from; None if they are not.
    """
    panel = Panel(contents)
    made = [*scorecard_files(panel), *report_files(panel)]
    with being_set([each for each in made if isinstance(each, Document)], keeping) as documents:
        yield from (each for each in made if isinstance(each, File))
        yield from explorer_files(panel)
        yield from figure_files(panel)
        yield from font_files()
        yield File("workbook.xlsx", workbook(panel))
        yield from format_files(contents)
        yield from documents
