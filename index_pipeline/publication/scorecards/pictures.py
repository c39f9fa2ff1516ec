"""Small pictures of a card as SVG: where the region's tile is, and a code that leads to the card's page."""

import io

import segno

from index_pipeline.publication.files import file_name
from index_pipeline.publication.lookups.panel import Panel

TILE = 10
GAP = 2


def position(panel: Panel, area: str) -> str:
    """Draw the tile grid in white for a dark ground, the region's tile full; '' if the framework has no tiles."""
    tiles = panel.contents.framework.codes.tiles
    if area not in tiles:
        return ""
    left, top = min(t.column for t in tiles.values()), min(t.row for t in tiles.values())
    width = (max(t.column for t in tiles.values()) - left + 1) * TILE - GAP
    height = (max(t.row for t in tiles.values()) - top + 1) * TILE - GAP
    side = TILE - GAP
    cells = "".join(
        f'<rect x="{(tile.column - left) * TILE}" y="{(tile.row - top) * TILE}" width="{side}" height="{side}" '
        f'fill="#fff" fill-opacity="{1 if code == area else 0.22}"/>'
        for code, tile in sorted(tiles.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'aria-hidden="true">{cells}</svg>'
    )


def address(panel: Panel, area: str, language: str) -> str:
    """Return where the region's page is published, of the newest release; '' if that is not stated."""
    site = panel.contents.framework.definition.site_url
    return f"{site}scorecards/{language}/{file_name(area)}.html" if site else ""


def code(link: str) -> str:
    """Draw a link as a QR code with error correction M; '' for no link."""
    if not link:
        return ""
    drawn = io.BytesIO()
    segno.make_qr(link, error="m").save(drawn, kind="svg", xmldecl=False, nl=False, border=2, omitsize=True)
    return drawn.getvalue().decode()
