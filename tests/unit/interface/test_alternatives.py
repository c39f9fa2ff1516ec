"""Rescoring with other denominators, directions, quantities, years and vintages, as the uncertainty analysis does."""

from dataclasses import fields
from typing import Any

import numpy as np
import pandas as pd
import pytest
from running import ROOT

import index_pipeline as icdi
from index_pipeline.errors import UserError
from index_pipeline.framework.load import load
from index_pipeline.interface.index import Index
from index_pipeline.kernel.cells import dense
from index_pipeline.methods.build import build
from index_pipeline.publication.catalogue import catalogue
from index_pipeline.publication.releases.contents import Contents
from index_pipeline.robustness.draws import CHOSEN, Draws
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.model import Model, model_of
from index_pipeline.robustness.replicates import scores_of
from index_pipeline.sources.registers.stocks import load_events, stocks
from index_pipeline.sources.store.history import first_published, revisions
from index_pipeline.sources.store.vintages import first, load_observations, newest


@pytest.fixture(scope="module")
def index() -> Index:
    """The shipped index on the project's figures."""
    framework, stored = load(ROOT / "indicators"), load_observations(ROOT / "data")
    observations, counted = newest(stored), stocks(load_events(ROOT / "data"), framework)
    made = build(observations, counted, framework)
    tables = {field.name: getattr(made, field.name) for field in fields(made)}
    tables |= {"observations": observations, "register_stocks": counted, "revisions": revisions(stored)}
    return Index(Contents("shipped", framework, tables | catalogue(framework, made.weights)))


@pytest.fixture(scope="module")
def model(index: Index) -> Model:
    """What the uncertainty analysis draws from."""
    found = index.contents.tables
    first_ones = first_published(found["observations"], found["revisions"])
    figures = (found["observations"], first_ones, found["register_stocks"])
    of_index = (found["indicators"], found["weights"], found["rankings"])
    return model_of(Inputs(*of_index, *figures, found["normalised"], found["grades"]), index.framework)


def test_every_choice_of_the_uncertainty_analysis_is_an_alternative(index: Index, model: Model) -> None:
    assert {name: 1 + len(changes) for name, changes in index.alternatives.items()} == model.space.sizes
    assert set(index.alternatives) == set(CHOSEN)


@pytest.mark.parametrize("assumption", CHOSEN)
def test_a_rescoring_by_an_alternative_is_the_draw_that_chooses_it(index: Index, model: Model, assumption: str) -> None:
    changes = index.alternatives[assumption]
    draw = Draws.own(model.space.weightings[len(changes) if assumption == "weighting" else 0][None])
    draw.choices[assumption][:] = len(changes)

    rescored = index.rescore(**changes[-1])

    found = dense(rescored.table("scores"), "score", model.axes, of="component_id")
    np.testing.assert_allclose(found, scores_of(model, draw)[0], rtol=0, atol=1e-9)
    assert not np.array_equal(found, model.published("score"), equal_nan=True)


def test_figures_as_first_published_follow_from_the_newest_and_their_revisions() -> None:
    stored = load_observations(ROOT / "data")
    found, expected = (
        table.to_pandas() for table in (first_published(newest(stored), revisions(stored)), first(stored))
    )
    columns = ["series_id", "ref_area", "time_period", "vintage", "obs_value"]
    pd.testing.assert_frame_equal(found[columns], expected[columns])


def test_a_denominator_of_the_same_kind_keeps_the_unit(index: Index) -> None:
    other = index.rescore(denominators={"so2_per_value_added": "secondary_industry_value_added"})
    figures = index.observations.query("ref_area == '110000' and time_period == 2022").set_index("series_id").obs_value
    value = other.indicators.query(
        "indicator_id == 'so2_per_value_added' and ref_area == '110000' and time_period == 2022"
    )
    multiplier = index.framework.indicators["so2_per_value_added"].multiplier
    expected = figures["so2_emissions"] / figures["secondary_industry_value_added"] * multiplier
    assert value.obs_value.item() == pytest.approx(expected, rel=1e-12)


def test_a_turned_direction_turns_the_scores(index: Index) -> None:
    name = "so2_per_value_added"
    query = f"indicator_id == '{name}'"
    turned = index.rescore(directions={name: "higher_is_better"}).normalised.query(query).score
    assert np.allclose(turned.to_numpy() + index.normalised.query(query).score.to_numpy(), 100)


def test_fields_of_an_indicator_are_those_of_its_file(index: Index) -> None:
    name = "rd_expenditure_per_value_added"
    changed = index.rescore(indicators={name: {"numerator": {"series": "ind_new_product_sales"}, "over": 3}})
    assert changed.framework.indicators[name].over == 3
    assert changed.framework.indicators[name].series[0] == "ind_new_product_sales"
    assert changed.framework.indicators[name].unit == index.framework.indicators[name].unit
    unshrunk = of_register(index)
    same = index.rescore(indicators={unshrunk: {"small_counts": None}})
    assert same.framework.indicators[unshrunk].small_counts is None


