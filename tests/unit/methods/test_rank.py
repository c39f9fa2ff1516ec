"""Ranks, and what became of them since the year before."""

from itertools import permutations

import pytest
from example_index import example

POSTS = {"method": "goalposts", "lower": 0, "upper": 100}


def test_ranks_and_changes():
    index = example({"a": {2019: [50.0, 60, 70, None], 2020: [60.0, 60, 20, 10]}}, normalisation=POSTS)

    assert index.column("rankings", "index", 2019, "rank") == [3, 2, 1, None]
    assert index.column("rankings", "index", 2020, "rank") == [1, 1, 3, 4]
    assert index.column("rankings", "index", 2020, "rank_change") == [2, 1, -2, None]
    assert index.column("rankings", "index", 2020, "score_change") == [10, 0, -50, None]
    assert index.column("rankings", "index", 2020, "ranked") == [4, 4, 4, 4]


def test_scores_that_differ_by_rounding_tie_and_others_do_not():
    index = example({"a": [0.1 + 0.2, 0.3, 50.0, 50.0 + 1e-9]}, normalisation=POSTS)

    assert index.column("rankings", "index", value="rank") == [3, 3, 2, 1]


def test_ties_are_transitive():
    step = 0.9e-10  # under the rounding of 100, the greatest score
    index = example({"a": [100.0, 10.0, 10 + step, 10 + 2 * step, 9.0]}, normalisation=POSTS)

    assert index.column("rankings", "index", value="rank") == [1, 2, 2, 2, 5]


@pytest.mark.parametrize(
    "aggregation",
    [
        {"method": "arithmetic"},
        {"method": "geometric"},
        {"method": "harmonic"},
        {"method": "power", "exponent": 2},
        {"method": "power", "exponent": -3},
        {"method": "mazziotta_pareto"},
        {"method": "topsis"},
        {"method": "grey_relation"},
    ],
    ids=lambda aggregation: "-".join(map(str, aggregation.values())),
)
def test_the_order_of_children_decides_no_rank(aggregation):
    orders = [*permutations([0.1, 0.2, 0.3, 0.7]), (0.1, 0.1, 0.1, 0.1)]
    values = {name: [order[k] for order in orders] for k, name in enumerate("abcd")}
    index = example(values, aggregation=aggregation, normalisation={"method": "goalposts", "lower": 0, "upper": 1})

    assert index.column("rankings", "index", value="rank") == [*[1] * 24, 25]


def test_scores_that_cancel_tie():
    orders = [*permutations([0.3, -0.1, -0.2]), (1.0, 1.0, 1.0)]
    values = {name: [order[k] for order in orders] for k, name in enumerate("abc")}
    index = example(values, normalisation={"method": "scaled", "lower": 0, "upper": 1})

    assert index.column("rankings", "index", value="rank") == [*[2] * 6, 1]


def test_a_tie_of_all_regions_is_not_a_ranking():
    index = example({"a": {2019: [50.0, 50, 50], 2020: [60.0, 50, 40]}}, normalisation=POSTS)

    assert index.column("scores", "index", 2019, "status") == ["no_distinction"] * 3
    assert index.column("scores", "index", 2019) == [50, 50, 50]
    assert index.column("rankings", "index", 2019, "rank") == [None] * 3
    assert index.column("rankings", "index", 2020, "rank") == [1, 2, 3]
    for change in ("rank_change", "score_change"):
        assert index.column("rankings", "index", 2020, change) == [None] * 3


def test_one_region_alone_has_a_rank():
    index = example({"a": [50.0, None]}, normalisation=POSTS)

    assert index.column("scores", "index", value="status") == ["scored", "insufficient_coverage"]
    assert index.column("rankings", "index", value="rank") == [1, None]


def test_there_is_no_change_against_an_earlier_year_than_the_last():
    index = example({"a": {2018: [50.0, 60], 2020: [60.0, 60]}}, normalisation=POSTS)

    assert index.column("rankings", "index", 2020, "rank_change") == [None, None]
    assert index.built.changes.num_rows == 0
