"""How a link to the site is shown elsewhere: title, sentence and picture (Open Graph), if the site has an address."""

from typing import Any

from index_pipeline.publication.panel import Panel
from index_pipeline.publication.pdf import png
from index_pipeline.publication.text import number, words

SHOWN = 9
DOTS_PER_INCH = 144
PICTURE = "explorer/preview.png"


def preview(panel: Panel) -> dict[str, Any]:
    """Return title, subtitle, standing and the first regions of the newest year, in Chinese."""
    zh = words("zh")
    rows = panel.ranked(panel.newest, panel.root)[:SHOWN]
    return {
        "title": zh.text(panel.contents.framework.definition.title),
        "subtitle": zh.entries["explorer"]["ranking_caption"].format(
            year=panel.newest, title=panel.title(panel.root, zh)
        ),
        "standing": panel.standing(zh),
        "rows": [
            {
                "rank": row["rank"],
                "name": panel.area_short(row["ref_area"], zh),
                "score": max(row["score"], 0),
                "shown": number(row["score"]),
            }
            for row in rows
        ],
    }


def picture(panel: Panel) -> bytes:
    """Return the preview as a picture of 1200 by 630 pixels, PNG."""
    return png("preview.typ", preview(panel), DOTS_PER_INCH)
