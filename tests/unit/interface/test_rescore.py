"""Rescoring: the same engine, so that nothing changed is nothing different, and each change is what it says."""

import time
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from soak import examples

import index_pipeline as icdi
from index_pipeline.errors import UserError
from index_pipeline.framework.methods import Entropy
from index_pipeline.interface.tree import completed

PILLARS = ("industrial_spirit", "foundations", "industrial_culture_industries")
GEOMETRIC = {"method": "geometric", "floor": 1}


def index_of(index: icdi.Index, component: str = "icdi") -> pd.Series:
    """Scores of one component by year and region."""
    rows = index.scores[index.scores.component_id == component]
    return rows.set_index(["time_period", "ref_area"])["score"].sort_index()


def test_nothing_changed_is_the_release_to_the_last_bit(release: icdi.Release) -> None:
    same = release.rescore()
    kept = set(same.tables) & set(release.tables)
    assert {"indicators", "imputed", "normalised", "weights", "scores", "rankings", "balance", "components"} <= kept
    assert [name for name in kept if not same.table(name).equals(release.table(name))] == []


def test_methods_stated_as_they_are_change_nothing(release: icdi.Release) -> None:
    same = release.rescore(normalisation="min_max", aggregation="arithmetic", years=(2018, 2023))
    assert same.table("scores").equals(release.table("scores"))


def test_weights_are_those_given_and_siblings_keep_theirs(release: icdi.Release) -> None:
    heavier = release.rescore(weights={"foundations": 8})
    shares = heavier.weights.query("component_id == 'icdi' and weight > 0").set_index("child_id").weight
    published = release.weights.query("component_id == 'icdi' and weight > 0").set_index("child_id").weight
    assert shares["foundations"] == 8
    assert shares.drop("foundations").equals(published.drop("foundations"))

    parts = {name: index_of(release, name) for name in shares.index}
    known = pd.DataFrame(parts).dropna()
    by_hand = sum(known[name] * weight for name, weight in shares.items()) / shares.sum()
    np.testing.assert_allclose(index_of(heavier)[known.index], by_hand, rtol=1e-12)


def test_siblings_keep_their_published_weights_where_these_are_derived(release: icdi.Release) -> None:
    derived = release.rescore(weighting="entropy")
    change: icdi.Change = {"weights": {"foundations": 0.4}}

    (scores,) = derived.rescore_many([change]).scores
    one = index_of(derived.rescore(**change)).unstack(level="ref_area").to_numpy()
    elsewhere = derived.rescore(**change, weighting={"dissemination": "equal"}).weights.set_index("child_id").weight

    np.testing.assert_allclose(one, scores, rtol=1e-12)
    published = derived.weights.set_index("child_id").weight
    assert elsewhere["industrial_spirit"] == published["industrial_spirit"]


def test_siblings_that_are_derived_to_weigh_nothing_have_none(release: icdi.Release) -> None:
    root = release.framework.definition.index
    first, second, *others = [child.id for child in root.components if not child.not_measured]
    published, entropy = dict.fromkeys((second, *others), 0.5), Entropy(method="entropy")

    weights, without = completed(root, {second: 0.4}, published, entropy, ())

    assert weights == {second: 0.4} | dict.fromkeys(others, 0.5)
    assert without == {first}
    assert completed(root, {second: 0.4}, published, entropy, {root.id}) == ({second: 0.4}, frozenset())
    assert completed(root, {}, published, entropy, ()) == ({}, frozenset())


def test_a_supplementary_indicator_counts_where_it_has_a_weight(release: icdi.Release) -> None:
    edges = release.rescore(weights={"little_giant_density": 1}).weights.set_index("child_id")
    assert edges.kind["little_giant_density"] == "indicator"
    assert edges.share["little_giant_density"] == 0.5


