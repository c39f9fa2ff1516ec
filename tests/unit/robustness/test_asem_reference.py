"""The ASEM example, published and as a replicate, against the figures of the R package COINr."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv
import pytest
import references
from synthetic_index import replicated

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.framework.load import load
from index_pipeline.methods.build import Build, build
from index_pipeline.robustness.figures import Inputs

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


def test_a_replicate_scores_as_coinr(asem: tuple[Framework, Build]) -> None:
    framework, built = asem
    scores, axes = replicated(Inputs(built.indicators, built.weights, built.rankings), framework)
    with (ASEM / "expected_scores.csv").open(encoding="utf-8") as file:
        expected = {(row["ref_area"], row["component_id"]): float(row["score"]) for row in csv.DictReader(file)}
    for c, i in np.ndindex(len(axes.indicator_ids), len(axes.ref_areas)):
        assert scores[c, 0, i] == pytest.approx(expected[axes.ref_areas[i], axes.indicator_ids[c]], rel=1e-9)


def test_normalised_figures_and_ranks_as_coinr(asem: tuple[Framework, Build]) -> None:
    _, built = asem
    normalised = built.normalised.to_pandas().pivot(index="ref_area", columns="indicator_id", values="score")
    expected = pd.read_csv(references.FOLDER / "asem/Normalised.csv.gz", index_col="uCode").loc[normalised.index]
    for name in normalised.columns:
        np.testing.assert_allclose(normalised[name], expected[name], rtol=1e-9, atol=1e-9)
    ranks = built.rankings.to_pandas().pivot(index="ref_area", columns="component_id", values="rank")
    expected = pd.read_csv(references.FOLDER / "asem/ranks.csv", index_col="uCode").loc[ranks.index]
    for name in ranks.columns:
        assert ranks[name].tolist() == expected[name].tolist()
