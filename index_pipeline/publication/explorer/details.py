"""What the explorer loads beside the figures of one region or item: rank intervals, context and grades."""

from typing import Any

from index_pipeline.publication.lookups.context import context
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.scorecards.headline import expected_sentences
from index_pipeline.publication.text import words

Data = dict[str, Any]


def details(panel: Panel) -> Data:
    """Return of components rank intervals, robustness of changes and grades; of regions context and expected score."""
    below = panel.measured(panel.descendants(panel.root)) if panel.intervals else []
    return {
        "intervals": {
            name: [[_span(panel, a, year, name) for a in panel.areas] for year in panel.years] for name in below
        },
        "significant": {
            name: [[panel.significant(a, year, name) for a in panel.areas] for year in panel.years]
            for name in (below if panel.rank_changes else ())
        },
        "context": [[_context(panel, area, year) for area in panel.areas] for year in panel.years],
        "expected": [[_expected(panel, area, year) for area in panel.areas] for year in panel.years],
        "grades": {row["component_id"]: row["grade"] for row in panel.rows("grades")},
    }


def _context(panel: Panel, area: str, year: int) -> list[list[str | int]]:
    """Return title, value, year and publisher of each figure of the context, the texts once per language."""
    said = [context(panel, area, year, words(language)) for language in panel.languages]
    return [
        [
            *(line.title for line in lines),
            *(line.value for line in lines),
            lines[0].year,
            *(line.source for line in lines),
        ]
        for lines in zip(*said, strict=True)
    ]


def _expected(panel: Panel, area: str, year: int) -> list[str] | None:
    """Say the score that is expected and the distance to it, once per language; None if that is not computed."""
    said = ["".join(expected_sentences(panel, area, year, words(language))) for language in panel.languages]
    return said if any(said) else None


def _span(panel: Panel, area: str, year: int, component: str) -> list[int] | None:
    pair = panel.interval(area, year, component)
    return [round(place) for place in pair] if pair else None