def test_a_weight_makes_a_theme_measured_that_was_not(release: icdi.Release) -> None:
    measured = release.rescore(weights={"trademark_density": 1})
    assert not release.components.set_index("component_id").measured["brands_and_quality"]
    assert measured.components.set_index("component_id").measured["brands_and_quality"]
    assert measured.weights.set_index("child_id").effective_weight["trademark_density"] > 0
    assert index_of(measured, "brands_and_quality").notna().any()


@pytest.mark.parametrize("name", ["trademark_density", "little_giant_density"])
def test_a_supplementary_indicator_is_dropped_wherever_it_is(release: icdi.Release, name: str) -> None:
    without = release.rescore(drop=name)
    assert name not in {*without.weights.child_id, *without.indicators.indicator_id, *without.normalised.indicator_id}
    pd.testing.assert_series_equal(index_of(without), index_of(release))


def test_a_supplementary_indicator_may_take_the_place_of_the_one_that_is_dropped(release: icdi.Release) -> None:
    other = release.rescore(drop="technical_renovation_intensity", weights={"little_giant_density": 1})
    (edge,) = other.weights.query("component_id == 'craftsmanship'").to_dict("records")
    assert (edge["child_id"], edge["share"], edge["kind"]) == ("little_giant_density", 1.0, "indicator")


def test_a_supplementary_indicator_that_a_method_has_no_result_for_is_left_out_with_a_notice(
    release: icdi.Release,
) -> None:
    logged = release.rescore(treatment="log")
    (said,) = logged.frame("notices").query("subject == 'madrid_application_density' and step == 'treat'").message
    assert said.startswith("indicator madrid_application_density has no weight and is left out (")
    gone = set(release.weights.child_id) - set(logged.weights.child_id)
    assert "madrid_application_density" in gone
    assert gone == set(logged.frame("notices").query("message.str.contains('has no weight and is left out')").subject)
    others = set(release.weights.query("kind == 'supplementary'").child_id) - gone
    assert "museum_density" in others
    many = release.rescore_many([{"treatment": "log"}])
    np.testing.assert_allclose(many.scores[0].ravel(), index_of(logged), rtol=1e-9)


@pytest.mark.parametrize("year", [2022, 2023])
def test_weights_by_the_benefit_of_the_doubt_leave_unmeasured_components_aside(
    release: icdi.Release, year: int
) -> None:
    newest, drop = (year, year), "registered_resource_variety"
    found = release.rescore(weighting="benefit_of_the_doubt", years=newest, reference_period=newest, drop=drop)
    np.testing.assert_allclose(found.weights.query("component_id == 'icdi'").share.sum(), 1)


@pytest.mark.parametrize("method", ["z_score", "rank", "centred_range"])
def test_coupling_and_obstacles_are_not_made_of_scores_off_the_scale(release: icdi.Release, method: str) -> None:
    regional = release.rescore(normalisation=method).regional
    found = regional.coupling()
    assert found.coordination.isna().all()
    assert found.caveat_en.str.contains(f"by {method} are not on the scale").all()
    with pytest.raises(UserError, match=f"obstacles are not defined .* {method}"):
        regional.obstacles()


def test_what_is_dropped_is_gone_and_its_siblings_share_its_weight(release: icdi.Release) -> None:
    without = release.rescore(drop=["industrial_heritage", "industrial_rd_intensity"])
    assert not {"industrial_heritage", "industrial_heritage_density"} & set(without.weights.child_id)
    rows = without.weights.query("component_id == 'innovation_spirit' and weight > 0")
    np.testing.assert_allclose(rows.share, 1 / 3)


def test_a_component_without_its_last_indicator_is_gone_as_well(release: icdi.Release) -> None:
    without = release.rescore(drop=["industrial_heritage_density"])
    same = release.rescore(drop=["industrial_heritage"])
    pd.testing.assert_series_equal(index_of(without), index_of(same))


def test_what_pandas_holds_is_taken_as_it_is(release: icdi.Release) -> None:
    pillars = release.components.query("level == 2 and measured").set_index("component_id").effective_weight
    same = release.rescore(weights=pillars, years=tuple(np.array([2018, 2023])), drop="industrial_heritage")
    expected = release.rescore(drop=["industrial_heritage"])
    np.testing.assert_allclose(index_of(same), index_of(expected), rtol=1e-12)
    assert release.rescore_many([{"weights": pillars}]).scores.shape == (1, 6, 31)


