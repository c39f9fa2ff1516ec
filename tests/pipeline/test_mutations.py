"""A file with one thing wrong in it, as people and programs get things wrong, is refused.

The first of the 3,000 and more that `tests/benchmarks/refusals.py` tries.
"""

from functools import cache
from pathlib import Path

import pytest
from mutations import MUTATIONS, outcomes
from sheets import Bench, Sheet

from index_pipeline.framework.load import load
from index_pipeline.sources.store.vintages import load_observations

ROOT = Path(__file__).resolve().parents[2]

SERIES = (
    *("gdp", "population_resident", "rd_expenditure_intramural", "he_voc_institutions", "museums"),
    *("ecommerce_enterprise_share", "hightech_industry_profit", "ind_pollution_treatment_investment"),
)
"""Smooth and volatile, large and small, with and without a national total."""


@cache
def bench() -> Bench:
    return Bench(load(ROOT / "indicators"), load_observations(ROOT / "data"))


@cache
def sheets() -> list[Sheet]:
    return [sheet for series in SERIES if (sheet := bench().written(series, years=6)) is not None]


def test_the_files_are_taken_as_they_are() -> None:
    assert len(sheets()) == len(SERIES)
    for sheet in sheets():
        outcome = bench().attempt(sheet, "none", [list(row) for row in sheet.rows], bench().observations)
        assert (outcome.wrong, outcome.stopped) == (0, ""), sheet.name


def test_a_file_that_changes_a_stored_figure_by_more_than_five_percent_is_refused() -> None:
    made = list(outcomes(bench(), sheets(), 6 * len(MUTATIONS), seed=12, new=False))

    assert {outcome.mutation for outcome in made if outcome.wrong} >= set(MUTATIONS) - {"no unit"}
    assert [outcome for outcome in made if outcome.wrong and not outcome.stopped] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_of_those_that_give_a_new_year_most_are_refused_by_history_alone(seed: int) -> None:
    made = [o for o in outcomes(bench(), sheets(), 4 * len(MUTATIONS), seed=seed, new=True) if o.wrong]

    assert sum(bool(outcome.stopped) for outcome in made) / len(made) > 0.9