def of_register(index: Index) -> str:
    """An indicator that counts a register."""
    return next(name for name, each in index.framework.indicators.items() if each.counts_register)


@pytest.mark.parametrize(
    ("changes", "en", "zh"),
    [
        ({"denominators": {"so2": "gdp"}}, "so2 is not an indicator of icdi", "so2 不是 icdi 的指标"),
        (
            {"denominators": {"so2_per_value_added": "gpd"}},
            "there is no series gpd",
            "没有数据序列 gpd（是否指 gdp？）",
        ),
        (
            {"denominators": {"so2_per_value_added": "population_resident"}},
            "population_resident is not measured in what so2_per_value_added is relative to",
            "population_resident 与 so2_per_value_added 现用分母",
        ),
        (
            {"directions": {"so2_per_value_added": "up"}},
            "indicators.so2_per_value_added: direction: ",
            "indicators.so2_per_value_added：direction：",
        ),
        (
            {"indicators": {"so2_per_value_added": {"numerator": {"series": "so2"}}}},
            "indicator/so2_per_value_added.yaml: numerator: series so2 is not in series.csv",
            "indicator/so2_per_value_added.yaml：numerator：series.csv 中没有数据序列 so2",
        ),
        ({"indicators": {"so2_per_value_added": {"ovr": 3}}}, "ovr: this field is not known", "ovr：没有这个字段"),
        ({"indicators": {"so2_per_value_added": 3}}, "is 3, not a mapping of fields", "不是“字段: 值”的映射"),
        ({"indicators": 3}, "indicators: 3 is not a mapping", "indicators：3 不是从名称到内容的映射"),
        (
            {"single_years": "no"},
            "single_years: 'no' is neither True nor False",
            "single_years：'no' 不是 True 或 False",
        ),
        (
            {"weights": [("foundations", 1), ("foundations", 2)]},
            "foundations is given 2 times",
            "foundations 给出了 2 次",
        ),
        ({"drop": [["foundations"]]}, "drop: ['foundations'] is not a name", "drop：['foundations'] 不是名称"),
        ({"weights": {"craftsmanship": 1}}, "weigh one of technical_renovation", "给 technical_renovation"),
        ({"vintage": "old"}, "vintage: old is none of newest, first", "vintage：old 不是 newest、first 之一"),
    ],
)
def test_a_change_that_cannot_be_made_is_named_in_both_languages(
    index: Index, changes: dict[str, Any], en: str, zh: str
) -> None:
    with pytest.raises(UserError) as refused:
        index.rescore(**changes)
    assert en in refused.value.sentences("en")[0]
    assert zh in refused.value.sentences("zh")[0]


def test_an_index_of_a_table_alone_has_no_first_vintage(index: Index) -> None:
    without = {name: table for name, table in index.contents.tables.items() if name != "revisions"}
    with pytest.raises(icdi.UserError, match="shipped has no table revisions"):
        Index(Contents("shipped", index.framework, without)).rescore(vintage="first")


def _index_scores(found: Index) -> pd.DataFrame:
    rows = found.scores.query("component_id == 'icdi'")
    return rows.pivot_table(index="time_period", columns="ref_area", values="score", dropna=False)


@pytest.mark.parametrize("name", ["heritage_quotient", "industrial_heritage", "support_services", "dissemination"])
def test_what_is_dropped_leaves_its_weight_to_its_siblings_as_in_many_rescorings(index: Index, name: str) -> None:
    (many,) = index.rescore_many([{"drop": [name]}]).scores

    np.testing.assert_allclose(_index_scores(index.rescore(drop=name)).to_numpy(), many, rtol=1e-12)


def test_derived_weights_stay_as_published_whatever_years_are_scored(index: Index) -> None:
    published = _index_scores(index)

    pd.testing.assert_frame_equal(_index_scores(index.rescore(years=(2022, 2023))), published.loc[2022:2023])


def test_a_pillar_that_gains_a_theme_keeps_its_weight(index: Index) -> None:
    found = index.rescore(weights={"technical_renovation_intensity": 1})
    before, after = (each.weights.set_index(["component_id", "child_id"]).share for each in (index, found))

    assert after["icdi"].to_dict() == pytest.approx(before["icdi"].to_dict())
    assert after["industrial_spirit"]["craftsmanship"] > 0


def test_weights_are_derived_anew_where_the_weighting_is_stated(index: Index) -> None:
    stated = index.framework.definition.weighting.model_dump()
    once = index.rescore(years=(2022, 2023), weighting=stated)

    assert not _index_scores(once).equals(_index_scores(index.rescore(years=(2022, 2023))))


def test_a_second_rescoring_keeps_the_vintage_of_the_first(index: Index) -> None:
    change = index.alternatives["denominators"][0]
    twice, once = index.rescore(vintage="first").rescore(**change), index.rescore(vintage="first", **change)

    pd.testing.assert_frame_equal(_index_scores(twice), _index_scores(once))
    assert twice.table("observations").equals(once.table("observations"))
