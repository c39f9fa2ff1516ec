"""Aggregation: scores of children to the score of a component."""

import numpy as np
import pytest
import references
from example_index import YEAR, example
from hypothesis import given
from hypothesis import strategies as st

from index_pipeline.kernel import pairs
from index_pipeline.kernel.benefit import best_weights, frontier
from index_pipeline.kernel.errors import MethodError
from index_pipeline.kernel.pairs import outranking
from index_pipeline.methods import combine

TOY = {"a": [2.0, 1, 3, 1.5], "b": [30.0, 10, 20, 40], "c": [0.8, 1.2, 0.4, 2.0]}
COST = {"c": {"direction": "lower_is_better"}}
WEIGHTS = {"a": 0.4, "b": 0.3, "c": 0.3}
AS_IS = {"method": "scaled", "lower": 0, "upper": 1, "factor": 1}


def aggregated(values, aggregation, *, weights=None, indicators=None, normalisation=AS_IS, tree=None, **more):
    index = example(
        values,
        tree={"aggregation": aggregation, "indicators": weights or dict.fromkeys(values, 1.0)} | (tree or {}),
        indicators=indicators,
        normalisation=normalisation,
        **more,
    )
    return index.scores()


@pytest.mark.parametrize(
    ("aggregation", "scale", "expected"),
    [
        pytest.param({"method": "arithmetic"}, (1, 100), [62.9, 15.9, 80.2, 40.6], id="linear"),
        pytest.param({"method": "geometric"}, (1, 100), [62.0, 3.2, 72.4, 14.6], id="geometric"),
        pytest.param({"method": "topsis"}, (0, 1), [0.605, 0.223, 0.718, 0.427], id="TOPSIS"),
        pytest.param({"method": "rank_sum_ratio"}, (0, 1), [0.75, 0.325, 0.85, 0.575], id="秩和比"),
        pytest.param(
            {"method": "rank_sum_ratio", "ranks": "continuous"}, (0, 1), [0.719, 0.363, 0.85, 0.55], id="非整秩和比"
        ),
        pytest.param({"method": "grey_relation"}, (0, 1), [0.580, 0.383, 0.829, 0.560], id="灰色关联"),
        pytest.param(
            {"method": "grey_relation", "distances": "reference"},
            (0, 1),
            [0.580, 0.383, 0.829, 0.560],
            id="grey, fitted",
        ),
    ],
)
def test_worked_examples(aggregation, scale, expected):
    found = aggregated(
        TOY, aggregation, weights=WEIGHTS, indicators=COST, normalisation={"method": "min_max"}, scale=scale
    )

    assert found == pytest.approx(expected, abs=6e-4 if scale == (0, 1) else 0.06)


@pytest.mark.parametrize(
    ("column", "aggregation"),
    [
        ("amean", {"method": "arithmetic"}),
        ("gmean", {"method": "geometric"}),
        ("hmean", {"method": "harmonic"}),
        ("genmean2", {"method": "power", "exponent": 2}),
    ],
)
def test_means_with_gaps_as_coinr(column, aggregation):
    file = "vectors/means.csv"
    values = {name: references.column(file, name) for name in ("x1", "x2", "x3")}
    found = aggregated(values, aggregation, weights={"x1": 1, "x2": 2, "x3": 3})

    for row, value in zip(references.rows(file), found, strict=True):
        expected = references.number(row[column])
        if row["id"] == "2" and column == "genmean2":
            expected = (20**2 * 0.25 + 60**2 * 0.75) ** 0.5  # COINr gives none where a child is missing
        assert value == (None if expected is None else pytest.approx(expected, rel=1e-14))


ROW = {"x": [2.0, 9.0], "y": [8.0, 9.0]}


@pytest.mark.parametrize(
    ("aggregation", "first", "second"),
    [
        pytest.param({"method": "arithmetic"}, 6.5, 9, id="arithmetic"),
        pytest.param({"method": "weighted_sum"}, 26, 36, id="weighted sum"),
        pytest.param({"method": "geometric"}, 2 * 8**0.75 / 2**0.75, 9, id="geometric"),
        pytest.param({"method": "harmonic"}, 4 / (1 / 2 + 3 / 8), 9, id="harmonic"),
        pytest.param({"method": "power", "exponent": 3}, ((8 + 3 * 512) / 4) ** (1 / 3), 9, id="cubic"),
        pytest.param({"method": "power", "exponent": -2}, (4 / (1 / 4 + 3 / 64)) ** 0.5, 9, id="inverse square"),
        pytest.param({"method": "median"}, 5, 9, id="median"),
        pytest.param({"method": "mazziotta_pareto"}, 6.5 - 6.75 / 6.5, 9, id="Mazziotta-Pareto"),
        pytest.param({"method": "mazziotta_pareto", "penalty": "above"}, 6.5 + 6.75 / 6.5, 9, id="above"),
        pytest.param({"method": "mazziotta_pareto", "variance": "sample"}, 6.5 - 13.5 / 6.5, 9, id="of a sample"),
    ],
)
def test_by_hand(aggregation, first, second):
    found = aggregated(ROW, aggregation, weights={"x": 1, "y": 3})

    assert found == pytest.approx([first, second], rel=1e-14)


