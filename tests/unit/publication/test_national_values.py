"""The national value of an indicator is that of the nation, or is called a mean of the regions."""

import pytest
from quantities import Figures, one

from index_pipeline.publication.lookups.national import national
from index_pipeline.publication.lookups.panel import Panel

RATIO = {"numerator": {"series": "top"}, "denominator": {"series": "base"}, "multiplier": 10}
FIGURES: Figures = {"top": {2020: [1.0, 3.0]}, "base": {2020: [2.0, 8.0]}}


def test_published_national_figures_come_first():
    index = one(RATIO, FIGURES, nation={"top": {2020: 5.0}, "base": {2020: 20.0}})

    assert national(Panel(index.release), 2020, "x") == (2.5, True)


def test_else_it_is_the_sum_over_the_sum_and_not_the_mean_of_ratios():
    value, is_national = national(Panel(one(RATIO, FIGURES).release), 2020, "x")

    assert is_national
    assert value == pytest.approx(10 * 4 / 10)


def test_a_missing_region_or_a_quantity_that_does_not_add_up_leaves_the_mean_of_the_regions():
    gap: Figures = {"top": {2020: [1.0, None]}, "base": {2020: [2.0, 8.0]}}

    assert national(Panel(one(RATIO, gap).release), 2020, "x") == (5, False)
    assert national(Panel(one({"numerator": {"series": "top"}}, FIGURES).release), 2020, "x") == (2, False)
