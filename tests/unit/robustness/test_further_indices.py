"""Indices over parts of the tree: each is the index of a framework that has no more than that part."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from soak import examples
from synthetic_index import framework_of, indicator_table, inputs_of

from index_pipeline import tables
from index_pipeline.framework.framework import Framework
from index_pipeline.robustness.further import further_indices
from index_pipeline.robustness.model import model_of
from index_pipeline.robustness.uncertainty import uncertainty

YEARS = (2020, 2021)
FEW = {"replicates": 40, "weights": [{"method": "range", "range": 0.25}]}
TREE = {"p": {"a": 1.0, "b": 3.0}, "q": {"c": 1.0}, "r": {"s": {"d": 2.0, "e": 1.0}, "f": 1.0}}
LETTERS = "abcdef"
Key = tuple[str, str, int]


def rows(table: pa.Table) -> dict[Key, dict]:
    return {(row["index_id"], row["ref_area"], row["time_period"]): row for row in table.to_pylist()}


def part(**selection: object) -> dict[str, object]:
    return {"id": "part", "title": {"en": "Part"}, **selection}


def found(values: np.ndarray, framework: Framework) -> pa.Table:
    years = range(YEARS[0], YEARS[0] + values.shape[1])
    inputs = inputs_of(indicator_table(values, LETTERS[: len(values)], years), framework)
    return further_indices(model_of(inputs, framework))


def test_by_hand() -> None:
    """p = (50, 45, 50) of a and b, q = (0, 0, 100): the index is (25, 22.5, 75)."""
    values = np.array([[[0.0, 5.0, 10.0]], [[10.0, 4.0, 0.0]], [[0.0, 0.0, 1.0]]])
    framework = framework_of(
        {"p": {"a": 1.0, "b": 1.0}, "q": {"c": 1.0}},
        indicators={"a": {"proxy": "indirect"}, "b": {"proxy": "direct"}, "c": {"proxy": "direct"}},
        robustness={"replicates": 3, "weights": []},
        indices=[part(id="core", only="direct"), part(id="only_p", components=["p"])],
    )

    table = found(values, framework).to_pylist()

    # without a, p is b = (100, 40, 0), and with q = (0, 0, 100) the core is their mean
    scores = [row["score"] for row in table]
    assert scores == pytest.approx([50.0, 20.0, 50.0, 50.0, 45.0, 50.0])
    assert [row["index_id"] for row in table] == ["core"] * 3 + ["only_p"] * 3
    assert [row["rank"] for row in table] == [1, 3, 1, 1, 3, 1]
    assert {row["coverage"] for row in table} == {1.0}
    assert [(row["rank_p05"], row["rank_median"], row["rank_p95"]) for row in table] == [
        (r, r, r) for r in (1, 3, 1) * 2
    ]


def test_nothing_is_listed_and_nothing_computed() -> None:
    framework = framework_of({"a": 1.0})
    assert found(np.array([[[1.0, 2.0, 3.0]]]), framework).equals(tables.FURTHER_INDICES.empty())


@examples(5)
@given(st.integers(0, 10_000), st.sets(st.sampled_from(LETTERS), min_size=1, max_size=5), st.booleans())
def test_is_the_index_of_a_framework_without_the_rest(seed: int, direct: set[str], by_children: bool) -> None:
    """Scores, coverage, ranks and changes, whatever is missing; and where nothing is drawn, the same interval."""
    chance = np.random.default_rng(seed)
    values = chance.random((6, 2, 7))
    values[chance.random(values.shape) < 0.25] = np.nan
    values[:, :, 0] = chance.random((6, 2))  # each indicator has a value to be fitted on
    values[:, :, 1] = values[:, :, 0] + 1
    options: dict[str, Any] = {"years": YEARS, "coverage_of": "children" if by_children else "weight"}
    proxies = {name: {"proxy": "direct" if name in direct else "indirect"} for name in LETTERS}
    varied = {"replicates": 5, "weights": []}
    whole = framework_of(TREE, indicators=proxies, robustness=varied, indices=[part(only="direct")], **options)
    smaller = framework_of(_pruned(TREE, direct), robustness=varied, **options)
    kept = sorted(direct)
    rest = indicator_table(values[[LETTERS.index(name) for name in kept]], kept, YEARS)

    table = rows(found(values, whole))

    inputs = inputs_of(rest, smaller)
    intervals = uncertainty(model_of(inputs, smaller)).rank_intervals
    expected = [row for row in inputs.rankings.to_pylist() if row["component_id"] == "index"]
    spans = {(r["ref_area"], r["time_period"]): r for r in intervals.to_pylist() if r["component_id"] == "index"}
    assert len(table) == len(expected) == 14
    for row in expected:
        own = table["part", row["ref_area"], row["time_period"]]
        assert [own[name] for name in ("score", "score_change")] == [
            None if row[name] is None else pytest.approx(row[name], abs=1e-12) for name in ("score", "score_change")
        ]
        assert [own[name] for name in ("rank", "ranked", "rank_change")] == [
            row[name] for name in ("rank", "ranked", "rank_change")
        ]
        span = spans[row["ref_area"], row["time_period"]]
        for name in ("rank_median", "rank_p05", "rank_p95", "p_scored"):
            assert own[name] == span[name]


def _pruned(tree: dict, kept: set[str]) -> dict:
    below = {
        name: _pruned(child, kept) if isinstance(child, dict) else child
        for name, child in tree.items()
        if isinstance(child, dict) or name in kept
    }
    return {name: child for name, child in below.items() if child != {}}


def test_an_index_of_everything_has_the_intervals_of_the_headline() -> None:
    """Over the same draws: weights, normalisation and the indicator left out are those of the uncertainty analysis."""
    values = np.random.default_rng(7).random((6, 2, 9))
    varied = FEW | {"leave_out": 0.5, "normalisation": [{"method": "percentile_rank"}]}
    framework = framework_of(TREE, years=YEARS, robustness=varied, indices=[part(components=["index"])])
    inputs = inputs_of(indicator_table(values, LETTERS, YEARS), framework)

    own = rows(further_indices(model_of(inputs, framework)))

    headline = uncertainty(model_of(inputs, framework)).rank_intervals.to_pylist()
    compared = [row for row in headline if row["component_id"] == "index"]
    assert len(compared) == len(own) == 18
    for row in compared:
        further = own["part", row["ref_area"], row["time_period"]]
        for name in ("rank", "rank_median", "rank_p05", "rank_p95", "p_scored"):
            assert further[name] == row[name]
    assert any(row["rank_p05"] < row["rank_p95"] for row in compared)


def test_an_index_of_one_theme_is_that_theme_with_its_intervals() -> None:
    values = np.random.default_rng(3).random((6, 2, 8))
    framework = framework_of(TREE, years=YEARS, robustness=FEW, indices=[part(components=["p"])])
    inputs = inputs_of(indicator_table(values, LETTERS, YEARS), framework)

    own = rows(further_indices(model_of(inputs, framework)))

    for row in inputs.rankings.to_pylist():
        if row["component_id"] == "p":
            assert own["part", row["ref_area"], row["time_period"]]["score"] == pytest.approx(row["score"], abs=1e-12)
    for row in uncertainty(model_of(inputs, framework)).rank_intervals.to_pylist():
        if row["component_id"] == "p":
            further = own["part", row["ref_area"], row["time_period"]]
            for name in ("rank", "rank_median", "rank_p05", "rank_p95"):
                assert further[name] == row[name]


def test_a_region_without_figures_of_the_part_has_no_score_of_it() -> None:
    """R0 has no c, though it has the rest: it is scored by the index, and not by the index over q."""
    values = np.random.default_rng(5).random((6, 1, 5))
    values[2, 0, 0] = np.nan
    framework = framework_of(TREE, robustness=FEW, indices=[part(components=["q"])])
    inputs = inputs_of(indicator_table(values, LETTERS, [2020]), framework)

    first, *others = further_indices(model_of(inputs, framework)).to_pylist()

    headline = [row for row in inputs.rankings.to_pylist() if row["component_id"] == "index"]
    assert headline[0]["rank"] is not None
    assert (first["score"], first["rank"], first["coverage"], first["p_scored"]) == (None, None, 0.0, 0.0)
    assert first["rank_median"] is first["rank_p05"] is first["rank_p95"] is None
    assert {row["ranked"] for row in (first, *others)} == {4}
    assert sorted(row["rank"] for row in others) == [1, 2, 3, 4]


def test_an_index_whose_only_indicator_a_draw_leaves_out_is_ranked_in_the_others() -> None:
    values = np.random.default_rng(2).random((6, 1, 5))
    framework = framework_of(TREE, robustness=FEW | {"leave_out": 0.9}, indices=[part(components=["q"])])

    (share,) = {row["p_scored"] for row in found(values, framework).to_pylist()}

    assert 0 < share < 1


@pytest.mark.parametrize(
    "rule",
    [
        {"method": "geometric", "floor": 1.0},
        {"method": "harmonic", "floor": 1.0},
        {"method": "median"},
        {"method": "power", "exponent": 2},
        {"method": "topsis"},
        {"method": "rank_sum_ratio"},
        {"method": "grey_relation"},
        {"method": "copeland"},
        {"method": "mean_outranking"},
        {"method": "benefit_of_the_doubt"},
    ],
    ids=lambda rule: rule["method"],
)
def test_every_aggregation_leaves_out_what_the_index_does(rule: dict[str, object]) -> None:
    values = np.random.default_rng(11).random((6, 1, 6))
    kept = ["a", "c", "e"]
    whole = framework_of(
        TREE,
        indicators={name: {"proxy": "direct" if name in kept else "indirect"} for name in LETTERS},
        aggregation=rule,
        robustness={"replicates": 2, "weights": []},
        indices=[part(only="direct")],
    )
    smaller = framework_of(_pruned(TREE, set(kept)), aggregation=rule)
    rest = indicator_table(values[[LETTERS.index(name) for name in kept]], kept, [2020])

    own = [row["score"] for row in found(values, whole).to_pylist()]

    expected = [r["score"] for r in inputs_of(rest, smaller).rankings.to_pylist() if r["component_id"] == "index"]
    assert own == pytest.approx(expected, abs=1e-9)
