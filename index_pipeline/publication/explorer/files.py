"""The files of the explorer."""

import json
from collections.abc import Iterator
from typing import Any

from index_pipeline.publication.explorer.core import core
from index_pipeline.publication.explorer.details import details
from index_pipeline.publication.explorer.entries import entry_data
from index_pipeline.publication.explorer.indicators import indicator_data
from index_pipeline.publication.explorer.origins import origin_data
from index_pipeline.publication.explorer.preview import PICTURE, picture, preview
from index_pipeline.publication.explorer.reasons import reason_data
from index_pipeline.publication.files import File, file_name
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import words
from index_pipeline.publication.webpage import page, static

FIRST = ("page.js", "parts.js", "tips.js", "charts.js", "tiles.js", "frame.js", "search.js", "ranking.js", "main.js")
"""Scripts of the first view, in the order in which they build on one another."""

LATER = (
    "engine.js",
    "region.js",
    "compare.js",
    "weights.js",
    "scenario.js",
    "whatif.js",
    "item.js",
    "registers.js",
    "about.js",
)
"""Scripts of the other views, each loaded when its view is first wanted: `SCRIPTS` in `main.js`."""


def explorer_files(panel: Panel) -> Iterator[File]:
    """Yield the start page, its style, scripts and data.

    Data are scripts, because a page that is opened from a folder may not fetch.
    """
    first = words(panel.languages[0])
    site = panel.contents.framework.definition.site_url
    values = {
        "title": first.text(panel.contents.framework.definition.title),
        "standing": panel.standing(first),
        "areas": [(area, panel.area_name(area, first), file_name(area)) for area in panel.areas],
        "languages": panel.languages,
        "scripts": ["core.js", *FIRST],
        "site": site and {"url": site, "image": site + PICTURE} | preview(panel),
    }
    if site:
        yield File(PICTURE, picture(panel))
    yield File("index.html", page("explorer.html", first, **values).encode())
    yield File("explorer/explorer.css", static("explorer/explorer.css").encode())
    yield File("explorer/core.js", _script("ICDI_CORE", core(panel)))
    yield File("explorer/indicators.js", _script("ICDI_INDICATORS", indicator_data(panel)))
    yield File("explorer/reasons.js", _script("ICDI_REASONS", reason_data(panel)))
    yield File("explorer/entries.js", _script("ICDI_ENTRIES", entry_data(panel)))
    yield File("explorer/origins.js", _script("ICDI_ORIGINS", origin_data(panel)))
    yield File("explorer/details.js", _script("ICDI_DETAILS", details(panel)))
    for name in (*FIRST, *LATER):
        yield File(f"explorer/{name}", static(f"explorer/{name}").encode())


def _script(name: str, data: dict[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"window.{name} = {text};\n".encode()
