"""The evidence behind a component is graded by a rule of the framework, and may weigh by its grade."""

from typing import Any

import numpy as np
import pytest
from example_index import ExampleIndex, example
from quantities import one

from index_pipeline.framework.evidence import Evidence
from index_pipeline.framework.faults.methods import method_faults
from index_pipeline.methods.chance import reliability_of
from index_pipeline.methods.notices import sentences

STEADY: dict[int, list[float | None]] = {2019: [1.0, 2, 3, 4], 2020: [1.0, 2, 3, 5]}
SIMILAR: dict[int, list[float | None]] = {2019: [1.0, 2, 4, 6], 2020: [2.0, 3, 4, 7]}
RESTLESS: dict[int, list[float | None]] = {2019: [1.0, 2, 3, 4], 2020: [9.0, 3, 2, 1]}


def theme(name: str, *indicators: str) -> dict[str, Any]:
    return {"id": name, "title": {"en": name}, "indicators": dict.fromkeys(indicators, 1)}


def graded(
    *themes: dict[str, Any], indirect: tuple[str, ...] = (), more: dict[str, Any] | None = None, **values: Any
) -> ExampleIndex:
    given = {"a": STEADY, "b": SIMILAR, "c": RESTLESS, "d": STEADY} | values
    used = [name for each in themes for name in each["indicators"]]
    return example(
        {name: given[name] for name in given if name in used},
        tree={"indicators": {}, "components": list(themes)},
        indicators={name: {"proxy": "indirect" if name in indirect else "direct"} | (more or {}) for name in used},
        evidence={},
    )


def grade_of(index: ExampleIndex, name: str = "t") -> dict[str, Any]:
    return next(row for row in index.built.grades.to_pylist() if row["component_id"] == name)


def evidence_of(index: ExampleIndex, name: str) -> dict[str, Any]:
    return next(row for row in index.built.evidence.to_pylist() if row["indicator_id"] == name)


def test_two_direct_and_stable_indicators_that_agree_have_the_best_grade():
    found = grade_of(graded(theme("t", "a", "b")))

    assert found["grade"] == "A"
    assert (found["indicators"], found["direct"], found["indirect"], found["own_share"]) == (2, 2, 0, 1)
    assert found["rank_correlation"] == 1
    # scores of 2020: 25, 50, 75, 125 of 100 … scaled by min-max over both years: a 0, 25, 50, 100; b 1/6, 1/3, 1/2, 1
    x = np.array([[0, 1 / 6], [0.25, 1 / 3], [0.5, 0.5], [1, 1]])
    covariance = np.cov(x.T)
    assert found["alpha"] == pytest.approx(2 * 2 * covariance[0, 1] / covariance.sum())


@pytest.mark.parametrize(
    ("case", "grade"),
    [
        pytest.param(graded(theme("t", "a")), "B", id="one indicator"),
        pytest.param(graded(theme("t", "a", "c")), "B", id="one that is restless"),
        pytest.param(graded(theme("t", "a", "b"), indirect=("b",)), "B", id="one that is indirect"),
        pytest.param(graded(theme("t", "a", "b"), indirect=("a", "b")), "C", id="none that is direct"),
        pytest.param(
            graded(theme("t", "a", "b"), b={2019: [1.0, 2, 4, 6], 2020: [None] * 4}), "B", id="half of one is missing"
        ),
    ],
)
def test_a_component_has_the_first_grade_whose_conditions_it_meets(case: ExampleIndex, grade: str) -> None:
    assert grade_of(case)["grade"] == grade


def test_the_rank_correlation_is_the_mean_over_the_years_and_of_the_least_stable_indicator():
    values: Any = {2018: [1.0, 2, 3, 4], 2019: [1.0, 2, 3, 4], 2020: [4.0, 3, 2, 1]}
    index = graded(theme("t", "a", "b"), a=values, b={year: [1.0, 2, 3, 4 + year] for year in values})

    assert evidence_of(index, "a")["rank_correlation"] == 0
    assert evidence_of(index, "a")["lowest_rank_correlation"] == -1
    assert grade_of(index)["rank_correlation"] == 0


def test_means_over_years_are_compared_where_they_share_none():
    """Of pure noise, means of three years agree from year to year, as two of the three are the same."""
    rng = np.random.default_rng(3)
    noise: Any = {year: rng.random(40).tolist() for year in range(2000, 2021)}
    index = graded(theme("t", "a"), a=noise, more={"over": 3})

    found = evidence_of(index, "a")
    assert found["rank_correlation_years"] == 3
    assert abs(found["rank_correlation"]) < 0.1
    assert found["own_share"] == pytest.approx(19 / 21), "the first two means are of fewer years, status E or missing"