def test_mazziotta_pareto_of_standardised_values():
    values = {"x": [1.0, 4, 2, 8, 5], "y": [3.0, 1, 6, 2, 9], "z": [2.0, 2, 5, 7, 1]}
    method = {"method": "z_score", "mean": 100, "standard_deviation": 10}
    found = aggregated(values, {"method": "mazziotta_pareto", "variance": "sample"}, normalisation=method)
    x = np.array(list(values.values())).T
    z = 100 + 10 * (x - x.mean(0)) / x.std(0, ddof=1)

    assert found == pytest.approx(z.mean(1) * (1 - (z.std(1, ddof=1) / z.mean(1)) ** 2), rel=1e-13)


@pytest.mark.parametrize("size", [1e160, 1e308])
def test_mazziotta_pareto_refuses_scores_whose_variance_is_beyond_a_double(size):
    with pytest.raises(MethodError, match="component index, region R1, 2020: its score is too large or too small"):
        aggregated({"x": [size, 1], "y": [size / 2, 2]}, {"method": "mazziotta_pareto"})


def test_adjusted_mazziotta_pareto_over_years():
    values = {"x": {2019: [1.0, 4, 2], 2020: [8.0, 5, 3]}, "y": {2019: [3.0, 1, 6], 2020: [2.0, 9, 4]}}
    method = {"method": "centred_range", "fitted_on": "panel"}
    found = aggregated(values, {"method": "mazziotta_pareto"}, normalisation=method)
    z = []
    for years in values.values():
        every = [*years[2019], *years[2020]]
        half, centre = (max(every) - min(every)) / 2, np.mean(years[2019])
        z.append([70 + 60 * (v - centre + half) / (2 * half) for v in years[2020]])
    m, s = np.mean(z, axis=0), np.std(z, axis=0)

    assert found == pytest.approx(m - s * s / m, rel=1e-13)


@pytest.mark.parametrize(
    ("method", "value"), [("geometric", 0), ("harmonic", 0), ("power", 0), ("mazziotta_pareto", 5 - 25 / 5)]
)
def test_a_zero_has_a_defined_mean(method, value):
    aggregation = {"method": method} | ({"exponent": -1} if method == "power" else {})

    assert aggregated({"x": [0.0, 5], "y": [10.0, 5]}, aggregation)[0] == value


def test_a_floor_counts_for_scores_below_it():
    found = aggregated({"x": [-3.0, 4], "y": [4.0, 4]}, {"method": "geometric", "floor": 1})

    assert found == pytest.approx([2, 4])


@pytest.mark.parametrize("method", ["geometric", "harmonic", "mazziotta_pareto", "benefit_of_the_doubt"])
def test_negative_scores_are_refused_by_name(method):
    with pytest.raises(MethodError, match=f"component index, region R2, {YEAR}: x scores -1; its aggregation is not"):
        aggregated({"x": [1.0, -1], "y": [4.0, 4]}, {"method": method})


GAPS = {"x": [1.0, None, None, 3.0], "y": [2.0, 6.0, None, 1.0], "z": [3.0, None, None, 8.0]}


@pytest.mark.parametrize(
    ("coverage", "coverage_of", "expected"),
    [
        pytest.param(0.0, "weight", [14 / 6, 6, None, 29 / 6], id="any child is enough"),
        pytest.param(0.34, "weight", [14 / 6, None, None, 29 / 6], id="a third of the weight is not"),
        pytest.param(0.3, "weight", [14 / 6, 6, None, 29 / 6], id="a third of the weight is"),
        pytest.param(1 / 3, "children", [14 / 6, 6, None, 29 / 6], id="a third of the children is"),
        pytest.param(0.4, "children", [14 / 6, None, None, 29 / 6], id="a third of the children is not"),
    ],
)
def test_coverage(coverage, coverage_of, expected):
    found = aggregated(
        GAPS,
        {"method": "arithmetic"},
        weights={"x": 1, "y": 2, "z": 3},
        tree={"coverage": coverage, "coverage_of": coverage_of},
    )

    assert found == [e if e is None else pytest.approx(e) for e in expected]


