"""Section on further indices: what each is made of, and its scores and ranks in the newest year."""

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.report.blocks import Block, Bullets, Heading, Paragraph, TableBlock
from index_pipeline.publication.text import MISSING, Words, number


def further_indices(panel: Panel, words: Words) -> list[Block]:
    """List each region's further indices, in the order of the ranking by the index; nothing if there are none."""
    if not panel.indices:
        return []
    titles = {index.id: words.text(index.title) for index in panel.indices}
    ranked = [row["ref_area"] for row in panel.ranked(panel.newest, panel.root)]
    areas = [*ranked, *(area for area in panel.areas if area not in ranked)]
    lines = [[panel.area_short(area, words), *_cells(panel, area, list(titles), words)] for area in areas]
    heads = [words(f"report.further.{part}", title=title) for title in titles.values() for part in ("score", "rank")]
    described = [
        words("report.further.item", title=titles[index.id], definition=words.text(index.definition))
        if index.definition
        else titles[index.id]
        for index in panel.indices
    ]
    return [
        Heading(words("report.further")),
        Paragraph(words("report.further.text")),
        Bullets(described),
        TableBlock(
            words("report.further.caption", year=panel.newest),
            [words("col.area"), *heads],
            lines,
            tuple(range(1, len(heads) + 1)),
            small=True,
        ),
    ]


def _cells(panel: Panel, area: str, indices: list[str], words: Words) -> list[str]:
    found = []
    for index in indices:
        row = panel.further.get((area, panel.newest, index), {})
        rank = number(row.get("rank"), 0)
        if rank != MISSING and row["rank_p05"] is not None:
            low, high = round(row["rank_p05"]), round(row["rank_p95"])
            rank += words("aside", text=str(low) if low == high else words("report.further.span", low=low, high=high))
        found += [number(row.get("score")), rank]
    return found
