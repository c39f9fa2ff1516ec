"""Moran's I, global and local: by hand, against PySAL, with and without the link by convention."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from regional_example import framework, pairs, reference, row, rows, scores
from soak import examples

from index_pipeline.analysis import spatial
from index_pipeline.analysis.moran import (
    draw_permutations,
    false_discovery,
    local_morans_i,
    local_p_values,
    morans_i,
    morans_i_p_value,
)
from index_pipeline.analysis.neighbours import Neighbours, adjacency, links_by_name, neighbours
from index_pipeline.analysis.spatial import global_moran, local_moran
from index_pipeline.framework.load import load

INDICATORS = Path(__file__).resolve().parents[3] / "indicators"
LINE = Neighbours(np.abs(np.subtract.outer(range(4), range(4))) == 1)
QUADRANTS = {1: "HH", 2: "LH", 3: "LL", 4: "HL"}


def chain(regions: int, more: tuple[tuple[str, str, str], ...] = ()) -> pa.Table:
    return pairs(*((f"R{n}", f"R{n + 1}") for n in range(1, regions)), *more)


@pytest.fixture(scope="module")
def china():
    index = load(INDICATORS)
    return index, links_by_name(adjacency(index), index, ())


def test_worked_example_on_a_line_of_four() -> None:
    y = np.array([1.0, 2.0, 3.0, 4.0])

    assert morans_i(y, LINE, "row_standardised").moran == pytest.approx(0.4)
    assert morans_i(y, LINE, "binary").moran == pytest.approx(1 / 3)
    assert local_morans_i(y, LINE, "row_standardised").moran == pytest.approx([0.6, 0.2, 0.2, 0.6])
    assert local_morans_i(y, LINE, "row_standardised").quadrants == ("LL", "LL", "HH", "HH")
    assert morans_i(y, LINE, "binary").expected == pytest.approx(-1 / 3)


def test_adjacency_of_the_31_regions(china):
    index, links = china

    assert {name: len(found) for name, found in links.items()} == {"all": 69, "without_convention": 68}
    land = neighbours(links["without_convention"], index.ref_areas)
    assert [area for area, alone in zip(index.ref_areas, land.isolates, strict=True) if alone] == ["460000"]
    assert not neighbours(links["all"], index.ref_areas).isolates.any()


@pytest.mark.parametrize("links", ["all", "without_convention"])
@pytest.mark.parametrize("weighting", ["row_standardised", "binary"])
class TestAgainstPysal:
    def given(self, china, links):
        known = reference()
        near = neighbours(china[1][links], known["ref_areas"])
        return np.array(known["last"]), near, known["moran"]

    def test_global(self, china, links, weighting):
        y, near, known = self.given(china, links)
        stated, found = known[f"{links} {weighting}"], morans_i(y, near, weighting)

        assert (found.moran, found.expected, found.variance, found.z_value) == pytest.approx(
            (stated["I"], stated["EI"], stated["VI_rand"], stated["z_rand"]), rel=1e-12
        )

    def test_local(self, china, links, weighting):
        """PySAL divides by the variance with n − 1, and gives regions without neighbours a value all the same."""
        y, near, known = self.given(china, links)
        stated, found = known[f"{links} {weighting}"], local_morans_i(y, near, weighting)
        tested = ~near.isolates

        assert found.moran[tested] * 30 / 31 == pytest.approx(np.array(stated["local_Is"])[tested], rel=1e-12)
        assert [q for q in found.quadrants if q] == [
            QUADRANTS[q] for q, has in zip(stated["local_q"], tested, strict=True) if has
        ]

    def test_permutations(self, china, links, weighting):
        """PySAL's p are one-sided; both are drawn, so that they differ by chance: five standard errors at most.

        A region with one neighbour draws ties, which PySAL leaves out of the lower tail: it is not compared.
        """
        y, near, known = self.given(china, links)
        stated, number, tested = known[f"{links} {weighting}"], 9_999, near.counts > 1
        p = np.array(stated["local_p_sim"])[tested]

        whole = morans_i_p_value(y, near, weighting, draw_permutations(31, number, 7)) / 2
        local = local_p_values(y, near, draw_permutations(30, number, 7).T)[tested] / 2

        assert abs(whole - stated["p_sim"]) < 5 * np.sqrt(stated["p_sim"] / number) + 1 / number
        assert (np.abs(local - p) < 5 * np.sqrt(p * (1 - p) / number) + 1 / number).all()


def test_false_discovery_agrees_with_statsmodels() -> None:
    known = reference()["false_discovery"]
    with_gap = np.array([*known["p"], np.nan])

    adjusted = false_discovery(with_gap)

    assert adjusted[:-1] == pytest.approx(known["adjusted"], rel=1e-12)
    assert np.isnan(adjusted[-1])


def test_p_of_every_arrangement_by_hand() -> None:
    """1, 2, 3, 4 on a line: of 24 arrangements only it and its mirror reach its I of 1/3."""
    y, orders = np.array([1.0, 2.0, 3.0, 4.0]), np.array(list(permutations(range(4))))

    assert morans_i_p_value(y, LINE, "binary", orders) == pytest.approx(2 * 3 / 25)


def test_p_of_every_neighbour_by_hand() -> None:
    """The end of the line, 1, draws its one neighbour from 2, 3, 4: only 2 gives an I as great as its own."""
    y, orders = np.array([1.0, 2.0, 3.0, 4.0]), np.array(list(permutations(range(3))))

    assert local_p_values(y, LINE, orders.T)[0] == pytest.approx(2 * 3 / 7)


def test_table_of_each_year_set_of_links_and_weighting() -> None:
    index = framework(5)
    table = scores(index, {"index": {2020: [1.0, 2, 3, 4, 5], 2021: [5.0, 1, 4, 2, 3]}})
    found = global_moran(table, chain(4, (("R4", "R5", "convention"),)), index, permutations=99)

    assert found.num_rows == 2 * 2 * 2
    whole = row(found, time_period=2020, links="all", weighting="binary")
    part = row(found, time_period=2020, links="without_convention", weighting="binary")
    assert (whole["n"], whole["pairs"], whole["isolates"]) == (5, 4, 0)
    assert (part["n"], part["pairs"], part["isolates"]) == (5, 3, 1)
    assert "Without a neighbour: Region R5." in part["caveat_en"]
    assert "地区R5没有相邻地区。" in part["caveat_zh"]
    assert "n = 5 gives little power" in whole["caveat_en"]
    assert (whole["permutations"], whole["seed"]) == (99, 20161230)


def test_a_region_without_neighbours_has_no_local_statistic() -> None:
    index = framework(5)
    table = scores(index, {"index": [1.0, 2, 3, 4, 9]})
    found = local_moran(table, chain(4), index, permutations=99)
    alone = row(found, ref_area="R5", weighting="row_standardised")

    assert (alone["moran"], alone["lag"], alone["quadrant"]) == (None, None, None)
    assert (alone["p_value"], alone["p_adjusted"], alone["significant"]) == (None, None, None)
    assert (alone["neighbours"], alone["caveat_en"]) == (0, "Without a neighbour: Region R5.")


def test_local_statistics_of_arrays_are_missing_for_a_value_without_neighbours() -> None:
    near = Neighbours(np.array([[False, True, False], [True, False, False], [False, False, False]]))
    y = np.array([1.0, 2.0, 6.0])
    found = local_morans_i(y, near, "binary")

    assert np.isnan(found.lag).tolist() == np.isnan(found.moran).tolist() == [False, False, True]
    assert np.isnan(local_p_values(y, near, draw_permutations(2, 9, 1).T)).tolist() == [False, False, True]


def test_without_links_by_convention_there_is_one_set_of_links() -> None:
    index = framework(4)
    found = global_moran(scores(index, {"index": [1.0, 2, 3, 4]}), chain(4), index, permutations=9)

    assert {r["links"] for r in rows(found)} == {"all"}


def test_a_region_without_a_score_takes_its_links_with_it() -> None:
    index = framework(5)
    found = global_moran(scores(index, {"index": [1.0, 2, None, 4, 7]}), chain(5), index, permutations=9)

    assert {(r["n"], r["pairs"], r["isolates"]) for r in rows(found)} == {(4, 2, 0)}
    assert "Without a score and left out: Region R3." in found["caveat_en"][0].as_py()


@pytest.mark.parametrize(
    ("values", "stated"),
    [
        pytest.param([5.0, 5.0, 5.0], chain(3), id="no variation"),
        pytest.param([5.0, None, 2.0], chain(3), id="no link left"),
    ],
)
def test_no_pattern_says_so(values, stated):
    index = framework(3)
    table = scores(index, {"index": values})

    for found in (
        global_moran(table, stated, index, permutations=9),
        local_moran(table, stated, index, permutations=9),
    ):
        assert {(r["moran"], r["p_value"]) for r in rows(found)} == {(None, None)}
        assert "Moran's I is not defined." in found["caveat_en"][0].as_py()


def test_without_adjacency_there_are_no_rows() -> None:
    index = framework(3)

    assert global_moran(scores(index, {"index": [1.0, 2, 3]}), adjacency(index), index).num_rows == 0


def test_significance_is_by_adjusted_p() -> None:
    index = framework(12)
    table = scores(index, {"index": [90.0, 91, 92, 93, 94, 95, 5, 6, 7, 8, 9, 10]})
    found = rows(local_moran(table, chain(12), index, permutations=999), weighting="binary")

    assert [r["significant"] for r in found] == [r["p_adjusted"] <= 0.05 for r in found]
    assert all(r["p_adjusted"] >= r["p_value"] for r in found)
    assert found[0]["quadrant"] == "HH"


def test_the_same_seed_gives_the_same_result_in_any_order_of_rows() -> None:
    index = framework(8)
    table = scores(index, {"index": [3.0, 1, 4, 1, 5, 9, 2, 6], "a": [2.0, 7, 1, 8, 2, 8, 1, 8]})
    mixed = table.take(pa.array(np.random.default_rng(1).permutation(table.num_rows)))

    for analyse in (global_moran, local_moran):
        once = analyse(table, chain(8), index, permutations=199, seed=5)
        assert analyse(mixed, chain(8), index, permutations=199, seed=5).equals(once)
        assert not analyse(table, chain(8), index, permutations=199, seed=6).equals(once)


@given(st.lists(st.integers(0, 100), min_size=4, max_size=4, unique=True), st.integers(1, 9), st.integers(-50, 50))
@examples(40)
def test_neither_scale_nor_origin_matters(values, factor, shift):
    y = np.array(values, float)

    for weighting in ("row_standardised", "binary"):
        one, other = morans_i(y, LINE, weighting), morans_i(factor * y + shift, LINE, weighting)
        assert other.moran == pytest.approx(one.moran, abs=1e-9)
        local = local_morans_i(y, LINE, weighting).moran
        assert local.sum() / LINE.weights(weighting).sum() == pytest.approx(one.moran, abs=1e-9)


def test_more_regions_than_are_analysed_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spatial, "MOST_REGIONS", 4)
    index = framework(5)
    table = scores(index, {"index": [1.0, 2, 3, 4, 9]})

    whole = row(global_moran(table, chain(4), index, permutations=99), weighting="binary")
    assert (whole["n"], whole["pairs"], whole["isolates"], whole["moran"]) == (5, 3, 1, None)
    assert "There are more than 4 regions: Moran's I is not computed." in whole["caveat_en"]
    one = row(local_moran(table, chain(4), index, permutations=99), ref_area="R2", weighting="binary")
    assert (one["neighbours"], one["moran"], one["p_value"]) == (2, None, None)
