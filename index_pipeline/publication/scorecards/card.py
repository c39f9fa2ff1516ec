"""A regional scorecard as data: everything that it prints, in one language, as text."""

from dataclasses import dataclass, replace

from index_pipeline.publication.charts.profile import pillar_profile, trend
from index_pipeline.publication.charts.svg import svg
from index_pipeline.publication.lookups.comparators import comparators
from index_pipeline.publication.lookups.context import ContextLine, context
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.lookups.reasons import Reasons, reasons, significance
from index_pipeline.publication.lookups.registers import RegisterList, entries_in_force
from index_pipeline.publication.printing.numbers import number_of
from index_pipeline.publication.scorecards.components import ComponentLine, lines
from index_pipeline.publication.scorecards.headline import Headline, headline
from index_pipeline.publication.scorecards.pictures import address, code, position
from index_pipeline.publication.scorecards.quality import DataQuality, citations, cited, quality
from index_pipeline.publication.scorecards.strengths import Standing, strengths, weaknesses
from index_pipeline.publication.text import Words, number

MOST_SIMILAR = 5
MOST_OBSTACLES = 5
MOST_REASONS = 4


@dataclass(frozen=True)
class Card:
    """The contents of a card. Charts are SVG documents, the trend of a single year empty.

    A list that the release has no table for is None; `reasons` is None if the score has no change. `position` and
    `code` are SVG documents or empty. `number` identifies all the rest, whatever release the card is in; `as_of` is the
    day up to which figures were known, if that is not the newest.
    """

    area: str
    ref_area: str
    year: int
    index: str
    standing: str
    document: str
    method: str
    number: str
    as_of: str
    headline: Headline
    context: list[ContextLine]
    reasons: Reasons | None
    significance: str
    pillars_chart: str
    pillars_alternative: str
    trend_chart: str
    trend_alternative: str
    lines: list[ComponentLine]
    strengths: list[Standing]
    weaknesses: list[Standing]
    obstacles: list[tuple[str, str]] | None
    similar: list[tuple[str, str, str]] | None
    registers: list[RegisterList]
    quality: DataQuality
    sources: list[str]
    position: str
    address: str
    code: str


def card(panel: Panel, area: str, year: int, words: Words) -> Card:
    """Collect and write what the card of a region in a year says."""
    framework = panel.contents.framework
    others = comparators(panel, area, year, words)
    sources, link = cited(panel, area, year), address(panel, area, words.language)
    profile, over_years = pillar_profile(panel, words, area, year, others), trend(panel, words, area, year)
    said = Card(
        area=panel.area_name(area, words),
        ref_area=area,
        year=year,
        index=panel.title(panel.root, words),
        standing=panel.standing(words),
        document=panel.document(words),
        method=panel.method,
        number="",
        as_of=panel.known(words),
        headline=headline(panel, area, year, words),
        context=context(panel, area, year, words),
        reasons=reasons(panel, area, year, words, MOST_REASONS),
        significance=significance(panel, area, year, words),
        pillars_chart=svg(profile),
        pillars_alternative=profile.alternative,
        trend_chart=svg(over_years) if len(panel.years) > 1 else "",
        trend_alternative=over_years.alternative,
        lines=lines(panel, area, year, words),
        strengths=strengths(panel, area, year, words, sources),
        weaknesses=weaknesses(panel, area, year, words, sources),
        obstacles=_obstacles(panel, area, year, words),
        similar=_similar(panel, area, year, words),
        registers=entries_in_force(framework.counted_registers, panel.entries_by_area, area, year, words),
        quality=quality(panel, area, year, words),
        sources=citations(panel, sources, words),
        position=position(panel, area),
        address=link,
        code=code(link),
    )
    return replace(said, number=number_of(area, year, said))


def _obstacles(panel: Panel, area: str, year: int, words: Words) -> list[tuple[str, str]] | None:
    """Return the indicators with the largest share of the gap to the best value; None if it is not computed."""
    found = [row for row in panel.obstacles.get((area, year), []) if row["obstacle_degree"]]
    found.sort(key=lambda row: -row["obstacle_degree"])
    if not panel.obstacles:
        return None
    return [
        (panel.title(row["indicator_id"], words), f"{row['obstacle_degree']:.1%}") for row in found[:MOST_OBSTACLES]
    ]


def _similar(panel: Panel, area: str, year: int, words: Words) -> list[tuple[str, str, str]] | None:
    """Return the nearest regions with their score and rank; None if similarity is not computed."""
    if not panel.similar:
        return None
    found = []
    for row in sorted(panel.similar.get((area, year), []), key=lambda row: row["position"])[:MOST_SIMILAR]:
        other = panel.rankings.get((row["other_area"], year, panel.root), {})
        found.append(
            (panel.area_short(row["other_area"], words), number(other.get("score")), number(other.get("rank"), 0))
        )
    return found
