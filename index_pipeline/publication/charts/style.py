"""The look that all charts share: colours distinct for colour-blind readers and in greyscale print, type, sizes."""

from itertools import pairwise
from typing import Any

INK = "#1d2733"
MUTED = "#55616d"
GRID = "#dfe5ea"
QUIET = "#aab4bd"
EMPTY = "#e9edf0"
PAPER = "#ffffff"
ON_LIGHT = "#000000"
"""Text on a coloured ground that is not dark: of black and white, one has a contrast of 4.5 on any colour."""
GROUND = "rgba(255,255,255,0.75)"
BLUE = "#1b4f8f"
PALE_BLUE = "#9dbbdc"
ORANGE = "#c7581a"
TEAL = "#15807a"

CATEGORIES = ("#0b4f8a", "#d97a1e", "#7a4b94", "#6aaed6", "#8c2d3b", "#c9b037", "#3f9c87", "#5f6b73")
"""For unordered groups, in order of use: dark and light by turns; a marker or label tells them apart as well."""
FILLS = ("#0b3c6f", "#e08a2e", "#74489a", "#a5d3f2", "#1c8573", "#f0dc8c", "#a63d4f", "#c9ced3")
"""For the parts of a bar, in order of use: neighbours differ in lightness, so that they part in greyscale."""
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down")

SEQUENCE = ("#f1f5fa", "#cfdff0", "#9ec0e0", "#5f97c8", "#2b66a6", "#0c3766")
"""For quantities, from little to much: lightness falls evenly, so that it survives greyscale print."""

_CHINESE = "'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei'"
FONTS = {"zh": f"{_CHINESE}, sans-serif", "en": f"'Source Sans 3', 'Segoe UI', Roboto, Arial, {_CHINESE}, sans-serif"}
"""Faces in order of choice, by language: in English a Latin one first, for the width of its quotation marks."""
SIZE = 12
SMALL = 11
TITLE = 18
"""Sizes of type, in pixels; `SMALL` is the least that is printed."""
WIDEST = 880
"""Pixels that the report's widest chart is wide; in print that is the width of the page, and a pixel 0.6 points."""


def colorscale() -> list[list[float | str]]:
    """Return `SEQUENCE` as Plotly wants it: [position from 0 to 1, colour] each."""
    return [[index / (len(SEQUENCE) - 1), colour] for index, colour in enumerate(SEQUENCE)]


def mixed(cells: dict[str, Any], value: float) -> tuple[int, int, int]:
    """Return the colour of a value on the scale of a heat map: red, green and blue from 0 to 255."""
    span = cells["zmax"] - cells["zmin"]
    place = min(max((value - cells["zmin"]) / span, 0.0), 1.0) if span else 0.0
    colours = cells["colorscale"]
    for (start, low), (end, high) in pairwise(colours):
        if place <= end:
            part = (place - start) / (end - start)
            parts = [a + (b - a) * part for a, b in zip(_rgb(low), _rgb(high), strict=True)]
            return round(parts[0]), round(parts[1]), round(parts[2])
    return _rgb(colours[-1][1])


def shade(place: float) -> str:
    """Return the colour of `SEQUENCE` at a place from 0 (little) to 1 (much)."""
    red, green, blue = mixed({"zmin": 0.0, "zmax": 1.0, "colorscale": colorscale()}, place)
    return f"#{red:02x}{green:02x}{blue:02x}"


def is_dark(colour: tuple[int, int, int]) -> bool:
    """Return whether white text has the higher contrast on a colour than black text, as WCAG 2 measures contrast."""
    ground = luminance(colour)
    return 1.05 / (ground + 0.05) > (ground + 0.05) / 0.05


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance of a colour from 0 (black) to 1 (white), as WCAG 2 defines it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def text_width(text: str, size: float = SIZE) -> float:
    """Estimate the width of `text` in pixels: an em for a wide character, 0.56 em for any other."""
    return size * sum(1.0 if ord(character) > 0x2E80 else 0.56 for character in text)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
