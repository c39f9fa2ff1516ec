"""Figures and lists that ship with the project agree with what their publishers say of them elsewhere."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import ROOT, framework

from index_pipeline.sources.registers.stocks import load_events, stocks

DATA = ROOT / "data"
NATION = "000000"
FACTORY, PARK, SUPPLY_CHAIN = "绿色工厂", "绿色工业园区", "绿色供应链管理企业"


def entries(register: str) -> list[dict[str, str]]:
    with (DATA / "registers" / f"{register}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(series: str) -> Iterator[dict[str, str]]:
    for path in sorted((DATA / "observations").glob(f"*/{series}.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def figures(series: str) -> dict[tuple[str, int], float]:
    return {(row["ref_area"], int(row["time_period"])): float(row["obs_value"]) for row in rows(series)}


# --- lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "lengths"),
    [
        (FACTORY, {"b1": 201, "b2": 208, "b3": 391, "b4": 602, "b5": 719, "2021": 662}),
        (PARK, {"b1": 24, "b2": 22, "b3": 34, "b4": 39, "b5": 53, "2021": 52}),
        (SUPPLY_CHAIN, {"b1": 15, "b2": 4, "b3": 21, "b4": 50, "b5": 99, "2021": 107}),
    ],
)
def test_each_green_list_is_whole(category: str, lengths: dict[str, int]) -> None:
    """An entry's identifier ends in list and number within the list; each list runs from 1 to its last number."""
    numbers = defaultdict(list)
    for row in entries("green_manufacturing"):
        if row["category"] == category:
            _, batch, number = row["entry_id"].rsplit("_", 2)
            numbers[batch].append(int(number))

    assert {batch: len(found) for batch, found in numbers.items()} == lengths
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_green_lists_stand_in_order_of_province() -> None:
    """A list names each area once, all its entries together: the order of the rows is the order of the publication."""
    runs = defaultdict[tuple[str, str], list[tuple[str, str]]](list)
    for row in entries("green_manufacturing"):
        areas = runs[row["category"], row["document"]]
        area = row["ref_area"], row["place"]
        if not areas or areas[-1] != area:
            areas.append(area)

    assert len(runs) == 18
    assert all(len(areas) == len(set(areas)) for areas in runs.values())


def test_green_factories_agree_with_the_total_of_the_ministry() -> None:
    total_after_2022, added_in_2022, removed = 3616, 874, 41

    factories = sum(row["category"] == FACTORY for row in entries("green_manufacturing"))

    assert factories == total_after_2022 - added_in_2022 + removed


def test_no_green_entry_is_listed_twice() -> None:
    names = Counter((row["category"], row["title"]) for row in entries("green_manufacturing"))

    assert max(names.values()) == 1


@pytest.mark.parametrize(
    ("register", "announced"),
    [
        ("industrial_transformation_zones", {"2017": 12, "2019": 8}),
        ("cultural_industry_parks", {"2020": 9, "2023": 15}),
    ],
)
def test_as_many_were_named_as_announced(register: str, announced: dict[str, int]) -> None:
    assert Counter(row["time_period"] for row in entries(register)) == announced


def test_entries_of_cities_listed_apart_count_towards_their_province() -> None:
    shenzhen = [row for row in entries("green_manufacturing") if row["place"] == "深圳市"]

    assert len(shenzhen) == 71
    assert {row["ref_area"] for row in shenzhen} == {"440000"}


def test_stock_of_all_regions_is_the_length_of_the_lists() -> None:
    table = stocks(load_events(DATA), framework()).to_pylist()

    nation = {(r["category"], r["time_period"]): r["stock"] for r in table if r["ref_area"] == NATION}

    assert nation[FACTORY, 2018] == 201 + 208 + 391
    assert (nation[FACTORY, 2021], nation[PARK, 2021], nation[SUPPLY_CHAIN, 2021]) == (2783, 224, 296)
    assert (FACTORY, 2022) not in nation


