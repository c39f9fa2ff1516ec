"""The one draw that assumes what the framework does is the published index: scores to 1e-12, and refusals."""

from collections.abc import Mapping
from typing import Any, get_args

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from soak import quietly
from synthetic_index import framework_of, indicator_table, inputs_of, observations_of, replicated, weights_of

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.methods import Aggregation
from index_pipeline.kernel.cells import dense
from index_pipeline.kernel.errors import MethodError
from index_pipeline.methods.build import build
from index_pipeline.methods.denominate import denominate
from index_pipeline.robustness.figures import Inputs

YEARS = (2018, 2019, 2020, 2021)
IDS = ("a", "b", "c", "d", "e", "f")

NORMALISATIONS = [
    {"method": "min_max"},
    {"method": "min_max", "fitted_on": "panel", "scale": [1, 10]},
    {"method": "min_max", "fitted_on": "year"},
    {"method": "goalposts", "lower": 1.0, "upper": 40.0},
    {"method": "goalposts", "lower": 1.0, "upper": 40.0, "cap": False},
    {"method": "z_score", "mean": 100.0, "standard_deviation": 10.0},
    {"method": "z_score", "mean": 100.0, "standard_deviation": 10.0, "fitted_on": "year"},
    {"method": "rank"},
    {"method": "rank", "ties": "average", "fitted_on": "year"},
    {"method": "borda", "ties": "max"},
    {"method": "percentile_rank", "ties": "average"},
    {"method": "distance_to_maximum"},
    {"method": "distance_to_target", "target": 60.0, "cap": True},
    {"method": "target_ratio", "target": 20.0},
    {"method": "fraction_of_maximum"},
    {"method": "vector"},
    {"method": "scaled", "lower": -5.0, "upper": 60.0},
    {"method": "efficacy_coefficient"},
    {"method": "centred_range"},
]
TREATMENTS = [
    {"method": "none"},
    {"method": "log", "offset": 1.0},
    {"method": "log_range"},
    {"method": "log_range", "mirrored": True, "fitted_on": "panel"},
    {"method": "square_root"},
    {"method": "box_cox", "exponent": 0.5},
    {"method": "box_cox", "exponent": "fitted", "offset": 1.0, "from_minimum": True},
    {"method": "winsorise", "points": 2},
    {"method": "winsorise", "points": 1, "always": True},
    {"method": "winsorise_else", "points": 2, "otherwise": {"method": "log", "offset": 1.0}},
    {"method": "winsorise_else", "points": 1, "otherwise": {"method": "log_range"}, "combined": True},
]
IMPUTATIONS = [
    [],
    [{"method": "interpolate"}],
    [{"method": "interpolate"}, {"method": "carry", "limit": 1}],
    [{"method": "carry", "limit": 1, "direction": "backward"}, {"method": "mean"}],
    [{"method": "mean", "by": "zone"}, {"method": "median"}],
    [{"method": "median", "by": "zone"}, {"method": "carry", "limit": 3}],
    [{"method": "profile", "within": "framework"}],
    [{"method": "expectation_maximisation", "within": "framework", "ridge": 0.5, "sample": "panel"}],
]
OPTIONS: dict[str, list[dict[str, Any]]] = {
    "geometric": [{"floor": 1.0}, {}],
    "harmonic": [{"floor": 0.5}, {}],
    "power": [{"exponent": 2.0}, {"exponent": -1.5}],
    "mazziotta_pareto": [{}, {"penalty": "above", "variance": "sample"}],
    "topsis": [{}, {"ideal": "reference"}],
    "rank_sum_ratio": [{}, {"ranks": "continuous"}],
    "grey_relation": [{}, {"distances": "reference", "distinguishing": 0.3}],
    "benefit_of_the_doubt": [{}, {"peers": "reference", "greatest_share": 0.8}],
    "custom": [],  # of another package: see test_custom_aggregation.py
}
"""Options of a method of aggregation to try; one that is not listed is tried without any."""

