"""PDF through Typst: templates in `templates/`, one embedded font, data as JSON; the same bytes for the same data."""

import importlib.util
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).parent / "templates"
FONT_PACKAGE = "manimgx_fonts_cjk"
LONGEST_RUN = 30


@dataclass(frozen=True)
class _Typesetter:
    fonts: typst.Fonts


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """Set a template with `data`; its texts are set as text, whatever they hold.

    The file is tagged (PDF/UA-1), embeds the glyphs that it uses and carries no date.
    """
    compiler = typst.Compiler(root=str(TEMPLATES), font_paths=_typesetter().fonts)
    result = compiler.compile(
        str(TEMPLATES / template),
        format="pdf",
        sys_inputs={"data": json.dumps(breakable(data), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=0,
    )
    assert isinstance(result, bytes)
    return result


def breakable(data: Any) -> Any:
    """Give every text in `data` places where a line may break: within runs of letters that are longer than a line."""
    if isinstance(data, str):
        if data.startswith("<svg"):
            return data
        return re.sub(rf"[^\s\u2e80-\uffff]{{{LONGEST_RUN}}}", lambda run: run[0] + "\u200b", data)
    if isinstance(data, dict):
        return {key: breakable(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [breakable(value) for value in data]
    return data


@cache
def _typesetter() -> _Typesetter:
    found = importlib.util.find_spec(FONT_PACKAGE)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"the font package {FONT_PACKAGE} is not installed")
    folder = str(Path(found.origin).parent)
    return _Typesetter(typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]))
