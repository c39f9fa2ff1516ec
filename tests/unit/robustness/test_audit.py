"""The audit against SciPy and pandas on the ASEM example, and its flags on made-up indices."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pytest
import scipy.stats
from synthetic_index import framework_of, indicator_table

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.methods.build import Build, build
from index_pipeline.methods.reliability import alpha
from index_pipeline.robustness.audit import Audit, audit
from index_pipeline.robustness.audit.consistency import principal_components
from index_pipeline.robustness.audit.correlations import correlate
from index_pipeline.robustness.audit.importance import importance
from index_pipeline.rounding import levels

Function = Callable[[np.ndarray], np.ndarray]

ASEM = Path(__file__).resolve().parents[2] / "framework" / "asem"


@pytest.fixture(scope="module")
def asem() -> tuple[Build, Audit]:
    framework = load(ASEM)
    rows = pyarrow.csv.read_csv(ASEM / "observations.csv").to_pandas()
    filler = {"vintage": pd.Timestamp("2018-01-01").date(), "obs_status": "A", "source_id": "s", "source_file": "f"}
    filler |= {"source_sheet": None, "source_cell": None, "note": None, "batch": "b", "batch_line": 1}
    observations = pa.Table.from_pylist(rows.assign(**filler).to_dict("records"), schema=tables.OBSERVATIONS.schema)
    built = build(tables.OBSERVATIONS.conform(observations), tables.REGISTER_STOCKS.empty(), framework)
    return built, _audit(built, framework)


def test_correlations_are_those_of_scipy(asem: tuple[Build, Audit]) -> None:
    wide = _wide(asem[0])
    rows = asem[1].audit_correlations.to_pylist()
    assert len(rows) > 300
    for row in rows:
        pair = wide[[row["first_id"], row["second_id"]]].dropna().to_numpy().T
        tied = [levels(scores, "greatest") for scores in pair]
        for name, function, given in (
            ("pearson", scipy.stats.pearsonr, pair),
            ("spearman", scipy.stats.spearmanr, tied),
            ("kendall", scipy.stats.kendalltau, tied),
        ):
            expected = function(*given)
            assert row[name] == pytest.approx(expected.statistic, rel=1e-9, abs=1e-12)
            assert row[f"{name}_p_value"] == pytest.approx(expected.pvalue, rel=1e-6, abs=1e-12)


def test_alpha_and_principal_components_are_those_of_their_formulas(asem: tuple[Build, Audit]) -> None:
    wide, (_, found) = _wide(asem[0]), asem
    loadings = found.audit_pca.to_pandas()
    for row in found.audit_consistency.to_pylist():
        members = loadings[loadings.component_id == row["component_id"]].child_id.unique()
        x = wide[members]
        covariance, k = x.cov().to_numpy(), len(members)
        off_diagonal = covariance[~np.eye(k, dtype=bool)].mean()
        assert row["alpha"] == pytest.approx(k * k * off_diagonal / covariance.sum(), rel=1e-9)
        values, vectors = np.linalg.eigh(x.dropna().corr().to_numpy())
        ours = loadings[loadings.component_id == row["component_id"]].pivot(
            index="child_id", columns="axis", values="loading"
        ).loc[members]  # fmt: skip
        assert row["first_share"] == pytest.approx(values[-1] / k, rel=1e-9)
        np.testing.assert_allclose(np.abs(ours.to_numpy()), np.abs(vectors[:, ::-1]), atol=1e-8)


def test_the_index_moves_with_what_weighs_in_it(asem: tuple[Build, Audit]) -> None:
    for row in asem[1].audit_importance.to_pylist():
        assert 0 <= row["importance"] <= 1
    first = asem[1].audit_findings.to_pylist()[0]
    assert first["topic"] == "scope"
    assert "51 regions in 2018" in first["finding_en"]
    assert "51个地区" in first["finding_zh"]


def test_alpha_by_hand() -> None:
    x = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]])
    # variances 1 and 1, covariance 1/2: 4 · 1/2 / 3
    assert alpha(x) == pytest.approx(2 / 3)
    assert np.isnan(alpha(x[:, :1]))
    assert np.isnan(alpha(np.ones((4, 2))))


@pytest.mark.parametrize("value", [33.3, 0.1 + 0.2, 1e-200])
def test_alpha_of_what_does_not_vary_is_none(value: float) -> None:
    x = np.random.default_rng(1).random(31)
    constant = np.full((31, 2), value)
    constant[:, 1] *= 0.7

    assert np.isnan(alpha(constant))
    assert np.isnan(alpha(np.column_stack([value * x, value - value * x])))


def test_principal_components_of_a_constant_or_of_two_regions_are_none() -> None:
    assert len(principal_components(np.ones((9, 3)))[0]) == 0
    assert len(principal_components(np.random.default_rng(1).random((2, 3)))[0]) == 0


def test_correlation_of_too_few_or_of_equal_values_is_none() -> None:
    nan = np.nan
    for x in ([1.0, 2.0, nan, nan], [1.0, 1.0, 1.0, 1.0]):
        found = correlate(np.array(x), np.arange(4.0))
        assert np.isnan([*found.pearson, *found.spearman, *found.kendall]).all()
    assert correlate(np.arange(4.0), -np.arange(4.0)).pearson == (-1.0, 0.0)


@pytest.mark.parametrize("size", [2.0**-600, 2.0**600])
def test_correlations_and_principal_components_do_not_depend_on_the_unit(size: float) -> None:
    x = np.random.default_rng(3).random((9, 3))

    assert correlate(size * x[:, 0], x[:, 1]) == correlate(x[:, 0], x[:, 1])
    for found, expected in zip(principal_components(size * x), principal_components(x), strict=True):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        pytest.param(lambda x: 3 * x, 1.0, id="all of it"),
        pytest.param(lambda x: (x - 0.5) ** 2, 1.0, id="a curve that r does not see"),
        pytest.param(lambda x: np.random.default_rng(2).random(len(x)), 0.0, id="nothing"),
    ],
)
def test_importance_is_the_share_of_variance_that_a_child_explains(function: Function, expected: float) -> None:
    x = np.linspace(0, 1, 200)
    assert importance(x, function(x)) == pytest.approx(expected, abs=0.03)
    assert np.isnan(importance(x[:5], x[:5]))


@pytest.mark.parametrize("values", [2, 3])
def test_importance_of_a_child_with_few_values_is_the_share_between_its_groups(values: int) -> None:
    rng = np.random.default_rng(7)
    group = np.repeat(np.arange(values), 10)
    parent = group + rng.normal(size=len(group))
    means = np.array([parent[group == g].mean() for g in range(values)])
    between = float(((means[group] - parent.mean()) ** 2).sum() / ((parent - parent.mean()) ** 2).sum())
    mixed = rng.permutation(len(group))

    found = importance(group.astype(float), parent)

    if values == 2:  # a straight line goes through both means; of three, it may be the better forecast
        assert found == pytest.approx(between)
    assert found <= between + 1e-12
    assert importance(group[mixed].astype(float), parent[mixed]) == pytest.approx(found)


def test_importance_takes_a_curve_of_the_third_degree() -> None:
    x = np.linspace(-1, 1, 40)
    assert importance(x, 4 * x**3 - 3 * x) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(("moved", "flag"), [(5, None), (4, "repeats")])
def test_a_component_adds_to_the_index_where_a_fifth_of_the_regions_are_five_places_apart(
    moved: int, flag: str | None
) -> None:
    """Of 20 regions, `moved` pairs are exchanged that are five or four places apart: by five, a half are apart."""
    order = np.arange(20)
    other = order.copy()
    for k in (0, 1):
        other[[k, k + moved]] = other[[k + moved, k]]
    names, values = ["a", "b"], np.stack([order + 1.0, other + 1.0])[:, None]
    framework = framework_of({"p": {"a": 1.0}, "q": {"b": 1.0}}, weights={"p": 1e-9})
    built = build(_observations(values, names), tables.REGISTER_STOCKS.empty(), framework)

    (row, _) = _audit(built, framework).audit_added_value.to_pylist()

    assert (row["share_apart"], row["flag"]) == (0.2 if moved == 5 else 0.0, flag)


def test_scores_that_differ_by_rounding_are_tied() -> None:
    x, y = np.array([1.0, 1 + 1e-15, 2, 3, 4]), np.array([2.0, 1, 3, 5, 4])

    found = correlate(x, y)

    assert found.spearman[0] == pytest.approx(scipy.stats.spearmanr([1, 1, 2, 3, 4], y).statistic)
    assert found.kendall[0] == pytest.approx(scipy.stats.kendalltau([1, 1, 2, 3, 4], y).statistic)


def test_flags() -> None:
    rng = np.random.default_rng(4)
    base = rng.random(30)
    columns = {
        "same": base,
        "again": base + 0.01 * rng.random(30),
        "against": -base,
        "skewed": np.r_[rng.random(28), 400.0, 900.0],
        "mostly_missing": np.where(np.arange(30) < 15, np.nan, base),
    }
    names = list(columns)
    framework = framework_of({"p": dict.fromkeys(names[:3], 1.0), "q": dict.fromkeys(names[3:], 1.0)})
    values = np.stack([columns[name] for name in names])[:, None]
    built = build(_observations(values, names), tables.REGISTER_STOCKS.empty(), framework)

    found = _audit(built, framework)

    flags = {(r["first_id"], r["second_id"]): r["flag"] for r in found.audit_correlations.to_pylist()}
    assert flags["same", "again"] == "redundant"
    assert flags["same", "against"] == "redundant"
    assert flags["against", "p"] == "negative"
    outliers = {row["indicator_id"]: row["flag"] for row in found.audit_indicators.to_pylist()}
    assert outliers == {"same": None, "again": None, "against": None, "skewed": "outliers", "mostly_missing": "missing"}
    assert {row["component_id"]: row["flag"] for row in found.audit_consistency.to_pylist()}["p"] == "inconsistent"
    low = [row["ref_area"] for row in found.audit_coverage.to_pylist() if row["lowest_coverage"] == 0.5]
    assert low == [f"R{i:02d}" for i in range(15)]
    topics = {row["topic"] for row in found.audit_findings.to_pylist()}
    assert {"scope", "missing", "outliers", "redundant", "negative", "inconsistent"} <= topics


def test_a_row_of_an_indicator_is_of_its_observed_figures() -> None:
    values = np.array([[1.0, 2, 3, 4, 50], [1, 2, 3, 4, 5]])[:, None].repeat(2, 1)
    values[0, 1, 4] = np.nan
    framework = framework_of({"a": 1.0, "b": 1.0}, years=(2020, 2021), imputation=[{"method": "carry", "limit": 1}])
    built = build(_observations(values, "ab", [2020, 2021]), tables.REGISTER_STOCKS.empty(), framework)
    observed = values[0][~np.isnan(values[0])]

    row = _audit(built, framework).audit_indicators.to_pylist()[0]

    assert (row["values"], row["observed_share"], row["maximum"]) == (9, 0.9, 50)
    assert row["skew_before"] == row["skew_after"] == pytest.approx(pd.Series(observed).skew())
    assert row["kurtosis_before"] == pytest.approx(pd.Series(observed).kurt())


@pytest.mark.parametrize("regions", [1, 2])
def test_one_and_two_regions_are_audited_with_gaps(regions: int) -> None:
    goalposts = {"method": "goalposts", "lower": 0, "upper": 9}
    framework = framework_of({"p": {"a": 1.0, "b": 1.0}, "q": {"c": 1.0}}, normalisation=goalposts)
    built = build(
        _observations(np.arange(3.0 * regions).reshape(3, 1, regions), "abc"), tables.REGISTER_STOCKS.empty(), framework
    )

    found = _audit(built, framework)

    assert found.audit_correlations["pearson"].null_count == found.audit_correlations.num_rows
    assert found.audit_pca.num_rows == 0


def test_two_regions_have_an_alpha_without_an_interval() -> None:
    """Variances are 1/2, covariances −1/2, 1/2 and −1/2: α = 3² · (−1/6) / (3/2 − 1) = −3."""
    framework = framework_of(dict.fromkeys("abc", 1.0), scale=(0, 1))
    values = np.array([[0.0, 1], [1, 0], [0, 1]])[:, None]
    built = build(_observations(values, "abc"), tables.REGISTER_STOCKS.empty(), framework)

    found = _audit(built, framework)

    row = found.audit_consistency.to_pylist()[0]
    assert (row["flag"], row["alpha_p05"], row["alpha_p95"]) == ("inconsistent", None, None)
    said = {one["topic"]: one for one in found.audit_findings.to_pylist()}["inconsistent"]
    assert said["finding_en"].endswith(f"(alpha −{-row['alpha']:.2f}).")
    assert "区间" not in said["finding_zh"]


def test_a_year_in_which_all_regions_tie_has_no_alpha() -> None:
    framework = framework_of({"a": 1.0, "b": 1.0}, years=(2020, 2021))
    values = np.array([[[0.0, 1, 2, 3], [1, 1, 1, 1]], [[3.0, 1, 2, 0], [2, 2, 2, 2]]])
    built = build(_observations(values, "ab", [2020, 2021]), tables.REGISTER_STOCKS.empty(), framework)

    row = _audit(built, framework).audit_consistency.to_pylist()[0]

    assert {row[name] for name in ("alpha", "alpha_p05", "alpha_p95", "flag")} == {None}


def _audit(built: Build, framework: Framework) -> Audit:
    return audit(
        built.screened,
        built.imputed,
        built.treatments,
        built.treated,
        built.normalised,
        built.weights,
        built.scores,
        framework,
    )


def _wide(built: Build) -> pd.DataFrame:
    leaves = built.normalised.to_pandas().pivot(index="ref_area", columns="indicator_id", values="score")
    return leaves.join(built.scores.to_pandas().pivot(index="ref_area", columns="component_id", values="score"))


def _observations(values: np.ndarray, names: Sequence[str], years: Sequence[int] = (2020,)) -> pa.Table:
    rows = [
        {
            "series_id": row["indicator_id"],
            "vintage": pd.Timestamp("2020-01-01").date(),
            "source_id": "s",
            "source_file": "f",
            "batch": "b",
            "batch_line": 1,
            **{name: row[name] for name in ("ref_area", "time_period", "obs_value", "obs_status")},
        }
        for row in indicator_table(values, names, years).to_pylist()
    ]
    return tables.OBSERVATIONS.conform(pa.Table.from_pylist(rows, schema=tables.OBSERVATIONS.schema))
