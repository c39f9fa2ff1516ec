"""Agreement with another ranking: Spearman and Kendall, by hand and at their ends."""

import pyarrow as pa
import pytest
from regional_example import YEAR, framework, row, rows, scores
from scipy.stats import t

from index_pipeline.analysis.agreement import agreement, agreement_regions
from index_pipeline.analysis.errors import AnalysisError
from index_pipeline.tables import OTHER_RANKING


def ranking(ranks: dict[str, float | None], year: int = YEAR) -> pa.Table:
    given = [{"ref_area": area, "time_period": year, "rank": rank} for area, rank in ranks.items()]
    return pa.Table.from_pylist(given, schema=OTHER_RANKING.schema)


def other(*ranks: float | None) -> pa.Table:
    return ranking({f"R{n}": rank for n, rank in enumerate(ranks, start=1)})


def test_by_hand() -> None:
    """Ranks 1 2 3 4 5 against 2 1 4 3 5: Σd² = 4, ρ = 1 − 24/120; 8 pairs agree and 2 do not, τ = 6/10."""
    index = framework(5)
    found = row(agreement(scores(index, {"index": [90.0, 80, 70, 60, 50]}), other(2, 1, 4, 3, 5), index))

    assert found["n"] == 5
    assert found["spearman"] == pytest.approx(0.8)
    assert found["kendall"] == pytest.approx(0.6)
    assert found["mean_absolute_rank_shift"] == pytest.approx(4 / 5)
    assert found["spearman_p_value"] == pytest.approx(2 * t.sf(0.8 * (3 / (1 - 0.64)) ** 0.5, 3))
    assert found["kendall_p_value"] == pytest.approx(2 * 14 / 120)
    assert found["caveat_en"] == "n = 5: p is indicative only."


@pytest.mark.parametrize(("ranks", "expected"), [((1, 2, 3), 1), ((3, 2, 1), -1)])
def test_the_same_and_the_opposite_order(ranks, expected):
    index = framework(3)
    found = row(agreement(scores(index, {"index": [9.0, 5, 1]}), other(*ranks), index))

    assert (found["spearman"], found["kendall"]) == (pytest.approx(expected), pytest.approx(expected))


def test_regions_without_a_rank_or_a_score_are_left_out_and_ranks_counted_anew() -> None:
    index = framework(5)
    table = scores(index, {"index": [90.0, 80, None, 60, 50]})
    found = agreement_regions(table, other(4, None, 1, 9, 2), index)

    assert [(r["ref_area"], r["rank"], r["other_rank"], r["rank_shift"]) for r in rows(found)] == [
        ("R1", 1, 2, -1),
        ("R4", 2, 3, -1),
        ("R5", 3, 1, 2),
    ]
    assert row(agreement(table, other(4, None, 1, 9, 2), index))["n"] == 3


def test_pillars_are_compared_beside_the_index_and_other_years_left_aside() -> None:
    index = framework(3)
    table = scores(index, {"index": {2020: [9.0, 5, 1], 2021: [9.0, 1, 5]}, "a": [1.0, 5, 9]})
    found = agreement(table, ranking({"R1": 1, "R2": 2, "R3": 3}, 2020), index)

    assert {(r["component_id"], r["time_period"]): round(r["spearman"]) for r in rows(found)} == {
        ("index", 2020): 1,
        ("a", 2020): -1,
    }


@pytest.mark.parametrize(
    ("values", "ranks"),
    [
        pytest.param([9.0, 5, None], (1, 2, 3), id="two regions"),
        pytest.param([5.0, 5, 5], (1, 2, 3), id="no variation"),
    ],
)
def test_no_correlation_says_so(values, ranks):
    index = framework(3)
    found = row(agreement(scores(index, {"index": values}), other(*ranks), index))

    assert (found["spearman"], found["kendall"]) == (None, None)
    assert found["caveat_en"].startswith("Fewer than 3 regions, or no variation")


def test_an_unknown_region_is_refused() -> None:
    index = framework(3)

    with pytest.raises(AnalysisError, match="other ranking, 2020: region 999999 is not assessed by the index"):
        agreement(scores(index, {"index": [9.0, 5, 1]}), ranking({"999999": 1}), index)


def test_a_ranking_of_no_scored_year_is_refused() -> None:
    index = framework(3)

    with pytest.raises(AnalysisError, match=r"none of its years \(1999\) is among the scored ones \(2020\)"):
        agreement(scores(index, {"index": [9.0, 5, 1]}), ranking({"R1": 1}, 1999), index)


def test_scores_that_differ_by_rounding_share_a_rank() -> None:
    index = framework(3)
    table = scores(index, {"index": [0.3, 0.1 + 0.2, 9.0]})

    found = rows(agreement_regions(table, other(2, 3, 1), index, ["index"]))

    assert [(r["rank"], r["other_rank"]) for r in found] == [(2, 2), (2, 3), (1, 1)]