METHODS = [get_args(record.model_fields["method"].annotation)[0] for record in get_args(get_args(Aggregation)[0])]
AGGREGATIONS = [{"method": method, **options} for method in METHODS for options in OPTIONS.get(method, [{}])]
TREES: list[Mapping[str, Any]] = [
    dict.fromkeys(IDS, 1.0),
    {"p": {"a": 2.0, "b": 1.0}, "q": {"c": 0.5, "d": 1.0, "e": 3.0, "f": 1.0}},
    {"p": {"x": {"a": 1.0, "b": 1.0}, "y": {"c": 1.0}}, "q": {"d": 1.0, "e": 2.0}, "r": {"f": 1.0}},
]


@st.composite
def cases(draw: st.DrawFn) -> tuple[Framework, np.ndarray]:
    tree = draw(st.sampled_from(TREES))
    regions = draw(st.integers(4, 7))
    shape = (len(IDS), len(YEARS), regions)
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    values = rng.choice([rng.integers(0, 30, shape).astype(float), rng.lognormal(1.5, 1.2, shape)])
    values[rng.random(shape) < draw(st.sampled_from([0.0, 0.15, 0.4]))] = np.nan
    options = {
        name: {
            "direction": draw(st.sampled_from(["higher_is_better", "lower_is_better"])),
            "normalisation": draw(st.sampled_from([None, *NORMALISATIONS])),
            "treatment": draw(st.sampled_from([None, *TREATMENTS])),
            "imputation": draw(st.sampled_from([None, *IMPUTATIONS])),
            "breaks": draw(st.sampled_from([[], [2020]])),
        }
        for name in IDS
    }
    nodes = {
        name: {
            "aggregation": draw(st.sampled_from([None, *AGGREGATIONS])),
            "coverage": draw(st.sampled_from([None, 0.7])),
        }
        for name in ("index", "p", "q", "x")
    }
    framework = framework_of(
        tree,
        years=(2019, 2021),
        reference_period={"first": 2019, "last": 2020},
        groups={f"R{i:02d}": draw(st.sampled_from(["east", "west", ""])) for i in range(regions)},
        indicators=options,
        nodes=nodes,
        screening={"share": draw(st.sampled_from([0.0, 0.5]))},
        coverage=draw(st.sampled_from([0.0, 0.5])),
        coverage_of=draw(st.sampled_from(["weight", "children"])),
        scale=draw(st.sampled_from([(0, 100), (1, 10)])),
        imputation=draw(st.sampled_from(IMPUTATIONS)),
        treatment=draw(st.sampled_from(TREATMENTS)),
        normalisation=draw(st.sampled_from(NORMALISATIONS)),
        aggregation=draw(st.sampled_from(AGGREGATIONS)),
    )
    return framework, values


