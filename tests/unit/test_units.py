"""Units: each multiplier follows from the units of its formula, and known quantities come out as they are known."""

import csv
import re

import pytest
from editions import FIRST, NEWEST, ROOT

from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.load import load
from index_pipeline.framework.quantities import SeriesQuantity

FRAMEWORK = load(FIRST)
PER = {
    "percent": 1e-2,
    "per_100_residents": 1e-2,
    "per_resident": 1.0,
    "per_10k_residents": 1e-4,
    "per_million_residents": 1e-6,
    "per_10m_residents": 1e-7,
    "per_cny": 1.0,
    "per_10k_cny": 1e-4,
    "per_100m_cny": 1e-8,
    "per_10bn_cny": 1e-10,
    "per_100bn_cny": 1e-11,
    "per_100_enterprises": 1e-2,
    "per_trillion_cny": 1e-12,
}
"""What one of the unit is in base units: a patent per 10,000 residents is 1e-4 patents per person."""


@pytest.mark.parametrize(
    "indicator",
    [
        pytest.param(indicator, id=f"{framework.definition.edition}-{indicator.id}")
        for framework in (FRAMEWORK, load(NEWEST))
        for indicator in framework.indicators.values()
    ],
)
def test_multiplier_turns_the_ratio_into_the_unit(indicator: Indicator) -> None:
    if indicator.denominator is None and isinstance(indicator.numerator, SeriesQuantity):
        assert indicator.multiplier == 1
        assert FRAMEWORK.codes.series[indicator.numerator.series].unit == indicator.unit
        return
    if indicator.is_of_nation:  # the multiplier follows from the formula
        assert indicator.unit == {"share": "percent", "location_quotient": "quotient"}[indicator.formula.method]
        return
    ratio_in_base_units = _factor(indicator.numerator) / _factor(indicator.denominator)

    assert indicator.unit is not None
    assert ratio_in_base_units / _per(indicator.unit) == pytest.approx(indicator.multiplier, rel=1e-12)


@pytest.mark.parametrize(
    ("numerator", "denominator", "area", "year", "multiplier", "known", "tolerance"),
    [
        pytest.param("gdp", "population_resident", "110000", 2023, 10_000, 200_278, 0.01, id="GDP per head, yuan"),
        pytest.param(
            "rd_expenditure_total_100m", "gdp", "110000", 2022, 100, 6.83, 0.1, id="R&D intensity of Beijing, percent"
        ),
        pytest.param("electricity_consumption", "gdp", "440000", 2022, 10_000, 610, 0.05, id="kWh per 10,000 yuan"),
        pytest.param(
            "fiscal_expenditure_education", "fiscal_expenditure_total", "000000", 2022, 100, 16.9, 0.02, id="percent"
        ),
    ],
)
def test_known_quantity(
    numerator: str, denominator: str, area: str, year: int, multiplier: float, known: float, tolerance: float
) -> None:
    value = _figure(numerator, area, year) / _figure(denominator, area, year) * multiplier

    assert value == pytest.approx(known, rel=tolerance)


def test_gdp_per_head_agrees_with_the_published_series() -> None:
    """The published one is after the revision of 2025, and per head of the mean population of the year."""
    for area in ("110000", "310000", "440000", "540000"):
        computed = _figure("gdp", area, 2022) / _figure("population_resident", area, 2022) * 10_000
        assert computed == pytest.approx(_figure("gdp_per_capita", area, 2022), rel=0.1)


def _factor(quantity: object) -> float:
    if not isinstance(quantity, SeriesQuantity):
        return 1.0
    return FRAMEWORK.codes.units[FRAMEWORK.codes.series[quantity.series].unit].factor


def _per(unit: str) -> float:
    if unit == "percent":
        return PER[unit]
    found = re.search(r"per_\w+", unit)
    assert found, f"{unit} is not a ratio"
    counted = FRAMEWORK.codes.units.get(unit.split("_per_")[0])
    return PER[found[0]] * (counted.factor if counted else 1.0)


def _figure(series_id: str, area: str, year: int) -> float:
    """Read the first vintage of a figure straight from the store."""
    found: list[tuple[str, float]] = []
    for path in (ROOT / "data" / "observations").glob(f"*/{series_id}.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found += [
                (row["vintage"], float(row["obs_value"]))
                for row in csv.DictReader(file)
                if (row["ref_area"], row["time_period"]) == (area, str(year))
            ]
    return min(found)[1]
