"""What a report is made of: chapters of paragraphs, lists, tables and charts, all of them text."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from index_pipeline.publication.charts import style
from index_pipeline.publication.charts.chart import Chart
from index_pipeline.publication.charts.svg import svg


@dataclass(frozen=True)
class Paragraph:
    """Running text; a `note` is set small."""

    text: str
    note: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list of short texts."""

    items: list[str]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class TableBlock:
    """A table. Columns in `numbers` hold figures, set to the right; `widths` are relative, 0 is the narrowest."""

    caption: str
    heads: list[str]
    rows: list[list[str]]
    numbers: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    small: bool = False
    kind: Literal["grid"] = "grid"


def without_empty(grid: TableBlock, empty: Set[str]) -> TableBlock:
    """Leave out the columns of `grid`, except the first, in which every row is one of `empty`."""
    kept = [k for k in range(len(grid.heads)) if k == 0 or any(row[k] not in empty for row in grid.rows)]
    return replace(
        grid,
        heads=[grid.heads[k] for k in kept],
        rows=[[row[k] for k in kept] for row in grid.rows],
        numbers=tuple(at for at, k in enumerate(kept) if k in grid.numbers),
        widths=tuple(grid.widths[k] for k in kept) if grid.widths else (),
    )


@dataclass(frozen=True)
class ChartBlock:
    """An SVG document, the sentence that replaces it for screen readers, and its width in print, of the page's."""

    svg: str
    alternative: str
    width: float
    kind: Literal["chart"] = "chart"

    @classmethod
    def of(cls, chart: Chart) -> Self:
        """Draw a chart; its source is the report's."""
        return cls(svg(chart.without_source()), chart.alternative, chart.plot["layout"]["width"] / style.WIDEST)


@dataclass(frozen=True)
class Heading:
    """The heading of a section within a chapter; in print it may begin a page."""

    text: str
    new_page: bool = False
    kind: Literal["heading"] = "heading"


Block = Paragraph | Bullets | TableBlock | ChartBlock | Heading


@dataclass(frozen=True)
class Chapter:
    """A chapter: its title and blocks; in print it may begin a page."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    new_page: bool = False