def test_other_years_keep_the_goalposts(release: icdi.Release) -> None:
    longer = release.rescore(years=(2016, 2023))
    assert longer.scores.time_period.min() == 2016
    assert longer.table("goalposts").equals(release.table("goalposts"))
    pd.testing.assert_series_equal(index_of(longer).loc[2018:2023], index_of(release))


def test_aggregation_of_the_index_alone_is_the_published_check_of_balance(release: icdi.Release) -> None:
    geometric = release.rescore(aggregation={"icdi": GEOMETRIC})
    published = release.frame("balance").set_index(["time_period", "ref_area"]).other_score.sort_index()
    np.testing.assert_array_equal(index_of(geometric), published)


def test_a_comparison_has_the_published_ranks_first(release: icdi.Release) -> None:
    rows = release.rescore(aggregation={"icdi": GEOMETRIC}).compare().query("component_id == 'icdi'")
    assert (rows["rank"] - rows.other_rank == rows.rank_shift).all()
    keys = ["time_period", "ref_area"]
    published = release.rankings.query("component_id == 'icdi'").set_index(keys)["rank"]
    assert (rows.set_index(keys)["rank"].sort_index() == published.sort_index()).all()


def test_a_release_agrees_with_itself(release: icdi.Release) -> None:
    rows = release.rescore().agreement().query("component_id == 'icdi'")
    np.testing.assert_allclose(rows.spearman.astype(float), 1)
    assert (rows.largest_rank_shift == 0).all()


def test_a_rescored_index_can_be_explained_and_drawn(release: icdi.Release) -> None:
    doubled = release.rescore(weights={"industrial_spirit": 6})
    assert doubled.explain("北京", 2023, "icdi").facts["score"] == index_of(doubled)[2023, "110000"]
    assert "recomputed" in str(doubled.figure("ranking").to_dict()["layout"]["annotations"])
    assert doubled.rescore().table("scores").equals(doubled.table("scores"))


CHANGE = st.fixed_dictionaries(
    {},
    optional={
        "weights": st.dictionaries(st.sampled_from(PILLARS), st.floats(0.1, 10), min_size=1),
        "drop": st.sampled_from([["industrial_heritage"], ["industrial_rd_intensity"], ["craftsmanship", "integrity"]]),
        "normalisation": st.sampled_from(
            ["min_max", "percentile_rank", {"method": "z_score", "mean": 50, "standard_deviation": 15}]
        ),
        "aggregation": st.sampled_from(["arithmetic", GEOMETRIC, {"icdi": GEOMETRIC}, {"icdi": "mazziotta_pareto"}]),
        "treatment": st.sampled_from(["none", {"method": "log", "offset": 1}]),
    },
)


@examples(4)
@given(change=CHANGE)
def test_many_rescorings_are_each_what_one_rescoring_is(release: icdi.Release, change: icdi.Change) -> None:
    found = release.rescore_many([{}, change])
    for position, index in enumerate((release, release.rescore(**change))):
        expected = index_of(index).to_numpy().reshape(found.scores[position].shape)
        np.testing.assert_allclose(found.scores[position], expected, atol=1e-9)


def test_a_thousand_rescorings_take_less_than_two_seconds(release: icdi.Release) -> None:
    draws = np.random.default_rng(0).dirichlet(np.ones(len(PILLARS)), 1000)
    changes: list[icdi.Change] = [{"weights": dict(zip(PILLARS, draw, strict=True))} for draw in draws]
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        found = release.rescore_many(changes)
        spent.append(time.perf_counter() - start)
    assert found.ranks.shape == (1000, 6, 31)
    assert min(spent) < 2


