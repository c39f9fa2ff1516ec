"""Shares of the nation, location quotients, growth, sums and means over years, against numbers by hand."""

import math

import pyarrow.compute as pc
import pytest
from quantities import Figures, one

from index_pipeline.framework.alternatives import of_single_years, with_denominators
from index_pipeline.framework.robustness import Denominator
from index_pipeline.kernel.errors import MethodError
from index_pipeline.methods.denominate import denominate, denominate_each

SITES = {"numerator": {"parts": [{"register": "sites"}]}}
SHARE = SITES | {"formula": {"method": "share"}}
QUOTIENT = SITES | {"formula": {"method": "location_quotient"}, "denominator": {"series": "people"}}
GDP_SHARE = {"formula": {"method": "share"}, "numerator": {"series": "gdp"}}


def test_a_sum_and_a_difference_take_series_of_the_same_region_and_year():
    series: Figures = {"a": {2020: [1.0, 2.0, 3.0]}, "b": {2020: [10.0, None, 5.0]}}

    total = one({"numerator": {"sum": ["a", "b"]}}, series)
    gap = one({"numerator": {"difference": ["a", "b"]}, "denominator": {"sum": ["a", "b"]}}, series)

    assert total.column(2020) == [11, None, 8]
    assert gap.column(2020) == [-9 / 11, None, -2 / 8]
    assert gap.column(2020, "obs_status") == ["A", "M", "A"]


def test_a_share_is_of_all_entries_of_the_register_in_force_in_that_year():
    found = one(SHARE, registers={"sites": {2019: [1, 0, 1], 2020: [2, 0, 6]}})

    assert found.column(2019) == [50, 0, 50]
    assert found.column(2020) == [25, 0, 75]
    assert found.column(2020, "numerator_total", "operands") == [8, 8, 8]
    assert found.column(2020, "numerator_total_source", "operands") == ["register"] * 3


def test_a_share_is_of_the_published_national_figure_where_there_is_one():
    """The published figure is not the sum of the regions: it has what belongs to none, or is rounded."""
    found = one(GDP_SHARE, {"gdp": {2019: [30.0, 60.0], 2020: [30.0, 60.0]}}, nation={"gdp": {2020: 120.0}})

    assert found.column(2019) == pytest.approx([100 / 3, 200 / 3])
    assert found.column(2020) == [25, 50]
    assert found.column(2019, "numerator_total_source", "operands") == ["sum", "sum"]
    assert found.column(2020, "numerator_total_source", "operands") == ["published", "published"]


def test_there_is_no_sum_where_a_region_has_no_figure():
    found = one(GDP_SHARE, {"gdp": {2019: [30.0, None], 2020: [30.0, 60.0]}})

    assert found.column(2019) == [None, None]
    assert found.column(2019, "obs_status") == ["M", "M"]
    assert found.column(2019, "numerator_total_source", "operands") == [None, None]
    assert found.notices == [
        "indicator x, 2019: there is no national total of gdp: none is published, and not every region has a figure; "
        "the value is missing"
    ]


def test_one_region_without_a_figure_takes_nothing_from_the_others_where_the_total_is_published():
    found = one(GDP_SHARE, {"gdp": {2020: [30.0, None]}}, nation={"gdp": {2020: 120.0}})

    assert found.column(2020) == [25, None]
    assert found.notices == []


def test_the_share_of_a_sum_is_of_the_sum_of_the_nation():
    found = one(
        {"formula": {"method": "share"}, "numerator": {"sum": ["a", "b"]}},
        {"a": {2020: [1.0, 2.0]}, "b": {2020: [3.0, 4.0]}},
        nation={"a": {2020: 5.0}, "b": {2020: 15.0}},
    )

    assert found.column(2020) == [20, 30]


def test_a_location_quotient_is_one_share_over_the_other():
    """R1 has 6 of 8 sites with a quarter of the people: three times what these would lead to expect."""
    found = one(QUOTIENT, {"people": {2020: [1.0, 3.0]}}, {"sites": {2020: [6, 2]}})

    assert found.column(2020) == [3, pytest.approx(1 / 3)]
    assert found.column(2020, "numerator") == [6, 2]
    assert found.column(2020, "denominator") == [2, 6], "the sites that the base would lead to expect"
    assert found.column(2020, "denominator_total_source", "operands") == ["sum", "sum"]


def test_the_nation_is_at_parity_with_itself():
    quotient = one(QUOTIENT, {"people": {2020: [1.0, 3.0]}}, {"sites": {2020: [6, 2]}})
    share = one(GDP_SHARE, {"gdp": {2020: [30.0, 60.0]}})

    assert quotient.of_nation(2020) == 1
    assert share.of_nation(2020) == 100


def test_the_logarithm_of_one_more_than_the_quotient_is_a_treatment():
    found = one(
        QUOTIENT | {"treatment": {"method": "log", "offset": 1}},
        {"people": {2020: [1.0, 3.0]}},
        {"sites": {2020: [8, 0]}},
    )

    assert found.column(2020, table="treated") == [math.log(5), 0]


