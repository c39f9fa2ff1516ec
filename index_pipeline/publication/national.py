"""Values of an indicator as computed from figures, for a region and for the country, and how they are written."""

from index_pipeline.publication.panel import Panel
from index_pipeline.publication.text import decimals


def raw(panel: Panel, area: str, year: int, indicator: str) -> float | None:
    """Return the value as computed from figures, before small counts are shrunk; None if it is missing."""
    row = panel.raw.get((area, year, indicator), {})
    return row.get("obs_value") if row.get("ratio") is None else row.get("ratio")


def national(panel: Panel, year: int, indicator: str) -> tuple[float | None, bool]:
    """Return the national value of an indicator, and whether it is one rather than a mean of the regions.

    It is that of the published national figures; else Σ numerators / Σ denominators × multiplier, if the indicator is a
    ratio of quantities that add up and every assessed region has both.
    """
    total = panel.total()
    value = raw(panel, total, year, indicator) if total else None
    if value is None:
        value = _summed(panel, year, indicator)
    if value is not None:
        return value, True
    found = [value for area in panel.areas if (value := raw(panel, area, year, indicator)) is not None]
    return (sum(found) / len(found) if found else None), False


def _summed(panel: Panel, year: int, indicator: str) -> float | None:
    stated, codes = panel.contents.framework.indicators[indicator], panel.contents.framework.codes
    if not stated.is_ratio or stated.denominator is None or any(codes.is_rate(name) for name in stated.series):
        return None
    rows = [panel.raw.get((area, year, indicator), {}) for area in panel.areas]
    pairs = [(row["numerator"], row["denominator"]) for row in rows if row.get("ratio") is not None]
    below = sum(denominator for _, denominator in pairs)
    if len(pairs) < len(rows) or not below:
        return None
    return float(sum(numerator for numerator, _ in pairs) / below * stated.multiplier)


def shrunk(panel: Panel, indicator: str) -> bool:
    """Return whether the indicator is ranked by values that are shrunk towards the mean, its counts being small."""
    return panel.contents.framework.indicators[indicator].small_counts is not None


def places(panel: Panel, indicator: str) -> int:
    """Return the decimals of an indicator: the same for every region and year."""
    return decimals(raw(panel, area, year, indicator) for area in panel.areas for year in panel.years)
