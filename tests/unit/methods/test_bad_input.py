"""Input that leaves a method without a result: a defined outcome, and a message that names it."""

import math
from collections.abc import Mapping

import pytest
from example_index import example

from index_pipeline.framework.faults.methods import method_faults
from index_pipeline.kernel.errors import MethodError
from index_pipeline.methods.notices import sentences

FITTED = [
    {"method": "min_max"},
    {"method": "z_score"},
    {"method": "rank"},
    {"method": "borda"},
    {"method": "percentile_rank"},
    {"method": "distance_to_maximum"},
    {"method": "distance_to_reference", "ref_area": "R1"},
    {"method": "distance_to_target", "target": 9},
    {"method": "efficacy_coefficient"},
    {"method": "centred_range"},
]


@pytest.mark.parametrize("normalisation", FITTED, ids=lambda n: n["method"])
@pytest.mark.parametrize("values", [[4.0, 4.0, 4.0], [4.0], [4.0, None]], ids=["constant", "one region", "one value"])
def test_a_constant_indicator_is_named(normalisation, values):
    with pytest.raises(MethodError, match="indicator a has the one value 4 over the period"):
        _ = example({"a": values}, normalisation=normalisation).built


def test_an_indicator_that_is_constant_in_one_year_is_named_with_it():
    with pytest.raises(MethodError, match="indicator a has the one value 4 in 2021"):
        _ = example(
            {"a": {2020: [1.0, 2], 2021: [4.0, 4]}}, normalisation={"method": "min_max", "fitted_on": "year"}
        ).built


@pytest.mark.parametrize("normalisation", FITTED, ids=lambda n: n["method"])
def test_two_regions_are_scored(normalisation):
    given = normalisation | ({"ref_area": "R2"} if "ref_area" in normalisation else {})
    first, second = example({"a": [1.0, 3.0]}, normalisation=given).scores()

    assert first < second


def test_one_region_is_scored_where_nothing_is_fitted():
    index = example({"a": [4.0]}, normalisation={"method": "goalposts", "lower": 0, "upper": 8})

    assert index.scores() == [50]
    assert index.column("rankings", "index", value="rank") == [1]


def test_a_region_without_any_figure_has_no_score_and_no_rank():
    index = example({"a": [1.0, None, 3], "b": [1.0, None, 3]}, imputation=[{"method": "median"}])

    assert index.scores() == [0, None, 100]
    assert index.column("rankings", "index", value="rank") == [2, None, 1]
    assert index.column("scores", "index", value="status")[1] == "insufficient_coverage"
    assert "region R2, 2020: none of its weighted indicators has a value" in [
        row["message"] for row in index.built.notices.to_pylist()
    ]


POSTS = {"method": "goalposts", "lower": 0, "upper": 5}


@pytest.mark.parametrize("normalisation", [*FITTED, POSTS], ids=lambda n: n["method"])
def test_an_indicator_without_any_figure_is_named(normalisation):
    given = normalisation | ({"ref_area": "R3"} if "ref_area" in normalisation else {})

    with pytest.raises(MethodError, match="indicator b: no region has a value in any year that is scored"):
        _ = example({"a": [1.0, 2, 3], "b": [None, None, None]}, normalisation=given).built


def test_an_indicator_whose_figures_are_known_but_never_its_national_total_is_said_to_need_it():
    with pytest.raises(MethodError, match=r"indicator b: no region has a value .* its formula takes .*national totals"):
        _ = example({"a": [1.0, 2, 3], "b": [4, 5, None]}, indicators={"b": {"formula": {"method": "share"}}}).built


BOTH_YEARS: Mapping[int, list[float | None]] = {2019: [1.0, 2], 2020: [1.0, 2]}
EARLIER: Mapping[int, list[float | None]] = {2019: [1.0, 2], 2020: [None, None]}
IN_2020 = {"first": 2020, "last": 2020}


def test_an_indicator_without_a_figure_in_the_reference_period_is_named():
    with pytest.raises(MethodError, match="reference_period: 2020 to 2020 has no figure of b to fit its normalisation"):
        _ = example({"a": BOTH_YEARS, "b": EARLIER}, reference_period=IN_2020).built


def test_goalposts_need_no_figure_in_the_reference_period():
    index = example({"a": BOTH_YEARS, "b": EARLIER}, reference_period=IN_2020, normalisation=POSTS)

    assert index.scores(year=2019) == [20, 40]


def test_a_supplementary_indicator_without_a_figure_to_fit_on_has_no_score_and_is_told():
    index = example(
        {"a": BOTH_YEARS, "b": EARLIER}, reference_period=IN_2020, tree={"indicators": {"a": 1}, "supplementary": ["b"]}
    )

    assert index.scores() == [0, 100]
    assert "indicator b, 2019: there is no figure to fit its normalisation on; it has no score" in [
        row["message"] for row in index.built.notices.to_pylist()
    ]


