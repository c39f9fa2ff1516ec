"""What the explorer loads beside the figures of one region or item: rank intervals and grades of components."""

from typing import Any

from index_pipeline.publication.panel import Panel

Data = dict[str, Any]


def details(panel: Panel) -> Data:
    """Return rank intervals of components below the index (a row per year, a column per region); grades of evidence."""
    below = panel.measured(panel.descendants(panel.root)) if panel.intervals else []
    return {
        "intervals": {
            name: [[_span(panel, a, year, name) for a in panel.areas] for year in panel.years] for name in below
        },
        "grades": {row["component_id"]: row["grade"] for row in panel.rows("grades")},
    }


def _span(panel: Panel, area: str, year: int, component: str) -> list[int] | None:
    pair = panel.interval(area, year, component)
    return [round(place) for place in pair] if pair else None
