"""What holds for shares, location quotients, growth and means over years of any figures."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from quantities import one
from soak import examples

SHARE: dict[str, Any] = {"formula": {"method": "share"}, "numerator": {"parts": [{"register": "sites"}]}}
QUOTIENT = SHARE | {"formula": {"method": "location_quotient"}, "denominator": {"series": "people"}}
KINDS = pytest.mark.parametrize("indicator", [SHARE, QUOTIENT, SHARE | {"over": 2}, QUOTIENT | {"over": 3}])
YEARS = (2018, 2019, 2020)
few = examples(5)

entries = st.integers(0, 40)
people = st.floats(0.1, 1e5)


@st.composite
def nations(draw):
    """Entries and people by year and region, at least one entry per year."""
    size = draw(st.integers(2, 6))
    row = lambda of: draw(st.lists(of, min_size=size, max_size=size))  # noqa: E731
    sites = {year: row(entries) for year in YEARS}
    assume(all(any(held) for held in sites.values()))
    return sites, {year: row(people) for year in YEARS}


def values(indicator, sites, residents):
    found = one(indicator, {"people": residents}, {"sites": sites})
    return np.array([found.column(year) for year in YEARS], float)


def changed(rows, change):
    return {year: change(list(row)) for year, row in rows.items()}


@few
@KINDS
@given(nation=nations())
def test_doubling_a_register_everywhere_changes_nothing(indicator, nation):
    sites, residents = nation

    doubled = values(indicator, changed(sites, lambda row: [2 * n for n in row]), residents)

    np.testing.assert_allclose(doubled, values(indicator, sites, residents), rtol=1e-13)


@few
@given(nation=nations(), size=people)
def test_a_region_without_entries_leaves_the_shares_of_others_alone(nation, size):
    sites, residents = nation

    more = values(SHARE, changed(sites, lambda row: [*row, 0]), changed(residents, lambda row: [*row, size]))

    np.testing.assert_array_equal(more[:, :-1], values(SHARE, sites, residents))
    assert (more[:, -1] == 0).all()


@few
@given(nation=nations(), part=st.floats(0, 1))
def test_the_shares_of_the_parts_of_a_region_add_up_to_its_own(nation, part):
    sites, residents = nation

    def split(row):
        first = round(row[0] * part)
        return [first, row[0] - first, *row[1:]]

    halves = values(SHARE, changed(sites, split), changed(residents, lambda row: [row[0] / 2, row[0] / 2, *row[1:]]))

    whole = values(SHARE, sites, residents)
    np.testing.assert_allclose(halves[:, 0] + halves[:, 1], whole[:, 0], rtol=1e-13)
    np.testing.assert_array_equal(halves[:, 2:], whole[:, 1:])


@few
@given(nation=nations())
def test_shares_add_up_to_a_hundred_and_quotients_average_to_one_by_their_base(nation):
    sites, residents = nation

    np.testing.assert_allclose(values(SHARE, sites, residents).sum(1), 100, rtol=1e-13)
    base = np.array([residents[year] for year in YEARS])
    quotients = values(QUOTIENT, sites, residents)
    np.testing.assert_allclose((quotients * base).sum(1) / base.sum(1), 1, rtol=1e-12)


@few
@given(nation=nations(), factor=st.floats(1e-3, 1e3))
def test_a_quotient_does_not_depend_on_the_unit_of_its_base(nation, factor):
    sites, residents = nation

    other = values(QUOTIENT, sites, changed(residents, lambda row: [factor * n for n in row]))

    np.testing.assert_allclose(other, values(QUOTIENT, sites, residents), rtol=1e-12)


@few
@given(nation=nations())
def test_nothing_scores_nothing_and_never_more_than_something(nation):
    sites, residents = nation

    for indicator in (SHARE, QUOTIENT):
        found, held = values(indicator, sites, residents), np.array([sites[year] for year in YEARS])
        assert (found[held == 0] == 0).all()
        assert (found[held > 0] > 0).all()


@few
@given(st.lists(st.floats(1, 1e4), min_size=6, max_size=6), st.integers(1, 4), st.floats(1e-3, 1e3))
def test_growth_does_not_depend_on_units_and_chains(figures, years, factor):
    """Up to 10,000 times as much: after more, one plus a growth of nearly -100 per cent has too few digits to chain."""

    def grown(rows, span):
        series = {2010 + n: [value] for n, value in enumerate(rows)}
        found = one({"formula": {"method": "growth", "years": span}, "numerator": {"series": "a"}}, {"a": series})
        return [found.column(2010 + n)[0] for n in range(len(rows))]

    over = grown(figures, years)

    assert over[:years] == [None] * years
    assert grown([factor * value for value in figures], years)[years:] == pytest.approx(
        over[years:], rel=1e-9, abs=1e-9
    )
    steps = 1 + np.array(grown(figures, 1)[1:]) / 100
    chained = [100 * (steps[n - years : n].prod() - 1) for n in range(years, 6)]
    assert over[years:] == pytest.approx(chained, rel=1e-9, abs=1e-9)


@few
@given(st.lists(st.one_of(st.none(), st.floats(0, 1e6)), min_size=7, max_size=7), st.integers(2, 5), st.data())
def test_a_mean_over_years_is_what_its_rule_says(figures, over, data):
    breaks = data.draw(st.lists(st.integers(2011, 2016), max_size=2, unique=True))
    series = {2010 + n: [value] for n, value in enumerate(figures)}
    found = one({"numerator": {"series": "a"}, "over": over, "breaks": breaks}, {"a": series}, years=(2010, 2016))

    for year in range(2010, 2017):
        first = max([year - over + 1, 2010, *(b for b in breaks if b <= year)])
        held = [series[y][0] for y in range(first, year + 1) if series[y][0] is not None]
        expected = sum(held) / len(held) if 2 * len(held) >= over else None
        np.testing.assert_allclose(np.array(found.column(year), float), np.array([expected], float), rtol=1e-12)