def test_what_was_filled_is_not_the_regions_own():
    values: Any = {2019: [1.0, 2, 3, 4], 2020: [1.0, 2, None, 5]}
    index = example(
        {"a": values},
        tree={"indicators": {}, "components": [theme("t", "a")]},
        imputation=[{"method": "carry"}],
        evidence={},
    )

    assert evidence_of(index, "a")["own_share"] == 7 / 8
    assert evidence_of(index, "a")["rank_correlation"] == 1


def test_a_single_year_has_no_rank_correlation_and_meets_no_bound_of_it():
    index = example(
        {"a": [1.0, 2, 3], "b": [1.0, 2, 4]},
        tree={"indicators": {}, "components": [theme("t", "a", "b")]},
        indicators={name: {"proxy": "direct"} for name in "ab"},
        evidence={},
    )

    assert grade_of(index)["rank_correlation"] is None
    assert grade_of(index)["grade"] == "B"


def test_without_a_rule_nothing_is_graded():
    index = example({"a": [1.0, 2, 3]})

    assert index.built.grades.num_rows == index.built.evidence.num_rows == 0


WEIGHTING = {"method": "by_grade", "weights": {"A": 1, "B": 1, "C": "1/3"}}


def test_weights_go_by_grade_through_levels_that_have_none():
    """Three themes of weight 1, one of them C: 3/7, 3/7 and 1/7 of the index, whatever pillars they are in."""
    pillar = {"id": "p", "title": {"en": "p"}, "weight": 2, "components": [theme("t", "a"), theme("u", "c")]}
    index = example(
        {"a": STEADY, "c": RESTLESS, "b": SIMILAR},
        tree={"indicators": {}, "components": [pillar, theme("v", "b")]},
        indicators={"a": {"proxy": "direct"}, "b": {"proxy": "direct"}, "c": {"proxy": "indirect"}},
        evidence={},
        weighting=WEIGHTING,
    )

    assert {row["component_id"]: row["grade"] for row in index.built.grades.to_pylist()} == {
        "t": "B",
        "u": "C",
        "v": "B",
    }
    assert index.weights("index") == pytest.approx({"p": 4 / 7, "v": 3 / 7})
    assert index.weights("p") == pytest.approx({"t": 3 / 4, "u": 1 / 4})
    assert index.weights("t") == {"a": 1}
    assert index.statistic("grade_weight", "index") == pytest.approx({"p": 2 / 3, "v": 1})


def test_equal_weights_of_the_grades_are_the_weights_of_the_tree():
    themes = (theme("t", "a") | {"weight": 3}, theme("u", "c"))
    index = example(
        {"a": STEADY, "c": RESTLESS},
        tree={"indicators": {}, "components": list(themes)},
        evidence={},
        weighting={"method": "by_grade", "weights": {"A": 2, "B": 2, "C": 2}},
    )

    assert index.weights() == {"t": 0.75, "u": 0.25}