def test_changes_may_be_read_once_only(release: icdi.Release) -> None:
    once = ({"drop": (name for name in ["industrial_heritage"])} for _ in range(2))
    listed = release.rescore_many([{"drop": ["industrial_heritage"]}] * 2)
    np.testing.assert_array_equal(release.rescore_many(once).scores, listed.scores)  # type: ignore[arg-type]


def test_no_change_at_all_gives_no_scores(release: icdi.Release) -> None:
    found = release.rescore_many([])
    assert (found.scores.shape, found.ranks.shape, len(found.frame())) == ((0, 6, 31), (0, 6, 31), 0)


def test_one_value_only_is_refused_alike_unless_it_is_dropped(release: icdi.Release) -> None:
    yearly, drop = {"method": "min_max", "fitted_on": "year"}, ["industrial_tourism_bases"]
    with pytest.raises(UserError, match=r"industrial_tourism_bases.* one value"):
        release.rescore(normalisation=yearly)
    with pytest.raises(UserError, match=r"industrial_tourism_bases.* one value"):
        release.rescore_many([{"normalisation": yearly}])
    found = release.rescore_many([{}, {"normalisation": yearly, "drop": drop}])
    expected = release.rescore(normalisation=yearly, drop=drop)
    np.testing.assert_allclose(found.scores[1].ravel(), index_of(expected), atol=1e-9)
    np.testing.assert_allclose(found.scores[0].ravel(), index_of(release), atol=1e-9)