def test_an_indicator_without_any_value_in_a_year_counts_against_coverage():
    index = example({"x": {2019: [1.0, 2], 2020: [1.0, 2]}, "y": {2019: [1.0, 2], 2020: [None, None]}}, coverage=0.6)

    assert index.column("scores", "index", value="coverage") == [0.5, 0.5]
    assert index.scores() == [None, None]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"x": [1.0, 3], "y": [2.0, None], "z": [3.0, 6]}, [1 + 4 + 3, (3 + 6) * 4 / 2], id="a gap"),
        pytest.param({"x": [None, 1.0], "y": [None, 2.0], "z": [3.0, 3]}, [3 * 4, 8], id="one child"),
    ],
)
def test_a_weighted_sum_shares_the_weight_of_a_missing_child_among_the_others(values, expected):
    assert aggregated(values, {"method": "weighted_sum"}, weights={"x": 1, "y": 2, "z": 1}) == expected


@pytest.mark.parametrize("exponent", [400, -400])
def test_a_power_that_a_double_does_not_hold_is_refused(exponent):
    with pytest.raises(MethodError, match="component index, region R1, 2020: its score is too large or too small"):
        aggregated({"x": [50.0, 60], "y": [40.0, 60]}, {"method": "power", "exponent": exponent})


def test_a_score_below_zero_by_rounding_is_zero():
    values = {"x": {2020: [0.3, 5.0], 2021: [0.1 * 3, 0.3]}, "y": {2020: [1.0, 2.0], 2021: [1.0, 2.0]}}
    values["x"][2021][1] = 0.29999999999999993
    index = example(
        values, aggregation={"method": "geometric"}, reference_period={"first": 2020, "last": 2020}, scale=(0, 1)
    )

    assert index.scores(year=2021)[1] == 0


def test_filled_values_do_not_count_towards_coverage():
    index = example({"x": [1.0, 2, 4], "y": [1.0, None, 3]}, imputation=[{"method": "mean"}])

    assert index.column("scores", "index", value="coverage") == [1, 0.5, 1]


# --- pairs, ranks, and the benefit of the doubt ----------------------------------------------------------------------


def outranked(values, weights):
    """The outranking matrix pair by pair, for values without gaps."""
    n = len(values[0])
    share = [w / sum(weights) for w in weights]
    return [
        [
            sum(w * (1.0 if v[i] > v[k] else 0.5 if v[i] == v[k] else 0) for v, w in zip(values, share, strict=True))
            for k in range(n)
        ]
        for i in range(n)
    ]


PAIRS = {"x": [3.0, 1, 2, 2], "y": [1.0, 4, 2, 4], "z": [5.0, 5, 1, 2]}


def test_mean_outranking_is_the_row_mean_of_the_matrix():
    found = aggregated(PAIRS, {"method": "mean_outranking"}, weights={"x": 3, "y": 2, "z": 1}, scale=(0, 1))
    matrix = outranked(list(PAIRS.values()), [3, 2, 1])

    assert found == pytest.approx([(sum(row) - row[i]) / 3 for i, row in enumerate(matrix)])


def test_copeland_is_wins_less_losses_as_in_coinr_where_the_scale_is_n_minus_one_to_both_sides():
    """COINr 1.1.14, a_copeland(data.frame(x = c(3, 1, 2, 2), y = c(1, 4, 2, 4), z = c(5, 5, 1, 2)), 1:3): 2 1 −3 0."""
    found = aggregated(PAIRS, {"method": "copeland"}, scale=(-3, 3))

    assert found == pytest.approx([2, 1, -3, 0])


def test_copeland_counts_wins_and_losses():
    found = aggregated({"x": [3.0, 2, 1], "y": [3.0, 2, 1], "z": [1.0, 2, 3]}, {"method": "copeland"}, scale=(0, 1))

    assert found == [1, 0.5, 0]


@pytest.mark.parametrize("method", ["copeland", "mean_outranking"])
def test_regions_are_compared_in_blocks(method, monkeypatch):
    rng = np.random.default_rng(3)
    values = {name: [None if rng.random() < 0.2 else float(v) for v in rng.integers(0, 5, 30)] for name in "xyz"}
    whole = aggregated(values, {"method": method}, scale=(0, 1))

    monkeypatch.setattr(pairs, "COMPARED_AT_ONCE", 70)
    assert aggregated(values, {"method": method}, scale=(0, 1)) == whole