@pytest.mark.parametrize(
    ("definition", "words"),
    [
        ({"weighting": WEIGHTING}, "weighting: by_grade needs the rule of the grades: give the framework `evidence`"),
        (
            {"weighting": {"method": "by_grade", "weights": {"A": 1, "B": 1}}, "evidence": {}},
            "weighting: by_grade has weights of the grades A, B, but the grades are A, B, C",
        ),
        (
            {"weighting": {"method": "combination", "rule": "additive", "of": [WEIGHTING, {"method": "equal"}]}},
            "weighting: by_grade needs the rule of the grades",
        ),
    ],
)
def test_weights_without_their_grades_are_refused(definition: dict[str, Any], words: str) -> None:
    framework = example({"a": [1.0, 2]}, **definition).framework
    root = framework.definition.index

    faults = list(method_faults(framework.definition, [root], framework.indicators.values(), framework.codes, ()))

    assert str(faults[0]).startswith(f"framework.yaml: component index: {words}")


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        ([{"grade": "A", "direct": 1}, {"grade": "A"}], "grade A is given 2 times"),
        ([{"grade": "A", "direct": 1}, {"grade": "B", "alpha": 0.5}], "the last grade, B, is that of components"),
        ([{"grade": "A"}, {"grade": "B"}], "grade A has no condition"),
        ([{"grade": "A"}], "at least 2 items"),
        ([{"grade": "A", "own_share": 1.5}, {"grade": "B"}], "less than or equal to 1"),
    ],
)
def test_a_rule_that_does_not_grade_is_refused(grades: list[dict[str, Any]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Evidence.model_validate({"grades": grades})


DENSITY = {"numerator": {"parts": [{"register": "sites"}]}, "denominator": {"series": "people"}, "proxy": "direct"}


@pytest.mark.parametrize(
    ("counts", "people", "reliability"),
    [
        pytest.param([3, 1], [1.0, 1.0], 0, id="as far apart as four entries by lot are on average"),
        pytest.param([6, 2], [2.0, 2.0], 0.5, id="the same shares of twice as many"),
        pytest.param([1, 1], [3.0, 1.0], -0.5, id="one each, whatever the size: a quota"),
        pytest.param([1, 1], [1.0, 1.0], None, id="nothing apart"),
        pytest.param([0, 0], [1.0, 1.0], None, id="no entry"),
        pytest.param([3, 1], [1.0, 0.0], None, id="no base"),
    ],
)
@pytest.mark.parametrize("formula", ["ratio", "location_quotient"])
def test_the_reliability_of_a_register_is_what_chance_does_not_explain(counts, people, reliability, formula):
    found = one(
        DENSITY | {"formula": {"method": formula}}, {"people": {2020: people}}, {"sites": {2020: counts}}, evidence={}
    )

    rows = [row["reliability"] for row in found.built.reliability.to_pylist()]
    assert rows == [None if reliability is None else pytest.approx(reliability)]


def test_counts_in_proportion_to_their_base_have_no_reliability():
    assert reliability_of(np.array([3.0, 7, 9]), 1.1 * np.array([0.3, 0.7, 0.9])) is None


def test_entries_drawn_by_lot_have_a_reliability_about_zero():
    rng = np.random.default_rng(5)
    base = rng.uniform(1, 100, 31)

    drawn = [reliability_of(c.astype(float), base) for c in rng.multinomial(500, base / base.sum(), 400)]

    assert np.mean([1 / (1 - value) for value in drawn if value is not None]) == pytest.approx(1, abs=0.05)


def test_a_register_that_tells_no_more_than_chance_costs_its_component_a_grade():
    by_lot = one(DENSITY, {"people": {2020: [1.0, 1.0]}}, {"sites": {2020: [3, 1]}}, weighted=True, evidence={})
    apart = one(DENSITY, {"people": {2020: [1.0, 1.0]}}, {"sites": {2020: [30, 10]}}, weighted=True, evidence={})

    assert [row["grade"] for row in by_lot.built.grades.to_pylist()] == ["C"]
    assert [row["grade"] for row in apart.built.grades.to_pylist()] == ["B"]
    assert apart.built.grades["reliability"].to_pylist() == [0.9]


def test_what_falls_short_of_what_the_framework_demands_is_named():
    index = example(
        {"a": STEADY, "c": RESTLESS},
        tree={"indicators": {}, "components": [theme("t", "a", "c")]},
        evidence={"demand": {"rank_correlation": 0.75}},
    )
    register = one(
        DENSITY,
        {"people": {2020: [1.0, 1.0]}},
        {"sites": {2020: [3, 1]}},
        weighted=True,
        evidence={"demand": {"reliability": 0.6}},
    )

    said = [each for built in (index.built, register.built) for each in sentences(built.notices)]
    assert [each.zh for each in said] == [
        "指标 c：与上年的位次相关系数为 -1.0，指标体系要求不低于 0.75",
        "指标 x，2020年：计数的信度为 0.0，指标体系要求不低于 0.6",
    ]
    assert [each.en for each in said] == [
        "indicator c: its rank correlation with the year before is -1.0; the framework demands 0.75",
        "indicator x, 2020: the reliability of its counts is 0.0; the framework demands 0.6",
    ]


def test_an_indicator_that_falls_short_twice_in_a_year_is_named_twice():
    found = one(
        DENSITY,
        {"people": {2019: [1.0, 1.0], 2020: [1.0, 1.0]}},
        {"sites": {2019: [1, 3], 2020: [3, 1]}},
        weighted=True,
        evidence={"demand": {"reliability": 0.6, "rank_correlation": 0.75}},
    )

    assert {each.en for each in sentences(found.built.notices) if each.en.startswith("indicator x")} == {
        "indicator x, 2019: the reliability of its counts is 0.0; the framework demands 0.6",
        "indicator x, 2020: the reliability of its counts is 0.0; the framework demands 0.6",
        "indicator x: its rank correlation with the year before is not known; the framework demands 0.75",
    }


def test_nothing_is_demanded_unless_it_is_given():
    index = graded(theme("t", "a", "c"))

    assert index.built.notices.num_rows == 0
