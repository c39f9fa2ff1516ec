"""σ and β convergence: by hand, against a public tool, and where there is nothing to estimate."""

import numpy as np
import pyarrow as pa
import pytest
from regional_example import framework, reference, row, rows, scores

from index_pipeline.analysis.convergence import beta_convergence, beta_terms, sigma_convergence
from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.tables import COVARIATES

FIRST, LAST = [30.0, 40.0, 50.0, 60.0], [35.0, 45.0, 55.0, 62.0]


def covariates(index, values):
    given = [
        {"ref_area": area, "covariate_id": name, "value": value}
        for name, column in values.items()
        for area, value in zip(index.ref_areas, column, strict=True)
    ]
    return pa.Table.from_pylist(given, schema=COVARIATES.schema)


def test_worked_example():
    """Four regions over five years: σ falls from 0.259 to 0.217, β = −0.0328, 3.6% a year."""
    index = framework(4)
    table = scores(index, {"index": {2018: FIRST, 2023: LAST}})

    sigma = sigma_convergence(table, index, ["index"])
    beta = row(beta_convergence(table, index), component_id="index", model="absolute")

    assert [round(r["sigma"], 3) for r in rows(sigma, zone=None)] == [0.259, 0.217]
    assert round(beta["beta"], 4) == -0.0328
    assert round(beta["speed"], 3) == 0.036
    assert beta["half_life"] == pytest.approx(np.log(2) / beta["speed"])


def test_dispersion_by_hand() -> None:
    """1 and e²: mean of the logarithms 1, deviations ±1; σ is 1 by n and √2 by n − 1."""
    index = framework(2)
    y = [1.0, float(np.exp(2))]
    found = row(sigma_convergence(scores(index, {"index": y}), index, ["index"]), zone=None)

    assert found["sigma"] == pytest.approx(1)
    assert found["sigma_sample"] == pytest.approx(np.sqrt(2))
    assert found["sd"] == pytest.approx((y[1] - 1) / np.sqrt(2))
    assert found["cv"] == pytest.approx(found["sd"] / np.mean(y))


def test_dispersion_within_zones() -> None:
    index = framework(4, zones=["1", "1", "2", "2"])
    found = sigma_convergence(scores(index, {"index": [1.0, 2.0, 5.0, 5.0]}), index, ["index"])

    assert [(r["zone"], r["n"]) for r in rows(found)] == [(None, 4), ("1", 2), ("2", 2)]
    assert row(found, zone="2")["sigma"] == 0
    assert row(found, zone="1")["caveat_en"] == "1: n = 2, too few for its own figure to say much."


def test_a_score_of_zero_leaves_the_logarithm_without_a_value_and_is_named() -> None:
    index = framework(3)
    found = row(sigma_convergence(scores(index, {"index": [1.0, 0.0, 2.0]}), index, ["index"]), zone=None)

    assert found["sigma"] is None
    assert found["sd"] == pytest.approx(1)
    assert "The logarithm is not defined, as scores are not positive: Region R2." in found["caveat_en"]


def test_a_single_region_has_no_dispersion() -> None:
    index = framework(1)
    found = row(sigma_convergence(scores(index, {"index": [4.0]}), index, ["index"]), zone=None)

    assert (found["sd"], found["cv"], found["sigma_sample"]) == (None, None, None)


@pytest.mark.parametrize("model", ["absolute", "conditional"])
def test_agrees_with_statsmodels(model):
    known = reference()
    index = framework(known["ref_areas"])
    table = scores(index, {"index": {2018: known["first"], 2023: known["last"]}})
    control = covariates(index, {"control": [profile[0] for profile in known["profiles"]]})
    stated = known["growth"][model]

    terms = rows(beta_terms(table, index, control), component_id="index", model=model)
    beta = row(beta_convergence(table, index, control), component_id="index", model=model)

    for column, name in (
        ("estimate", "params"),
        ("standard_error", "bse"),
        ("t_value", "tvalues"),
        ("p_value", "pvalues"),
    ):
        assert [term[column] for term in terms] == pytest.approx(stated[name], rel=1e-9)
    assert [term["term"] for term in terms] == ["intercept", "ln_initial", "control"][: len(terms)]
    assert beta["r_squared"] == pytest.approx(stated["rsquared"], rel=1e-9)
    assert beta["beta"] == terms[1]["estimate"]
    assert beta["degrees_of_freedom"] == 31 - len(terms)


def test_speed_and_its_standard_error() -> None:
    index = framework(4)
    found = row(
        beta_convergence(scores(index, {"index": {2018: FIRST, 2023: LAST}}), index),
        component_id="index",
        model="absolute",
    )

    assert found["speed"] == pytest.approx(-np.log(1 + 5 * found["beta"]) / 5)
    assert found["speed_standard_error"] == pytest.approx(found["standard_error"] / (1 + 5 * found["beta"]))


def test_divergence_has_a_negative_speed_and_no_half_life() -> None:
    index = framework(4)
    found = row(
        beta_convergence(scores(index, {"index": {2018: LAST, 2023: FIRST}}), index),
        component_id="index",
        model="absolute",
    )

    assert found["beta"] > 0
    assert found["speed"] < 0
    assert found["half_life"] is None


