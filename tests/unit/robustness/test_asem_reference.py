"""The ASEM example over arrays, against the figures of the R package COINr."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pytest
import references

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.methods.build import Build, build
from index_pipeline.robustness.panel.build import build_panel

ROOT = Path(__file__).resolve().parents[3]
ASEM = ROOT / "tests" / "framework" / "asem"


@pytest.fixture(scope="module")
def asem() -> tuple[Framework, Build]:
    framework = load(ASEM)
    rows = pyarrow.csv.read_csv(ASEM / "observations.csv").to_pandas()
    filler = {"vintage": pd.Timestamp("2018-01-01").date(), "obs_status": "A", "source_id": "s", "source_file": "f"}
    filler |= {"source_sheet": None, "source_cell": None, "note": None, "batch": "b", "batch_line": 1}
    observations = pa.Table.from_pylist(rows.assign(**filler).to_dict("records"), schema=tables.OBSERVATIONS.schema)
    return framework, build(tables.OBSERVATIONS.conform(observations), tables.REGISTER_STOCKS.empty(), framework)


def test_scores(asem: tuple[Framework, Build]) -> None:
    framework, built = asem
    panel = build_panel(built.screened, built.weights, framework)
    with (ASEM / "expected_scores.csv").open(encoding="utf-8") as file:
        expected = {(row["ref_area"], row["component_id"]): float(row["score"]) for row in csv.DictReader(file)}
    for row in panel.to_scores(framework).to_pylist():
        assert row["score"] == pytest.approx(expected[row["ref_area"], row["component_id"]], rel=1e-9)


def test_normalised_figures_and_ranks(asem: tuple[Framework, Build]) -> None:
    framework, built = asem
    panel = build_panel(built.screened, built.weights, framework)
    normalised = pd.read_csv(references.FOLDER / "asem/Normalised.csv.gz", index_col="uCode").loc[
        list(panel.axes.ref_areas)
    ]
    for j, name in enumerate(panel.axes.indicator_ids):
        np.testing.assert_allclose(panel.normalised[j, 0], normalised[name], rtol=1e-9, atol=1e-9)
    ranks = pd.read_csv(references.FOLDER / "asem/ranks.csv", index_col="uCode").loc[list(panel.axes.ref_areas)]
    for c, name in enumerate(panel.tree.component_ids):
        assert panel.ranks[c, 0].tolist() == ranks[name].tolist()
