"""The files of a map: Plotly JSON, SVG, and a page that works offline with the Plotly beside it."""

from collections.abc import Iterator
from pathlib import Path

from index_pipeline.errors import UserError
from index_pipeline.language import Both
from index_pipeline.publication.charts.collection import forms
from index_pipeline.publication.files import File
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.maps.boundaries import read_boundaries
from index_pipeline.publication.maps.chart import score_map
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.text import Language, words
from index_pipeline.publication.webpage import static

PLOTLY = "plotly.min.js"


class MapError(UserError):
    """The release has no scores for such a map."""


def map_files(
    contents: Contents, boundaries: Path, year: int | None, component: str, review_number: str, language: Language
) -> Iterator[File]:
    """Yield the map of a component in a year, by default the newest, within the boundaries of a GeoJSON file.

    Raises:
        BoundaryError: the file cannot be drawn.
        MapError: the release has no scores of the year.
    """
    panel = Panel(contents)
    chosen = panel.newest if year is None else year
    if chosen not in panel.years:
        name, first, last = contents.release_id, panel.years[0], panel.newest
        raise MapError(
            Both(
                f"release {name} has no scores of {chosen}; it has {first} to {last}",
                f"发布 {name} 没有 {chosen} 年的得分，只有 {first}—{last} 年",
            )
        )
    found = read_boundaries(boundaries, contents.framework.codes.regions)
    figure = score_map(panel, words(language), found, chosen, component, review_number)
    yield from forms(figure, words(language), f"map_{component}_{chosen}", plotly=PLOTLY)
    yield File(PLOTLY, static(PLOTLY).encode())
