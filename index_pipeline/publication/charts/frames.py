"""Titles and foot lines of charts, from the release that they show."""

from index_pipeline.publication.charts.chart import Frame
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import Words, shorten


def frame(
    panel: Panel,
    words: Words,
    kind: str,
    width: int,
    height: int,
    area: str = "",
    most: int | None = None,
    **margins: int,
) -> Frame:
    """Return the frame of the chart `kind`: title and subtitle from the words.

    It is of one region `area`, of the first `most` regions, which the subtitle then says, or of all.
    """
    index = shorten(panel.title(panel.root, words), 60)
    values = {"index": index, "year": panel.newest, "first": panel.years[0], "last": panel.newest}
    values |= {"span": words.span(panel.years[0], panel.newest)}
    values |= {"area": panel.area_short(area, words)} if area else {}
    first = words("figure.first", most=most, areas=len(panel.areas)) if most else ""
    return Frame(
        words(f"figure.{kind}.title", **values),
        words(f"figure.{kind}.subtitle", **values, areas=len(panel.areas)) + first,
        source_lines(panel, words),
        width,
        height,
        **margins,
        language=words.language,
    )


def source_lines(panel: Panel, words: Words) -> str:
    """Return the foot of a chart: the release that it shows, and the status of the index."""
    index, standing = shorten(panel.title(panel.root, words), 60), panel.standing(words)
    source = words("figure.source", index=index, release=panel.release(words))
    return f"{source}\n{shorten(standing, 120)}" if standing else source
