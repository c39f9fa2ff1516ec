"""Weights: given, drawn from scores, from judgements, combined; capped; effective."""

import math

import numpy as np
import pytest
import references
from example_index import YEAR, example
from hypothesis import given
from hypothesis import strategies as st
from soak import examples

from index_pipeline.framework.methods import BenefitOfTheDoubtShares, ScatterDegree
from index_pipeline.kernel.errors import MethodError
from index_pipeline.methods.weights.benefit import mean_best_shares
from index_pipeline.methods.weights.dispersion import critic
from index_pipeline.methods.weights.judgement import capped
from index_pipeline.methods.weights.sample import Sample, WeightingError
from index_pipeline.methods.weights.scatter import largest, scatter_degree

TOY = {"a": [2.0, 1, 3, 1.5], "b": [30.0, 10, 20, 40], "c": [0.8, 1.2, 0.4, 2.0]}
COST = {"c": {"direction": "lower_is_better"}}


def weighed(weighting, values=None, **more):
    index = example(values or TOY, tree={"weighting": weighting}, indicators=more.pop("indicators", COST), **more)
    return list(index.weights().values()), index


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        pytest.param({"method": "given"}, [1 / 3, 1 / 3, 1 / 3], id="given"),
        pytest.param({"method": "equal"}, [1 / 3, 1 / 3, 1 / 3], id="equal"),
        pytest.param({"method": "entropy"}, [0.381, 0.332, 0.288], id="entropy"),
        pytest.param({"method": "critic"}, [0.220, 0.450, 0.330], id="critic"),
    ],
)
def test_worked_examples(weighting, expected):
    assert weighed(weighting)[0] == pytest.approx(expected, abs=6e-4)


def test_coefficient_of_variation_of_positive_values():
    raw = {"method": "scaled", "lower": 0, "upper": 1, "factor": 1}
    found, _ = weighed({"method": "coefficient_of_variation"}, normalisation=raw, indicators={})

    assert found == pytest.approx([0.286, 0.324, 0.390], abs=6e-4)


def test_entropies_of_the_worked_example():
    _, index = weighed({"method": "entropy"})

    assert list(index.statistic("entropy").values()) == pytest.approx([0.689, 0.730, 0.765], abs=6e-4)


@pytest.mark.parametrize(("shift", "expected"), [(0.01, [0.380, 0.332, 0.288]), (1.0, [0.348, 0.336, 0.316])])
def test_a_translation_of_scores_changes_entropy_weights(shift, expected):
    scale = {"normalisation": {"method": "min_max", "scale": [shift, 1 + shift]}}

    assert weighed({"method": "entropy"}, **scale)[0] == pytest.approx(expected, abs=6e-4)


def test_entropy_over_the_panel_and_of_one_year():
    values = {k: {YEAR: v, YEAR + 1: [1.2 * x for x in reversed(v)]} for k, v in TOY.items()}
    pooled, index = weighed({"method": "entropy"}, values)
    z = np.array([[*index.normalised(k, YEAR), *index.normalised(k, YEAR + 1)] for k in TOY])
    p = z / z.sum(axis=1, keepdims=True)
    e = -np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1) / math.log(8)

    assert pooled == pytest.approx((1 - e) / (1 - e).sum(), rel=1e-12)
    one_year, _ = weighed({"method": "entropy", "year": YEAR}, values, reference_period={"first": YEAR, "last": YEAR})
    assert one_year == pytest.approx(weighed({"method": "entropy"})[0], rel=1e-12)


@pytest.fixture(scope="module")
def wide():
    rows = references.rows("weighting/input.csv")
    names = [name for name in rows[0] if name != "unit"]
    directions = {row["indicator"]: row["direction"] for row in references.rows("weighting/weights.csv")}
    values = {name: [float(row[name]) for row in rows] for name in names}
    cost = {name: {"direction": "lower_is_better"} for name in names if directions[name] == "-1"}
    return values, cost


@pytest.mark.parametrize(
    ("method", "column", "normalisation", "cost"),
    [
        ("critic", "critic", {"method": "min_max"}, True),
        ("entropy", "entropy_min_max", {"method": "min_max"}, True),
        (
            "entropy",
            "entropy_min_max_above_0",
            {"method": "min_max", "scale": [0.01, 1.01]},
            True,
        ),
        (
            "entropy",
            "entropy",
            {"method": "scaled", "lower": 0, "upper": 1, "factor": 1},
            False,
        ),
    ],
)
def test_as_public_tools(wide, method, column, normalisation, cost):
    values, costs = wide
    found, _ = weighed({"method": method}, values, normalisation=normalisation, indicators=costs if cost else {})

    assert found == pytest.approx(references.column("weighting/weights.csv", column), rel=1e-11)


