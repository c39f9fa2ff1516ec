"""What holds for an index of any figures.

Each example is one index of nine components, each with the same three indicators and another aggregation, over
five years of random figures.
"""

from typing import Any

import numpy as np
import pytest
from example_index import example
from hypothesis import given
from hypothesis import strategies as st
from soak import examples

AGGREGATIONS: list[dict[str, Any]] = [
    {"method": "arithmetic"},
    {"method": "geometric"},
    {"method": "harmonic"},
    {"method": "power", "exponent": 2},
    {"method": "median"},
    {"method": "topsis"},
    {"method": "grey_relation"},
    {"method": "rank_sum_ratio"},
    {"method": "copeland"},
    {"method": "mean_outranking"},
]
ALONE = [a["method"] for a in AGGREGATIONS[:7]]
"""Those that score a region without regard to others."""

YEARS = range(2016, 2021)
BY_YEAR = {"method": "min_max", "fitted_on": "year", "scale": [1, 100]}
POSTS = {"method": "goalposts", "lower": 0, "upper": 60, "scale": [1, 100]}
few = examples(4)
seeds = st.integers(0, 100_000)


def draw(seed, regions=6):
    """Values of three indicators, region by region and year by year, no two of them the same."""
    rng = np.random.default_rng(seed)
    return rng.permuted(np.linspace(1, 50, 3 * len(YEARS) * regions)).reshape(3, len(YEARS), regions), rng


def scores(values, *, weights=(1.0, 1.0, 1.0), normalisation=BY_YEAR):
    """Scores of every aggregation, by year and region; the third indicator is better where lower."""
    named = dict(zip("abc", values, strict=True))
    components = [
        {
            "id": rule["method"],
            "title": {"en": rule["method"]},
            "aggregation": rule,
            "indicators": {f"{name}_{rule['method']}": w for name, w in zip(named, weights, strict=True)},
        }
        for rule in AGGREGATIONS
    ]
    fields = {
        f"{name}_{rule['method']}": {
            "numerator": {"series": name},
            "direction": "lower_is_better" if name == "c" else "higher_is_better",
        }
        for name in named
        for rule in AGGREGATIONS
    }
    index = example(
        {name: {year: list(row) for year, row in zip(YEARS, rows, strict=True)} for name, rows in named.items()},
        indicators=fields,
        tree={"indicators": {}, "components": components},
        normalisation=normalisation,
    )
    rows = index.built.rankings.to_pylist()
    found = {rule["method"]: np.full(values.shape[1:], np.nan) for rule in AGGREGATIONS}
    ranks = {rule["method"]: np.zeros(values.shape[1:], int) for rule in AGGREGATIONS}
    for row in rows:
        if row["component_id"] in found:
            at = row["time_period"] - YEARS[0], int(row["ref_area"][1:]) - 1
            found[row["component_id"]][at], ranks[row["component_id"]][at] = row["score"], row["rank"]
    return found, ranks


@few
@given(seeds, st.integers(0, 2))
def test_a_better_value_never_lowers_the_score(seed, indicator):
    values, rng = draw(seed)
    region = rng.integers(6)
    better = values.copy()
    better[indicator, :, region] += -1 if indicator == 2 else 5

    before, _ = scores(values, normalisation=POSTS)
    after, _ = scores(better, normalisation=POSTS)

    for method in before:
        assert (after[method][:, region] >= before[method][:, region] - 1e-12).all(), method


@few
@given(seeds, st.floats(0.001, 1000), st.floats(-100, 100))
def test_scores_do_not_depend_on_units(seed, factor, offset):
    values, _ = draw(seed)

    before, _ = scores(values)
    after, _ = scores(np.concatenate([factor * values[:1] + offset, values[1:]]))

    for method in before:
        np.testing.assert_allclose(after[method], before[method], rtol=1e-8, err_msg=method)


@few
@given(seeds)
def test_scores_do_not_depend_on_the_order_of_regions(seed):
    values, rng = draw(seed)
    order = rng.permutation(6)

    before, _ = scores(values)
    after, _ = scores(values[:, :, order])

    for method in before:
        np.testing.assert_allclose(after[method], before[method][:, order], rtol=1e-13, err_msg=method)


@few
@given(seeds, st.floats(0.01, 100))
def test_scores_do_not_depend_on_the_sum_of_weights(seed, factor):
    values, rng = draw(seed)
    weights = rng.uniform(0.1, 1, 3)

    before, _ = scores(values, weights=tuple(weights.tolist()))
    after, _ = scores(values, weights=tuple((factor * weights).tolist()))

    for method in before:
        np.testing.assert_allclose(after[method], before[method], rtol=1e-12, err_msg=method)


@few
@given(seeds)
def test_another_region_leaves_others_alone_under_given_goalposts(seed):
    values, rng = draw(seed)

    before, _ = scores(values, normalisation=POSTS)
    after, _ = scores(np.concatenate([values, rng.uniform(0, 60, (3, len(YEARS), 1))], axis=2), normalisation=POSTS)

    for method in ALONE:
        assert (after[method][:, :6] == before[method]).all(), method


@few
@given(seeds)
def test_ranks_follow_scores_and_ties_share_the_better_rank(seed):
    values, _ = draw(seed)

    found, ranks = scores(np.concatenate([values, values[:, :, :1]], axis=2))

    for method, score in found.items():
        tied = 1e-12 * np.abs(score).max(axis=1)[:, None, None]
        expected = 1 + (score[:, None, :] > score[:, :, None] + tied).sum(axis=2)
        assert (ranks[method] == expected).all(), method
        assert (ranks[method][:, 0] == ranks[method][:, -1]).all(), method


def test_the_worst_of_all_scores_the_floor_and_the_best_the_ceiling():
    values = np.tile(np.array([[[1.0, 2, 3]], [[0, 5, 8]], [[9, 8, 7]]]), (1, len(YEARS), 1))

    found, _ = scores(values, normalisation={"method": "min_max"})

    for method in ("arithmetic", "geometric", "harmonic", "power", "median", "topsis", "copeland"):
        assert (found[method][:, 0] == 0).all(), method
        assert found[method][:, 2] == pytest.approx(100, rel=1e-15), method


@few
@given(seeds, st.sampled_from(["min_max", "z_score", "percentile_rank", "distance_to_maximum", "vector"]))
def test_a_later_year_leaves_earlier_scores_alone(seed, method):
    values, rng = draw(seed)
    years = {
        name: {2020: list(rows[0]), 2021: list(rng.uniform(1, 99, 6))} for name, rows in zip("abc", values, strict=True)
    }
    frozen: dict[str, Any] = {"normalisation": {"method": method}, "reference_period": {"first": 2020, "last": 2020}}

    alone = example({name: {2020: given[2020]} for name, given in years.items()}, **frozen)

    assert example(years, **frozen).scores(year=2020) == alone.scores(year=2020)