@pytest.mark.parametrize(
    ("normalisation", "message"),
    [
        (
            {"method": "distance_to_reference", "ref_area": "R3"},
            "indicator a, region R3, 2020: the reference region",
        ),
        ({"method": "distance_to_reference", "ref_area": "R1"}, "indicator a: no value is worse than the reference 1"),
        ({"method": "distance_to_target", "target": 0.5}, "indicator a: no value is worse than the reference 0.5"),
        ({"method": "target_ratio", "target": -1}, "indicator a: its target -1 is not above zero"),
        ({"method": "distance_to_target"}, "indicator a: it has no target"),
    ],
)
def test_a_reference_that_measures_nothing(normalisation, message):
    with pytest.raises(MethodError, match=message):
        _ = example({"a": [1.0, 2, None]}, normalisation=normalisation).built


def test_a_maximum_that_is_not_above_zero():
    with pytest.raises(MethodError, match=r"indicator a over the period .*: its greatest value -1 is not above zero"):
        _ = example({"a": [-3.0, -1]}, normalisation={"method": "fraction_of_maximum"}).built


def test_goalposts_outside_the_domain_of_the_transform():
    with pytest.raises(MethodError, match="indicator a: the given value -1 is outside the domain of its transform"):
        _ = example(
            {"a": [1.0, 2]}, treatment={"method": "log"}, normalisation={"method": "goalposts", "lower": -1, "upper": 3}
        ).built


AHP = {"method": "ahp", "children": ["a", "z"], "judgements": [[[1, 2], [0.5, 1]]]}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        pytest.param(
            {"normalisation": {"method": "distance_to_target"}},
            "indicator/a.yaml: normalisation distance_to",
            id="target",
        ),
        pytest.param({"normalisation": {"method": "target_ratio"}}, "a.yaml: normalisation target_ratio", id="ratio"),
        pytest.param(
            {"normalisation": {"method": "distance_to_reference", "ref_area": "R9"}},
            "R9 is not an assessed",
            id="region",
        ),
        pytest.param(
            {"normalisation": {"method": "efficacy_coefficient", "satisfactory": 1, "unacceptable": 2}},
            "satisfactory 1 and unacceptable 2 contradict the direction higher_is_better",
            id="direction",
        ),
        pytest.param({"screening": {"keep": {"R9": "x"}}}, "framework.yaml: screening: R9 is not", id="screening"),
        pytest.param(
            {"weighting": AHP},
            "judged are a, z, but its measured children are a, b",
            id="ahp",
        ),
        pytest.param({"weighting": {"method": "equal", "cap": 0.4}}, "2 children cannot share the weight", id="cap"),
        pytest.param(
            {"weighting": {"method": "combination", "rule": "additive", "of": [AHP, AHP]}},
            "judged are a, z",
            id="within combination",
        ),
        pytest.param(
            {"weighting": {"method": "correlation_optimised", "targets": {"z": 1}}},
            "targets are not",
            id="targets",
        ),
        pytest.param(
            {"aggregation": {"method": "benefit_of_the_doubt", "greatest_share": 0.4}},
            "aggregation: 2 children cannot each have a share from 0 to 0.4",
            id="shares",
        ),
    ],
)
def test_a_method_that_does_not_fit_is_refused_before_any_figure(changes, fault):
    framework = example({"a": [1.0, 2], "b": [1.0, 2]}, **changes).framework

    faults = list(
        method_faults(
            framework.definition,
            [framework.definition.index],
            framework.indicators.values(),
            framework.codes,
            framework.ref_areas,
        )
    )

    assert any(fault in str(found) for found in faults), faults


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        (
            "normalisation",
            {"method": "goalposts", "lower": 2, "upper": 1},
            "lower goalpost 2 is not below upper",
        ),
        ("normalisation", {"method": "min_max", "scale": [1, 1]}, "floor 1 is not below ceiling 1"),
        ("normalisation", {"method": "scaled", "lower": 1, "upper": 1}, "lower 1 is not below upper 1"),
        ("normalisation", {"method": "efficacy_coefficient", "satisfactory": 1}, "given both, or neither"),
        ("aggregation", {"method": "power", "exponent": 0}, "choose method geometric"),
        (
            "aggregation",
            {"method": "benefit_of_the_doubt", "least_share": 0.5, "greatest_share": 0.4},
            "above greatest",
        ),
        ("weighting", AHP | {"judgements": [[[1, 2], [2, 1]]]}, "a against z is 2, the other way round 2"),
        ("weighting", AHP | {"judgements": [[[1, 2]]]}, "judgement matrix 1 is not 2 × 2"),
        ("weighting", AHP | {"judgements": [[[1, 0], [1, 1]]]}, "greater than 0"),
        ("weighting", {"method": "entropy", "floor": 1}, "Extra inputs are not permitted"),
    ],
)
def test_options_that_contradict_each_other_are_refused(part, value, message):
    with pytest.raises(ValueError, match=message):
        example({"a": [1.0, 2]}, **{part: value})