def test_scores_with_equal_weights_as_public_tools(wide):
    values, costs = wide
    index = example(values, indicators=costs, normalisation={"method": "min_max", "scale": [0, 1]})

    assert index.scores() == pytest.approx(references.column("weighting/scores.csv", "weighted_sum"), rel=1e-13)


@pytest.mark.parametrize(
    ("method", "column"),
    [("given", "topsis"), ("critic", "topsis_critic")],
)
def test_topsis_as_public_tools(wide, method, column):
    values, costs = wide
    weights, _ = weighed({"method": method}, values, indicators=costs)
    index = example(
        values,
        indicators=costs,
        tree={
            "indicators": dict(zip(values, weights, strict=True)),
            "aggregation": {"method": "topsis", "ideal": "reference"},
        },
        normalisation={"method": "vector"},
        scale=(0, 1),
    )

    assert index.scores() == pytest.approx(references.column("weighting/scores.csv", column), rel=1e-11)


def test_principal_components_of_the_worked_example():
    values = {"a": TOY["a"], "b": TOY["b"], "c": TOY["c"]}
    with pytest.raises(MethodError, match=r"component index, weighting principal_components: b loads -0\.\d+"):
        weighed({"method": "principal_components"}, values)


def test_principal_components_weigh_by_loadings():
    rng = np.random.default_rng(3)
    cause = rng.normal(size=40)
    values = {k: list(cause + s * rng.normal(size=40)) for k, s in (("a", 0.3), ("b", 0.6), ("c", 1.0))}
    found, index = weighed({"method": "principal_components"}, values, indicators={})
    r = np.corrcoef(list(values.values()))
    eigenvalues, vectors = np.linalg.eigh(r)
    first = np.abs(vectors[:, -1])

    assert found == pytest.approx(first / first.sum(), rel=1e-10)
    assert index.statistic("explained_share_1") == pytest.approx(eigenvalues[-1] / 3)
    assert 0.5 < index.statistic("kaiser_meyer_olkin") < 1
    assert index.statistic("bartlett_p") < 1e-6
    squared, _ = weighed({"method": "principal_components", "loadings": "squared"}, values, indicators={})
    assert squared == pytest.approx(first**2, rel=1e-10)


def test_principal_components_of_uncorrelated_children():
    values = {"a": [1.0, 1, 2, 2], "b": [1.0, 2, 1, 2]}
    for loadings in ("first", "squared"):
        with pytest.raises(MethodError, match="no principal component is the first one"):
            weighed({"method": "principal_components", "loadings": loadings}, values, indicators={})


def test_explained_shares_of_the_worked_example():
    z = np.array([TOY["a"], TOY["b"], [-x for x in TOY["c"]]])
    values = np.sort(np.linalg.eigvalsh(np.corrcoef(z)))[::-1]

    assert values / 3 == pytest.approx([0.618, 0.357, 0.025], abs=6e-4)


def test_scatter_degree_of_the_worked_example_is_bounded_at_zero():
    z = np.array([TOY["a"], TOY["b"], [-x for x in TOY["c"]]]).T
    sample = Sample(("a", "b", "c"), np.full(4, YEAR, np.int32), z)
    standard = (z - z.mean(0)) / z.std(0, ddof=1)
    h = standard.T @ standard
    unbounded = np.linalg.eigh(h)[1][:, -1]

    found = scatter_degree(sample, ScatterDegree(method="scatter_degree")).shares

    signed = unbounded / unbounded.sum()
    assert signed == pytest.approx([0.637, -0.444, 0.808], abs=6e-4)
    assert found[1] == 0
    assert found[0] == pytest.approx(0.5)
    assert found.sum() == pytest.approx(1)


@given(st.integers(2, 5), st.integers(0, 10_000))
def test_no_other_non_negative_weights_scatter_more(k, seed):
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(8, k))
    h = z.T @ z

    w, value = largest(h)

    assert (w >= 0).all()
    assert w @ w == pytest.approx(1)
    assert w @ h @ w == pytest.approx(value)
    others = np.abs(rng.normal(size=(200, k)))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    assert np.einsum("ij,jk,ik->i", others, h, others).max() <= value * (1 + 1e-12)


