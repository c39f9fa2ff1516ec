"""Products: every file of a release that people read, made from its contents alone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from index_pipeline.publication.charts.collection import figure_files
from index_pipeline.publication.contents import Contents
from index_pipeline.publication.explorer.files import explorer_files
from index_pipeline.publication.faces import font_files
from index_pipeline.publication.files import File
from index_pipeline.publication.formats.files import format_files
from index_pipeline.publication.panel import Panel
from index_pipeline.publication.report.files import report_files
from index_pipeline.publication.scorecards.files import scorecard_files
from index_pipeline.publication.workbook import workbook


def products(contents: Contents) -> Iterator[File]:
    """Yield the products of a release, the same bytes for the same contents."""
    panel = Panel(contents)
    yield from explorer_files(panel)
    yield from figure_files(panel)
    yield from font_files()
    with ThreadPoolExecutor(1) as beside:  # while Typst runs without Python's lock (GIL)
        book = beside.submit(workbook, panel)
        yield from scorecard_files(panel)
        yield from report_files(panel)
        yield File("workbook.xlsx", book.result())
    yield from format_files(contents)