@quietly(10)
@given(cases())
def test_arrays_and_sql_score_alike_and_refuse_alike(case: tuple[Framework, np.ndarray]) -> None:
    framework, values = case
    observations = _observations(values)
    try:
        built = build(observations, tables.REGISTER_STOCKS.empty(), framework)
    except MethodError:
        figures = denominate(observations, tables.REGISTER_STOCKS.empty(), framework)
        with pytest.raises(MethodError):
            replicated(Inputs(figures, weights_of(framework), tables.RANKINGS.empty()), framework)
        return

    scores, axes = replicated(Inputs(built.indicators, built.weights, built.rankings), framework)

    expected = dense(built.scores, "score", axes, of="component_id")
    np.testing.assert_allclose(scores, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("aggregation", AGGREGATIONS, ids=lambda a: "-".join(map(str, a.values())))
def test_each_aggregation_has_one_result_published_and_replicated(aggregation: dict[str, Any]) -> None:
    values = np.random.default_rng(7).lognormal(1.5, 1.2, (6, 4, 7))
    values[0, 2, 3] = values[4, 1, 0] = np.nan
    framework = framework_of(TREES[0], years=(2019, 2021), aggregation=aggregation, coverage=0.0)
    built = build(_observations(values), tables.REGISTER_STOCKS.empty(), framework)

    scores, axes = replicated(Inputs(built.indicators, built.weights, built.rankings), framework)

    expected = dense(built.scores, "score", axes, of="component_id")
    assert np.isfinite(expected[0]).sum() > 15
    np.testing.assert_allclose(scores, expected, rtol=1e-12, atol=1e-12)


def test_a_penalty_that_takes_the_whole_mean_is_a_result() -> None:
    """R00 scores 0 and 100: M = 50, S² = 2,500, so that M − S²/M = 0, which is not a mean that underflows."""
    framework = framework_of({"a": 1.0, "b": 1.0}, aggregation={"method": "mazziotta_pareto"})
    figures = indicator_table(np.array([[[0.0, 10, 4]], [[10.0, 0, 6]]]), ["a", "b"], [2020])

    scores, _ = replicated(inputs_of(figures, framework), framework)

    assert scores[0, 0].tolist() == [0.0, 0.0, 48.0]


def test_scores_that_cancel_are_zero_even_if_no_region_has_the_first_child() -> None:
    """R00 scores (0.1 + 0.2 − 0.3)/3 = 0, which in doubles leaves a rest; no region has a score of u in 2020."""
    framework = framework_of(
        {"q": {"u": {"x": 1.0}, "a": 1.0, "b": 1.0, "c": 1.0}},
        normalisation={"method": "goalposts", "lower": 0, "upper": 100, "cap": False},
        reference_period={"first": 2019, "last": 2019},
        coverage=0.3,
    )
    of_2020 = np.array([[np.nan, np.nan], [0.1, 1.0], [0.2, 2.0], [-0.3, 3.0]])
    of_2019 = np.where(np.isnan(of_2020), [5.0, 6.0], of_2020)
    inputs = inputs_of(indicator_table(np.stack([of_2019, of_2020], axis=1), "xabc", [2019, 2020]), framework)

    scores, axes = replicated(inputs, framework)

    assert scores[axes.indicator_ids.index("q"), 0].tolist() == [0.0, 2.0]
    np.testing.assert_array_equal(scores, dense(inputs.rankings, "score", axes, of="component_id"))


@pytest.mark.parametrize(
    ("options", "values", "words"),
    [
        pytest.param({"normalisation": {"method": "min_max"}}, [3, 3, 3, 3], "one value", id="constant under min-max"),
        pytest.param({}, [0.1 / 1, 0.2 / 2, 0.3 / 3], "one value", id="constant up to rounding"),
        pytest.param({"treatment": {"method": "log_range"}}, [0.1 / 1, 0.3 / 3], "one value", id="of a range of none"),
        pytest.param({"treatment": {"method": "log"}}, [1.0, 1 - 1e-16], "one value", id="constant before a logarithm"),
        pytest.param(
            {"treatment": {"method": "winsorise", "points": 5}}, [0] * 11 + [1], "treatment", id="constant after it"
        ),
        pytest.param({}, [np.nan, np.nan], "no region has a value", id="no figure"),
        pytest.param({"normalisation": {"method": "z_score"}}, [3, 3, 3, 3], "one value", id="constant under z-scores"),
        pytest.param({"treatment": {"method": "log", "offset": -2}}, [1, 5, 6, 9], "R00, 2020.*domain", id="ln of −1"),
        pytest.param({"normalisation": {"method": "target_ratio"}}, [1, 5, 6, 9], "no target", id="ratio to no target"),
        pytest.param(
            {"normalisation": {"method": "index_to_base"}}, [0, 5, 6, 9], "cannot be the base of", id="base of zero"
        ),
    ],
)
def test_what_has_no_result_is_refused_by_name(options: dict[str, object], values: list[float], words: str) -> None:
    framework = framework_of({"a": 1.0}, indicators={"a": options})
    figures = indicator_table(np.array(values, float).reshape(1, 1, -1), ["a"], [2020])

    with pytest.raises(MethodError, match=f"indicator a.*{words}"):
        replicated(Inputs(figures, weights_of(framework), tables.RANKINGS.empty()), framework)


def _observations(values: np.ndarray) -> pa.Table:
    """Return the figures (indicator, year, region) that exist."""
    found = ((place, value) for place, value in np.ndenumerate(values) if not np.isnan(value))
    return observations_of((IDS[j], f"R{i:02d}", YEARS[t], float(value)) for (j, t, i), value in found)
