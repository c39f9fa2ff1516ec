"""Products: every file of a release that people read, made from its contents alone."""

from collections.abc import Iterator

from index_pipeline.publication.contents import Contents
from index_pipeline.publication.figures.collection import figure_files
from index_pipeline.publication.files import File, file_name
from index_pipeline.publication.panel import Panel
from index_pipeline.publication.scorecards.files import scorecard_files
from index_pipeline.publication.text import words
from index_pipeline.publication.webpage import page


def products(contents: Contents) -> Iterator[File]:
    """Yield the products of a release, the same bytes for the same contents: charts, scorecards, start page."""
    panel = Panel(contents)
    yield from figure_files(panel)
    yield from scorecard_files(panel)
    zh = words("zh")
    areas = [(area, panel.area_name(area, zh), file_name(area)) for area in panel.areas]
    yield File(
        "index.html",
        page("start.html", zh, title=contents.framework.definition.title, release=contents.release_id, areas=areas).encode(),
    )
