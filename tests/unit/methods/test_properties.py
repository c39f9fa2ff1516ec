"""What holds for an index of any figures."""

import numpy as np
import pytest
from example_index import example
from hypothesis import given, settings
from hypothesis import strategies as st

SCALED = {"method": "min_max", "scale": [1, 100]}
MEANS = [
    {"method": "arithmetic"},
    {"method": "geometric"},
    {"method": "harmonic"},
    {"method": "power", "exponent": 2},
    {"method": "median"},
    {"method": "topsis"},
    {"method": "rank_sum_ratio"},
    {"method": "grey_relation"},
    {"method": "copeland"},
]
seeds = st.integers(0, 100_000)
aggregations = st.sampled_from(MEANS)


def draw(seed, regions=6, indicators=3):
    rng = np.random.default_rng(seed)
    values = rng.permuted(np.linspace(1, 50, regions * indicators)).reshape(indicators, regions)
    return {name: list(row) for name, row in zip("abc", values, strict=True)}, rng


def scores(values, aggregation=MEANS[0], **more):
    return example(
        values, tree={"aggregation": aggregation} | more.pop("tree", {}), **{"normalisation": SCALED} | more
    ).scores()


@settings(max_examples=25, deadline=None)
@given(seeds, aggregations)
def test_a_better_value_never_lowers_the_score(seed, aggregation):
    values, rng = draw(seed)
    posts = {"method": "goalposts", "lower": 0, "upper": 60, "scale": [1, 100]}
    region, name = rng.integers(6), rng.choice(list("abc"))
    better = values | {name: [v + 5 * (n == region) for n, v in enumerate(values[name])]}

    before = scores(values, aggregation, normalisation=posts, indicators={"c": {"direction": "lower_is_better"}})
    after = scores(better, aggregation, normalisation=posts, indicators={"c": {"direction": "lower_is_better"}})

    if name == "c":
        assert after[region] <= before[region] + 1e-12
    else:
        assert after[region] >= before[region] - 1e-12


@settings(max_examples=25, deadline=None)
@given(seeds, aggregations, st.floats(0.001, 1000), st.floats(-100, 100))
def test_scores_do_not_depend_on_units(seed, aggregation, factor, offset):
    values, _ = draw(seed)
    converted = values | {"a": [factor * v + offset for v in values["a"]]}

    assert scores(converted, aggregation) == pytest.approx(scores(values, aggregation), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(seeds, aggregations)
def test_scores_do_not_depend_on_the_order_of_regions(seed, aggregation):
    values, rng = draw(seed)
    order = rng.permutation(6)
    shuffled = {name: [row[n] for n in order] for name, row in values.items()}

    expected = [scores(values, aggregation)[n] for n in order]
    assert scores(shuffled, aggregation) == pytest.approx(expected, rel=1e-13)


@settings(max_examples=25, deadline=None)
@given(seeds, aggregations, st.floats(0.01, 100))
def test_scores_do_not_depend_on_the_sum_of_weights(seed, aggregation, factor):
    values, rng = draw(seed)
    weights = dict(zip("abc", rng.uniform(0.1, 1, 3).tolist(), strict=True))
    scaled = {name: factor * w for name, w in weights.items()}

    assert scores(values, aggregation, tree={"indicators": scaled}) == pytest.approx(
        scores(values, aggregation, tree={"indicators": weights}), rel=1e-12
    )


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from(["min_max", "z_score", "percentile_rank", "distance_to_maximum", "vector"]))
def test_a_later_year_leaves_earlier_scores_alone(seed, method):
    values, rng = draw(seed)
    years = {name: {2020: row, 2021: list(rng.uniform(-100, 100, 6))} for name, row in values.items()}
    frozen = {"normalisation": {"method": method}, "reference_period": {"first": 2020, "last": 2020}}

    alone = example(values, **frozen).scores(year=2020)

    assert example(years, **frozen).scores(year=2020) == alone


@settings(max_examples=25, deadline=None)
@given(seeds, st.sampled_from(MEANS[:6] + [{"method": "grey_relation"}]))
def test_another_region_leaves_others_alone_under_given_goalposts(seed, aggregation):
    values, rng = draw(seed)
    posts = {"method": "goalposts", "lower": 0, "upper": 60, "scale": [1, 100]}
    more = {name: [*row, float(rng.uniform(0, 60))] for name, row in values.items()}

    assert scores(more, aggregation, normalisation=posts)[:6] == scores(values, aggregation, normalisation=posts)


@pytest.mark.parametrize("aggregation", MEANS[:6], ids=lambda a: a["method"])
def test_the_worst_of_all_scores_the_floor_and_the_best_the_ceiling(aggregation):
    values = {"a": [1.0, 2, 3], "b": [9.0, 8, 7], "c": [0.0, 5, 8]}
    index = example(
        values,
        tree={"aggregation": aggregation},
        indicators={"b": {"direction": "lower_is_better"}},
        normalisation={"method": "min_max"},
    )

    assert index.scores()[0] == 0
    assert index.scores()[2] == pytest.approx(100, rel=1e-15)


@settings(max_examples=25, deadline=None)
@given(seeds, aggregations)
def test_ranks_follow_scores_and_ties_share_the_better_rank(seed, aggregation):
    values, _ = draw(seed)
    twin = {name: [*row, row[0]] for name, row in values.items()}
    index = example(twin, tree={"aggregation": aggregation}, normalisation=SCALED)
    ranks, found = index.column("rankings", "index", value="rank"), index.scores()

    assert ranks == [1 + sum(other > score for other in found) for score in found]
    assert ranks[0] == ranks[-1]
