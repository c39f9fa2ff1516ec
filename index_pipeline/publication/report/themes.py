"""Chapter on the themes: a page for each, with what was found first, then its regions and its indicators."""

from index_pipeline.publication.charts.ranking import component_ranking
from index_pipeline.publication.lookups.national import national
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.report.blocks import Block, Chapter, ChartBlock, Heading, Paragraph, TableBlock
from index_pipeline.publication.scorecards.components import evidence
from index_pipeline.publication.scorecards.headline import moved
from index_pipeline.publication.text import MISSING, Words, number, percent

FIRST = 3
_HEADS = ("definition", "proxy", "share", "national", "unit", "source")


def themes(panel: Panel, words: Words, most: int | None = None) -> Chapter | None:
    """Return a page per component that has weighted indicators of its own; None if no component but the index has.

    With `most`, charts draw only so many regions, the first ones.
    """
    own = {row["component_id"] for row in panel.indicators.values() if row["kind"] == "indicator"}
    listed = [name for name in panel.descendants(panel.root) if name in own and panel.ranked(panel.newest, name)]
    blocks = [block for name in listed for block in _theme(panel, name, words, name != listed[0], most)]
    return Chapter(words("report.themes"), blocks, new_page=True) if blocks else None


def _theme(panel: Panel, name: str, words: Words, new_page: bool, most: int | None) -> list[Block]:
    chart = component_ranking(panel, words, name, most)
    return [
        Heading(panel.title(name, words), new_page),
        Paragraph(_finding(panel, name, words)),
        Paragraph(_evidence(panel, name, words), note=True),
        ChartBlock.of(chart),
        _indicators(panel, name, words),
    ]


def _finding(panel: Panel, name: str, words: Words) -> str:
    """Say which regions lead, the mean and how it moved, and how far the regions are apart."""
    rows = panel.ranked(panel.newest, name)
    leaders = [
        words("report.scored", name=panel.area_short(row["ref_area"], words), score=number(row["score"]))
        for row in rows[:FIRST]
    ]
    said = words("report.themes.leaders", year=panel.newest, areas=words.join(leaders), count=len(leaders))
    mean = panel.mean(panel.areas, panel.newest, name)
    before = panel.mean(panel.areas, panel.newest - 1, name) if panel.newest - 1 in panel.years else None
    said += words("report.themes.mean", mean=number(mean))
    if mean is not None and before is not None:
        said += moved("report.themes.mean", mean - before, number(abs(mean - before)), words)
    return said + words("report.themes.spread", gap=number(rows[0]["score"] - rows[-1]["score"]))


def _evidence(panel: Panel, name: str, words: Words) -> str:
    """Say how much the theme weighs, how good its evidence is, and how wide the intervals of its ranks are."""
    parts = [words("report.themes.weight", share=percent(panel.components[name]["effective_weight"]))]
    grade = evidence(panel, name, words)
    if grade:
        parts.append(words("report.themes.evidence", evidence=grade))
    found = [interval for area in panel.areas if (interval := panel.interval(area, panel.newest, name))]
    if found:
        parts.append(words("report.themes.width", width=number(sum(high - low for low, high in found) / len(found))))
    if panel.intervals and len(panel.weighted_below(name)) == 1:
        parts.append(words("report.themes.alone"))
    return words("note.gap").join(parts)


def _indicators(panel: Panel, name: str, words: Words) -> TableBlock:
    year = panel.newest
    lines = []
    for indicator in panel.weighted_below(name):
        row = panel.indicators[indicator]
        value, is_total = national(panel, year, indicator)
        lines.append(
            [
                panel.title(indicator, words),
                words.name(row, "definition"),
                words(f"proxy.{row['proxy']}") if row["proxy"] else MISSING,
                percent(row["effective_weight"]),
                number(value, panel.decimals[indicator]) + ("" if is_total or value is None else "*"),
                panel.unit(row["unit"], words),
                panel.source_titles(indicator, words, year),
            ]
        )
    heads = [words(f"report.themes.{head}") for head in ("indicator", *_HEADS)]
    return TableBlock(
        words("report.themes.caption", title=panel.title(name, words)),
        heads,
        lines,
        (3, 4),
        (4, 6, 0, 0, 0, 2, 4),
        small=True,
    )
