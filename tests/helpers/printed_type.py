"""The sizes of type in a PDF, in points, from its drawing instructions alone."""

import io
import math
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf

Matrix = tuple[float, float, float, float]
"""What a transformation does to directions: the numbers a, b, c, d of a PDF."""
SAME: Matrix = (1.0, 0.0, 0.0, 1.0)


def sizes_by_page(document: bytes) -> list[set[float]]:
    """Return the sizes in which each page sets text, charts among them, rounded to hundredths of a point."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return [{round(size, 2) for size in _sizes(page.obj, page.obj.Resources, SAME)} for page in opened.pages]


def _sizes(drawn: pikepdf.Object, resources: pikepdf.Object, outer: Matrix) -> Iterator[float]:
    now, kept, size, own = outer, [], 0.0, SAME
    for instruction in pikepdf.parse_content_stream(drawn):
        operands = instruction.operands
        match str(instruction.operator):
            case "q":
                kept.append((now, size))
            case "Q":
                now, size = kept.pop()
            case "cm":
                now = _combined(_matrix(operands), now)
            case "BT":
                own = SAME
            case "Tf":
                size = float(operands[1])
            case "Tm":
                own = _matrix(operands)
            case "Tj" | "TJ":
                _, _, across, up = _combined(own, now)
                yield size * math.hypot(across, up)
            case "Do":
                form = resources.XObject[str(operands[0])]
                if form.Subtype == "/Form":
                    inner = _combined(_matrix(form.get("/Matrix", [*SAME])), now)
                    yield from _sizes(form, form.get("/Resources", resources), inner)


def _matrix(numbers: Iterable[Any]) -> Matrix:
    a, b, c, d = [float(number) for number in numbers][:4]
    return a, b, c, d


def _combined(one: Matrix, then: Matrix) -> Matrix:
    a, b, c, d = one
    e, f, g, h = then
    return a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h
