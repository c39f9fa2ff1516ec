"""Another index is another folder: the ASEM example, figure by figure as the R package COINr computes it."""

import csv
import math
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pytest
import references

from index_pipeline import tables
from index_pipeline.framework.load import load
from index_pipeline.methods.build import Build, build

FOLDER = Path(__file__).with_name("asem")
YEAR = 2018


@pytest.fixture(scope="module")
def built() -> Build:
    observations = pyarrow.csv.read_csv(FOLDER / "observations.csv")
    observations = observations.append_column("obs_status", pa.array(["A"] * observations.num_rows))
    return build(observations, tables.REGISTER_STOCKS.empty(), load(FOLDER))


def expected(name: str) -> dict[tuple[str, str], str]:
    """Cells of one reference table, by region and column, or by row and column."""
    return references.cells(f"asem/{name}")


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


def test_scores_and_ranks_of_every_component(built):
    with (FOLDER / "expected_scores.csv").open(encoding="utf-8", newline="") as file:
        wanted = {(row["ref_area"], row["component_id"]): row["score"] for row in csv.DictReader(file)}

    assert len(wanted) == 51 * 11
    assert_equal(cells(built.scores, "component_id", "score"), wanted)
    ranks = expected("ranks.csv")
    assert ranks.keys() == wanted.keys()
    assert_equal(cells(built.rankings, "component_id", "rank"), ranks)


@pytest.mark.parametrize(
    ("step", "table", "column", "value"),
    [
        ("Denominated", "indicators", "indicator_id", "obs_value"),
        ("Imputed", "imputed", "indicator_id", "obs_value"),
        ("Treated", "treated", "indicator_id", "obs_value"),
        ("Normalised", "normalised", "indicator_id", "score"),
    ],
)
def test_every_step(built, step, table, column, value):
    """COINr's screening, after the filling of gaps, leaves out no country, so that it has no table of its own here."""
    wanted = expected(f"{step}.csv.gz")

    assert len(wanted) == 51 * 49
    assert_equal(cells(getattr(built, table), column, value), wanted)


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
