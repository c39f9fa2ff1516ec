"""Ranks, and what became of them since the year before."""

from example_index import example

POSTS = {"method": "goalposts", "lower": 0, "upper": 100}


def test_ranks_and_changes():
    index = example({"a": {2019: [50.0, 60, 70, None], 2020: [60.0, 60, 20, 10]}}, normalisation=POSTS)

    assert index.column("rankings", "index", 2019, "rank") == [3, 2, 1, None]
    assert index.column("rankings", "index", 2020, "rank") == [1, 1, 3, 4]
    assert index.column("rankings", "index", 2020, "rank_change") == [2, 1, -2, None]
    assert index.column("rankings", "index", 2020, "score_change") == [10, 0, -50, None]
    assert index.column("rankings", "index", 2020, "ranked") == [4, 4, 4, 4]


def test_scores_that_differ_in_the_last_digit_do_not_tie():
    index = example({"a": [0.1 + 0.2, 0.3, 50.0]}, normalisation=POSTS)

    assert index.column("rankings", "index", value="rank") == [2, 3, 1]


def test_there_is_no_change_against_an_earlier_year_than_the_last():
    index = example({"a": {2018: [50.0, 60], 2020: [60.0, 60]}}, normalisation=POSTS)

    assert index.column("rankings", "index", 2020, "rank_change") == [None, None]
    assert index.built.changes.num_rows == 0
