"""Headings, column heads and notes of a printed scorecard."""

from typing import Any

from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.scorecards.card import Card
from index_pipeline.publication.scorecards.components import ALONE, DOUBT, PARTLY
from index_pipeline.publication.text import Words, signed

POINTS = 2
"""Decimals of the change of a score and of its parts."""


def labels(panel: Panel, found: Card, words: Words) -> dict[str, Any]:
    """Return every fixed text of the card."""
    whole = "national" if panel.contents.framework.total_area else "mean"
    standing = [words(f"col.{column}") for column in ("indicator", "rank", "value", whole, "unit", "source")]
    return {
        "kicker": words("card.kicker"),
        "year": words("card.year", year=found.year),
        "context": words("card.context"),
        "pillars": words("card.pillars"),
        "pillars_alt": found.pillars_alternative,
        "trend": words("card.trend", first=panel.years[0], last=panel.years[-1]),
        "trend_alt": found.trend_alternative,
        "reasons": words("card.reasons"),
        "reasons_note": reasons_note(found, words),
        "strengths": words("card.strengths"),
        "strengths_note": words("card.strengths.note"),
        "weaknesses": words("card.weaknesses"),
        "weaknesses_note": words("card.weaknesses.note"),
        "marks_note": marks_note(panel, found, words),
        "none": words("card.none"),
        "standing_columns": standing,
        "themes": words("card.themes"),
        "themes_note": themes_note(panel, found, words),
        "component_columns": [words(f"col.{column}") for column in ("component", "evidence", "score", "rank")],
        "interval_column": words("col.interval90"),
        "axis": [words("rank.short", rank=rank) for rank in (1, found.headline.ranked)],
        "more_columns": [words(f"col.{column}") for column in ("score_change", "rank_change", "mean")],
        "obstacles": words("card.obstacles"),
        "obstacles_note": words("card.obstacles.note"),
        "obstacle_columns": [words("col.indicator"), words("col.share")],
        "similar": words("card.similar"),
        "similar_note": words("card.similar.note"),
        "similar_columns": [words("col.area"), words("col.score"), words("col.rank")],
        "quality": words("card.quality"),
        "registers": words("card.registers"),
        "registers_note": words("card.registers.note", year=found.year),
        "sources": words("card.sources"),
        "code": words("card.code"),
        "colon": words("colon"),
    }


def reasons_note(found: Card, words: Words) -> str:
    """Say what the split is, and how much of it is entries of registers."""
    if found.reasons is None:
        return ""
    split = found.reasons
    parts = [words("card.reasons.note", change=signed(split.change, POINTS))]
    if abs(split.registers) >= 0.05:
        parts.append(words("card.reasons.registers", points=signed(split.registers, POINTS)))
    return words("note.gap").join(parts)


def themes_note(panel: Panel, found: Card, words: Words) -> str:
    """Explain the columns and marks of the table of components."""
    lines = found.lines
    notes = [
        words("card.themes.evidence") if panel.grades and any(line.evidence for line in lines) else "",
        words("card.themes.interval") if panel.intervals else "",
        words("card.themes.alone") if any(ALONE in line.interval for line in lines) else "",
        words("card.themes.partly") if any(PARTLY in line.interval for line in lines) else "",
        words("card.themes.note") if any(line.rank_change.endswith(DOUBT) for line in lines) else "",
    ]
    return words("note.gap").join(note for note in notes if note)


def marks_note(panel: Panel, found: Card, words: Words) -> str:
    """Explain the marks that the tables of strengths and weaknesses use, and what their numbers of sources are."""
    rows = [*found.strengths, *found.weaknesses]
    notes = [
        words("card.mean.note") if panel.contents.framework.total_area and any(not row.total for row in rows) else "",
        words("card.shrunk.note") if any(row.shrunk for row in rows) else "",
        words("card.tied.note") if any(row.tied for row in rows) else "",
        words("card.source.note") if any(row.source for row in rows) else "",
    ]
    return words("note.gap").join(note for note in notes if note)
