"""Ranks over draws: designs computed by hand, what varies and what does not, each draw by itself."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from synthetic_index import framework_of, indicator_table, inputs_of

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.kernel.errors import MethodError
from index_pipeline.robustness import leaves, replicates
from index_pipeline.robustness.figures import Inputs
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.removal import removed
from index_pipeline.robustness.replicates import replicate
from index_pipeline.robustness.uncertainty import Uncertainty, random_draws, uncertainty

OPPOSED = np.array([[[0.0, 5.0, 10.0]], [[10.0, 4.0, 0.0]]])
"""Two indicators of three regions: under min–max 0, 50, 100 and 100, 40, 0."""

DESIGN = pa.table({"draw": [1, 2, 3, 4], "a": [1.0, 3.0, 1.0, 1.0], "b": [1.0, 1.0, 3.0, 0.0]})
"""Ranks of the three regions: (1, 3, 1), (3, 2, 1), (1, 2, 3), (3, 2, 1)."""


def test_three_regions_under_four_draws() -> None:
    found = _of(OPPOSED, robustness={"top": 1, "tiers": [1, 2]}, design=DESIGN)

    rows = found.rank_intervals.to_pylist()
    assert [row["rank"] for row in rows] == [1, 3, 1]
    assert [row["rank_median"] for row in rows] == [2.0, 2.0, 1.0]
    assert [row["rank_p05"] for row in rows] == [1.0, 2.0, 1.0]
    assert [row["rank_p95"] for row in rows] == pytest.approx([3.0, 2.85, 2.7])  # type 7: 1 + 0.85 · 2
    assert [row["p_top"] for row in rows] == [0.5, 0.0, 0.75]
    assert [row["p_scored"] for row in rows] == [1.0, 1.0, 1.0]
    tiers = {(r["ref_area"], r["tier"]): r["probability"] for r in found.tier_probabilities.to_pylist()}
    assert [tiers[f"R{i:02d}", 1] for i in range(3)] == [0.5, 0.0, 0.75]
    assert [tiers[f"R{i:02d}", 2] for i in range(3)] == [0.5, 1.0, 0.25]
    above = {(r["ref_area"], r["other_area"]): r["probability"] for r in found.rank_pairs.to_pylist()}
    assert (above["R00", "R01"], above["R01", "R00"]) == (0.5, 0.5)
    assert (above["R00", "R02"], above["R02", "R00"]) == (0.25, 0.5)  # a tie is above for neither


def test_choices_of_a_design_count_from_the_frameworks_own() -> None:
    values = np.array([[[1.0, 2.0, 100.0]], [[3.0, 2.0, 0.0]]])
    robustness = {
        "normalisation": [{"method": "rank", "fitted_on": "year"}],
        "aggregation": [{"rule": {"method": "geometric"}}],
    }
    design = pa.table({"normalisation": [1, 2, 1, 2], "aggregation": [1, 1, 2, 2]})

    found = _of(values, robustness=robustness, design=design)

    # min–max: (0, 1.01, 100) and (100, 66.7, 0); ranks 1 worst: (1, 2, 3) and (3, 2, 1)
    # arithmetic: (50, 33.8, 50) and (2, 2, 2), which tells no region from another; geometric: (0, 8.2, 0) and
    # (√3, 2, √3)
    expected = np.array([[1, 3, 1], [2, 1, 2], [2, 1, 2]])
    assert _column(found.rank_intervals, "rank_median") == np.median(expected, axis=0).tolist()
    assert _column(found.rank_intervals, "rank_p95") == pytest.approx(np.quantile(expected, 0.95, axis=0))


def test_score_borders_become_cuts_at_the_published_scores() -> None:
    values = np.array([[[0.0, 4.0, 6.0, 10.0]], [[0.0, 5.0, 6.0, 10.0]]])

    found = _of(values, robustness={"tier_borders": [55.0, 42.0], "weights": []})

    # scores 0, 45, 60, 100: two regions reach 55, one more reaches 42
    tiers = {(r["ref_area"], r["tier"]): r["probability"] for r in found.tier_probabilities.to_pylist()}
    assert [tier for tier in (1, 2, 3) for area in range(4) if tiers[f"R{area:02d}", tier] == 1.0] == [1, 1, 2, 3]


def test_published_tiers_take_the_place_of_those_of_the_framework() -> None:
    rows = [{"ref_area": f"R{i:02d}", "time_period": 2020, "tier": tier} for i, tier in enumerate((1, 2, 1))]
    published = tables.TIERS.conform(pa.Table.from_pylist(rows, schema=tables.TIERS.schema))

    found = _of(OPPOSED, robustness={"tiers": [1, 1, 1]}, design=DESIGN, tiers=published)

    tiers = {(r["ref_area"], r["tier"]): r["probability"] for r in found.tier_probabilities.to_pylist()}
    assert [tiers[f"R{i:02d}", 1] for i in range(3)] == [0.5, 0.75, 0.75]  # two regions hold the first tier
    assert {tier for _, tier in tiers} == {1, 2}


def test_a_change_of_rank_is_significant_where_the_same_draws_agree() -> None:
    first, second = [[0.0, 6.0, 10.0], [10.0, 5.0, 0.0]], [[0.0, 10.0, 9.0], [9.0, 10.0, 0.0]]
    values = np.stack([first, second], axis=1)
    design = pa.table({"a": [1.0] * 10, "b": [1.0] * 9 + [0.0]})

    found = _of(values, years=(2020, 2021), design=design)

    rows = {row["ref_area"]: row for row in found.rank_changes.to_pylist()}
    # equal weights: (50, 55, 50) then (45, 100, 45); with a alone: (3, 2, 1) then (3, 1, 2)
    assert rows["R01"] == {
        "ref_area": "R01", "time_period": 2021, "component_id": "index",
        "rank_change": 0, "p_up": 0.1, "p_down": 0.0, "significant": False,
    }  # fmt: skip
    values[:, 1] = [[0.0, 0.0, 10.0], [10.0, 0.0, 10.0]]
    rows = {r["ref_area"]: r for r in _of(values, years=(2020, 2021), design=design).rank_changes.to_pylist()}
    # then (50, 0, 100): R01 falls from 1 to 3 in nine draws of ten; with a alone it stays 2, beside R00
    assert (rows["R01"]["rank_change"], rows["R01"]["p_down"], rows["R01"]["significant"]) == (-2, 0.9, True)
    assert (rows["R02"]["rank_change"], rows["R02"]["p_up"], rows["R02"]["significant"]) == (1, 0.9, True)


def test_without_anything_that_varies_every_draw_is_the_published_ranking() -> None:
    values = np.random.default_rng(5).random((4, 2, 9))
    framework, inputs = _index(values, {"p": {"i0": 1, "i1": 2}, "q": {"i2": 1, "i3": 1}}, (2020, 2021), weights=[])

    found = uncertainty(model_of(inputs, framework)).rank_intervals

    published = found["rank"].to_pylist()
    for column in ("rank_median", "rank_p05", "rank_p95"):
        assert found[column].to_pylist() == published


@pytest.mark.parametrize("rule", [{"method": "range", "range": 0.25}, {"method": "dirichlet", "concentration": 400.0}])
def test_weights_vary_around_those_given_and_only_where_the_rule_says(rule: dict[str, object]) -> None:
    tree = {"p": {"i0": 1.0, "i1": 3.0}, "q": {"i2": 1.0, "i3": 1.0}}
    values = np.random.default_rng(5).random((4, 1, 9))
    framework, inputs = _index(values, tree, (2020, 2020), weights=[{**rule, "components": ["p"]}])

    model = model_of(inputs, framework)
    draws = random_draws(model)
    first, others = draws.weights[:, :2], draws.weights[:, 2:]
    assert (others == model.tree.weights[2:]).all()
    assert first.sum(axis=1) == pytest.approx(4.0)
    assert first[:, 1].mean() == pytest.approx(3.0, abs=0.02)
    assert 0.05 < first[:, 1].std() < 0.3
    if rule["method"] == "range":
        ratio = first[:, 1] / first[:, 0]
        assert (ratio >= 3 * 0.75 / 1.25).all()
        assert (ratio <= 3 * 1.25 / 0.75).all()


@pytest.mark.parametrize("concentration", [0.01, 0.001, 1e-6, 1e-300])
def test_a_low_concentration_gives_one_child_all_of_the_weight(concentration: float) -> None:
    """As κ falls to 0, Dirichlet(κs) is all of the weight on child j with probability s_j: sd √(s(1 − s))."""
    values = np.random.default_rng(5).random((3, 1, 9))
    rule = {"method": "dirichlet", "concentration": concentration}
    framework, inputs = _index(values, {"i0": 5.0, "i1": 3.0, "i2": 2.0}, (2020, 2020), weights=[rule], replicates=4000)

    shares = random_draws(model_of(inputs, framework)).weights / 10

    assert shares.sum(axis=1) == pytest.approx(1)
    assert shares.mean(axis=0) == pytest.approx([0.5, 0.3, 0.2], abs=0.03)
    assert shares.std(axis=0) == pytest.approx(np.sqrt([0.25, 0.21, 0.16]), abs=0.02)


def test_leaving_out_an_indicator_is_removing_it() -> None:
    values = np.random.default_rng(7).random((5, 1, 8))
    tree = {"p": {"i0": 1.0, "i1": 2.0}, "q": {"i2": 1.0}, "r": {"i3": 1.0, "i4": 1.0}}
    framework, inputs = _index(values, tree, (2020, 2020), weights=[], leave_out=1.0)
    design = pa.table({"left_out": [f"i{j}" for j in range(5)]})

    found = uncertainty(model_of(inputs, framework), design).rank_intervals.to_pylist()
    without = removed(inputs, framework)[0].to_pylist()

    for row in found:
        if row["component_id"] == "index":
            ranks = [r["rank"] for r in without if r["ref_area"] == row["ref_area"] and r["element_id"].startswith("i")]
            assert row["rank_median"] == np.median(ranks)
        if row["component_id"] == "q":
            assert row["p_scored"] == 0.8  # without its only indicator q has no score


def test_a_region_without_a_score_takes_no_place() -> None:
    values = np.array([[[1.0, np.nan, 3.0, 2.0]], [[3.0, np.nan, 1.0, 2.5]]])
    found = _of(values, robustness={"replicates": 50}).rank_intervals.to_pylist()
    assert found[1] == {
        "ref_area": "R01", "time_period": 2020, "component_id": "index", "rank": None, "rank_median": None,
        "rank_p05": None, "rank_p95": None, "p_top": None, "p_scored": 0.0,
    }  # fmt: skip
    assert {row["rank_p95"] for row in found if row["rank"]} <= {1.0, 2.0, 3.0}


EVERYTHING = {
    "replicates": 400,
    "weights": [{"method": "range", "range": 0.3, "level": 1}, {"method": "dirichlet"}],
    "normalisation": [{"method": "z_score", "mean": 50, "standard_deviation": 10}, {"method": "percentile_rank"}],
    "aggregation": [{"rule": {"method": "geometric", "floor": 1}, "components": ["index"]}],
    "imputation": [[], [{"method": "median"}]],
    "treatment": [{"method": "log", "offset": 1}],
    "leave_out": 0.2,
}


@pytest.mark.parametrize("replicates", [1, 37])
def test_a_draw_does_not_depend_on_the_others(replicates: int) -> None:
    few, many = (
        model_of(inputs, framework) for framework, inputs in (_everything(replicates=replicates), _everything())
    )

    ranks = replicate(few, random_draws(few))

    np.testing.assert_array_equal(ranks, replicate(many, random_draws(many))[:replicates])


def test_indicators_and_draws_are_scored_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    framework, inputs = _everything()
    whole = uncertainty(model_of(inputs, framework))

    monkeypatch.setattr(leaves, "NUMBERS_AT_ONCE", 1)
    monkeypatch.setattr(replicates, "SCORES_AT_ONCE", 100)
    monkeypatch.setattr(replicates, "DRAWS_AT_ONCE", 1)
    assert uncertainty(model_of(inputs, framework)) == whole


def test_the_seed_decides_the_draws() -> None:
    framework, inputs = _everything()
    assert uncertainty(model_of(inputs, framework)) == uncertainty(model_of(inputs, framework))
    other, _ = _everything(seed=1)
    assert uncertainty(model_of(inputs, framework)) != uncertainty(model_of(inputs, other))


def test_scores_of_another_framework_are_refused() -> None:
    framework, inputs = _everything()
    other = framework.definition.model_copy(update={"scale": (0.0, 10.0)})
    with pytest.raises(MethodError, match=r"component p, region R00, 2020: the ranking has the score .* build both"):
        uncertainty(model_of(inputs, Framework(other, framework.indicators, {}, framework.codes, "")))


@pytest.mark.parametrize(("regions", "pairs"), [(1, 0), (2, 2)])
def test_one_and_two_regions(regions: int, pairs: int) -> None:
    goalposts = {"method": "goalposts", "lower": -5, "upper": 20}
    found = _of(OPPOSED[:, :, :regions], robustness={"replicates": 20}, normalisation=goalposts)
    assert found.rank_pairs.num_rows == pairs
    assert all(1 <= row["rank_p05"] <= row["rank_p95"] <= regions for row in found.rank_intervals.to_pylist())


def _of(
    values: np.ndarray,
    *,
    robustness: dict[str, object] | None = None,
    years: tuple[int, int] = (2020, 2020),
    design: pa.Table | None = None,
    tiers: pa.Table | None = None,
    **definition: Any,
) -> Uncertainty:
    framework = framework_of({"a": 1.0, "b": 1.0}, years=years, robustness=robustness or {}, **definition)
    figures = indicator_table(values, ["a", "b"], range(years[0], years[1] + 1))
    return uncertainty(model_of(inputs_of(figures, framework), framework), design, tiers)


def _index(
    values: np.ndarray, tree: Mapping[str, Any], years: tuple[int, int], **robustness: Any
) -> tuple[Framework, Inputs]:
    framework = framework_of(tree, years=years, robustness=robustness)
    names = [f"i{j}" for j in range(len(values))]
    return framework, inputs_of(indicator_table(values, names, range(years[0], years[1] + 1)), framework)


def _everything(**more: Any) -> tuple[Framework, Inputs]:
    rng = np.random.default_rng(3)
    values = rng.lognormal(size=(6, 3, 12))
    values[rng.random(values.shape) < 0.1] = np.nan
    tree = {"p": {"i0": 1, "i1": 2, "i2": 1}, "q": {"i3": 1, "i4": 1, "i5": 1}}
    return _index(values, tree, (2020, 2022), **EVERYTHING | more)


def _column(table: pa.Table, name: str) -> Sequence[float]:
    return table[name].to_pylist()
