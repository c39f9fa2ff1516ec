"""Another index is another folder: the ASEM example, figure by figure as the R package COINr computes it."""

import csv
import math
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest

from index_pipeline import tables
from index_pipeline.framework.load import load
from index_pipeline.methods.build import Build, build

FOLDER = Path(__file__).with_name("asem")
REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference" / "asem" / "a_default"
YEAR = 2018


@pytest.fixture(scope="module")
def built() -> Build:
    observations = pyarrow.csv.read_csv(FOLDER / "observations.csv")
    observations = observations.append_column("obs_status", pa.array(["A"] * observations.num_rows))
    return build(observations, tables.REGISTER_STOCKS.empty(), load(FOLDER))


def expected(name: str) -> dict[tuple[str, str], str]:
    """Cells of one reference table, by region and column, or by row and column."""
    path = REFERENCE / name
    if not path.exists():
        pytest.skip("reference files are not beside the checkout")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return {(row[0], column): cell for row in rows[1:] for column, cell in zip(rows[0][1:], row[1:], strict=True)}


def cells(table: pa.Table, column: str, value: str) -> dict[tuple[str, str], float | None]:
    return {(row["ref_area"], row[column]): row[value] for row in table.to_pylist()}


def assert_equal(found: dict, wanted: dict[tuple[str, str], str]) -> None:
    assert found.keys() >= wanted.keys()
    for key, cell in wanted.items():
        if cell == "":
            assert found[key] is None, key
        else:
            assert found[key] is not None, key
            assert math.isclose(found[key], float(cell), rel_tol=1e-12, abs_tol=1e-12), key


def test_scores_of_every_component(built):
    with (FOLDER / "expected_scores.csv").open(encoding="utf-8", newline="") as file:
        wanted = {(row["ref_area"], row["component_id"]): row["score"] for row in csv.DictReader(file)}

    assert len(wanted) == 51 * 11
    assert_equal(cells(built.scores, "component_id", "score"), wanted)


@pytest.mark.parametrize(
    ("file", "table", "column", "value"),
    [
        ("Denominated.csv", "indicators", "indicator_id", "obs_value"),
        ("Imputed.csv", "imputed", "indicator_id", "obs_value"),
        ("Screened.csv", "imputed", "indicator_id", "obs_value"),
        ("Treated.csv", "treated", "indicator_id", "obs_value"),
        ("Normalised.csv", "normalised", "indicator_id", "score"),
    ],
)
def test_every_step(built, file, table, column, value):
    assert_equal(cells(getattr(built, table), column, value), expected(file))


def test_aggregated_scores_and_ranks(built):
    scores = cells(built.normalised, "indicator_id", "score") | cells(built.scores, "component_id", "score")
    ranks = cells(built.rankings, "component_id", "rank")
    components = {component for _, component in ranks}

    assert_equal(scores, expected("Aggregated.csv"))
    wanted = expected("results_full_ranks.csv")
    assert_equal(ranks, {key: cell for key, cell in wanted.items() if key[1] in components})


def test_treatment(built):
    wanted = expected("treat_details.csv")
    rows = {row["indicator_id"]: row for row in built.treatments.to_pylist()}
    for name, row in rows.items():
        stated = {column: wanted[name, column] for _, column in wanted if (name, column) in wanted}
        assert math.isclose(row["skew_before"], float(stated["check_SkewKurt0.Skew"]), rel_tol=1e-11)
        assert math.isclose(row["kurtosis_before"], float(stated["check_SkewKurt0.Kurt"]), rel_tol=1e-11)
        assert row["points"] == (int(stated["winsorise.nwin"]) if stated["winsorise.nwin"] else 0)
        if stated["check_SkewKurt1.Skew"]:
            assert math.isclose(row["skew_after"], float(stated["check_SkewKurt1.Skew"]), rel_tol=1e-11)
            assert math.isclose(row["kurtosis_after"], float(stated["check_SkewKurt1.Kurt"]), rel_tol=1e-11)


def test_treated_points(built):
    names = {"winhi": "winsorised_high", "winlo": "winsorised_low"}
    wanted = {key: names[cell] for key, cell in expected("treated_points.csv").items() if cell}

    found = {(row["ref_area"], row["indicator_id"]): row["treatment"] for row in built.treated_points.to_pylist()}

    assert found == wanted


def test_effective_weights(built):
    wanted = expected("effective_weights.csv")
    effective = {row["child_id"]: row["effective_weight"] for row in built.weights.to_pylist()}

    for name, weight in effective.items():
        key = next(row for row, column in wanted if row.lower() == name.lower() and column == "EffWeight")
        assert math.isclose(weight, float(wanted[key, "EffWeight"]), rel_tol=1e-13), name


def test_shares_of_data(built):
    wanted = expected("screen_summary.csv")
    for row in built.screenings.to_pylist():
        if row["missing"] == 0:  # COINr screens after imputation here
            assert row["zero"] == int(wanted[row["ref_area"], "N_zero"])
            assert math.isclose(row["non_zero"], float(wanted[row["ref_area"], "Non_Zero"]), rel_tol=1e-14)