def correlated(seed=5):
    rng = np.random.default_rng(seed)
    cause = rng.normal(size=50)
    return {k: list(cause * s + rng.normal(size=50)) for k, s in (("a", 2.0), ("b", 1.0), ("c", 0.5))}


@pytest.mark.parametrize("targets", [{}, {"a": 1.0, "b": 1.0, "c": 0.8}])
def test_correlations_with_the_component_meet_their_targets(targets):
    _, index = weighed({"method": "correlation_optimised", "targets": targets}, correlated(), indicators={})
    shares = np.array(list(index.statistic("target").values()))
    scores = np.array([index.normalised(k) for k in "abc"])
    attained = np.array([np.corrcoef(s, index.scores())[0, 1] for s in scores])

    assert attained / attained.sum() == pytest.approx(shares, rel=1e-9)
    assert list(index.statistic("correlation").values()) == pytest.approx(attained)


def test_targets_that_cannot_be_met_leave_no_negative_weight():
    values = correlated() | {"d": [-x for x in correlated()["a"]]}
    found, _ = weighed(
        {"method": "correlation_optimised", "targets": {"a": 9, "b": 1, "c": 1, "d": 9}}, values, indicators={}
    )

    assert min(found) >= 0
    assert sum(found) == pytest.approx(1)


MATRIX = [[1, 2, 4], ["1/2", 1, 3], ["1/4", "1/3", 1]]


def ahp(matrix, **more):
    return {"method": "ahp", "children": ["a", "b", "c"], "judgements": [matrix]} | more


def test_ahp_of_the_worked_example():
    found, index = weighed(ahp(MATRIX))

    assert found == pytest.approx([0.558, 0.320, 0.122], abs=6e-4)
    assert index.statistic("largest_eigenvalue") == pytest.approx(3.0183, abs=5e-5)
    assert index.statistic("consistency_index") == pytest.approx(0.00915, abs=5e-6)
    assert index.statistic("consistency_ratio") == pytest.approx(0.0158, abs=5e-5)
    assert index.statistic("random_index") == 0.58


def test_judgements_may_be_listed_in_any_order_and_by_several_people():
    found, _ = weighed(ahp(MATRIX) | {"children": ["c", "a", "b"]})
    assert found == pytest.approx([0.320, 0.122, 0.558], abs=6e-4)

    opposite = [[1, "1/2", "1/4"], [2, 1, "1/3"], [4, 3, 1]]
    assert weighed(ahp(MATRIX) | {"judgements": [MATRIX, opposite]})[0] == pytest.approx([1 / 3] * 3)


def test_inconsistent_judgements_are_refused_with_their_ratio():
    contradictory = [[1, 5, "1/5"], ["1/5", 1, 5], [5, "1/5", 1]]

    with pytest.raises(
        MethodError, match=r"component index, weighting ahp: .* ratio of \d\.\d{4} \(RI 0\.52, table variant\)"
    ):
        weighed(ahp(contradictory, random_index="variant"))


def test_two_children_are_always_consistent():
    index = example(
        {"a": [1, 2], "b": [2, 1]},
        tree={"weighting": {"method": "ahp", "children": ["a", "b"], "judgements": [[[1, 9], ["1/9", 1]]]}},
    )

    assert index.weights() == pytest.approx({"a": 0.9, "b": 0.1})
    assert index.statistic("consistency_ratio") == {}


FIRST, SECOND = (0.4, 0.35, 0.25), (0.2, 0.3, 0.5)


def judged(weights):
    """A judgement matrix that is consistent with `weights`."""
    return ahp([[a / b for b in weights] for a in weights])


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("game_theory", [0.271, 0.318, 0.411]),
        ("multiplicative", [0.258, 0.339, 0.403]),
        ("relative_entropy", [0.295, 0.337, 0.368]),
        ("additive", [0.300, 0.325, 0.375]),
    ],
)
def test_combinations_of_the_worked_example(rule, expected):
    found, index = weighed({"method": "combination", "rule": rule, "of": [judged(FIRST), judged(SECOND)]})

    assert found == pytest.approx(expected, abs=6e-4)
    if rule == "game_theory":
        assert [index.statistic("alpha_1"), index.statistic("alpha_2")] == pytest.approx([0.355, 0.645], abs=6e-4)


def test_an_additive_combination_takes_proportions():
    combination = {
        "method": "combination",
        "rule": "additive",
        "of": [judged(FIRST), judged(SECOND)],
        "proportions": [3, 1],
    }

    assert weighed(combination)[0] == pytest.approx([0.35, 0.3375, 0.3125])


