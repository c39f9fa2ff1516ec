"""Tiers by natural breaks: the exact optimum, borders, and who is at one."""

from itertools import combinations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from regional_example import YEAR, framework, reference, row, rows, scores
from soak import examples

from index_pipeline.analysis.breaks import natural_breaks
from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.analysis.tiers import tier_borders, tiers
from index_pipeline.tables import RANK_INTERVALS

TEN = [72.0, 70, 65, 52, 50, 49, 36, 34, 30, 28]


def intervals(stated: dict[str, tuple[float, float]]) -> pa.Table:
    given = [
        {
            "ref_area": area,
            "time_period": YEAR,
            "component_id": "index",
            "rank_p05": low,
            "rank_p95": high,
            "p_scored": 1.0,
        }
        for area, (low, high) in stated.items()
    ]
    return pa.Table.from_pylist(given, schema=RANK_INTERVALS.schema)


def test_worked_example() -> None:
    found = natural_breaks(np.array(TEN), 4)

    assert found.classes.tolist() == [4, 4, 4, 3, 3, 3, 2, 2, 1, 1]
    assert round(found.gvf, 3) == 0.986


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_agrees_with_mapclassify(number):
    known = reference()
    found = natural_breaks(np.array(known["last"]), number)

    assert (found.classes - 1).tolist() == known["breaks"][str(number)]


def test_goodness_of_fit_by_hand() -> None:
    """1, 3 | 10: within (1 − 2)² + (3 − 2)² = 2, in total 44.67."""
    y = np.array([10.0, 1.0, 3.0])
    found = natural_breaks(y, 2)

    assert found.classes.tolist() == [2, 1, 1]
    assert found.gvf == pytest.approx(1 - 2 / ((y - y.mean()) ** 2).sum())


def test_tiers_of_the_index() -> None:
    index = framework(10)
    found = tiers(scores(index, {"index": TEN}), RANK_INTERVALS.empty(), index)

    assert [r["tier"] for r in rows(found)] == [1, 1, 1, 2, 2, 2, 3, 3, 4, 4]
    assert {r["borderline"] for r in rows(found)} == {None}


def test_each_year_has_breaks_of_its_own() -> None:
    index = framework(10)
    found = tiers(scores(index, {"index": {2020: TEN, 2021: TEN[::-1]}}), RANK_INTERVALS.empty(), index)

    assert [r["tier"] for r in rows(found, time_period=2021)] == [4, 4, 3, 3, 2, 2, 2, 1, 1, 1]


@pytest.mark.parametrize(
    ("interval", "borderline"),
    [
        pytest.param((4, 6), False, id="within the ranks of its tier"),
        pytest.param((3, 5), True, id="reaches into the tier above"),
        pytest.param((5, 7), True, id="reaches into the tier below"),
        pytest.param((1, 10), True, id="reaches into both"),
    ],
)
def test_a_region_whose_interval_crosses_a_border_is_marked_and_stays(interval, borderline):
    index = framework(10)
    found = row(tiers(scores(index, {"index": TEN}), intervals({"R5": interval}), index), ref_area="R5")

    assert (found["tier"], found["borderline"]) == (2, borderline)


def test_extent_of_tiers_in_points_and_ranks() -> None:
    index = framework(10)
    found = row(tier_borders(scores(index, {"index": TEN}), index), tier=2)

    assert (found["n"], found["lowest"], found["highest"]) == (3, 49, 52)
    assert (found["first_rank"], found["last_rank"]) == (4, 6)
    assert round(found["gvf"], 3) == 0.986


def test_equal_scores_share_a_tier() -> None:
    index = framework(6)
    found = tiers(scores(index, {"index": [9.0, 5, 5, 5, 2, 1]}), RANK_INTERVALS.empty(), index, number=3)

    assert len({r["tier"] for r in rows(found)[1:4]}) == 1


def test_too_few_distinct_scores_make_fewer_tiers_and_say_so() -> None:
    index = framework(4)
    table = scores(index, {"index": [9.0, 9, 2, 2]})

    assert [r["tier"] for r in rows(tiers(table, RANK_INTERVALS.empty(), index))] == [1, 1, 2, 2]
    assert tier_borders(table, index)["caveat_en"][0].as_py() == "Distinct scores: 2, too few for 4 tiers."


def test_all_scores_alike_make_one_tier_without_a_fit() -> None:
    index = framework(3)
    found = row(tier_borders(scores(index, {"index": [5.0, 5, 5]}), index))

    assert (found["tier"], found["n"], found["gvf"]) == (1, 3, None)


def test_a_region_without_a_score_has_no_tier() -> None:
    index = framework(5)
    found = tiers(scores(index, {"index": [9.0, None, 5, 3, 1]}), RANK_INTERVALS.empty(), index)

    assert [r["ref_area"] for r in rows(found)] == ["R1", "R3", "R4", "R5"]


@pytest.mark.parametrize(
    ("values", "number", "message"),
    [
        pytest.param([1.0, 1.0], 2, "1 distinct value cannot be split into 2 classes", id="too few"),
        pytest.param([1.0, float("nan")], 2, "value 2 is not", id="missing"),
    ],
)
def test_refused_values(values, number, message):
    with pytest.raises(AnalysisError, match=message):
        natural_breaks(np.array(values), number)


lists = st.lists(st.integers(0, 40), min_size=4, max_size=9).filter(lambda values: len(set(values)) >= 3)


@given(lists, st.integers(2, 3))
@examples(60)
def test_no_other_split_is_better(values, number):
    y = np.sort(np.array(values, float))
    found = natural_breaks(y, number)

    def within(parts: list[np.ndarray]) -> float:
        return sum(float(((part - part.mean()) ** 2).sum()) for part in parts)

    splits = [np.split(y, cuts) for cuts in combinations(range(1, len(y)), number - 1)]
    own = within([y[found.classes == c] for c in range(1, number + 1)])
    assert own <= min(within(parts) for parts in splits) + 1e-9
    assert found.gvf == pytest.approx(1 - own / ((y - y.mean()) ** 2).sum())


@given(lists, st.randoms(use_true_random=False))
@examples(40)
def test_a_higher_score_is_never_in_a_worse_tier_whatever_the_order(values, random):
    index = framework(len(values))
    mixed = random.sample(values, len(values))
    found = tiers(scores(index, {"index": mixed}), RANK_INTERVALS.empty(), index)
    by_score = sorted(zip(mixed, [r["tier"] for r in rows(found)], strict=True), reverse=True)

    assert [tier for _, tier in by_score] == sorted(tier for _, tier in by_score)
    straight = tiers(scores(index, {"index": values}), RANK_INTERVALS.empty(), index)
    assert dict(zip(values, [r["tier"] for r in rows(straight)], strict=True)) == dict(by_score)
