"""How a link to the site is shown elsewhere: title, sentence and picture (Open Graph), if the site has an address."""

from typing import Any

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.printing.pdf import png
from index_pipeline.publication.text import number, words

SHOWN = 9
DOTS_PER_INCH = 144
PICTURE = "explorer/preview.png"


def preview(panel: Panel) -> dict[str, Any]:
    """Return title, subtitle, standing and the first regions of the newest year, in the first language of the index."""
    first = words(panel.languages[0])
    rows = panel.ranked(panel.newest, panel.root)[:SHOWN]
    return {
        "title": first.text(panel.contents.framework.definition.title),
        "subtitle": first.entries["explorer"]["ranking_caption"].format(
            year=panel.newest, title=panel.title(panel.root, first)
        ),
        "standing": panel.standing(first),
        "rows": [
            {
                "rank": row["rank"],
                "name": panel.area_short(row["ref_area"], first),
                "score": max(row["score"], 0),
                "shown": number(row["score"]),
            }
            for row in rows
        ],
    }


def picture(panel: Panel) -> bytes:
    """Return the preview as a picture of 1200 by 630 pixels, PNG."""
    return png("preview.typ", preview(panel), DOTS_PER_INCH)