def test_components_are_combined_in_blocks(monkeypatch):
    parts = [
        {"id": name, "title": {"en": name}, "weight": 1, "indicators": dict.fromkeys(children, 1.0)}
        for name, children in (("p", "ab"), ("q", "cde"), ("r", "f"))
    ]
    rng = np.random.default_rng(3)
    values = {name: [None if rng.random() < 0.2 else v for v in rng.random(30).tolist()] for name in "abcdef"}

    def scores():
        return example(values, tree={"components": parts}, normalisation=AS_IS, coverage=0).built.scores

    whole = scores()

    monkeypatch.setattr(combine, "ROWS_AT_ONCE", 1)
    assert scores() == whole


def test_more_regions_than_are_compared_are_refused(monkeypatch):
    monkeypatch.setattr(pairs, "MOST_REGIONS", 3)

    with pytest.raises(MethodError, match=r"component index: .* for up to 3 regions and not for 4"):
        aggregated(PAIRS, {"method": "copeland"})


def test_scores_that_differ_by_rounding_win_no_pair():
    found = aggregated({"x": [0.1 + 0.2, 0.3], "y": [1.0, 1.0]}, {"method": "copeland"}, scale=(0, 1))

    assert found == [0.5, 0.5]


@given(st.integers(0, 1000))
def test_outranking_does_not_depend_on_the_order_of_rows(seed):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 4, size=(6, 4)).astype(float)
    scores[rng.random(scores.shape) < 0.3] = np.nan
    weights, order = rng.random(4) + 0.1, rng.permutation(6)

    matrix = outranking(scores.T[:, None], weights[:, None])[0]

    again = outranking(scores[order].T[:, None], weights[:, None])[0]
    np.testing.assert_allclose(again, matrix[np.ix_(order, order)], rtol=1e-14)
    both = ~np.isnan(matrix)
    np.testing.assert_allclose((matrix + matrix.T)[both], 1, rtol=1e-14)


def test_regions_without_a_child_in_common_are_not_compared():
    found = aggregated({"x": [1.0, 2, None], "y": [None, None, 5.0]}, {"method": "mean_outranking"}, scale=(0, 1))

    assert found == [0, 1, None]


def test_a_region_below_the_coverage_rule_is_not_compared():
    values = {"x": [1.0, 2, 9], "y": [1.0, 2, None]}
    found = aggregated(values, {"method": "rank_sum_ratio"}, tree={"coverage": 0.6}, scale=(0, 1))

    assert found == [0.5, 1, None]


def test_rank_sum_ratio_shares_ranks_between_ties():
    assert aggregated({"x": [1.0, 1, 3]}, {"method": "rank_sum_ratio"}, scale=(0, 1)) == pytest.approx([0.5, 0.5, 1])


def test_topsis_with_fixed_points_is_not_changed_by_another_region():
    few = aggregated({"x": [20.0, 60], "y": [70.0, 30]}, {"method": "topsis"})
    more = aggregated({"x": [20.0, 60, 99], "y": [70.0, 30, 99]}, {"method": "topsis"})

    assert more[:2] == few


@pytest.mark.parametrize("size", [2.0**-600, 2.0**600])
def test_topsis_of_scores_of_any_size(size):
    values = {"x": [1.0, 2, 4], "y": [3.0, 1, 2]}
    rule = {"method": "topsis", "ideal": "reference"}
    large = {name: [size * value for value in each] for name, each in values.items()}

    assert aggregated(large, rule) == aggregated(values, rule)


def test_topsis_refuses_one_point():
    values = {"x": {2020: [5.0, 5]}, "y": {2020: [7.0, 7]}}

    with pytest.raises(MethodError, match="component index: each child has one score over the reference period"):
        aggregated(values, {"method": "topsis", "ideal": "reference"})


BEST = {"x": [1.0, 0.5, 0.2, 0.4], "y": [0.2, 0.8, 1.0, 0.3]}


def doubt(values, *, scale=(0, 1), **more):
    tree = {"aggregation": {"method": "benefit_of_the_doubt"} | more}
    return example(values, tree=tree, normalisation=AS_IS, scale=scale)


def test_benefit_of_the_doubt_by_hand():
    index = doubt(BEST)

    # The frontier runs through the first three; the last one meets it between the first and the second.
    assert index.scores() == pytest.approx([1, 1, 1, 0.4 * 6 / 7 + 0.3 * 5 / 7], rel=1e-12)
    own = [r for r in index.built.region_weights.to_pylist() if r["ref_area"] == "R4"]
    assert [r["weight"] for r in own] == pytest.approx([6 / 7, 5 / 7])
    assert sum(r["share"] for r in own) == pytest.approx(1)