RATIO = {"x": {"numerator": {"series": "a"}, "denominator": {"series": "d"}}}


def ratio(over, under, **more):
    given = {"x": RATIO["x"] | more.pop("indicator", {})}
    return example({"a": over}, denominators={"d": under}, indicators=given, tree={"indicators": {"x": 1}}, **more)


@pytest.mark.parametrize("normalisation", FITTED[:5], ids=lambda n: n["method"])
@pytest.mark.parametrize("treatment", [{"method": "none"}, {"method": "log"}, {"method": "square_root"}], ids=str)
def test_a_ratio_that_is_constant_up_to_rounding_is_named(normalisation, treatment):
    with pytest.raises(MethodError, match=r"indicator x has the one value 0\.1 over the period"):
        _ = ratio([0.1, 0.2, 0.3], [1.0, 2, 3], normalisation=normalisation, treatment=treatment).built


def test_a_ratio_of_one_up_to_rounding_is_constant_after_a_logarithm_too():
    with pytest.raises(MethodError, match="indicator x has the one value 1 over the period"):
        _ = ratio([0.3, 0.2], [0.1 + 0.2, 0.2], treatment={"method": "log"}).built
    with pytest.raises(MethodError, match=r"indicator x: it has the one value 0\.1 where its treatment log_range"):
        _ = ratio([0.1, 0.2, 0.3], [1.0, 2, 3], treatment={"method": "log_range"}).built


@pytest.mark.parametrize("method", ["rank", "borda", "percentile_rank"])
def test_ratios_that_differ_by_rounding_share_a_rank(method):
    first, second, third, fourth = ratio([0.1, 0.2, 0.3, 5], [1.0, 2, 3, 1], normalisation={"method": method}).scores()

    assert first == second == third < fourth


def test_an_indicator_that_its_treatment_makes_constant_names_the_treatment():
    binary = [0.0] * 11 + [1.0]
    said = (
        "indicator a has the one value 0 .* after its treatment winsorise, which moved 1 of 12 values; .* from 0 to 1"
    )

    with pytest.raises(MethodError, match=said):
        _ = example({"a": binary}, treatment={"method": "winsorise", "points": 5}).built


@pytest.mark.parametrize(
    ("over", "under"), [([1e308, 1], [1e-10, 1]), ([1e-300, 1], [1e300, 1]), ([-1e308, 1], [1e-10, 1])]
)
def test_a_ratio_that_a_double_does_not_hold_is_named(over, under):
    with pytest.raises(
        MethodError, match=r"indicator x, region R1, 2020: numerator .* over denominator .* too large or"
    ):
        _ = ratio(over, under).built


def test_values_too_far_apart_are_named():
    with pytest.raises(MethodError, match=r"indicator a: its values or goalposts, -1e\+308 and 1e\+308, are too far"):
        _ = example({"a": [-1e308, 0, 1e308]}).built


@pytest.mark.parametrize("exponent", [-1000, -500, 0, 500, 1000])
@pytest.mark.parametrize("method", ["min_max", "z_score", "vector", "percentile_rank", "fraction_of_maximum"])
def test_scores_do_not_depend_on_the_size_of_the_unit(method, exponent):
    values = [1.0, 2, 3, 5, 9, 70]
    treated = {"method": "winsorise", "points": 1}

    plain = example({"a": values}, normalisation={"method": method}, treatment=treated)
    sized = example(
        {"a": [math.ldexp(v, exponent) for v in values]}, normalisation={"method": method}, treatment=treated
    )

    assert sized.scores() == plain.scores()


def test_a_negative_denominator_is_told():
    index = ratio([1.0, 2, 3], [1.0, -2, 0])

    said = sentences(index.built.notices)[:2]
    assert [each.en for each in said] == [
        "indicator x, region R2, 2020: the denominator is negative, and turns the sign of the value",
        "indicator x, region R3, 2020: the denominator is zero; the value is missing",
    ]
    assert [each.zh for each in said] == [
        "指标 x，地区 R2，2020年：分母为负，改变数值的符号",
        "指标 x，地区 R3，2020年：分母为零，数值缺失",
    ]


def test_a_year_whose_values_are_all_filled_says_so():
    values: dict[int, list[float | None]] = {2019: [1.0, 2, 3], 2020: [None, 2.0, 3]}
    index = example({"a": values, "b": values}, imputation=[{"method": "carry", "limit": 1}])

    assert index.scores(year=2020)[0] == 0
    (said,) = sentences(index.built.notices)
    assert said.en == "region R1, 2020: none of its weighted indicators has a figure; 2 of them are filled"
    assert said.zh == "地区 R1，2020年：计分指标均无数据，其中2项由插补得出"
