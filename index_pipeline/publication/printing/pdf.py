"""PDF through Typst: templates in `templates/`, embedded fonts, data as JSON; the same bytes for the same data."""

import importlib.util
import io
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import typst
from fontTools.ttLib import TTFont

from index_pipeline.publication.faces import FOLDER

TEMPLATES = Path(__file__).parents[1] / "templates"
FONT_PACKAGE = "manimgx_fonts_cjk"
FONT_FILE = "NotoSansCJK-VF.otf.ttc"
SIMPLIFIED_CHINESE = 2
"""Number of the font in its file."""
LONGEST_RUN = 30
NO_GLYPH = "〓"
SET_WITHOUT_GLYPH = frozenset("\n\u200b")


@dataclass(frozen=True)
class _Typesetter:
    fonts: typst.Fonts
    glyphs: frozenset[str]


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """Set a template with `data`; its strings are set as text, whatever they contain.

    The file is tagged (PDF/UA-1), embeds the glyphs that it uses and carries no date. A character that the font has
    no glyph for is printed as 〓.
    """
    return _packed(_compiled(template, data, format="pdf", pdf_standards="ua-1", timestamp=0))


def png(template: str, data: dict[str, Any], dots_per_inch: int) -> bytes:
    """Set a template of one page with `data`, as a picture."""
    return _compiled(template, data, format="png", ppi=dots_per_inch)


def _compiled(template: str, data: dict[str, Any], **how: Any) -> bytes:
    typesetter = _typesetter()
    compiler = typst.Compiler(root=str(TEMPLATES), font_paths=typesetter.fonts)
    texts = drawable(breakable(data), typesetter.glyphs)
    inputs = {"data": json.dumps(texts, ensure_ascii=False)}
    result = compiler.compile(str(TEMPLATES / template), sys_inputs=inputs, **how)
    assert isinstance(result, bytes)
    return result


def page_count(document: bytes) -> int:
    """Count the pages of a PDF."""
    with pikepdf.open(io.BytesIO(document)) as opened:
        return len(opened.pages)


def drawable(data: Any, glyphs: frozenset[str]) -> Any:
    """Replace every character in `data` that is not among `glyphs` by 〓."""
    if isinstance(data, str):
        absent = set(data) - glyphs
        return data.translate({ord(character): NO_GLYPH for character in absent}) if absent else data
    if isinstance(data, dict):
        return {key: drawable(value, glyphs) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [drawable(value, glyphs) for value in data]
    return data


def breakable(data: Any) -> Any:
    """Give every string in `data` places where a line may break: within runs of letters that are longer than a line."""
    if isinstance(data, str):
        if data.startswith("<svg"):
            return data
        return re.sub(rf"[^\s\u2e80-\uffff]{{{LONGEST_RUN}}}", lambda run: run[0] + "\u200b", data)
    if isinstance(data, dict):
        return {key: breakable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [breakable(value) for value in data]
    return data


def _packed(document: bytes) -> bytes:
    """Write a PDF again with its objects in compressed streams, which saves a third of its size."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(document)) as opened:
        opened.save(packed, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return packed.getvalue()


@cache
def _typesetter() -> _Typesetter:
    found = importlib.util.find_spec(FONT_PACKAGE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"the font package {FONT_PACKAGE} is not installed")
    folder = Path(found.origin).parent
    with TTFont(folder / FONT_FILE, fontNumber=SIMPLIFIED_CHINESE, lazy=True) as font:
        # Glyphs are counted, not named: their names take most of the time that the font takes to be read.
        font.setGlyphOrder([str(number) for number in range(font["maxp"].numGlyphs)])
        glyphs = frozenset(map(chr, font["cmap"].getBestCmap()))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder), str(FOLDER)])
    return _Typesetter(fonts, glyphs | SET_WITHOUT_GLYPH)
