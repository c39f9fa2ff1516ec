"""Titles and foot lines of charts, from the release that they show."""

from index_pipeline.publication.figures.figure import Frame
from index_pipeline.publication.panel import Panel
from index_pipeline.publication.text import Words, shorten


def frame(panel: Panel, words: Words, kind: str, width: int, height: int, **margins: int) -> Frame:
    """Return the frame of the chart `kind`: its title and subtitle from the words, its foot from the release."""
    index = shorten(panel.title(panel.root, words), 60)
    standing = panel.standing(words)
    values = {"index": index, "year": panel.newest, "first": panel.years[0], "last": panel.newest}
    source = words("figure.source", index=index, release=panel.contents.release_id)
    return Frame(
        words(f"figure.{kind}.title", **values),
        words(f"figure.{kind}.subtitle", **values, areas=len(panel.areas)),
        f"{source}\n{shorten(standing, 120)}" if standing else source,
        width,
        height,
        **margins,
    )
