"""Draws take shares and location quotients on other bases, and with the counts that chance might have made."""

from typing import Any

import numpy as np
import pytest
from quantities import one

from index_pipeline.framework.robustness import Robustness
from index_pipeline.robustness.counts import rates
from index_pipeline.robustness.figures import Figures, Inputs
from index_pipeline.robustness.model import model_of

SITES: dict[str, Any] = {"numerator": {"parts": [{"register": "sites"}]}}
SHARE = SITES | {"formula": {"method": "share"}}
QUOTIENT = SITES | {"formula": {"method": "location_quotient"}, "denominator": {"series": "people"}}
PEOPLE = {"people": {2019: [1.0, 3.0], 2020: [2.0, 2.0]}, "firms": {2019: [5.0, 5.0], 2020: [1.0, 9.0]}}
HELD = {"sites": {2019: [6, 2], 2020: [6, 4]}}


def versions(indicator: dict[str, Any], **robustness: Any) -> Figures:
    index = one(indicator, PEOPLE, HELD, weighted=True)
    inputs = Inputs(
        index.built.indicators, index.built.weights, index.built.rankings, index.observations, None, index.stocks
    )
    return model_of(inputs, index.framework, Robustness.model_validate(robustness)).figures


def test_another_base_of_a_location_quotient_is_a_choice_of_denominators() -> None:
    found = versions(QUOTIENT, denominators=[{"x": {"series": "firms"}}])

    x = found.values[found.axes.indicator_ids.index("x")]
    np.testing.assert_allclose(x[0], [[3, 1 / 3], [1.2, 0.8]])
    np.testing.assert_allclose(x[1], [[1.5, 0.5], [6, 4 / 9]])


def test_growth_on_another_denominator_stays_in_per_cent() -> None:
    growth = {"formula": {"method": "growth"}, "numerator": {"series": "people"}, "denominator": {"series": "people"}}
    found = versions(growth, denominators=[{"x": {"series": "firms"}}])

    x = found.values[found.axes.indicator_ids.index("x")]
    np.testing.assert_allclose(x[1, -1], [100 * (2 / 0.2 - 1), 100 * (2 / 9 / 0.6 - 1)])


@pytest.mark.parametrize("indicator", [SHARE, QUOTIENT, SHARE | {"over": 2}, QUOTIENT | {"over": 2}])
def test_counts_as_they_are_give_the_published_values(indicator: dict[str, Any]) -> None:
    found = versions(indicator, count_noise=True)

    (counted,) = found.counts
    noiseless = rates(counted, counted.counts[None], np.array([0]))
    np.testing.assert_allclose(noiseless[0], found.values[found.axes.indicator_ids.index("x"), 0])


def test_the_growth_of_a_register_is_no_count_that_chance_moves() -> None:
    assert versions(SITES | {"formula": {"method": "growth"}}, count_noise=True).counts == ()
