"""What a report is made of: chapters of paragraphs, lists, tables and charts, all of them text."""

from dataclasses import dataclass, field
from typing import Literal


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
class Grid:
    """A table. Columns in `numbers` hold figures, set to the right; `widths` are relative, 0 is as narrow as can be."""

    caption: str
    heads: list[str]
    rows: list[list[str]]
    numbers: tuple[int, ...] = ()
    widths: tuple[int, ...] = ()
    small: bool = False
    kind: Literal["grid"] = "grid"


@dataclass(frozen=True)
class Chart:
    """An SVG document with the sentence that stands for it."""

    svg: str
    alternative: str
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class Heading:
    """The heading of a section within a chapter."""

    text: str
    kind: Literal["heading"] = "heading"


Block = Paragraph | Bullets | Grid | Chart | Heading


@dataclass(frozen=True)
class Chapter:
    """A chapter: its title and blocks."""

    title: str
    blocks: list[Block] = field(default_factory=list)