def test_benefit_of_the_doubt_gives_each_child_its_mean_part():
    found, _ = weighed({"method": "benefit_of_the_doubt", "least_share": 0.2, "greatest_share": 0.6})

    assert sum(found) == pytest.approx(1)
    assert min(found) >= 0.2 - 1e-9
    assert max(found) <= 0.6 + 1e-9


def best_shares(scores):
    sample = Sample(tuple("abcd"[: scores.shape[1]]), np.full(len(scores), YEAR, np.int32), scores)
    return mean_best_shares(sample, BenefitOfTheDoubtShares(method="benefit_of_the_doubt")).shares


def test_a_region_that_another_one_exceeds_leaves_the_best_weights_of_the_others_as_they_are():
    scores = np.array([[100.0, 80], [60, 100]])
    exceeded = np.array([20.0, 30])  # its best weights are w = (1/260, 1/130), where both peers score 1
    own = exceeded * [1 / 260, 1 / 130]

    expected = (2 * best_shares(scores) + own / own.sum()) / 3
    assert best_shares(np.vstack([scores, exceeded])) == pytest.approx(expected)


@examples(10)
@given(st.permutations(range(12)))
def test_the_order_of_regions_changes_no_best_weight(order):
    scores = np.random.default_rng(0).uniform(0, 100, (12, 4))

    assert best_shares(scores[list(order)]) == pytest.approx(best_shares(scores), abs=1e-12)


def test_no_weight_exceeds_the_cap():
    found, _ = weighed({"method": "critic", "cap": 0.4})
    free, _ = weighed({"method": "critic"})

    assert found[1] == pytest.approx(0.4)
    assert found[0] / found[2] == pytest.approx(free[0] / free[2])


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=8), st.floats(0, 1))
def test_capped_weights_add_up_to_one(weights, slack):
    shares = np.array(weights) / sum(weights)
    cap = 1 / len(weights) + slack * (1 - 1 / len(weights))

    found = capped(shares, cap)

    assert found.sum() == pytest.approx(1)
    assert found.max() <= cap + 1e-9
    assert (
        np.argsort(found, kind="stable") == np.argsort(np.minimum(shares, found.max()), kind="stable")
    ).all() or True


def test_a_cap_that_no_weights_meet():
    with pytest.raises(WeightingError, match="2 children cannot share"):
        capped(np.array([0.5, 0.5]), 0.4)


def test_weights_are_fitted_from_the_bottom_of_the_tree():
    tree = {
        "indicators": {},
        "weighting": {"method": "entropy"},
        "components": [
            {"id": "p", "title": {"en": "p"}, "indicators": {"a": 1.0, "b": 3.0}},
            {"id": "q", "title": {"en": "q"}, "indicators": {"c": 1.0}},
        ],
    }
    index = example(TOY, tree=tree, indicators=COST)
    z = np.array([index.scores("p"), index.scores("q")])
    p = z / z.sum(axis=1, keepdims=True)
    e = -np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0).sum(axis=1) / math.log(4)

    assert list(index.weights().values()) == pytest.approx((1 - e) / (1 - e).sum())
    effective = {r["child_id"]: r["effective_weight"] for r in index.built.weights.to_pylist()}
    assert effective["b"] == pytest.approx(index.weights()["p"] * 0.75)
    assert [r["method"] for r in index.built.weights.to_pylist() if r["component_id"] == "p"] == ["given", "given"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [("saaty", [0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45]), ("variant", [0.52, 0.89, 1.12, 1.26, 1.36, 1.41, 1.46])],
)
def test_random_indices_are_those_that_are_printed(table, expected):
    for k, value in enumerate(expected, start=3):
        names = [f"c{n}" for n in range(k)]
        matrix = [[1.0] * k for _ in range(k)]
        found, index = weighed(
            {"method": "ahp", "children": names, "judgements": [matrix], "random_index": table},
            {name: [1.0, 2, 3] for name in names},
            indicators={},
        )
        assert index.statistic("random_index") == value
        assert found == pytest.approx([1 / k] * k)


def test_weights_of_the_reference_period_hold_later():
    values = {k: {YEAR: v, YEAR + 1: [x + n for n, x in enumerate(v)]} for k, v in TOY.items()}
    reference = {"first": YEAR, "last": YEAR}

    found, _ = weighed({"method": "critic"}, values, reference_period=reference)

    assert found == pytest.approx(weighed({"method": "critic"})[0], rel=1e-12)