def test_benefit_of_the_doubt_is_in_points_of_the_scale():
    assert doubt(BEST, scale=(0, 100)).scores() == pytest.approx([100 * s for s in doubt(BEST).scores()])


def test_bounds_on_shares_hold():
    index = doubt(BEST, least_share=0.3, greatest_share=0.7)

    shares = [row["share"] for row in index.built.region_weights.to_pylist()]
    assert min(shares) >= 0.3 - 1e-9
    assert max(shares) <= 0.7 + 1e-9
    assert all(bound <= free + 1e-12 for bound, free in zip(index.scores(), doubt(BEST).scores(), strict=True))


@given(st.integers(0, 1000))
def test_only_peers_that_no_other_one_exceeds_bound_weights(seed):
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 5, size=(12, 3)).astype(float) + 0.5

    bounding = frontier(scores)

    assert len(bounding) <= len(scores)
    best = (best_weights(scores, scores, 0, 1) * scores).sum(axis=1)
    assert (best_weights(scores, bounding, 0, 1) * scores).sum(axis=1) == pytest.approx(best, rel=1e-9)


def test_a_missing_child_has_no_weight_under_the_benefit_of_the_doubt():
    found = doubt({"x": [1.0, 0.5, None], "y": [0.2, 0.8, 0.4]}).scores()

    assert found == pytest.approx([1, 1, 0.5])


def test_peers_of_the_reference_period_stay():
    values = {"x": {2019: [1.0, 0.5], 2020: [2.0, 0.5]}, "y": {2019: [0.2, 0.8], 2020: [0.2, 0.8]}}
    tree = {"aggregation": {"method": "benefit_of_the_doubt", "peers": "reference"}}
    index = example(
        values, tree=tree, normalisation=AS_IS, scale=(0, 1), reference_period={"first": 2019, "last": 2019}
    )

    assert index.scores(year=2020) == pytest.approx([2, 1])


@pytest.mark.parametrize(
    ("aggregation", "expected"),
    [
        ({"method": "benefit_of_the_doubt", "peers": "reference"}, 2),
        ({"method": "topsis", "ideal": "reference"}, 1.6 / 2.6),
        ({"method": "grey_relation", "distances": "reference"}, (0 + 0.3) / (1 + 0.3)),
    ],
)
def test_a_reference_period_before_the_scored_years_is_compared_with(aggregation, expected):
    index = example(
        {"x": {2019: [1.0, 0.4], 2020: [2.0, 0.8]}},
        tree={"aggregation": aggregation},
        normalisation=AS_IS,
        scale=(0, 1),
        years={"first": 2020, "last": 2020},
        reference_period={"first": 2019, "last": 2019},
    )

    assert index.scores()[0] == pytest.approx(expected)
    assert {row["time_period"] for row in index.built.scores.to_pylist()} == {2020}


@given(st.integers(0, 10_000))
def test_benefit_of_the_doubt_is_at_least_what_any_weights_give(seed):
    rng = np.random.default_rng(seed)
    scores, weights = rng.random((6, 3)), rng.random((50, 3))
    shares = scores @ weights.T

    best = (best_weights(scores, scores, 0.0, 1.0) * scores).sum(axis=1)

    assert (best >= (shares / shares.max(axis=0)).max(axis=1) - 1e-9).all()
    assert max(best) == pytest.approx(1)


def test_balance_counts_the_indicators_that_the_index_has_of_its_own():
    mixed = example(
        {"a": [10.0, 20.0, 40.0], "b": [30.0, 50.0, 5.0]},
        tree={"indicators": {"a": 1.0}, "components": [{"id": "part", "title": {"en": "p"}, "indicators": {"b": 1.0}}]},
        normalisation=AS_IS,
        balance={"aggregation": {"method": "geometric", "floor": 1}},
    )
    assert mixed.built.balance["other_score"].to_pylist() == pytest.approx(
        [(10 * 30) ** 0.5, (20 * 50) ** 0.5, (40 * 5) ** 0.5]
    )


def test_an_index_of_indicators_alone_is_not_compared_with_another_aggregation():
    flat = example({"a": [1.0, 2.0], "b": [3.0, 5.0]}, balance={"aggregation": {"method": "geometric", "floor": 1}})

    assert flat.built.balance.num_rows == 0
