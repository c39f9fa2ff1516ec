"""What the explorer loads when figures are wanted: indicator values, scores at full precision, how they are made."""

from typing import Any

from index_pipeline.publication.explorer.core import names
from index_pipeline.publication.lookups.national import national
from index_pipeline.publication.lookups.panel import Panel
from index_pipeline.publication.text import LANGUAGES, words

Data = dict[str, Any]
OWN = (None, "interpolate", "carry")
"""Ways to fill a gap that are based on the region's own figures; `aggregate` counts these towards coverage."""


def indicator_data(panel: Panel) -> Data:
    """Return for each indicator a row per year and a column per region: value, status, score and whether it counts.

    `values` are as computed from figures, or filled; `used` are those that scores are based on, which differ if small
    counts are shrunk. Scores are at full precision, so that the tree can be computed again; values are for reading,
    to six digits.
    """
    return {name: _indicator(panel, name) for name in panel.indicators}


def _indicator(panel: Panel, name: str) -> Data:
    row = panel.indicators[name]
    grid = [[(area, year, name) for area in panel.areas] for year in panel.years]
    bounds = panel.contents.framework.indicators[name].plausible
    used = [[_short(panel.values.get(key, {}).get("obs_value")) for key in line] for line in grid]
    return {
        "definition": names(row, "definition"),
        "note": names(row, "note"),
        "years": _years(panel, name),
        "sources": [panel.source_titles(name, words(language)) for language in LANGUAGES],
        "values": [[_short(_shown(panel, key)) for key in line] for line in grid] if panel.shrunk(name) else used,
        "used": used,
        "shrunk": panel.shrunk(name),
        "places": panel.decimals[name],
        "bounds": [bounds.minimum, bounds.maximum] if bounds else [None, None],
        "statuses": ["".join(panel.values.get(key, {}).get("obs_status", "M") for key in line) for line in grid],
        "scores": [[panel.normalised.get(key, {}).get("score") for key in line] for line in grid],
        "covered": ["".join(_covered(panel.normalised.get(key)) for key in line) for line in grid],
        "national": [_national(panel, year, name) for year in panel.years],
        "goalposts": [_goalpost(r) for r in panel.rows("goalposts") if r["indicator_id"] == name],
        "treatments": [_treatment(r) for r in panel.rows("treatments") if r["indicator_id"] == name],
    }


def _years(panel: Panel, name: str) -> list[int]:
    """Return the first and the last year that some region has a figure of its own for."""
    found = panel.observed_years.get(name, set())
    return sorted({min(found), max(found)}) if found else []


def _shown(panel: Panel, key: tuple[str, int, str]) -> float | None:
    """Return the value as computed from figures; if there is none, the one that fills the gap."""
    area, year, name = key
    value = panel.figure(area, year, name)
    return panel.values.get(key, {}).get("obs_value") if value is None else value


def _national(panel: Panel, year: int, name: str) -> list[float | int | None]:
    value, is_total = national(panel, year, name)
    return [_short(value), int(is_total)]


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.6g}")


def _covered(row: Data | None) -> str:
    return "1" if row and row["score"] is not None and row["filled_by"] in OWN else "0"


def _goalpost(row: Data) -> Data:
    fields = ("time_period", "ref_area", "form", "direction", "lower", "upper", "floor", "ceiling", "capped", "floored")
    return {field: row.get(field) for field in fields}


def _treatment(row: Data) -> Data:
    fields = ("time_period", "lower", "upper", "transform", "shift", "exponent")
    return {field: row.get(field) for field in fields}