def test_a_base_of_zero_is_named_with_its_region():
    found = one(QUOTIENT, {"people": {2020: [1.0, 3.0, 0.0]}}, {"sites": {2020: [6, 2, 1]}})

    assert found.column(2020)[2] is None
    assert found.notices == [
        "indicator x, region R3, 2020: the base people of its location quotient is zero; the value is missing"
    ]


@pytest.mark.parametrize(
    ("sites", "people", "what"),
    [([0, 0], [1.0, 2.0], "stock(sites)"), ([1, 2], [0.0, 0.0], "people"), ([1, 2], [-3.0, 1.0], "people")],
)
def test_a_national_total_that_is_not_above_zero_is_named(sites, people, what):
    found = one(QUOTIENT, {"people": {2020: people}}, {"sites": {2020: sites}})

    assert found.column(2020) == [None, None]
    assert f"indicator x, 2020: the national total of {what} is not above zero; the value is missing" in found.notices


def test_a_register_that_does_not_reach_a_year_has_no_share_there():
    found = one(SHARE, {"people": {2021: [1.0, 2.0]}}, {"sites": {2020: [1, 3]}}, years=(2020, 2021))

    assert found.column(2020) == [25, 75]
    assert found.column(2021) == [None, None]


def test_growth_is_over_the_years_it_says_in_per_cent():
    found = one(
        {"formula": {"method": "growth", "years": 2}, "numerator": {"series": "a"}},
        {"a": {2018: [100.0, 50.0], 2019: [7.0, 7.0], 2020: [150.0, 25.0]}},
    )

    assert found.column(2020) == [50, -50]
    assert found.column(2019) == [None, None]
    assert found.column(2020, "denominator") == [100, 50]


def test_growth_of_a_ratio_is_that_of_the_ratio():
    found = one(
        {"formula": {"method": "growth"}, "numerator": {"series": "a"}, "denominator": {"series": "b"}},
        {"a": {2019: [10.0], 2020: [30.0]}, "b": {2019: [5.0], 2020: [10.0]}},
    )

    assert found.column(2020) == [50]


@pytest.mark.parametrize(("start", "word"), [(0.0, "zero"), (-4.0, "negative")])
def test_growth_from_nothing_is_missing_and_named(start, word):
    found = one(
        {"formula": {"method": "growth"}, "numerator": {"series": "a"}}, {"a": {2019: [start, 1.0], 2020: [4.0, 2.0]}}
    )

    assert found.column(2020) == [None, 100]
    assert found.notices == [
        f"indicator x, region R1, 2020: the figure of 1 years before is {word}; the growth is missing"
    ]


def test_growth_does_not_cross_a_break():
    found = one(
        {"formula": {"method": "growth", "years": 2}, "numerator": {"series": "a"}, "breaks": [2020]},
        {"a": {year: [float(year - 2010)] for year in range(2017, 2024)}},
    )

    assert [found.column(year)[0] is None for year in range(2017, 2024)] == [
        True,
        True,
        False,
        True,
        True,
        False,
        False,
    ]
    assert "indicator x, 2020: growth over 2 years would cross the break of 2020; the value is missing" in found.notices


MEAN = {"numerator": {"series": "a"}, "denominator": {"series": "b"}, "over": 3}


def test_a_mean_over_years_takes_numerator_and_denominator_each():
    """Not the mean of the yearly ratios, 1/1, 2/2 and 9/4."""
    found = one(MEAN, {"a": {2018: [1.0], 2019: [2.0], 2020: [9.0]}, "b": {2018: [1.0], 2019: [2.0], 2020: [4.0]}})

    assert found.column(2020) == [12 / 7]
    assert found.column(2020, "numerator") == [4]
    assert found.column(2020, "years", "operands") == [3]
    assert found.column(2020, "obs_status") == ["A"]


@pytest.mark.parametrize(
    ("a", "b", "value", "years"),
    [
        pytest.param([1, 2, 9], [1, None, 4], 10 / 5, 2, id="a year counts where both have a figure"),
        pytest.param([1, 2, None], [1, 2, 4], 1, 2, id="the newest year may be missing"),
        pytest.param([None, None, 9], [1, 2, 4], None, 1, id="one of three is fewer than half"),
        pytest.param([1, 2, 3], [0, 0, 4], 6 / 4, 3, id="a denominator of zero is a figure"),
    ],
)
def test_a_mean_needs_half_of_its_years(a, b, value, years):
    found = one(
        MEAN,
        {"a": {2018 + n: [v] for n, v in enumerate(a)}, "b": {2018 + n: [v] for n, v in enumerate(b)}},
    )

    assert found.column(2020) == [value]
    assert found.column(2020, "years", "operands") == [years]
    assert found.column(2020, "obs_status") == ["M" if value is None else "E" if years < 3 else "A"]


