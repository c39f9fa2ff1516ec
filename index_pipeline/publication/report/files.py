"""The national report as HTML and as PDF."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pyarrow.compute as pc

from index_pipeline.publication.charts.chart import Chart
from index_pipeline.publication.charts.collection import figures
from index_pipeline.publication.charts.grids import heat_map
from index_pipeline.publication.charts.ranking import contributions
from index_pipeline.publication.charts.ranking import ranking as ranking_chart
from index_pipeline.publication.files import File
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.printing.documents import Document
from index_pipeline.publication.printing.numbers import REPORT, number_of
from index_pipeline.publication.releases.citing import name_of
from index_pipeline.publication.releases.project import authors
from index_pipeline.publication.report.blocks import Block, Chapter, TableBlock, without_empty
from index_pipeline.publication.report.estimates import estimates
from index_pipeline.publication.report.income import income
from index_pipeline.publication.report.method import appendix, gaps, method
from index_pipeline.publication.report.regional import regional
from index_pipeline.publication.report.results import changes, pillars, ranking, summary, tiers, zones
from index_pipeline.publication.report.robustness import robustness
from index_pipeline.publication.report.themes import themes
from index_pipeline.publication.text import MISSING, Words, words
from index_pipeline.publication.webpage import page

MOST_DRAWN = 36
"""Regions of a chart with a row each, which then leaves room on its page; the tables have all of them."""


def report_files(panel: Panel) -> Iterator[File | Document]:
    """Yield the report of the newest year, HTML and PDF, in each language."""
    for language in panel.languages:
        yield from _files(panel, words(language))


def _files(panel: Panel, wording: Words) -> Iterator[File | Document]:
    found = chapters(panel, wording)
    number = number_of(REPORT, panel.newest, [_front(panel, wording, ""), found])
    front = _front(panel, wording, number)
    data = front | {"chapters": [asdict(chapter) for chapter in found]}
    stem = f"report/{wording.language}/report"
    yield File(
        f"{stem}.html",
        page("report.html", wording, front=front, release=panel.release(wording), chapters=found).encode(),
    )
    yield Document(f"{stem}.pdf", "report.typ", data)


def chapters(panel: Panel, wording: Words) -> list[Chapter]:
    """Return the chapters in their order, numbered as the language does."""
    most = MOST_DRAWN if len(panel.areas) > MOST_DRAWN else None
    drawn = {figure.figure_id: figure for figure in figures(panel, wording)}
    if most:
        drawn |= {chart.figure_id: chart for chart in _first(panel, wording)}
    found = [
        summary(panel, wording),
        ranking(panel, wording, drawn),
        pillars(panel, wording, drawn),
        zones(panel, wording),
        tiers(panel, wording),
        income(panel, wording, drawn),
        changes(panel, wording, drawn),
        estimates(panel, wording),
        regional(panel, wording, drawn),
        themes(panel, wording, most),
        robustness(panel, wording),
        method(panel, wording),
        gaps(panel, wording),
        appendix(panel, wording),
    ]
    numerals = wording.entries["numerals"]
    kept = [chapter for chapter in found if chapter]
    empty = {MISSING, "", wording("not_computed")}
    return [
        replace(
            chapter,
            title=wording("report.chapter", number=numeral, title=chapter.title),
            blocks=[_lean(block, empty) for block in chapter.blocks],
        )
        for numeral, chapter in zip(numerals[: len(kept)], kept, strict=True)
    ]


def _first(panel: Panel, wording: Words) -> Iterator[Chart]:
    """Yield the charts with a row per region, of as many regions as a page has room for."""
    charts = (chart(panel, wording, MOST_DRAWN) for chart in (ranking_chart, contributions, heat_map))
    yield from (chart for chart in charts if chart)


def _lean(block: Block, empty: set[str]) -> Block:
    return without_empty(block, empty) if isinstance(block, TableBlock) else block


def _front(panel: Panel, wording: Words, number: str) -> dict[str, Any]:
    """Return what cover and foot say, with the report's number, empty before it is known; the release is not named."""
    index = panel.title(panel.root, wording)
    return {
        "lang": wording.entries["typst.lang"],
        "region": wording.entries["typst.region"],
        "title": wording("report.title", index=index),
        "subtitle": wording("report.subtitle", year=panel.newest),
        "standing": panel.standing(wording),
        "facts": _facts(panel, wording, number),
        "contents": wording("report.contents"),
        "foot": wording("report.foot", index=index, year=panel.newest, number=number),
    }


def _facts(panel: Panel, wording: Words, number: str) -> list[tuple[str, str]]:
    """Return what a cover says: author, document, newest figures, number, method, how to cite, terms, address."""
    framework, table = panel.contents.framework, panel.contents.tables.get("observations")
    last = max([panel.newest, *(row["time_period"] for row in panel.estimates.values())])
    used = None if table is None else table.filter(pc.less_equal(table["time_period"], last))
    newest = pc.max(used["vintage"]).as_py() if used is not None and used.num_rows else None
    made_by = wording.join([name_of(each, wording.language).in_full for each in authors(framework)])
    cited = wording(
        "report.cover.cited",
        author=made_by,
        title=wording("report.title", index=panel.title(panel.root, wording)),
        year=panel.newest,
        number=number,
    )
    found = [
        (wording("report.cover.author"), made_by),
        (wording("report.cover.document"), panel.document(wording)),
        (
            wording("report.cover.figures"),
            (wording("report.cover.to", day=newest) if newest else "") + panel.known(wording),
        ),
        (wording("report.number"), number),
        (wording("card.method"), panel.method),
        (wording("report.cover.cite"), cited),
        (wording("report.cover.licence"), framework.definition.licence or ""),
        (wording("card.code"), framework.definition.site_url or ""),
    ]
    return [(name, text) for name, text in found if text]
