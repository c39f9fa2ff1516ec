"""The files of scorecards."""

from collections.abc import Iterator

from index_pipeline.errors import UserError
from index_pipeline.language import Both
from index_pipeline.publication.files import File, file_name
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.printing.documents import Document
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.publication.scorecards.card import card
from index_pipeline.publication.scorecards.labels import labels
from index_pipeline.publication.scorecards.print import printed, quality_items, reason_rows
from index_pipeline.publication.text import Language, words
from index_pipeline.publication.webpage import page

PAGES = 2


class ScorecardError(UserError):
    """The release has no such scorecard."""


def scorecard(contents: Contents, ref_area: str, year: int, language: Language) -> Iterator[File | Document]:
    """Yield the card of one region and year: HTML and PDF.

    Raises:
        ScorecardError: the release does not assess the region, or has no scores of the year.
    """
    panel, name = Panel(contents), contents.release_id
    if ref_area not in panel.areas:
        raise ScorecardError(Both(f"release {name} does not assess {ref_area}", f"发布 {name} 不评价 {ref_area}"))
    if year not in panel.years:
        raise ScorecardError(Both(f"release {name} has no scores of {year}", f"发布 {name} 没有 {year} 年的得分"))
    yield from _files(panel, ref_area, year, language)


def scorecard_files(panel: Panel) -> Iterator[File | Document]:
    """Yield the cards of every assessed region for the newest year, in each language."""
    for language in panel.languages:
        for area in panel.areas:
            yield from _files(panel, area, panel.newest, language)


def _files(panel: Panel, area: str, year: int, language: Language) -> Iterator[File | Document]:
    wording = words(language)
    found = card(panel, area, year, wording)
    stem = f"scorecards/{language}/{file_name(area)}" + ("" if year == panel.newest else f"_{year}")
    yield File(
        f"{stem}.html",
        page(
            "card.html",
            wording,
            card=found,
            label=labels(panel, found, wording),
            reasons=reason_rows(found, wording),
            quality=quality_items(found, wording),
            national=panel.contents.framework.total_area is not None,
            links=_links(area, year, panel, language),
        ).encode(),
    )
    yield Document(f"{stem}.pdf", "card.typ", printed(panel, found, wording), PAGES)


def _links(area: str, year: int, panel: Panel, language: Language) -> dict[str, str]:
    """Return where the card leads: its PDF, and of the newest year the same card in the other language."""
    name = file_name(area)
    if year != panel.newest:
        return {"pdf": f"{name}_{year}.pdf", "other": ""}
    other = next((other for other in panel.languages if other != language), None)
    return {"pdf": f"{name}.pdf", "other": f"../{other}/{name}.html" if other else ""}