@pytest.mark.parametrize(("register", "column"), [("intangible_heritage", "title"), ("green_manufacturing", "title")])
def test_titles_have_no_blanks_at_their_ends(register: str, column: str) -> None:
    assert all(row[column] == row[column].strip() for row in entries(register))


# --- series ----------------------------------------------------------------------------------------------------------


def test_patents_granted_are_the_sum_of_three_kinds() -> None:
    """Designs of 2024 are the rest of the total: this shows that nothing else was put in, for every other year too."""
    total = figures("patent_grants_total")
    kinds = [figures(f"patent_grants_{kind}") for kind in ("invention", "utility", "design")]
    places = sorted(set(total).intersection(*kinds))

    assert len([place for place in places if place[1] == 2024]) == 30
    assert len([place for place in places if place[1] < 2024]) == 448
    assert all(total[place] == sum(kind[place] for kind in kinds) for place in places)


@pytest.mark.parametrize(
    ("series", "year", "total_in_100m"), [("rd_funds_government", 2023, 5693.4), ("rd_funds_enterprise", 2023, 26443.7)]
)
def test_funds_of_research_equal_the_national_bulletin(series: str, year: int, total_in_100m: float) -> None:
    found = figures(series)
    regions = sum(value for (area, period), value in found.items() if period == year and area != NATION)

    assert round(found[NATION, year] / 1e4, 1) == total_in_100m
    assert regions == pytest.approx(found[NATION, year], rel=1e-6)


def test_two_kinds_of_funds_are_within_the_expenditure_on_research() -> None:
    whole = figures("rd_expenditure_intramural")
    government, enterprise = figures("rd_funds_government"), figures("rd_funds_enterprise")

    assert all(government[place] + enterprise[place] <= whole[place] * 1.001 for place in enterprise)


def test_share_with_college_education_is_that_of_the_census() -> None:
    college, surveyed = figures("pop6_college"), figures("pop6_surveyed")

    assert round(100 * college[NATION, 2020] / surveyed[NATION, 2020], 2) == 16.51
    assert all(college[place] < surveyed[place] for place in college)


def test_international_applications_of_regions_are_within_the_national_figure() -> None:
    """The national figure counts Hong Kong, Macao and Taiwan as well: a few per cent."""
    found = figures("pct_applications")
    for year in (2018, 2022, 2023):
        regions = [value for (area, period), value in found.items() if period == year and area != NATION]

        assert len(regions) == 31
        assert 0.94 < sum(regions) / found[NATION, year] < 1


def test_listed_manufacturing_companies_are_some_of_the_listed_companies() -> None:
    whole, manufacturing = figures("a_share_companies"), figures("a_share_manufacturing_companies")

    assert whole.keys() == manufacturing.keys()
    assert len(whole) == 31 * 9
    assert all(0 < manufacturing[place] <= whole[place] for place in whole)


def test_a_new_figure_is_dated_by_the_convention_of_the_store() -> None:
    """31 December of the year after; figures of 2025 by the day they were recorded."""
    for series in ("pct_applications", "enterprise_websites", "pop6_college", "a_share_companies"):
        for row in rows(series):
            year = int(row["time_period"])
            assert row["vintage"] == ("2026-11-23" if year == 2025 else f"{year + 1}-12-31")


# --- against the files that the figures were handed over in -----------------------------------------------------------


@pytest.fixture
def evidence() -> Path:
    folder = ROOT.parent / "shared" / "evidence"
    if not folder.is_dir():
        pytest.skip("the files that the figures were handed over in are not here")
    return folder


def test_every_figure_is_the_one_handed_over(evidence: Path) -> None:
    with (evidence / "observations.csv").open(encoding="utf-8", newline="") as file:
        given = list(csv.DictReader(file))
    held = {series: figures(series) for series in {row["series_id"] for row in given}}

    assert len(given) > 2000
    assert all(
        held[row["series_id"]][row["ref_area"], int(row["time_period"])] == float(row["obs_value"]) for row in given
    )
