"""Gini and Theil, their parts within and between zones, and what cannot be decomposed."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from regional_example import framework, reference, row, rows, scores
from soak import examples

from index_pipeline.analysis import gini as gini_room
from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.analysis.gini import decompose_gini, gini
from index_pipeline.analysis.inequality import inequality, zone_inequality, zone_pairs
from index_pipeline.analysis.theil import decompose_theil, theil

VALUES = np.array([60.0, 50.0, 40.0, 45.0, 30.0, 35.0, 20.0, 25.0])
ZONES = ["1", "1", "1", "2", "2", "3", "3", "3"]


def test_worked_example_of_dagum() -> None:
    found = decompose_gini(VALUES, ZONES)

    assert round(found.total, 4) == 0.1865
    assert [round(part, 4) for part in (found.within, found.net_between, found.transvariation)] == [
        0.0348,
        0.1434,
        0.0082,
    ]
    assert [round(pair.gini, 3) for pair in found.pairs] == [0.162, 0.304, 0.195]


def test_worked_example_of_theil() -> None:
    found = decompose_theil(VALUES, ZONES)

    assert [round(part, 4) for part in (found.total, found.between, found.within)] == [0.0541, 0.0355, 0.0186]


def test_gini_of_two_values_by_hand() -> None:
    """|3 − 1| counts twice among 4 pairs: mean difference 1, over 2 × mean 2."""
    assert gini(np.array([1.0, 3.0])) == 0.25


def test_parts_of_a_pair_by_hand() -> None:
    """Zone 1 (5, 2) leads zone 2 (1, 4) by 4, 1, 1 and trails once by 2."""
    (pair,) = decompose_gini(np.array([5.0, 2.0, 1.0, 4.0]), ["1", "1", "2", "2"]).pairs

    assert (pair.gross_affluence, pair.transvariation) == (6 / 4, 2 / 4)
    assert pair.relative_affluence == pytest.approx(0.5)
    assert pair.gini == pytest.approx((8 / 4) / (3.5 + 2.5))


def test_agrees_with_pysal() -> None:
    known = reference()
    y, zones, stated = np.array(known["last"]), known["zones"], known["inequality"]

    assert gini(y) == pytest.approx(stated["gini"], rel=1e-12)
    found = decompose_theil(y, zones)
    assert (found.total, found.between, found.within) == pytest.approx(
        (stated["theil"], stated["between"], stated["within"]), rel=1e-12
    )


def test_table_of_the_index_and_its_pillars_by_year() -> None:
    index = framework(8, zones=ZONES)
    table = scores(index, {"index": {2020: VALUES.tolist(), 2021: (2 * VALUES).tolist()}, "a": VALUES.tolist()})

    found = inequality(table, index)

    keys = [(r["component_id"], r["time_period"]) for r in found.to_pylist()]
    assert keys == [("index", 2020), ("index", 2021), ("a", 2020)]
    first = row(found, component_id="index", time_period=2020)
    assert (first["n"], first["zones"]) == (8, 3)
    assert first["gini"] == pytest.approx(decompose_gini(VALUES, ZONES).total)
    assert row(found, time_period=2021)["theil"] == pytest.approx(first["theil"])


def test_zones_and_pairs_add_up_to_the_whole() -> None:
    index = framework(8, zones=ZONES)
    table = scores(index, {"index": VALUES.tolist()})
    whole = row(inequality(table, index))
    zones, pairs = zone_inequality(table, index).to_pylist(), zone_pairs(table, index).to_pylist()

    for part, parts in (("gini_within", zones), ("theil_within", zones), ("gini_net_between", pairs)):
        assert sum(r[part] for r in parts) == pytest.approx(whole[part], rel=1e-12)
    assert sum(r["gini_transvariation"] for r in pairs) == pytest.approx(whole["gini_transvariation"], rel=1e-12)
    assert sum(r["score_share"] for r in zones) == pytest.approx(1)
    assert [(r["zone"], r["other_zone"]) for r in pairs] == [("1", "2"), ("1", "3"), ("2", "3")]
    assert [(r["n"], r["other_n"]) for r in pairs] == [(3, 2), (3, 3), (2, 3)]


def test_a_small_zone_has_a_caveat_that_states_n() -> None:
    index = framework(8, zones=["big"] * 5 + ["small"] * 3)
    found = zone_inequality(scores(index, {"index": VALUES.tolist()}), index)

    assert row(found, zone="big")["caveat_en"] is None
    assert row(found, zone="small")["caveat_en"] == "small: n = 3, too few for its own figure to say much."
    assert row(found, zone="small")["caveat_zh"] == "small仅有3个地区，其单独的结果仅供参考。"


def test_one_zone_has_all_inequality_within() -> None:
    index = framework(8)
    table = scores(index, {"index": VALUES.tolist()})
    found = row(inequality(table, index))

    assert found["zones"] == 1
    assert found["gini_within"] == pytest.approx(found["gini"])
    assert (found["gini_net_between"], found["gini_transvariation"], found["theil_between"]) == (0, 0, 0)
    assert "one zone" in found["caveat_en"]
    assert zone_pairs(table, index).num_rows == 0


def test_a_zone_of_one_region_has_no_inequality_of_its_own() -> None:
    index = framework(3, zones=["1", "2", "2"])
    found = row(zone_inequality(scores(index, {"index": [9.0, 4.0, 2.0]}), index), zone="1")

    assert (found["n"], found["gini"], found["theil"]) == (1, 0, 0)


def test_a_zone_whose_scores_are_all_zero_has_no_inequality_of_its_own() -> None:
    """Zone 2 has nothing: all inequality is between the zones, and inside zone 1."""
    found = decompose_gini(np.array([3.0, 1.0, 0.0, 0.0]), ["1", "1", "2", "2"])

    assert [zone.gini for zone in found.zones] == [0.25, 0]
    assert found.within + found.net_between == pytest.approx(found.total)


def test_a_region_without_a_score_is_left_out_and_named() -> None:
    index = framework(4, zones=["1", "1", "2", "2"])
    found = row(inequality(scores(index, {"index": [9.0, None, 4.0, 2.0]}), index))

    assert found["n"] == 3
    assert found["gini"] == pytest.approx(gini(np.array([9.0, 4.0, 2.0])))
    assert "Without a score and left out: Region R2." in found["caveat_en"]
    assert "地区R2没有得分" in found["caveat_zh"]


def test_a_zero_leaves_theil_without_a_value_and_says_which_region() -> None:
    index = framework(3, zones=["1", "2", "2"])
    table = scores(index, {"index": [9.0, 0.0, 2.0]})
    found = row(inequality(table, index))

    assert (found["theil"], found["theil_within"], found["theil_between"]) == (None, None, None)
    assert found["gini"] == pytest.approx(gini(np.array([9.0, 0.0, 2.0])))
    assert "Theil's index is not defined, as scores are not positive: Region R2." in found["caveat_en"]
    assert all(r["theil"] is None and r["gini"] is not None for r in zone_inequality(table, index).to_pylist())


def test_a_negative_score_leaves_gini_without_a_value_and_says_which_region() -> None:
    index = framework(3, zones=["1", "2", "2"])
    table = scores(index, {"index": [9.0, -1.0, 2.0]})
    found = row(inequality(table, index))

    assert found["gini"] is None
    assert found["theil"] is None
    assert "Gini is not defined, as scores are negative: Region R2." in found["caveat_en"]
    assert zone_pairs(table, index).num_rows == 0


def test_scores_that_are_all_zero_have_no_inequality() -> None:
    index = framework(2)
    found = row(inequality(scores(index, {"index": [0.0, 0.0]}), index))

    assert found["gini"] is None
    assert "All scores are 0" in found["caveat_en"]


def test_a_component_can_be_chosen_and_an_unknown_one_is_refused() -> None:
    index = framework(2)
    table = scores(index, {"a_theme": [1.0, 3.0]})

    assert row(inequality(table, index, ["a_theme"]))["gini"] == 0.25
    with pytest.raises(
        AnalysisError, match="no component a_thema in the framework example; did you mean a_theme"
    ) as refused:
        inequality(table, index, ["a_thema"])
    assert "指标体系 example 中没有各级指标“a_thema”" in refused.value.both().zh


def test_a_year_without_any_score_has_no_row() -> None:
    index = framework(2)
    table = scores(index, {"index": {2020: [1.0, 3.0], 2021: [None, None]}})

    assert [r["time_period"] for r in rows(inequality(table, index))] == [2020]


@pytest.mark.parametrize(
    ("compute", "values", "message"),
    [
        pytest.param(gini, [1.0, -2.0], "value 2 is -2", id="negative"),
        pytest.param(gini, [0.0, 0.0], "all values are 0", id="all zero"),
        pytest.param(gini, [], "at least one value", id="none"),
        pytest.param(gini, [1.0, float("nan")], "value 2 is nan", id="missing"),
        pytest.param(theil, [1.0, 0.0], "value 2 is 0", id="zero in Theil"),
        pytest.param(theil, [], "at least one value", id="none in Theil"),
    ],
)
def test_refused_values(compute, values, message):
    with pytest.raises(AnalysisError, match=message) as refused:
        compute(np.array(values))
    assert not refused.value.both().zh.isascii()


@pytest.mark.parametrize("decompose", [decompose_gini, decompose_theil])
def test_each_value_needs_a_zone(decompose):
    with pytest.raises(AnalysisError, match="2 values but 1 zone:"):
        decompose(np.array([1.0, 2.0]), ["1"])


groups = st.lists(
    st.tuples(st.floats(0.01, 100, allow_subnormal=False), st.sampled_from("abcd")), min_size=1, max_size=25
)


@given(groups)
@examples(60)
def test_parts_add_up(regions):
    y, zones = np.array([value for value, _ in regions]), [zone for _, zone in regions]
    by_gini, by_theil = decompose_gini(y, zones), decompose_theil(y, zones)

    assert by_gini.within + by_gini.net_between + by_gini.transvariation == pytest.approx(by_gini.total, abs=1e-12)
    assert by_theil.within + by_theil.between == pytest.approx(by_theil.total, abs=1e-12)
    assert min(by_gini.net_between, by_gini.transvariation, by_theil.between + 1e-12) >= -1e-15


@given(groups, st.floats(0.1, 50), st.randoms(use_true_random=False))
@examples(60)
def test_neither_scale_nor_order_matters(regions, factor, random):
    mixed = random.sample(regions, len(regions))
    y, zones = np.array([value for value, _ in regions]), [zone for _, zone in regions]
    other, other_zones = factor * np.array([value for value, _ in mixed]), [zone for _, zone in mixed]

    one, two = decompose_gini(y, zones), decompose_gini(other, other_zones)
    assert (two.total, two.within, two.net_between, two.transvariation) == pytest.approx(
        (one.total, one.within, one.net_between, one.transvariation), abs=1e-12
    )
    assert decompose_theil(other, other_zones).between == pytest.approx(decompose_theil(y, zones).between, abs=1e-12)


def test_the_order_of_rows_does_not_matter() -> None:
    index = framework(8, zones=ZONES)
    table = scores(index, {"index": VALUES.tolist(), "a": VALUES[::-1].tolist()})
    mixed = table.take(pa.array(np.random.default_rng(1).permutation(table.num_rows)))

    assert inequality(mixed, index).equals(inequality(table, index))


def test_pairs_in_blocks_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = decompose_gini(VALUES, ZONES)

    monkeypatch.setattr(gini_room, "PAIRS_AT_ONCE", 10)
    blocks = decompose_gini(VALUES, ZONES)

    assert (blocks.total, blocks.within) == pytest.approx((whole.total, whole.within), rel=1e-14)
    assert [pair.gini for pair in blocks.pairs] == pytest.approx([pair.gini for pair in whole.pairs], rel=1e-14)