def test_many_rescorings_in_rows(release: icdi.Release) -> None:
    rows = release.rescore_many([{}, {"drop": ["industrial_heritage"]}], "industrial_spirit").frame()
    published = release.rankings.query("component_id == 'industrial_spirit'")
    keys = ["time_period", "ref_area"]
    first = rows[rows.change == 0].set_index(keys)["rank"].sort_index()
    assert first.to_dict() == published.set_index(keys)["rank"].to_dict()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weights": {"foundations": float("nan")}}, "change 1: weights: foundations is nan"),
        ({"normalisation": "zz"}, "change 1: normalisation: there is no method zz"),
        ({"normalisation": "z_score", "aggregation": "geometric"}, r"change 1: .*, 2018"),
    ],
)
def test_many_rescorings_name_the_change_that_has_no_result(
    release: icdi.Release, change: icdi.Change, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        release.rescore_many([{}, change])


def test_a_fraction_is_a_weight(release: icdi.Release) -> None:
    found = release.rescore(weights={"foundations": Fraction(1, 4)})  # type: ignore[dict-item]
    assert index_of(found).equals(index_of(release.rescore(weights={"foundations": 0.25})))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"weights": {"industrial_spirt": 1}}, "industrial_spirt .* mean industrial_spirit",
                     id="unknown weight"),
        pytest.param({"weights": {"integrity": 1}}, "integrity is not measured", id="weight of what is not measured"),
        pytest.param({"weights": {"foundations": -1}}, "foundations is -1: a weight is a number", id="negative"),
        pytest.param({"weights": {"icdi": 1}}, "icdi is the index itself", id="weight of the index"),
        pytest.param({"drop": ["heritage"]}, "drop: heritage is not a component or indicator of", id="unknown drop"),
        pytest.param({"aggregation": "geometrik"}, "aggregation: there is no method geometrik; did you mean geometric",
                     id="unknown method"),
        pytest.param({"aggregation": {"idci": "geometric"}}, "idci is not a component", id="component"),
        pytest.param({"normalisation": {"method": "z_score", "sd": 1}}, "z_score: it has no option sd", id="option"),
        pytest.param({"years": (2018, 2040)}, "years: 2018 to 2040 reaches beyond", id="years"),
        pytest.param({"weights": {"foundations": "2"}}, "foundations is '2': a weight is a number", id="text"),
        pytest.param({"weights": {"foundations": float("nan")}}, "foundations is nan", id="not a number"),
        pytest.param({"years": 2020}, "years: 2020 is not a first and a last year", id="one year"),
        pytest.param({"weighting": "entropy", "weights": {"foundations": 1}}, "give all or none", id="half of weights"),
        pytest.param({"weights": {"foundations": True}}, "foundations is True: a weight is a number", id="truth"),
        pytest.param({"weights": {"foundations": 1e308}}, r"foundations: a weight is from .*1e\+308", id="great"),
        pytest.param({"weights": {"foundations": 5e-324}}, "foundations: a weight is from .*e-324", id="small"),
        pytest.param({"weights": [1, 2]}, r"weights: \[1, 2\] is not a mapping", id="weights without names"),
        pytest.param({"drop": 3}, "drop: 3 is neither a name nor a list of names", id="drop of a number"),
        pytest.param({"normalisation": 3}, "normalisation: 3 is neither the name of a method nor", id="no method"),
        pytest.param({"aggregation": {"icdi": None}}, "aggregation: None is neither", id="no rule"),
        pytest.param({"normalisation": {"method": "goalposts", "lower": 2, "upper": 1}},
                     "^normalisation goalposts: lower goalpost 2 is not below upper goalpost 1$", id="goalposts"),
        pytest.param({"imputation": [{"method": "mean", "by": "region"}]}, "regions.csv has no column region",
                     id="groups"),
        pytest.param({"reference_period": (2005, 2006)}, "2005 to 2006 has no figure of technical_renovation_intensity",
                     id="nothing to fit on"),
        pytest.param({"years": (2019, 2040), "single_years": True}, "years: 2019 to 2040 reaches beyond the figures",
                     id="years of other figures"),
        pytest.param({"indicators": {"industrial_rd_intensity": {"id": "other"}}}, "leave out `id`",
                     id="another identifier"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(release: icdi.Release, changes: dict, message: str) -> None:
    with pytest.raises(UserError, match=message):
        release.rescore(**changes)


def test_dropping_everything_is_refused(release: icdi.Release) -> None:
    everything = release.components.query("level == 2").component_id.to_list()
    with pytest.raises(UserError, match="drop leaves nothing of icdi"):
        release.rescore(drop=everything)
    with pytest.raises(UserError, match="change 1: drop leaves nothing of icdi"):
        release.rescore_many([{}, {"drop": everything}])
    with pytest.raises(UserError, match="change 0: drop leaves nothing of industrial_heritage"):
        release.rescore_many([{"drop": ["industrial_heritage"]}], "industrial_heritage")
    with pytest.raises(UserError, match="changes is one mapping: give a list"):
        release.rescore_many({"drop": everything})  # type: ignore[dict-item]


def test_nothing_and_one_step_may_be_stated_plainly(release: icdi.Release) -> None:
    plain = release.rescore(weights=None, drop=None, imputation="interpolate")
    assert plain.table("scores").equals(release.rescore(imputation=["interpolate"]).table("scores"))


def test_an_index_without_any_score_is_not_drawn(release: icdi.Release) -> None:
    rankings = release.table("rankings")
    empty = rankings.set_column(3, rankings.schema.field("score"), pa.nulls(rankings.num_rows, pa.float64()))
    contents = replace(release.contents, tables=release.contents.tables | {"rankings": empty})
    with pytest.raises(UserError, match="has no score of any region: there is nothing to draw"):
        icdi.Index(contents).figure()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"weigths": {}}, "change 0: weigths is not among .* did you mean weights", id="unknown field"),
        pytest.param({"weights": {"little_giant_density": 1}}, "little_giant_density is supplementary", id="none"),
        pytest.param({"weights": {"x": 1}}, "weights: x is not a component", id="unknown component"),
        pytest.param({"weights": {"foundations": float("nan")}}, "foundations is nan", id="not a number"),
        pytest.param({"weights": {"foundations": 1e308}}, r"foundations: a weight is from 1e-100", id="great"),
        pytest.param(3, "change 0: 3 is not a mapping", id="no mapping"),
    ],
)  # fmt: skip
def test_many_rescorings_refuse_likewise(release: icdi.Release, change: dict, message: str) -> None:
    with pytest.raises(UserError, match=message):
        release.rescore_many([change])  # type: ignore[list-item]
