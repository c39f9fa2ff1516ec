"""The index without an element, and two methodologies side by side."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from soak import examples
from synthetic_index import framework_of, indicator_table, inputs_of

from index_pipeline import tables
from index_pipeline.robustness.comparison import compare, summarise
from index_pipeline.robustness.removal import removed

TREE = {"p": {"a": 1.0, "b": 3.0}, "q": {"c": 1.0}, "r": {"d": 2.0, "e": 1.0}}


def test_removing_by_hand() -> None:
    values = np.array([[[0.0, 5.0, 10.0]], [[10.0, 4.0, 0.0]], [[0.0, 0.0, 1.0]]])
    framework = framework_of({"p": {"a": 1.0, "b": 1.0}, "q": {"c": 1.0}})

    table, summary = removed(inputs_of(indicator_table(values, "abc", [2020]), framework), framework)

    # p = (50, 45, 50), q = (0, 0, 100): the index is (25, 22.5, 75), ranks (2, 3, 1)
    scores: dict[str, list[float]] = {}
    shifts: dict[str, list[int]] = {}
    for row in table.to_pylist():
        scores.setdefault(row["element_id"], []).append(row["score"])
        shifts.setdefault(row["element_id"], []).append(row["rank_shift"])
    assert scores == {
        "a": [50.0, 20.0, 50.0],
        "b": [0.0, 25.0, 100.0],
        "c": [50.0, 45.0, 50.0],
        "p": [0.0, 0.0, 100.0],
        "q": [50.0, 45.0, 50.0],
    }
    assert shifts == {"a": [1, 0, 0], "b": [-1, 1, 0], "c": [1, 0, 0], "p": [0, 1, 0], "q": [1, 0, 0]}
    means = {row["element_id"]: row["mean_absolute_rank_shift"] for row in summary.to_pylist()}
    assert means == pytest.approx({"a": 1 / 3, "b": 2 / 3, "c": 1 / 3, "p": 1 / 3, "q": 1 / 3})
    depths = {row["element_id"]: row["depth"] for row in summary.to_pylist()}
    assert depths == {"a": 2, "b": 2, "c": 2, "p": 1, "q": 1}


def test_a_year_that_tells_no_region_apart_has_no_shift_of_ranks() -> None:
    """Its scores are all the same, so that it has no ranks."""
    values = np.full((3, 2, 3), 5.0)
    values[:, 1] = [[0.0, 5.0, 10.0], [10.0, 4.0, 0.0], [0.0, 0.0, 1.0]]
    framework = framework_of({"p": {"a": 1.0, "b": 1.0}, "q": {"c": 1.0}}, years=(2019, 2020))

    _, summary = removed(inputs_of(indicator_table(values, "abc", [2019, 2020]), framework), framework)

    found = {(row["time_period"], row["largest_rank_shift"] is None) for row in summary.to_pylist()}
    assert found == {(2019, True), (2020, False)}


@examples(10)
@given(st.integers(0, 1000))
def test_removing_is_building_without(seed: int) -> None:
    values = np.random.default_rng(seed).random((5, 2, 7))
    values[np.random.default_rng(seed).random(values.shape) < 0.2] = np.nan
    framework = framework_of(TREE, years=(2020, 2021))
    table, _ = removed(inputs_of(indicator_table(values, "abcde", [2020, 2021]), framework), framework)

    smaller = framework_of({name: TREE[name] for name in ("p", "r")}, years=(2020, 2021))
    rest = inputs_of(indicator_table(values[[0, 1, 3, 4]], "abde", [2020, 2021]), smaller)

    expected = {(r["ref_area"], r["time_period"]): (r["score"], r["rank"]) for r in _index(rest.rankings)}
    found = {(r["ref_area"], r["time_period"]): r for r in table.to_pylist() if r["element_id"] == "q"}
    for key, (score, rank) in expected.items():
        assert found[key]["score"] == pytest.approx(score)
        assert found[key]["rank"] == rank


def test_removing_all_there_is_leaves_no_score() -> None:
    framework = framework_of({"a": 1.0})
    values = np.array([[[1.0, 2.0, 3.0]]])
    table, summary = removed(inputs_of(indicator_table(values, "a", [2020]), framework), framework)
    assert table["score"].null_count == table["rank"].null_count == 3
    assert summary["mean_absolute_rank_shift"].to_pylist() == [None]


def test_worked_example_of_the_mean_absolute_rank_shift() -> None:
    first, other = _rankings([40, 30, 20, 10]), _rankings([30, 40, 20, 10])
    (row,) = summarise(first, other).to_pylist()
    assert row["mean_absolute_rank_shift"] == 0.5
    assert row["largest_rank_shift"] == 1
    assert row["spearman"] == pytest.approx(0.8)  # 1 − 6 · 2 / (4 · 15)
    assert row["kendall"] == pytest.approx(4 / 6)  # five pairs agree, one does not
    assert compare(first, other)["rank_shift"].to_pylist() == [-1, 1, 0, 0]
    assert compare(first, other)["score_shift"].to_pylist() == [-10, 10, 0, 0]


def test_a_region_that_only_one_of_them_scores_is_compared_with_nothing() -> None:
    found = compare(_rankings([3, None, 1]), _rankings([3, 2, None])).to_pylist()
    assert [row["rank_shift"] for row in found] == [0, None, None]
    (row,) = summarise(_rankings([3, None, 1]), _rankings([3, 2, None])).to_pylist()
    assert (row["regions"], row["spearman"], row["mean_absolute_rank_shift"]) == (1, None, 0.0)


def _rankings(scores: list[float | None]) -> pa.Table:
    places = sorted((s for s in scores if s is not None), reverse=True)
    rows = [
        {
            "ref_area": f"R{i:02d}",
            "time_period": 2020,
            "component_id": "index",
            "score": score,
            "rank": None if score is None else places.index(score) + 1,
            "ranked": len(places),
        }
        for i, score in enumerate(scores)
    ]
    return tables.RANKINGS.conform(pa.Table.from_pylist(rows, schema=tables.RANKINGS.schema))


def _index(rankings: pa.Table) -> list[dict]:
    return [row for row in rankings.to_pylist() if row["component_id"] == "index"]
