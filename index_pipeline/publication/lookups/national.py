"""Values of an indicator for the country."""

from index_pipeline.publication.lookups.panel import Panel


def national(panel: Panel, year: int, indicator: str) -> tuple[float | None, bool]:
    """Return the national value of an indicator, and whether it is one rather than a mean of the regions.

    It is that of the published national figures; else Σ numerators / Σ denominators × multiplier, if the indicator is a
    ratio of quantities that add up and every assessed region has both.
    """
    total = panel.contents.framework.total_area
    value = panel.figure(total, year, indicator) if total else None
    if value is None:
        value = _summed(panel, year, indicator)
    if value is not None:
        return value, True
    found = [value for area in panel.areas if (value := panel.figure(area, year, indicator)) is not None]
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
