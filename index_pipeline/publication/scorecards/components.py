"""Tables of a card by component: pillars beside their comparators, and themes with ranks and changes."""

from dataclasses import dataclass

from index_pipeline.publication.panel import Panel
from index_pipeline.publication.scorecards.headline import rank_change
from index_pipeline.publication.text import MISSING, Words, number, signed

DOUBT = "*"
"""Marks a change of rank that is not significant."""


@dataclass(frozen=True)
class Line:
    """One component as printed. `depth` is 0 for a pillar, 1 for its themes; `note` says why it has no score."""

    title: str
    depth: int
    score: str
    rank: str
    score_change: str
    rank_change: str
    mean: str
    note: str


def lines(panel: Panel, area: str, year: int, words: Words) -> list[Line]:
    """Return every component below the index, each pillar followed by its themes."""
    return [_line(panel, area, year, name, words) for name in panel.descendants(panel.root)]


def _line(panel: Panel, area: str, year: int, name: str, words: Words) -> Line:
    row = panel.rankings.get((area, year, name), {})
    status = panel.scores.get((area, year, name), {}).get("status", "not_measured")
    notes = {"scored": "", "insufficient_coverage": words("unscored")}
    notes |= {status: words(status) for status in ("no_distinction", "not_measured")}
    rank = row.get("rank")
    doubtful = row.get("rank_change") and panel.significant(area, year, name) is False
    return Line(
        title=panel.title(name, words),
        depth=panel.components[name]["level"] - panel.components[panel.root]["level"] - 1,
        score=number(row.get("score")),
        rank=MISSING if rank is None else str(rank),
        score_change=signed(row.get("score_change")),
        rank_change=rank_change(row.get("rank_change")) + (DOUBT if doubtful else ""),
        mean=number(panel.mean(panel.areas, year, name)),
        note=notes[status],
    )