def test_each_zone_has_a_regression_of_its_own() -> None:
    index = framework(8, zones=["1"] * 5 + ["2"] * 3)
    first, last = [10.0, 20, 30, 40, 50, 20, 30, 41], [15.0, 24, 33, 44, 50, 26, 36, 41]
    found = beta_convergence(scores(index, {"index": {2018: first, 2020: last}}), index)
    alone = framework(5)
    same = beta_convergence(scores(alone, {"index": {2018: first[:5], 2020: last[:5]}}), alone)

    assert row(found, model="absolute", zone="1")["beta"] == pytest.approx(row(same, model="absolute")["beta"])
    assert row(found, model="absolute", zone="2")["n"] == 3
    assert "n = 3 for 2 parameters: degrees of freedom 1." in row(found, zone="2")["caveat_en"]


def test_the_index_is_conditional_on_the_leads_of_its_pillars() -> None:
    rng = np.random.default_rng(3)
    index = framework(20, pillars=("a", "b", "c"))
    pillars = {name: {2018: rng.uniform(10, 60, 20), 2023: rng.uniform(20, 80, 20)} for name in "abc"}
    whole = {year: (pillars["a"][year] + pillars["b"][year] + pillars["c"][year]) / 3 for year in (2018, 2023)}
    table = scores(
        index,
        {
            name: {year: values.tolist() for year, values in v.items()}
            for name, v in (pillars | {"index": whole}).items()
        },
    )

    found = [r["term"] for r in rows(beta_terms(table, index), component_id="index", model="conditional")]
    of_pillar = [r["term"] for r in rows(beta_terms(table, index), component_id="a", model="conditional")]

    assert found == ["intercept", "ln_initial", "a", "b"]
    assert of_pillar == ["intercept", "ln_initial", "b", "c"]
    design = np.column_stack(
        [np.ones(20), np.log(whole[2018]), pillars["a"][2018] - whole[2018], pillars["b"][2018] - whole[2018]]
    )
    by_hand = np.linalg.lstsq(design, np.log(whole[2023] / whole[2018]) / 5, rcond=None)[0]
    estimates = [r["estimate"] for r in rows(beta_terms(table, index), component_id="index", model="conditional")]
    assert estimates == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize(
    ("first", "last", "caveat"),
    [
        pytest.param([1.0, 0.0, 3.0, 4.0], LAST, "not positive: Region R2.", id="zero"),
        pytest.param([2.0, 2.0, 2.0, 2.0], LAST, "does not vary", id="no variation"),
        pytest.param([1.0, 2.0, None, None], LAST, "n = 2 cannot determine 2 parameters.", id="too few"),
    ],
)
def test_no_estimate_says_why(first, last, caveat):
    index = framework(4)
    table = scores(index, {"index": {2018: first, 2023: last}})
    found = row(beta_convergence(table, index), component_id="index", model="absolute")

    assert (found["beta"], found["p_value"], found["speed"]) == (None, None, None)
    assert caveat in found["caveat_en"]
    assert rows(beta_terms(table, index), model="absolute") == []


def test_a_region_scored_in_one_of_the_years_only_is_left_out() -> None:
    index = framework(5)
    found = row(
        beta_convergence(scores(index, {"index": {2018: [*FIRST, 20.0], 2023: [*LAST, None]}}), index),
        model="absolute",
    )

    assert found["n"] == 4
    assert "Without a score and left out: Region R5." in found["caveat_en"]


def test_one_year_has_no_growth() -> None:
    index = framework(4)

    assert beta_convergence(scores(index, {"index": FIRST}), index).num_rows == 0


def test_a_region_without_a_covariate_is_left_out_of_the_conditional_model_only() -> None:
    index = framework(6)
    table = scores(index, {"index": {2018: [*FIRST, 33.0, 20.0], 2023: [*LAST, 35.0, 28.0]}})
    found = beta_convergence(table, index, covariates(index, {"x": [1.0, 4.0, 2.0, 8.0, 3.0, None]}))

    assert row(found, model="absolute")["n"] == 6
    assert row(found, model="conditional")["n"] == 5
    assert "Without a control and left out: Region R6." in row(found, model="conditional")["caveat_en"]


@pytest.mark.parametrize("size", [2.0**-900, 2.0**900])
def test_estimates_do_not_depend_on_the_unit_of_a_covariate(size):
    table, index = scores(framework(8), {"index": {2020: [*range(1, 9)], 2021: [3, 2, 5, 4, 7, 6, 9, 8]}}), framework(8)

    def terms(unit: float) -> list[dict]:
        control = [{"ref_area": f"R{n}", "covariate_id": "x", "value": unit * (n % 3)} for n in range(1, 9)]
        found = rows(beta_terms(table, index, COVARIATES.of_rows(control)))
        return [term for term in found if term["model"] == "conditional"]

    *others, own = terms(1.0)
    *alike, other = terms(size)

    assert alike == others
    assert other["estimate"] * size == own["estimate"]
    assert (other["t_value"], other["p_value"]) == (own["t_value"], own["p_value"])


def test_a_covariate_of_an_unknown_region_is_refused() -> None:
    index = framework(4)
    table = scores(index, {"index": {2018: FIRST, 2023: LAST}})
    unknown = pa.Table.from_pylist(
        [{"ref_area": "999999", "covariate_id": "gdp", "value": 1.0}], schema=COVARIATES.schema
    )

    with pytest.raises(AnalysisError, match=r"covariates: region 999999 of gdp is not in regions\.csv"):
        beta_convergence(table, index, unknown)
