"""The look that all charts share: colours that colour-blind eyes and greyscale print keep apart, type, sizes."""

INK = "#1d2733"
MUTED = "#55616d"
GRID = "#dfe5ea"
QUIET = "#aab4bd"
EMPTY = "#e9edf0"
PAPER = "#ffffff"
BLUE = "#1b4f8f"
PALE_BLUE = "#9dbbdc"
ORANGE = "#c7581a"
TEAL = "#15807a"

CATEGORIES = ("#0b4f8a", "#d97a1e", "#3f9c87", "#7a4b94", "#c9b037", "#6aaed6", "#8c2d3b", "#5f6b73")
"""For unordered groups, in order of use; told apart by dash, marker or label as well."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down")

SEQUENCE = ("#f1f5fa", "#cfdff0", "#9ec0e0", "#5f97c8", "#2b66a6", "#0c3766")
"""For quantities, from little to much: lightness falls evenly, so that it survives greyscale print."""

FONT = "'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
SIZE = 12
SMALL = 11
TITLE = 18
"""Sizes of type, in pixels."""


def colorscale() -> list[list[float | str]]:
    """Return `SEQUENCE` as Plotly wants it: [position from 0 to 1, colour] each."""
    return [[index / (len(SEQUENCE) - 1), colour] for index, colour in enumerate(SEQUENCE)]


def text_width(text: str, size: float = SIZE) -> float:
    """Estimate the width of `text` in pixels: an em for a wide character, 0.56 em for any other."""
    return size * sum(1.0 if ord(character) > 0x2E80 else 0.56 for character in text)
