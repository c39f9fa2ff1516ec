"""The unit of value = numerator / denominator × multiplier, derived from the units of both."""

from pathlib import Path

import pytest
from editions import FIRST, copy_first

from index_pipeline.framework.code_files import read_codes
from index_pipeline.framework.codes import CodeLists, Series
from index_pipeline.framework.indicator import Indicator
from index_pipeline.framework.load import FrameworkError, load
from index_pipeline.framework.ratio_units import contradictions, derived_unit

ROOT = Path(__file__).resolve().parents[2]
UNITS = read_codes({"units.csv": (ROOT / "indicators" / "units.csv").read_bytes()}).units
SERIES = {
    "centres": "units",
    "firms": "enterprises_10k",
    "people": "persons_10k",
    "output": "cny_100m",
    "spending": "cny_10k",
    "power": "kwh_100m",
    "years": "person_years",
    "rate": "percent",
}
CODES = CodeLists({}, {n: Series(n, n, n, u, (), (), None, None, None, "") for n, u in SERIES.items()}, UNITS)


def indicator(numerator: str, denominator: str | None = None, multiplier: float = 1) -> Indicator:
    quantity = {"parts": [{"register": "sites"}]} if numerator == "sites" else {"series": numerator}
    fields = {"id": "x", "title": {"en": "X"}, "numerator": quantity, "multiplier": multiplier}
    return Indicator.model_validate({**fields, "denominator": denominator and {"series": denominator}})


@pytest.mark.parametrize(
    ("of", "per", "multiplier", "unit", "zh"),
    [
        ("centres", "people", 100, "units_per_1m_persons", "个/百万人"),
        ("centres", "people", 1, "units_per_10k_persons", "个/万人"),
        ("firms", "people", 10_000, "enterprises_per_10k_persons", "家/万人"),
        ("sites", "people", 100, "entries_per_1m_persons", "项/百万人"),
        ("output", "people", 10_000, "cny_per_person", "元/人"),
        ("power", "output", 10_000, "kwh_per_10k_cny", "千瓦时/万元"),
        ("spending", "output", 0.01, "percent", "%"),
        ("spending", "output", 0.1, "per_mille", "‰"),
        ("spending", "output", 0.0001, "cny_per_cny", "元/元"),
        ("spending", "output", 1, "cny_per_10k_cny", "元/万元"),
        ("people", "people", 10_000, "persons_per_10k_persons", "人/万人"),
        ("years", "people", 0.1, "person_years_per_1k_persons", "人年/千人"),
        ("centres", "output", 1000, "units_per_100bn_cny", "个/千亿元"),
    ],
)
def test_a_ratio_is_counted_per_so_many_of_its_denominator(
    of: str, per: str, multiplier: float, unit: str, zh: str
) -> None:
    found = derived_unit(indicator(of, per, multiplier), CODES)

    assert found
    assert (found.unit, found.title_zh) == (unit, zh)


@pytest.mark.parametrize(
    ("of", "multiplier", "unit"),
    [("rate", 1, "percent"), ("rate", 10, "per_mille"), ("output", 10_000, "cny_10k"), ("people", 10_000, "persons")],
)
def test_a_series_alone_keeps_its_unit_or_a_multiple(of: str, multiplier: float, unit: str) -> None:
    found = derived_unit(indicator(of, None, multiplier), CODES)

    assert found
    assert found.unit == unit


@pytest.mark.parametrize(("of", "per", "multiplier"), [("centres", "people", 3), ("nowhere", "people", 1)])
def test_what_does_not_follow_is_not_invented(of: str, per: str, multiplier: float) -> None:
    assert derived_unit(indicator(of, per, multiplier), CODES) is None


def test_the_units_of_our_own_indicators_are_those_that_follow() -> None:
    """Their nouns are better (处, not 项), their multiples the same."""
    framework = load(FIRST)

    for own in framework.indicators.values():
        assert not list(contradictions(own, framework.codes))
        assert derived_unit(own, framework.codes)


def test_a_unit_of_another_multiple_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    copy_first(folder)
    path = folder / "indicator" / "hightech_firm_density.yaml"
    path.write_text(path.read_text("utf-8").replace("multiplier: 100", "multiplier: 1"), "utf-8")

    with pytest.raises(FrameworkError, match=r"unit: firms_per_million_residents is not .* units_per_10k_persons"):
        load(folder)


def test_an_indicator_without_a_unit_has_the_one_that_follows(tmp_path: Path) -> None:
    folder = tmp_path / "indicators"
    copy_first(folder)
    path = folder / "indicator" / "hightech_firm_density.yaml"
    path.write_text(path.read_text("utf-8").replace("unit: firms_per_million_residents\n", ""), "utf-8")

    framework = load(folder)

    assert framework.indicators["hightech_firm_density"].unit == "units_per_1m_persons"
    assert framework.codes.units["units_per_1m_persons"].title_en == "units per million persons"
