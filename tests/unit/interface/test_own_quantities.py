"""Shares, location quotients, growth and means over years of anyone's own table of figures."""

from pathlib import Path

import pytest

from index_pipeline.interface import score
from index_pipeline.interface.index import Index

FRAMEWORK = """id: own
title: {en: Own}
edition: own-1
years: {first: 2020, last: 2021}
coverage: 0
normalisation: {method: goalposts, lower: 0, upper: 100}
index: {id: own, title: {en: Own}, indicators: {share: 1, quotient: 1, growth: 1, mean: 1}}
"""
INDICATORS = {
    "share": "formula: {method: share}\nnumerator: {series: works}",
    "quotient": "formula: {method: location_quotient}\nnumerator: {series: works}\ndenominator: {series: people}",
    "growth": "formula: {method: growth, years: 1}\nnumerator: {series: works}\ndenominator: {series: people}",
    "mean": "numerator: {sum: [works, people]}\nover: 2",
}
FIGURES = {("A", 2020): (1, 10), ("A", 2021): (2, 10), ("B", 2020): (3, 30), ("B", 2021): (8, 30)}
REGIONS = "ref_area,role\nA,assessed\nB,assessed\nCN,total\n"
PEOPLE_OF_THE_NATION = 80


@pytest.fixture
def own(tmp_path: Path) -> Index:
    (tmp_path / "indicator").mkdir()
    (tmp_path / "framework.yaml").write_text(FRAMEWORK, encoding="utf-8")
    (tmp_path / "regions.csv").write_text(REGIONS, encoding="utf-8")
    for name, fields in INDICATORS.items():
        text = f"id: {name}\ntitle: {{en: {name}}}\n{fields}\n"
        (tmp_path / "indicator" / f"{name}.yaml").write_text(text, encoding="utf-8")
    lines = ["ref_area,time_period,series_id,obs_value", f"CN,2021,people,{PEOPLE_OF_THE_NATION}"]
    for (area, year), (works, people) in FIGURES.items():
        lines += [f"{area},{year},works,{works}", f"{area},{year},people,{people}"]
    (tmp_path / "figures.csv").write_text("\n".join(lines), encoding="utf-8")
    return score(tmp_path, tmp_path / "figures.csv")


def test_they_are_computed_from_the_table(own: Index) -> None:
    values = own.indicators.set_index(["indicator_id", "ref_area", "time_period"])["obs_value"]

    assert values["share", "A", 2021] == 20
    assert values["quotient", "A", 2021] == pytest.approx(0.2 / (10 / PEOPLE_OF_THE_NATION))
    assert values["quotient", "A", 2020] == pytest.approx(1)
    assert values["growth", "A", 2021] == 100
    assert values["mean", "B", 2021] == (33 + 38) / 2
    sources = own.frame("operands").set_index(["indicator_id", "ref_area", "time_period"])
    assert sources["denominator_total_source"]["quotient", "A", 2021] == "published"
    assert sources["denominator_total_source"]["quotient", "A", 2020] == "sum"


def test_they_are_rescored_as_other_indicators_are(own: Index) -> None:
    again = own.rescore(weights={"share": 3}, normalisation={"method": "min_max"})

    assert again.frame("operands").equals(own.frame("operands"))
    assert again.scores["score"].notna().any()


def test_what_is_left_out_takes_its_operands_along(own: Index) -> None:
    again = own.rescore(drop=["share", "quotient"])

    assert set(again.frame("operands")["indicator_id"]) == {"growth", "mean"}