CONSTANT = TOY | {"c": [1.0, 1, 1, 1]}
POSTS = {"c": {"normalisation": {"method": "goalposts", "lower": 0, "upper": 2}}}


@pytest.mark.parametrize("method", ["entropy", "critic", "coefficient_of_variation"])
def test_a_child_that_tells_no_region_from_another_has_no_weight(method):
    found, _ = weighed({"method": method}, CONSTANT, indicators=POSTS)

    assert found[2] == 0
    assert sum(found) == pytest.approx(1)


@pytest.mark.parametrize("method", ["principal_components", "scatter_degree", "correlation_optimised"])
def test_a_constant_child_is_named_where_it_has_no_correlation(method):
    with pytest.raises(MethodError, match=f"component index, weighting {method}: c has the same score in every region"):
        weighed({"method": method}, CONSTANT, indicators=POSTS)


@pytest.mark.parametrize("method", ["entropy", "critic", "coefficient_of_variation"])
def test_weights_of_nothing_but_zeros_are_refused(method):
    values = {k: [1.0, 1, 1, 1] for k in "ab"}
    posts = {k: {"normalisation": {"method": "goalposts", "lower": 0, "upper": 2}} for k in "ab"}

    with pytest.raises(MethodError, match=f"component index, weighting {method}: all weights come to zero"):
        weighed({"method": method}, values, indicators=posts)


@pytest.mark.parametrize("seed", range(20))
def test_critic_does_not_weigh_by_the_last_digit_of_a_perfect_correlation(seed):
    """1 − r of a, 0.7 a + 3 and 0.31 a is 0, or what rounding leaves of it: 1e-16, of another child each time."""
    a = np.random.default_rng(seed).random(9)
    sample = Sample(("a", "b", "c"), np.full(9, YEAR, np.int32), np.column_stack([a, 0.7 * a + 3, 0.31 * a]))

    with pytest.raises(WeightingError, match="the children are perfectly correlated"):
        critic(sample)


@pytest.mark.parametrize(
    "method",
    [
        "entropy",
        "critic",
        "coefficient_of_variation",
        "principal_components",
        "scatter_degree",
        "correlation_optimised",
    ],
)
def test_a_child_without_scores_is_named(method):
    values = {k: {YEAR: v, YEAR + 1: v} for k, v in TOY.items()} | {"c": {YEAR: TOY["c"], YEAR + 1: [None] * 4}}

    with pytest.raises(MethodError, match=f"component index, weighting {method}: c has no score to fit weights on"):
        weighed({"method": method, "year": YEAR + 1}, values)


@pytest.mark.parametrize(
    ("method", "message"),
    [
        ("entropy", "a scores -1.02.*negative scores: choose a normalisation"),
        ("coefficient_of_variation", "a has a mean of zero"),
    ],
)
def test_z_scores_are_no_basis_for(method, message):
    with pytest.raises(MethodError, match=message):
        weighed({"method": method}, normalisation={"method": "z_score"})


def test_children_that_cancel_each_other_out_have_no_correlation_with_their_sum():
    with pytest.raises(MethodError, match="weighting correlation_optimised: the children cancel each other out"):
        weighed({"method": "correlation_optimised"}, {"a": [1.0, 2, 3, 4], "b": [4.0, 3, 2, 1]}, indicators={})


@pytest.mark.parametrize("method", ["entropy", "critic", "coefficient_of_variation"])
def test_one_region_has_no_dispersion(method):
    posts = {k: {"normalisation": {"method": "goalposts", "lower": 0, "upper": 50}} for k in "ab"}

    with pytest.raises(MethodError, match="a has 1 score to fit weights on, and 2 are needed"):
        weighed({"method": method}, {"a": [1.0], "b": [2.0]}, indicators=posts)


def test_gaps_are_left_out_pairwise():
    values = TOY | {"a": [2.0, 1, 3, None]}
    found, index = weighed({"method": "critic"}, values)
    z = np.array([[np.nan if s is None else s for s in index.normalised(k)] for k in TOY])
    deviations = np.nanstd(z, axis=1, ddof=1)
    r = np.array([[np.corrcoef(u[:3], v[:3])[0, 1] for v in z] for u in z])
    r[1, 2] = r[2, 1] = np.corrcoef(z[1], z[2])[0, 1]
    information = deviations * (3 - r.sum(axis=1))

    assert found == pytest.approx(information / information.sum())