@pytest.mark.parametrize(("over", "least"), [(2, 1), (3, 2), (4, 2), (5, 3)])
def test_half_of_an_odd_number_of_years_is_rounded_up(over, least):
    figures = {"a": {2010: [0.0], 2020: [8.0]}} | {"b": {year: [1.0] for year in (2010, *range(2021 - least, 2021))}}
    figures["a"] |= {year: [8.0] for year in range(2021 - least, 2021)}
    enough, short = one(MEAN | {"over": over}, figures), one(MEAN | {"over": over}, figures)

    assert enough.column(2020) == [8]
    assert short.column(2021 - least) == ([8] if least == 1 else [None])


def test_a_mean_does_not_cross_a_break():
    figures = {
        name: {year: [v * (10.0 if year >= 2020 else 1.0)] for year in range(2017, 2023)}
        for name, v in (("a", 2.0), ("b", 1.0))
    }
    figures["b"] = {year: [1.0] for year in range(2017, 2023)}
    found = one(MEAN | {"breaks": [2020]}, figures)

    assert [found.column(year)[0] for year in range(2018, 2023)] == [2, 2, None, 20, 20]
    assert [found.column(year, "years", "operands")[0] for year in range(2018, 2023)] == [2, 3, 1, 2, 3]
    assert (
        "indicator x, 2020: a mean over 3 years would cross the break of 2020 (years since: 1); the value is missing"
        in found.notices
    )


def test_means_over_years_of_a_location_quotient_take_its_four_figures_each():
    found = one(
        QUOTIENT | {"over": 2},
        {"people": {2019: [1.0, 3.0], 2020: [3.0, 5.0]}},
        {"sites": {2019: [2, 2], 2020: [4, 0]}},
    )

    assert found.column(2020) == [pytest.approx((3 / 4) / (2 / 6)), pytest.approx((1 / 4) / (4 / 6))]
    assert found.column(2020, "numerator_total", "operands") == [4, 4]


def test_a_mean_says_of_which_kinds_its_national_totals_are():
    found = one(
        GDP_SHARE | {"over": 2}, {"gdp": {2019: [30.0, 60.0], 2020: [30.0, 60.0]}}, nation={"gdp": {2020: 110.0}}
    )

    assert found.column(2020) == [30, 60]
    assert found.column(2020, "numerator_total_source", "operands") == ["published|sum"] * 2


def test_an_index_without_such_indicators_has_no_operands():
    found = one({"numerator": {"series": "a"}}, {"a": {2020: [1.0, 2.0]}})

    assert found.built.operands.num_rows == 0


def test_a_mean_without_enough_national_totals_is_named():
    found = one(
        GDP_SHARE | {"over": 3}, {"gdp": {year: [30.0, 60.0 if year == 2020 else None] for year in (2018, 2019, 2020)}}
    )

    assert found.column(2020) == [None, None]
    assert (
        "indicator x, 2020: fewer than half of its 3 years have figures and a national total of gdp; the value is "
        "missing" in found.notices
    )


def test_growth_of_means_starts_from_a_year_in_which_nothing_else_has_a_figure():
    """The mean of 2018 and 2019 rests on 2018; no series has a figure of 2019."""
    found = one(
        {"formula": {"method": "growth"}, "numerator": {"series": "a"}, "over": 2},
        {"a": {2018: [10.0], 2020: [15.0]}},
        years=(2020, 2020),
    )

    assert found.column(2020) == [50]


def test_what_a_double_does_not_hold_is_refused_by_name():
    with pytest.raises(MethodError, match="indicator x, region CN, 2020: numerator inf over denominator inf"):
        _ = one(GDP_SHARE, {"gdp": {2020: [1e308, 1e308]}}).built


def test_frameworks_that_differ_in_indicators_have_together_what_each_has_alone():
    """No GDP is known of 2018: a framework that takes it in place of people has no row of that year."""
    series: Figures = {"people": {2018: [2, 4], 2019: [2, 5], 2020: [3, 5]}, "gdp": {2019: [7, 9], 2020: [8, 9]}}
    index = one(QUOTIENT | {"over": 2}, series, {"sites": {2019: [1, 3], 2020: [2, 3]}}, years=(2019, 2020))
    by_gdp = with_denominators(index.framework, {"x": Denominator(series="gdp")})
    frameworks = [index.framework, of_single_years(index.framework), by_gdp, of_single_years(by_gdp)]

    earlier = pc.and_(
        pc.equal(index.observations["series_id"], "other"), pc.equal(index.observations["time_period"], 2018)
    )
    figures = index.observations.filter(pc.invert(earlier))

    found = denominate_each(figures, index.stocks, frameworks)

    alone = [denominate(figures, index.stocks, framework) for framework in frameworks]
    assert [each.to_pylist() for each in found] == [each.to_pylist() for each in alone]
    assert alone[0].num_rows > alone[2].num_rows
    assert len({str(each["obs_value"]) for each in alone}) == 4
