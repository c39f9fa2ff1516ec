"""Our functions against R, to 1e-9: see r/README.md for what was computed, and how."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from regional_example import framework, row, scores
from scipy.cluster.hierarchy import fcluster, linkage

from index_pipeline.analysis.agreement import agreement
from index_pipeline.analysis.breaks import natural_breaks
from index_pipeline.analysis.clusters import silhouettes
from index_pipeline.analysis.convergence import beta_convergence
from index_pipeline.analysis.densities import bandwidth, density
from index_pipeline.analysis.moran import false_discovery, local_morans_i, morans_i
from index_pipeline.analysis.neighbours import Neighbours, neighbours
from index_pipeline.tables import OTHER_RANKING

FOLDER = Path(__file__).parent / "r"
STYLES = {"W": "row_standardised", "B": "binary"}
QUADRANTS = {"High-High": "HH", "Low-Low": "LL", "High-Low": "HL", "Low-High": "LH"}


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, dtype={"ref_area": str, "other_area": str})


INPUTS = read("inputs.csv")
AREAS = INPUTS.ref_area.to_list()


def exactly(expected: Any) -> Any:
    """Return what equals `expected` to nine digits."""
    return pytest.approx(expected, rel=1e-9, abs=1e-9)


def values(name: str) -> np.ndarray:
    return INPUTS[name].to_numpy(dtype=float)


@pytest.fixture(scope="module")
def links() -> dict[str, Neighbours]:
    listed = read("adjacency.csv")
    kinds = {"all": listed, "without_convention": listed[listed.kind != "convention"]}
    return {
        name: neighbours(frozenset(map(frozenset, rows[["ref_area", "other_area"]].to_numpy().tolist())), AREAS)
        for name, rows in kinds.items()
    }


def test_global_moran(links):
    for r in read("r_global_moran.csv").itertuples():
        found = morans_i(values(r.variable), links[r.links], STYLES[r.style])
        assert (found.moran, found.expected, found.variance, found.z_value) == exactly((r.I, r.E, r.V, r.z))


def test_local_moran(links):
    for (name, style, variable), rows in read("r_local_moran.csv").groupby(["links", "style", "variable"]):
        found, expected = local_morans_i(values(variable), links[name], STYLES[style]), rows.set_index("ref_area")
        expected, known = expected.loc[AREAS], ~links[name].isolates
        np.testing.assert_allclose(found.moran[known], expected.Ii_mlvar_n[known], rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(found.lag[known], expected.lag[known], rtol=1e-9, atol=1e-9)
        quadrants = expected.quadrant_pysal.map(QUADRANTS)
        assert [q for q, k in zip(found.quadrants, known, strict=True) if k] == quadrants[known].to_list()


def test_natural_breaks():
    for r in read("r_breaks.csv").itertuples():
        found = natural_breaks(values(r.variable), r.k).gvf
        assert found == exactly(r.gvf) if r.style == "fisher" else found >= r.gvf - 1e-9


def test_correlations():
    index = framework(AREAS)
    for r in read("r_correlations.csv").itertuples():
        other = pd.DataFrame({"ref_area": AREAS, "time_period": 2020, "rank": -values(r.b)})
        table = OTHER_RANKING.conform(pa.Table.from_pandas(other, preserve_index=False))
        found = row(agreement(scores(index, {"index": values(r.a).tolist()}), table, index))
        assert (found["spearman"], found["kendall"]) == exactly((r.spearman, r.kendall_tau_b))
        assert found["spearman_p_value"] == exactly(r.spearman_p_t)
        assert found["kendall_p_value"] == exactly(r.kendall_p)


def test_bandwidth_and_density():
    for r in read("r_bw_nrd0.csv").itertuples():
        if r.variable in INPUTS:
            assert bandwidth(values(r.variable)) == exactly(r.bw_nrd0)
    for name, rows in read("r_density.csv").groupby("variable"):
        found = density(values(name), rows.x.to_numpy(), rows.h.iloc[0])
        np.testing.assert_allclose(found, rows.density, rtol=1e-9, atol=1e-12)


def test_clusters():
    points = INPUTS[["icdi_2018", "icdi_2023", "normal", "ties"]].to_numpy(dtype=float)
    tree = linkage(points, method="ward")
    np.testing.assert_allclose(tree[:, 2], read("r_ward_heights.csv").height, rtol=1e-9)
    for number, rows in read("r_ward_silhouette.csv").groupby("k"):
        labels = fcluster(tree, number, criterion="maxclust").astype(np.int64)
        expected = rows.set_index("ref_area").loc[AREAS].silhouette
        np.testing.assert_allclose(silhouettes(points, labels), expected, rtol=1e-9, atol=1e-9)


def test_convergence():
    index = framework(AREAS, zones=INPUTS.zone.to_list())
    table = scores(index, {"index": {2018: values("icdi_2018").tolist(), 2023: values("icdi_2023").tolist()}})
    found = {r["zone"] or "all": r for r in beta_convergence(table, index, None, ["index"]).to_pylist()}
    for r in read("r_beta.csv").itertuples():
        ours = [found[r.zone][name] for name in ("beta", "standard_error", "t_value", "p_value", "r_squared", "speed")]
        assert (found[r.zone]["n"], *ours) == exactly((r.n, r.beta, r.se, r.t, r.p, r.r2, r.speed))


def test_false_discovery():
    expected = read("r_bh.csv")
    np.testing.assert_allclose(false_discovery(expected.p.to_numpy()), expected.bh, rtol=1e-12)
